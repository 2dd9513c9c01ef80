"""The last value: nothing changes. It is the bar that every other method has to clear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.foresight.design import Design
from comity.foresight.panel import Floats


@dataclass(frozen=True)
class LastValue:
    """What was counted last is what will be counted."""

    name: str = "last_value"

    def changes(self, design: Design, horizon: int) -> Floats:
        """No change for any cell."""
        return np.zeros(len(design.cells))
