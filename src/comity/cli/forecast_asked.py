"""What a forecast is asked of: a table of somebody's own, or a layer of the evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import note, one_of, read_day, the_evidence
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.foresight.layers import Layer
    from comity.foresight.panel import Panel

SERIES = typer.Argument(
    ..., metavar="FILE|LAYER", help="Your own table, or a layer of 'comity forecast layers'."
)
BY = typer.Option(
    "", "--by", metavar="COLUMN,…", help="The columns that tell series apart, as in origin,route."
)
TIME = typer.Option("", "--time", metavar="COLUMN", help="The column of the years or months.")
VALUE = typer.Option("", "--value", metavar="COLUMN", help="The column of the counts.")
HORIZON = typer.Option(
    None, "--horizon", metavar="N", help="How many periods ahead. Default: 4 months or 3 years."
)
ABSENT = typer.Option(
    "zero",
    "--absent",
    metavar="zero|missing",
    help="What a period without a row means once a series has begun.",
)


@dataclass(frozen=True)
class Asked:
    """A panel, how it is called, its sources, and how its file names and writes periods."""

    panel: Panel
    name: str
    about: dict[str, Any]
    time: str
    written: Callable[[int], str] | None = None
    people: bool = False
    """Whether it counts people of published tables, so that small counts are withheld."""


def asked(
    series: str,
    by: str,
    time: str,
    value: str,
    horizon: int | None,
    absent: str,
    as_of: str | None,
) -> Asked:
    """Read the file or the layer; raises `ComityError` for what does not go together."""
    from comity.foresight.layers import layers

    one_of("absent", absent, ("zero", "missing"))
    path = Path(series)
    if series.strip().lower() in layers() or not (path.suffix or path.exists()):
        return _of_layer(series, by, time, value, horizon, absent, as_of)
    if as_of:
        raise ComityError("--as-of goes with a layer; a file holds what it holds.")
    if not time or not value:
        raise ComityError(
            f"{path.name} needs --time and --value (and --by where it holds more than one "
            "series), as in --by origin,destination --time month --value persons."
        )
    return _of_file(path, by, time, value, horizon, absent)


def _of_file(path: Path, by: str, time: str, value: str, horizon: int | None, absent: str) -> Asked:
    from comity.foresight.own import read_own

    keys = tuple(name.strip() for name in by.split(",") if name.strip())
    own = read_own(
        path,
        keys,
        time,
        value,
        horizon=horizon,
        absent="missing" if absent == "missing" else "zero",
    )
    about = {"file": own.file, "by": list(own.panel.by), "time": own.time, "value": own.value}
    return Asked(own.panel, own.file, about, own.time, own.times.written)


def _of_layer(
    series: str,
    by: str,
    time: str,
    value: str,
    horizon: int | None,
    absent: str,
    as_of: str | None,
) -> Asked:
    from comity.core.measures import measures

    read_day(as_of)
    layer = _layer(series, by)
    if (time and time != layer.step) or (value and value != layer.value) or absent != "zero":
        raise ComityError(
            f"{layer.name} has its own columns; leave --time, --value and --absent out."
        )
    evidence = the_evidence(as_of)
    panel = layer.panel(evidence)
    if horizon is not None:
        furthest = 24 if layer.step == "month" else 10
        if not 1 <= horizon <= furthest:
            raise ComityError(
                f"--horizon is a number from 1 to {furthest} for {layer.step}s, not {horizon}."
            )
        panel = replace(panel, rules=replace(panel.rules, horizons=horizon))
    about = {
        "layer": layer.name,
        "title": layer.title,
        "unit": layer.unit,
        "as_of": str(evidence.as_of) if evidence.as_of else "latest",
        "sources": [one.as_json() for one in evidence.lineage(layer.dataset).sources],
    }
    people = measures()[layer.measure].counts_people
    return Asked(panel, layer.title, about, layer.step, people=people)


def _layer(series: str, by: str) -> Layer:
    """The layer of this name, or the one of a dataset with these columns."""
    from comity.evidence.catalogue import catalogue
    from comity.foresight.layers import find_layer, layers

    if series.strip().lower() in layers():
        layer = find_layer(series)
        if by and set(by.replace(" ", "").split(",")) != set(layer.by):
            raise ComityError(f"{layer.name} is by {', '.join(layer.by)}; leave --by out.")
        return layer
    of = [layer for layer in layers().values() if layer.dataset == series]
    wanted = {name.strip() for name in by.split(",") if name.strip()}
    fitting = [layer for layer in of if not wanted or set(layer.by) == wanted]
    if fitting:
        return fitting[0]
    if of:
        ways = "; ".join(",".join(layer.by) for layer in of)
        raise ComityError(f"{series} is forecast by {ways}, not by '{shown(by)}'.")
    if series in catalogue():
        raise ComityError(
            f"No layer is made from {series}; 'comity data export {series} -o FILE' writes a table "
            "whose columns can be named."
        )
    raise ComityError(
        f"'{shown(series)}' is neither a file nor a layer; the layers are {', '.join(layers())}."
    )


@contextmanager
def watched(what: str) -> Iterator[Callable[[str, int, int], None]]:
    """What to tell of a long computation: a bar where somebody watches, else a line a step."""
    import sys

    if not sys.stderr.isatty():

        def line(name: str, done: int, of: int) -> None:
            if done < of:
                note(f"{what}: {name} ({done + 1} of {of}).")

        yield line
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda name, done, of: bar.update(
            task, completed=done, total=of, description=f"{what}: {name}"
        )
