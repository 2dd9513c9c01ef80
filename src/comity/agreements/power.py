"""Who is strong at the table: what each party has elsewhere, could have here, and could move.

What an outside option is worth is found by raising it by one unit and solving anew; where that
takes too long, by the same step in the relaxed model, which mixes packages as if they could be
shared. Beside it stands fairness with equal and with weighted parties (section 4.3 of the method).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from comity.agreements.nash import Search, nash
from comity.agreements.packages import SMALL, Package, solve
from comity.agreements.programme import Array, Programme, compile_scenario
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.solver import Deadline
from comity.agreements.wish import Wish
from comity.core.errors import shown

UNIT = 0.1
"""By how much an outside option is raised: this share of the party's ideal gain. Whole options
rarely answer to less; a tenth is also what a party might overstate."""


@dataclass(frozen=True)
class Standing:
    """What one party has, could have, and gets."""

    party: str
    outside: float
    """Points without a deal."""
    stands_on: Literal["status quo", "alternative", "nothing stated"]
    """Whether that is today's situation, or what it could have elsewhere."""
    ideal: float
    """Its best gain among packages that all accept."""
    ideal_exact: bool
    dependence: float
    """1 / (ideal gain + a thousandth of the largest), as the method has it: the less a deal can
    offer a party, the larger the number, and the easier it can walk away."""
    gain: float
    """In the Nash package."""
    share: float
    """Of the ideal gain."""


@dataclass(frozen=True)
class Response:
    """What happens to everybody when one party's outside option rises by one unit."""

    party: str
    unit: float
    """Points: by default a tenth of its ideal gain."""
    deal: bool
    """False: no package lets every party gain any more."""
    gains: Mapping[str, float]
    """Change of every party's Nash gain; for the party itself counted from its new outside."""
    points: Mapping[str, float]
    """Change of what every party has after the deal, in points."""
    same_package: bool | None
    """Whether the package stays as it is; None in the relaxed model."""
    method: Literal["solved", "relaxed"]


@dataclass(frozen=True)
class Power:
    """Standings and responses; for the broker's eyes only."""

    standings: tuple[Standing, ...]
    responses: tuple[Response, ...]
    prices: Mapping[str, float]
    """What one point more of outside option takes from the sum of log gains, by the dual prices of
    the relaxed model: a check on `responses`, and an order of who has most leverage."""

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


@dataclass(frozen=True)
class Fairness:
    """The Nash package under one set of weights."""

    name: str
    weights: Mapping[str, float]
    """By party; they sum to one."""
    found: Package

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        told = self.found.as_json()
        kept = ("status", "package", "payments", "gains", "ideal", "value", "bound", "gap")
        return {"name": self.name, "weights": dict(self.weights), **{k: told[k] for k in kept}}


def power(scenario: Scenario, wish: Wish | None = None, unit: float = UNIT) -> Power | None:
    """Outside options, dependence, and what one unit more of outside option does to everybody.

    `unit` is a share of each party's ideal gain. None where no package lets every party gain.
    """
    base = replace(wish or Wish(), concept="nash", scale="raw", alternatives=0)
    found = solve(scenario, base)
    if not found.package:
        return None
    programme = compile_scenario(scenario)
    weights = _weights(programme, base)
    least = np.array([found.least[p] for p in programme.parties])
    deadline = Deadline(base.time_limit)
    ground = _Relaxed(programme, least, weights, deadline)
    small = len(programme.parties) * len(programme.options) <= SMALL
    responses = []
    for party in programme.parties:
        raised = _raised(found, programme, party, unit)
        if small and deadline.left > 0:
            responses.append(_solved(raised, least, weights, deadline))
        else:
            responses.append(_relaxed(raised, least, weights, ground))
    prices = dict(zip(programme.parties, ground.prices.tolist(), strict=True))
    return Power(tuple(_standings(found)), tuple(responses), prices)


def alternatives(
    scenario: Scenario, weights: Mapping[str, Mapping[str, float]], wish: Wish | None = None
) -> tuple[Fairness, ...]:
    """Equal fairness, then that under each named set of weights, such as people or budgets.

    `weights` is name -> party -> weight (any numbers above zero, one for each party).
    """
    base = replace(wish or Wish(), concept="nash", weights={})
    sets = {"equal": {party.id: 1.0 for party in scenario.parties}, **weights}
    for name, given in sets.items():
        missing = [party.id for party in scenario.parties if party.id not in given]
        if missing:
            raise BadScenario(
                f"The weights {shown(name)!r} have none for {shown(', '.join(missing))}; "
                "give one for each party."
            )
        replace(base, weights=given).checked(scenario)
    told = []
    for name, given in sets.items():
        total = sum(given.values())
        found = solve(scenario, replace(base, weights=dict(given)))
        told.append(Fairness(name, {p: w / total for p, w in given.items()}, found))
    return tuple(told)


