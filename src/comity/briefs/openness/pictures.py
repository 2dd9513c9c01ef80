"""The figures of openness: who may visit whom in a region, and a country's openness through time."""

from __future__ import annotations

from typing import Any

from comity.briefs.dossier import Dossier
from comity.briefs.voice import Voice
from comity.core.places import Corridor
from comity.figures import Figure, Words, series
from comity.figures.rules import rules
from comity.figures.theme import WIDTH

FEWEST = 3
"""Snapshots that a line over time has at least."""


def pictures_for(dossier: Dossier, *, width: int = WIDTH) -> dict[str, list[Figure]]:
    """The figures of a dossier of openness, by the slug of the section."""
    voice = Voice(dossier.language)
    how: dict[str, Any] = {"words": Words(voice.language, voice.translated), "width": width}
    made = {"matrix": _matrix(dossier, voice, how), "history": _history(dossier, voice, how)}
    return {slug: [figure] for slug, figure in made.items() if figure}


def _matrix(dossier: Dossier, voice: Voice, how: dict[str, Any]) -> Figure | None:
    eases = [f for f in dossier.findings
             if f.measure == "visa_ease" and isinstance(f.subject, Corridor)]  # fmt: skip
    if not eases:
        return None
    title = voice._("Ease of short visits in {region}")
    return rules(eases, title.format(region=voice.name(dossier.subject)), name="matrix", **how)


def _history(dossier: Dossier, voice: Voice, how: dict[str, Any]) -> Figure | None:
    found = [f for f in dossier.findings if f.measure == "visa_openness" and f.about]
    if len(found) < FEWEST:
        return None
    title = voice._("Openness of {place} to short visits")
    label = voice._("Openness to short visits")
    named = title.format(place=voice.name(dossier.subject))
    return series({label: found}, named, name="history", **how)
