"""What is counted: the definitions, units and dates of the measures that a section shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.briefs.dossier import Section
from comity.briefs.voice import Voice
from comity.core.glossary import term_for
from comity.core.marks import N_
from comity.core.measures import measures

TIMINGS = {
    "mid-year": N_("on 1 July"),
    "year-end": N_("on 31 December"),
    "during": N_("during the period"),
    "quarter": N_("during the quarter"),
    "month": N_("during the month"),
    "day": N_("on one day"),
    "span": N_("over a span of years"),
    "mid-years": N_("from one mid-year to a later one"),
}
"""What the timing of a measure means."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One measure in words; `term` is the slug of the glossary's term for it, where it has one."""

    label: str
    definition: str
    unit: str
    timing: str
    term: str


def counted_in(section: Section, voice: Voice) -> tuple[Counted, ...]:
    """The measures that a section says or tables, in the order of their first number."""
    said = [finding for sentence in section.sentences for finding in sentence.findings]
    tabled = [finding for table in section.tables for finding in table.findings()]
    return defined((finding.measure for finding in [*said, *tabled]), voice)


def defined(codes: Iterable[str], voice: Voice) -> tuple[Counted, ...]:
    """These measures in words, each once.

    >>> [one.term for one in defined(["displaced", "displaced"], Voice())]
    ['displaced-people']
    """
    return tuple(_counted(code, voice) for code in dict.fromkeys(codes))


def _counted(code: str, voice: Voice) -> Counted:
    measure, term = measures()[code], term_for(code)
    return Counted(
        voice._(measure.label),
        voice._(measure.definition),
        voice._(measure.unit),
        voice._(TIMINGS[measure.timing]),
        term.slug if term else "",
    )
