"""`comity forecast scores`: how good the forecasts of a layer were, beside the last value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from comity.cli.forecast import group
from comity.cli.forecast_record import printed, written
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    note,
    one_of,
    print_table,
    read_day,
    say,
    the_evidence,
)

_ENDINGS = (".csv", ".json", ".xlsx")
_SCORES = ("model", "horizon", "n", "error", "in 80 %", "in 95 %", "skill (log)", "skill (counts)")
_GROUPINGS = ("size", "region", "year")


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("scores")(scores)


def scores(
    layer: str = typer.Argument(..., metavar="LAYER", help="As 'comity forecast layers' lists."),
    by: str = typer.Option("", "--by", metavar="WHAT", help="Also by size, region or year."),
    as_of: str | None = AS_OF,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Show how good the forecasts of a layer were, beside the last value.

    Example: comity forecast scores asylum-corridors --by size
    """
    from comity.foresight.standing import reliability, scores_of

    read_day(as_of)
    check_ending(output, _ENDINGS, "Scores")
    if by:
        one_of("by", by, _GROUPINGS)
    evidence = the_evidence(as_of)
    told = scores_of(evidence, layer, strata=bool(by))
    rows = [row for row in told.rows if row["grouping"] in ("all", by)]
    plain = {
        "layer": rows[0]["layer"] if rows else layer,
        "scores": rows,
        "reliability": [_level(one) for one in reliability(evidence, layer)],
        "sources": [source.as_json() for source in told.lineage.sources],
    }
    if written(rows, output) or (as_json and printed(plain)):
        return
    for stratum in dict.fromkeys((row["grouping"], row["stratum"]) for row in rows):
        lines = [_scored(row) for row in rows if (row["grouping"], row["stratum"]) == stratum]
        title = layer if stratum[0] == "all" else f"{layer}, {stratum[0]}: {stratum[1]}"
        print_table(_SCORES, lines, title=title, right=_SCORES[1:])
    say("Error and skill are against the last value; below 1 and above 0 Comity was better.")
    note("Scores are of reconstructed forecasts, not of archived ones.")


def _level(one: Any) -> dict[str, float]:
    from dataclasses import asdict

    return {name: round(value, 2) for name, value in asdict(one).items()}


def _scored(row: dict[str, Any]) -> tuple[object, ...]:
    return (
        row["model"],
        row["horizon"] or "all",
        row["n"],
        "" if row["relative_mae"] is None else f"{row['relative_mae']:.2f}",
        *("" if row[name] is None else f"{row[name]:.0f}" for name in ("coverage80", "coverage95")),
        *(_skill(row, scale) for scale in ("log", "natural")),
    )


def _skill(row: dict[str, Any], scale: str) -> str:
    value, low, high = (row[f"skill_{scale}{end}"] for end in ("", "_low", "_high"))
    if value is None or row["model"] == "last_value":
        return ""
    if low is None or high is None:
        return f"{100 * value:.1f} %"
    return f"{100 * value:.1f} % ({100 * low:.1f} to {100 * high:.1f}), {row[f'verdict_{scale}']}"
