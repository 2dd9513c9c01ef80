"""The most that each party could have, alone or among packages that every party can accept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.agreements.programme import Array, Programme
from comity.agreements.solver import Deadline, Model


@dataclass(frozen=True)
class Ideals:
    """Best gains (P,), in points: what was found, and what cannot be passed."""

    value: Array
    bound: Array
    possible: bool = True
    """False: no package at all leaves every party what it has without a deal."""

    @property
    def exact(self) -> bool:
        """Whether found and bound meet for every party."""
        if not np.isfinite(self.value).all():
            return False
        return bool(np.all(self.bound - self.value <= 1e-6 * np.maximum(1e-12, self.bound)))


def at_most(programme: Programme, deadline: Deadline) -> Ideals:
    """Bounds only, from the relaxed model: as quick as a linear programme a party."""
    model = Model(programme, _unit(programme), whole=False)
    model.require_gains(np.zeros(len(programme.parties)))
    bound = np.zeros(len(programme.parties))
    for party, reach in enumerate(programme.reach):
        model.aim(model.row_of_gain(party))
        answer = model.solve(max(deadline.left, 0.02))
        if answer.state == "infeasible":
            return Ideals(np.full(len(bound), -np.inf), np.full(len(bound), -np.inf), False)
        top = (answer.value - model.constant[party]) * model.scale[party]
        bound[party] = min(reach, top) if answer.state == "optimal" else reach
    return Ideals(np.full(len(bound), -np.inf), bound)


def acceptable(programme: Programme, deadline: Deadline, *, all_gain: bool = True) -> Ideals:
    """The best gain of each party over packages that leave no party worse off (the ideal point).

    With `all_gain` False over all packages that keep the constraints, whatever others have. Where
    the deadline stops a search, `value` is the best found and `bound` what is proven.
    """
    count = len(programme.parties)
    model = Model(programme, _unit(programme))
    if all_gain:
        slack = 0.0 if len(programme.paid_low) else 1e-9  # money would use it up
        model.require_gains(np.zeros(count) - slack)
    value, bound = np.full(count, -np.inf), np.full(count, np.inf)
    for party in range(count):
        model.aim(model.row_of_gain(party))
        answer = model.solve(max(deadline.left / (count - party), 0.02))
        if answer.state == "infeasible":
            return Ideals(value, value, False)
        scale, constant = model.scale[party], model.constant[party]
        bound[party] = min(programme.reach[party], (answer.bound - constant) * scale)
        if len(answer.point):
            chosen, money = model.chosen(answer.point), answer.point[model.money]
            value[party] = programme.gains(chosen, money)[party]
            if answer.state == "optimal":
                bound[party] = value[party]
    return Ideals(value, np.maximum(bound, value))


def _unit(programme: Programme) -> Array:
    """By what points are divided inside the solver: the reach, where there is one."""
    size = np.maximum(np.abs(programme.reach), np.abs(programme.outside))
    return np.where(programme.reach > 0, programme.reach, np.where(size > 0, size, 1.0))
