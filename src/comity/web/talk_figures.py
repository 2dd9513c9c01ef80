"""The pictures of a worked example: gains side by side, who gives what, what a deal bears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.figures import Figure, breaking, chances, exchange, gains
from comity.figures.bargain import Gain
from comity.figures.theme import WIDTH
from comity.figures.weighing import Break, Chance
from comity.figures.words import Words
from comity.web.talks import LABELS, MINE, Talk, at_table

_TITLES = {
    "gains": N_("What each party would gain: {title}"),
    "exchange": N_("Who gives what to whom ({concept}): {title}"),
    "chances": N_("How often the package is a gain ({concept}): {title}"),
    "breaking": N_("What change of weights would break the deal ({concept}): {title}"),
}
_SOLVED = N_("Each package was solved for the same preferences.")
_DRAWN = N_("Weights are drawn evenly from all within the interval, for each party by itself.")
_BROKEN = N_(
    "All weights of a party may change at once, each by at most this share of itself, while the "
    "others at the table stay as they are."
)


def solved(talk: Talk, concept: str, voice: Voice, width: int = WIDTH) -> dict[str, list[Figure]]:
    """The pictures of the page that compares packages, by the part of the page they hang in."""
    found = [
        Gain(party, code, points, one.shares().get(party))
        for code, one in talk.packages.items()
        for party, points in one.gains.items()
    ]
    how = _how(talk, voice, width)
    drawn: dict[str, list[Figure]] = {}
    if any(one.share is not None for one in found):
        drawn["gains"] = [
            gains(
                found,
                _title(talk, "gains", concept, voice),
                parties=talk.names(voice),
                concepts={code: voice._(label) for code, label in LABELS.items()},
                caption=voice._(_SOLVED),
                **how,
            )
        ]
    if arrows := talk.arrows(concept, voice):
        title = _title(talk, "exchange", concept, voice)
        drawn["exchange"] = [exchange(arrows, title, parties=talk.names(voice), **how)]
    return drawn


def weighed(talk: Talk, concept: str, voice: Voice, width: int = WIDTH) -> dict[str, list[Figure]]:
    """The pictures of the page on sensitivity, by the part of the page they hang in."""
    how = _how(talk, voice, width)
    if not talk.package(concept).package:
        return {}
    held = [
        Chance(who, spread, share.value, share.low, share.high)
        for spread, one in talk.chances(concept).items()
        for who, share in {"": one.all_gain, **one.gain}.items()
    ]
    labels = {issue.id: voice._(issue.label) for issue in talk.scenario.issues}
    broken = [
        Break(one.party, one.change, labels.get(one.issue or "", ""), one.issue_change)
        for one in talk.breaking(concept)
    ]
    drawn = {
        "chances": [
            chances(
                held,
                _title(talk, "chances", concept, voice),
                names=at_table(talk, voice),
                caption=voice._(_DRAWN),
                **how,
            )
        ]
    }
    if broken:
        title = _title(talk, "breaking", concept, voice)
        names = talk.names(voice)
        drawn["breaking"] = [breaking(broken, title, names=names, caption=voice._(_BROKEN), **how)]
    return drawn


def _title(talk: Talk, name: str, concept: str, voice: Voice) -> str:
    parts = {"title": voice._(talk.scenario.title), "concept": voice._(LABELS[concept])}
    return voice._(_TITLES[name]).format(**parts)


def _how(talk: Talk, voice: Voice, width: int) -> dict[str, Any]:
    """What all pictures share: who says so, that they illustrate, language and width."""
    return {
        "sources": [talk.source(voice)],
        "note": voice._(MINE),
        "words": Words(voice.language, voice._),
        "width": width,
    }


PAGES: Mapping[str, Callable[[Talk, str, Voice, int], dict[str, list[Figure]]]] = {
    "packages": solved,
    "sensitivity": weighed,
}
"""The pages that have pictures, and what draws them."""
