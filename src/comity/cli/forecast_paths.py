"""`comity forecast run --paths`: many futures of every series, and the sums of each of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.speaking import check_ending, note, write
from comity.core.errors import ComityError, FileTrouble

if TYPE_CHECKING:
    from comity.foresight.panel import Panel
    from comity.foresight.recipe import Recipe
    from comity.foresight.running import Forecast

PATHS = typer.Option(
    None,
    "--paths",
    metavar="N",
    help="Draw so many futures; -o DIR/ takes them with their totals, -o FILE.parquet alone.",
)
SEED = typer.Option(
    1, "--seed", min=0, metavar="S", help="Where the chance of --paths starts; the same, the same."
)
CLUSTER = typer.Option(
    None, "--cluster", metavar="ADDRESS", help="A Dask scheduler that shares the work out."
)
_ENDINGS = (".csv", ".parquet")


def check_paths(paths: int, output: Path | None, as_json: bool) -> None:
    """Raise `ComityError` where paths have nowhere to go, or are too few or many for any table."""
    from comity.foresight.paths import check_draws

    check_draws(paths)
    if output is None or as_json:
        raise ComityError(
            "--paths makes tables that are too large to print; name a folder with -o DIR/, or a "
            "file with -o paths.parquet, and leave --json out."
        )
    if output.suffix and not output.is_dir():
        check_ending(output, _ENDINGS, "A table of paths")
    elif output.exists() and not output.is_dir():
        raise FileTrouble(f"{output} is a file; name a folder for the three tables.")


def check_room(paths: int, panel: Panel) -> None:
    """Raise `ComityError` where so many paths of these series do not fit into memory."""
    from comity.foresight.paths import check_draws

    check_draws(paths, len(panel.keys), panel.rules.horizons)


def write_paths(
    made: Forecast,
    recipe: Recipe,
    output: Path,
    *,
    paths: int,
    seed: int,
    people: bool,
    cluster: str | None,
) -> None:
    """Write a table of paths, or a folder with the forecast, its paths and their totals."""
    from comity.core.sheets import table_bytes
    from comity.foresight import running
    from comity.foresight.futures import futures

    found = futures(made, recipe, draws=paths, seed=seed, people=people, cluster=cluster)
    if output.suffix and not output.is_dir():
        write(output, table_bytes(found.table(), output.suffix.lower()))
        return
    ready = {
        "forecast": running.withheld(made.table) if people else made.table,
        "paths": found.table(),
        "totals": found.totals(),
    }
    for name, table in ready.items():
        write(output / f"{name}.parquet", table_bytes(table, ".parquet"))
    if people:
        note("Series and totals of 1 to 4 people have no paths.")
