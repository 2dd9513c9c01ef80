"""The options of the issues that a partnership is negotiated over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.services.training.document import Partnership
from comity.services.training.weighing import Weighed

PLACES, HOME = "skilled_quota", "home_track"
UNFAIR = (
    "ILO general principles and operational guidelines for fair recruitment (2016), principle 7"
)


@dataclass(frozen=True)
class Option:
    """One way to settle an issue, and what it changes in the figures of the partnership.

    `factors` multiply figures by address; `shares` say who pays all costs; `payers` who pays the
    costs named in `items`.
    """

    id: str
    label: str
    factors: tuple[tuple[str, float], ...] = ()
    shares: Mapping[str, float] = field(default_factory=dict)
    payers: Mapping[str, float] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    level: float | None = None
    inadmissible: str = ""

    def as_json(self) -> dict[str, Any]:
        """The option as a scenario has it."""
        plain: dict[str, Any] = {"id": self.id, "label": self.label}
        plain |= {} if self.level is None else {"level": self.level}
        return plain | ({"inadmissible": self.inadmissible} if self.inadmissible else {})


def place_options(told: Partnership) -> tuple[Option, ...]:
    """No places, half as many as planned, as planned, and twice as many; the home track follows."""
    total = sum(lane.trainees.value for lane in told.lanes)
    scaled = [f"lanes.{lane.code}.trainees" for lane in told.lanes]
    scaled += [f"origins.{one.country}.home.trainees" for one in told.origins if one.home]
    found = [Option("none", "None", level=0.0)]
    for name, factor in (("half", 0.5), ("planned", 1.0), ("double", 2.0)):
        label = f"{total * factor:,.0f} a year"
        factors = tuple((address, factor) for address in scaled)
        found.append(Option(name, label, factors, level=total * factor))
    return tuple(found)


def home_options(told: Partnership) -> tuple[Option, ...]:
    """Nobody trained to stay, as many as planned, and twice as many; one where no home track is."""
    homes = [one for one in told.origins if one.home and one.home.trainees.value > 0]
    if not homes:
        return (Option("none", "None"),)
    addresses = [f"origins.{one.country}.home.trainees" for one in homes]
    people = sum(one.home.trainees.value for one in homes if one.home)
    each = people / max(1.0, sum(lane.trainees.value for lane in told.lanes))
    return tuple(
        Option(name, label, tuple((address, factor) for address in addresses))
        for name, label, factor in (
            ("none", "None", 0.0),
            ("planned", f"{each:.2g} for each who begins the way abroad", 1.0),
            ("double", f"{2 * each:.2g} for each who begins the way abroad", 2.0),
        )
    )


def split_options(weighed: Weighed) -> tuple[Option, ...]:
    """Who pays: origin, half and half, the states of destination, employers, the fair point."""
    payers = [one for one in weighed.parties if one.pays]
    sides = {
        kind: [one.id for one in payers if one.kind == kind]
        for kind in ("origin", "destination", "employers")
    }
    there = sides["destination"] + sides["employers"]
    half = _even(sides["origin"], 0.5) | _even(there, 0.5)
    tried = [
        Option("origin", "Each country of origin pays for its own", shares=_even(sides["origin"])),
        Option("half", "Half by the country of origin, half by the destination", shares=half),
        Option("destination", "The state of destination pays", shares=_even(sides["destination"])),
        Option("employers", "Employers pay", shares=_even(sides["employers"])),
    ]
    if weighed.told.shares is not None:
        agreed = {payer: one.value for payer, one in weighed.told.shares.items()}
        tried.append(Option("agreed", "As agreed in the partnership", shares=agreed))
    if fair := weighed.split.fair():
        tried.append(Option("fair", "Shares at which payers gain alike", shares=fair))
    found: list[Option] = []
    for option in tried:
        same = [one for one in found if _near(one.shares, option.shares)]
        if option.shares and not same:
            found.append(option)
    return tuple(found)


def _even(names: list[str], of: float = 1.0) -> dict[str, float]:
    return {name: of / len(names) for name in names}


def _near(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return all(abs(one.get(key, 0.0) - other.get(key, 0.0)) < 1e-3 for key in {*one, *other})


def other_issues(weighed: Weighed) -> dict[str, tuple[Option, ...]]:
    """Language and recognition, length of stay, and the safeguard, where they bear on anything."""
    told = weighed.told
    found: dict[str, tuple[Option, ...]] = {}
    employers = [one.id for one in weighed.parties if one.kind == "employers"]
    if any(lane.costs.language.value or lane.costs.recognition.value for lane in told.lanes):
        found["recruitment_cost"] = (
            Option("shared", "Shared as the other costs"),
            Option("worker", "The worker pays", inadmissible=UNFAIR),
            Option(
                "employers",
                "Employers pay",
                payers=_even(employers),
                items=("language", "recognition"),
            ),
        )
    returns = [f"lanes.{lane.code}.returns" for lane in told.lanes if lane.returns.value > 0]
    if returns:
        found["stay_rights"] = (
            Option("planned", "As planned"),
            Option(
                "return",
                "Return is supported: twice as many go home a year",
                tuple((address, 2.0) for address in returns),
            ),
            Option(
                "stay",
                "Stays may be longer: half as many go home a year",
                tuple((address, 0.5) for address in returns),
            ),
        )
    if any(one.guard for one in told.origins):
        found["ethical_recruitment"] = (
            Option("none", "None"),
            Option("pause", "Recruitment pauses while practitioners per inhabitant fall"),
            Option("review", "The same, reviewed each year by both states and a trade union"),
        )
    return found