def _weights(programme: Programme, wish: Wish) -> Array:
    raw = np.array([wish.weights.get(p, 1.0) for p in programme.parties])
    return np.asarray(raw * (len(raw) / raw.sum()))


def _standings(found: Package) -> list[Standing]:
    scenario, largest = found.scenario, max(found.ideal.values())
    today = scenario.status_quo
    told = []
    for party in scenario.parties:
        own, ideal = party.reservation, found.ideal[party.id]
        basis: Literal["status quo", "alternative", "nothing stated"] = "status quo"
        if own is not None and own >= found.outside[party.id]:
            basis = "alternative"
        elif today is None:
            basis = "nothing stated"
        gain = found.gains[party.id]
        told.append(
            Standing(
                party=party.id,
                outside=found.outside[party.id],
                stands_on=basis,
                ideal=ideal,
                ideal_exact=found.ideal_exact,
                dependence=1.0 / (ideal + 1e-3 * largest),
                gain=gain,
                share=gain / ideal,
            )
        )
    return told


@dataclass(frozen=True, eq=False)
class _Raised:
    """The Nash package that there was, and the programme with one outside option raised."""

    found: Package
    before: Programme
    after: Programme
    party: str
    unit: float

    def response(
        self, gains: Array | None, same: bool | None, method: Literal["solved", "relaxed"]
    ) -> Response:
        """Told by party; no gains: no deal."""
        if gains is None:
            return Response(self.party, self.unit, False, {}, {}, None, method)
        names = self.before.parties
        points = gains + self.unit * (np.array(names) == self.party)
        by_party = [dict(zip(names, one.tolist(), strict=True)) for one in (gains, points)]
        return Response(self.party, self.unit, True, by_party[0], by_party[1], same, method)


def _raised(found: Package, programme: Programme, party: str, share: float) -> _Raised:
    row, outside = programme.parties.index(party), programme.outside.copy()
    unit = share * found.ideal[party]
    outside[row] += unit
    return _Raised(found, programme, replace(programme, outside=outside), party, unit)


def _solved(one: _Raised, least: Array, weights: Array, left: Deadline) -> Response:
    """The Nash package anew, from the old one, so that of equals the old one stays."""
    chosen = one.before.chosen(one.found.package)
    again = nash(
        one.after, least, weights, gap=one.found.wish.gap, deadline=left.share(0.5), start=chosen
    )
    if again.chosen is None:
        return one.response(None, None, "solved")
    gains = one.after.gains(again.chosen, again.money) - np.array(list(one.found.gains.values()))
    return one.response(gains, bool(np.array_equal(again.chosen, chosen)), "solved")


def _relaxed(one: _Raised, least: Array, weights: Array, ground: _Relaxed) -> Response:
    """The same step where packages can be mixed: a first approximation."""
    again = _Relaxed(one.after, least, weights, Deadline(5.0))
    gains = again.relaxed - ground.relaxed if again.possible and ground.possible else None
    return one.response(gains, None, "relaxed")


class _Relaxed(Search):
    """The relaxed Nash optimum: gains as if packages could be mixed, and the price of each gain."""

    def __init__(
        self, programme: Programme, least: Array, weights: Array, deadline: Deadline
    ) -> None:
        super().__init__(programme, least, weights, 1e-6, deadline, (), None)
        self.tangents = [
            (p, float(g)) for p in range(len(weights)) for g in np.geomspace(1e-3, 1.0, 25)
        ]
        self.possible = bool((programme.reach >= self.least).all()) and self._relax()
        self.relaxed, self.prices = np.zeros(len(weights)), np.zeros(len(weights))
        if self.possible:
            self._read()

    def _read(self) -> None:
        """Once more with every tangent that the first rounds found."""
        model, _ = self._model(whole=False)
        first = model.rows - len(self.tangents)
        answer = model.solve(30.0)
        point = answer.point[: model.gain_rows.shape[1]]
        self.relaxed = (model.gain_rows @ point - model.constant) * self.scale
        duals = model.duals()[first:]
        for (party, touch), dual in zip(self.tangents, duals, strict=True):
            self.prices[party] += abs(float(dual)) / touch / self.scale[party]
