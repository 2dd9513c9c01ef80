"""SDG 10.7.2 on its page: the rounds of the world, or the category of one country in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Line, Section, Table, Word
from comity.briefs.voice import Sentence
from comity.core.findings import Finding, sources_of
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Region, regions
from comity.evidence.indicators import CATEGORIES
from comity.figures import category_map
from comity.figures.categories import Category
from comity.figures.figure import Plain
from comity.policy.rounds import CAVEATS, CHANGES, Rounds, rounds
from comity.web.policy_telling import CONTINENTS, Telling, Wall

_SHADES = {1: "other", 2: "weak", 3: "middle", 4: "strong"}
_WITHOUT = N_("no category")


@dataclass(frozen=True)
class Policies(Telling):
    """What governments said of their policies."""

    @cached_property
    def rounds(self) -> Rounds:
        """The rounds of 10.7.2."""
        return rounds(self.evidence)

    def sections(self) -> list[Section]:
        """The questions that the page answers, with their tables."""
        if not self.rounds.categories:
            return []
        if self.place is not None:
            return self._of_place()
        return [self._distribution(), self._changed(), self._by_region(), self._by_country()]

    def _of_place(self) -> list[Section]:
        own = [one for one in self.rounds.categories if one.subject == self.place]
        piece = N_("{category} in the round of {year}")
        said = [
            self.voice.part(piece, category=self._label(one), year=str(one.period)) for one in own
        ]
        sentence = self.say(N_("What the government told of its policies: {list}."), list=said)
        question = self.voice._("Which category has it reached?")
        notes = () if own else (self.voice._(CAVEATS[2]),)
        lines = [self._country(self.place, own)] if self.place and own else []
        tables = (self._rounds_table(self.voice._("Category by round"), lines),) if own else ()
        told = (Sentence(sentence.text, tuple(own)),) if own else ()
        return [Section("category", question, told, tables, (*notes, self.voice._(CAVEATS[0])))]

    def _distribution(self) -> Section:
        newest = self.rounds.years[-1]
        share = self.rounds.share(regions()["world"], newest)
        text = N_(
            "In the round of {year}, {n.bare} of the countries with a category met or fully met "
            "the criteria, by what their governments say."
        )
        lines = [
            Line(self.voice._(label), tuple(self.rounds.count(y, code) for y in self.rounds.years))
            for code, label in reversed(CATEGORIES.items())
        ]
        heads = tuple(map(str, self.rounds.years))
        caption = self.voice._("Countries by category and round")
        table = Table(caption, self.voice._("Category"), heads, tuple(lines))
        question = self.voice._("How many countries say that they meet the criteria?")
        notes = tuple(self.voice._(words) for words in CAVEATS)
        return Section("distribution", question, (self.say(text, year=str(newest), n=share),),
                       (table,), notes)  # fmt: skip

    def _changed(self) -> Section:
        text = N_(
            "Of the {both} countries in the rounds of {first} and {last}, {stayed.bare} stayed in "
            "their category, {rose.bare} rose and {fell.bare} fell."
        )
        sentences, lines = [], []
        for first, last in zip(self.rounds.years, self.rounds.years[1:], strict=False):
            found = {dict(f.about)["change"]: f for f in self.rounds.changes
                     if f.period.start.year == first}  # fmt: skip
            both = str(self.rounds.both(first))
            sentences.append(
                self.say(text, both=both, first=str(first), last=str(last),
                          stayed=found["unchanged"], rose=found["up"], fell=found["down"])
            )  # fmt: skip
            cells = tuple(found[name] for name in CHANGES)
            lines.append(Line(self.voice.period(found["up"].period), cells))
        heads = tuple(self.voice._(label) for label in CHANGES.values())
        caption = self.voice._("Countries in both rounds, by change of category")
        table = Table(caption, self.voice._("Rounds"), heads, tuple(lines))
        question = self.voice._("What changed in the countries that answered twice?")
        return Section("changes", question, tuple(sentences), (table,))

    def _by_region(self) -> Section:
        heads = tuple(map(str, self.rounds.years))
        lines = [
            Line(one, tuple(self.rounds.share(one, year) for year in self.rounds.years))
            for one in dict.fromkeys(f.subject for f in self.rounds.shares)
            if isinstance(one, Region)
        ]
        caption = self.voice._("Share of the countries with a category that meet or fully meet")
        table = Table(caption, self.voice._("Region"), heads, tuple(lines))
        question = self.voice._("How does it differ by part of the world?")
        note = self.voice._(
            "The rounds are of different countries; do not read a trend out of these shares."
        )
        return Section("regions", question, (), (table,), (note,))

    def _by_country(self) -> Section:
        own: dict[Place, list[Finding]] = {}
        for one in self.rounds.categories:
            if isinstance(one.subject, Place):
                own.setdefault(one.subject, []).append(one)
        tables = []
        for slug in CONTINENTS:
            inside = [p for p in regions()[slug].members(self.evidence.today) if p in own]
            inside.sort(key=lambda place: place.name_in(self.view.language))
            lines = [self._country(place, own[place]) for place in inside]
            tables.append(self._rounds_table(self.voice.title(regions()[slug]), lines))
        question = self.voice._("Which country is in which category?")
        return Section("countries", question, (), tuple(tables))

    def _country(self, place: Place, own: Sequence[Finding]) -> Line:
        by_year = {one.period.start.year: one for one in own}
        cells = [by_year.get(year) for year in self.rounds.years]
        return Line(place, tuple(one and Word(self._label(one), one) for one in cells))

    def _rounds_table(self, caption: str, lines: Sequence[Line]) -> Table:
        heads = tuple(map(str, self.rounds.years))
        return Table(caption, self.voice._("Country or area"), heads, tuple(lines), _WITHOUT)

    def _label(self, one: Finding) -> str:
        return self.voice._(CATEGORIES[int(one.value)]) if one.value else self.voice._(_WITHOUT)

    def figures(self, how: dict[str, Any]) -> Wall:
        """The map of the newest round."""
        if self.place is not None or not self.rounds.years:
            return {}
        year = self.rounds.years[-1]
        found = [f for f in self.rounds.categories if f.period.start.year == year and f.value]
        shades: Any = _SHADES
        made = category_map(
            {f.subject.code: str(f.value) for f in found},
            self.voice._("What governments say of their migration policies, {year}").format(
                year=year
            ),
            categories=[Category(str(code), self.voice._(label), shades[code])
                        for code, label in reversed(CATEGORIES.items())],
            sources=sources_of(found),
            plain=Plain(
                ("country", "year", "category_code", "category"),
                (self.voice._("Country or area"), self.voice._("Round"), self.voice._("Code"),
                 self.voice._("Category")),
                tuple((f.subject.name_in(self.view.language), year, f.value, self._label(f))
                      for f in found if isinstance(f.subject, Place)),
            ),
            untold=self.voice._(_WITHOUT),
            name="map",
            **how,
        )  # fmt: skip
        return {"distribution": [made]}
