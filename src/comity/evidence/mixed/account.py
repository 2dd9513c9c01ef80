"""The mixed-migration account of a corridor, country or region, period by period, as findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding, subject_json
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.core.regions import Subject
from comity.evidence.accounts.area import Area
from comity.evidence.mixed import gap, mismatch, recognition, split
from comity.evidence.mixed.pressure import ASSUMPTIONS as OF_PRESSURE
from comity.evidence.mixed.pressure import pressure
from comity.evidence.reading import Evidence

ASSUMPTIONS = {
    "movement": split.ASSUMPTIONS,
    "recognition": recognition.ASSUMPTIONS,
    "gap": gap.ASSUMPTIONS,
    "pressure": (*OF_PRESSURE, *mismatch.ASSUMPTIONS),
}
"""What each part of an account takes for granted, to be shown beside it."""

_NEEDED = ("migration_flows", "displacement_flows", "asylum_decisions", "visa_requirements")


@dataclass(frozen=True)
class Account:
    """Findings by part, in the order of `ASSUMPTIONS`; `lacking` names what was not held."""

    subject: Subject
    parts: dict[str, tuple[Finding, ...]]
    lacking: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every part, each once."""
        every = (finding for part in self.parts.values() for finding in part)
        return tuple({finding.key: finding for finding in every}.values())

    def within(self, period: Period | None) -> Account:
        """The account of one period; of pressure and openness that of the year it ends with."""
        if period is None:
            return self
        parts = {
            name: tuple(one for one in found if _belongs(one, name, period))
            for name, found in self.parts.items()
        }
        return Account(self.subject, parts, self.lacking)

    def as_json(self) -> dict[str, Any]:
        """The account as plain data; its keys are part of the public interface."""
        return {
            "subject": subject_json(self.subject),
            "parts": {
                name: [finding.as_json() for finding in found] for name, found in self.parts.items()
            },
            "assumptions": {name: list(said) for name, said in ASSUMPTIONS.items()},
            "not_held": list(self.lacking),
        }


def _belongs(one: Finding, part: str, period: Period) -> bool:
    if part != "pressure":
        return one.period == period
    if one.period.kind == "day":
        return one.period.start.year - 1 == period.end.year
    years = range(period.start.year, period.end.year + 1)
    whole = one.measure in ("emigration_pressure", "pressure_rank", "pressure_part")
    return one.period.end.year == years[-1] if whole else one.period.end.year in years


def mixed_account(evidence: Evidence, subject: Subject) -> Account:
    """Protection-related and other movement, recognition, the gap, and pressure against openness.

    >>> from comity.core.regions import find_subject
    >>> account = mixed_account(evidence, find_subject("AFG-TUR"))
    >>> {f.measure for f in account.parts["gap"]}
    {'protection_gap'}
    """
    lacking = tuple(name for name in _NEEDED if not evidence.holds(name))
    if isinstance(subject, Corridor):
        return Account(subject, _corridor(evidence, subject), lacking)
    return Account(subject, _area(evidence, Area.of(evidence, subject)), lacking)


def _corridor(evidence: Evidence, pair: Corridor) -> dict[str, tuple[Finding, ...]]:
    decided = recognition.decisions_on(evidence, pair.origin.code)
    pressed = pressure(evidence, pair.origin)
    return {
        "movement": tuple(split.split(evidence, pair)),
        "recognition": tuple(recognition.on_corridor(evidence, pair, decided)),
        "gap": tuple(gap.on_corridor(evidence, pair, decided)),
        "pressure": (*pressed, *mismatch.on_corridor(evidence, pair, pressed)),
    }


def _area(evidence: Evidence, area: Area) -> dict[str, tuple[Finding, ...]]:
    """Into the area and out of it; recognition and pressure of a country only."""
    sides = split.SIDES if area.codes is not None else split.SIDES[:1]
    place = area.subject if isinstance(area.subject, Place) else None
    pressed = pressure(evidence, place) if place else []
    decided = recognition.decisions_on(evidence, place.code) if place else []
    return {
        "movement": tuple(f for side in sides for f in split.split(evidence, area, side)),
        "recognition": tuple(recognition.from_origin(evidence, place, decided)) if place else (),
        "gap": tuple(f for side in sides for f in gap.of_area(evidence, area, side)),
        "pressure": (*pressed, *mismatch.of_origin(evidence, place, pressed)) if place else (),
    }
