"""Changes that could make a deal possible, each found as small as one model can make it.

The limit of a constraint may move or the constraint be given up, money may be paid, the least gain
asked for may be lowered, a party may expect less of having no deal. What is found here has still to
be solved (`relief.py`). An option that the human-rights floor rules out is never brought back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from comity.agreements.conflicts import Rule, widths, without
from comity.agreements.ideals import acceptable
from comity.agreements.payments import settled
from comity.agreements.programme import Array, Programme, compile_scenario
from comity.agreements.scenario import Linear, Scenario
from comity.agreements.solver import Answer, Deadline, Model
from comity.agreements.wish import SHARE, Wish

LIMITS = ("at_least", "at_most", "budget", "cap", "parity", "linear")
"""Kinds whose bound is a number that somebody may move; of the others the whole is dropped."""

Kind = Literal["limit", "drop", "payment", "least", "outside"]


@dataclass(frozen=True)
class Change:
    """One thing that would be otherwise."""

    kind: Kind
    """limit: a constraint's bound moves; drop: a constraint is given up; payment: money is paid;
    least: a smaller gain is asked for everybody; outside: a party's outside option is lower."""
    constraint: str | None = None
    """Label of the constraint (limit, drop)."""
    party: str | None = None
    """Whose outside option it is, or whose constraint; of a payment who pays."""
    receiver: str | None = None
    """Who is paid; empty where the money is lost on the way."""
    before: float | None = None
    after: float | None = None
    """limit: the bound; outside: points; least: points on the scale, or a share of the ideal gain
    (0.01 is 1 %); payment: the amount, before that 0."""
    unit: str = ""
    """Of before and after: the constraint's, that of money, "points" or "share"."""


@dataclass(frozen=True)
class Trial:
    """A changed scenario, what changed in it, and how much: the smallest is put first.

    Where the change is itself a part of the deal (payments), its package and the gains (P,) that
    it leaves, computed from the package and the payments as they are told.
    """

    scenario: Scenario
    wish: Wish
    changes: tuple[Change, ...]
    size: float
    package: dict[str, str] | None = None
    gains: Array | None = None


def movable(rule: Rule) -> bool:
    """Whether a constraint has one bound that can move."""
    return rule.kind in LIMITS and len(rule.rows) == 1


def limit_moved(
    scenario: Scenario, programme: Programme, wish: Wish, rule: Rule, need: Array, seconds: float
) -> Trial | None:
    """The bound of a constraint moved no further than each party's need (P,) asks for."""
    row = rule.rows[0]
    model = Model(without(programme, [row]), widths(programme))
    model.require_gains(need / model.scale)
    more = _slack(model, programme, row)
    cost = np.zeros(model.columns)
    cost[more] = 1.0
    answer = _cheapest(model, cost, seconds)
    if answer is None:
        return None
    total = float(programme.rows[row][model.chosen(answer.point)].sum())
    moved = _moved(scenario.constraints[row], total)
    if moved is None:
        return None
    changed, change = moved
    size = abs((change.after or 0.0) - (change.before or 0.0)) / _size(programme, row)
    return Trial(_replaced(scenario, rule, [changed]), wish, (change,), size)


def dropped(scenario: Scenario, wish: Wish, rule: Rule) -> Trial:
    """The scenario without one of its constraints."""
    change = Change("drop", rule.label, rule.party, unit=rule.unit)
    return Trial(_replaced(scenario, rule, []), wish, (change,), np.inf)


