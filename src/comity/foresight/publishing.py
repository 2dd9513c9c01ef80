"""Publishing forecasts: every layer from the newest figures, added to the archive of the store.

Everything is worked out first and written last, under the lock of the store and named by one
replacement of its list, so that an interruption leaves the archive as it was.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl
from threadpoolctl import threadpool_limits

from comity.core.errors import NotHeld, StoreTrouble
from comity.core.processes import over_processes
from comity.core.tables import conform
from comity.evidence.catalogue import Derived, catalogue
from comity.evidence.manifest import Held
from comity.evidence.reading import Evidence
from comity.evidence.store import Store, Writer, compare
from comity.foresight.archive import FORECASTS, archive, batches, joined
from comity.foresight.backtest import backtest
from comity.foresight.layers import Layer, find_layer, layers
from comity.foresight.panel import Panel
from comity.foresight.today import batch_of, hindcasts, offered, scored

__all__ = ["BACKTEST", "NAMES", "SCORES", "Progress", "Published", "derived", "publish", "stored"]

BACKTEST, SCORES = "forecast_backtest", "forecast_scores"
NAMES = (FORECASTS, BACKTEST, SCORES)
METHOD = "comity forecast publish"

Progress = Callable[[str, str, int, int], None]
"""Is told a layer, what is done for it, how many layers are done, and of how many."""


@dataclass(frozen=True)
class Published:
    """What was worked out: a batch for each layer, and its hindcasts and scores where asked."""

    made_on: date
    made_from: dict[str, date]
    batches: list[pl.DataFrame]
    backtests: list[pl.DataFrame]
    scores: list[pl.DataFrame]


def publish(
    evidence: Evidence,
    names: Sequence[str] = (),
    *,
    made_on: date | None = None,
    scores: bool = False,
    progress: Progress | None = None,
    workers: int = 1,
) -> Published:
    """The default forecast of these layers (all that are held where empty), from the evidence.

    `made_on` is the day on which it is done, which is today. Several `workers` take a layer each,
    with the same bytes out. Raises `ComityError` for a layer that nobody knows or that is not
    held. Nothing is written.
    """
    asked = [find_layer(name) for name in dict.fromkeys(names)] or _held(evidence)
    day = made_on or datetime.now(UTC).date()
    told = progress or (lambda *_: None)
    job = _Job(
        tuple(layer.panel(evidence) for layer in asked),
        tuple(layer.vintage(evidence) for layer in asked),
        day,
        scores,
    )
    found: dict[int, _Made] = {}
    told(asked[0].name, "forecast", 0, len(asked))
    for number, made in _done(job, min(workers, len(asked))):
        found[number] = made
        told(asked[number].name, "back-test" if scores else "forecast", len(found), len(asked))
    ordered = [found[number] for number in range(len(asked))]
    made_from = {layer.dataset: day for layer, day in zip(asked, job.vintages, strict=True)}
    return Published(
        day,
        made_from,
        [batch for batch, _, _ in ordered],
        [frame for _, frame, _ in ordered if frame is not None],
        [frame for _, _, frame in ordered if frame is not None],
    )


_Made = tuple[pl.DataFrame, pl.DataFrame | None, pl.DataFrame | None]


@dataclass(frozen=True)
class _Job:
    """What is published: the panels, the vintages they are of, the day, and whether scored."""

    panels: tuple[Panel, ...]
    vintages: tuple[date, ...]
    day: date
    scores: bool


def _done(job: _Job, workers: int) -> Iterator[tuple[int, _Made]]:
    """Each layer as it is done; with several workers those that take longest begin first."""
    costs = [panel.values.size * (8 if panel.step == "month" else 1) for panel in job.panels]
    order = sorted(range(len(costs)), key=lambda number: -costs[number])
    if workers > 1:
        spans = [(number, number + 1) for number in order]
        yield from over_processes(job, spans, workers, _one)
        return
    for number in range(len(job.panels)):
        yield _one(job, number, number + 1)


def _one(job: _Job, number: int, _: int) -> tuple[int, _Made]:
    """A batch, and where asked the hindcasts and the scores, of one layer."""
    panel = job.panels[number]
    with threadpool_limits(limits=1):  # threads of two processes would fight
        said, marks = offered(panel)
        batch = batch_of(panel, said, made_on=job.day, vintage=job.vintages[number], marks=marks)
        if not job.scores:
            return number, (batch, None, None)
        done = backtest(panel)
    return number, (batch, _tidy(hindcasts(done), BACKTEST), _tidy(scored(done), SCORES))


def _held(evidence: Evidence) -> list[Layer]:
    found = [layer for layer in layers().values() if evidence.holds(layer.dataset)]
    if not found:
        raise NotHeld("The store holds none of the figures from which forecasts are made.")
    return found


def _tidy(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    return conform(frame, catalogue()[name].schema_, name)


def stored(store: Store, made: Published) -> tuple[Store, list[pl.DataFrame]]:
    """The store with what was published, and the batches that said anything new.

    The archive is read under the writer's lock, so that of two that publish at once neither loses
    a row. Raises `StoreTrouble` where a batch was altered, or the store is ahead of the clock.
    """
    with store.writing() as writer:
        _check_clock(writer.store, made.made_on)
        rows, added = joined(archive(writer.store), made.batches)
        if added:
            _put(writer, FORECASTS, rows, made)
        for name, parts in ((BACKTEST, made.backtests), (SCORES, made.scores)):
            if parts:
                _put(writer, name, _renewed(writer.store, name, parts), made)
    return store.reopened(), added


def _check_clock(store: Store, day: date) -> None:
    held = store.manifest.datasets.get(FORECASTS, Held()).at(None)
    if held and held.vintage > day:
        raise StoreTrouble(
            f"The archive already holds forecasts of {held.vintage}, which is after {day}; set the "
            "clock of this machine right and run this again."
        )


def _renewed(store: Store, name: str, parts: list[pl.DataFrame]) -> pl.DataFrame:
    """What was worked out anew, with what the store holds of other layers."""
    held = store.manifest.datasets.get(name, Held()).at(None)
    fresh = pl.concat(parts)
    if held is None:
        return fresh.sort(catalogue()[name].key)
    old = store.frame(name, held).join(fresh.select("layer").unique(), on="layer", how="anti")
    return pl.concat([_tidy(old, name), fresh]).sort(catalogue()[name].key)


def _put(writer: Writer, name: str, rows: pl.DataFrame, made: Published) -> None:
    entry, held = catalogue()[name], writer.store.manifest.datasets.get(name, Held()).at(None)
    before = writer.store.frame(name, held) if held else None
    if before is not None and before.equals(rows):
        return
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd", statistics=True)
    parts = (
        held.derived.made_from
        if held and held.derived
        else (entry.derived.made_from if entry.derived and held else {})
    )
    how = derived(name, rows, parts, made.made_from)
    writer.put(
        name,
        buffer.getvalue(),
        rows=rows.height,
        vintage=made.made_on,
        origin=METHOD,
        changes=None if before is None else compare(before, rows, entry.key),
        release=release_of(made.made_on),
        stated=True,
        note=entry.vintage_note,
        derived=how,
    )


def release_of(day: date) -> str:
    """How a release is called.

    >>> release_of(date(2026, 11, 3))
    'made on 3 November 2026'
    """
    return f"made on {day.day} {day:%B %Y}"


def derived(
    name: str, rows: pl.DataFrame, before: dict[str, date], now: dict[str, date]
) -> Derived:
    """What a table was made from, the newest release of each, and what seals the archive."""
    days = {
        part: max(now.get(part, date.min), before.get(part, date.min)) for part in {**before, **now}
    }
    method = METHOD if name == FORECASTS else f"{METHOD} --scores"
    return Derived(
        made_from=days, method=method, parameters=_seals(rows) if name == FORECASTS else {}
    )


def _seals(rows: pl.DataFrame) -> dict[str, str]:
    """How many batches there are, and one digest over all of theirs in the order of making."""
    digests = [one.digest for one in batches(rows)]
    whole = hashlib.sha256("\n".join(digests).encode()).hexdigest()
    return {"batches": str(len(digests)), "sha256": whole}
