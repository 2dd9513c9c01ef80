"""A report on sharing as a page shows it: rows in the order of the reader's alphabet, in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from comity.core.marks import N_
from comity.core.places import places
from comity.services.sharing.actual import KINDS, Actual, Line
from comity.services.sharing.key import INDICATORS, Part
from comity.services.sharing.known import STANDINGS
from comity.services.sharing.moves import Move
from comity.services.sharing.remarks import Remark
from comity.services.sharing.report import CAVEATS, Report
from comity.services.sharing.sensitivity import Pull
from comity.web.spoken import Spoken
from comity.web.state import View

_WAYS = {
    "direct": N_("{percent} of the weight: {what}. More of it gives a larger share."),
    "direct-size-adjusted": N_(
        "{percent} of the weight: {what}, times population. More of it gives a larger share."
    ),
    "inverse": N_("{percent} of the weight: {what}. Less of it gives a larger share."),
    "inverse-size-adjusted": N_(
        "{percent} of the weight: population divided by {what}. Less of it gives a larger share."
    ),
}
MOST_MOVES, MOST_NAMED = 30, 4


class Named(Spoken):
    """What stands on the form: indicators by their names."""

    def what(self, indicator: str) -> str:
        """What an indicator is called; a column of one's own keeps its name."""
        return self.voice._(INDICATORS.get(indicator, indicator))


@dataclass(frozen=True)
class Empty(Named):
    """A page without an answer, where what was asked cannot be worked out."""

    view: View
    own: bool = False


@dataclass(frozen=True)
class Shown(Named):
    """A report, and who reads it; `own` where the figures came with a form."""

    report: Report
    view: View
    kind: str
    own: bool = False

    def name(self, code: str) -> str:
        """A state in the language of the page."""
        return places()[code].name_in(self.view.language)

    def said(self, remark: Remark) -> str:
        """A remark in the language of the page."""
        parts = {name: self.voice._(str(part)) for name, part in remark.parts}
        names = self.voice.list([self.name(code) for code in remark.about])
        return self.voice._(remark.template).format(**parts, places=names)

    @cached_property
    def order(self) -> list[str]:
        """The states as an alphabet orders them."""
        return sorted(self.report.found.places, key=self.name)

    def percent(self, share: float) -> str:
        """A share (part of one) as it is read."""
        digits = 1 if share >= 0.0995 else 2
        return self.voice.percent(100 * share, digits)

    def between(self, code: str) -> str:
        """The interval of a share, on one line."""
        doubt = self.report.doubt
        low, high = self.percent(doubt.low[code]), self.percent(doubt.high[code])
        said = self.voice._("{low} to {high}").format(low=low, high=high)
        return said.replace(" ", "\u00a0")

    def way(self, part: Part, weight: float) -> list[str]:
        """One part of the key in one or a few sentences."""
        digits = 0 if abs(100 * weight - round(100 * weight)) < 1e-9 else 1
        told = self.voice._(_WAYS[part.direction]).format(
            percent=self.voice.percent(100 * weight, digits), what=self.what(part.indicator)
        )
        if part.limit is None:
            return [told]
        of = self.voice.list([self.what(name) for name, _ in part.limit.of])
        factor = self.voice.exact(part.limit.share, 2)
        return [told, self.voice._(_LIMIT).format(factor=factor, of=of)]

    @property
    def ways(self) -> list[list[str]]:
        """The key in words, part by part."""
        key = self.report.key
        pairs = zip(key.parts, key.weights, strict=True)
        return [self.way(part, weight) for part, weight in pairs]

    @property
    def standing(self) -> str:
        """How sure the wording of the key is."""
        return self.voice._(STANDINGS.get(self.report.key.standing, STANDINGS["own"]))

    def names(self, codes: list[str]) -> str:
        """States in the order of the alphabet, as a list in a sentence."""
        return self.voice.list(sorted(self.name(code) for code in codes))

    def pull(self, pull: Pull) -> str:
        """Whose share a larger weight would raise, and whose it would lower."""
        what = self.what(pull.indicator)
        if not pull.raised or not pull.lowered:
            return self.voice._(_NO_PULL).format(what=what)
        many = max(len(pull.raised), len(pull.lowered)) > MOST_NAMED
        most = sorted(pull.change, key=lambda code: (pull.change[code], code))
        lowered = [code for code in most if code in pull.lowered][:MOST_NAMED]
        raised = [code for code in reversed(most) if code in pull.raised][:MOST_NAMED]
        return self.voice._(_PULL_MANY if many else _PULL).format(
            what=what, raised=self.names(raised), lowered=self.names(lowered)
        )

    def error(self, code: str) -> str:
        """How far the formula is from the annex, in percentage points."""
        beside = self.report.beside
        points = round(beside.errors[code], 2) if beside else 0.0
        return self.voice.decimal(points, "+0.00;-0.00" if points else "0.00")

    @property
    def actual(self) -> Actual | None:
        """The count that stands beside the key."""
        return next((one for one in self.report.actual if one.kind == self.kind), None)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The counts that can stand beside the key."""
        return [(one.kind, self.voice._(KINDS[one.kind])) for one in self.report.actual]

    def lines(self, one: Actual) -> list[Line]:
        """The rows of a count in the order of the alphabet."""
        return sorted(one.lines, key=lambda line: self.name(line.place))

    def gap(self, line: Line) -> str:
        """Above or below the key, in words and people."""
        if not line.gap:
            return self.voice._("as by the key")
        words = _ABOVE if line.gap > 0 else _BELOW
        return self.voice._(words).format(n=self.voice.exact(abs(line.gap)))

    def differ(self, one: Actual) -> str:
        """How many people lie between today and the key."""
        return self.voice._(_DIFFER).format(
            n=self.voice.exact(one.moved), total=self.voice.exact(one.total)
        )

    def money(self, one: Actual) -> str:
        """What stands for that in money; nothing where no rate is meant for these states."""
        if one.rate is None:
            return ""
        return self.voice._(_MONEY).format(
            each=self.voice.exact(one.rate.amount),
            sum=self.voice.rounded(one.rate.of(one.moved))[0],
        )

    def moves(self, one: Actual) -> tuple[Move, ...]:
        """One way to get there, the largest steps first."""
        return one.moves[:MOST_MOVES]

    @property
    def caveats(self) -> list[str]:
        """What a key is not."""
        return [self.voice._(text) for text in CAVEATS]


_LIMIT = N_("This part may be at most {factor} times the sum of the shares in: {of}.")
_PULL_MANY = N_(
    "More weight on {what} would raise many shares, most of all those of {raised}. It would lower "
    "others, most of all those of {lowered}."
)
_PULL = N_(
    "More weight on {what} would raise the share of {raised}. It would lower that of {lowered}."
)
_NO_PULL = N_("More weight on {what} would change next to nothing.")
_ABOVE = N_("above by {n}")
_BELOW = N_("below by {n}")
_DIFFER = N_("Today and the key differ by {n} of {total} people.")
_MONEY = N_("At {each} euro a person, that number stands for {sum} euro.")
