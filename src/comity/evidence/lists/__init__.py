"""Lists that wings read: items of an indicator, objectives of a compact, targets of the SDGs.

Each row carries how far it was checked (`verification`, `provenance`): what was recalled is shown
as such.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["NAMES", "rows"]

NAMES = (
    "gcm_guiding_principles",
    "gcm_objectives",
    "gcr_indicators",
    "sdg_10_7_2_items",
    "sdg_migration_targets",
)
"""Every list that ships."""


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a list, as they stand in its file.

    >>> len(rows("sdg_10_7_2_items")), rows("gcm_objectives")[22]["objective"]
    (30, '23')
    """
    if name not in NAMES:
        raise ValueError(f"'{name}' is no list; one of {', '.join(NAMES)} is")
    text = (files("comity.evidence.lists") / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
