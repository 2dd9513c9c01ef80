"""The words in which an agreement is told: names of parties and options, shares, reasons.

A `Saying` knows the open table only, whichever report it speaks in. Numbers of a negotiation are
points that somebody stated and no findings; they are said with their language's separators, and the
report names the scenario and the method that they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from comity import __version__
from comity.agreements.reasons import Reason, Why
from comity.agreements.scenario import Scenario
from comity.agreements.views import Terms, Transfer
from comity.briefs.agreements.papers import Part, Sheet
from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.places import places

CONCEPTS = {
    "nash": N_("the largest product of gains"),
    "leximin": N_("the least gain as large as it can be, then the next"),
    "kalai-smorodinsky": N_(
        "the least share of what a party could gain as large as it can be, then the next"
    ),
    "utilitarian": N_("the largest sum of gains"),
    "minimal-regret": N_("the largest loss against what a party could gain as small as it can be"),
}
SHORT = {
    "nash": N_("Nash"),
    "leximin": N_("Leximin"),
    "kalai-smorodinsky": N_("Kalai-Smorodinsky"),
    "utilitarian": N_("Utilitarian"),
    "minimal-regret": N_("Minimal regret"),
}
SIZES = {
    ("large", True): N_("a large gain"),
    ("moderate", True): N_("a moderate gain"),
    ("small", True): N_("a small gain"),
    ("large", False): N_("a large cost"),
    ("moderate", False): N_("a moderate cost"),
    ("small", False): N_("a small cost"),
}
PLACES = (
    N_("on its most important issue"),
    N_("on its second most important issue"),
    N_("on its third most important issue"),
)


class Saying:
    """A voice that knows the parties, issues and options of a negotiation by name."""

    def __init__(self, table: Scenario, language: str) -> None:
        self.table, self.voice = table, Voice(language)
        self._ = self.voice._
        self.issues = {issue.id: issue for issue in table.issues}
        self._parties = {
            party.id: self._named(party.label, party.country) for party in table.parties
        }

    def _named(self, label: str, country: str | None) -> str:
        place = places().get(country or "")
        known = place is not None and label in (*place.names, place.in_sentence)
        return self.kept(self.voice.name(place) if place and known else self._(label))

    def kept(self, text: str) -> str:
        """A text of its own direction, kept from mixing with Arabic around it."""
        return f"\u2068{text}\u2069" if self.voice.direction == "rtl" and text else text

    def party(self, name: str) -> str:
        """A party as it stands in a sentence."""
        return self._parties[name]

    def heading(self, name: str) -> str:
        """A party as it stands at the head of a row."""
        said = self._parties[name]
        return said[:1].upper() + said[1:]

    def parties(self, names: Sequence[str]) -> str:
        """Parties, in the order of their names."""
        return self.voice.list(sorted(self.party(name) for name in names))

    def ordered(self) -> list[str]:
        """Ids of all parties, in the order of their names."""
        return sorted(self._parties, key=self.heading)

    def issue(self, name: str) -> str:
        """An issue by name."""
        return self.kept(self._(self.issues[name].label))

    def option(self, issue: str, option: str) -> str:
        """An option by name."""
        return self.kept(self._(self.issues[issue].option(option).label))

    def text(self, text: str) -> str:
        """A text of the scenario, in the language where it is known."""
        return self.kept(self._(text))

    def share(self, part: float) -> str:
        """A share in whole per cent."""
        return self.voice.percent(round(100 * part))

    def points(self, value: float) -> str:
        """Points, with as many digits as their size bears."""
        return self.voice.decimal(
            round(value, 3) + 0.0, "#,##0.##" if abs(value) >= 1 else "#,##0.###"
        )

    def amount(self, value: float, unit: str) -> str:
        """A quantity with its unit."""
        number = self.voice.decimal(value, "#,##0.######")
        if not unit:
            return number
        return self._("{number} {unit}").format(number=number, unit=self.text(unit))

    def rule(self, concept: str) -> str:
        """A rule by its name and what it seeks."""
        return self._("{name}, {concept}").format(
            name=self._(SHORT[concept]), concept=self._(CONCEPTS[concept])
        )

    def paid(self, one: Transfer) -> str:
        """A payment as a sentence."""
        if not one.receiver:
            return self._("{payer} bears {amount} that is lost on the way.").format(
                payer=self.heading(one.payer), amount=self.amount(one.amount, one.unit)
            )
        parts = {
            "payer": self.heading(one.payer),
            "receiver": self.party(one.receiver),
            "amount": self.amount(one.amount, one.unit),
        }
        if one.purpose:
            return self._(
                "{payer} pays {amount} to {receiver}, for this purpose: {purpose}."
            ).format(**parts, purpose=self.text(one.purpose))
        return self._("{payer} pays {amount} to {receiver}.").format(**parts)

    def settled(self, terms: Terms) -> Part:
        """The package itself, as all may read it."""
        rows = tuple(
            (
                self.issue(issue.id),
                self.option(issue.id, terms.package[issue.id]),
                self.option(issue.id, issue.status_quo) if issue.status_quo else "",
                self.heading(issue.giver) if issue.giver else "",
                self.heading(issue.receiver) if issue.receiver else "",
            )
            for issue in self.table.issues
        )
        columns = (
            self._("Issue"),
            self._("Settled as"),
            self._("Today"),
            self._("Given by"),
            self._("Given to"),
        )
        told = full(Sheet(self._("The package, issue by issue"), columns, rows))
        return Part(
            "package", self._("What does the package settle?"), points=tuple(map(self.paid, terms.payments)), sheets=(told,),
        )  # fmt: skip

    def why(self, why: Why) -> str:
        """Why a party can accept the package, in one sentence."""
        gains, costs = why.leading()
        parts = {
            "party": self.heading(why.party),
            "gains": self.voice.apart([self.reason(one) for one in gains]),
            "costs": self.voice.apart([self.reason(one) for one in costs]),
        }
        if not gains:
            return self._("No part of the package by itself is a gain to {party}.").format(
                party=self.party(why.party)
            )
        if not costs:
            return self._(
                "The package brings {party} this, and asks nothing that it counts as a cost: {gains}."
            ).format(party=self.party(why.party), gains=parts["gains"])
        return self._(
            "{party} bears this cost: {costs}. In return the package brings it this: {gains}."
        ).format(**parts)

    def thing(self, one: Reason) -> str:
        """What a reason is about: an option of an issue, several together, or payments."""
        if one.kind == "money":
            return self._("payments")
        settled = [
            self._("“{option}” for “{issue}”").format(
                option=self.option(*pair), issue=self.issue(pair[0])
            )
            for pair in one.settled
        ]
        if one.kind == "joint":
            return self._("what these add together: {options}").format(
                options=self.voice.list(settled)
            )
        return settled[0]

    def reason(self, one: Reason) -> str:
        """One gain or cost, with its size and the place of its issue in the party's own ranking."""
        parts = {"thing": self.thing(one), "size": self._(SIZES[one.size, one.points > 0])}
        if 0 < one.rank <= len(PLACES):
            return self._("{thing} ({size}, {place})").format(
                **parts, place=self._(PLACES[one.rank - 1])
            )
        return self._("{thing} ({size})").format(**parts)

    def counted_from(self, why: Why) -> str:
        """From where gains and costs are counted."""
        if why.from_today:
            return self._("Gains and costs are counted from what stands today.")
        return self._(
            "Where an issue has no option that stands today, gains and costs are counted from the mean of its options."
        )

    def floor(self) -> Part:
        """What the human-rights floor removed before any trade-off."""
        removed = self.table.inadmissible
        heading = self._("What does the human-rights floor exclude?")
        if not removed:
            return Part(
                "floor",
                heading,
                (self._("No option on the table was marked as below the human-rights floor."),),
            )
        rows = tuple(
            (self.issue(issue.id), self.option(issue.id, option.id), self.text(option.inadmissible))
            for issue, option in removed
        )
        columns = (self._("Issue"), self._("Option"), self._("Reason"))
        told = self._(
            "These options were removed before anything was weighed; no gain of any party can bring them back."
        )
        return Part(
            "floor",
            heading,
            (told,),
            sheets=(Sheet(self._("Options that were removed"), columns, rows),),
        )

    def conditions(self) -> Part:
        """The open terms that bind issues together."""
        named = dict.fromkeys(self.text(one.label) for one in self.table.constraints if one.label)
        return Part("conditions", self._("What binds the terms together?"), points=tuple(named))

    def made(self, day: date) -> str:
        """The day of a report, and which Comity made it."""
        told = self._("As known on {day}. Made with Comity {version}.")
        return told.format(day=self.voice.day(day), version=__version__)

    def labels(self) -> dict[str, str]:
        """Words of the page around a report."""
        return {"paged": self._("Page {page} of {pages}")}

    def illustration(self) -> tuple[str, ...]:
        """That the preferences are nobody's, where a scenario only illustrates."""
        if not self.table.illustration:
            return ()
        return (self._("Illustration."), self.text(self.table.illustration))


def full(sheet: Sheet) -> Sheet:
    """A table without the columns in which nothing stands."""
    kept = [c for c in range(len(sheet.columns)) if any(row[c] for row in sheet.rows)]
    return Sheet(
        sheet.caption,
        tuple(sheet.columns[c] for c in kept),
        tuple(tuple(row[c] for c in kept) for row in sheet.rows),
        frozenset(place for place, c in enumerate(kept) if c in sheet.numbers),
    )
