"""Small problems for tests, and every placement of them by brute force."""

from __future__ import annotations

import itertools
import math

import numpy as np

from comity.services.placement.facts import PEOPLE, Family, Place, Problem
from comity.services.placement.programme import Programme
from comity.services.placement.wish import Wish

KINDS = (PEOPLE, "school")


def small(seed: int, families: int = 5, places: int = 3, room: float = 1.0) -> Problem:
    """A random problem with needs, wishes, groups, and room that is scarce."""
    rng = np.random.default_rng(seed)
    sizes = [(int(rng.integers(1, 5)), int(rng.integers(0, 3))) for _ in range(families)]
    names = [f"P{n}" for n in range(places)]
    homes = tuple(
        Family(
            f"F{n}",
            sizes[n],
            frozenset({"ramp"} if rng.random() < 0.2 else ()),
            group="ab"[n % 2],
            top=tuple(rng.permutation(names)[:2]),
        )
        for n in range(families)
    )
    total = sum(size[0] for size in sizes) * room / places
    towns = tuple(
        Place(
            name,
            (float(round(total + rng.uniform(0, 2))), float(rng.integers(1, 4))),
            frozenset({"ramp"} if rng.random() < 0.6 else ()),
        )
        for name in names
    )
    return Problem(homes, towns, KINDS, rng.random((families, places)).round(3))


def every(one: Programme) -> list[np.ndarray]:
    """Every placement that breaks no rule of room or of needs."""
    options = [[-1, *np.nonzero(row)[0]] for row in one.allowed]
    found = (np.array(where) for where in itertools.product(*options))
    return [where for where in found if one.holds(where)]


def most(one: Programme, found: list[np.ndarray], first: str) -> list[np.ndarray]:
    """Those that place as many people (or families) as any."""
    if first == "outcome":
        return found
    families = np.array([len(members) for members in one.units])
    count = [float((one.people if first == "people" else families)[w >= 0].sum()) for w in found]
    return [where for where, n in zip(found, count, strict=True) if n == max(count)]


def worth(one: Programme, where: np.ndarray, wish: Wish) -> float:
    """The value of a concept, written anew from its definition."""
    if wish.concept == "efficiency":
        return sum(one.value[u, p] for u, p in enumerate(where) if p >= 0)
    gains = []
    if wish.over == "places":
        for place, room in enumerate(one.capacity[:, 0]):
            if one.value[:, place].max() > 0:
                here = sum(one.value[u, place] for u, p in enumerate(where) if p == place)
                gains.append(here / max(1.0, min(room, one.people.sum())))
    else:
        for members in one.problem.groups.values():
            units = [one.unit_of[f] for f in members]
            here = sum(
                one.family_value[f, where[u]]
                for f, u in zip(members, units, strict=True)
                if where[u] >= 0
            )
            if one.family_value[members].max() > 0:
                gains.append(here / len(members))
    if wish.concept == "max-min":
        return min(gains)
    return sum(math.log(g) if g > 0 else -math.inf for g in gains)
