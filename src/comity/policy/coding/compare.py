"""Two codings side by side: on how many items they agree, how far apart they are, and where.

The distance is Gower's: the mean of the differences on items that both answered, each between 0 and
1; one minus it is the likeness. It compares rules on paper, and puts neither country above the
other.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from typing import Any

from comity import __version__
from comity.core.errors import ComityError
from comity.core.marks import N_
from comity.policy.coding.records import OWN, PAPER, Coding, Item, mean

SCALE = {"mipex": 100.0, "impic": 1.0, "mgi": 1.0}
"""The schemes whose items can be compared, with the largest score of each."""

METHOD = "comity-gower-1"
CAVEATS = (
    PAPER,
    OWN,
    N_("Only items that both countries answered are compared; all count alike."),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One item on which two countries differ, with both answers and where they are written."""

    group: str
    item: str
    first: str
    second: str
    difference: float
    first_source: str
    second_source: str


@dataclass(frozen=True)
class Comparison:
    """Two countries on the same items; no distance where there is no item that both answered."""

    scheme: str
    file: str
    first: tuple[str, int]
    second: tuple[str, int]
    both: int
    agree: int
    first_only: int
    second_only: int
    distance: float | None
    differences: tuple[Difference, ...]

    @property
    def likeness(self) -> float | None:
        """One minus the distance."""
        return None if self.distance is None else 1 - self.distance

    @property
    def agreement(self) -> float | None:
        """The share of items with the same score, among those that both answered."""
        return self.agree / self.both if self.both else None

    def as_json(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return {
            "scheme": self.scheme,
            "method": METHOD,
            "comity": __version__,
            "file": self.file,
            "first": {"country": self.first[0], "year": self.first[1]},
            "second": {"country": self.second[0], "year": self.second[1]},
            "items_both_answered": self.both,
            "items_alike": self.agree,
            "items_first_only": self.first_only,
            "items_second_only": self.second_only,
            "agreement": self.agreement,
            "gower_distance": self.distance,
            "likeness": self.likeness,
            "differences": [asdict(one) for one in self.differences],
            "caveats": list(CAVEATS),
        }


def compare(coding: Coding, first: tuple[str, int], second: tuple[str, int]) -> Comparison:
    """Two countries, each in a year, by the items of a coding that both have answered."""
    scale = SCALE[coding.scheme]
    one, other = _answered(coding, *first), _answered(coding, *second)
    both = sorted(one.keys() & other.keys())
    gaps = {key: abs(_score(one[key]) - _score(other[key])) / scale for key in both}
    differing = [key for key in both if gaps[key] > 1e-12]
    return Comparison(
        coding.scheme,
        coding.file,
        first,
        second,
        len(both),
        len(both) - len(differing),
        len(one.keys() - other.keys()),
        len(other.keys() - one.keys()),
        mean(gaps.values()) if gaps else None,
        tuple(_difference(one[key], other[key], gaps[key]) for key in differing),
    )


def year_of(coding: Coding, country: str, name: str, asked: int | None = None) -> int:
    """The year asked for, or the newest of a country; raises `ComityError` where it has none."""
    years = sorted({item.year for item in coding.items if item.country == country})
    if not years:
        known = ", ".join(sorted({item.country for item in coding.items}))
        raise ComityError(f"{coding.file} has no row of {name}; it speaks of {known}.")
    if asked and asked not in years:
        known = ", ".join(map(str, years))
        raise ComityError(f"{coding.file} has no row of {name} in {asked}; it has {known}.")
    return asked or years[-1]


def jaccard(first: AbstractSet[str], second: AbstractSet[str]) -> float | None:
    """What two sets share, of all that is in either; nothing where both are empty.

    >>> jaccard({"CRC", "CEDAW"}, {"CRC", "ICRMW"})
    0.3333333333333333
    """
    either = first | second
    return len(first & second) / len(either) if either else None


def _answered(coding: Coding, country: str, year: int) -> dict[tuple[str, str], Item]:
    return {
        (item.group, item.item): item
        for item in coding.items
        if (item.country, item.year) == (country, year) and item.score is not None
    }


def _score(item: Item) -> float:
    assert item.score is not None  # only answered items are compared
    return item.score


def _difference(one: Item, other: Item, gap: float) -> Difference:
    return Difference(one.group, one.item, one.answer, other.answer, gap, one.source, other.source)
