"""Which places take part: former, split and merged ones brought together, and everybody told so.

A flow between two dates needs a place that has residents at both. Where a country split in between
(or the tables count its parts together at one date), its parts are one place for that period, under
the code of the largest; what cannot take part is left out and listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from comity.core.places import known_place, special_codes

UNKNOWN = "OOO"
"""People whose origin nobody knows, whatever a publisher calls it."""

_UNKNOWN_WORDS = {
    "ooo", "oos", "oth", "other", "others", "other south", "other north", "unk", "unknown", "xxx",
    "zzz", "stl", "xxa", "other or unknown", "other and unknown", "not specified",
}  # fmt: skip
FORMER = {
    "CHI": "XCI", "XCX": "XCI", "GGY": "XCI", "JEY": "XCI", "SUD": "SDN", "SCG": "SRB",
    "YUG": "SRB", "ANT": "CUW", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE",
    "KSV": "XKX", "XKO": "XKX", "ETI": "ETH", "IDA": "IDN",
}  # fmt: skip
"""Codes of publishers and of former places, and the code under which they take part."""


@dataclass(frozen=True, slots=True)
class Family:
    """Places that some tables count together: the code they share, its members, and why."""

    code: str
    members: tuple[str, ...]
    former: str
    why: str
    together: bool = True
    """Whether tables from before the split count all residents under the first member."""


FAMILIES = (
    Family("SDN", ("SDN", "SSD"), "SUD", "one country until 9 July 2011"),
    Family("SRB", ("SRB", "MNE"), "SCG", "one country until 3 June 2006"),
    Family(
        "CUW", ("CUW", "SXM", "BES"), "ANT", "the Netherlands Antilles until 10 October 2010", False
    ),
)
KOSOVO = Family(
    "SRB", ("SRB", "XKX"), "", "stocks count people from Kosovo (resolution 1244) under Serbia"
)


@lru_cache(maxsize=10_000)
def coded(label: str) -> str:
    """The code under which a label takes part; a region of the user's own keeps its label.

    >>> coded("Tajikistan"), coded("CHI"), coded("Others"), coded("SUD"), coded("Region A")
    ('TJK', 'XCI', 'OOO', 'SDN', 'Region A')
    """
    plain = label.strip()
    if plain.lower() in _UNKNOWN_WORDS:
        return UNKNOWN
    if plain.upper() in FORMER:
        return FORMER[plain.upper()]
    if place := known_place(plain):
        return FORMER.get(place.code, place.code)
    return plain.upper() if plain.upper() in special_codes() else plain


def together(labels: Iterable[str], first: set[str], last: set[str]) -> list[Family]:
    """The families of places that have to be one, with those of their members that are named.

    `labels` are the labels of the stocks as they stood; `first` and `last` the places that have
    residents in the stock at the start and at the end. A family is merged where a table names the
    former country, where one member has residents at one of the dates only, and where a table
    counts the residents of all members under the first.
    """
    named = {label.strip().upper() for label in labels}
    known = {coded(label) for label in named} | first | last
    found: list[Family] = []
    for family in FAMILIES:
        inside = tuple(m for m in family.members if m in known or family.former in named)
        uneven = any((m in first) != (m in last) for m in inside)
        under_first = family.together and any(m not in first & last for m in inside)
        peopled = len(inside) > 1 and {*inside} & first and {*inside} & last
        if peopled and (uneven or under_first or family.former in named):
            found.append(replace(family, members=inside))
    return found
