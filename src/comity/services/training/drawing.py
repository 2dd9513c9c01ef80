"""The figures of a partnership as numbers to compute with: as they stand, or drawn at random.

A figure with bounds is drawn from the triangle between `low` and `high` with its top at `value`,
each apart from all others. Every figure has a generator of its own, named by its address, so that
the same seed draws the same numbers whatever else stands in the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from comity.services.training.addresses import figures_of, is_money
from comity.services.training.document import Partnership
from comity.services.training.figures import Figure

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers by address; each is an array with one number a draw. Amounts are converted."""

    by: Mapping[str, Floats]
    draws: int

    def under(self, path: str) -> Numbers:
        """The numbers of a part, by the rest of their addresses."""
        start = f"{path}."
        found = {key[len(start) :]: one for key, one in self.by.items() if key.startswith(start)}
        return Numbers(found, self.draws)

    def __getitem__(self, name: str) -> Floats:
        """The number at an address, of shape (draws, 1), so that years can stand beside it."""
        return self.by[name][:, None]

    def changed_to(self, address: str, value: float | Floats) -> Numbers:
        """The same, with another number at one address."""
        return Numbers({**self.by, address: np.full(self.draws, value)}, self.draws)

    def repeated(self, draws: int) -> Numbers:
        """One draw, so many times over."""
        return Numbers({key: np.repeat(one[:1], draws) for key, one in self.by.items()}, draws)


def as_they_stand(told: Partnership) -> Numbers:
    """The numbers as the document gives them: one draw, which is the value."""
    return _converted(
        told, {key: np.array([one.value]) for key, one in figures_of(told).items()}, 1
    )


def drawn(told: Partnership, draws: int, seed: int) -> Numbers:
    """The numbers drawn at random, the same for the same seed."""
    found = {key: _draw(one, key, draws, seed) for key, one in figures_of(told).items()}
    return _converted(told, found, draws)


def _draw(figure: Figure, address: str, draws: int, seed: int) -> Floats:
    low, high = figure.least, figure.most
    if low == high:
        return np.full(draws, figure.value)
    generator = np.random.default_rng([seed, crc32(address.encode())])
    return generator.triangular(low, figure.value, high, draws)


def _converted(told: Partnership, by: dict[str, Floats], draws: int) -> Numbers:
    """Amounts in other currencies divided by their rates."""
    for address, figure in figures_of(told).items():
        money = (figure.currency or told.currency).upper()
        if is_money(address) and money != told.currency:
            by[address] = by[address] / by[f"rates.{money}"]
    return Numbers(by, draws)
