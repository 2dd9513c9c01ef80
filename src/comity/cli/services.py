"""`comity services`: what sending costs, what a job may cost, contracts, shares, places, training.

The family's commands stand in the modules `services_*`, each of which adds its own.
"""

from __future__ import annotations

import typer

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="services")


@group.callback(invoke_without_command=True)
def services(context: typer.Context) -> None:
    """Work out costs, contracts, fair shares, places and training, and keep nothing.

    Example: comity services remittances RUS-TJK
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
