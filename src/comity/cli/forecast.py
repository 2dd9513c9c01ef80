"""`comity forecast`: what may come, how sure that is, and how good such forecasts have been.

A file of one's own is read where it lies and never stored.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.forecast_asked import (
    ABSENT,
    BY,
    HORIZON,
    SERIES,
    TIME,
    VALUE,
    Asked,
    asked,
    watched,
)
from comity.cli.forecast_paths import CLUSTER, PATHS, SEED, check_paths, check_room, write_paths
from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    note,
    print_json,
    print_table,
    say,
    the_evidence,
    write,
)

if TYPE_CHECKING:
    import polars as pl

    from comity.foresight.backtest import Backtest
    from comity.foresight.running import Forecast

ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
OUTPUT = typer.Option(
    None,
    "-o",
    "--output",
    metavar="FILE",
    help="Write a file; its ending says in which form: .csv .json .parquet .xlsx.",
)
_MANY = 50_000
"""Figures from which a forecast takes longer than one likes to wait without a word."""
_SHOWN = 10
"""Series that a terminal shows, the largest first."""

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="forecast")


@group.callback(invoke_without_command=True)
def forecast(context: typer.Context) -> None:
    """Forecast counts of people by year or month, with intervals and a record.

    Example: comity forecast layers
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("run")
def run(
    series: str = SERIES,
    by: str = BY,
    time: str = TIME,
    value: str = VALUE,
    horizon: int | None = HORIZON,
    absent: str = ABSENT,
    model: str = typer.Option(
        "default", "--model", metavar="NAME", help="default, or another that a back-test names."
    ),
    paths: int | None = PATHS,
    seed: int = SEED,
    cluster: str | None = CLUSTER,
    as_of: str | None = AS_OF,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Forecast every series of a file or a layer, with quantiles from 2.5 to 97.5 %.

    Example: comity forecast run FILE.csv --by origin,route --time month --value persons
    """
    if paths is None:
        check_ending(output, ENDINGS, "A forecast")
    else:
        check_paths(paths, output, as_json)
    from comity.foresight import running

    found = asked(series, by, time, value, horizon, absent, as_of)
    if paths is not None:
        check_room(paths, found.panel)
    recipe = running.recipe_named(found.panel, model)
    if found.panel.values.size > _MANY:
        note(f"{len(found.panel.keys):,} series: this may take some minutes.")
    made = running.forecast(
        found.panel, recipe, time=found.time, written=found.written, cluster=cluster
    )
    table = running.withheld(made.table) if found.people else made.table
    if made.silent:
        note(
            f"Left out, long without a figure: {len(made.silent):,} series, as "
            f"{' '.join(made.silent[0])}."
        )
    if paths is not None and output is not None:
        write_paths(
            made, recipe, output, paths=paths, seed=seed, people=found.people, cluster=cluster
        )
        return
    if as_json or (output and output.suffix.lower() == ".json"):
        plain = _as_json(found, made, table)
    if as_json:
        print_json(plain)
    if output is not None:
        write(
            output,
            _json_bytes(plain) if output.suffix.lower() == ".json" else _table_bytes(table, output),
        )
    if not as_json and output is None:
        _show(found, made, table)


def _as_json(found: Asked, made: Forecast, table: pl.DataFrame) -> dict[str, Any]:
    panel = found.panel
    return found.about | {
        "step": panel.step,
        "made_from": panel.label(panel.periods - 1),
        "horizon": panel.rules.horizons,
        "model": made.recipe,
        "left_out": [list(key) for key in made.silent],
        "forecasts": table.to_dicts(),
    }


def _json_bytes(plain: dict[str, Any]) -> bytes:
    import json

    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=1).encode()


def _table_bytes(table: pl.DataFrame, output: Path) -> bytes:
    from comity.core.sheets import table_bytes

    return table_bytes(table, output.suffix.lower())


def _show(found: Asked, made: Forecast, table: pl.DataFrame) -> None:
    """The largest series: last value, median and the band that holds 80 in 100 outcomes."""
    panel = found.panel
    size = table["last"].fill_null(0.0).to_numpy()[:: panel.rules.horizons]
    largest = set((-size).argsort(kind="stable")[:_SHOWN].tolist())
    rows = [
        row
        for at, row in enumerate(table.rows(named=True))
        if at // panel.rules.horizons in largest
    ]
    columns = [*panel.by, found.time, "last", "median", "80 in 100 between", "notes"]
    say(f"{found.name}, from figures to {panel.label(panel.periods - 1)} ({made.recipe})")
    print_table(
        columns,
        [
            [*(row[name] for name in panel.by), row[found.time], *_told(row), row["notes"]]
            for row in rows
        ],
        right=("last", "median"),
    )
    if len(size) > _SHOWN:
        say(f"The {_SHOWN} largest of {len(size):,} series; -o FILE writes all of them.")
    for source in found.about.get("sources", ()):
        say(f"Source: {source['citation']}", "dim")


def _told(row: dict[str, Any]) -> list[object]:
    """Last value, median and band as they are read; what is withheld says so."""
    last, middle, low, high = (
        "withheld" if row[name] is None else f"{row[name]:,.0f}"
        for name in ("last", "q500", "q100", "q900")
    )
    return [last, middle, f"{low} and {high}"]


@group.command("backtest")
def backtest(
    series: str = SERIES,
    by: str = BY,
    time: str = TIME,
    value: str = VALUE,
    horizon: int | None = HORIZON,
    absent: str = ABSENT,
    cluster: str | None = CLUSTER,
    as_of: str | None = AS_OF,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Score what would have been forecast at earlier dates against what came.

    Example: comity forecast backtest eu-detections --json
    """
    check_ending(output, ENDINGS, "A back-test")
    found = asked(series, by, time, value, horizon, absent, as_of)
    from comity.foresight.backtest import backtest as tested

    with watched("Back-test") as progress:
        made = tested(found.panel, progress=progress, cluster=cluster)
    plain = found.about | {
        "panel": _counts(made),
        "scores": made.scores,
        "strata": made.strata,
        "pit": made.pit,
    }
    if as_json:
        print_json(plain)
    if output is not None:
        write(output, _scores_bytes(plain, output.suffix.lower()))
    if not as_json and output is None:
        _show_scores(found, made)


def _counts(made: Backtest) -> dict[str, Any]:
    """How many series and origins were judged, and over which periods."""
    panel = made.panel
    first, last = (panel.column(made.origins[at]) for at in (0, -1))
    cells = panel.cells
    judged = cells.rows[cells.chosen & (cells.cols >= first) & (cells.cols <= last)]
    return {
        "step": panel.step,
        "series": len(panel.keys),
        "judged_series": len(set(judged.tolist())),
        "forecasts": len(made.rows),
        "origins": len(made.origins),
        "first_origin": made.origins[0],
        "last_origin": made.origins[-1],
        "first_period": panel.label(0),
        "last_period": panel.label(panel.periods - 1),
        "floor": panel.rules.floor,
        "most": panel.rules.most,
        "horizons": panel.rules.horizons,
    }


def _scores_bytes(plain: dict[str, Any], ending: str) -> bytes:
    """JSON whole, a workbook with a sheet for each table, else the scores."""
    import polars as pl

    from comity.core.sheets import table_bytes, workbook_bytes

    if ending == ".json":
        return _json_bytes(plain)
    names = ("scores", "strata", "pit")
    tables = {name: pl.DataFrame(plain[name], infer_schema_length=None) for name in names}
    return workbook_bytes(tables) if ending == ".xlsx" else table_bytes(tables["scores"], ending)


def _show_scores(found: Asked, made: Backtest) -> None:
    counts = _counts(made)
    say(
        f"{found.name}: {counts['forecasts']:,} forecasts of {counts['judged_series']:,} series "
        f"from {counts['origins']:,} origins, {made.origins[0]} to {made.origins[-1]}"
    )
    columns = [
        "model",
        "horizon",
        "n",
        "relative MAE",
        "80 % holds",
        "95 % holds",
        "skill, log",
        "skill, natural",
    ]
    rows = [
        [
            row["model"],
            row["horizon"],
            row["n"],
            _number(row["relative_mae"]),
            f"{row['coverage80']:.0f} %",
            f"{row['coverage95']:.0f} %",
            *(_skill(row, of) for of in ("log", "natural")),
        ]
        for row in made.scores
    ]
    print_table(columns, rows, right=columns[1:6])
    say(
        "Skill is the part of the error (weighted interval score) of the last value with "
        "conformal intervals that a model avoids; in brackets its 90 % interval. A tie: the "
        "interval holds 0."
    )
    for source in found.about.get("sources", ()):
        say(f"Source: {source['citation']}", "dim")


def _number(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"


def _skill(row: dict[str, Any], of: str) -> str:
    """A skill with its interval and verdict, as +6 % [3, 9] better."""
    value = row[f"skill_{of}"]
    if value is None or row["model"] == "last_value":
        return "the bar" if row["model"] == "last_value" else "not known"
    low, high = row[f"skill_{of}_low"], row[f"skill_{of}_high"]
    around = "" if low is None or high is None else f" [{100 * low:.0f}, {100 * high:.0f}]"
    return f"{100 * value:+.0f} %{around} {row[f'verdict_{of}']}".replace("-", "\u2212")


@group.command("layers")
def layers(as_json: bool = JSON, as_of: str | None = AS_OF) -> None:
    """List the layers that Comity forecasts: what is counted, and to when.

    Example: comity forecast layers --json
    """
    from comity.foresight.layers import layers as known

    evidence = the_evidence(as_of)
    rows = []
    for layer in known().values():
        held = layer.dataset in evidence.datasets
        ends = layer.panel(evidence) if held else None
        rows.append(
            {
                "layer": layer.name,
                "title": layer.title,
                "step": layer.step,
                "dataset": layer.dataset,
                "vintage": str(layer.vintage(evidence)) if held else None,
                "last": ends.label(ends.periods - 1) if ends else None,
                "series": len(ends.keys) if ends else None,
                "unit": layer.unit,
                "rhythm": layer.rhythm,
            }
        )
    if as_json:
        print_json(rows)
        return
    shown = ("layer", "title", "step", "last", "series")
    print_table(
        shown,
        [
            [
                row[name]
                if row[name] is not None
                else f"'comity sync {row['dataset']}'"
                if name == "last"
                else "not held"
                for name in shown
            ]
            for row in rows
        ],
        right=("series",),
    )
