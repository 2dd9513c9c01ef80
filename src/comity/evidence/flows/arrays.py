"""How the methods of this room write their numbers: arrays of double precision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""One number a place, or a place and a place: persons unless said otherwise."""
