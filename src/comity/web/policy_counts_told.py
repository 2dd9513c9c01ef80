"""SDG 10.7.3, 10.7.4 and 10.c.1 on their pages: the dead and missing, refugees, prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Line, Section, Table
from comity.briefs.sections.money import cost
from comity.briefs.voice import Sentence
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.evidence.accounts import money
from comity.evidence.indicators import CORRIDOR_TARGET
from comity.figures import choropleth, series
from comity.policy import published as known
from comity.web.policy_telling import Telling, Wall

MOST_LINES = 5
_MINIMUM = N_("A minimum: many deaths are never recorded, and reports arrive late.")
_UNRWA = N_("Palestine refugees under UNRWA's mandate are not part of this indicator.")
_OLD = N_(
    "The mean over corridors is Comity's; the World Bank's own average is over services, which "
    "are not held here."
)


@dataclass(frozen=True)
class Deaths(Telling):
    """People who died or disappeared on the way; a lower bound."""

    def sections(self) -> list[Section]:
        """The question that the page answers, with its tables."""
        total = [] if self.place else known.deaths(self.evidence)
        routes = known.deaths_by_route(self.evidence, self.place)
        whole = [one for one in total or routes if one.note == "a minimum count"]
        if not (total or routes):
            return [self._no_route()] if self.place else []
        year = max((one.period.start.year for one in whole), default=0)
        sentences = []
        if total:
            text = N_(
                "{when}, at least {n.bare} people died or disappeared on the way to another "
                "country."
            )
            one = next(f for f in reversed(total) if f.period.start.year == year)
            sentences.append(self.say(text, "n", when=self.voice.period(one.period), n=one))
        else:
            piece = N_("{route}, at least {n.bare}")
            said = [
                self.voice.part(piece, route=self.voice._(dict(f.about)["route"]), n=f)
                for f in routes if f.period.start.year == year
            ]  # fmt: skip
            text = N_("Deaths and disappearances in {year} on routes that touch {place}: {list}.")
            sentences.append(self.say(text, year=str(year), place=self.place, list=said))
        tables = [self.years_table(self.voice._("Deaths and disappearances by year"), total)]
        tables += self._routes(routes)
        question = self.voice._("How many people are known to have died or disappeared?")
        notes = [self.voice._(_MINIMUM)]
        if self.place:
            notes.append(self.voice._(
                "Incidents are held by group of routes, not by country; a route touches several."
            ))  # fmt: skip
        held = tuple(one for one in tables if one.lines)
        return [Section("deaths", question, tuple(sentences), held, tuple(notes))]

    def _no_route(self) -> Section:
        question = self.voice._("How many people are known to have died or disappeared?")
        note = self.voice._("No group of routes in the evidence touches this place.")
        return Section("deaths", question, (), notes=(note,))

    def _routes(self, found: Sequence[Finding]) -> list[Table]:
        years = sorted({f.period.start.year for f in found}, reverse=True)[:MOST_LINES]
        cells = {(dict(f.about)["route"], f.period.start.year): f for f in found}
        names = sorted({route for route, year in cells if year in years})
        lines = tuple(
            Line(self.voice._(name), tuple(cells.get((name, year)) for year in years))
            for name in names
        )
        caption = self.voice._("Deaths and disappearances by group of routes")
        first = self.voice._("Group of routes")
        absent = N_("none recorded")
        return [Table(caption, first, tuple(map(str, years)), lines, absent)]

    def figures(self, how: dict[str, Any]) -> Wall:
        """The figure of the page."""
        if self.place is not None:
            return {}
        found = [f for f in known.deaths(self.evidence) if f.note == "a minimum count"]
        title = self.voice._("Deaths and disappearances during migration, by year")
        name = self.voice._("World")
        caption = self.voice._(_MINIMUM)
        if len(found) < 2:
            return {}
        return {"deaths": [series({name: found}, title, caption=caption, name="years", **how)]}


@dataclass(frozen=True)
class Refugees(Telling):
    """Refugees among the people of their country."""

    def sections(self) -> list[Section]:
        """The question that the page answers, with its tables."""
        found = self._rates
        if not found:
            return self._with_another()
        notes = [self.voice._(_UNRWA)]
        question = self.voice._("How many of its people are refugees?")
        if self.place is None:
            question = self.voice._("How many of the people of each country are refugees?")
            year = str(found[0].period)
            caption = self.voice._("Refugees per 100,000 people of the country, end of {year}")
            tables = self.by_continent(caption.format(year=year), found)
            return [
                Section("refugees", question, (), tables, (*notes, self.voice._(known.WITH_SERBIA)))
            ]
        newest = found[-1]
        when = self.voice.moment(newest.period, newest.kind.timing)
        text = N_(
            "{when}, {n.bare} of every 100,000 people of {n.subject} were refugees in another "
            "country."
        )
        if self.place.code == "SRB":
            notes.append(self.voice._(known.WITH_SERBIA))
        tables = (self.years_table(self.voice._("Refugees per 100,000 people, by year"), found),)
        told = (self.say(text, when=when, n=newest),) if newest.value is not None else ()
        return [Section("refugees", question, told, tables, tuple(notes))]

    def _with_another(self) -> list[Section]:
        """Why there is no figure of a place that is counted with another."""
        if self.place is None or not known.counted_with(self.place):
            return []
        question = self.voice._("How many of its people are refugees?")
        return [Section("refugees", question, (), notes=(self.voice._(known.WITH_SERBIA),))]

    @cached_property
    def _rates(self) -> list[Finding]:
        """The rates of a place by year, or of every place in the newest year."""
        if self.place is not None:
            return known.refugee_rates(self.evidence, [self.place])
        if not self.evidence.holds("displaced_stock"):
            return []
        rows = self.evidence.query("SELECT max(year) AS year FROM displaced_stock")
        return known.refugee_rates(self.evidence, None, range(rows[0]["year"], rows[0]["year"] + 1))

    def figures(self, how: dict[str, Any]) -> Wall:
        """The figure of the page."""
        found = [one for one in self._rates if one.value is not None]
        title = self.voice._("Refugees per 100,000 people of their country")
        if self.place is None and found:
            when = self.voice.moment(found[0].period, found[0].kind.timing)
            title = self.voice._("Refugees per 100,000 people of their country, {when}").format(
                when=when
            )
            return {"refugees": [choropleth(found, title, name="map", **how)]}
        if len(found) < 2:
            return {}
        name = self.voice.title(found[0].subject)
        return {"refugees": [series({name: found}, title, name="years", **how)]}


@dataclass(frozen=True)
class Costs(Telling):
    """What it costs to send money home."""

    def sections(self) -> list[Section]:
        """The question that the page answers, with its tables."""
        if self.pair is not None:
            return [cost(self.evidence, self.voice, self.pair.reversed())]
        if self.place is None:
            found = known.costs_everywhere(self.evidence)
            caption = self.voice._("Average cost of sending USD 200 to the country, {quarter}")
            when = self.voice.period(found[0].period) if found else ""
            tables = self.by_continent(caption.format(quarter=when), found)
        else:
            found = known.costs_to(self.evidence, self.place)
            tables = self._corridors(found)
        if not found:
            return []
        question = self.voice._("What does sending money home cost?")
        told = self._cost_told(found) if self.place else ()
        return [Section("costs", question, told, tables, (self.voice._(_OLD),))]

    def _cost_told(self, found: Sequence[Finding]) -> tuple[Sentence, ...]:
        mean, above = found[:2]
        if mean.measure != "remittance_cost_mean":
            return ()
        text = N_(
            "{when}, sending 200 US dollars to {n.subject} cost {n.bare} of the amount on average "
            "over the corridors that are held."
        )
        when = self.voice.moment(mean.period, mean.kind.timing)
        far = N_("That is {n.bare} percentage points above the target of 3 percent.")
        near = N_("That is within the target of 3 percent.")
        told = self.voice.say(far, "n", n=above) if above.value else self.voice.say(near)
        return (self.say(text, when=when, n=mean), told)

    def _corridors(self, found: Sequence[Finding]) -> tuple[Table, ...]:
        lines = tuple(Line(f.subject, (f,)) for f in found if f.measure == "remittance_cost")
        caption = self.voice._("Cost of sending USD 200, latest quarter of each corridor")
        head = (self.voice._("Cost"),)
        first = self.voice._("People from and to; the money goes the other way")
        return (Table(caption, first, head, lines),) if lines else ()

    def figures(self, how: dict[str, Any]) -> Wall:
        """The figure of the page."""
        if self.place is None:
            return {}
        pairs = [f for f in known.costs_to(self.evidence, self.place)
                 if f.measure == "remittance_cost"][:MOST_LINES]  # fmt: skip
        lines = {
            how["words"].name(pair.subject.destination): money.costs(self.evidence, pair.subject)
            for pair in pairs
            if isinstance(pair.subject, Corridor)
        }
        lines = {name: own for name, own in lines.items() if len(own) > 1}
        if not lines:
            return {}
        title = self.voice._("Cost of sending USD 200 to {place}, by country of the sender").format(
            place=self.voice.name(self.place)
        )
        target = (CORRIDOR_TARGET, self.voice._("target for every corridor"))
        return {"costs": [series(lines, title, name="corridors", rule=target, **how)]}
