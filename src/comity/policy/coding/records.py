"""Raw answers, scores and categories are kept apart, with how they were made and from how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import fsum
from typing import Any

from comity import __version__
from comity.core.marks import N_

PAPER = N_(
    "This is an index of policy on paper, not of practice: it says what rules or reports state, "
    "and nothing of what people meet with."
)
OWN = N_("The coding is the user's own; it is not the published result of the scheme's authors.")
NO_RANK = N_("Two codings can be set side by side item by item; states are not ranked.")

ENOUGH = N_("A mean is given where at least 80 % of what belongs in it is answered.")


@dataclass(frozen=True, slots=True)
class Item:
    """One answer, and its score on the scheme's own scale; no score where it is missing."""

    country: str
    year: int
    group: str
    item: str
    answer: str
    score: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Score:
    """A mean over what belongs together: how much was answered, and how much had to be.

    `listed` counts what applies to the country and year; what is missing is in it, what is not
    applicable is not.
    """

    country: str
    year: int
    level: str
    code: str
    value: float | None
    answered: int
    required: int
    listed: int
    category: str = ""


@dataclass(frozen=True)
class Coding:
    """What a scheme makes of a file."""

    scheme: str
    method: str
    file: str
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    caveats: tuple[str, ...]
    provenance: str
    counts: tuple[Mapping[str, Any], ...] = ()
    """How answers are distributed, where a scheme tells that."""

    def of(self, country: str, year: int) -> list[Score]:
        """The scores of a country in a year."""
        return [one for one in self.scores if (one.country, one.year) == (country, year)]

    def as_json(self) -> dict[str, Any]:
        """The coding as plain data: answers, scores and categories apart."""
        return {
            "scheme": self.scheme,
            "method": self.method,
            "provenance": self.provenance,
            "comity": __version__,
            "file": self.file,
            "answers": [asdict(one) for one in self.items],
            "scores": [
                {key: cell for key, cell in asdict(one).items() if key != "category"}
                for one in self.scores
            ],
            "categories": [
                {
                    "country": one.country,
                    "year": one.year,
                    "level": one.level,
                    "code": one.code,
                    "category": one.category,
                }
                for one in self.scores
                if one.category
            ],
            "counts": [dict(one) for one in self.counts],
            "caveats": list(self.caveats),
        }


def mean(values: Iterable[float]) -> float:
    """The plain mean, the same in whatever order the values come.

    >>> mean([0, 50, 100])
    50.0
    """
    found = list(values)
    return fsum(found) / len(found)


def needed(listed: int) -> int:
    """The smallest number that is at least 80 % of what is listed.

    >>> [needed(n) for n in (1, 4, 5, 9)]
    [1, 4, 4, 8]
    """
    return -(-4 * listed // 5)


def enough(values: Sequence[float | None]) -> float | None:
    """The mean where 80 % of the values are known, else nothing; missing is never zero.

    >>> enough([100, 100, 100, 0, None]), enough([100, None])
    (75.0, None)
    """
    known = [one for one in values if one is not None]
    return mean(known) if known and len(known) >= needed(len(values)) else None


def all_of(values: Sequence[float | None]) -> float | None:
    """The mean where every value is known, else nothing.

    >>> all_of([1.0, 0.0]), all_of([1.0, None]), all_of([])
    (0.5, None, None)
    """
    known = [one for one in values if one is not None]
    return mean(known) if known and len(known) == len(values) else None
