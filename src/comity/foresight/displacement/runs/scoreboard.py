"""The scoreboard that ships: how far FLEE, both engines, and plain splits lay from the reports.

Made by `python -m scripts.displacement_scores` from FLEE's six published cases. The cases do not
ship, and no report of a camp stands here: only scores, sizes and dates.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from comity.core.marks import N_
from comity.foresight.displacement.runs.naive import LABELS as NAIVE

__all__ = ["LABELS", "Mark", "Row", "Scoreboard", "Scored", "Told", "scoreboard"]

LABELS = {
    "flee": N_("FLEE 3, default settings"),
    "counts": N_("Comity, engine counts"),
    "agents": N_("Comity, engine agents"),
    **NAIVE,
}
"""What a row is called."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An averaged relative difference: its mean over runs, and their standard deviation."""

    mean: float
    sd: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What one simulation, or one plain split, earned on a case.

    `kind` is `flee`, `engine` or `baseline`; `rules` and `runs` are of simulations; one person in
    `scale` was simulated. `open` tells of a baseline whether it reads nothing that comes later but
    the total of the day; simulations read capacities, as FLEE does, and are not open.
    """

    name: str
    kind: str
    open: bool
    error_normal: Mark
    error_rescaled: Mark
    rules: str = ""
    runs: int | None = None
    scale: float | None = None

    @property
    def label(self) -> str:
        """What it is called, in English, fit to be translated."""
        return LABELS[self.name]


@dataclass(frozen=True, slots=True)
class Scored:
    """A reference case: what, when, how large, and how everybody fared on it.

    `people` are those whom the simulation moves by the last day; `reports` are counts of camps that
    were really published within the run, all other days being drawn between them.
    """

    name: str
    country: str
    start: date
    last: date
    days: int
    places: int
    camps: int
    people: int
    reports: int
    rows: tuple[Row, ...]

    def row(self, name: str, rules: str = "") -> Row | None:
        """A row by its name, and by its rules where it is a simulation."""
        return next((r for r in self.rows if r.name == name and rules in ("", r.rules)), None)


@dataclass(frozen=True, slots=True)
class Told:
    """Who says so: a source of the scoreboard."""

    name: str
    citation: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """All cases, the sources, and what rolling forecasts earned, as its makers wrote it down."""

    made_on: date
    version: str
    cases: tuple[Scored, ...]
    sources: tuple[Told, ...]
    forecasts: Mapping[str, Any]

    def case(self, name: str) -> Scored | None:
        """A case by its name."""
        return next((one for one in self.cases if one.name == name), None)


@cache
def scoreboard() -> Scoreboard:
    """The scoreboard that ships with Comity.

    >>> [one.name for one in scoreboard().cases]
    ['burundi', 'car', 'ethiopia', 'mali', 'ssudan', 'syria']
    """
    text = files(__package__).joinpath("scoreboard.json").read_text(encoding="utf-8")
    return read(json.loads(text))


def read(plain: Mapping[str, Any]) -> Scoreboard:
    """A scoreboard from its JSON."""
    return Scoreboard(
        date.fromisoformat(plain["made_on"]),
        plain["version"],
        tuple(_case(one) for one in plain["cases"]),
        tuple(Told(**one) for one in plain["sources"]),
        plain.get("forecasts", {}),
    )


def _case(plain: Mapping[str, Any]) -> Scored:
    rows = tuple(_row(one) for one in plain["rows"])
    when = {name: date.fromisoformat(plain[name]) for name in ("start", "last")}
    return Scored(**{**plain, **when, "rows": rows})


def _row(plain: Mapping[str, Any]) -> Row:
    marks = {name: Mark(**plain[name]) for name in ("error_normal", "error_rescaled")}
    return Row(**{**plain, **marks})
