"""A key meets figures: sub-shares, their limits, what is left over, and the share of each state.

With direct sub-shares x_i / sum(x) and inverse ones (1 / x_i) / sum(1 / x), the share of a state is
the weighted sum of its sub-shares. What limits cut off is given back by the residual rule. Shares
are parts of one; sums are exact to the last bit (`math.fsum`), so that no order of rows matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

from comity.core.errors import ComityError
from comity.core.places import places
from comity.services.sharing.filling import filled
from comity.services.sharing.key import INDICATORS, Key, Part

Figures = Mapping[str, Mapping[str, float]]
"""By alpha-3 the value of each indicator."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a key gives: all by place in the order of `places`, parts of one.

    `subs` has a row for each part of the key, after its limit; `unlimited` the same before it.
    `spare` is what limits left over, and `spread` by which shares it was given back. `free` are the
    shares before floors and caps, `shares` those after.
    """

    key: Key
    places: tuple[str, ...]
    subs: tuple[tuple[float, ...], ...]
    unlimited: tuple[tuple[float, ...], ...]
    spare: float
    spread: tuple[float, ...] | None
    free: tuple[float, ...]
    shares: tuple[float, ...]

    @property
    def by_place(self) -> dict[str, float]:
        """The share of each state, as part of one."""
        return dict(zip(self.places, self.shares, strict=True))

    @property
    def limited(self) -> dict[str, tuple[str, ...]]:
        """By indicator the states whose sub-share met its limit."""
        found: dict[str, tuple[str, ...]] = {}
        for part, low, high in zip(self.key.parts, self.subs, self.unlimited, strict=True):
            met = [p for p, a, b in zip(self.places, low, high, strict=True) if a < b]
            found |= {part.indicator: tuple(met)} if met else {}
        return found

    @property
    def held(self) -> dict[str, str]:
        """The states that stand at their floor or their cap."""
        told = {}
        for place, share in self.by_place.items():
            floor, cap = self.key.bounds(place)
            if floor > 0 and share <= floor:
                told[place] = "floor"
            elif cap < 1 and share >= cap:
                told[place] = "cap"
        return told


def worked(key: Key, figures: Figures) -> Worked:
    """The shares that a key gives on figures, in the order of the codes.

    Every state in `figures` takes part. Raises `ComityError` where a figure is missing or cannot be
    divided by.

    >>> from comity.services.sharing.key import key_of_weights
    >>> halves = key_of_weights({"population": 1, "gdp": 1})
    >>> worked(
    ...     halves, {"KGZ": {"population": 3, "gdp": 1}, "TJK": {"population": 1, "gdp": 1}}
    ... ).shares
    (0.625, 0.375)
    """
    names = tuple(sorted(figures))
    if not names:
        raise ComityError("No state is left to share among; name at least one that takes part.")
    key.check_bounds()
    table = {name: _column(key, figures, names, name) for name in key.needs}
    unlimited = tuple(_sub(part, table, names) for part in key.parts)
    subs = tuple(
        _limited(part, sub, table, names) for part, sub in zip(key.parts, unlimited, strict=True)
    )
    weights = key.weights
    raw = [
        fsum(w * sub[i] for w, sub in zip(weights, subs, strict=True)) for i in range(len(names))
    ]
    spread = _mixed(key.residual, table, names) if key.residual else None
    free, spare = given_back(raw, spread)
    return Worked(key, names, subs, unlimited, spare, spread, free, within(key, names, free))


def within(key: Key, names: Sequence[str], shares: Sequence[float]) -> tuple[float, ...]:
    """Shares held between the floors and the caps of a key."""
    if not key.bounded:
        return tuple(shares)
    bounds = [key.bounds(name) for name in names]
    return filled(shares, [floor for floor, _ in bounds], [cap for _, cap in bounds])


def given_back(
    raw: Sequence[float], spread: Sequence[float] | None
) -> tuple[tuple[float, ...], float]:
    """Shares that add up to one, and what was left over before that."""
    spare = max(0.0, 1 - fsum(raw))
    if spread is None:
        whole = fsum(raw)
        return tuple(share / whole for share in raw), spare
    return tuple(share + spare * more for share, more in zip(raw, spread, strict=True)), spare


def _column(key: Key, figures: Figures, names: Sequence[str], indicator: str) -> list[float]:
    """The values of one indicator, checked."""
    values = []
    for name in names:
        value = figures[name].get(indicator)
        what = INDICATORS.get(indicator, indicator)
        if value is None:
            raise ComityError(
                f"'{what}' of {places()[name].name} is missing; fill it in, or leave the state out."
            )
        if not isfinite(value) or value < 0:
            raise ComityError(f"'{what}' of {places()[name].name} is {value:g}; mend it.")
        if value == 0 and indicator in key.above_zero:
            raise ComityError(
                f"'{what}' of {places()[name].name} is 0, and the key divides by it; give a figure "
                "above zero, or leave the state out."
            )
        values.append(float(value))
    return values


def _sub(part: Part, table: Mapping[str, list[float]], names: Sequence[str]) -> tuple[float, ...]:
    """The sub-shares of one part before any limit."""
    values = table[part.indicator]
    size = table["population"] if part.sized else [1.0] * len(names)
    if part.inverse:
        return _of_whole([s / x for s, x in zip(size, values, strict=True)], part.indicator)
    return _of_whole([s * x for s, x in zip(size, values, strict=True)], part.indicator)


def _of_whole(values: Sequence[float], indicator: str) -> tuple[float, ...]:
    whole = fsum(values)
    if not (isfinite(whole) and whole > 0):
        what = INDICATORS.get(indicator, indicator)
        raise ComityError(f"'{what}' is 0 for every state; nothing follows from it.")
    return tuple(value / whole for value in values)


def _mixed(
    of: Sequence[tuple[str, float]], table: Mapping[str, list[float]], names: Sequence[str]
) -> tuple[float, ...]:
    """A sum of direct shares, each times its factor."""
    shares = [(factor, _of_whole(table[name], name)) for name, factor in of]
    return tuple(fsum(factor * share[i] for factor, share in shares) for i in range(len(names)))


def _limited(
    part: Part, sub: tuple[float, ...], table: Mapping[str, list[float]], names: Sequence[str]
) -> tuple[float, ...]:
    if part.limit is None:
        return sub
    most = _mixed(part.limit.of, table, names)
    return tuple(min(s, part.limit.share * m) for s, m in zip(sub, most, strict=True))