def paid(scenario: Scenario, wish: Wish, need: Array, seconds: float) -> Trial | None:
    """As little money as will do, beyond what the scenario allows already."""
    now = scenario.payments
    free = replace(scenario, payments=replace(now, unlimited=True, limits={}))
    programme = compile_scenario(free)
    count, party = len(need), np.arange(len(need))
    model = Model(programme, widths(compile_scenario(scenario)))
    model.require_gains(need / model.scale)
    given = np.array([now.limits.get(p, 0.0) for p in programme.parties])
    extra = model.add_columns(np.zeros(count), np.full(count, np.inf))
    rows = np.zeros((2 * count, model.columns))
    for sign, start in ((1.0, 0), (-1.0, count)):  # extra >= |money| - what is allowed
        rows[start + party, model.money.start + party] = sign
        rows[start + party, extra.start + party] = -1.0
    model.add_rows(rows, np.full(2 * count, -np.inf), np.tile(given, 2))
    cost = np.zeros(model.columns)
    cost[extra] = 1.0 / float(model.scale.max())
    answer = _cheapest(model, cost, seconds)
    if answer is None:
        return None
    chosen, money = model.chosen(answer.point), answer.point[model.money]
    if not programme.obeys(chosen):
        return None
    wide = np.maximum(np.abs(money[:count]) * (1 + 1e-7), given)
    limits = {p: float(w) for p, w in zip(programme.parties, wide, strict=True) if w > 0}
    told = settled(free, money)
    units = {(fund.payer, fund.receiver, fund.purpose): fund.unit for fund in now.funds}
    changes = tuple(
        Change("payment", None, payer, receiver, 0.0, amount,
               units.get((payer, receiver, purpose)) or now.unit)
        for payer, receiver, amount, purpose in told
    )  # fmt: skip
    gains = programme.gains(chosen)
    for payer, receiver, amount, _ in told:
        for name, sign in ((payer, -1.0), (receiver, 1.0)):
            if name:
                row = programme.parties.index(name)
                gains[row] += sign * amount * scenario.parties[row].money
    changed = replace(scenario, payments=replace(now, limits=limits))
    return Trial(changed, wish, changes, 0.0, programme.package(chosen), gains)


def least_lowered(
    scenario: Scenario, programme: Programme, wish: Wish, deadline: Deadline
) -> Trial | None:
    """The largest least gain that everyone can have, where it is more than nothing."""
    amount, share = wish.least_share()
    per = unit_of_least(programme, wish, deadline.share(0.5))
    if per is None:
        return None
    model = Model(programme, widths(programme))
    model.require_gains(np.full(len(per), 1e-6))
    level = model.add_columns(np.zeros(1), np.full(1, np.inf))
    rows = np.zeros((len(per), model.columns))
    rows[:, : model.gain_rows.shape[1]] = model.gain_rows
    rows[:, level] = -(per / model.scale)[:, None]
    model.add_rows(rows, model.constant, np.full(len(per), np.inf))
    cost = np.zeros(model.columns)
    cost[level] = -1.0
    answer = _cheapest(model, cost, deadline.left)
    if answer is None:
        return None
    gains = programme.gains(model.chosen(answer.point), answer.point[model.money])
    most = _rounded_down(float((gains / per).min()))
    if not 0 < most < amount:
        return None
    change = Change("least", before=amount, after=most, unit="share" if share else "points")
    eps = f"{100 * most:.10g}%" if share else most
    return Trial(scenario, replace(wish, eps=eps), (change,), 0.0)


def expecting_less(
    scenario: Scenario, programme: Programme, wish: Wish, party: int, need: Array, seconds: float
) -> Trial | None:
    """One party's outside option lowered until the others can gain; its own, not today's."""
    one, before = scenario.parties[party], float(programme.outside[party])
    floor = lowest(scenario, programme)[party]
    others = need.copy()
    others[party] = -np.inf
    model = Model(programme, widths(programme))
    model.require_gains(others / model.scale)
    answer = _cheapest(model, -model.row_of_gain(party), seconds) if floor < before else None
    if answer is None:
        return None
    own = programme.utilities(model.chosen(answer.point), answer.point[model.money])[party]
    after = float(own - need[party] - 1e-9 * model.scale[party])
    if not floor <= after < before:
        return None
    change = Change("outside", party=one.id, before=before, after=after, unit="points")
    size = (before - after) / float(model.scale[party])
    return Trial(scenario.with_reservation(one.id, after), wish, (change,), size)


def together(
    scenario: Scenario, programme: Programme, wish: Wish, written: tuple[Rule, ...],
    need: Array, seconds: float,
) -> Trial | None:  # fmt: skip
    """The least of several changes at once: limits moved, and outside options lowered."""
    rules = [rule for rule in written if movable(rule)]
    model = Model(without(programme, [rule.rows[0] for rule in rules]), widths(programme))
    room = (programme.outside - lowest(scenario, programme)) / model.scale
    short = model.add_columns(np.zeros(len(need)), room)
    more = [_slack(model, programme, rule.rows[0]) for rule in rules]
    rows = np.zeros((len(need), model.columns))
    rows[:, : model.gain_rows.shape[1]] = model.gain_rows
    rows[:, short] = np.eye(len(need))
    model.add_rows(rows, need / model.scale + model.constant, np.full(len(need), np.inf))
    cost = np.zeros(model.columns)
    cost[short] = 1.0
    for column in more:
        cost[column] = 1.0
    answer = _cheapest(model, cost, seconds)
    if answer is None:
        return None
    chosen, changed = model.chosen(answer.point), scenario
    changes: list[Change] = []
    for rule in reversed(rules):  # from behind, so that the numbers of rows stay
        total = float(programme.rows[rule.rows[0]][chosen].sum())
        moved = _moved(scenario.constraints[rule.rows[0]], total)
        if moved is not None:
            changed = _replaced(changed, rule, [moved[0]])
            changes.insert(0, moved[1])
    lacking = need - programme.gains(chosen, answer.point[model.money])
    for p in np.flatnonzero(lacking > 1e-9 * model.scale):
        before, name = float(programme.outside[p]), programme.parties[p]
        after = before - float(lacking[p] + 1e-9 * model.scale[p])
        changed = changed.with_reservation(name, after)
        changes.append(Change("outside", party=name, before=before, after=after, unit="points"))
    return Trial(changed, wish, tuple(changes), float(answer.value))


