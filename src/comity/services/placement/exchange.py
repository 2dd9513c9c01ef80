"""Families that hold a place already, and exchange: nobody is worse off by their own wishes.

Like the cycles of Shapley and Scarf (1974), but with sizes and room of several types: the largest
sum of wishes gained, among placements that no family likes less than what it holds. What is found
leaves no further exchange that would help one and harm nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comity.core.errors import ComityError, shown
from comity.services.placement.choosing import NO_RANK, Choices
from comity.services.placement.placing import find_family, find_place, placed
from comity.services.placement.programme import compile_problem
from comity.services.placement.wish import Wish


@dataclass(frozen=True, slots=True)
class Exchange:
    """Who moves where; `proven` that nothing better exists for one without harm to another."""

    assignment: Mapping[str, str | None]
    moved: tuple[tuple[str, str, str], ...]
    """Family, from, to."""
    proven: bool

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        moved = [{"family": f, "from": a, "to": b} for f, a, b in self.moved]
        return {"assignment": dict(self.assignment), "moved": moved, "proven": self.proven}


def exchange(choices: Choices, held: Mapping[str, str], seconds: float = 8.0) -> Exchange:
    """The exchange that gains most wishes; `held` is the place of every family that has one.

    Raises `ComityError` where what is held cannot be: a place overfull, or a need that is not met.
    Telling other wishes than one's own may pay here; it does not with the rule "strict".
    """
    problem = choices.problem
    families = tuple(sorted(held))
    rows = [find_family(problem, key) for key in families]
    now = np.array([find_place(problem, held[key]) for key in families])
    ranks = choices.family_rank[rows]
    worst = np.minimum(ranks[np.arange(len(rows)), now], NO_RANK)
    gain = np.where(ranks < worst[:, None], 0.0, np.nan)
    for row in range(len(rows)):  # steps upwards from what is held, on the family's own list
        better = np.nonzero(ranks[row] < worst[row])[0]
        order = better[np.argsort(-ranks[row][better])]
        gain[row, order] = np.arange(1, len(order) + 1)
        gain[row, now[row]] = 0.0
    inside = replace(
        problem,
        families=tuple(replace(problem.families[n], tie_family="") for n in rows),
        outcomes=gain,
    )
    one = compile_problem(inside)
    if not one.holds(now):
        where = shown(", ".join(sorted(set(held.values()))))
        raise ComityError(
            f"What families hold cannot be: a place is overfull, or lacks what is needed ({where})."
        )
    found = placed(one, Wish(first="families", gap=0.0, seconds=seconds))
    moved = tuple(
        (key, held[key], where)
        for key, where in found.assignment.items()
        if where is not None and where != held[key]
    )
    return Exchange(found.assignment, moved, found.status == "optimal")
