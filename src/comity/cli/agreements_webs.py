"""`comity agreements cycles`: who could exchange with whom, so that all give and all receive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import check_outputs
from comity.cli.agreements_written import finite, json_bytes
from comity.cli.speaking import (
    JSON,
    check_ending,
    note,
    one_of,
    print_json,
    print_table,
    say,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.agreements.cycles import Cover


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("cycles")(cycles)


def cycles(
    graph: Path = typer.Argument(
        ...,
        metavar="GRAPH",
        help="Who can give to whom: a file (.json of exchange-graph/1, or a table with the columns "
        "giver, receiver and value).",
    ),
    max_length: int = typer.Option(
        3, "--max-length", metavar="L", help="The most parties in one cycle, from 2."
    ),
    by: str = typer.Option(
        "parties", "--by", metavar="WHAT", help="Cover the most parties, or the most value."
    ),
    time_limit: float = typer.Option(
        50.0, "--time-limit", metavar="SECONDS", help="After which the best so far is told."
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .json .csv."
    ),
    as_json: bool = JSON,
) -> None:
    """Cover the most parties by separate cycles in which each gives and each receives.

    Example: comity agreements cycles exchanges.csv --max-length 4 --json
    """
    from comity.agreements.cycles import cover, read_graph

    check_ending(output, (".json", ".csv"), "A cover")
    one_of("by", by, ("parties", "value"))
    if not time_limit > 0:
        raise ComityError("--time-limit is a number of seconds above zero.")
    check_outputs(graph, output)
    asked = read_graph(graph)
    found = cover(asked, max_length, by, time_limit)  # type: ignore[arg-type]
    if output is not None:
        write(output, _bytes(found, output.suffix.lower()))
    if as_json:
        print_json(finite(found.as_json()))
    elif output is None:
        _show(found, len(asked.names))
    for sentence in () if as_json else found.notes:
        note(sentence)


def _arcs(found: Cover) -> list[tuple[int, str, str]]:
    """(number of the cycle, giver, receiver)."""
    return [
        (number, str(giver), str(receiver))
        for number, cycle in enumerate(found.cycles, 1)
        for giver, receiver in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
    ]


def _bytes(found: Cover, ending: str) -> bytes:
    if ending == ".json":
        return json_bytes(found.as_json())
    import polars as pl

    from comity.core.sheets import table_bytes

    schema = {"cycle": pl.Int64, "giver": pl.String, "receiver": pl.String}
    return table_bytes(pl.DataFrame(_arcs(found), schema=schema, orient="row"), ending)


def _show(found: Cover, parties: int) -> None:
    say(
        f"{found.covered} of {parties} parties can exchange, in {len(found.cycles)} cycles.", "bold"
    )
    rows = [[k, " \u2192 ".join(map(str, (*one, one[0])))] for k, one in enumerate(found.cycles, 1)]
    if rows:
        print_table(["Cycle", "Who gives to whom"], rows, right=["Cycle"])
    what = "covers more parties" if found.by == "parties" else "is worth more"
    if found.status == "optimal":
        say(f"Proven: no choice of cycles of at most {found.max_length} parties {what}.")
    else:
        say(f"Not proven in the time: the bound is {found.bound:g}; give more with --time-limit.")
    say(f"Value of the exchanges: {found.value:g}.")
