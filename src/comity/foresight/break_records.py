"""Regime breaks as dated, cited records: what changed, for whom, from when, and known since when.

`records()` reads `breaks.yaml`. A break is no forecast and no cause: it says that from a day on a
series counts something else, or that other people may come, so that its own past says less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from comity.core.errors import ComityError, shown
from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.core.regions import Region, Subject, find_subject
from comity.foresight.layers import layers

__all__ = [
    "EFFECTS",
    "KINDS",
    "Break",
    "chosen",
    "compiled",
    "counted_by_kind",
    "find_break",
    "kind_of",
    "messages",
    "of_layer",
    "of_subject",
    "records",
    "touching",
]

Kind = Literal[
    "temporary_protection",
    "visa",
    "closure",
    "registration",
    "admission_programme",
    "readmission",
    "pandemic",
    "method_of_counting",
    "court_ruling",
    "procedure",
]
KINDS: dict[Kind, str] = {
    "temporary_protection": N_("temporary protection"),
    "admission_programme": N_("admission programme or parole"),
    "visa": N_("visa rule"),
    "closure": N_("closure"),
    "readmission": N_("return or readmission"),
    "procedure": N_("asylum procedure"),
    "registration": N_("registration or recognition of a group"),
    "method_of_counting": N_("way of counting"),
    "court_ruling": N_("court ruling"),
    "pandemic": N_("pandemic"),
}
"""What sort of change it was, as it is said."""

Effect = Literal["freeze", "widen"]
EFFECTS: dict[Effect, str] = {
    "freeze": N_("the forecast follows the last value and its past deviations"),
    "widen": N_("the forecast stands, in bands as wide as earlier changes ask for"),
}
"""What a break does to a forecast, as it is said."""


@dataclass(frozen=True, slots=True)
class Break:
    """One change; `origins`, `destinations` and `routes` are empty where all are touched.

    `concerns` are other states that the change was made by or with; no series of theirs is touched.
    `known` is the day from which a forecast may heed it. `read` is the page in which the days
    were read, empty where they were written from memory; `recalled` names days of a record that
    was read which did not stand there.
    """

    id: str
    title: str
    begins: date
    known: date
    until: date | None
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    routes: tuple[str, ...]
    concerns: tuple[str, ...]
    layers: tuple[str, ...]
    kind: Kind
    effect: Effect
    changes: str
    source: str
    read: str
    recalled: tuple[str, ...]

    @property
    def verification(self) -> str:
        """How far it was checked: "read", "read in part" or "recalled"."""
        return "recalled" if not self.read else "read in part" if self.recalled else "read"

    def members(self, side: str) -> frozenset[str]:
        """The alpha-3 codes of a side, regions with their members of the day it took effect."""
        return _members(getattr(self, side), self.begins)

    def touches(self, by: tuple[str, ...], key: tuple[str, ...]) -> bool:
        """Whether it speaks of the series with this key.

        >>> statement = find_break("eu-turkey-statement")
        >>> statement.touches(("route", "origin"), ("Eastern Mediterranean Route", "SYR"))
        True
        """
        return all(self.names(column, part) for column, part in zip(by, key, strict=True))

    def names(self, column: str, part: str) -> bool:
        """Whether this part of a key is among those that it touches."""
        if column == "route":
            return not self.routes or part in self.routes
        side = f"{column}s"
        return not getattr(self, side) or part in self.members(side)


def of_layer(name: str) -> tuple[Break, ...]:
    """The breaks of a layer, in the order in which they took effect."""
    return tuple(one for one in records() if name in one.layers)


def touching(layer: str, by: tuple[str, ...], key: tuple[str, ...]) -> tuple[Break, ...]:
    """The breaks of one series, in the order in which they took effect.

    >>> found = touching("asylum-corridors", ("origin", "destination"), ("MEX", "CAN"))
    >>> [one.id for one in found][:2]
    ['canada-visa-mexico-2009', 'canada-visa-mexico-lifted']
    """
    return tuple(one for one in of_layer(layer) if one.touches(by, key))


def of_subject(subject: Subject) -> tuple[Break, ...]:
    """The breaks that name a country, a corridor or a member of a region, on either side.

    >>> from comity.core.regions import find_subject
    >>> [one.id for one in of_subject(find_subject("AFG-PAK"))]
    ['pakistan-repatriation-plan']
    """
    return tuple(one for one in records() if _names(one, subject))


def _names(one: Break, subject: Subject) -> bool:
    origins, destinations = one.members("origins"), one.members("destinations")
    if isinstance(subject, Corridor):
        out, into = subject.origin.code, subject.destination.code
        sides = (out in origins or not origins, into in destinations or not destinations)
        return all(sides) and (out in origins or into in destinations)
    named = origins | destinations | one.members("concerns")
    if isinstance(subject, Region):
        inside = {place.code for place in subject.members()}
        return subject.slug == "world" or bool(inside & named)
    return subject.code in named


def chosen(
    what: str = "", kind: str = "", day: date | None = None
) -> tuple[tuple[Break, ...], Subject | None, str]:
    """The breaks that words ask for, with the place or the layer that the words name.

    `what` is a country, a corridor, a region or the name of a layer; all where empty. `day` leaves
    out what was known only later. Raises `ComityError` where the words are none of these.

    >>> len(chosen("us-encounters", "visa")[0]) >= 3, chosen("us-encounters")[2]
    (True, 'us-encounters')
    """
    found, subject, layer = records(), None, what.strip().lower()
    if layer in layers():
        found = of_layer(layer)
    elif layer:
        subject, layer = find_subject(what[:80]), ""
        found = of_subject(subject)
    named = kind_of(kind) if kind else ""
    kept = (one for one in found if named in ("", one.kind) and (not day or one.known <= day))
    return tuple(kept), subject, layer


def kind_of(text: str) -> Kind:
    """The kind that a word asks for; raises `ComityError` that names all kinds."""
    word = text.strip().lower().replace(" ", "_").replace("-", "_")
    found = next((kind for kind in KINDS if kind == word), None)
    if found is None:
        raise ComityError(f"'{shown(text)}' is no kind of break; one of {', '.join(KINDS)} is.")
    return found


def find_break(name: str) -> Break:
    """The break of this id; raises `ComityError`."""
    found = next((one for one in records() if one.id == name.strip().lower()), None)
    if found is None:
        raise ComityError(
            f"'{shown(name)}' is no break that Comity knows; 'comity forecast breaks' lists them."
        )
    return found


@cache
def records() -> tuple[Break, ...]:
    """Every break, in the order in which they took effect.

    >>> find_break("eu-temporary-protection").members("destinations") >= {"DEU", "POL"}
    True
    """
    read = _read()
    made = [_break(entry, read["sets"]) for entry in read["breaks"]]
    return tuple(sorted(made, key=lambda one: (one.begins, one.id)))


def compiled() -> Source:
    """How the records themselves are cited."""
    day: date = _read()["compiled"]
    return Source(
        "regime_breaks",
        day,
        f"Regime breaks, compiled {day}",
        _read()["citation"].strip(),
        "Apache-2.0",
        "",
        listed=False,
    )


def messages() -> Iterator[str]:
    """Every text of the records that a page shows, for translation."""
    for one in records():
        yield from (one.title, one.changes)


def _break(entry: dict[str, Any], sets: dict[str, list[str]]) -> Break:
    return Break(
        id=entry["id"],
        title=entry["title"],
        begins=entry["from"],
        known=entry["known"],
        until=entry.get("until"),
        origins=tuple(entry.get("origins", ())),
        destinations=tuple(entry.get("destinations", ())),
        routes=tuple(entry.get("routes", ())),
        concerns=tuple(entry.get("concerns", ())),
        layers=tuple(name for one in entry["series"] for name in sets[one]),
        kind=entry["kind"],
        effect=entry["effect"],
        changes=entry["changes"],
        source=entry["source"],
        read=entry.get("read", ""),
        recalled=tuple(entry.get("recalled", ())),
    )


@cache
def _members(named: tuple[str, ...], day: date) -> frozenset[str]:
    found: set[str] = set()
    for subject in map(find_subject, named):
        if isinstance(subject, Region):
            found |= {place.code for place in subject.members(day)}
        elif isinstance(subject, Place):
            found.add(subject.code)
    return frozenset(found)


@cache
def _read() -> dict[str, Any]:
    text = (files("comity.foresight") / "breaks.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return read


def counted_by_kind(found: Iterable[Break]) -> dict[str, int]:
    """How many of these breaks there are of each kind, in the order in which kinds are shown."""
    kinds = [one.kind for one in found]
    return {kind: kinds.count(kind) for kind in KINDS if kind in kinds}
