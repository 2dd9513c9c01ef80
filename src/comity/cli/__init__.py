"""The command line: one small file a family of commands; nothing heavy loads before one runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from io import TextIOWrapper
from typing import NoReturn

import typer

from comity import __version__
from comity.cli import (
    adding,
    agreements,
    agreements_asking,
    agreements_doubt,
    agreements_exchanged,
    agreements_kept,
    agreements_papers,
    agreements_power,
    agreements_told,
    agreements_webs,
    brief,
    data,
    displacement,
    displacement_archive,
    displacement_forecast,
    displacement_kept,
    displacement_live,
    displacement_scores,
    figures,
    flows,
    flows_annual,
    flows_world,
    forecast,
    forecast_breaks,
    forecast_publish,
    forecast_record,
    forecast_scores,
    mixed,
    openness,
    places,
    policy,
    policy_coding,
    policy_compacts,
    policy_importing,
    policy_imports,
    policy_indicators,
    policy_monitor,
    policy_norms,
    policy_openness,
    policy_topics,
    policy_votes,
    quality,
    serve,
    services,
    services_contract,
    services_contract_model,
    services_placement,
    services_recruitment,
    services_remittances,
    services_sharing,
    services_training,
    status,
    sync,
    taking,
)
from comity.core.errors import ComityError

__all__ = ["app", "commands", "main", "run"]

WRONG, UNKNOWN, INTERRUPTED = 2, 1, 130
"""Exit statuses: what a person can mend, what Comity did not foresee, Ctrl-C."""

app = typer.Typer(
    name="comity",
    rich_markup_mode=None,  # plain help needs none of Rich, and starts three times faster
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"comity {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def comity(
    context: typer.Context,
    version: bool = typer.Option(
        False, "--version", callback=_say_version, is_eager=True, help="Say the version and stop."
    ),
) -> None:
    """The working tools of a migration secretariat, on evidence that names its sources.

    Example: comity brief TJK-RUS

    Comity keeps its evidence in the folder COMITY_HOME (default: ~/.local/share/comity) and loads
    the figures that ship with it when it is first used. With COMITY_DEBUG=1 an error that Comity
    does not know is shown with the place in the code.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for family in (
    brief,
    quality,
    openness,
    mixed,
    agreements,
    agreements_told,
    agreements_exchanged,
    agreements_webs,
    agreements_doubt,
    agreements_power,
    agreements_kept,
    agreements_asking,
    agreements_papers,
    policy,
    policy_norms,
    policy_topics,
    policy_votes,
    policy_imports,
    policy_monitor,
    policy_coding,
    policy_openness,
    policy_importing,
    policy_indicators,
    policy_compacts,
    figures,
    flows,
    flows_annual,
    flows_world,
    forecast,
    forecast_breaks,
    forecast_publish,
    forecast_record,
    forecast_scores,
    displacement,
    displacement_kept,
    displacement_live,
    displacement_archive,
    displacement_forecast,
    displacement_scores,
    data,
    adding,
    taking,
    status,
    sync,
    services,
    services_remittances,
    services_recruitment,
    services_contract,
    services_contract_model,
    services_sharing,
    services_placement,
    services_training,
    places,
    serve,
):
    family.register(app)


@cache
def commands() -> Callable[..., object]:
    """All commands as one, which takes longer to put together than most of them run."""
    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit status.

    >>> main(["--version"])
    Traceback (most recent call last):
    SystemExit: 0
    """
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 2 (can be mended), 1 (unforeseen), 130.

    >>> run(["--version"])
    comity 0.1.0
    0
    """
    _write_what_can_be_written()
    try:
        commands()(args=arguments, prog_name="comity")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except ComityError as error:
        _complain(str(error))
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _let_go_of_output()
        return UNKNOWN
    except Exception as error:
        if os.environ.get("COMITY_DEBUG") == "1":
            raise
        _complain(
            f"Comity met an error it does not know: {type(error).__name__}: {_line(error)}; run "
            "again with COMITY_DEBUG=1 to see where."
        )
        return UNKNOWN
    return 0


def _write_what_can_be_written() -> None:
    """Where a terminal knows few letters, show a mark for the others and go on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(sentence: str) -> None:
    typer.echo(sentence, err=True)


def _line(error: Exception) -> str:
    return (" ".join(str(error).split()) or "no more is said")[:300].rstrip(".")


def _let_go_of_output() -> None:
    """Whoever read the output has gone; keep Python from complaining of it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
