"""A run in words: kinds of places, engines, rules, settings, and which days of it are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict

import polars as pl

from comity.core.marks import N_
from comity.foresight.displacement.cases.settings import Settings
from comity.web.displaced import BETWEEN, BEYOND, GIVEN, LEVELLED

KINDS = {
    "camp": N_("camp"),
    "idpcamp": N_("camp inside the country"),
    "conflict_zone": N_("place in conflict"),
    "forwarding_hub": N_("place that people pass through at once"),
    "flood_zone": N_("place in danger of floods"),
    "town": N_("town"),
}
ENGINES = {
    "counts": N_("counts: people who are alike are moved as numbers, exactly"),
    "agents": N_("agents: every person is moved alone"),
}
RULES = {
    "flee": N_("flee: as FLEE 3 moves people, with its defects"),
    "comity": N_("comity: the same with the defects mended"),
}
KNOWN = {
    BETWEEN: N_("between two reports; nobody counted"),
    BEYOND: N_("as in the nearest report; nobody counted"),
    LEVELLED: N_("at the level of a later registration; nobody counted"),
    GIVEN: N_("in the reference series of the case"),
}
CAPTION = N_(
    "Points are reports as they were published. Nobody counted on other days; the thin line is "
    "what the run is compared with on each day: straight between reports, and level after the last."
)
LEVELLED_TOLD = N_(
    "Where people were registered anew, here at {camps}, earlier reports are first brought to the "
    "level of the new count, as FLEE does it; so there the line leaves the points."
)
CHANCE = N_(
    "The bands are chance within the model only: of 100 runs, 80 and 95 lie inside, and what was "
    "reported may well lie outside."
)
FEW = N_("There are no bands, for they need 20 runs.")


def spread(last: int, most: int) -> list[int]:
    """So many days from 0 to the last, as evenly as whole days can be.

    >>> spread(10, 3), spread(1, 9)
    ([0, 5, 10], [0, 1])
    """
    count = min(most, last + 1)
    return sorted({round(n * last / max(1, count - 1)) for n in range(count)})


def plain(value: object) -> str:
    """A setting as it is written in a table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def changed(settings: Mapping[str, object]) -> list[tuple[str, str]]:
    """The settings that are not FLEE's own, by name, as they are written.

    >>> changed({"camp_movechance": 0.001, "awareness_level": 2})
    [('awareness_level', '2')]
    """
    usual = {name: plain(value) for name, value in asdict(Settings()).items()}
    told = {name: plain(value) for name, value in settings.items()}
    return [(name, value) for name, value in told.items() if usual.get(name, value) != value]


def whole(rows: pl.DataFrame) -> pl.DataFrame:
    """People as whole numbers."""
    numbers = [name for name, dtype in rows.schema.items() if dtype == pl.Float64]
    return rows.with_columns(pl.col(numbers).round(0).cast(pl.Int64))
