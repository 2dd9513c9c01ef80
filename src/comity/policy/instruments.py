"""The instruments: treaties and soft law on people who move, with when each of them binds a state.

`instruments()` reads the record that ships (`instruments.yaml`). A state is bound some time after
it deposits its instrument; that time is the treaty's own, and `bound_from` works it out.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from comity.core.errors import ComityError, shown
from comity.core.marks import N_

THEMES = {
    "refugees": N_("Refugees"),
    "statelessness": N_("Statelessness"),
    "migrant workers": N_("Migrant workers"),
    "trafficking and smuggling": N_("Trafficking and smuggling"),
    "displacement": N_("Displacement within a country, and by disasters and crises"),
    "human rights": N_("Human rights of everybody"),
}
"""The themes under which instruments are counted, in the order in which they are shown."""

DEPOSITARIES = {
    "UN": N_("the Secretary-General of the United Nations"),
    "ILO": N_("the Director-General of the International Labour Organization"),
    "AU": N_("the Commission of the African Union"),
}
"""With whom a state leaves its instrument, as it stands in a sentence."""

Held = Literal["register", "ilo", "no"]


class UnknownInstrument(ComityError):
    """No instrument has this code or name."""


@dataclass(frozen=True, slots=True)
class Waits:
    """What passes between the deposit of a state's instrument and the day that binds it."""

    days: int = 0
    months: int = 0
    first_of_month: bool = False

    def after(self, deposit: date) -> date:
        """The day on which a state is bound that deposits its instrument on this day.

        >>> Waits(days=90).after(date(1996, 10, 8)), Waits(months=3).after(date(2010, 11, 30))
        (datetime.date(1997, 1, 6), datetime.date(2011, 2, 28))
        >>> Waits(months=3, first_of_month=True).after(date(2003, 9, 29))
        datetime.date(2004, 1, 1)
        """
        day = _months_on(deposit, self.months) + timedelta(days=self.days)
        return _months_on(day.replace(day=1), 1) if self.first_of_month else day


@dataclass(frozen=True, slots=True)
class Instrument:
    """One treaty, or one text that binds nobody (`kind`), and where its list of parties is."""

    code: str
    title: str
    short: str
    theme: str
    kind: Literal["treaty", "soft law"]
    register: str
    adopted: str
    in_force: date | None
    waits: Waits | None
    checked: str
    held: Held
    why: str
    depositary: str = ""
    needs: str = ""
    open_to: str = ""

    @property
    def slug(self) -> str:
        """Its part of an address.

        >>> find_instrument("icrmw").slug
        'icrmw-1990'
        """
        return self.code.lower().replace("_", "-")

    @property
    def binds(self) -> bool:
        """Whether it is a treaty."""
        return self.kind == "treaty"

    def adopted_by(self, day: date) -> bool:
        """Whether there was such an instrument on a day; a year alone counts from its first day.

        >>> find_instrument("CRPD_2006").adopted_by(date(1990, 6, 1))
        False
        """
        from comity.core.periods import Period

        return Period.parse(self.adopted).start <= day

    @property
    def waits_read(self) -> bool:
        """Whether the article on later states was read, and not only recalled.

        >>> find_instrument("ICERD").waits_read, find_instrument("ICRMW").waits_read
        (True, False)
        """
        return self.checked.startswith("article ")

    def bound_from(self, deposit: date) -> date | None:
        """The day on which a state is bound that deposited its instrument on this day.

        >>> find_instrument("ICRMW_1990").bound_from(date(2003, 9, 29))
        datetime.date(2004, 1, 1)
        >>> find_instrument("CRC_1989").bound_from(date(1990, 2, 1))
        datetime.date(1990, 9, 2)
        """
        if self.in_force is None or self.waits is None:
            return None
        return max(self.in_force, self.waits.after(deposit))


@cache
def instruments() -> dict[str, Instrument]:
    """Every instrument by its code, in the order in which they are shown.

    >>> len([one for one in instruments().values() if one.held == "register"])
    26
    """
    text = (files("comity.policy") / "instruments.yaml").read_text(encoding="utf-8")
    records = yaml.load(text, yaml.CSafeLoader)["instruments"]
    return {record["code"]: _instrument(record) for record in records}


def find_instrument(text: str) -> Instrument:
    """The instrument that a code, a part of an address or a short name means.

    >>> find_instrument("refugee-conv-1951").short, find_instrument("c189").code
    ('Refugee Convention', 'C189')
    """
    wanted = text.strip().casefold().replace("_", "-")
    for one in instruments().values():
        if wanted in (one.slug, one.short.casefold(), one.title.casefold()):
            return one
    begun = [one for one in instruments().values() if one.slug.startswith(f"{wanted}-")]
    if len(begun) == 1 or (begun and wanted == begun[0].slug.rsplit("-", 1)[0]):
        return begun[0]
    raise UnknownInstrument(
        f"'{shown(text)}' is no instrument that Comity knows; "
        "'comity policy instruments' lists them with their codes."
    )


def _instrument(record: dict[str, Any]) -> Instrument:
    waits = record.get("waits")
    return Instrument(
        record["code"],
        record["title"],
        record["short"],
        record["theme"],
        record.get("kind", "treaty"),
        record.get("register", ""),
        str(record["adopted"]),
        record.get("in_force"),
        Waits(**waits) if waits else None,
        record["checked"],
        record["held"],
        record.get("why", ""),
        record.get("depositary", ""),
        record.get("needs", ""),
        record.get("open_to", ""),
    )


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
