"""What it costs to send money from one country to another, since when, and how old that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.errors import ComityError, UnknownPlace, shown
from comity.core.findings import Finding, latest, sources_of, subject_json
from comity.core.marks import N_
from comity.core.parts import Part
from comity.core.places import Corridor, Place, places
from comity.core.regions import find_subject
from comity.evidence.accounts import money
from comity.evidence.indicators import AVERAGE_TARGET, CORRIDOR_TARGET
from comity.evidence.reading import Evidence
from comity.services.remittances.amounts import ASKED, Priced, checked_amount, priced
from comity.services.remittances.averages import QUOTES, Averages, averages, quotes_of
from comity.services.remittances.held_back import WAITS, waits

OLD_YEARS = 2.0
"""A price older than so many years is said to be old."""

NEGATIVE = N_("negative as published: quoted exchange rates beat the reference rate")
NOTES = {
    "old": N_("Prices change. Ask what sending costs today before you decide."),
    "negative": N_(
        "A negative average is a promotion or a better rate than that between banks. It is never "
        "called the cheapest."
    ),
    "asked": N_("Prices are asked for 200 US dollars."),
    "other": N_(
        "For another amount the share is different, because a fee is often the same for small and "
        "large amounts. Here the share for 200 US dollars is used."
    ),
    "between": N_(
        "Prices are asked for 200 and 500 US dollars. The cost of an amount between them is likely "
        "to lie between the two."
    ),
    "arrives": N_("What is left is worth this much if the cost is taken out of the amount."),
    "families": N_(
        "The money sent is modelled for one year, and the price is of another. So this is a size, "
        "not a count."
    ),
    "met": N_("The average is within the target, so nothing is above it."),
    "no price": N_("No price of sending money on this corridor is in the evidence."),
    "other way": N_("The evidence has prices for money that goes the other way: {code}."),
    "waits": WAITS,
    "no flow": N_("How much money goes along this corridor is in no dataset held here."),
    "five": N_(
        "The limit of 5 percent is for three services that people can use, not for this average."
    ),
    "receiver": N_("Fees that the receiver pays are not in these prices."),
}
"""What a reader should know, by code."""


@dataclass(frozen=True, slots=True)
class Sending:
    """All that is known of the cost of sending money along a corridor; `pair` as the money goes."""

    pair: Corridor
    costs: tuple[Finding, ...]
    gap: Finding | None
    gap_to_5: Finding | None
    flow: Finding | None
    families: Finding | None
    families_to_5: Finding | None
    priced: Priced | None
    quotes: Averages | None
    neighbours: tuple[Finding, ...]
    other_way: bool
    """Whether there are prices for money the other way, where there are none this way."""

    waits: bool
    """Whether other averages were brought and are not stored yet."""

    amount: float
    evidence: Evidence

    @property
    def newest(self) -> Finding | None:
        """The newest average."""
        return latest(self.costs)

    @property
    def negative(self) -> bool:
        """Whether the newest average is below zero."""
        return self.newest is not None and (self.newest.value or 0) < 0

    def age_days(self, one: Finding) -> int:
        """Days since the end of the period that a figure is of."""
        return max(0, (self.evidence.today - one.period.end).days)

    @property
    def old(self) -> bool:
        """Whether the newest price is old."""
        return self.newest is not None and self.age_days(self.newest) > OLD_YEARS * 365.25

    @property
    def codes(self) -> list[str]:
        """Which notes hold here."""
        apart = {"other way": self.other_way, "waits": self.waits}
        if self.newest is None or self.priced is None:
            return ["no price", *(code for code, so in apart.items() if so)]
        told = apart | {
            "old": self.old,
            "negative": any((one.value or 0) < 0 for one in self.costs),
            "other": self.priced.basis == "same percentage",
            "between": self.priced.basis == "between",
            "arrives": True,
            "met": self.families is not None and not self.families.value,
            "families": self.families is not None,
            "no flow": self.families is None,
            "five": True,
            "receiver": True,
        }
        return [code for code, so in told.items() if so]

    def filled(self, note: str) -> str:
        """A note, in any language, with what it names."""
        return note.format(code=self.pair.reversed().code)

    @property
    def findings(self) -> list[Finding]:
        """Every finding, the prices first."""
        priced = (self.priced.cost, self.priced.arrives) if self.priced else ()
        more = (self.gap, self.gap_to_5, self.flow, self.families, self.families_to_5, *priced)
        return [*self.costs, *(one for one in more if one is not None), *self.neighbours]

    def as_json(self) -> dict[str, Any]:
        """The corridor as plain data; its keys are part of the public interface."""
        return {
            "corridor": self.pair.code,
            "from": subject_json(self.pair.origin),
            "to": subject_json(self.pair.destination),
            "unit": "percent of the amount sent",
            "latest": None if self.newest is None else self._dated(self.newest),
            "targets": {"average": AVERAGE_TARGET, "corridor": CORRIDOR_TARGET},
            "gap_to_target": self.gap and self.gap.value,
            "gap_to_5": self.gap_to_5 and self.gap_to_5.value,
            "families": self._families(),
            "amount": self.priced and self.priced.as_json(),
            "history": [
                {
                    "quarter": str(one.period),
                    "cost_percent": one.value,
                    "negative": (one.value or 0) < 0,
                }
                for one in self.costs
            ],
            "quotes": self.quotes and self.quotes.as_json(),
            "other_way": self.pair.reversed().code if self.other_way else None,
            "others_to_receiver": [self._other(one) for one in self.neighbours],
            "as_of": self.evidence.today.isoformat(),
            "notes": [self.filled(NOTES[code]) for code in self.codes],
            "sources": [one.as_json() for one in sources_of(self.findings)],
        }

    def _dated(self, one: Finding) -> dict[str, Any]:
        days = self.age_days(one)
        return {
            "quarter": str(one.period),
            "ended": one.period.end.isoformat(),
            "age_days": days,
            "age_years": round(days / 365.25, 1),
            "cost_percent": one.value,
            "negative": (one.value or 0) < 0,
        }

    def _families(self) -> dict[str, Any] | None:
        if self.families is None or self.flow is None or self.newest is None:
            return None
        return {
            "usd_a_year": self.families.value,
            "usd_a_year_to_5": self.families_to_5 and self.families_to_5.value,
            "flow_usd_million": self.flow.value,
            "flow_year": str(self.flow.period),
            "flow_age_days": self.age_days(self.flow),
            "cost_quarter": str(self.newest.period),
            "status": "the flow is modelled, not measured",
        }

    def _other(self, one: Finding) -> dict[str, Any]:
        sender = one.subject.destination if isinstance(one.subject, Corridor) else self.pair.origin
        code = f"{sender.code}-{self.pair.destination.code}"
        return {"corridor": code, "sender": sender.name} | self._dated(one)

    def parts(self) -> tuple[Part, ...]:
        """The history and the other corridors as tables."""
        history = tuple(
            (str(one.period), one.value, "yes" if (one.value or 0) < 0 else "no")
            for one in reversed(self.costs)
        )
        others = tuple(
            (told["corridor"], told["sender"], told["quarter"], told["cost_percent"])
            for told in map(self._other, self.neighbours)
        )
        return (
            Part("History", ("Quarter", "Cost %", "Negative"), history, ("Cost %",)),
            Part("Others", ("Corridor of money", "From", "Quarter", "Cost %"), others, ("Cost %",)),
        )


def money_pair(written: str) -> Corridor:
    """A corridor as the money goes; raises `ComityError` for what is none.

    >>> money_pair("rus-tjk").code
    'RUS-TJK'
    """
    try:
        found = find_subject(written[:80])
    except UnknownPlace as error:
        raise UnknownPlace(
            f"'{shown(written)}' is no corridor of money, as RUS-TJK is: {_lowered(str(error))}",
            error.suggestions,
        ) from error
    if not isinstance(found, Corridor):
        raise ComityError(
            f"{found.name} is no corridor; write where the money leaves and where it arrives, as "
            "in RUS-TJK."
        )
    return found


def _lowered(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    return sentence[:1].lower() + sentence[1:]


def sending(evidence: Evidence, pair: Corridor, amount: float = ASKED) -> Sending:
    """What sending an amount costs along a corridor of money; nothing is guessed where none asked.

    `amount` is in US dollars. Raises `ComityError` for an amount that is none.

    >>> from comity.core.places import find_place
    >>> found = sending(evidence, Corridor(find_place("RUS"), find_place("TJK")))
    >>> str(found.newest.period), round(found.newest.value, 1), found.gap.value
    ('2020Q3', 2.0, 0.0)
    """
    checked_amount(amount)
    people = pair.reversed()
    costs = money.costs(evidence, people)
    newest, flow = latest(costs), money.sent(evidence, people)
    quotes = _quotes(evidence, pair)
    known = newest is not None
    return Sending(
        pair,
        tuple(costs),
        money.above_target(evidence, newest) if newest else None,
        money.above_target(evidence, newest, CORRIDOR_TARGET) if newest else None,
        flow,
        money.gap_a_year(evidence, people, cost=newest) if known else None,
        money.gap_a_year(evidence, people, CORRIDOR_TARGET, cost=newest) if known else None,
        priced(evidence, newest, quotes, amount) if newest else None,
        quotes,
        tuple(_neighbours(evidence, pair)),
        not known and bool(money.costs(evidence, pair)),
        waits(evidence),
        amount,
        evidence,
    )


def _quotes(evidence: Evidence, pair: Corridor) -> Averages | None:
    """What single services asked in the newest quarter, where such prices are held."""
    if not evidence.holds(QUOTES) or QUOTES not in evidence.datasets:
        return None
    here = f"sender = '{pair.origin.code}' AND receiver = '{pair.destination.code}'"
    found = quotes_of(evidence, here)
    return None if found.is_empty() else averages(found)


def _neighbours(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """The newest cost of every other corridor to the receiver, by the name of the sender."""
    if not evidence.holds("remittance_prices"):
        return []
    rows = evidence.query(
        """SELECT sender, max(quarter) AS quarter, max_by(cost_percent, quarter) AS n
           FROM remittance_prices WHERE receiver = ? AND sender <> ? GROUP BY sender""",
        [pair.destination.code, pair.origin.code],
    )
    known: list[tuple[Place, Any]] = [
        (places()[row["sender"]], row) for row in rows if row["sender"] in places()
    ]
    return [
        money.cost_of(evidence, Corridor(pair.destination, sender), row["quarter"], row["n"])
        for sender, row in sorted(known, key=lambda one: one[0].name)
        if sender != pair.destination
    ]
