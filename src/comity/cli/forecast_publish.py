"""`comity forecast publish`: every layer's forecast from the newest figures, into the archive."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.forecast import group
from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    note,
    print_json,
    print_table,
    read_day,
    the_evidence,
    write,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.foresight.archive import Batch
    from comity.foresight.publishing import Published

_ENDINGS = (".csv", ".json", ".parquet", ".xlsx")
_HEADS = ("layer", "made from", "release of", "forecasts", "in time", "digest", "")


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("publish")(publish)


def publish(
    layers: list[str] = typer.Option(
        [], "--layer", metavar="LAYER", help="Only this layer; may be repeated. Default: all."
    ),
    scores: bool = typer.Option(
        False, "--scores", help="Also renew the hindcasts and the scores (minutes)."
    ),
    as_of: str | None = AS_OF,
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write the forecasts to a file instead of the archive: .csv .json .parquet .xlsx.",
    ),
    as_json: bool = JSON,
) -> None:
    """Forecast every layer from the newest figures, and add the forecasts to the archive.

    What is archived is never changed: a batch is added where it says anything new, with a digest
    of its rows, and the day on which it was made. In time are those made before their period began.

    Example: comity forecast publish --layer asylum-corridors
    """
    from comity.foresight.publishing import publish as worked_out

    read_day(as_of)
    check_ending(output, _ENDINGS, "Forecasts")
    if output and scores:
        raise ComityError(
            "-o writes forecasts to a file and archives nothing; leave --scores or -o out."
        )
    evidence = the_evidence(as_of)
    try:
        with _watched() as progress:
            made = worked_out(
                evidence, layers, scores=scores, progress=progress, workers=os.cpu_count() or 1
            )
    except KeyboardInterrupt:
        note("Interrupted; nothing was written.")
        raise
    if output:
        _to_file(made, output)
        return
    _archive(evidence.store, made, as_json)


def _to_file(made: Published, path: Path) -> None:
    import polars as pl

    from comity.core.sheets import table_bytes

    write(path, table_bytes(pl.concat(made.batches), path.suffix.lower()))


def _archive(store: Any, made: Published, as_json: bool) -> None:
    """Store what was made, and tell which batches are new."""
    import polars as pl

    from comity.foresight.archive import batches
    from comity.foresight.publishing import stored

    _, added = stored(store, made)
    new = {digest for part in added for digest in part["batch"].unique()}
    found = batches(pl.concat(made.batches))
    if as_json:
        print_json(
            {
                "made_on": made.made_on.isoformat(),
                "batches": [_plain(one, added=one.digest in new) for one in found],
                "scores_renewed": bool(made.scores),
            }
        )
        return
    rows = [
        (
            one.layer,
            one.made_from,
            one.vintage,
            one.rows,
            one.in_time,
            one.digest[:16],
            "added" if one.digest in new else "nothing new",
        )
        for one in found
    ]
    print_table(
        _HEADS, rows, title=f"Forecasts made on {made.made_on}", right=("forecasts", "in time")
    )
    if made.scores:
        note("The hindcasts and the scores of these layers are renewed.")


def _plain(one: Batch, *, added: bool) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(one) | {"added": added}


@contextmanager
def _watched() -> Iterator[Callable[[str, str, int, int], None]]:
    """What to tell of the layers: a bar where somebody watches, else a line a layer."""
    if not sys.stderr.isatty():
        yield lambda layer, what, done, of: note(f"{layer}: {what} ({done} of {of}).")
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Forecasts")
        yield lambda layer, what, done, of: bar.update(
            task, completed=done, total=of, description=f"{layer}: {what}"
        )
