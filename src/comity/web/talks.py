"""The worked examples of agreements as pages show them: each solved once, then kept.

Pages show the examples that ship with Comity and nothing else: what a party wants is private, and
belongs on the broker's own machine (`comity agreements`). A shipped file never changes under a
running server, so its name is all that an answer hangs on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from comity import __version__
from comity.agreements import examples
from comity.agreements.scenario import Issue, Option, Scenario
from comity.agreements.wish import CONCEPTS, Wish
from comity.briefs.voice import Voice
from comity.core.errors import ComityError, shown
from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import Place, places
from comity.figures.exchange import Arrow
from comity.figures.weighing import ALL

if TYPE_CHECKING:
    from comity.agreements.breaking import Breaking
    from comity.agreements.chances import Chances
    from comity.agreements.coalitions import Added, Blocking
    from comity.agreements.packages import Package
    from comity.agreements.power import Power
    from comity.agreements.reciprocity import Exchanges
    from comity.agreements.robust import Robust

FIRST = CONCEPTS[0]
"""The concept that a page tells of where its address names none."""

WIDTHS = (0.1, 0.25, 0.5, 0.75, 1.0)
"""How far weights may lie from what was stated, as shares of them, where chances are drawn."""

DRAWS = 5_000
DRAWN = N_(
    "How often the package is a gain, by how far each weight may lie from what was stated; below "
    "it the range that {n} draws leave (95 %)"
)
SEED = 1
WRITTEN = date(2026, 11, 22)
"""The day on which the examples were written."""

LICENCE = "Apache-2.0"
MINE = N_("Illustration: the preferences are not any state's.")
"""What stands on every page, in every picture and in every file of an example."""

LABELS: Mapping[str, str] = {
    "nash": N_("Nash"),
    "leximin": N_("Smallest gain first"),
    "kalai-smorodinsky": N_("Kalai-Smorodinsky"),
    "utilitarian": N_("Largest sum"),
    "minimal-regret": N_("Smallest regret"),
}
MEANINGS: Mapping[str, str] = {
    "nash": N_(
        "The product of all gains is as large as it can be; it does not matter in which points a "
        "party counts."
    ),
    "leximin": N_(
        "The smallest gain is as large as it can be, then the next smallest, and so on; points of "
        "different parties are taken as comparable."
    ),
    "kalai-smorodinsky": N_(
        "Every party's gain is taken as a share of the most it could gain; the smallest share is "
        "as large as it can be, then the next."
    ),
    "utilitarian": N_(
        "The sum of all gains is as large as it can be, while each party gains; points of "
        "different parties are taken as comparable."
    ),
    "minimal-regret": N_(
        "What any party misses of the most it could gain is as small as it can be for whoever "
        "misses most; points of different parties are taken as comparable."
    ),
}
VALUES: Mapping[str, str] = {
    "nash": N_("Sum of the logarithms of the gains"),
    "leximin": N_("The smallest gain, in points"),
    "kalai-smorodinsky": N_("The smallest share of what a party could gain"),
    "utilitarian": N_("Sum of the gains, in points"),
    "minimal-regret": N_("The largest miss of what a party could gain, in points, below zero"),
}
STATUSES: Mapping[str, str] = {
    "optimal": N_("Proven: no package is better by this idea of fairness."),
    "bounded": N_("Not proven to be the best; how far it can be from it is stated."),
    "infeasible": N_("No package leaves every party a gain."),
    "unknown": N_("No package was found in the time given."),
    "robust_unproven": N_("Found by search; nothing is claimed about what could be better."),
}


STANDS: Mapping[str, str] = {
    "status quo": N_("things as they are today"),
    "alternative": N_("what it could do elsewhere"),
    "nothing stated": N_("nothing was stated"),
}


class NoSuchTalk(ComityError):
    """There is no worked example of that name."""


def concept_of(text: str) -> str:
    """The concept that an address names; the first where it names none.

    >>> concept_of(""), concept_of("leximin")
    ('nash', 'leximin')
    """
    plain = text.strip().lower()
    if plain and plain not in CONCEPTS:
        raise ComityError(f"concept={shown(plain)} is none of {', '.join(CONCEPTS)}.")
    return plain or FIRST


@dataclass(frozen=True)
class Move:
    """An issue that a package settles otherwise than today."""

    issue: Issue
    today: Option | None
    chosen: Option


@dataclass(frozen=True)
class Part:
    """What one party gives and gets in a package, and what it shares in."""

    party: str
    gives: tuple[Move, ...]
    gets: tuple[Move, ...]
    shares: tuple[Move, ...]


@dataclass(frozen=True, eq=False)
class Talk:
    """One example with everything that its pages tell; computed when first asked for."""

    name: str

    @cached_property
    def scenario(self) -> Scenario:
        """What is negotiated."""
        return examples.load(self.name)

    @cached_property
    def about(self) -> examples.About:
        """What to say of it before its numbers."""
        return examples.about(self.name)

    @property
    def parties(self) -> list[str]:
        """The ids of those at the table."""
        return [party.id for party in self.scenario.parties]

    def place(self, party: str) -> Place | None:
        """The state that a party is."""
        return places().get(self.scenario.party(party).country or "")

    def called(self, party: str, voice: Voice) -> str:
        """A party by its name in a language."""
        place = self.place(party)
        return place.name_in(voice.language) if place else voice._(self.scenario.party(party).label)

    def names(self, voice: Voice) -> dict[str, str]:
        """Every party by its name in a language."""
        return {party: self.called(party, voice) for party in self.parties}

    def source(self, voice: Voice) -> Source:
        """The example as it is named below figures and tables."""
        title = voice._(self.scenario.title)
        short = voice._("Comity {version}, worked example: {title}")
        cited = voice._(
            "{title}. A worked example that ships with Comity {version}; the preferences in it are "
            "not any state's."
        )
        return Source(
            f"agreements/{self.name}",
            WRITTEN,
            short.format(version=__version__, title=title),
            cited.format(version=__version__, title=title),
            LICENCE,
            f"/agreements/{self.name}",
        )

    @property
    def packages(self) -> dict[str, Package]:
        """The package of each concept; the search for near alternatives is left to the broker."""
        return {code: _package(self, code) for code in CONCEPTS}

    def package(self, concept: str) -> Package:
        """The package of one concept."""
        return _package(self, concept)

    @cached_property
    def robust(self) -> Robust:
        """The package that holds under the worst weights within what was stated."""
        from comity.agreements.robust import robust_nash

        return robust_nash(self.scenario)

    @cached_property
    def power(self) -> Power | None:
        """What each party has without a deal, and what more of it would change for everybody."""
        from comity.agreements.power import power

        return power(self.scenario)

    @property
    def unmoved(self) -> bool:
        """Whether a better outside option, of whichever party, leaves the package as it is."""
        found = self.power.responses if self.power else ()
        return all(one.deal and max(map(abs, one.points.values())) < 1e-9 for one in found)

    def weighted(self, weights: Mapping[str, float]) -> Package:
        """The Nash package where each party counts by a weight of its own."""
        return _weighted(self, tuple(sorted(weights.items())))

    def chances(self, concept: str) -> dict[float, Chances]:
        """By the width of the intervals around weights, how often a package leaves a gain."""
        return _chances(self, concept)

    def breaking(self, concept: str) -> list[Breaking]:
        """What would break a concept's package, the soonest broken party first."""
        from comity.agreements.breaking import breaking

        one = self.package(concept)
        return sorted(
            breaking(self.scenario, one.package, one.money),
            key=lambda each: (each.change is None, each.change or 0.0, each.party),
        )

    def exchanges(self, concept: str) -> Exchanges:
        """A concept's package taken apart into exchanges of two, chains and gifts."""
        from comity.agreements.reciprocity import exchanges

        one = self.package(concept)
        return exchanges(self.scenario, one.package, one.payments)

    def added(self, concept: str) -> Added:
        """What a concept's package gives above the best that talks of two could reach."""
        return _added(self, concept)

    def blocking(self, concept: str) -> Blocking:
        """Groups of two or three that could give each of their members more than the package."""
        return _blocking(self, concept)

    def moves(self, concept: str) -> list[Move]:
        """What a concept's package changes, in the order of the issues."""
        chosen = self.package(concept).package
        found = []
        for issue in self.scenario.issues:
            if issue.id in chosen and chosen[issue.id] != issue.status_quo:
                today = issue.option(issue.status_quo) if issue.status_quo else None
                found.append(Move(issue, today, issue.option(chosen[issue.id])))
        return found

    def parts(self, concept: str) -> list[Part]:
        """What each party gives and gets."""
        moves = self.moves(concept)
        return [
            Part(
                party,
                tuple(m for m in moves if m.issue.giver == party),
                tuple(m for m in moves if m.issue.receiver == party),
                tuple(m for m in moves if not (m.issue.giver and m.issue.receiver)),
            )
            for party in self.parties
        ]

    def arrows(self, concept: str, voice: Voice) -> list[Arrow]:
        """Who gives whom what in a concept's package, each pair once, as a picture draws it."""
        apart, solved = self.exchanges(concept), self.package(concept)
        given: dict[tuple[str, str], list[str]] = {}
        for step in apart.steps:
            label = voice._(self.scenario.issue(step.issue).label)
            for party in [step.receiver, *(p for p, worth in step.others.items() if worth > 0)]:
                given.setdefault((step.giver, party), []).append(label)
        for paid in (one for one in solved.payments if one.receiver):
            label = voice._(paid.purpose) or voice._("A payment")
            given.setdefault((paid.payer, paid.receiver), []).append(label)
        kinds = kinds_of(apart)
        return [
            Arrow(*pair, tuple(issues), kinds.get(pair, "gift")) for pair, issues in given.items()
        ]

    def unit_of(self, purpose: str) -> str:
        """What payments for a purpose are counted in."""
        payments = self.scenario.payments
        own = (fund.unit for fund in payments.funds if fund.purpose == purpose and fund.unit)
        return next(own, payments.unit)

    def robust_moves(self) -> list[Issue]:
        """Issues that the robust package settles otherwise than the Nash package."""
        one = self.robust
        return [
            issue
            for issue in self.scenario.issues
            if one.package.get(issue.id) != one.nominal.get(issue.id)
        ]

    def differing(self) -> list[Issue]:
        """Issues that the concepts settle differently."""
        found = [one.package for one in self.packages.values() if one.package]
        return [
            issue
            for issue in self.scenario.issues
            if len({package[issue.id] for package in found}) > 1
        ]


