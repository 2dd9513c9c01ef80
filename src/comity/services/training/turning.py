"""How far one number may go before the answer turns: from all can gain to not all, or back.

Each number is changed alone, the others stay. What is sought is the value nearest to the one in the
document at which some payer or some group of people no longer gains under any split of costs, or,
where that is so already, at which all of them begin to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comity.services.training.addresses import figures_of
from comity.services.training.document import Partnership
from comity.services.training.drawing import Floats, Numbers
from comity.services.training.model import Accounts, accounts_of
from comity.services.training.parties import Party

WIDEST = 10.0
"""No number is tried at more than ten times, or less than a tenth, of what it is."""

_STEPS = 65
_TRIED = (
    "wage",
    "wage_before",
    "wage_home",
    "post_value",
    "public_services",
    "value_to_others",
    "tax",
    "training",
    "language",
    "recognition",
    "travel",
    "at_destination",
    "cost",
    "fixed",
    "attrition",
    "recognised",
    "returns",
    "quits",
    "remitted",
    "sending_cost",
    "prices",
    "recognition_months",
)
_SHARES = ("tax", "attrition", "recognised", "returns", "quits", "remitted", "sending_cost")
_AT_MOST = dict.fromkeys(_SHARES, 1.0) | {"prices": 20.0, "recognition_months": 120.0}


@dataclass(frozen=True, slots=True)
class Turn:
    """A number by its address, as it is and where the answer turns; in the partnership's money."""

    address: str
    value: float
    turns_at: float

    @property
    def far(self) -> float:
        """How far off the turn is, as the logarithm of a ratio."""
        return abs(float(np.log(self.turns_at / self.value)))


def margin(accounts: Accounts, parties: Sequence[Party]) -> Floats:
    """What is left before somebody stops to gain under the best split; below zero somebody does."""
    paying = [accounts.worth(one.id) for one in parties if one.pays]
    people = [accounts.worth(one.id) for one in parties if not one.pays]
    surplus = sum(paying, np.zeros(accounts.shape[0])) - accounts.price()
    least: Floats = np.min([surplus, *paying, *people], axis=0)
    return least


def turns(told: Partnership, numbers: Numbers, parties: Sequence[Party]) -> tuple[Turn, ...]:
    """The numbers at which the answer turns, the nearest turn first."""
    found = []
    for address in figures_of(told):
        value = float(numbers.by[address][0])
        if address.rpartition(".")[2] in _TRIED and value > 0 and not address.startswith("rates"):
            at = _turn(told, numbers, parties, address, value)
            found += [Turn(address, value, at)] if at is not None else []
    return tuple(sorted(found, key=lambda one: (one.far, one.address)))


def _turn(
    told: Partnership, numbers: Numbers, parties: Sequence[Party], address: str, value: float
) -> float | None:
    """Where the margin changes its sign nearest to the value: by a grid, and a finer one inside."""
    most = _AT_MOST.get(address.rpartition(".")[2], np.inf)
    grid = np.minimum(value * np.geomspace(1 / WIDEST, WIDEST, _STEPS), most)
    for _ in range(4):
        left = _margins(told, numbers, parties, address, grid)
        crossed = np.flatnonzero(np.diff(np.sign(left)) != 0)
        if not crossed.size:
            return None
        near = np.abs(np.log((grid[crossed] + grid[crossed + 1]) / 2 / value)).argmin()
        at = int(crossed[near])
        grid = np.linspace(grid[at], grid[at + 1], _STEPS)
    return float((grid[0] + grid[-1]) / 2)


def _margins(
    told: Partnership, numbers: Numbers, parties: Sequence[Party], address: str, values: Floats
) -> Floats:
    tried = numbers.repeated(values.size).changed_to(address, values)
    return margin(accounts_of(told, tried), parties)
