"""How sure is this? Who counted what, how old the newest figure is, and what to mind."""

from __future__ import annotations

from collections.abc import Iterable

from comity.briefs.dossier import Section
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.evidence.reading import Evidence

_DATED = ("stock", "flow", "rate", "projection")


def sureness(evidence: Evidence, voice: Voice, sections: Iterable[Section]) -> Section:
    """One note a dataset that the dossier used: who counted what, how new, what to mind."""
    newest: dict[str, Finding | None] = {}
    for finding in (f for section in sections for f in section.findings()):
        for source in finding.lineage.sources:
            best = newest.setdefault(source.dataset, None)
            if finding.status != "projected" and (best is None or best.period < finding.period):
                newest[source.dataset] = finding
    notes = tuple(_note(evidence, voice, name, finding) for name, finding in newest.items())
    return Section("sure", voice._("How sure is this?"), (), (), notes)


def _note(evidence: Evidence, voice: Voice, name: str, newest: Finding | None) -> str:
    entry = evidence.datasets[name]
    said = [
        voice._("{short}. Counted: {counted}. {who}").format(
            short=entry.short, counted=entry.counted, who=entry.who_counted
        )
    ]
    if newest is not None and entry.counts in _DATED:
        said.append(
            voice._("Newest figure used: {period}.").format(period=voice.period(newest.period))
        )
    return " ".join([*said, *entry.caveats[:1]])
