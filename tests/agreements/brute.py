"""Every package of a small scenario, one after the other: slow, plain, and sharing no code with us.

Utilities are added up from the scenario's own words; payments, where there are any, are found for
each package with SciPy. What comes out is what the engine must say.
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog, minimize

from comity.agreements.scenario import (
    Choice,
    Fund,
    Interaction,
    Issue,
    Linear,
    Option,
    Party,
    Payments,
    Scenario,
)
from comity.agreements.wish import CONCEPTS, SCALES, Wish

TINY = 1e-7


@dataclass
class Deal:
    """One admissible package, with what each party gains before money changes hands."""

    package: dict[str, str]
    gains: np.ndarray
    money: np.ndarray = field(default_factory=lambda: np.zeros(0))


def utility(scenario: Scenario, party: str, package: dict[str, str]) -> float:
    """Points of one party, straight from the scenario."""
    own = scenario.points.get(party, {})
    total = sum(own.get(issue, {}).get(option, 0.0) for issue, option in package.items())
    for one in scenario.interactions:
        if one.party == party and all(package[c.issue] in c.options for c in one.all_of):
            total += one.value
    return total


def outside(scenario: Scenario) -> np.ndarray:
    """What each party has without a deal."""
    today = scenario.status_quo
    told = []
    for party in scenario.parties:
        known = [] if party.reservation is None else [party.reservation]
        known += [] if today is None else [utility(scenario, party.id, today)]
        told.append(max(known, default=0.0))
    return np.array(told)


def keeps(scenario: Scenario, package: dict[str, str]) -> bool:
    """Whether a package is admissible and within every constraint."""
    if any(scenario.issue(i).option(o).inadmissible for i, o in package.items()):
        return False
    for row in scenario.constraints:
        total = sum(row.amounts.get(pair, 0.0) for pair in package.items())
        if not row.low - TINY <= total <= row.high + TINY:
            return False
    return True


def packages(scenario: Scenario) -> Iterator[dict[str, str]]:
    """All of them, also those that nobody may choose."""
    names = [issue.id for issue in scenario.issues]
    for options in itertools.product(*([o.id for o in i.options] for i in scenario.issues)):
        yield dict(zip(names, options, strict=True))


def deals(scenario: Scenario) -> list[Deal]:
    """Every package that may be chosen."""
    base = outside(scenario)
    return [
        Deal(package, np.array([utility(scenario, p.id, package) for p in scenario.parties]) - base)
        for package in packages(scenario)
        if keeps(scenario, package)
    ]


def sorted_best(vectors: list[np.ndarray]) -> np.ndarray | None:
    """The lexicographically largest of the vectors, each sorted from below."""
    ordered = [tuple(np.round(np.sort(v), 7)) for v in vectors]
    return np.array(max(ordered)) if ordered else None


def efficient(gains: np.ndarray, others: list[np.ndarray]) -> bool:
    """Whether no other vector is above somewhere and below nowhere."""
    return not any((o >= gains - TINY).all() and (o > gains + 1e-5).any() for o in others)


# --- payments -----------------------------------------------------------------------------------


class Money:
    """What payments can do: gains move by `worth @ t`, with t in a box, and the pot balanced."""

    def __init__(self, scenario: Scenario) -> None:
        payments, index = scenario.payments, {p.id: n for n, p in enumerate(scenario.parties)}
        limits = dict(payments.limits)
        if payments.unlimited:
            limits = {p.id: 1e4 for p in scenario.parties}
        count = len(limits) + len(payments.funds) + 1  # the last one is worth nothing to anybody
        self.worth = np.zeros((len(index), count))
        self.box: list[tuple[float, float]] = []
        for column, (party, limit) in enumerate(limits.items()):
            self.worth[index[party], column] = scenario.party(party).money
            self.box.append((-limit, limit))
        for column, fund in enumerate(payments.funds, len(limits)):
            self.worth[index[fund.payer], column] = -scenario.party(fund.payer).money
            self.worth[index[fund.receiver], column] = scenario.party(fund.receiver).money
            self.box.append((0.0, fund.limit))
        self.box.append((0.0, 0.0))
        self.pot = np.array([[1.0] * len(limits) + [0.0] * (len(payments.funds) + 1)])
        self.lost = [-payments.overhead] if limits else None
        self.pot = self.pot if limits else None

    def most(self, gains: np.ndarray, aim: np.ndarray, least: np.ndarray) -> np.ndarray | None:
        """Gains with the payments that make aim @ gains largest while each has `least`."""
        answer = linprog(
            -(aim @ self.worth), A_ub=-self.worth, b_ub=gains - least, A_eq=self.pot,
            b_eq=self.lost, bounds=self.box, method="highs",
        )  # fmt: skip
        return gains + self.worth @ answer.x if answer.status == 0 else None

    def product(self, gains: np.ndarray, weights: np.ndarray, least: np.ndarray) -> float:
        """The largest weighted sum of log gains, by a general convex solver."""
        start = self._inside(gains, least)
        if start is None:
            return -np.inf

        def minus(t: np.ndarray) -> float:
            return -float(weights @ np.log(np.maximum(gains + self.worth @ t, 1e-12)))

        def slope(t: np.ndarray) -> np.ndarray:
            return -(weights / np.maximum(gains + self.worth @ t, 1e-12)) @ self.worth

        rules = [
            {
                "type": "ineq",
                "fun": lambda t: gains + self.worth @ t - least,
                "jac": lambda t: self.worth,
            }
        ]
        if self.pot is not None:
            rules.append(
                {
                    "type": "eq",
                    "fun": lambda t: self.pot @ t - self.lost,
                    "jac": lambda t: self.pot,
                }
            )
        answer = minimize(
            minus, start, jac=slope, bounds=self.box, constraints=rules, method="SLSQP",
            options={"ftol": 1e-13, "maxiter": 500},
        )  # fmt: skip
        return max(-answer.fun if answer.success else -np.inf, -minus(start))

    def _inside(self, gains: np.ndarray, least: np.ndarray) -> np.ndarray | None:
        """Payments that leave the smallest surplus over `least` as large as can be."""
        count = self.worth.shape[1]
        answer = linprog(
            np.append(np.zeros(count), -1.0),
            A_ub=np.hstack([-self.worth, np.ones((len(gains), 1))]), b_ub=gains - least,
            A_eq=None if self.pot is None else np.append(self.pot, [[0.0]], axis=1),
            b_eq=self.lost, bounds=[*self.box, (None, None)], method="highs",
        )  # fmt: skip
        if answer.status != 0 or answer.x[-1] < -1e-9:
            return None
        return answer.x[:-1]

    def leximin(
        self, values: np.ndarray, scale: np.ndarray, gains: np.ndarray, least: np.ndarray
    ) -> np.ndarray | None:
        """The sorted vector of (values + payments) / scale, by sums of the k smallest."""
        count, people = self.worth.shape[1], len(values)
        worth, held, sums = self.worth / scale[:, None], [], []
        for k in range(1, people + 1):
            # columns: payments, then (r, d_1..d_P) for each k so far
            width = count + k * (1 + people)
            rows, right = [], []
            for step in range(k):
                at = count + step * (1 + people)
                for p in range(people):
                    row = np.zeros(width)
                    row[:count], row[at], row[at + 1 + p] = -worth[p], 1.0, -1.0
                    rows.append(row)
                    right.append(values[p] / scale[p])
            for step, reached in enumerate(held):
                row = np.zeros(width)
                at = count + step * (1 + people)
                row[at], row[at + 1 : at + 1 + people] = -(step + 1.0), 1.0
                rows.append(row)
                right.append(-reached + 1e-9)
            for p in range(people):
                row = np.zeros(width)
                row[:count] = -self.worth[p]
                rows.append(row)
                right.append(gains[p] - least[p])
            cost = np.zeros(width)
            at = count + (k - 1) * (1 + people)
            cost[at], cost[at + 1 : at + 1 + people] = -k, 1.0
            pot = None
            if self.pot is not None:
                pot = np.zeros((1, width))
                pot[:, :count] = self.pot
            free = [*self.box, *(k * [(None, None), *people * [(0, None)]])]
            answer = linprog(
                cost, A_ub=np.array(rows), b_ub=right, A_eq=pot, b_eq=self.lost, bounds=free,
                method="highs",
            )  # fmt: skip
            if answer.status != 0:
                return None
            held.append(-answer.fun)
            sums.append(-answer.fun)
        return np.diff([0.0, *sums])


# --- scenarios to try ---------------------------------------------------------------------------

wishes = st.builds(
    Wish,
    concept=st.sampled_from(CONCEPTS),
    scale=st.sampled_from(SCALES),
    eps=st.sampled_from([None, None, 0.5, 2.0, "10%", "40%"]),
    alternatives=st.just(0),
)
points = st.integers(-12, 20).map(float)
KINDS = (
    "implication", "exclusion", "at_least", "at_most", "budget", "parity", "reciprocity", "balance",
)  # fmt: skip


@st.composite
def scenarios(
    draw: Callable, *, parties: tuple[int, int] = (1, 4), issues: tuple[int, int] = (1, 4),
    constrained: bool = True, paid: bool = False, generous: bool = True,
) -> Scenario:  # fmt: skip
    """A small negotiation: interactions of both signs, floors, constraints of every form."""
    people = [f"p{n}" for n in range(draw(st.integers(*parties)))]
    sizes = draw(st.lists(st.integers(1, 4), min_size=issues[0], max_size=issues[1]))
    table = {
        p: {f"i{n}": {f"o{k}": draw(points) for k in range(size)} for n, size in enumerate(sizes)}
        for p in people
    }
    with_quo = draw(st.booleans())
    listed = []
    for n, size in enumerate(sizes):
        barred = draw(st.integers(0, 3 * size)) if size > 1 else size
        listed.append(
            Issue(
                f"i{n}", f"issue {n}",
                tuple(
                    Option(f"o{k}", f"option {k}", inadmissible="the floor" if k == barred else "")
                    for k in range(size)
                ),
                status_quo=f"o{draw(st.integers(0, size - 1))}" if with_quo else None,
            )
        )  # fmt: skip
    low = -25 if generous else -5
    reserved = st.one_of(st.none(), st.integers(low, 4).map(float))
    money = st.sampled_from([1.0, 1.0, 0.5, 2.0]) if paid else st.just(1.0)
    scenario = Scenario(
        "tiny", "tiny",
        tuple(Party(p, p, draw(reserved), money=draw(money)) for p in people),
        tuple(listed), table,
        interactions=tuple(draw(st.lists(_interactions(people, sizes), max_size=3))),
        constraints=tuple(
            replace(row, label=f"{row.kind} {n}")
            for n, row in enumerate(draw(st.lists(_rows(sizes), max_size=2 if constrained else 0)))
        ),
    )  # fmt: skip
    if not paid:
        return scenario
    return replace(scenario, payments=draw(_payments(people)))


def _choice(sizes: list[int]) -> st.SearchStrategy[Choice]:
    def of(n: int) -> st.SearchStrategy[Choice]:
        options = st.frozensets(st.integers(0, sizes[n] - 1).map("o{}".format), min_size=1)
        return options.map(lambda chosen: Choice(f"i{n}", chosen))

    return st.integers(0, len(sizes) - 1).flatmap(of)


def _interactions(people: list[str], sizes: list[int]) -> st.SearchStrategy[Interaction]:
    conditions = st.lists(_choice(sizes), min_size=1, max_size=3, unique_by=lambda c: c.issue)
    return st.builds(
        Interaction, st.sampled_from(people), points, conditions.map(tuple)
    )  # fmt: skip


@st.composite
def _rows(draw: Callable, sizes: list[int]) -> Linear:
    kind = draw(st.sampled_from(KINDS))
    one, other = draw(_choice(sizes)), draw(_choice(sizes))
    first = {(one.issue, o): 1.0 for o in one.options}
    second = {(other.issue, o): 1.0 for o in other.options}

    def both(a: float, b: float) -> dict[tuple[str, str], float]:
        total: dict[tuple[str, str], float] = {}
        for side, times in ((first, a), (second, b)):
            for pair in side:
                total[pair] = total.get(pair, 0.0) + times
        return total

    if kind in ("implication", "reciprocity"):
        return Linear(kind, kind, both(1, -1), high=0.0)
    if kind == "exclusion":
        return Linear(kind, kind, both(1, 1), high=1.0)
    if kind == "at_least":
        return Linear(kind, kind, both(1, 1), low=1.0)
    amounts = {
        (f"i{n}", f"o{k}"): float(draw(st.integers(0, 9)))
        for n, size in enumerate(sizes) for k in range(size)
    }  # fmt: skip
    if kind in ("at_most", "budget"):
        return Linear(kind, kind, amounts, high=float(draw(st.integers(2, 25))))
    width = float(draw(st.integers(0, 9)))
    signed = {pair: amount * (-1) ** n for n, (pair, amount) in enumerate(amounts.items())}
    return Linear(kind, kind, signed, low=-width, high=width)


@st.composite
def _payments(draw: Callable, people: list[str]) -> Payments:
    kind = draw(st.sampled_from(["pot", "funds", "unlimited", "both"]))
    limits = {p: float(draw(st.integers(0, 15))) for p in people if kind in ("pot", "both")}
    overhead = float(draw(st.integers(0, 2))) if limits else 0.0
    funds = ()
    if kind in ("funds", "both") and len(people) > 1:
        pairs = [
            Fund(a, b, float(draw(st.integers(0, 15))))
            for a, b in itertools.permutations(people, 2)
        ]
        funds = tuple(draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True)))
    return Payments(limits, overhead, funds, unlimited=kind == "unlimited")


# --- what the engine must say -------------------------------------------------------------------


@dataclass
class Truth:
    """The right answer to a wish, by enumeration; `best` is a sum, or a vector from below."""

    ideal: np.ndarray
    scale: np.ndarray
    least: np.ndarray
    best: float | np.ndarray
    count: int
    """How many packages leave each party its least gain."""


def truth(scenario: Scenario, wish: Wish) -> Truth | None:
    """None: no package lets every party gain as much as was asked for."""
    money, people, found = Money(scenario), len(scenario.parties), deals(scenario)
    nothing, anything = np.zeros(people), np.full(people, -1e6)

    def most(party: int, least: np.ndarray) -> float:
        aim = np.eye(people)[party]
        reached = [money.most(deal.gains, aim, least) for deal in found]
        return max((gains[party] for gains in reached if gains is not None), default=-np.inf)

    ideal = np.array([most(party, nothing) for party in range(people)])
    if (ideal <= TINY).any():
        return None
    scale = np.ones(people)
    if wish.concept == "kalai-smorodinsky" or wish.scale == "ideal":
        scale = ideal
    elif wish.scale == "range":
        scale = np.array([most(party, anything) for party in range(people)])
    amount, share = wish.least_share()
    least = amount * (ideal if share else scale)
    strict = np.maximum(least, 1e-4) if wish.concept == "nash" else least
    kept = [d for d in found if money.most(d.gains, np.ones(people), strict) is not None]
    if not kept:
        return None
    weights = np.array([wish.weights.get(p.id, 1.0) for p in scenario.parties])
    weights *= people / weights.sum()
    best: float | np.ndarray | None
    if wish.concept == "nash":
        best = max(money.product(deal.gains, weights, strict) for deal in kept)
    elif wish.concept == "utilitarian":
        paid = [money.most(deal.gains, weights / scale, least) for deal in kept]
        best = max(float(weights @ (gains / scale)) for gains in paid if gains is not None)
    else:
        origin = ideal if wish.concept == "minimal-regret" else nothing
        ladders = [money.leximin(d.gains - origin, scale, d.gains, least) for d in kept]
        best = sorted_best([one for one in ladders if one is not None])
    assert best is not None
    return Truth(ideal, scale, least, best, len(kept))


def valued(wish: Wish, right: Truth, gains: np.ndarray, weights: np.ndarray) -> float | np.ndarray:
    """What a concept says a vector of gains is worth, to hold against `Truth.best`."""
    weights = weights * (len(gains) / weights.sum())
    if wish.concept == "nash":
        return float(weights @ np.log(gains))
    if wish.concept == "utilitarian":
        return float(weights @ (gains / right.scale))
    origin = right.ideal if wish.concept == "minimal-regret" else 0.0
    return np.sort((gains - origin) / right.scale)
