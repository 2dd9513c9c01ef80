"""The figures of sending money: the cost of a corridor, or the mean over corridors, by quarter."""

from __future__ import annotations

from typing import Any

from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.figures import Figure, series
from comity.services.remittances import Monitor, Sending

Hung = dict[str, list[Figure]]


def history(report: Sending, voice: Voice, how: dict[str, Any]) -> Hung:
    """The cost of a corridor by quarter, with the target across."""
    title = voice._("Average cost of sending USD 200, percent")
    ends = {"a": report.pair.origin, "b": report.pair.destination}
    name = voice._("{a} \u2192 {b}").format(**{key: voice.title(end) for key, end in ends.items()})
    return _hung("cost", {name: [*report.costs]}, title, voice, how)


def means(found: Monitor, voice: Voice, how: dict[str, Any]) -> Hung:
    """The mean over corridors by quarter, with the target across."""
    title = voice._("Average cost of sending USD 200, by quarter")
    lines = {voice._("Mean over corridors"): [found.mean(one) for one in found.quarters]}
    return _hung("now", lines, title, voice, how)


def _hung(
    slug: str, lines: dict[str, list[Finding]], title: str, voice: Voice, how: dict[str, Any]
) -> Hung:
    kept = {name: found for name, found in lines.items() if len(found) > 1}
    if not kept:
        return {}
    rule = (3.0, voice._("goal for 2030: 3 percent"))
    return {slug: [series(kept, title, name="history", rule=rule, **how)]}
