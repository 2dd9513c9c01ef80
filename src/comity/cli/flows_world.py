"""`comity flows world`: every period by every method, with the intervals of the recommended one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.flows import group
from comity.cli.speaking import AS_OF, note, read_day, say, the_evidence, write
from comity.core.errors import ComityError, FileTrouble

if TYPE_CHECKING:
    from comity.evidence.flows.world import World


def register(_app: typer.Typer) -> None:
    """Add the commands to the flows family."""
    group.command("world")(world)


def world(
    periods: str = typer.Option(
        "",
        "--periods",
        metavar="YEARS,…",
        help="With -o: only these, as in 2015-2020,2020-2024. Default: every gap between stocks.",
    ),
    draws: int = typer.Option(
        1000, "--draws", min=2, metavar="N", help="How many outcomes the intervals are drawn from."
    ),
    seed: int = typer.Option(
        1, "--seed", min=0, metavar="S", help="Where chance starts; the same gives the same tables."
    ),
    cluster: str | None = typer.Option(
        None, "--cluster", metavar="ADDRESS", help="A Dask scheduler that shares the work out."
    ),
    as_of: str | None = AS_OF,
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="DIR/",
        help="Write the tables to a folder instead of the store.",
    ),
) -> None:
    """Estimate the flows of the world by every method, with intervals, and store them.

    Example: comity flows world --periods 2020-2024 --draws 200 -o flows
    """
    from comity.evidence.flows.estimation import years_of
    from comity.evidence.flows.world import build, stored

    read_day(as_of)
    if periods and output is None:
        raise ComityError(
            "--periods makes a part of the world, which would take the place of the whole; name a "
            "folder for it with -o, or leave --periods out."
        )
    if output and output.exists() and not output.is_dir():
        raise FileTrouble(f"{output} is a file; name a folder for the three tables.")
    chosen = [years_of(one.strip()) for one in periods.split(",") if one.strip()]
    evidence = the_evidence(as_of)
    try:
        with _watched() as progress:
            made = build(
                evidence, chosen, draws=draws, seed=seed, cluster=cluster, progress=progress
            )
    except KeyboardInterrupt:
        note("Interrupted; nothing was written.")
        raise
    if output:
        _to_folder(made, output)
    else:
        stored(evidence.store, made)
        for name, table in made.tables.items():
            say(f"{name}: {table.height:,} rows stored as the release of {made.vintage}.")


def _to_folder(made: World, folder: Path) -> None:
    """The tables as Parquet, and beside them what they were made from."""
    import json

    from comity.core.sheets import table_bytes

    ready = {f"{name}.parquet": table_bytes(table, ".parquet")
             for name, table in made.tables.items()}  # fmt: skip
    how = made.derived.model_dump(mode="json")
    ready["made.json"] = json.dumps(how, ensure_ascii=False, indent=1).encode()
    for name, data in ready.items():
        write(folder / name, data)


@contextmanager
def _watched() -> Iterator[Callable[[str, int, int], None]]:
    """What to tell of the draws: a bar where somebody watches, else a line a period."""
    if not sys.stderr.isatty():
        told: set[str] = set()

        def line(period: str, _done: int, of: int) -> None:
            if period not in told:
                told.add(period)
                note(f"{period}: {of} draws.")

        yield line
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Flows")
        yield lambda period, done, of: bar.update(
            task, completed=done, total=of, description=f"Flows {period}"
        )
