"""`comity displacement keep, cases, forget`: the cases that this installation keeps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.displacement import joining
from comity.cli.speaking import JSON, OUTPUT, check_ending, give, note, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.foresight.displacement.live.kept import Kept

_ENDINGS = (".csv", ".json", ".xlsx")
_NOTHING = "–"


def keep(
    folder: Path = typer.Argument(
        ..., metavar="FOLDER", help="A folder with input/ and source/ as FLEE has them."
    ),
    name: str | None = typer.Option(
        None, "--name", metavar="NAME", help="What to call the case. Default: as its folder."
    ),
) -> None:
    """Keep a copy of a case, so that it can be named, reported on and followed.

    Example: comity displacement keep cases/mali
    """
    from comity.foresight.displacement.live.kept import keep as kept_now

    one, new = kept_now(folder, name)
    if new:
        note(f"Kept as {one.name}; 'comity displacement report {one.name}' adds reports.")
    else:
        note(f"{one.name} is kept already, with the same files.")


def cases(output: Path | None = OUTPUT, as_json: bool = JSON) -> None:
    """List the cases that are kept here.

    Example: comity displacement cases
    """
    check_ending(output, _ENDINGS, "The list of cases")
    import polars as pl

    from comity.foresight.displacement.live.kept import kept_cases

    rows = [row for one in kept_cases() if (row := _about(one))]
    give(
        output,
        as_json=as_json,
        plain={"cases": rows},
        sheets=lambda: {"cases": pl.DataFrame(rows, infer_schema_length=None)},
        show=lambda: _show_cases(rows),
    )


def _about(one: Kept) -> dict[str, Any] | None:
    """A kept case in a line; None, with a sentence, where it cannot be read."""
    try:
        case, archive = one.known(), one.archive
        damaged = one.damaged_runs
    except ComityError as error:
        note(f"{one.name} is left out: {error}")
        return None
    for sentence in damaged:
        note(f"A run of {one.name} is left out: {sentence}")
    newest = max((day for series in case.camps for day in series.days), default=None)
    return {
        "case": one.name,
        "start": case.start.isoformat(),
        "days": case.days,
        "camps": len(case.camps),
        "newest_report": newest.isoformat() if newest else None,
        "reports_added": len(one.reports),
        "forecasts": archive["batch"].n_unique(),
        "runs": len(one.runs),
    }


def _show_cases(rows: list[dict[str, Any]]) -> None:
    if not rows:
        say("No case is kept yet; 'comity displacement keep FOLDER' keeps one.")
        return
    columns = (
        "case",
        "start",
        "days",
        "camps",
        "newest report",
        "reports added",
        "forecasts",
        "runs",
    )
    cells = [[_NOTHING if cell is None else cell for cell in row.values()] for row in rows]
    right = ("days", "camps", "reports added", "forecasts", "runs")
    print_table(columns, cells, title="Cases kept here", right=right)


def forget(
    name: str = typer.Argument(..., metavar="NAME", help="A kept case."),
    yes: bool = typer.Option(False, "--yes", "-y", help="Remove it without being asked."),
) -> None:
    """Remove a kept case with its reports, forecasts and runs.

    Example: comity displacement forget mali
    """
    from comity.foresight.displacement.live.kept import forget as forgotten
    from comity.foresight.displacement.live.kept import kept

    one = kept(None, name)
    if not yes and not _consent(one):
        note("Nothing was removed.")
        return
    forgotten(one.name)
    note(f"{one.name} is no longer kept.")


def _consent(one: Kept) -> bool:
    """Ask at a terminal; raises `ComityError` where nobody can answer."""
    if not sys.stdin.isatty():
        raise ComityError(
            f"{one.name} would be removed with its reports, forecasts and runs; say so with --yes."
        )
    return typer.confirm(f"Remove {one.name} with its reports, forecasts and runs?", err=True)


register = joining(keep, cases, forget)
