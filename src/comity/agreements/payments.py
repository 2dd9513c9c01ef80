"""Who pays whom how much, once everything else of a package is settled."""

from __future__ import annotations

import highspy
import numpy as np

from comity.agreements.programme import Array, Programme


def shared(
    programme: Programme, gains: Array, weights: Array, least: Array, scale: Array
) -> Array:
    """(Z,): the payments that make the weighted sum of log gains largest, given gains without any.

    Tangents of the logarithm on a linear model, until they touch: exact to 1e-12 of the value.
    Where no payments reach `least` for all, those that come nearest to it.
    """
    count, people = len(programme.paid_low), len(gains)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        solver.setOptionValue(name, 1e-10)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    low = np.concatenate([programme.paid_low, np.log(least / scale) - 60.0])
    high = np.concatenate([programme.paid_high, np.full(people, np.inf)])
    solver.addVars(count + people, low, high)
    where = np.arange(count + people, dtype=np.int32)
    cost = np.concatenate([np.zeros(count), weights])
    solver.changeColsCost(count + people, where, cost)
    if programme.pot.any():
        pot = np.flatnonzero(programme.pot).astype(np.int32)
        solver.addRow(-programme.overhead, -programme.overhead, len(pot), pot, np.ones(len(pot)))
    points = [(p, g) for p in range(people) for g in np.geomspace(1e-6, 1.0, 13)]
    money = np.zeros(count)
    for _ in range(60):
        for party, point in points:
            row = np.concatenate([-programme.paid[party] / scale[party] / point, [1.0]])
            columns = np.append(np.arange(count), count + party).astype(np.int32)
            top = np.log(point) - 1.0 + gains[party] / scale[party] / point
            solver.addRow(-np.inf, top, len(columns), columns, row)
        solver.run()
        point = np.array(solver.getSolution().col_value)
        if len(point) != count + people or solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return money
        money = point[:count]
        now = np.maximum(gains + programme.paid @ money, 1e-9 * scale) / scale
        error = weights * (point[count:] - np.log(now))
        if error.max() < 1e-12:
            break
        points = [(int(p), float(now[p])) for p in np.flatnonzero(error > 1e-13)]
    return money
