"""How a measure is told among many places: its name, what it counts, the years, and who says so.

The pages that compare places and those that show the world by one measure share what is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from comity.briefs.desk import UNSAID
from comity.briefs.render.counted import TIMINGS
from comity.briefs.voice import Sentence, Voice
from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.measures import measures
from comity.evidence.offers import Offer, offered
from comity.evidence.panels import ahead, covered
from comity.evidence.reading import Evidence
from comity.figures.words import Words
from comity.web.state import UNITS, View

PER_THOUSAND = UNITS[1]
_UNSAID_IN = ("displaced_stock", "asylum_applications", "internally_displaced")
"""Tables that leave out zeros and gaps alike."""

DASHED = N_("Dashed: projected.")
SHADED = N_("Shading: the range in which 80 in 100 outcomes are expected.")
_WHEN = {
    "mid-year": N_("On 1 July of each year."),
    "year-end": N_("At the end of each year."),
    "during": N_("During each year."),
    "day": N_("On the day of the table."),
}


@dataclass(frozen=True)
class Told:
    """A measure as it is told in a language and in the unit that the page shows."""

    offer: Offer
    view: View

    @property
    def voice(self) -> Voice:
        """The language of the page."""
        return Voice(self.view.language)

    @property
    def words(self) -> Words:
        """The words of its figures."""
        return Words(self.view.language)

    @property
    def rated(self) -> bool:
        """Whether it is shown per 1,000 inhabitants."""
        return self.offer.rate and self.view.unit == PER_THOUSAND

    @property
    def title(self) -> str:
        """Its name, with the unit where that is not the one of the vocabulary."""
        name = self.voice._(self.offer.title)
        return self.per_thousand if self.rated else name

    @property
    def per_thousand(self) -> str:
        """Its name where it is shown per 1,000 inhabitants."""
        name = self.voice._(self.offer.title)
        return self.voice._("{measure}, per 1,000 inhabitants").format(measure=name)

    @property
    def definition(self) -> str:
        """What is counted, as in the vocabulary; per 1,000 inhabitants also how it is divided."""
        said = [self.voice._(self.offer.kind.definition)]
        if self.rated:
            said.append(self.voice._(measures()["rate_per_thousand"].definition))
        return " ".join(f"{text}{_stop(self.view.language)}" for text in said)

    @property
    def unit(self) -> str:
        """What one unit is."""
        return self.words.unit("per 1000" if self.rated else self.offer.kind.unit)

    @property
    def timing(self) -> str:
        """When it is counted."""
        return self.voice._(TIMINGS[self.offer.kind.timing])

    @property
    def absent(self) -> str:
        """What an empty cell means."""
        return UNSAID if self.offer.table in _UNSAID_IN else N_("not reported")

    def caption(self, findings: Iterable[Finding]) -> str:
        """What stands below the title of a figure: when, and how to read dashes and shades."""
        found = list(findings)
        said = [self.voice._(_WHEN[self.offer.kind.timing])]
        if any(f.status == "projected" for f in found):
            said.append(self.voice._(DASHED))
        if any(f.low is not None for f in found):
            said.append(self.voice._(SHADED))
        return " ".join(said)

    def newest(self, findings: Sequence[Finding]) -> list[Finding]:
        """The newest finding of each subject that is no projection, in the order they came."""
        seen: dict[tuple[str, str], Finding] = {}
        for finding in findings:
            if finding.value is not None and finding.status != "projected":
                seen[finding.subject.kind, finding.subject.code] = finding
        return list(seen.values())

    def listed(self, template: str, findings: Sequence[Finding]) -> Sentence:
        """A sentence around the number of each place with its year."""
        piece = N_("{n.subject} {n.bare} ({n.year})")
        if self.offer.kind.unit == "USD":
            piece = N_("{n.subject} {n.bare} US dollars ({n.year})")
        return self.voice.say(template, list=[self.voice.part(piece, n=f) for f in findings])

    def as_json(self, evidence: Evidence) -> dict[str, Any]:
        """The measure as plain data, without numbers."""
        years = covered(evidence, self.offer.code)
        return {
            "code": self.offer.code,
            "measure": self.offer.measure,
            "about": dict(self.offer.about),
            "title": self.title,
            "definition": self.definition,
            "unit": "per 1000" if self.rated else self.offer.kind.unit,
            "timing": self.offer.kind.timing,
            "years": list(years),
            "projected_to": max(ahead(evidence, self.offer.code), default=None),
            "datasets": [self.offer.table, *(["demography"] if self.rated else [])],
        }


def _stop(language: str) -> str:
    return "\u3002" if language == "zh" else "."


def span_of(view: View) -> range:
    """The years of a view as a range that is open where the view is."""
    return range(view.since or 1, (view.until or 9998) + 1)


def groups(view: View) -> list[tuple[str, list[Told]]]:
    """Every measure offered, under the heading of its group."""
    found: dict[str, list[Told]] = {}
    plain = View(language=view.language)
    for offer in offered().values():
        found.setdefault(offer.group, []).append(Told(offer, plain))
    voice = Voice(view.language)
    return [(voice._(heading), inside) for heading, inside in found.items()]


def years_offered(evidence: Evidence, codes: Iterable[str]) -> list[int]:
    """The years that a form offers for these measures, projected ones last."""
    known = {y for code in codes for y in (*covered(evidence, code), *ahead(evidence, code))}
    return sorted(known)


def numbered(findings: Iterable[Finding]) -> tuple[list[Finding], dict[Any, int]]:
    """Each finding once, and where it stands in the list; the kind tells Canada from CAN."""
    seen = {identity(finding): finding for finding in findings}
    return list(seen.values()), {key: number for number, key in enumerate(seen)}


def identity(finding: Finding) -> tuple[Any, ...]:
    """What makes a finding the same finding among subjects of several kinds."""
    return (finding.subject.kind, *finding.key)


def lasting(code: str) -> str:
    """The code of a measure as it stands in an address that lasts.

    >>> lasting("Displaced-From")
    'displaced_from'
    """
    return code.strip().lower().replace("-", "_")


def no_figures(told: Told, evidence: Evidence) -> ComityError:
    """The error for years of which nobody has a figure, with those that somebody has."""
    years = years_offered(evidence, [told.offer.code])
    if not years:
        return ComityError(
            f"The evidence of {evidence.today} has no figures of '{told.offer.title}'; choose "
            "another day or measure."
        )
    return ComityError(
        f"The evidence has no figures of '{told.offer.title}' by {told.view.until}; choose a year "
        f"from {years[0]} to {years[-1]}."
    )
