"""A partnership weighed: who gains how much and when, who may pay what, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from comity.services.training.document import Partnership
from comity.services.training.drawing import Floats, Numbers, as_they_stand, drawn
from comity.services.training.guard import Watch, holds, home_needed, watch
from comity.services.training.model import Accounts, accounts_of
from comity.services.training.parties import Party, parties_of
from comity.services.training.split import Split
from comity.services.training.turning import Turn, turns

DRAWS, MOST_DRAWS = 2_000, 20_000
BOUNDS = (10.0, 90.0)
"""Percentiles between which eight in ten draws lie."""

SURE = 0.9
"""Share of draws in which a payer must gain for a share to count as sure."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where one party stands at the shares that are shown; amounts are worth in the first year.

    `low` and `high` hold eight in ten draws. `even` is the year, counted from 1, from which the
    running total stays at or above zero; None if it does not within the years that are counted.
    `gains_in` is the share of draws in which the party is a net gainer.
    """

    party: Party
    gets: float
    pays: float
    net: float
    low: float
    high: float
    even: int | None
    gains_in: float
    running: tuple[float, ...]
    """The running total at the end of each year."""


@dataclass(frozen=True)
class Weighed:
    """The accounts of a partnership as they stand and in draws, and what follows from them."""

    told: Partnership
    numbers: Numbers
    accounts: Accounts
    many: Accounts
    more: Numbers
    """The numbers of the draws, which `many` was worked out with."""
    draws: int
    seed: int
    watches: tuple[Watch, ...]

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """All parties."""
        return parties_of(self.told)

    @cached_property
    def split(self) -> Split:
        """Who may pay what, with the numbers as they stand."""
        payers = [one.id for one in self.parties if one.pays]
        worth = {payer: float(self.accounts.worth(payer)[0]) for payer in payers}
        return Split(worth, float(self.accounts.price()[0]))

    @property
    def agreed(self) -> bool:
        """Whether the document says who pays, so that those shares are shown."""
        return self.told.shares is not None

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The shares that are shown: those of the document, else the fair ones; may be empty."""
        if self.told.shares is not None:
            return {payer: one.value for payer, one in self.told.shares.items()}
        return self.split.fair()

    @cached_property
    def sure(self) -> dict[str, float]:
        """The largest share that each payer can bear and still gain in nine of ten draws."""
        price = self.many.price()
        if not self.split.possible:
            return {}
        return {
            payer: max(0.0, min(1.0, float(np.quantile(self.many.worth(payer) / price, 1 - SURE))))
            for payer in self.split.worth
        }

    @cached_property
    def stands(self) -> tuple[Stands, ...]:
        """Where every party stands at the shares that are shown."""
        return tuple(self._stands(one) for one in self.parties)

    def _stands(self, party: Party) -> Stands:
        share = self.shares.get(party.id, 0.0)
        one, net = self._net(self.accounts, party, share), self._net(self.many, party, share)
        running = np.cumsum((one * self.accounts.discount)[0]) + 0.0  # no zero with a minus
        totals = (net * self.many.discount).sum(axis=1) + 0.0
        low, high = np.percentile(totals, BOUNDS)
        gets, pays = float(self.accounts.worth(party.id)[0]), share * self.split.price
        return Stands(
            party,
            gets,
            pays,
            gets - pays + 0.0,
            float(low),
            float(high),
            _even(running),
            float((totals > 0).mean()),
            tuple(float(total) for total in running),
        )

    def _net(self, accounts: Accounts, party: Party, share: float) -> Floats:
        return accounts.by_year(party.id) - share * accounts.cost_by_year()

    @cached_property
    def together(self) -> float:
        """Share of draws in which every party gains at the shares shown, and the guard holds."""
        left = [
            (self._net(self.many, one, self.shares.get(one.id, 0.0)) * self.many.discount).sum(1)
            for one in self.parties
        ]
        gain = np.min(left, axis=0) > 0
        return float((gain & holds(self.told, self.many, self.more)).mean())

    @property
    def losing(self) -> tuple[Party, ...]:
        """People who do not gain, whoever pays the costs."""
        return tuple(
            one for one in self.parties if not one.pays and self.accounts.worth(one.id)[0] <= 0
        )

    @property
    def refused(self) -> tuple[Watch, ...]:
        """Origins for which the guard refuses."""
        return tuple(one for one in self.watches if one.refuses)

    @property
    def can_gain(self) -> bool:
        """Whether some split of the costs lets every party gain, and no guard refuses."""
        return self.split.possible and not self.losing and not self.refused

    @property
    def gains(self) -> bool:
        """Whether every party gains at the shares that are shown, and no guard refuses."""
        return not self.refused and bool(self.shares) and all(one.net > 0 for one in self.stands)

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The numbers at which it turns whether all can gain, the nearest first."""
        return turns(self.told, self.numbers, self.parties)

    def needs(self, watched: Watch) -> float | None:
        """How many a year would have to be trained to stay, so that the guard holds; or None."""
        return home_needed(self.told, watched.origin, self.accounts, self.numbers)


def _even(running: Floats) -> int | None:
    """The year, from 1, from which the running total stays at or above zero.

    None where it ends below, or where nothing is ever gained.

    >>> _even(np.array([-5.0, 1.0, -2.0, 3.0, 4.0])), _even(np.array([-1.0, -1.0]))
    (4, None)
    >>> _even(np.array([1.0, 2.0])), _even(np.array([0.0, 0.0]))
    (1, None)
    """
    below = np.flatnonzero(running < 0)
    if below.size == 0:
        return 1 if running.any() else None
    return int(below[-1]) + 2 if below[-1] + 1 < running.size else None


def weigh(told: Partnership, *, draws: int = DRAWS, seed: int = 0) -> Weighed:
    """Weigh a partnership; the same seed gives the same numbers.

    >>> from comity.services.training.examples import load
    >>> found = weigh(load("palim"), draws=200)
    >>> found.accounts.price().shape
    (1,)
    """
    numbers, more = as_they_stand(told), drawn(told, draws, seed)
    accounts, many = accounts_of(told, numbers), accounts_of(told, more)
    watches = watch(told, (accounts, numbers), (many, more))
    return Weighed(told, numbers, accounts, many, more, draws, seed, watches)
