"""A run in words: kinds of places, engines, rules, settings, and which days of it are shown."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from comity.core.marks import N_

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


def whole(rows: pl.DataFrame) -> pl.DataFrame:
    """People as whole numbers."""
    numbers = [name for name, dtype in rows.schema.items() if dtype == pl.Float64]
    return rows.with_columns(pl.col(numbers).round(0).cast(pl.Int64))
