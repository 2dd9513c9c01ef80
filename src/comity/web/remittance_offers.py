"""Offers that somebody types into a form, or sends as a table, made ready to be compared."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from comity.core.errors import BadTable, ComityError, shown
from comity.services.remittances import Compared, compare
from comity.services.remittances.compared import ASKED_AGO, GROUPS, NO_DAY, TITLES, Placed
from comity.services.remittances.needs import Needs, needs_of
from comity.services.remittances.priced import BASES
from comity.web.sending import Sent
from comity.web.spoken import Spoken
from comity.web.state import View

MOST = 6
"""Offers that the form has room for; a table may hold more."""

SHARED = ("corridor", "amount", "interbank_rate")
OWN = ("provider", "fee", "rate", "speed", "payin", "pickup", "recipient_fee")
NEEDS = ("payin", "payout", "speed", "place")
_FORM = "form.csv"
_DECIMALS = ("amount", "interbank_rate", "fee", "rate", "recipient_fee")


def needs_in(fields: Mapping[str, str]) -> Needs:
    """What somebody says they need."""
    return needs_of(**{name: fields.get(f"need_{name}", "")[:60] for name in NEEDS})


def compared(given: Sent) -> Compared:
    """The offers of a form or a table side by side; raises `ComityError` in one sentence."""
    needs = needs_in(given.fields)
    if sent := given.files.get("quotes"):
        return compare(Path(sent.name), _number(given.fields, "send"), needs, data=sent.data)
    data = _typed(given.fields)
    try:
        return compare(Path(_FORM), None, needs, data=data)
    except BadTable as error:
        raise ComityError(_of_the_form(str(error))) from error


def _number(fields: Mapping[str, str], name: str) -> float | None:
    written = fields.get(name, "")
    if not written:
        return None
    try:
        return float(written)
    except ValueError:
        raise ComityError(f"'{shown(written)}' is no amount; write a number, as in 200.") from None


def _typed(fields: Mapping[str, str]) -> bytes:
    """The fields of the form as a table: a row an offer that has a name or a fee."""
    for name in SHARED[:2]:
        if not fields.get(name):
            asked = {"corridor": "from where to where, as in RUS-TJK", "amount": "what you send"}
            raise ComityError(f"Write {asked[name]}; nothing was compared.")
    shared = {name: fields.get(name, "") for name in SHARED}
    rows = []
    for number in range(1, MOST + 1):
        own = {name: fields.get(f"{name}_{number}", "") for name in OWN}
        if own["provider"] or own["fee"]:
            own["provider"] = own["provider"] or f"{number}"
            rows.append((number, shared | own))
    if not rows:
        raise ComityError("Write at least one offer: who offers it, and its fee.")
    buffer = io.StringIO()
    names = [*SHARED, *OWN, "service", "transparent", "date"]
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    for number, row in rows:
        told = "yes" if row["rate"] else "no"
        writer.writerow(
            row | {"service": f"{number}", "transparent": told, "date": date.today().isoformat()}
        )
    return buffer.getvalue().encode()


def _of_the_form(sentence: str) -> str:
    """A sentence about a row of the table as one about an offer of the form."""
    said = re.sub(
        rf"{re.escape(_FORM)}, row (\d+), column '(\w+)'",
        lambda found: f"Offer {int(found[1]) - 1}, {found[2].replace('_', ' ')}",
        sentence,
    )
    return said.replace(_FORM, "The form")


@dataclass(frozen=True)
class Shown(Spoken):
    """A comparison as a page shows it."""

    found: Compared
    view: View
    typed: bool

    @property
    def groups(self) -> list[tuple[str, str, str, list[Placed]]]:
        """Corridor, group and title of each group that has offers, with these."""
        return [
            (self._size(one.corridor, one.usd), group, self.voice._(TITLES[group]), one.of(group))
            for one in self.found.comparisons
            for group in GROUPS
            if one.of(group)
        ]

    def _size(self, corridor: str, usd: str) -> str:
        """The corridor, and the size of the amounts of a table that has several."""
        if self.typed or not usd:
            return corridor
        return self.voice._("{corridor}, {usd} US dollars").format(corridor=corridor, usd=usd)

    @property
    def none_fits(self) -> bool:
        """Whether nothing could be ranked."""
        return not any(one.of("ranked") for one in self.found.comparisons)

    def percent(self, value: float | None) -> str:
        """A share with two decimals; what is not told in words."""
        return self.voice._("not told") if value is None else self.voice.percent(value, 2)

    def money(self, value: float | None) -> str:
        """An amount; what is not told in words."""
        if value is None:
            return self.voice._("not told")
        return self.voice.exact(value, 0 if float(value).is_integer() else 2)

    def named(self, one: Placed) -> str:
        """Who offers it, and which of its services; an offer of the form by its name alone."""
        service = one.offer.service
        if self.typed or not service.name:
            return service.provider
        return f"{service.provider}, {service.name}"

    def days(self, one: Placed) -> str:
        """How long the money takes."""
        days = one.offer.service.quote.days
        if days is None:
            return self.voice._("not told")
        if days < 1:
            return self.voice._("the same day")
        if days == 1:
            return self.voice._("the next day")
        return self.voice.counted("{n} days", days).format(n=self.voice.exact(days))

    def asked(self, one: Placed) -> str:
        """On which day the price was asked."""
        day = one.offer.service.on
        return self.voice._(NO_DAY) if day is None else self.voice.day(day)

    def remarks(self, one: Placed) -> list[str]:
        """What a reader should know of an offer."""
        basis = [] if one.offer.basis == "as quoted" else [self.voice._(BASES[one.offer.basis])]
        days = one.old(self.found.today)
        ago = self.voice.counted(ASKED_AGO, days or 0).format(n=self.voice.exact(days or 0))
        whys = (self.voice._(why) for why in one.why)
        return [*basis, *whys, *([] if days is None else [ago])]
