"""`comity displacement forecast`: people in each camp in the weeks ahead, as known by a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import typer

from comity.cli.displacement import CASE, joining
from comity.cli.displacement_live import BANDS, WITHHELD
from comity.cli.speaking import JSON, check_ending, give, note, one_of, print_table, say
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    import polars as pl

    from comity.foresight.displacement.cases.case import Case
    from comity.foresight.displacement.forecasts.forecasting import Forecast
    from comity.foresight.displacement.live.kept import Kept

_ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
_FILES = ("forecast.csv", "forecast.parquet", "forecast.json")
_NOTHING = "–"


def forecast(
    case: str = CASE,
    day: str = typer.Option(
        ..., "--day", metavar="D", help="The day to stand on: a number from the start, or a date."
    ),
    horizon: int = typer.Option(30, "--horizon", metavar="H", help="How many days ahead."),
    information: str = typer.Option(
        "forecast",
        "--information",
        metavar="WORD",
        help="forecast (nothing later is read) or split (the total of all camps is given).",
    ),
    leave_out: str = typer.Option(
        "", "--leave-out", metavar="CASE", help="Learn nothing from this case."
    ),
    corrections: str = typer.Option(
        "known",
        "--corrections",
        metavar="WORD",
        help="Re-registrations: known (by the day) or throughout (later ones too, as in scores).",
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE|DIR/", help="Write it there, by the file's ending."
    ),
    as_json: bool = JSON,
) -> None:
    """Forecast the people in every camp, with bands, as it could be done on a day.

    Reports and re-registrations dated after the day are not read. Of 100 counts that came later,
    about 80 should lie in the narrower band and 95 in the wider one. The forecast of a kept case
    is archived.

    Example: comity displacement forecast mali --day 2012-08-01 --horizon 30
    """
    one_of("information", information, ("forecast", "split"))
    one_of("corrections", corrections, ("known", "throughout"))
    folder = output is not None and (output.is_dir() or not output.suffix)
    if not folder:
        check_ending(output, _ENDINGS, "A forecast")
    from comity.foresight.displacement.forecasts.forecasting import forecast as made
    from comity.foresight.displacement.live.kept import find_case
    from comity.foresight.displacement.live.withholding import few_withheld
    from comity.foresight.displacement.runs.folders import check_folder, write_folder

    if folder and output is not None:
        check_folder(output, _FILES)
    place = find_case(case)
    found = place.case
    word: Literal["split", "forecast"] = "split" if information == "split" else "forecast"
    counting: Literal["known", "throughout"] = (
        "throughout" if corrections == "throughout" else "known"
    )
    told = made(found, _day(day, found), horizon, word, leave_out=leave_out, corrections=counting)
    for remark in told.remarks:
        note(remark)
    if place.kept and (information, counting, leave_out) == ("forecast", "known", ""):
        _archive(place.kept, told)
    rows = few_withheld(told.rows, ("median",), BANDS)
    plain = _plain(found, told, rows, corrections)
    sheets = {"forecast": rows, **_basis(told)}
    if folder and output is not None:
        write_folder(output, _filed(rows, plain), _FILES)
        note(f"Wrote {output} ({', '.join(_FILES)}).")
    give(
        None if folder else output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: sheets,
        show=lambda: None if folder else _show(found, told, rows),
    )


def _day(written: str, case: Case) -> int:
    """A day counted from the start of the case, of a number or a date."""
    if written.strip().lstrip("-").isdecimal():
        return int(written)
    try:
        return (date.fromisoformat(written.strip()) - case.start).days
    except ValueError:
        raise ComityError(
            f"--day is '{shown(written)}'; write a number of days after {case.start}, as in 120, "
            "or a date, as in 2015-05-01."
        ) from None


def _archive(one: Kept, told: Forecast) -> None:
    """Put the forecast of a kept case into its archive, once."""
    from comity.foresight.displacement.live.following import archive_forecast

    newest = date.fromisoformat(max(told.basis.newest["newest_report"].drop_nulls()))
    digest, new = archive_forecast(one, told, newest, reports=len(one.reports))
    if new:
        note(f"Archived with {one.name} as {digest[:16]}.")


def _basis(told: Forecast) -> dict[str, pl.DataFrame]:
    from comity.foresight.displacement.live.withholding import few_withheld

    newest = few_withheld(told.basis.newest, ("persons",), ())
    return {"newest reports": newest, "settings": told.basis.settings}


def _plain(case: Case, told: Forecast, rows: pl.DataFrame, corrections: str) -> dict[str, Any]:
    from datetime import timedelta

    return {
        "case": told.case,
        "day": told.day,
        "date": (case.start + timedelta(told.day)).isoformat(),
        "horizon": told.horizon,
        "information": told.information,
        "corrections": corrections,
        "learned_from": list(told.basis.learned_from),
        "in_sample": told.basis.in_sample,
        "remarks": list(told.remarks),
        "rows": rows.to_dicts(),
        "basis": {name: frame.to_dicts() for name, frame in _basis(told).items()},
    }


def _filed(rows: pl.DataFrame, plain: dict[str, Any]) -> dict[str, bytes]:
    """The three files of a folder: the rows twice, and all of it as JSON."""
    import json

    from comity.core.sheets import table_bytes

    return {
        "forecast.csv": table_bytes(rows, ".csv"),
        "forecast.parquet": table_bytes(rows, ".parquet"),
        "forecast.json": json.dumps(plain, ensure_ascii=False, indent=1).encode(),
    }


def _show(case: Case, told: Forecast, rows: pl.DataFrame) -> None:
    """The newest counts, and what is expected on the last day."""
    import polars as pl

    last = rows.filter(pl.col("horizon") == told.horizon)
    seen = {row["camp"]: row for row in _basis(told)["newest reports"].to_dicts()}
    lines = [
        (
            row["camp"],
            (seen.get(row["camp"]) or {}).get("newest_report") or _NOTHING,
            _number((seen.get(row["camp"]) or {}).get("persons")),
            _number(row["median"]),
            _band(row["q100"], row["q900"]),
            _band(row["q025"], row["q975"]),
        )
        for row in last.to_dicts()
    ]
    columns = ("camp", "newest report", "people then", "expected", "80 of 100", "95 of 100")
    title = f"{told.case}: people on {last['date'][0]}, as known {told.horizon} days before"
    print_table(columns, lines, title=title, right=columns[2:])
    if last["withheld"].any():
        say(WITHHELD)


def _number(people: float | None) -> str:
    return _NOTHING if people is None else f"{people:,.0f}"


def _band(low: float | None, high: float | None) -> str:
    return _NOTHING if low is None or high is None else f"{low:,.0f}–{high:,.0f}"


register = joining(forecast)
