"""What a page on sharing is asked: which key, which states, how many people, which weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from comity.core.errors import ComityError, shown
from comity.evidence.reading import Evidence
from comity.services.sharing.actual import KINDS
from comity.services.sharing.held import LATEST, OLDEST_YEAR, group_of, held_inputs
from comity.services.sharing.inputs import example_inputs
from comity.services.sharing.key import Key, key_of_weights, read_weight
from comity.services.sharing.known import EXAMPLE, known_key
from comity.services.sharing.report import Report, report
from comity.services.sharing.rounding import MOST
from comity.web.state import View

OWN = "own"
WEIGHED = ("population", "gdp", "effort", "unemployment", "area")
"""What a key of one's own may weigh on a page."""

DEFAULT_KEY, DEFAULT_GROUP, DEFAULT_PERSONS = "population-gdp", "eu", 30_000
DEFAULT_WEIGHTS = {"population": 40.0, "gdp": 40.0, "effort": 10.0, "unemployment": 10.0}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `view` holds all of it, so that every link on the page does."""

    view: View
    key: str = DEFAULT_KEY
    group: str = DEFAULT_GROUP
    persons: int = DEFAULT_PERSONS
    year: int | None = None
    kind: str = "refugees"
    weights: tuple[tuple[str, float], ...] = ()

    @classmethod
    def read(cls, view: View, given: Mapping[str, str]) -> Asked:
        """What parameters ask for; raises `ComityError` for one that cannot be understood."""
        kind = given.get("count", "").strip() or "refugees"
        if kind not in KINDS:
            raise ComityError(f"count={shown(kind)} is none of {', '.join(KINDS)}.")
        key = given.get("key", "").strip() or DEFAULT_KEY
        if key != OWN:
            known_key(key)
        made = cls(
            view.alone(),
            key,
            given.get("group", "").strip()[:400] or DEFAULT_GROUP,
            _whole("persons", given.get("persons", ""), DEFAULT_PERSONS, MOST),
            _year(given.get("year", "")),
            kind,
            _weights(given) if key == OWN else (),
        )
        return replace(made, view=replace(made.view, more=made.more))

    @property
    def more(self) -> tuple[tuple[str, str], ...]:
        """What stands in the address besides day and language; nothing that is as usual."""
        usual = {
            "key": DEFAULT_KEY,
            "group": DEFAULT_GROUP,
            "persons": str(DEFAULT_PERSONS),
            "year": "",
            "count": "refugees",
        }
        told = {
            "key": self.key,
            "group": self.group,
            "persons": str(self.persons),
            "year": str(self.year or ""),
            "count": self.kind,
        }
        told |= {name: f"{weight:g}" for name, weight in self.weights}
        return tuple((name, value) for name, value in told.items() if value != usual.get(name))

    def with_count(self, kind: str) -> View:
        """The same page with another count beside the key."""
        other = replace(self, kind=kind)
        return replace(self.view, more=other.more)

    def the_key(self) -> Key:
        """The key that is asked for."""
        return key_of_weights(dict(self.weights)) if self.key == OWN else known_key(self.key)

    @property
    def example(self) -> bool:
        """Whether the figures of 2015 that ship as an example are asked for."""
        return self.group == EXAMPLE

    def report(self, evidence: Evidence) -> Report:
        """The key worked out on figures of the evidence, or of the example."""
        key = self.the_key()
        if self.example:
            inputs = example_inputs(key).taking_part(key)
            return report(key, inputs, persons=self.persons)
        members = group_of(self.group, evidence).members
        inputs = held_inputs(evidence, members, key, self.year).taking_part(key)
        return report(key, inputs, persons=self.persons, evidence=evidence, year=self.year)


def _weights(given: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    told = {name: given.get(name, "").strip() for name in WEIGHED}
    if not any(told.values()):
        return tuple(DEFAULT_WEIGHTS.items())
    return tuple((name, read_weight(name, text)) for name, text in told.items() if text)


def _year(text: str) -> int | None:
    found = _whole("year", text, 0, LATEST)
    if found and found < OLDEST_YEAR:
        raise ComityError(f"year={found}: write a year from {OLDEST_YEAR} to {LATEST}.")
    return found or None


def _whole(name: str, text: str, otherwise: int, most: int) -> int:
    text = text.strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or len(text) > 15 or int(text) > most:
        raise ComityError(f"{name}={shown(text)} has to be a whole number from 0 to {most:,}.")
    return int(text)
