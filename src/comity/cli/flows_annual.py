"""`comity flows annual`: one period of the world split into years, which nobody counted either."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity import __version__
from comity.cli.flows import ENDINGS, METHOD, PERIOD, group
from comity.cli.flows_written import tell
from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    note,
    one_of,
    print_json,
    print_table,
    read_day,
    say,
    the_evidence,
    write,
)

if TYPE_CHECKING:
    import polars as pl

    from comity.evidence import Evidence
    from comity.evidence.flows.annual import Annual


def register(_app: typer.Typer) -> None:
    """Add the command to the flows family."""
    group.command("annual")(annual)


def annual(
    period: str = PERIOD,
    method: str = METHOD,
    scale: bool = typer.Option(
        False, "--scale", help="Shift published net migration to the method's own, where they part."
    ),
    totals: bool = typer.Option(
        False, "--totals", help="Give arrivals and departures of each place instead of flows."
    ),
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file; its ending says in which form: .csv .json .parquet .xlsx.",
    ),
    as_of: str | None = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Split the flows of a period into years, from 1 July to 30 June.

    Example: comity flows annual --period 2015-2020 -o years.csv
    """
    from comity.evidence.flows import METHODS
    from comity.evidence.flows.annual import annual_world
    from comity.evidence.flows.estimation import years_of

    read_day(as_of)
    check_ending(output, ENDINGS, "Flows")
    one_of("method", method, METHODS)
    years = years_of(period)
    evidence = the_evidence(as_of)
    made = annual_world(evidence, years, method, scale=scale)  # type: ignore[arg-type]
    rows = made.totals() if totals else made.table()
    if output:
        write(output, _bytes(made, rows, evidence, output.suffix.lower()))
    if as_json:
        print_json(_plain(made, rows, evidence))
        return
    if output is None:
        _show(made, evidence)
    note(_LABEL)
    tell(made.adjustments)


_LABEL = (
    "Modelled: who moved twice in the period counts once, so the years add up to less than what "
    "registers of arrivals count."
)


def _plain(made: Annual, rows: pl.DataFrame, evidence: Evidence) -> dict[str, Any]:
    return {
        "method": made.estimate.method,
        "status": "modelled",
        "period": [made.estimate.inputs.year0, made.estimate.inputs.year1],
        "years": list(made.years),
        "places": list(made.estimate.places),
        "total": [float(table.sum()) for table in made.tables],
        "rows": json.loads(rows.write_json()),
        "adjustments": [one.as_json() for one in made.adjustments],
        "sources": [source.as_json() for source in _sources(evidence)],
        "made_with": f"Comity {__version__}",
    }


def _sources(evidence: Evidence) -> tuple[Any, ...]:
    from comity.evidence.flows.annual import MADE_FROM

    held = [name for name in MADE_FROM if evidence.holds(name)]
    return evidence.lineage(*held).sources


def _bytes(made: Annual, rows: pl.DataFrame, evidence: Evidence, ending: str) -> bytes:
    from comity.core.sheets import table_bytes

    if ending == ".json":
        return json.dumps(_plain(made, rows, evidence), ensure_ascii=False, indent=1).encode()
    return table_bytes(rows, ending)


def _show(made: Annual, evidence: Evidence) -> None:
    """How many people moved in each year, and for whom registers bind."""
    inputs = made.estimate.inputs
    say(
        f"Flows of {inputs.year0}-{inputs.year1} by {made.estimate.method}, split into years: "
        f"{made.estimate.total:,.0f} people moved between {len(made.estimate.places)} places.",
        "bold",
    )
    rows = [
        [f"1 July {year} to 30 June {year + 1}", round(table.sum()), round(low.sum())]
        for year, table, low in zip(made.years, made.tables, made.at_least, strict=True)
    ]
    headings = ["Year", "People", "Of them registered as displaced"]
    print_table(headings, rows, right=headings[1:])
    for source in _sources(evidence):
        say(f"Source: {source.citation}", "dim")
