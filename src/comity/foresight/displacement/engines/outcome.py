"""What one run gives: where people were at the end of each day, and which roads they took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Outcome"]

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One member of an ensemble; people as simulated, that is, divided by the plan's scale."""

    member: int
    at: Ints
    """(T x P) People at each place after the day's moves."""
    under_way: Ints
    """(T) People on a road then."""
    entered: Ints
    """(T x L) People who set out on a link that day."""
    agent_days: int
    """People summed over days."""
    seconds: float
