"""A key says who takes which share: what counts, how much, which way, and within which bounds.

A key is pure data. `working.worked` applies it to figures, `documents.read_key` reads one from a
file, and `known.known_key` hands out those that stand in laws and proposals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from comity.core.errors import ComityError, shown
from comity.core.marks import N_
from comity.core.places import places

Direction = Literal["direct", "direct-size-adjusted", "inverse", "inverse-size-adjusted"]
DIRECTIONS: tuple[Direction, ...] = (
    "direct",
    "direct-size-adjusted",
    "inverse",
    "inverse-size-adjusted",
)

INDICATORS = {
    "population": N_("Population"),
    "gdp": N_("Size of the economy"),
    "unemployment": N_("Unemployment"),
    "effort": N_("Asylum applications and resettled refugees per million inhabitants"),
    "area": N_("Area"),
    "gdp_per_person": N_("Output per person at purchasing-power parity"),
    "refugees": N_("Refugees hosted"),
    "share": N_("Share as given"),
}
"""What the known keys count; a key of one's own may name any column."""


class BadKey(ComityError):
    """A key that cannot be read or cannot be kept; the sentence says how to mend it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A sub-share may be at most `share` times the sum of these direct shares, each times a factor.

    The proposals of September 2015 held both inverse sub-shares below 0.30 x (population + GDP).
    """

    share: float
    of: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator in a key: its weight, which way it counts, and a limit on its sub-share.

    `direct` gives more to those who have more. `inverse` gives more to those who have less (1/x).
    The size-adjusted ones multiply by population first, for indicators that are per person.
    """

    indicator: str
    weight: float
    direction: Direction = "direct"
    limit: Limit | None = None

    @property
    def inverse(self) -> bool:
        """Whether less of the indicator means a larger share."""
        return self.direction.startswith("inverse")

    @property
    def sized(self) -> bool:
        """Whether the indicator is multiplied by population, or population divided by it."""
        return self.direction.endswith("size-adjusted")


@dataclass(frozen=True, slots=True)
class Key:
    """A rule for shares; weights are relative, and floors and caps are percent of the whole.

    What limits leave over goes by `residual`, shares of direct indicators, or in proportion where
    that is empty. `out` are states that take no part, with the reason; `states` are the only ones
    that do, where it names any. `tradable` is the part of a duty (0 to 1) that may be met by money.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    residual: tuple[tuple[str, float], ...] = ()
    floors: Mapping[str, float] = field(default_factory=dict)
    caps: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.0
    most: float = 100.0
    states: tuple[str, ...] = ()
    out: Mapping[str, str] = field(default_factory=dict)
    tradable: float = 0.0
    date: str = ""
    sources: tuple[str, ...] = ()
    standing: str = "own"
    words: tuple[str, ...] = ()
    published: str = ""

    def __post_init__(self) -> None:
        if not self.parts or not sum(part.weight for part in self.parts) > 0:
            raise BadKey(f"The key '{self.name}' has no part with a weight above zero; add one.")
        if any(part.weight < 0 for part in self.parts):
            raise BadKey(f"A weight of the key '{self.name}' is below zero; use inverse instead.")
        names = [part.indicator for part in self.parts]
        if len(set(names)) < len(names):
            raise BadKey(f"The key '{self.name}' names an indicator twice; add up its weights.")

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights as parts of one."""
        whole = sum(part.weight for part in self.parts)
        return tuple(part.weight / whole for part in self.parts)

    @property
    def needs(self) -> tuple[str, ...]:
        """Every indicator that the key asks for, each once."""
        names = [part.indicator for part in self.parts]
        names += [name for part in self.parts if part.limit for name, _ in part.limit.of]
        names += [name for name, _ in self.residual]
        names += ["population"] if any(part.sized for part in self.parts) else []
        return tuple(dict.fromkeys(names))

    @property
    def above_zero(self) -> frozenset[str]:
        """Indicators that have to be above zero: what is divided by, and population."""
        return frozenset({"population"} | {p.indicator for p in self.parts if p.inverse})

    def bounds(self, place: str) -> tuple[float, float]:
        """The smallest and the largest share of a state, as parts of one."""
        floor = max(self.least, self.floors.get(place, 0.0))
        cap = min(self.most, self.caps.get(place, 100.0))
        return floor / 100, cap / 100

    @property
    def bounded(self) -> bool:
        """Whether any state has a floor or a cap."""
        return bool(self.floors or self.caps or self.least > 0 or self.most < 100)

    def takes(self, place: str, include: frozenset[str] = frozenset()) -> bool:
        """Whether a state takes part."""
        if place in include:
            return True
        return place not in self.out and (not self.states or place in self.states)

    def check_bounds(self) -> None:
        """Refuse floors above caps, by the name of the state."""
        for place in {*self.floors, *self.caps}:
            floor, cap = self.bounds(place)
            if floor > cap:
                raise BadKey(
                    f"The floor of {places()[place].name} ({100 * floor:g} %) is above its cap "
                    f"({100 * cap:g} %); change one of them."
                )


def key_of_weights(weights: Mapping[str, float]) -> Key:
    """A key of one's own from weights alone: effort and unemployment count inversely.

    >>> key_of_weights({"population": 50, "gdp": 50}).weights
    (0.5, 0.5)
    """
    parts = tuple(
        Part(name, weight, _USUAL.get(name, "direct")) for name, weight in weights.items()
    )
    return Key("own", N_("A key of one's own"), tuple(part for part in parts if part.weight))


def weights_of(written: str) -> Key:
    """A key of weights alone as it is typed, as in "population=60,gdp=40"; raises `BadKey`.

    >>> weights_of("population=60, effort=40").parts[1].direction
    'inverse'
    """
    found: dict[str, float] = {}
    for one in filter(None, (piece.strip() for piece in written.split(","))):
        name, _, number = (piece.strip() for piece in one.partition("="))
        if name not in INDICATORS:
            raise BadKey(
                f"Weights are for {', '.join(INDICATORS)}; '{shown(name)}' is none of them."
            )
        if name in found:
            raise BadKey(f"The weight of '{name}' stands twice; keep one of them.")
        found[name] = read_weight(name, number)
    return key_of_weights(found)


def read_weight(name: str, written: str) -> float:
    """A weight from 0 to 100; raises `BadKey`.

    >>> read_weight("gdp", "40")
    40.0
    """
    try:
        weight = float(written)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= 100:
        raise BadKey(f"The weight {name}={shown(written)} has to be a number from 0 to 100.")
    return weight


_USUAL: Mapping[str, Direction] = {"unemployment": "inverse", "effort": "inverse"}
