"""A finding as a reader meets it in a table: its number in full, its bounds, how it came to be.

What every form of a dossier shows alike is decided here: a missing value is named and never blank,
an interval stands with what it is, and numbers that nobody published as such are marked.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

from comity.briefs.dossier import Word
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_

MARKED = (N_("estimated"), N_("projected"), N_("derived"))
"""Statuses that are marked wherever a number of theirs stands."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One finding, written: value, bounds ("80 %: 5 to 9"), status mark, period and note.

    `worded` where it is told in words, which stand where lines begin and have no mark.
    """

    text: str
    bounds: str = ""
    mark: str = ""
    period: str = ""
    note: str = ""
    missing: bool = False
    worded: bool = False


def cell_of(finding: Finding | Word | None, voice: Voice, absent: str = "not reported") -> Cell:
    """How a finding is written in a table; for None, what its absence means there."""
    if isinstance(finding, Word):
        period = voice.period(finding.finding.period)
        return Cell(finding.text, period=period, missing=not finding.known, worded=True)
    if finding is None:
        return Cell(voice._(absent), missing=True)
    period = voice.period(finding.period)
    if finding.value is None:
        text = voice._("withheld") if finding.status == "withheld" else voice._("not reported")
        return Cell(text, period=period, note=voice.noted(finding.note), missing=True)
    mark = finding.status if finding.status in MARKED else ""
    said = number(finding, finding.value, voice)
    return Cell(said, bounds(finding, voice), mark, period, voice.noted(finding.note))


def number(finding: Finding, value: float, voice: Voice) -> str:
    """A value of this finding in full: counts in whole units, percent with one decimal and "%"."""
    if finding.unit == "percent":
        digits = 0 if value in (0, 100) else _digits(value)
        return voice.percent(value, digits)
    whole = finding.kind.counts_people or float(value).is_integer()
    return voice.exact(value, 0 if whole else _digits(value))


def _digits(value: float) -> int:
    """One decimal below 1,000, none above; small values keep two digits that say something."""
    size = abs(value)
    if size >= 1_000:
        return 0
    return 1 if size >= 0.1 or size == 0 else min(1 - floor(log10(size)), 8)


def bounds(finding: Finding, voice: Voice) -> str:
    """The interval with what it is, as in "80 %: 5 to 9"; empty where the finding has none."""
    if finding.low is None or finding.high is None:
        return ""
    low, high = (number(finding, bound, voice) for bound in (finding.low, finding.high))
    kind = "" if finding.interval == "as published" else f"{voice._(finding.interval)}: "
    return kind + voice._("{low} to {high}").format(low=low, high=high)


_TOLD_BY = {
    "persons": ("",),
    "percent": ("",),
    "ratio": ("",),
    "treaties": ("",),
    "USD": ("dollar", "usd"),
    "million USD": ("million",),
    "per 1000": ("1,000", "1000"),
    "per billion USD": ("billion",),
    "international $": ("international",),
    "countries": ("countries", "destinations", "passports"),
}
"""Words that tell a unit already; an empty one says that the unit explains itself."""


def unit_of(finding: Finding, voice: Voice, heading: str = "") -> str:
    """The unit where a reader would miss it, given what the heading says."""
    told = _TOLD_BY.get(finding.unit, (finding.unit.lower(),))
    return "" if any(word in heading.lower() for word in told) else voice._(finding.unit)
