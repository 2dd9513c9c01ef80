"""What a page tells of a training partnership, in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comity.core.marks import N_
from comity.core.places import Corridor, find_place
from comity.services.training.addresses import figures_of, is_money
from comity.services.training.beside import Known
from comity.services.training.figures import Figure
from comity.services.training.guard import SAYS, Watch
from comity.services.training.labels import named, unit_of
from comity.services.training.model import COSTS
from comity.services.training.needs import SAYS as SUPPLY
from comity.services.training.needs import Need, needs
from comity.services.training.parties import KINDS, Party
from comity.services.training.telling import HEADS, Reason, head_of, reasons
from comity.services.training.turning import Turn
from comity.services.training.weighing import Weighed
from comity.web.spoken import Spoken
from comity.web.state import View

OLD = 3
"""Years after which the age of a figure is said."""


@dataclass(frozen=True, slots=True)
class Scale:
    """In what amounts are counted: so many of the currency, and how that is said."""

    size: float
    digits: int
    says: str


_SCALES = (
    Scale(1e6, 1, N_("million {currency} of {year}")),
    Scale(1e3, 0, N_("thousand {currency} of {year}")),
    Scale(1, 0, N_("{currency} of {year}")),
)


class Shown(Spoken):
    """A weighed partnership for a page."""

    def __init__(self, weighed: Weighed, known: Iterable[Known], view: View, today: int) -> None:
        self.weighed, self.told, self.view = weighed, weighed.told, view
        self.known = tuple(known)
        self.today = today

        most = max(
            abs(one) for party in weighed.stands for one in (party.gets, party.pays, party.high)
        )
        self.scale = next((one for one in _SCALES if most >= 10 * one.size), _SCALES[-1])

    @property
    def unit(self) -> str:
        """The money of the tables: its size, its currency and the year of its prices."""
        said = self.voice._(self.scale.says)
        return said.format(currency=self.told.currency, year=self.told.prices_of)

    @property
    def head(self) -> str:
        """The outcome in one sentence."""
        return self.voice._(HEADS[head_of(self.weighed)])

    @property
    def good(self) -> bool:
        """Whether every party gains at the shares that are shown."""
        return self.weighed.gains

    def reasons(self) -> list[str]:
        """What stands against it."""
        return [self._reason(one) for one in reasons(self.weighed)]

    def _reason(self, one: Reason) -> str:
        said = self.voice._(one.template)
        if one.watch is not None:
            place = self.voice.title(find_place(one.watch.origin))
            return self.voice._("{country}: {sentence}").format(country=place, sentence=said)
        return said.format(
            party=self.party(one.party) if one.party else "",
            amount=self.money(one.amount or 0),
            more=self.money(one.more or 0),
        )

    def party(self, party: Party) -> str:
        """What a party is called."""
        return self.voice._(KINDS[party.kind]).format(country=self.voice.title(party.place))

    def cell(self, amount: float) -> str:
        """An amount in the unit of the tables."""
        digits = self.scale.digits
        return self.voice.exact(round(amount / self.scale.size, digits) + 0.0, digits)  # no "-0"

    def amount(self, amount: float) -> str:
        """An amount without its currency, rounded to what a sentence bears."""
        if abs(amount) < 0.5:
            return self.voice.exact(0)
        size = abs(amount)
        if size < 10_000:
            return self.voice.exact(round(amount, -2) if size >= 1000 else round(amount))
        return self.voice.rounded(amount)[0]

    def money(self, amount: float) -> str:
        """An amount with its currency."""
        said = self.voice._("{currency} {amount}")
        return said.format(currency=self.told.currency, amount=self.amount(amount))

    def percent(self, share: float | None) -> str:
        """A share in percent; a dash where there is none."""
        if share is None:
            return "–"
        digits = 0 if abs(100 * share - round(100 * share)) < 0.05 else 1
        return self.voice.percent(100 * share, digits)

    @property
    def in_hundred(self) -> str:
        """In how many of 100 draws every party gains."""
        return self.voice.exact(round(100 * self.weighed.together))

    def after(self, even: int | None) -> str:
        """From which year on it is worth it."""
        if even is None:
            said = self.voice.counted("not within {n} years", self.told.years)
            return said.format(n=self.told.years)
        return self.voice._("year {n}").format(n=even)

    def shares(self) -> list[tuple[Party, dict[str, str]]]:
        """Of each payer the share shown, the least, the most, the sure one and the fair one."""
        split = self.weighed.split
        ranges, fair = split.ranges(), split.fair()
        return [
            (
                one,
                {
                    "shown": self.percent(
                        self.weighed.shares.get(one.id, 0.0) if self.weighed.shares else None
                    ),
                    "least": self.percent(ranges[one.id][0] if one.id in ranges else None),
                    "most": self.percent(ranges[one.id][1] if one.id in ranges else None),
                    "sure": self.percent(self.weighed.sure.get(one.id)),
                    "fair": self.percent(fair.get(one.id)),
                },
            )
            for one in self.weighed.parties
            if one.pays
        ]

    def costs(self) -> list[tuple[str, str]]:
        """What the costs are made of."""
        accounts = self.weighed.accounts
        made = {item: float(accounts.now(one)[0]) for item, one in accounts.costs.items()}
        return [(self.voice._(COSTS[item]), self.cell(one)) for item, one in made.items() if one]

    def watched(self) -> list[dict[str, Any]]:
        """The guard of every origin."""
        return [self._watched(one) for one in self.weighed.watches]

    def _watched(self, one: Watch) -> dict[str, Any]:
        needed = self.weighed.needs(one)
        return {
            "place": self.voice.title(find_place(one.origin)),
            "says": self.voice._(SAYS[one.standing]),
            "threshold": None if one.threshold is None else self.voice.exact(one.threshold, 1),
            "passes": None if one.passes is None else self.voice.exact(round(100 * one.passes)),
            "needed": None if not needed else self.voice.exact(round(needed + 0.5)),
            "rows": [
                (
                    self.voice.exact(year),
                    self.voice.exact(a, 2),
                    self.voice.exact(b, 2),
                    self.voice.exact(round(c)),
                )
                for year, (a, b, c) in enumerate(
                    zip(one.without, one.beside, one.people, strict=True), start=1
                )
            ],
        }

    def needs(self) -> list[tuple[str, str]]:
        """Need and supply: what, with the country, and how much."""
        return [(self._need(one), self._size(one)) for one in needs(self.weighed)]

    def _need(self, one: Need) -> str:
        said = self.voice._("{what} ({where})")
        where = self.voice.title(find_place(one.country))
        return said.format(what=self.voice._(SUPPLY[one.key]), where=where)

    def _size(self, one: Need) -> str:
        if one.unit == "share":
            return self.percent(one.value)
        return self.money(one.value) if one.unit == "money" else self.voice.exact(one.value)

    def turns(self) -> list[tuple[str, str, str]]:
        """Numbers at which the answer turns: what, as it is, and where."""
        if self.weighed.refused:
            return []
        return [
            (
                self.called(one.address),
                self._turned(one, one.value),
                self._turned(one, one.turns_at),
            )
            for one in self.weighed.turns[:6]
        ]

    def _turned(self, one: Turn, value: float) -> str:
        if is_money(one.address):
            return self.money(value)
        return self._number(one.address, value)

    def called(self, address: str) -> str:
        """What a figure is called, with its countries."""
        message, codes = named(address)
        what = self.voice._(message)
        if address.startswith("rates."):
            where = address.partition(".")[2]
        elif address.startswith("shares."):
            where = next(
                (self.party(one) for one in self.weighed.parties if address == f"shares.{one.id}"),
                "",
            )
        elif len(codes) == 2:
            where = self.pair(Corridor(find_place(codes[0]), find_place(codes[1])))
        else:
            where = self.voice.title(find_place(codes[0])) if codes else ""
        if not where:
            return what
        return self.voice._("{what} ({where})").format(what=what, where=where)

    def pair(self, pair: Corridor) -> str:
        """Two countries, as people go."""
        ends = {"a": self.voice.title(pair.origin), "b": self.voice.title(pair.destination)}
        return self.voice._("{a} \u2192 {b}").format(**ends)

    def _number(self, address: str, value: float) -> str:
        match unit_of(address):
            case "share":
                return self.percent(value)
            case "months":
                return self.voice.counted("{n} months", value).format(n=self._plain(value))
            case "ratio" if address.startswith("rates."):
                return self._plain(value)
            case "ratio":
                return self.voice.counted("{n} times", value).format(n=self._plain(value))
            case "per 10,000":
                return self.voice._("{n} per 10,000").format(n=self._plain(value))
        return self._plain(value)

    def _plain(self, value: float) -> str:
        return self.voice.decimal(value, "#,##0.##")

    def figures(self) -> list[dict[str, Any]]:
        """Every figure that is not left at nothing, with who says so."""
        return [
            self._figure(key, one)
            for key, one in figures_of(self.told).items()
            if one.value or one.mark != "stated"
        ]

    def _figure(self, address: str, one: Figure) -> dict[str, Any]:
        def number(value: float) -> str:
            if not is_money(address):
                return self._number(address, value)
            money = self.voice._("{currency} {amount}")
            return money.format(
                currency=one.currency or self.told.currency, amount=self._plain(value)
            )

        bounds = None
        if one.least != one.most:
            said = self.voice._("{low} to {high}")
            bounds = said.format(low=number(one.least), high=number(one.most))
        source = self.told.sources.get(one.source or "")
        return {
            "called": self.called(address),
            "value": number(one.value),
            "bounds": bounds,
            "mark": one.mark,
            "source": source,
            "assumption": self.voice._(one.assumption or ""),
            "note": self.voice._(one.note),
        }

    def aged(self, one: Known) -> str:
        """How old a figure is, where it is old."""
        years = one.years_old(self.today)
        if years is None or years < OLD:
            return ""
        return self.voice.counted("{n} years old", years).format(n=self.voice.exact(years))
