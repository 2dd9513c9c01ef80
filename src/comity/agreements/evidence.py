"""What official statistics say about an issue, so that the table argues over the same numbers.

An issue stands between a giver and a receiver, and is of a kind (remittances, return, places). The
kind says which questions bear on it; each is put to the evidence for both directions of the pair,
and the newest finding of each answer stands beside the issue. What no dataset holds is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import permutations

from comity.agreements.questions import (
    CROSSED,
    HOMEWARD,
    KINDS,
    LIVE,
    MEASURABLE,
    QUESTIONS,
    UNMEASURED,
    Question,
)
from comity.agreements.scenario import Issue, Scenario
from comity.core.findings import Finding, latest
from comity.core.marks import N_
from comity.core.places import Corridor, Place, known_place, places
from comity.core.speech import Language
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.population import demography
from comity.evidence.reading import Evidence

YEARS = 10
"""Older figures do not stand beside an issue of today."""

MOST = 6
"""Findings on one question where an issue has many corridors: the largest first."""

_NOWHERE = N_("No two parties of this issue are countries, so no evidence can be looked up.")
_NOTHING = N_("No dataset held here tells anything of this issue in the last ten years.")


@dataclass(frozen=True)
class Lack:
    """Something that nobody measured, or that is not held: a sentence about a corridor or none."""

    template: str
    corridor: Corridor | None = None

    def said(self, language: Language | None = None) -> str:
        """The sentence in a language."""
        speech = language or Language()
        if self.corridor is None:
            return speech.translated(self.template)
        return speech.translated(self.template).format(
            origin=self.corridor.origin.name_in(speech.language),
            destination=self.corridor.destination.name_in(speech.language),
        )


@dataclass(frozen=True)
class Beside:
    """What stands beside an issue: findings, and what is lacking."""

    issue: str
    findings: tuple[Finding, ...]
    lacking: tuple[Lack, ...]


def people_of(evidence: Evidence, scenario: Scenario) -> dict[str, Finding]:
    """The population of each party in one year, the newest that all have; empty where one has none.

    Weights for `power.alternatives`: whoever asks for them sees whose people count how much.

    >>> from comity.agreements.examples import load
    >>> sorted(people_of(evidence, load("triangle")))
    ['ESP', 'MAR', 'SEN']
    """
    found: dict[str, dict[int, Finding]] = {}
    for party in scenario.parties:
        place = places().get(party.country or "")
        told = demography(evidence, Area.of(evidence, place)) if place else []
        found[party.id] = {
            one.period.start.year: one
            for one in told
            if one.measure == "population" and one.status == "estimated" and one.value
        }
    years = set.intersection(*(set(years) for years in found.values()))
    return {party: told[max(years)] for party, told in found.items()} if years else {}


def findings_for(evidence: Evidence, scenario: Scenario) -> dict[str, list[Finding]]:
    """The evidence that bears on each issue, by the id of the issue.

    >>> from comity.agreements.examples import load
    >>> found = findings_for(evidence, load("central-asia"))["remittance_cost.RUS.KGZ"]
    >>> found[0].label, found[0].subject.code, str(found[0].period)
    ('Cost of sending USD 200', 'KGZ-RUS', '2020Q3')
    """
    return {one.issue: list(one.findings) for one in evidence_beside(evidence, scenario)}


def evidence_beside(evidence: Evidence, scenario: Scenario) -> tuple[Beside, ...]:
    """For each issue what is known about it, and what is not."""
    asked: dict[tuple[str, Corridor], list[Finding]] = {}

    def answer(name: str, pair: Corridor) -> list[Finding]:
        if (name, pair) not in asked:
            asked[name, pair] = _newest(QUESTIONS[name], evidence, pair)
        return asked[name, pair]

    return tuple(_beside(scenario, issue, answer) for issue in scenario.issues)


def series(evidence: Evidence, measure: str, pair: Corridor) -> list[Finding]:
    """Every finding of a measure on a corridor of people, oldest first; none where none is held.

    >>> from comity.core.regions import find_subject
    >>> found = series(evidence, "remittance_cost", find_subject("TJK-RUS"))
    >>> str(found[-1].period), found[-1].value
    ('2020Q3', 2.0)
    """
    for question in QUESTIONS.values():
        if measure in question.measures:
            found = [f for f in question.ask(evidence, pair) if f.measure == measure]
            return sorted(found, key=lambda one: one.period)
    return []


def measured(scenario: Scenario, issue: Issue) -> tuple[str, Corridor] | None:
    """The measure and the corridor of people of an issue's indicator; None where it is words.

    `remittance_cost` is about people from the receiver who live in the giver, and the other way
    where the giver is the country that people left; `returned_eu SEN-ESP` names its corridor.
    """
    measure, _, written = issue.indicator.partition(" ")
    if measure not in MEASURABLE:
        return None
    if not written:
        return next(((measure, pair) for pair in _corridors(scenario, issue)[:1]), None)
    ends = [known_place(code) for code in written.split("-")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
        return None
    return measure, Corridor(ends[0], ends[1])


def _beside(
    scenario: Scenario, issue: Issue, answer: Callable[[str, Corridor], list[Finding]]
) -> Beside:
    corridors = _corridors(scenario, issue)
    if not corridors:
        return Beside(issue.id, (), (Lack(_NOWHERE),))
    found: dict[tuple[object, ...], Finding] = {}
    lacking = [Lack(UNMEASURED[_kind(issue)])] if _kind(issue) in UNMEASURED else []
    for name in _questions(issue):
        given = [finding for pair in corridors for finding in answer(name, pair)]
        found |= {one.key: one for one in (given if len(corridors) < 3 else _largest(given))}
        if len(corridors) < 3 and not answer(name, corridors[0]):
            lacking.append(Lack(QUESTIONS[name].lacking, corridors[0]))
    if not found and not lacking:
        lacking.append(Lack(_NOTHING))
    return Beside(issue.id, tuple(found.values()), tuple(lacking))


def _kind(issue: Issue) -> str:
    return issue.id.partition(".")[0]


def _questions(issue: Issue) -> tuple[str, ...]:
    """Those of the indicator first, then those of the kind."""
    measure = issue.indicator.partition(" ")[0]
    named = [name for name, one in QUESTIONS.items() if measure in one.measures]
    return tuple(dict.fromkeys((*named, *KINDS.get(_kind(issue), LIVE))))


def _corridors(scenario: Scenario, issue: Issue) -> list[Corridor]:
    """Both directions of giver and receiver, the one that matters first; else every pair."""
    giver, receiver = (_place(scenario, one) for one in (issue.giver, issue.receiver))
    known = [place for one in scenario.parties if (place := _place(scenario, one.id))]
    if giver and receiver and _kind(issue) in CROSSED:
        others = [place for place in known if place not in (giver, receiver)]
        ends = [(one, to) for one in others for to in (giver, receiver)] + [(giver, receiver)]
    elif giver and receiver:
        pair = (giver, receiver) if _kind(issue) in HOMEWARD else (receiver, giver)
        ends = [pair, pair[::-1]]
    elif issue.giver and issue.receiver:
        ends = []
    else:
        one = giver or receiver
        ends = [pair for pair in permutations(known, 2) if one is None or one in pair]
    return list(dict.fromkeys(Corridor(*pair) for pair in ends if pair[0] != pair[1]))


def _place(scenario: Scenario, party: str | None) -> Place | None:
    code = scenario.party(party).country if party else None
    return places().get(code) if code else None


def _newest(question: Question, evidence: Evidence, pair: Corridor) -> list[Finding]:
    """The newest finding of each measure, and of each thing that it is about, if not too old."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for one in question.ask(evidence, pair):
        recent = one.period.end.year >= evidence.today.year - YEARS
        if recent and one.measure in question.measures:
            about = tuple(part for part in one.about if part[0] != "rule")
            key = (question.measures.index(one.measure), one.subject.code, about)
            found.setdefault(key, []).append(one)
    return [one for key in sorted(found, key=str) for one in _shown(found[key])]


def _shown(found: list[Finding]) -> list[Finding]:
    """The newest with a value; where all are withheld the newest, which says so."""
    withheld = [one for one in found if one.status == "withheld"]
    newest = latest(found) or max(withheld, key=lambda one: one.period, default=None)
    return [newest] if newest else []


def _largest(found: Iterable[Finding]) -> list[Finding]:
    once = {one.key: one for one in found}.values()
    return sorted(once, key=lambda one: (-(one.value or 0), one.subject.code))[:MOST]
