"""`comity displacement report`: what camps report as it arrives, and the forecast made anew."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.displacement import CASE, joining
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    give,
    note,
    print_table,
    say,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    import polars as pl

    from comity.foresight.displacement.live.following import Followed
    from comity.foresight.displacement.live.kept import Kept
    from comity.foresight.displacement.live.reporting import Added, Entry

_ENDINGS = (".csv", ".json", ".xlsx")
NOTHING = "–"
BANDS = ("q025", "q100", "q900", "q975")
WITHHELD = "Counts of 1 to 4 people are withheld, and totals that would tell them."


def report(
    case: str = CASE,
    camp: str | None = typer.Option(
        None, "--camp", metavar="NAME", help="The camp, or total for all people displaced."
    ),
    day: str | None = typer.Option(
        None, "--date", metavar="DATE", help="The day of the count, as in 2013-05-04."
    ),
    persons: int | None = typer.Option(
        None, "--persons", metavar="N", help="People in the camp on that day."
    ),
    source: str = typer.Option(
        "", "--source", metavar="TEXT", help="Who says so: an organisation or a document."
    ),
    received: str | None = typer.Option(
        None,
        "--received",
        metavar="DATE",
        help="The day it arrived; the forecast knows what was received by then. Default: today.",
    ),
    retract: bool = typer.Option(
        False, "--retract", help="Take back what was reported of that camp and day."
    ),
    file: Path | None = typer.Option(
        None, "--file", metavar="FILE", help="A table of reports: camp, date, persons, source …"
    ),
    horizon: int = typer.Option(
        30, "--horizon", metavar="H", min=1, help="How many days ahead to forecast afterwards."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Add a report to a case, forecast it anew, and show what changed.

    A second report of a camp and day corrects the first: the one received last counts, and all
    stay in the log. Without --camp or --file nothing is added, and the forecast is made anew
    from what was received by --received.

    Example: comity displacement report mali --camp Mentao --date 2012-12-30 --persons 6000
    """
    check_ending(output, _ENDINGS, "A forecast")
    entries = _entries(camp, day, persons, source, received, file, retract=retract)
    one = _kept(case)
    from comity.foresight.displacement.live.following import follow
    from comity.foresight.displacement.live.reporting import add_reports

    added = add_reports(one.folder, one.case, entries, date.today()) if entries else None
    if added:
        _tell(added)
    try:
        made = follow(one, horizon, _known_by(entries, received))
    except ComityError as error:
        if not added:
            raise
        raise ComityError(
            f"The log of {one.name} is up to date, but no forecast: {error}"
        ) from error
    if entries and made.day > max(entry.day for entry in entries):
        note(
            f"The forecast stands on {made.day}, the day of the newest report of any camp; with an "
            "earlier day in --received it stands where it stood then."
        )
    for remark in made.remarks:
        note(remark)
    _give(one, added, made, output, as_json=as_json)


def _entries(
    camp: str | None,
    day: str | None,
    persons: int | None,
    source: str,
    received: str | None,
    file: Path | None,
    *,
    retract: bool,
) -> tuple[Entry, ...]:
    """The reports that the options tell; raises `ComityError` where they do not fit together."""
    from comity.foresight.displacement.live.reporting import Entry, read_reports

    arrived = _day("received", received) if received else date.today()
    single = (camp, day, persons)
    if file is not None:
        if retract or any(part is not None for part in single):
            raise ComityError(
                "With --file the table tells camps, dates and persons; leave those options out."
            )
        return read_reports(file, arrived)
    if not retract and all(part is None for part in single):
        return ()
    if camp is None or day is None or (persons is None) != retract:
        raise ComityError(
            "A report needs --camp, --date and --persons; to take one back, --camp, --date and "
            "--retract."
        )
    return (Entry(camp, _day("date", day), persons, arrived, source),)


def _known_by(entries: tuple[Entry, ...], received: str | None) -> date | None:
    """The day by which whatever the forecast may read was received; None for today."""
    if entries:
        return max(entry.received for entry in entries)
    return _day("received", received) if received else None


