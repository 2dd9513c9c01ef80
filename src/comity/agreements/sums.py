"""Packages by one sum: the largest total of gains, and proof that nobody could gain for free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.agreements.nash import Found
from comity.agreements.programme import Array, Chosen, Programme
from comity.agreements.solver import Deadline, Model


def utilitarian(
    programme: Programme,
    least: Array,
    scale: Array,
    weights: Array,
    *,
    gap: float,
    deadline: Deadline,
    without: tuple[Chosen, ...] = (),
    start: Chosen | None = None,
) -> Found:
    """Maximise sum of weights * gains / scale over packages that leave each party `least`."""
    unit = np.maximum(np.abs(programme.reach), 1e-12)
    model = Model(programme, unit)
    model.require_gains(least / unit - 1e-9)
    for chosen in without:
        model.forbid(chosen)
    share = weights * unit / scale
    size = float(np.abs(share).sum())
    model.aim((share / size) @ model.gain_rows)
    if start is not None:
        model.suggest(model.point_of(start, np.zeros(len(programme.paid_low))))
    answer = model.solve(deadline.left, gap / size / 2)
    constant = float(share @ model.constant)
    none = np.zeros(len(programme.paid_low))
    if answer.state == "infeasible":
        return Found(None, none, -np.inf, -np.inf, "infeasible", 1)
    bound = answer.bound * size - constant
    if not len(answer.point):
        return Found(None, none, -np.inf, bound, "unknown", 1)
    chosen, money = model.chosen(answer.point), answer.point[model.money]
    value = float(weights @ (programme.gains(chosen, money) / scale))
    proven = bound - value <= max(gap, 1e-9 * size)
    return Found(chosen, money, value, max(bound, value), "optimal" if proven else "bounded", 1)


@dataclass(frozen=True)
class Certificate:
    """Whether any package is better for somebody and worse for nobody."""

    efficient: bool | None
    """None: not proven either way in the time given."""
    better: Chosen | None = None
    money: Array | None = None


def certify(
    programme: Programme, chosen: Chosen, money: Array, *, deadline: Deadline
) -> Certificate:
    """Look for a package that dominates this one: one whole-number solve (section 4.5)."""
    gains = programme.gains(chosen, money)
    unit = np.maximum(np.abs(programme.reach), np.abs(gains))
    unit[unit < 1e-12] = 1.0  # who can neither gain nor loses here is measured in points
    model = Model(programme, unit)
    model.require_gains(gains / unit - 1e-8)
    model.aim(model.gain_rows.sum(axis=0))
    model.suggest(model.point_of(chosen, money))
    now = float((gains / unit + model.constant).sum())
    answer = model.solve(deadline.left, 1e-9)
    slack = 1e-8 * (len(gains) + 1) + 1e-7
    if len(answer.point):
        other, paid = model.chosen(answer.point), answer.point[model.money]
        rises = (programme.gains(other, paid) - gains) / unit
        if programme.obeys(other) and rises.min() >= -1e-8 and rises.max() > 1e-6:
            return Certificate(False, other, paid)
    if answer.bound - now <= slack + 1e-6:
        return Certificate(True)
    return Certificate(None)
