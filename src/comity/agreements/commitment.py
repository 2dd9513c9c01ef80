"""One commitment: who owes what to whom, from when, on what condition, and what would show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from comity.core.marks import N_
from comity.core.places import Place, places
from comity.core.speech import Language


@dataclass(frozen=True)
class Commitment:
    """One obligation; parties are named by id, and as they are called in `names`."""

    id: str
    """The id of the issue, or `payment.RUS.KAZ`."""
    givers: tuple[str, ...]
    """Who owes it: the giver of the issue, or every party where the issue has none."""
    receivers: tuple[str, ...]
    """To whom: the receiver, or all the others."""
    payer: str | None
    subject: str
    """What it is about: the label of the issue, or the purpose of the payment."""
    undertaking: str
    """The option chosen; empty for a payment."""
    amount: float | None
    unit: str
    starts: date
    ends: date | None
    """None: as long as the agreement."""
    names: Mapping[str, str]
    indicator: str = ""
    """What would show that it is kept, in words; empty where `measure` says it."""
    measure: str = ""
    corridor: str = ""
    """A measure of Comity's and a corridor of people, where statistics can show it."""
    depends_on: tuple[str, ...] = ()
    """Commitments without which this one need not be kept."""
    conditions: tuple[str, ...] = ()
    """The constraints that say so."""
    review: str = N_("every year")
    illustration: str = ""
    """Why it binds nobody: what the scenario says where it only illustrates."""

    def text(self, language: Language | None = None) -> str:
        """The obligation as a sentence that may be published."""
        speech = language or Language()
        template = _TEMPLATES[bool(self.undertaking), len(self.givers) == 1, self.ends is not None]
        return speech.translated(template).format(
            giver=speech.list([self._name(one, speech) for one in self.givers]),
            receiver=speech.list([self._name(one, speech) for one in self.receivers]),
            subject=speech.noted(self.subject),
            undertaking=speech.noted(self.undertaking),
            amount="" if self.amount is None else _number(self.amount, speech),
            unit=speech.noted(self.unit),
            start=speech.day(self.starts),
            end=speech.day(self.ends) if self.ends else "",
        )

    def _name(self, party: str, speech: Language) -> str:
        name = self.names[party]
        return _by_name()[name].name_in(speech.language) if name in _by_name() else name

    def as_json(self, language: Language | None = None) -> dict[str, Any]:
        """The commitment as plain data; its keys are part of the public interface."""
        speech = language or Language()
        return {
            "id": self.id,
            "givers": list(self.givers),
            "receivers": list(self.receivers),
            "payer": self.payer,
            "subject": self.subject,
            "undertaking": self.undertaking,
            "amount": self.amount,
            "unit": self.unit,
            "starts": self.starts.isoformat(),
            "ends": self.ends and self.ends.isoformat(),
            "review": self.review,
            "indicator": self.indicator,
            "measure": self.measure,
            "corridor": self.corridor,
            "depends_on": list(self.depends_on),
            "conditions": list(self.conditions),
            "text": self.text(language),
            "illustration": speech.noted(self.illustration) if self.illustration else "",
        }


_TEMPLATES = {
    (True, True, False): N_(
        "{giver} undertakes towards {receiver}: {subject} \u2013 {undertaking}. From {start}, "
        "reviewed every year."
    ),
    (True, True, True): N_(
        "{giver} undertakes towards {receiver}: {subject} \u2013 {undertaking}. From {start} to "
        "{end}, reviewed every year."
    ),
    (True, False, False): N_(
        "{giver} undertake together: {subject} \u2013 {undertaking}. From {start}, reviewed every "
        "year."
    ),
    (True, False, True): N_(
        "{giver} undertake together: {subject} \u2013 {undertaking}. From {start} to {end}, "
        "reviewed every year."
    ),
    (False, True, False): N_(
        "{giver} pays {receiver}: {subject} \u2013 {amount} {unit}. From {start}, reviewed every "
        "year."
    ),
    (False, True, True): N_(
        "{giver} pays {receiver}: {subject} \u2013 {amount} {unit}. From {start} to {end}, "
        "reviewed every year."
    ),
}
"""By whether it is an undertaking or a payment, of one party or of all, and whether it ends."""

MARK = N_("Illustration.")
"""What stands first where nobody owes anything, for the scenario only illustrates."""

TRANSFER = N_("Payment")
"""What a payment without a purpose is called."""


@cache
def _by_name() -> dict[str, Place]:
    return {place.name: place for place in places().values()}


def _number(amount: float, speech: Language) -> str:
    return speech.exact(amount, 0 if amount == round(amount) else 2)


def later(day: date, years: int) -> date:
    """The same day some years on; the first of March after a leap day.

    >>> later(date(2028, 2, 29), 1)
    datetime.date(2029, 3, 1)
    """
    if years < 1:
        raise ValueError("an agreement lasts at least a year")
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