def _day(option: str, written: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise ComityError(
            f"--{option} takes a day, as in 2013-05-04, not '{shown(written)}'."
        ) from None


def _kept(words: str) -> Kept:
    """The kept case that is meant; a folder that is not kept yet is kept first."""
    from comity.foresight.displacement.live.kept import find_case
    from comity.foresight.displacement.live.kept import keep as kept_now

    found = find_case(words)
    if found.kept:
        return found.kept
    one, _ = kept_now(found.folder)
    note(f"{found.folder} is kept as {one.name} from now on; the folder itself stays as it is.")
    return one


def _tell(added: Added) -> None:
    from comity.foresight.displacement.live.withholding import people

    for remark in added.remarks:
        note(remark)
    for line in added.new:
        if line.persons is None:
            note(f"Report {line.number}: {line.camp} on {line.day} is taken back.")
        else:
            note(f"Report {line.number}: {line.camp} on {line.day}, {people(line.persons)} people.")


def _give(
    one: Kept, added: Added | None, made: Followed, output: Path | None, *, as_json: bool
) -> None:
    from comity.foresight.displacement.live.archived import changes
    from comity.foresight.displacement.live.live import log_table
    from comity.foresight.displacement.live.withholding import few_withheld

    rows = few_withheld(made.rows, ("median",), BANDS)
    differences = changes(made.before, made.rows)
    differences = few_withheld(differences, ("median", "median_before"), (*BANDS, "change"))
    plain = {
        "case": one.name,
        "reports": few_withheld(log_table(added.new if added else ()), ("persons",)).to_dicts(),
        "reports_known_already": added.known if added else 0,
        "remarks": [*(added.remarks if added else ()), *made.remarks],
        "made_from": made.day.isoformat(),
        "batch": made.batch,
        "new": made.new,
        "forecast": rows.to_dicts(),
        "changes": differences.to_dicts(),
    }
    give(
        output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: {"forecast": rows, "changes": differences},
        show=lambda: _show(one, made, rows, differences),
    )


def _show(one: Kept, made: Followed, rows: pl.DataFrame, differences: pl.DataFrame) -> None:
    """The forecast of the last day, and what it changed."""
    import polars as pl

    last = rows.filter(pl.col("horizon") == pl.col("horizon").max())
    cells = [
        (
            row["camp"],
            number(row, "median"),
            band(row, "q100", "q900"),
            band(row, "q025", "q975"),
        )
        for row in last.to_dicts()
    ]
    title = f"{one.name}: forecast of {last['date'][0]}, from reports up to {made.day}"
    columns = ("camp", "people", "80 of 100", "95 of 100")
    print_table(columns, cells, title=title, right=columns[1:])
    if differences.height:
        _show_changes(differences, made.before["made_from"][0])
    if rows["withheld"].any():
        say(WITHHELD)
    state = "archived" if made.new else "archived before"
    say(f"This forecast is {state} as {made.batch[:16]}.", "dim")


def _show_changes(differences: pl.DataFrame, before: str) -> None:
    cells = [
        (row["camp"], number(row, "median_before"), number(row, "median"), number(row, "change"))
        for row in differences.to_dicts()
    ]
    day = differences["date"][0]
    title = f"What changed for {day} since the forecast from reports up to {before}"
    columns = ("camp", "before", "now", "change")
    print_table(columns, cells, title=title, right=columns[1:])


def number(row: dict[str, Any], name: str) -> object:
    """A number of people as a table shows it."""
    if row.get("withheld"):
        return "withheld"
    return NOTHING if row[name] is None else round(row[name])


def band(row: dict[str, Any], low: str, high: str) -> str:
    """A band as a table shows it."""
    if row[low] is None or row[high] is None:
        return NOTHING
    return f"{row[low]:,.0f} – {row[high]:,.0f}"


register = joining(report)
