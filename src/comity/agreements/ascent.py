"""A good package found by small steps: one option changed, or two, while the parties' lot improves.

Steps keep every constraint. The objective is a function of gains (P, candidates) that says how
good each candidate is, minus infinity for what is not allowed. What comes out is a local optimum:
a value that the solver's bound is then held against, never a claim.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comity.agreements.programme import TOLERANCE, Array, Chosen, Programme

Objective = Callable[[Array], Array]
"""Gains (P, C) -> how good (C,), -inf where a candidate is not to be had."""


def log_gains(weights: Array, least: Array) -> Objective:
    """Weighted sum of log gains, for candidates that leave each party at least `least` > 0."""

    def objective(gains: Array) -> Array:
        good = np.all(gains >= least[:, None], axis=0)
        logs = np.log(np.maximum(gains, 1e-300))
        return np.where(good, weights @ logs, -np.inf)

    return objective


def climb(
    programme: Programme,
    start: Chosen,
    money: Array,
    objective: Objective,
    *,
    seconds: float = 5.0,
    pairs: bool = True,
) -> tuple[Chosen, float]:
    """The best package reachable from `start` by steps of one option, then of two; its value.

    Payments stay as they are. Two options at a time are tried only where points add up.
    """
    end = time.monotonic() + seconds
    chosen, value = start.copy(), _value(programme, start, money, objective)
    while True:
        chosen, value = _singles(programme, chosen, value, money, objective)
        if not (pairs and programme.additive) or time.monotonic() >= end:
            return chosen, value
        better = _pair(programme, chosen, value, money, objective, end)
        if better is None:
            return chosen, value
        chosen, value = better


def repair(programme: Programme, start: Chosen, least: Array) -> Chosen:
    """The choice made admissible as far as single steps can: less broken rows, less shortfall."""

    chosen = start.copy()
    scale = np.maximum(programme.reach, 1e-300)
    size = np.maximum(np.abs(programme.rows).max(axis=1, initial=0.0), 1e-12)
    while True:
        trials = neighbours(programme, chosen)
        trials = np.concatenate([chosen[None, :], trials])
        sums = programme.rows[:, trials].sum(axis=2)
        broken = np.maximum(sums - programme.high[:, None], programme.low[:, None] - sums)
        fault = (np.maximum(broken, 0.0) / size[:, None]).sum(axis=0)
        short = (least[:, None] - _gains(programme, trials)) / scale[:, None]
        cost = 10.0 * fault + np.maximum(short, 0.0).sum(axis=0)
        best = int(np.argmin(cost))
        if cost[best] >= cost[0] - 1e-12:
            return chosen
        chosen = trials[best]


def neighbours(programme: Programme, chosen: Chosen) -> Chosen:
    """All packages one admissible option away: (C, I)."""
    columns = np.flatnonzero(programme.allowed)
    columns = columns[chosen[programme.issue_of[columns]] != columns]
    trials = np.repeat(chosen[None, :], len(columns), axis=0)
    trials[np.arange(len(columns)), programme.issue_of[columns]] = columns
    return trials


def _value(programme: Programme, chosen: Chosen, money: Array, objective: Objective) -> float:
    if not programme.obeys(chosen):
        return -np.inf
    return float(objective(programme.gains(chosen, money)[:, None])[0])


def _gains(programme: Programme, trials: Chosen) -> Array:
    """(P, C): gains of many packages at once, without payments."""
    if programme.additive:
        base = programme.points[:, trials].sum(axis=2)
    else:
        x = np.zeros((len(trials), len(programme.options)))
        np.put_along_axis(x, trials, 1.0, axis=1)
        base = programme.points @ x.T + programme.bonus @ programme.met(x).T
    return np.asarray(base - programme.outside[:, None])


def _singles(
    programme: Programme, chosen: Chosen, value: float, money: Array, objective: Objective
) -> tuple[Chosen, float]:
    """Take the best single step for as long as one helps."""
    paid = programme.paid @ money if len(money) else np.zeros(len(programme.parties))
    while True:
        columns = np.flatnonzero(programme.allowed)
        columns = columns[chosen[programme.issue_of[columns]] != columns]
        if programme.additive:
            delta = (
                programme.points[:, columns]
                - programme.points[:, chosen[programme.issue_of[columns]]]
            )
            gains = programme.gains(chosen)[:, None] + delta
        else:
            gains = _gains(programme, neighbours(programme, chosen))
        worth = objective(gains + paid[:, None])
        worth[~_obeying(programme, chosen, columns)] = -np.inf
        if not len(worth) or not worth.max() > value + 1e-12 * max(1.0, abs(value)):
            return chosen, value
        best = int(np.argmax(worth))
        trial = chosen.copy()
        trial[programme.issue_of[columns[best]]] = columns[best]
        chosen, value = trial, _value(programme, trial, money, objective)
        if not np.isfinite(value):
            return chosen, value


def _obeying(programme: Programme, chosen: Chosen, columns: Chosen) -> NDArray[np.bool_]:
    """Which single steps to these columns keep every constraint."""
    if not len(programme.labels):
        return np.ones(len(columns), dtype=bool)
    delta = programme.rows[:, columns] - programme.rows[:, chosen[programme.issue_of[columns]]]
    sums = programme.rows[:, chosen].sum(axis=1)[:, None] + delta
    slack = TOLERANCE * np.maximum(1.0, np.abs(programme.rows).max(axis=1, initial=0.0))[:, None]
    kept = (sums >= programme.low[:, None] - slack) & (sums <= programme.high[:, None] + slack)
    return np.asarray(kept.all(axis=0))


def _pair(
    programme: Programme,
    chosen: Chosen,
    value: float,
    money: Array,
    objective: Objective,
    end: float,
) -> tuple[Chosen, float] | None:
    """The first step of two options that helps, issue by issue; None when there is none in time."""
    paid = programme.paid @ money if len(money) else 0.0
    gains = programme.gains(chosen) + paid
    columns = np.flatnonzero(programme.allowed)
    columns = columns[chosen[programme.issue_of[columns]] != columns]
    owner = programme.issue_of[columns]
    delta = programme.points[:, columns] - programme.points[:, chosen[owner]]
    move = programme.rows[:, columns] - programme.rows[:, chosen[owner]]
    sums = programme.rows[:, chosen].sum(axis=1)
    slack = TOLERANCE * np.maximum(1.0, np.abs(programme.rows).max(axis=1, initial=0.0))
    for first in range(len(columns)):
        later = np.flatnonzero(owner > owner[first])
        if not len(later):
            continue
        if time.monotonic() >= end:
            return None
        worth = objective(gains[:, None] + delta[:, [first]] + delta[:, later])
        if len(sums):
            total = sums[:, None] + move[:, [first]] + move[:, later]
            kept = (total >= (programme.low - slack)[:, None]) & (
                total <= (programme.high + slack)[:, None]
            )
            worth = np.where(kept.all(axis=0), worth, -np.inf)
        best = int(np.argmax(worth))
        if worth[best] > value + 1e-12 * max(1.0, abs(value)):
            trial = chosen.copy()
            trial[owner[first]], trial[owner[later[best]]] = columns[first], columns[later[best]]
            found = _value(programme, trial, money, objective)
            if found > value:
                return trial, found
    return None
