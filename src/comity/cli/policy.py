"""`comity policy`: who is bound by what, how far states say they have come, and how open they are.

The family's commands stand in the modules `policy_*`, each of which adds its own.
"""

from __future__ import annotations

import typer

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="policy")


@group.callback(invoke_without_command=True)
def policy(context: typer.Context) -> None:
    """Tell who is bound by what, assess indicators, and set policies side by side.

    Example: comity policy norms KGZ
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
