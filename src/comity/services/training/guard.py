"""The brain-drain guard: practitioners per 10,000 inhabitants, with the partnership and without.

A partnership that takes a country of origin below its threshold, or that lowers the density at all
while it is below, is never counted as a gain for all. Where no threshold is given nothing is
checked, and that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from comity.core.marks import N_
from comity.services.training.document import Partnership
from comity.services.training.drawing import Floats, Numbers
from comity.services.training.model import Accounts, accounts_of

Standing = Literal["keeps", "lowers while short", "falls short", "not checked"]

SAYS: Mapping[Standing, str] = {
    "keeps": N_("The country stays above the threshold, or is helped towards it, in each year."),
    "lowers while short": N_("The country is short of practitioners, and would have fewer still."),
    "falls short": N_("The country would fall below the threshold."),
    "not checked": N_("Not checked: the document names no threshold for this country."),
}
"""What each outcome means."""

SMALL = 1e-9
"""Practitioners per 10,000 that are rounding and no change."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Densities of one origin by year, as they stand in the document, and how sure the outcome is.

    `passes` is the share of draws in which the guard does not refuse.
    """

    origin: str
    standing: Standing
    threshold: float | None = None
    without: tuple[float, ...] = ()
    beside: tuple[float, ...] = ()
    """With the partnership."""
    people: tuple[float, ...] = ()
    """Practitioners more or fewer than without."""
    passes: float | None = None

    @property
    def refuses(self) -> bool:
        """Whether the partnership is no gain for all, whatever it is worth."""
        return self.standing in ("lowers while short", "falls short")

    @property
    def first(self) -> int | None:
        """The first year, from 1, in which the guard refuses."""
        if self.threshold is None:
            return None
        pairs = zip(self.without, self.beside, strict=True)
        found = [n for n, (a, b) in enumerate(pairs, 1) if b < self.threshold and b < a - SMALL]
        return found[0] if found else None

    def as_json(self) -> dict[str, Any]:
        """The watch as plain data."""
        return {
            "origin": self.origin,
            "standing": self.standing,
            "refuses": self.refuses,
            "threshold_per_10000": self.threshold,
            "passes_in_share_of_draws": self.passes,
            "years": [
                {"year": n, "without": a, "with": b, "practitioners": c}
                for n, (a, b, c) in enumerate(
                    zip(self.without, self.beside, self.people, strict=True), 1
                )
            ],
        }


def watch(
    told: Partnership,
    stand: tuple[Accounts, Numbers],
    drawn: tuple[Accounts, Numbers] | None = None,
) -> tuple[Watch, ...]:
    """Hold every origin against its threshold; with draws also how often it holds."""
    found = []
    for origin in told.origins:
        code = origin.country
        if origin.guard is None:
            found.append(Watch(code, "not checked"))
            continue
        without, beside, threshold = densities(code, *stand)
        low, bare = _lower(without, beside, threshold)[0], without[0] < threshold[0, 0]
        standing: Standing = "keeps"
        if low.any():
            standing = "lowers while short" if bare[low.argmax()] else "falls short"
        passes = None if drawn is None else float(holds(told, *drawn, only=code).mean())
        found.append(
            Watch(
                code,
                standing,
                float(threshold[0, 0]),
                _row(without),
                _row(beside),
                _row(stand[0].practice[code]),
                passes,
            )
        )
    return tuple(found)


def holds(
    told: Partnership, accounts: Accounts, numbers: Numbers, *, only: str = ""
) -> NDArray[np.bool_]:
    """For each draw whether the guard refuses in no origin, or in `only` one of them."""
    found = np.ones(accounts.shape[0], dtype=bool)
    for origin in told.origins:
        if origin.guard and only in ("", origin.country):
            found &= ~_lower(*densities(origin.country, accounts, numbers)).any(axis=1)
    return found


def densities(code: str, accounts: Accounts, numbers: Numbers) -> tuple[Floats, Floats, Floats]:
    """Practitioners per 10,000 without and with the partnership, and the threshold.

    The shapes are (draws, years), twice, and (draws, 1).
    """
    own = numbers.under(f"origins.{code}.guard")
    stock = np.empty(accounts.shape)
    now = own["practitioners"][:, 0]
    for year in range(accounts.shape[1]):
        stock[:, year] = now
        now = now * (1 - own["exits"][:, 0]) + own["graduates"][:, 0]
    per = 10_000 / _inhabitants(code, accounts.shape[1], numbers)
    return stock * per, (stock + accounts.practice[code]) * per, own["threshold"]


def _inhabitants(code: str, years: int, numbers: Numbers) -> Floats:
    own = numbers.under(f"origins.{code}.guard")
    passed = np.arange(years, dtype=float)[None, :]
    return np.maximum(own["population"] * (1 + own["growth"]) ** passed, 1)


def _lower(without: Floats, beside: Floats, threshold: Floats) -> NDArray[np.bool_]:
    """Where practitioners are fewer than without, and too few."""
    lower: NDArray[np.bool_] = (beside < threshold) & (beside < without - SMALL)
    return lower


def home_needed(told: Partnership, code: str, accounts: Accounts, numbers: Numbers) -> float | None:
    """How many a year would have to begin the home track, so that the guard holds.

    None where the origin has no home track or no threshold, or where no number is enough, as in a
    year in which nobody of the home track is trained yet.
    """
    origin = told.origin(code)
    if origin.guard is None or origin.home is None:
        return None
    alone, one = (
        accounts_of(told, numbers.changed_to(f"origins.{code}.home.trainees", number))
        for number in (0.0, 1.0)
    )
    each = one.practice[code] - alone.practice[code]
    without, beside, threshold = densities(code, alone, numbers)
    spare = np.maximum(without - threshold, 0)
    need = (without - beside - spare) * _inhabitants(code, accounts.shape[1], numbers) / 10_000
    if ((need > SMALL) & (each <= SMALL)).any():
        return None
    return float(np.where(need > SMALL, need / np.where(each > SMALL, each, 1), 0).max())


def _row(values: Floats) -> tuple[float, ...]:
    return tuple(float(one) for one in values[0])
