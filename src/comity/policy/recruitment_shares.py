"""Which shares of workers a survey may tell, so that nobody is found by taking one from another.

A share is withheld where one to four workers are on either side of it, or between it and the next
wider share that is told. Where the shares of other groups and of the whole would give it away, the
same share of the next smallest group is withheld too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from comity.core.brought import small
from comity.evidence.indicators import MONTHS

EVERY = frozenset(MONTHS)


@dataclass(frozen=True, slots=True)
class Above:
    """How many workers there are, and how many paid more than each number of months."""

    n: int
    above: tuple[int, ...]

    def __add__(self, other: Above) -> Above:
        together = zip(self.above, other.above, strict=True)
        return Above(self.n + other.n, tuple(one + another for one, another in together))

    def telling(self, months: Collection[int] = EVERY) -> set[int]:
        """Of these numbers of months, those whose share tells of one to four workers.

        >>> Above(20, (10, 8, 8)).telling(), Above(20, (17, 8, 0)).telling()
        ({3, 6}, {1})
        """
        held, wider = set(), self.n
        for number, above in zip(MONTHS, self.above, strict=True):
            if number in months and (small(above) or small(wider - above)):
                held.add(number)
            elif number in months:
                wider = above
        return held


def withheld(groups: Mapping[str, Above], closed: Collection[str] = ()) -> dict[str, set[int]]:
    """The shares to withhold in each group of one dimension; all of those of `closed` groups.

    >>> withheld({"women": Above(20, (10, 10, 10)), "men": Above(15, (3, 3, 3))})["women"]
    {1, 3, 6}
    """
    held = {name: set(EVERY) if name in closed else one.telling() for name, one in groups.items()}
    told = EVERY - _together(groups, groups).telling()
    for months in sorted(told):
        _complement(groups, held, months, told)
    for months in sorted(EVERY - told):
        if groups and not any(months in inside for inside in held.values()):
            held[min((one.n, name) for name, one in groups.items())[1]].add(months)
    return held


def _complement(
    groups: Mapping[str, Above], held: dict[str, set[int]], months: int, told: frozenset[int]
) -> None:
    """Withhold one share of more groups until what is left of the whole tells of no few."""
    rest = sorted((one.n, name) for name, one in groups.items() if months not in held[name])
    inside = [name for name in groups if months in held[name]]
    while inside and rest:
        if len(inside) > 1 and months not in _together(groups, inside).telling(told):
            return
        inside.append(rest.pop(0)[1])
        held[inside[-1]].add(months)


def _together(groups: Mapping[str, Above], names: Collection[str]) -> Above:
    return sum((groups[name] for name in names), Above(0, (0,) * len(MONTHS)))
