"""Floors and caps are kept by raising and lowering all other shares alike, as water levels out.

Every share is its first value times one level, held between its floor and its cap; the level is the
one at which they add up to one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import fsum

from comity.services.sharing.key import BadKey

_CLOSE = 1e-9


def filled(
    shares: Sequence[float], floors: Sequence[float], caps: Sequence[float]
) -> tuple[float, ...]:
    """Shares within their bounds that add up to one; all are parts of one.

    The sum rises with the level and bends only where a share meets a bound, so the level is found
    exactly between two such bends. Raises `BadKey` where floors or caps leave no way.

    >>> [round(share, 3) for share in filled([0.6, 0.3, 0.1], [0, 0, 0.2], [0.5, 1, 1])]
    [0.5, 0.3, 0.2]
    """
    _feasible(shares, floors, caps)
    bounds = list(zip(shares, floors, caps, strict=True))

    def at(level: float) -> list[float]:
        return [_held(share * level, floor, cap) for share, floor, cap in bounds]

    bends = sorted({0.0, *(bound / share for share, *two in bounds if share for bound in two)})
    last = bisect_right(bends, 1 + _CLOSE, key=lambda bend: fsum(at(bend))) - 1
    if last == len(bends) - 1:
        return tuple(at(bends[last]))
    inside = (bends[last] + bends[last + 1]) / 2
    free = [share for share, floor, cap in bounds if floor < share * inside < cap]
    kept = [
        _held(share * inside, floor, cap)
        for share, floor, cap in bounds
        if not floor < share * inside < cap
    ]
    level = (1 - fsum(kept)) / fsum(free) if free else inside
    return tuple(at(level))


def _held(share: float, floor: float, cap: float) -> float:
    return min(max(share, floor), cap)


def _feasible(shares: Sequence[float], floors: Sequence[float], caps: Sequence[float]) -> None:
    if fsum(floors) > 1 + _CLOSE:
        raise BadKey(
            f"The floors add up to {100 * fsum(floors):.4g} % of the whole; lower some of them."
        )
    room = fsum(
        cap if share else floor for share, floor, cap in zip(shares, floors, caps, strict=True)
    )
    if room < 1 - _CLOSE:
        raise BadKey(
            f"The caps leave room for {100 * room:.4g} % of the whole only; raise some of them, or "
            "let more states take part."
        )
