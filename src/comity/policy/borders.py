"""Neighbours by land: as the table of country pairs has them, and what has changed since.

The table (`dyads`) was made in 2011 and knows neither South Sudan nor the smallest states;
`borders.csv` adds them with the days from which and until which two states shared a border.
Nobody is the neighbour of a state that did not exist yet. Borders of territories (French Guiana,
Greenland) count for the territory, and those of Kosovo stand without prejudice to its status.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from comity.core.places import Place, places
from comity.evidence.accounts.area import ask_all
from comity.evidence.reading import Evidence
from comity.policy.states import yet_to_be

TABLE = "dyads"
_PAIRS = f"SELECT origin, destination FROM {TABLE} WHERE contiguous = 1 ORDER BY ALL"


def neighbours(evidence: Evidence, place: Place, day: date) -> tuple[Place, ...]:
    """Those that share a land border with a place on a day, in the order of their names.

    >>> from comity.core.places import find_place
    >>> [one.code for one in neighbours(evidence, find_place("KGZ"), date(2026, 2, 10))]
    ['CHN', 'KAZ', 'TJK', 'UZB']
    >>> [len(neighbours(evidence, find_place("SDN"), date(year, 1, 1))) for year in (2011, 2012)]
    [9, 7]
    """
    if yet_to_be(place.code, day):
        return ()
    codes = set(_published(evidence, place))
    for other, since, until in _changes().get(place.code, ()):
        within = (since is None or since <= day) and (until is None or day < until)
        codes = codes | {other} if within else codes - {other}
    found = (places()[code] for code in codes if code in places() and not yet_to_be(code, day))
    return tuple(sorted(found, key=lambda one: one.name))


def _published(evidence: Evidence, place: Place) -> list[str]:
    if not evidence.holds(TABLE):
        return []
    rows = ask_all(evidence, _PAIRS)
    return [row["destination"] for row in rows if row["origin"] == place.code]


@cache
def _changes() -> dict[str, list[tuple[str, date | None, date | None]]]:
    """By each end of a pair: the other end, and since when and until when they are neighbours."""
    text = (files("comity.policy") / "borders.csv").read_text(encoding="utf-8")
    found: dict[str, list[tuple[str, date | None, date | None]]] = {}
    for row in csv.DictReader(text.splitlines()):
        since, until = (_day(row[name]) for name in ("since", "until"))
        for one, other in ((row["a"], row["b"]), (row["b"], row["a"])):
            found.setdefault(one, []).append((other, since, until))
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
