"""The concepts: the largest sum, the most for the one with least, and Nash's balance, with bounds.

First, unless outcomes alone count, as many people as possible get a place. Searches end where the
gap is proven, not by the clock, which is only an outer guard. Nash's balance is the
largest sum of logarithms over places or groups. A logarithm lies below each of its tangents, so a
model with some tangents gives a bound, and the tangent at its answer makes the bound tighter.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from comity.core.errors import ComityError
from comity.services.placement.facts import Array
from comity.services.placement.programme import Programme
from comity.services.placement.solver import Answer
from comity.services.placement.swaps import Aim, balance, improved, total
from comity.services.placement.swaps import least as least_of
from comity.services.placement.table import Share, Table, Where
from comity.services.placement.wish import Wish

ROUNDS = 60
TANGENTS = 7


@dataclass(frozen=True, slots=True)
class Reached:
    """Where every unit is, and no placement has a value above `bound`.

    `most_people` bounds how many can get a place at all (people or families, as was wished). Sum
    and shares are those of this placement, worked out again.
    """

    status: str
    where: Where
    value: float
    bound: float
    total_bound: float | None
    """A bound on the sum, given that the value is reached; None where that was not sought."""
    most_placed: float | None
    """Of the people or families that can get a place at all; None where outcomes alone count."""
    left_out: tuple[str, ...] = ()
    """Places or groups with nothing, where not all can have something at once."""


class NothingFits(Exception):
    """No placement keeps all promises; `short` says by how much each must fall short at least."""

    def __init__(self, short: dict[tuple[str, str], float]) -> None:
        super().__init__("no placement keeps all promises")
        self.short = short


class _Clock:
    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return max(0.05, self.ends - time.monotonic())


def reach(programme: Programme, wish: Wish, forced: Mapping[int, int] | None = None) -> Reached:
    """The placement that a wish prefers; `NothingFits` or `ComityError` where none is found.

    `forced` holds units at places by number, -1 for nowhere.
    """
    clock = _Clock(wish.seconds)
    table = Table(programme, wish, forced)
    if not len(table.unit):
        return _nobody(table)
    start, most, proven = _first(table, clock)
    found = {"efficiency": _efficiency, "max-min": _max_min, "nash": _nash}[wish.concept](
        table, clock, start
    )
    status = found.status if proven else "bounded"
    return replace(found, status=status, most_placed=most)


def _nobody(table: Table) -> Reached:
    """Nobody can be anywhere: all wait, unless something else was promised."""
    if any(least > 1e-9 for _, least in table.promised):
        raise NothingFits(shortfalls(table.programme, table.wish))
    most = None if table.wish.first == "outcome" else 0.0
    where = np.full(len(table.programme.units), -1, dtype=np.int64)
    return Reached("optimal", where, 0.0, 0.0, 0.0, most)


def _first(table: Table, clock: _Clock) -> tuple[Where | None, float | None, bool]:
    """As many people (or families) as possible get a place; the bound on how many can."""
    if table.wish.first == "outcome":
        return None, None, True
    amounts = table.people if table.wish.first == "people" else table.families.astype(float)
    table.model.aim(amounts)
    answer = table.model.solve(clock.left / 2, gap=0.45)
    where = _point_of(table, answer)
    here = float(amounts @ table.point(where)[: len(amounts)])
    table.add_row(amounts, here - 1e-6)
    table.promised.append((amounts, here))
    most = max(here, float(math.floor(answer.bound + 1e-6)))
    return where, most, most <= here + 1e-6


def _point_of(table: Table, answer: Answer) -> Where:
    """The placement of an answer, or what stands in its way."""
    if answer.state == "infeasible":
        raise NothingFits(shortfalls(table.programme, table.wish))
    if answer.state == "nothing":
        raise ComityError(
            f"No placement was found within {table.wish.seconds:g} seconds; allow more time."
        )
    return table.where(answer)


def shortfalls(programme: Programme, wish: Wish) -> dict[tuple[str, str], float]:
    """By how much promises must fall short at least, each as a share of itself, together."""
    table = Table(programme, wish, soft=True)
    first = table.model.columns - len(table.short)
    cost = np.zeros(table.model.columns)
    cost[first:] = -1.0
    table.model.aim(cost)
    answer = table.model.solve(wish.seconds, share=table.gap)
    if not len(answer.point):
        return {}
    return {
        name: float(gap)
        for name, gap in zip(table.short, answer.point[first:], strict=True)
        if gap > 1e-6
    }


def _efficiency(table: Table, clock: _Clock, start: Where | None) -> Reached:
    """The largest sum of outcomes."""
    table.model.aim(table.value)
    everything = Share("", table.value, float(table.value.sum()))
    start = _begin(table, [everything], [total], start)
    point = None if start is None else table.point(start)
    answer = table.seek(clock.left, share=table.gap, start=point)
    where = _point_of(table, answer)
    value = table.programme.total(where)
    bound = max(value, answer.bound)
    near = bound - value <= max(table.gap * value, 1e-6)
    return Reached("optimal" if near else _status(answer), where, value, bound, bound, None)


def _begin(
    table: Table, shares: list[Share], aims: Sequence[Aim], start: Where | None
) -> Where | None:
    """The same placement after moves and exchanges that help, by one aim after the other."""
    if start is None or table.held:
        return start
    for aim in aims:
        start = improved(table, shares, aim, start)
    return start


def _status(answer: Answer) -> str:
    return "optimal" if answer.state == "optimal" else "bounded"


def _gains(table: Table, shares: list[Share], where: Where) -> Array:
    """What each share has in a placement."""
    here = table.point(where)
    return np.array([float(share.amounts @ here) for share in shares])


def _max_min(table: Table, clock: _Clock, start: Where | None) -> Reached:
    """The most for the one with least, then the largest sum that leaves it that."""
    shares = table.shares()
    if not shares:
        return _efficiency(table, clock, start)
    width = len(table.unit)
    least = table.model.add_columns(np.zeros(1), np.full(1, min(s.most for s in shares)))
    for share in shares:
        row = np.zeros(table.model.columns)
        row[:width], row[least.start] = share.amounts, -1.0
        table.add_row(row, 0.0)
    aim = np.zeros(table.model.columns)
    aim[least.start] = 1.0
    table.model.aim(aim)
    point, start = None, _begin(table, shares, [balance, least_of], start)
    if start is not None:
        point = table.point(start, _gains(table, shares, start).min(keepdims=True))
    answer = table.seek(clock.left * 0.6, share=table.gap, start=point)
    where = _point_of(table, answer)
    value = float(_gains(table, shares, where).min())
    table.model.hold(least.start, max(0.0, value - 1e-7), np.inf)
    table.model.aim(table.value)
    point = table.point(where, np.full(1, value))
    second = table.seek(clock.left, share=table.gap, start=point)
    if len(second.point):
        where = table.where(second)
    value = float(_gains(table, shares, where).min())
    reached = table.programme.total(where)
    bounds = max(value, answer.bound), max(reached, second.bound)
    out: tuple[str, ...] = ()
    if value <= 1e-9:
        out, _ = _without(table, shares, where, clock)
    return Reached(_status(answer), where, value, *bounds, None, out)


def _without(
    table: Table, shares: list[Share], start: Where | None, clock: _Clock
) -> tuple[tuple[str, ...], Where]:
    """Whom the largest number of shares that can have something at once leaves out.

    Of those as large, the one that keeps the first names. What is promised is kept.
    """
    fresh = Table(table.programme, table.wish, table.forced)
    for amounts, least in table.promised[len(fresh.promised) :]:
        fresh.add_row(amounts, least - 1e-6)
    width, count = len(fresh.unit), len(shares)
    has = fresh.model.add_columns(np.zeros(count), np.ones(count), whole=True)
    for number, share in enumerate(shares):
        row = np.zeros(fresh.model.columns)
        scale = float(share.amounts[share.amounts > 0].min())
        row[:width], row[has.start + number] = share.amounts / scale, -1.0
        fresh.add_row(row, 0.0)
    aim = np.zeros(fresh.model.columns)
    aim[has] = 1.0 + np.arange(count, 0, -1) / (4.0 * count * count)
    fresh.model.aim(aim)
    if start is not None:
        fresh.model.suggest(fresh.point(start, (_gains(fresh, shares, start) > 0).astype(float)))
    where = _point_of(fresh, fresh.model.solve(clock.left / 2, gap=0.1 / count**2))
    gains = _gains(fresh, shares, where)
    return tuple(s.name for s, gain in zip(shares, gains, strict=True) if gain <= 0), where


def _nash(table: Table, clock: _Clock, start: Where | None) -> Reached:
    """The largest sum of logarithms, by tangents from above."""
    shares = table.shares()
    if not shares:
        return _efficiency(table, clock, start)
    start = _begin(table, shares, [balance], start)
    out: tuple[str, ...] = ()
    if start is None or not (_gains(table, shares, start) > 0).all():
        out, start = _without(table, shares, start, clock)
        shares = [share for share in shares if share.name not in out]
        if not shares:
            return replace(_efficiency(table, clock, start), left_out=out)
        start = _begin(table, shares, [balance], start)
    logs = table.model.add_columns(np.full(len(shares), -50.0), np.log([s.most for s in shares]))
    for number, share in enumerate(shares):
        for part in np.geomspace(0.01, 1.0, TANGENTS):
            _tangent(table, logs.start + number, share, part * share.most)
    aim = np.zeros(table.model.columns)
    aim[logs] = 1.0
    table.model.aim(aim)
    best, value, bound = start, -math.inf, math.inf
    if best is not None:
        value = _log_sum(table, shares, best)
    gap = max(table.gap, 1e-6)
    for turn in range(ROUNDS):
        whole_gap = max(gap / 2, (bound - value) / 4) if math.isfinite(bound - value) else gap
        point = None
        if best is not None and value > -math.inf:
            point = table.point(best, np.log(_gains(table, shares, best)))
        answer = table.seek(clock.left, gap=whole_gap, start=point)
        where = _point_of(table, answer) if turn == 0 or len(answer.point) else best
        assert where is not None
        bound = min(bound, answer.bound)
        if (reached := _log_sum(table, shares, where)) > value or best is None:
            best, value = where, reached
        if bound - value <= gap or clock.left <= 0.05 or not len(answer.point):
            break
        for number, gain in enumerate(_gains(table, shares, where)):
            share = shares[number]
            _tangent(table, logs.start + number, share, max(gain, share.most * 1e-6))
    if best is None or value == -math.inf:
        raise ComityError(
            "No balance was found in time; allow more time, or seek max-min or efficiency."
        )
    status = "optimal" if bound - value <= gap else "bounded"
    return Reached(status, best, value, max(value, bound), None, None, out)


def _tangent(table: Table, column: int, share: Share, at: float) -> None:
    """log g <= log at - 1 + g / at, for what the share has."""
    row = np.zeros(table.model.columns)
    row[: len(table.unit)], row[column] = -share.amounts / at, 1.0
    table.add_row(row, -np.inf, math.log(at) - 1.0)


def _log_sum(table: Table, shares: list[Share], where: Where) -> float:
    gains = _gains(table, shares, where)
    return float(np.log(gains).sum()) if (gains > 0).all() else -math.inf
