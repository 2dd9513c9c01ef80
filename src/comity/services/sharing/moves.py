"""From where today is to where a key would be: the fewest people moved, in few steps.

The least number of people who would have to move is the sum of what stands above the fair shares.
Who goes where is then a choice among equals; the one made here needs the fewest pairs of states. It
is an option to look at. No formula moves anybody, and people have a say in where they go.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.core.errors import ComityError

_EXACT = 14
"""Up to so many states off their share the number of pairs is the smallest there is."""


@dataclass(frozen=True, slots=True)
class Move:
    """So many people from one state to another."""

    origin: str
    destination: str
    persons: int


def moves(gaps: Mapping[str, int]) -> list[Move]:
    """The fewest pairs that bring every gap to zero, moving no more people than needed.

    `gaps` are people above (+) or below (-) the fair share; they add up to zero. States fall into
    as many sets that balance in themselves as there are, and each set of n needs n - 1 pairs; with
    more than fourteen states off their share only pairs that cancel out are looked for.

    >>> moves({"A": 5, "B": -2, "C": -3})
    [Move(origin='A', destination='C', persons=3), Move(origin='A', destination='B', persons=2)]
    """
    if sum(gaps.values()):
        raise ComityError("What stands above the shares has to equal what stands below them.")
    off = {place: gap for place, gap in sorted(gaps.items()) if gap}
    groups = _balanced(off) if len(off) <= _EXACT else _cancelled(off)
    found = [move for group in groups for move in _greedy({place: off[place] for place in group})]
    return sorted(found, key=lambda move: (-move.persons, move.origin, move.destination))


def _greedy(off: dict[str, int]) -> list[Move]:
    """The largest surplus to the largest gap, again and again: fewer pairs than states."""
    left = dict(off)
    made = []
    while any(left.values()):
        origin = max(left, key=lambda place: (left[place], place))
        destination = min(left, key=lambda place: (left[place], place))
        persons = min(left[origin], -left[destination])
        made.append(Move(origin, destination, persons))
        left[origin] -= persons
        left[destination] += persons
    return made


def _cancelled(off: Mapping[str, int]) -> list[list[str]]:
    """Pairs that cancel out exactly, and everybody else together."""
    rest = dict(off)
    pairs = []
    for place, gap in off.items():
        other = next((p for p, g in rest.items() if g == -gap and p != place), None)
        if place in rest and gap > 0 and other:
            pairs.append([place, other])
            del rest[place], rest[other]
    return [*pairs, [*rest]] if rest else pairs


def _balanced(off: Mapping[str, int]) -> list[list[str]]:
    """The states in as many sets that add up to zero as possible, over all subsets."""
    names, gaps = [*off], [*off.values()]
    size = 1 << len(names)
    sums, best, last = [0] * size, [0] * size, [0] * size
    for mask in range(1, size):
        low = mask & -mask
        sums[mask] = sums[mask ^ low] + gaps[low.bit_length() - 1]
        bits = [1 << i for i in range(len(names)) if mask & (1 << i)]
        last[mask] = max(bits, key=lambda bit: best[mask ^ bit])
        best[mask] = best[mask ^ last[mask]] + (sums[mask] == 0)
    groups: list[list[str]] = []
    mask = size - 1
    while mask:
        if sums[mask] == 0:
            groups.append([])
        groups[-1].append(names[last[mask].bit_length() - 1])
        mask ^= last[mask]
    return groups