def unit_of_least(programme: Programme, wish: Wish, deadline: Deadline) -> Array | None:
    """(P,): points of one unit of the least gain, as the wish counts it; None: none can be."""
    _, share = wish.least_share()
    by_ideal = share or wish.concept == "kalai-smorodinsky" or wish.scale == "ideal"
    if not by_ideal and wish.scale == "raw":
        return np.ones(len(programme.parties))
    best = acceptable(programme, deadline, all_gain=by_ideal)
    known = np.where(np.isfinite(best.value), best.value, best.bound)
    return known if best.possible and bool((known > 0).all()) else None


def visible(programme: Programme, wish: Wish, need: Array) -> Array:
    """Needs (P,) that show: a change that can be of any size is not made to end in a gain of zero.

    Where the least gain is a share of the ideal, that share (1 % at most) of what each party could
    win or lose.
    """
    amount, share = wish.least_share()
    part = min(amount, SHARE) if share else 0.0
    return np.maximum(need, part * widths(programme))


def lowest(scenario: Scenario, programme: Programme) -> Array:
    """(P,): below which no outside option can fall: what today gives; itself, where it is today."""
    today = programme.status_quo
    stated = np.array([p.reservation is not None for p in scenario.parties])
    if today is None:
        return np.where(stated, -1e6 * widths(programme), programme.outside)
    return np.minimum(programme.utilities(today), programme.outside)


def _slack(model: Model, programme: Programme, row: int) -> slice:
    """A column that lets a row give way, in units of the row's size."""
    size, amounts = _size(programme, row), programme.rows[row]
    more = model.add_columns(np.zeros(1), np.full(1, np.inf))
    rows = np.zeros((2, model.columns))
    rows[:, : len(amounts)] = amounts / size
    rows[0, more], rows[1, more] = -1.0, 1.0
    low = np.array([-np.inf, programme.low[row] / size])
    model.add_rows(rows, low, np.array([programme.high[row] / size, np.inf]))
    return more


def _size(programme: Programme, row: int) -> float:
    return float(np.abs(programme.rows[row]).max(initial=0.0)) or 1.0


def _moved(row: Linear, total: float) -> tuple[Linear, Change] | None:
    """A row whose bound reaches this total, and the change; None where it did so before."""
    slack = 1e-9 * max(1.0, max((abs(v) for v in row.amounts.values()), default=0.0))
    if row.low - slack <= total <= row.high + slack:
        return None
    told: dict[str, Any] = {"constraint": str(row.label), "party": row.party, "unit": row.unit}
    if row.low == -row.high:  # as far apart one way as the other
        both = replace(row, low=-abs(total), high=abs(total), form=None)
        return both, Change("limit", before=row.high, after=abs(total), **told)
    if total > row.high:
        change = Change("limit", before=row.high, after=total, **told)
        return replace(row, high=total, form=None), change
    return replace(row, low=total, form=None), Change("limit", before=row.low, after=total, **told)


def _replaced(scenario: Scenario, rule: Rule, rows: list[Linear]) -> Scenario:
    kept, first, last = scenario.constraints, rule.rows[0], rule.rows[-1] + 1
    return replace(scenario, constraints=(*kept[:first], *rows, *kept[last:]))


def _cheapest(model: Model, cost: Array, seconds: float) -> Answer | None:
    model.aim(-cost)
    answer = model.solve(max(seconds, 0.2))
    return answer if len(answer.point) else None


def _rounded_down(value: float) -> float:
    """Five digits, and never more than the value."""
    near = float(f"{value:.5g}")
    return near if near <= value else float(f"{value * (1 - 1e-5):.5g}")
