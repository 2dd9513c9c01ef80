"""Flows read off the stocks alone: differences between two stocks, and rates.

Stocks have shape (R, R), birthplace by residence; the diagonal is not used unless said. Sources:
Beine and Parsons (2015) and Abel and Cohen (2019) for differences; Dennett (2016) and Rogers and
von Rabenau (1971) for rates.
"""

from __future__ import annotations

import numpy as np

from comity.core.errors import ComityError
from comity.evidence.flows.arrays import Array
from comity.evidence.flows.nets import balance_net


def difference_drop(start: Array, end: Array) -> Array:
    """Growth of each stock, read as movement from the birthplace; decline counts as nothing."""
    found = np.maximum(end - start, 0.0)
    np.fill_diagonal(found, 0.0)
    return found


def difference_reverse(start: Array, end: Array) -> Array:
    """Growth as movement from the birthplace, and decline as return to it."""
    change = end - start
    np.fill_diagonal(change, 0.0)
    found: Array = np.maximum(change, 0.0) + np.maximum(-change, 0.0).T
    return found


def rate(start: Array, net: Array) -> Array:
    """The first stock, scaled so that as many people move as net migration says (Dennett).

    `net` of shape (R,) is balanced to a sum of zero first; the total is the sum of its sizes.
    """
    abroad = start.copy()
    np.fill_diagonal(abroad, 0.0)
    if abroad.sum() <= 0:
        raise ComityError("The first stock has nobody abroad, so that rates say nothing of flows.")
    found: Array = abroad * (np.abs(balance_net(net)).sum() / abroad.sum())
    return found


def transition_rate(start: Array, end: Array) -> Array:
    """Rates that lead from one stock to the next, times the people of each place; may be negative.

    Rogers and von Rabenau (1971): G = S0^-1 S1 with natives on the diagonal, F_ij = G_ij P_i.
    """
    try:
        rates = np.linalg.solve(start, end)
    except np.linalg.LinAlgError:
        raise ComityError(
            "The first stock cannot be inverted, so that there are no rates; leave out places "
            "without people."
        ) from None
    found: Array = rates * start.sum(axis=0)[:, None]
    np.fill_diagonal(found, 0.0)
    return found
