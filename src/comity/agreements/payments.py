"""Who pays whom how much, once everything else of a package is settled."""

from __future__ import annotations

import highspy
import numpy as np
from scipy.optimize import linprog

from comity.agreements.programme import Array, Programme
from comity.agreements.scenario import Scenario
from comity.agreements.solver import quiet_solver


def shared(programme: Programme, gains: Array, weights: Array, least: Array, scale: Array) -> Array:
    """(Z,): the payments that make the weighted sum of log gains largest, given gains without any.

    Tangents of the logarithm on a linear model, until they touch: exact to 1e-12 of the value.
    Where no payments reach `least` for all, those that come nearest to it.
    """
    count, people = len(programme.paid_low), len(gains)
    solver = quiet_solver()
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        solver.setOptionValue(name, 1e-10)
    low = np.concatenate([programme.paid_low, np.log(least / scale) - 60.0])
    high = np.concatenate([programme.paid_high, np.full(people, np.inf)])
    solver.addVars(count + people, low, high)
    where = np.arange(count + people, dtype=np.int32)
    cost = np.concatenate([np.zeros(count), weights])
    solver.changeColsCost(count + people, where, cost)
    if programme.pot.any():
        pot = np.flatnonzero(programme.pot).astype(np.int32)
        solver.addRow(-programme.overhead, -programme.overhead, len(pot), pot, np.ones(len(pot)))
    enough = _at_least(solver, programme, (least - gains) / scale, scale)
    points = [(p, g) for p in range(people) for g in np.geomspace(1e-6, 1.0, 13)]
    money = np.zeros(count)
    for _ in range(60):
        for party, point in points:
            row = np.concatenate([-programme.paid[party] / scale[party] / point, [1.0]])
            columns = np.append(np.arange(count), count + party).astype(np.int32)
            top = np.log(point) - 1.0 + gains[party] / scale[party] / point
            solver.addRow(-np.inf, top, len(columns), columns, row)
        solver.run()
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            for number in enough:
                solver.changeRowBounds(number, -np.inf, np.inf)
            solver.run()
        point = np.array(solver.getSolution().col_value)
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return money
        money = point[:count]
        now = np.maximum(gains + programme.paid @ money, 1e-9 * scale) / scale
        error = weights * (point[count:] - np.log(now))
        if error.max() < 1e-12:
            break
        points = [(int(p), float(now[p])) for p in np.flatnonzero(error > 1e-13)]
    return money


def _at_least(
    solver: highspy.Highs, programme: Programme, missing: Array, scale: Array
) -> list[int]:
    """Rows that make payments cover what each party misses (P,), scaled; their numbers."""
    first = solver.getNumRow()
    columns = np.arange(len(programme.paid_low), dtype=np.int32)
    for party, amount in enumerate(missing):
        worth = programme.paid[party] / scale[party]
        solver.addRow(amount, np.inf, len(columns), columns, worth)
    return list(range(first, first + len(missing)))


def evened(programme: Programme, values: Array, scale: Array, room: Array, start: Array) -> Array:
    """(Z,): the payments that raise the smallest of values / scale, then the next, and so on.

    `values` (P,) are without payments, `room` (P,) is what each party may lose by them. One linear
    programme a step: the smallest entry is made as large as possible, the parties that cannot rise
    above it are held there, and so on (a linear set is convex, so this is leximin). `start` is
    returned where a step cannot be solved.
    """
    held: list[tuple[int, float]] = []
    money = start
    for _ in range(len(values)):
        found = _level(programme, values, scale, room, held)
        if found is None:
            return money
        money, level, stuck = found
        held += [(party, level) for party in stuck]
        if len(held) >= len(values):
            break
    return money


def _level(
    programme: Programme,
    values: Array,
    scale: Array,
    room: Array,
    held: list[tuple[int, float]],
) -> tuple[Array, float, list[int]] | None:
    """The largest common floor of those not held, the payments for it, and who cannot pass it."""
    count, fixed = len(programme.paid_low), {party for party, _ in held}
    cost = np.append(np.zeros(count), -1.0)
    floors = [(p, None) for p in range(len(values)) if p not in fixed]
    amounts, bounds = [], []
    for party, level in [*floors, *held]:
        amounts.append(
            np.append(-programme.paid[party] / scale[party], 1.0 if level is None else 0.0)
        )
        bounds.append(values[party] / scale[party] - (0.0 if level is None else level - 1e-10))
    for party, most in enumerate(room):
        amounts.append(np.append(-programme.paid[party] / scale[party], 0.0))
        bounds.append(most / scale[party])
    pot = np.append(programme.pot.astype(float), 0.0)[None, :] if programme.pot.any() else None
    answer = linprog(
        cost, A_ub=np.array(amounts), b_ub=np.array(bounds), A_eq=pot,
        b_eq=None if pot is None else [-programme.overhead],
        bounds=[*zip(programme.paid_low, programme.paid_high, strict=True), (None, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if answer.status != 0:
        return None
    prices = -np.asarray(answer.ineqlin.marginals)[: len(floors)]
    stuck = [party for (party, _), price in zip(floors, prices, strict=True) if price > 1e-9]
    if not stuck:
        stuck = [party for party, _ in floors]
    return np.asarray(answer.x[:count]), float(answer.x[count]), stuck


def settled(scenario: Scenario, money: Array) -> list[tuple[str, str, float, str]]:
    """(payer, receiver, amount, purpose): the pot with the fewest transfers, then the funds.

    The pot is settled greedily between who owes most and who is owed most. Where some is lost on
    the way, what the payers still owe then is the loss: rows without a receiver ("").
    """
    pot = list(scenario.payments.limits) or (
        [p.id for p in scenario.parties] if scenario.payments.unlimited else []
    )
    size = float(np.abs(money).max(initial=0.0))
    owed = {party: float(amount) for party, amount in zip(pot, money[: len(pot)], strict=True)}
    told = []
    while size > 0:
        payer = min(owed, key=lambda p: owed[p], default="")
        receiver = max(owed, key=lambda p: owed[p], default="")
        if not payer or owed[receiver] <= 1e-9 * size or owed[payer] >= -1e-9 * size:
            break
        amount = min(-owed[payer], owed[receiver])
        told.append((payer, receiver, amount, ""))
        owed[payer] += amount
        owed[receiver] -= amount
    lost = scenario.payments.overhead
    if lost > 0:
        told += [(p, "", -left, "") for p, left in owed.items() if left < -1e-6 * lost]
    for fund, amount in zip(scenario.payments.funds, money[len(pot) :], strict=True):
        if amount > 1e-9 * max(size, 1e-300):
            told.append((fund.payer, fund.receiver, float(amount), fund.purpose))
    return told
