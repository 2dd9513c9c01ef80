"""`comity forecast breaks`: changes of who may come, or of what a series counts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.forecast import group
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    give,
    print_table,
    read_day,
    say,
    text,
    the_evidence,
)

if TYPE_CHECKING:
    from comity.foresight.break_told import Told

_ENDINGS = (".csv", ".json", ".xlsx")
_SHOWN = 20
"""Marked jumps that are printed at most; a file has all."""


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("breaks")(breaks)


def breaks(
    what: list[str] = typer.Argument(
        None, metavar="[WHAT]", help="A country, a corridor, a region or a layer; all if left out."
    ),
    kind: str = typer.Option(
        "", "--kind", metavar="KIND", help="Of one kind only, as in visa or closure."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """List dated changes of rules and of counting that freeze or widen a forecast.

    Example: comity forecast breaks VEN --kind visa
    """
    from comity.foresight.break_told import as_json as plain
    from comity.foresight.break_told import sheets, told

    read_day(as_of)
    check_ending(output, _ENDINGS, "Breaks")
    found = told(the_evidence(as_of), " ".join(what or []), kind)
    give(
        output,
        as_json=as_json,
        plain=plain(found),
        sheets=lambda: sheets(found),
        show=lambda: _show(found),
    )


def _show(found: Told) -> None:
    from comity.foresight.break_records import EFFECTS, KINDS
    from comity.foresight.break_told import NOTES

    named = found.subject.name if found.subject else found.layer or "all places and layers"
    rows = [
        [one.begins, one.known, one.title, KINDS[one.kind], EFFECTS[one.effect], one.verification]
        for one in found.breaks
    ]
    heads = ["From", "Known", "What changed", "Kind", "Forecasts", "Checked"]
    if rows:
        print_table(heads, rows, title=f"Regime breaks: {named}")
    else:
        say(f"No break is recorded for {named}. That does not mean that there was none.")
    _show_jumps(found)
    for sentence in NOTES:
        say(f"- {sentence}", "dim")


def _show_jumps(found: Told) -> None:
    rows = [
        [
            one.layer,
            one.corridor.code,
            str(one.year),
            _value(one.before.value, one.before.note),
            text(one.count.value),
            ", ".join(one.signs),
        ]
        for one in found.jumps[:_SHOWN]
    ]
    if rows:
        heads = ["Layer", "Corridor", "Year", "Before", "Then", "Signs"]
        title = "Jumps that look like the registration of a group"
        print_table(heads, rows, title=title, right=["Before", "Then"])
    if len(found.jumps) > _SHOWN:
        say(f"{len(found.jumps) - _SHOWN} smaller ones are in the file that '-o FILE.xlsx' makes.")


def _value(value: float | None, note: str) -> str:
    return text(value) if value is not None else note or "withheld"
