"""What statistics show of a commitment: where it stood when it began, and where it stands now.

Only what a dataset of the store counts is shown, as findings; all else is what the parties report.
A figure that moved after a signature moved after it: nothing here says that it moved because of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from comity.agreements.commitment import Commitment
from comity.agreements.evidence import series
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, places
from comity.evidence.reading import Evidence

Status = Literal["measured", "no newer figure", "not held", "reported by parties"]
Direction = Literal["higher", "lower", "unchanged", ""]

SAID: dict[Status, str] = {
    "measured": N_("Measured by official statistics."),
    "no newer figure": N_("The statistics have no figure from after the signature yet."),
    "not held": N_("No dataset held here has this figure for these places."),
    "reported by parties": N_("Reported by the parties; no dataset measures it."),
}
"""What each status means, for people."""

_CEILINGS, _FLOORS = ("remittance_cost",), ("visa_days",)
"""Measures of which the amount of a commitment is itself a level: at most it, or at least it."""


@dataclass(frozen=True)
class Progress:
    """How far a commitment can be seen to be kept; never a score."""

    commitment: str
    status: Status
    baseline: Finding | None = None
    """The newest figure of a period that began before the commitment did."""
    latest: Finding | None = None
    """The newest figure of a period that began with it or later."""
    direction: Direction = ""
    target: float | None = None
    wanted: Literal["at most", "at least", ""] = ""
    reached: bool | None = None
    """Whether the latest figure meets the target; None where one of them is unknown."""
    indicator: str = ""
    """What the parties report, where no dataset measures it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Baseline and latest, as far as there are any."""
        return tuple(one for one in (self.baseline, self.latest) if one is not None)

    def as_json(self) -> dict[str, Any]:
        """The progress as plain data; its keys are part of the public interface."""
        return {
            "commitment": self.commitment,
            "status": self.status,
            "baseline": self.baseline and self.baseline.as_json(),
            "latest": self.latest and self.latest.as_json(),
            "direction": self.direction,
            "target": self.target,
            "wanted": self.wanted,
            "reached": self.reached,
            "indicator": self.indicator,
        }


def measure(evidence: Evidence, commitments: Iterable[Commitment]) -> tuple[Progress, ...]:
    """What the evidence shows of each commitment.

    >>> from datetime import date
    >>> from comity.agreements.commitments import commitments_of
    >>> from comity.agreements.examples import load
    >>> from comity.agreements.packages import solve
    >>> pacific = load("pacific")
    >>> found = commitments_of(pacific, solve(pacific), signed=date(2020, 1, 1))
    >>> [one] = [p for p in measure(evidence, found) if p.status == "measured"]
    >>> one.commitment, str(one.latest.period), one.wanted, one.reached
    ('remittance_cost.NZL.TON', '2020Q3', 'at most', False)
    """
    return tuple(_progress(evidence, one) for one in commitments)


def _progress(evidence: Evidence, one: Commitment) -> Progress:
    if not one.measure:
        return Progress(one.id, "reported by parties", indicator=one.indicator)
    known = [f for f in series(evidence, one.measure, _pair(one)) if f.status != "not_reported"]
    if not known:
        return Progress(one.id, "not held", indicator=one.indicator)
    before = [finding for finding in known if finding.period.start < one.starts]
    after = [finding for finding in known if finding.period.start >= one.starts]
    baseline, newest = before[-1] if before else None, after[-1] if after else None
    wanted = _wanted(one)
    return Progress(
        one.id,
        "measured" if newest else "no newer figure",
        baseline,
        newest,
        _direction(baseline, newest),
        one.amount if wanted else None,
        wanted,
        _reached(newest, one.amount, wanted),
    )


def _pair(one: Commitment) -> Corridor:
    origin, destination = one.corridor.split("-")
    return Corridor(places()[origin], places()[destination])


def _wanted(one: Commitment) -> Literal["at most", "at least", ""]:
    if one.amount is None:
        return ""
    if one.measure in _CEILINGS:
        return "at most"
    return "at least" if one.measure in _FLOORS else ""


def _direction(before: Finding | None, after: Finding | None) -> Direction:
    if before is None or after is None or before.value is None or after.value is None:
        return ""
    if after.value == before.value:
        return "unchanged"
    return "higher" if after.value > before.value else "lower"


def _reached(newest: Finding | None, target: float | None, wanted: str) -> bool | None:
    if newest is None or newest.value is None or target is None or not wanted:
        return None
    return newest.value <= target if wanted == "at most" else newest.value >= target