def kinds_of(apart: Exchanges) -> dict[tuple[str, str], str]:
    """What each pair's giving is part of: a chain before an exchange of two, that before a gift."""
    kinds: dict[tuple[str, str], str] = {}
    for kind in ("gift", "direct", "cycle"):
        for piece in apart.pieces:
            if piece.kind == kind:
                kinds |= {(arc.giver, arc.receiver): kind for arc in piece.arcs}
    return kinds


@cache
def _package(talk: Talk, concept: str) -> Package:
    from comity.agreements.packages import solve

    return solve(talk.scenario, Wish(concept, alternatives=0))


@cache
def _weighted(talk: Talk, weights: tuple[tuple[str, float], ...]) -> Package:
    from comity.agreements.packages import solve

    return solve(talk.scenario, Wish(weights=dict(weights), alternatives=0))


@cache
def _added(talk: Talk, concept: str) -> Added:
    from comity.agreements.coalitions import added_by_broker

    one = _package(talk, concept)
    return added_by_broker(talk.scenario, one.package, one.money)


@cache
def _blocking(talk: Talk, concept: str) -> Blocking:
    from comity.agreements.coalitions import blocking

    one = _package(talk, concept)
    return blocking(talk.scenario, one.package, money=one.money)


@cache
def _chances(talk: Talk, concept: str) -> dict[float, Chances]:
    from comity.agreements.chances import chances

    one = _package(talk, concept)
    return {
        width: chances(talk.scenario, one.package, one.money, spread=width, draws=DRAWS, seed=SEED)
        for width in WIDTHS
    }


def at_table(talk: Talk, voice: Voice) -> dict[str, str]:
    """The names of chances: all together first, then every party."""
    return {ALL: voice._("All parties gain"), **talk.names(voice)}


@cache
def talks() -> dict[str, Talk]:
    """Every example by its name."""
    return {name: Talk(name) for name in examples.names()}


def find_talk(name: str) -> Talk:
    """The example of this name, however it is written; raises `NoSuchTalk` where there is none."""
    found = talks().get(name.strip().lower().replace("_", "-"))
    if found is None:
        known = ", ".join(talks())
        raise NoSuchTalk(f"There is no worked example '{shown(name)}'; there are {known}.")
    return found
