"""Made-up years of arrivals, on which ways of placing people are held against hindsight.

Hindsight is the best placement of a whole year, as if everybody had been known from the start. No
way of placing people as they come can be better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from comity.services.placement.facts import PEOPLE, Family, Place, Problem
from comity.services.placement.placing import placed
from comity.services.placement.policy import over_time, pool_of
from comity.services.placement.programme import Programme, compile_problem
from comity.services.placement.wish import Wish

WAYS = ("prices", "greedy", "one-by-one")
SCHOOL = "school"
NEAR = 0.97
WORSE = "In this year prices did worse than the greedy way by batch."
FEWER = "Prices placed fewer people than the greedy way by batch: {prices:,} and {greedy:,}."
FAR = "Prices were {share:.1f} percent below the bound on hindsight in this year."
CLOCK = "The time ran out for hindsight, so another run may find another bound."


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a made-up year is like."""

    families: int = 260
    places: int = 12
    batches: int = 52
    room: float = 1.1
    """Room in all for each person who is expected."""
    contrast: float = 1.0
    """How much places differ in what becomes of people, from 0 on."""


def made_up(outlook: Outlook, seed: int, *, places_seed: int = 0) -> Problem:
    """Families of one year, the same for one seed; places are those of `places_seed`.

    Nothing in it is anybody's record. Sizes, needs and outcomes are drawn from simple laws.
    """
    rng = np.random.default_rng([seed, 1])
    towns = np.random.default_rng([places_seed, 2])
    adults = rng.integers(1, 4, outlook.families)
    children = rng.poisson(1.6, outlook.families)
    school = rng.binomial(children, 0.6)
    when = np.sort(rng.integers(1, outlook.batches + 1, outlook.families))
    share = towns.dirichlet(np.full(outlook.places, 4.0))
    hospital = towns.random(outlook.places) < 0.5
    level = outlook.contrast * towns.normal(0.0, 0.8, outlook.places)
    sick = rng.random(outlook.families) < 0.1
    odds = (
        rng.normal(-0.4, 0.8, (outlook.families, 1))
        + level[None, :]
        + outlook.contrast * rng.normal(0.0, 0.6, (outlook.families, outlook.places))
    )
    expected = outlook.families * 3.6 * outlook.room, outlook.families * 0.96 * outlook.room
    families = tuple(
        Family(
            f"F{n + 1:04}",
            (int(adults[n] + children[n]), int(school[n])),
            frozenset({"hospital"} if sick[n] else ()),
            group="ab"[n % 2],
            batch=int(when[n]),
        )
        for n in range(outlook.families)
    )
    places = tuple(
        Place(
            f"P{n + 1:02}",
            (float(round(expected[0] * share[n])), float(round(expected[1] * share[n] * 1.1))),
            frozenset({"hospital"} if hospital[n] else ()),
        )
        for n in range(outlook.places)
    )
    return Problem(families, places, (PEOPLE, SCHOOL), 1 / (1 + np.exp(-odds)))


@dataclass(frozen=True, slots=True)
class Year:
    """One year: the sum of outcomes and the people placed, in hindsight and by each way."""

    hindsight: float
    bound: float
    """No placement of the year that places as many people is above this."""
    outcomes: dict[str, float]
    people: dict[str, int]
    """Placed, by way; "hindsight" and "all" beside them."""
    proven: bool = True
    """Whether hindsight was found within its gap, so that another run finds the same."""

    def ratio(self, way: str) -> float:
        """The outcome of a way for each unit that hindsight could have had at most."""
        return self.outcomes[way] / self.bound if self.bound > 0 else 1.0

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said of the prices where another way did better."""
        found = []
        if "prices" not in self.outcomes or "greedy" not in self.outcomes:
            return ()
        if self.outcomes["prices"] < self.outcomes["greedy"] - 1e-9:
            found.append(WORSE)
        if self.people["prices"] < self.people["greedy"]:
            found.append(FEWER.format(prices=self.people["prices"], greedy=self.people["greedy"]))
        if self.ratio("prices") < NEAR:
            found.append(FAR.format(share=100 * (1 - self.ratio("prices"))))
        if not self.proven:
            found.append(CLOCK)
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "hindsight": self.hindsight,
            "bound": self.bound,
            "outcomes": self.outcomes,
            "ratios": {way: self.ratio(way) for way in self.outcomes},
            "people": self.people,
            "notes": list(self.notes),
        }


def lived(
    year: Programme,
    past: Programme,
    *,
    seed: int = 0,
    wait: bool = False,
    ways: Sequence[str] = WAYS,
    gap: float = 5e-3,
    seconds: float = 60.0,
) -> Year:
    """One year placed in each way, with prices from the families of the past alone.

    With `wait` hindsight and prices may leave a family without a place although there is room;
    without it they never do. Hindsight ends at its gap, so it is the same with any past.
    """
    first = "outcome" if wait else "people"
    best = placed(year, Wish(first=first, gap=gap, seconds=seconds))
    outcomes, people = {}, {"hindsight": best.people, "all": year.problem.people}
    batches = len({one.batch for one in year.problem.families})
    each = len(past.units) / max(batches, 1)
    expected = [each * (batches - n - 1) for n in range(batches)]
    for way in ways:
        where = over_time(year, pool_of(past), seed=seed, wait=wait, expected=expected, how=way)
        outcomes[way] = year.total(where)
        people[way] = int(year.people[where >= 0].sum())
    return Year(
        best.total, best.total_bound or best.total, outcomes, people, best.status == "optimal"
    )


def years(
    outlook: Outlook, seeds: Sequence[int], *, wait: bool = False, ways: Sequence[str] = WAYS
) -> list[Year]:
    """Made-up years, each placed with the year before it as the past that is known."""
    return [
        lived(
            compile_problem(made_up(outlook, seed)),
            compile_problem(made_up(outlook, seed + 100_000)),
            seed=seed,
            wait=wait,
            ways=ways,
        )
        for seed in seeds
    ]
