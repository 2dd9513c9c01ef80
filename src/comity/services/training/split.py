"""Who may pay what: the shares of the costs at which each payer keeps something, and a fair point.

A payer p gains B(p) before costs and pays a share x(p) of the costs C. It is a net gainer while
x(p) < B(p) / C. With shares that are not below zero and add up to one this leaves an interval for
each payer, which is exact; the intervals are empty if and only if the payers together gain no more
than the partnership costs, or one of them loses before it has paid anything.

The fair point is Nash's with equal weights (1950): the largest product of gains. Where money moves
freely it gives every payer the same gain, except one that gains less even if it pays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """What each payer gains before costs, what everything costs, and the shares that follow."""

    worth: Mapping[str, float]
    price: float

    @property
    def surplus(self) -> float:
        """What the payers together gain, costs paid."""
        return sum(self.worth.values()) - self.price

    @property
    def possible(self) -> bool:
        """Whether shares exist at which every payer is a net gainer."""
        return self.price > 0 and self.surplus > 0 and min(self.worth.values()) > 0

    @property
    def short(self) -> dict[str, float]:
        """Payers that lose before they have paid anything, with what they lack."""
        return {payer: -worth for payer, worth in self.worth.items() if worth <= 0}

    def ranges(self) -> dict[str, tuple[float, float]]:
        """The least and the most that each payer may pay, as shares; empty where none is possible.

        At its ends somebody gains exactly nothing.

        >>> Split({"a": 64.0, "b": 96.0}, 128.0).ranges()
        {'a': (0.25, 0.5), 'b': (0.5, 0.75)}
        """
        if not self.possible:
            return {}
        most = {payer: min(1.0, worth / self.price) for payer, worth in self.worth.items()}
        return {
            payer: (max(0.0, 1 - sum(most[other] for other in most if other != payer)), high)
            for payer, high in most.items()
        }

    def together(self, group: set[str]) -> tuple[float, float] | None:
        """The least and the most that some payers may pay together, or None.

        >>> Split({"a": 64.0, "b": 64.0, "c": 32.0}, 128.0).together({"b", "c"})
        (0.5, 0.75)
        """
        if not self.possible:
            return None
        inside = sum(worth for payer, worth in self.worth.items() if payer in group)
        outside = sum(worth for payer, worth in self.worth.items() if payer not in group)
        low = max(0.0, 1 - outside / self.price)
        return low, min(1.0, inside / self.price)

    def fair(self) -> dict[str, float]:
        """Nash's shares; empty where no split lets every payer gain.

        >>> Split({"a": 64.0, "b": 96.0}, 128.0).fair()
        {'a': 0.375, 'b': 0.625}
        """
        if not self.possible:
            return {}
        level = _level(sorted(self.worth.values()), self.surplus)
        return {
            payer: (worth - min(worth, level)) / self.price for payer, worth in self.worth.items()
        }


def _level(worths: list[float], surplus: float) -> float:
    """The gain that all payers reach who gain that much at all: sum of min(worth, level)."""
    left, many = surplus, len(worths)
    for worth in worths:
        if worth * many >= left:
            break
        left, many = left - worth, many - 1
    return left / many
