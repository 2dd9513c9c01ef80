"""`comity displacement archive`: what was forecast of a case, beside what was reported later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.displacement import CASE, joining
from comity.cli.displacement_live import BANDS, WITHHELD, band, number
from comity.cli.speaking import JSON, OUTPUT, check_ending, give, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.foresight.displacement.live.archived import Outcomes
    from comity.foresight.displacement.live.kept import Kept

_ENDINGS = (".csv", ".json", ".xlsx")
_JUDGED = ("error", "inside80", "inside95")


def archive(
    case: str = CASE,
    again: str | None = typer.Option(
        None, "--again", metavar="DIGEST", help="Make an archived forecast again and compare it."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Show every archived forecast of a case beside what was reported later.

    Only real reports count, not the days between them, and of these only what was not held when
    the forecast was made. A batch that was altered is named. As JSON and as a workbook it holds
    the log of reports too.

    Example: comity displacement archive mali
    """
    check_ending(output, _ENDINGS, "The archive")
    from comity.foresight.displacement.live.archived import (
        FORECASTS,
        altered_batches,
        judged,
        outcomes,
    )
    from comity.foresight.displacement.live.kept import find_case
    from comity.foresight.displacement.live.live import log_table
    from comity.foresight.displacement.live.withholding import few_withheld

    one = find_case(case).kept
    if one is None:
        raise ComityError(f"{case} is not kept, so nothing of it is archived; keep it first.")
    if wrong := altered_batches(one.folder / FORECASTS):
        named = ", ".join(digest[:16] for digest in wrong)
        raise ComityError(
            f"Forecasts of {one.name} were altered after they were archived ({named}); restore "
            f"{one.folder / FORECASTS} from a backup."
        )
    if again is not None:
        _compare(one, again)
        return
    told = judged(one.archive, one.case, one.reports)
    so_far = outcomes(told)
    rows = few_withheld(told, ("median", "reported", "held"), (*BANDS, *_JUDGED))
    log = few_withheld(log_table(one.reports), ("persons",))
    plain = {
        "case": one.name,
        "intact": True,
        "outcomes": [_plain(part) for part in so_far],
        "reports": log.to_dicts(),
        "forecasts": rows.to_dicts(),
    }
    give(
        output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: {"forecasts": rows, "reports": log},
        show=lambda: _show_archive(one, rows, so_far),
    )


def _compare(one: Kept, digest: str) -> None:
    """Say whether an archived forecast comes out the same again; raises where it does not."""
    from comity.foresight.displacement.live.following import made_again

    told, now = made_again(one, digest)
    order = ("camp", "date")
    if not told.sort(order).equals(now.sort(order)):
        raise ComityError(
            f"The forecast {digest} of {one.name} comes out differently now: its files, or "
            "Comity's method, changed since."
        )
    say(f"The forecast {digest} of {one.name} comes out the same, number by number.")


def _plain(part: Outcomes) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(part)


def _show_archive(one: Kept, rows: pl.DataFrame, so_far: tuple[Outcomes, ...]) -> None:
    import polars as pl

    if rows.is_empty():
        say(f"No forecast of {one.name} is archived yet; 'comity displacement forecast' makes one.")
        return
    batches = rows.group_by("batch", maintain_order=True).agg(
        pl.col("made_at", "made_from", "known_by", "reports", "information").first(),
        pl.col("horizon").max(),
        pl.col("counts").sum(),
    )
    print_table(
        (
            "made at",
            "made from",
            "known by",
            "reports added",
            "information",
            "days",
            "outcomes",
            "digest",
        ),
        [
            (
                row["made_at"],
                row["made_from"],
                row["known_by"],
                row["reports"],
                row["information"],
                row["horizon"],
                row["counts"],
                row["batch"][:16],
            )
            for row in batches.to_dicts()
        ],
        title=f"Forecasts of {one.name}",
        right=("reports added", "days", "outcomes"),
    )
    _show_outcomes(rows)
    if rows["withheld"].any():
        say(WITHHELD)
    for part in so_far:
        say(" ".join(_told(part)))
    say("Every batch agrees with its digest. A digest is no signature: note it to check it later.")


def _show_outcomes(rows: pl.DataFrame) -> None:
    """Forecasts whose outcome was reported, those made first first, each outcome once."""
    import polars as pl

    known = rows.filter("counts", ~pl.col("withheld"))
    cells = [
        (
            row["made_from"],
            row["camp"],
            row["date"],
            number(row, "median"),
            band(row, "q100", "q900"),
            number(row, "reported"),
            _verdict(row),
        )
        for row in known.to_dicts()
    ]
    if cells:
        columns = ("made from", "camp", "date", "forecast", "80 of 100", "reported", "")
        print_table(columns, cells, title="What was reported later", right=columns[3:6])


def _verdict(row: dict[str, Any]) -> str:
    if row["inside95"] is False:
        return "outside 95 %"
    return "outside 80 %" if row["inside80"] is False else ""


def _told(part: Outcomes) -> Iterator[str]:
    """How forecasts with one kind of information came out, and which of them were not judged."""
    if part.inside80 is None or part.inside95 is None:
        yield f"Information '{part.information}': no outcome was reported yet."
    else:
        yield (
            f"Information '{part.information}': of {part.with_outcome:,} forecasts of a camp and "
            f"day with an outcome, {part.inside80:g} % lay inside the 80 % band and "
            f"{part.inside95:g} % inside the 95 % band."
        )
    if part.error is not None:
        yield f"The averaged relative difference is {part.error:.3f}."
    if part.held:
        yield (
            f"Not judged are {part.held:,} whose report was held already when they were made "
            "(column held)."
        )
    if part.afterwards:
        yield (
            f"Made afterwards, from what had been received by an earlier day, were "
            f"{part.afterwards:,} of {part.forecasts:,} forecasts."
        )


register = joining(archive)
