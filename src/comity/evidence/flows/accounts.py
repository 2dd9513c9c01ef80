"""Births and deaths leave the stocks, so that what still differs between them is movement.

Stocks are arrays of shape (R, R): people by birthplace (rows) and residence (columns), those who
live where they were born on the diagonal, in persons. Births and deaths have shape (R,), by place
of residence, in persons over the whole period. The steps and their names follow Abel (2013), Abel
and Sander (2014) and Abel and Cohen (2019).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.feasible import InfeasibleMargins
from comity.evidence.flows.fitting import CONSISTENT, InconsistentMargins, fit_margins
from comity.evidence.flows.nets import whole_numbers

BirthRule = Literal["native", "proportion"]
DeathRule = Literal["proportion", "accounting"]
Balance = Literal["before", "after"]
Matching = Literal["rescale", "open", "open-dr"]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Accounts:
    """Stocks without births and deaths, equal in the total of every birthplace.

    `start` and `end` have shape (R, R); `left` and `arrived` are the people by birthplace and
    residence whom an open method lets leave to, or arrive from, outside the places (zero where the
    method is closed). `many_births` are the places with more births than natives at the end.
    """

    start: Array
    end: Array
    left: Array
    arrived: Array
    births: Array
    deaths: Array
    potentials: tuple[Array, Array] | None
    many_births: tuple[int, ...]


def natives_above_zero(stock: Array) -> tuple[Array, tuple[int, ...]]:
    """Stocks in which nobody's natives are below zero, and the places that had to be mended.

    Natives are the population minus everybody born elsewhere, which goes below zero where the two
    sources disagree. That column is then shared out like the stocks in it that are above zero, so
    that the population stays what it was.
    """
    below = tuple(int(place) for place in np.flatnonzero(np.diagonal(stock) < 0))
    mended = stock.copy()
    for place in below:
        column = np.maximum(stock[:, place], 0.0)
        mended[:, place] = column * (stock[:, place].sum() / column.sum()) if column.any() else 0.0
    return mended, below


def balanced_before(start: Array, end: Array, births: Array, deaths: Array) -> tuple[Array, Array]:
    """Natives moved by half the difference each, so that the world grows by births minus deaths.

    The diagonals become whole persons again (largest remainder); what is left of an odd difference
    stays with the largest place, where the reference puts it at random.
    """
    more = (births.sum() - deaths.sum()) - (end.sum() - start.sum())
    if more == 0:
        return start, end
    return _moved(start, -more / 2), _moved(end, more / 2)


def _moved(stock: Array, more: float) -> Array:
    natives = np.diagonal(stock)
    total = natives.sum() + more
    if natives.sum() <= 0 or total < 0:
        raise ComityError(
            f"Births, deaths and the two stocks differ by {2 * abs(more):,.0f} people more than "
            "there are natives to absorb; the files are not of the same places, years or units."
        )
    whole = whole_numbers(natives * (total / natives.sum()), np.floor(total))
    whole[np.argmax(whole)] += total - np.floor(total)
    moved = stock.copy()
    np.fill_diagonal(moved, whole)
    return moved


def balanced_after(start: Array, end: Array) -> tuple[Array, Array]:
    """Natives moved in proportion by half the difference each, so that both totals are equal."""
    half = (end.sum() - start.sum()) / 2
    return _scaled(start, half), _scaled(end, -half)


def _scaled(stock: Array, more: float) -> Array:
    natives = np.diagonal(stock)
    if more and natives.sum() + more <= 0:
        raise ComityError(
            f"The stocks without births and deaths differ by {2 * abs(more):,.0f} people, more "
            "than there are natives; the files are not of the same places, years or units."
        )
    moved = stock.copy()
    np.fill_diagonal(moved, natives * (1 + more / natives.sum()) if more else natives)
    return moved


def births_by_birthplace(
    end: Array, births: Array, rule: BirthRule
) -> tuple[Array, tuple[int, ...]]:
    """The people of the second stock who were born in the period, shape (R, R).

    `native`: all born where they live; where births exceed natives, shared out like the stock of
    that place (their indices are returned). `proportion`: shared out like the stock everywhere.
    """
    spread = _shared(end, births)
    if rule == "proportion":
        return spread, ()
    many = births > np.diagonal(end)
    found: Array = np.where(many[None, :], spread, np.diag(births))
    return found, tuple(int(place) for place in np.flatnonzero(many))


def deaths_by_birthplace(
    start: Array, end: Array, births: Array, deaths: Array, rule: DeathRule, names: Names
) -> Array:
    """The people of the first stock who died in the period, shape (R, R).

    `proportion`: like the stock of each place. `accounting`: fitted to the deaths of each place and
    to what each birthplace lost, its stock at the start plus births minus its stock at the end.
    """
    if rule == "proportion":
        return _shared(start, deaths)
    lost = start.sum(axis=1) + births - end.sum(axis=1)
    if (gained := np.flatnonzero(lost < 0)).size:
        who = ", ".join(names[place] for place in gained[:5])
        raise ComityError(
            f"Deaths by accounting cannot be had: more people born in {who} live at the end than "
            "were there or were born; use deaths in proportion, or mend the stocks."
        )
    if abs(lost.sum() - deaths.sum()) > CONSISTENT * max(lost.sum(), deaths.sum()):
        raise InconsistentMargins(
            f"Deaths by accounting cannot be had: {deaths.sum():,.0f} people died, but the "
            f"birthplaces together lost {lost.sum():,.0f}; use deaths in proportion, or a closed "
            "method balanced before."
        )
    died = fit_margins(start, lost, deaths, names=(names, names)).values
    if (beyond := died - start).max(initial=0.0) > 1e-6 * max(1.0, float(start.max())):
        born, lived = np.unravel_index(int(np.argmax(beyond)), beyond.shape)
        raise ComityError(
            f"Deaths by accounting cannot be had: of people born in {names[born]} more would die "
            f"in {names[lived]} than live there; use deaths in proportion."
        )
    return died


def _shared(stock: Array, totals: Array) -> Array:
    people = stock.sum(axis=0)
    share = np.divide(totals, people, out=np.zeros_like(totals), where=people > 0)
    found: Array = stock * share[None, :]
    return found


def matched(
    start: Array,
    end: Array,
    how: Matching,
    names: Names,
    potentials: tuple[Array, Array] | None = None,
) -> tuple[Array, Array, Array, Array, tuple[Array, Array] | None]:
    """Stocks with equal totals by birthplace: start, end, who left and who arrived, shape (R, R).

    `rescale` (Abel and Sander 2014): both fitted to the mean of the two totals of every birthplace,
    population kept. `open-dr` (Abel 2013): what a birthplace lost leaves the places and what it
    gained arrives from outside, shared like its own stock. `open`: shared like the other stock,
    which may leave less than nobody in a cell.
    """
    gone = start.sum(axis=1) - end.sum(axis=1)
    nobody = np.zeros_like(start)
    if how == "rescale":
        warm = potentials or (None, None)
        first = _fitted(start, gone / -2, names, warm[0])
        second = _fitted(end, gone / 2, names, warm[1])
        return first[0], second[0], nobody, nobody, (first[1], second[1])
    out, into = np.maximum(gone, 0.0), np.maximum(-gone, 0.0)
    first_like, then_like = (start, end) if how == "open-dr" else (end, start)
    left = _by_rows(first_like, out)
    arrived = _by_rows(then_like, into)
    return start - left, end - arrived, left, arrived, None


def _fitted(stock: Array, more: Array, names: Names, warm: Array | None) -> tuple[Array, Array]:
    rows = stock.sum(axis=1) + more
    try:
        fit = fit_margins(stock, rows, stock.sum(axis=0), start=warm, names=(names, names))
    except InfeasibleMargins as error:
        why = str(error).rsplit(";", 1)[0]
        raise InfeasibleMargins(
            f"The stocks cannot be given equal totals by birthplace (rescale). {why}; choose "
            "open-minimum, or mend the stocks."
        ) from None
    logs = np.log(np.where(fit.rows > 0, fit.rows, 1.0))
    return fit.values, logs


def _by_rows(stock: Array, totals: Array) -> Array:
    people = stock.sum(axis=1)
    share = np.divide(totals, people, out=np.zeros_like(totals), where=people > 0)
    found: Array = stock * share[:, None]
    return found


def accounted(
    start: Array,
    end: Array,
    births: Array,
    deaths: Array,
    *,
    how: Matching,
    births_rule: BirthRule = "native",
    deaths_rule: DeathRule = "proportion",
    balance: Balance = "before",
    names: Names,
    potentials: tuple[Array, Array] | None = None,
) -> Accounts:
    """Steps 2 to 4 of demographic accounting, in order; raises `ComityError` where one fails."""
    closed = how == "rescale"
    if closed and balance == "before":
        start, end = balanced_before(start, end, births, deaths)
    born, many = births_by_birthplace(end, births, births_rule)
    died = deaths_by_birthplace(start, end, births, deaths, deaths_rule, names)
    _nobody_below_zero(start - died, "deaths", "at the start", names)
    _nobody_below_zero(end - born, "births", "at the end", names)
    first, second = np.maximum(start - died, 0.0), np.maximum(end - born, 0.0)
    if closed and balance == "after":
        first, second = balanced_after(first, second)
    first, second, left, arrived, warm = matched(first, second, how, names, potentials)
    return Accounts(first, second, left, arrived, born, died, warm, many)


def _nobody_below_zero(stock: Array, what: str, when: str, names: Names) -> None:
    least = float(stock.min(initial=0.0))
    if least < -1e-6 * max(1.0, float(stock.sum(axis=0).max(initial=0.0))):
        place = names[int(np.unravel_index(int(np.argmin(stock)), stock.shape)[1])]
        raise ComityError(
            f"{place} has more {what} in the period than people {when}; the files are not of the "
            "same places, years or units."
        )
