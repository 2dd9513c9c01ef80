"""One kept run as its page shows it: a map for each day, camps beside reports, how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from comity.core.errors import ComityError, FileTrouble, NotHeld
from comity.core.findings import Finding, Source
from comity.core.marks import N_
from comity.figures import Figure, Words, camps, stations, whereabouts
from comity.figures.camps import Camp
from comity.figures.theme import NARROW, WIDTH
from comity.figures.whereabouts import Scene, Spot
from comity.figures.words import sentence
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.live.kept import Kept, Run
from comity.web import displaced, displaced_urls, displaced_words
from comity.web.displaced import SIMULATED, Teller
from comity.web.displaced_film import Ground, Stop
from comity.web.displaced_reports import Reports, reference
from comity.web.displaced_words import changed, plain, spread, whole
from comity.web.exhibits import Exhibit
from comity.web.spoken import Spoken
from comity.web.state import View

Row = dict[str, Any]
STOPS, SMALL = 12, 9
"""Days at which the slider stops, and small maps that stand side by side."""

_POINTS = 60
_KINDS = {"camp": "camp", "idpcamp": "camp", "conflict_zone": "conflict"}
_MAP = N_("Where people are, {day}: {case}")
_DAYS = N_("Where people are, day by day: {case}")
_CAMPS = N_("Camps, simulated and reported: {case}")


@dataclass(frozen=True, slots=True)
class There:
    """A place on the day that is shown: how many were simulated there, and what was reported."""

    name: str
    country: str
    kind: str
    said: Finding
    wide: Finding | None
    came: Finding | None
    """What was published of the day."""
    beside: Finding | None
    """What the run is compared with."""


@dataclass(frozen=True)
class RunShown(Spoken):
    """A run that is kept here, on a day and in a language; without a day, on the last."""

    kept: Kept
    run: Run
    view: View
    asked: str = ""

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.voice._("Run {run} of {case}").format(run=self.run.id, case=self.kept.name)

    @property
    def about(self) -> Mapping[str, Any]:
        """What `run.json` says."""
        return self.run.about

    @cached_property
    def case(self) -> Case:
        """What is known of the case, between whose places the run moved people."""
        return displaced.stored(self.kept.known)

    @cached_property
    def start(self) -> date:
        """The first day of the run."""
        return date.fromisoformat(self.about["start"])

    @property
    def last(self) -> int:
        """The last day of the run, counted from 0."""
        return int(self.about["days"]) - 1

    @cached_property
    def day(self) -> int:
        """The day that is asked for, as a number or a date; raises `ComityError` for any other."""
        if not self.asked:
            return self.last
        day = self._read(self.asked.strip())
        if not 0 <= day <= self.last:
            end = self.date_of(self.last)
            raise ComityError(
                f"day={self.asked[:20]} is no day of this run; give 0 to {self.last}, or a date "
                f"from {self.start} to {end}."
            )
        return day

    def _read(self, asked: str) -> int:
        if asked.isascii() and asked.isdigit() and len(asked) < 8:
            return int(asked)
        try:
            return (date.fromisoformat(asked) - self.start).days
        except ValueError:
            return -1

    def date_of(self, day: int) -> date:
        """The date of a day of the run."""
        return self.start + timedelta(days=day)

    def said_day(self, day: int) -> str:
        """The same as the language writes it."""
        return self.voice.day(self.date_of(day))

    @cached_property
    def places(self) -> pl.DataFrame:
        """People at every place on each day."""
        return self.run.table("places")

    @property
    def camps(self) -> pl.DataFrame:
        """People in each camp on each day, beside what they are compared with."""
        return self._compared[0]

    @cached_property
    def _compared(self) -> tuple[pl.DataFrame, frozenset[str]]:
        return reference(self.kept, self.run.table("camps"))

    @cached_property
    def reports(self) -> Reports:
        """Reports as they were published, and what they come to each day."""
        return Reports(self.teller, self._compared[1])

    @property
    def middle(self) -> str:
        """The column that is told: the median where there are bands, else the mean."""
        return "q500" if self.bands else "mean"

    @cached_property
    def bands(self) -> bool:
        """Whether there were runs enough for bands."""
        return bool(self.places["q500"].is_not_null().any())

    @cached_property
    def scene(self) -> Scene:
        """The places and roads of the case, on the scale of the largest camp of all days."""
        people = self.camps if self.camps.height else self.places
        most = people[self.middle].max() or 1.0
        spots = tuple(
            Spot(
                place.name,
                place.longitude,
                place.latitude,
                _KINDS.get(place.kind, "other"),
                displaced.country_name(place.country, self.view),
            )
            for place in self.case.places
            if place.kind != "marker"
        )
        roads = tuple((link.one, link.two) for link in self.case.links)
        return Scene(spots, roads, float(most))  # type: ignore[arg-type]

    def kind(self, one: There) -> str:
        """What a place is, in words."""
        return self.voice._(displaced_words.KINDS.get(one.kind, one.kind))

    @property
    def engine(self) -> str:
        """The engine in words."""
        return self.voice._(displaced_words.ENGINES.get(self.about["engine"], self.about["engine"]))

    @property
    def rules(self) -> str:
        """The rules in words."""
        return self.voice._(displaced_words.RULES.get(self.about["rules"], self.about["rules"]))

    @property
    def version(self) -> str:
        """The version of Comity that made it."""
        return str((self.about.get("versions") or {}).get("comity", ""))

    @cached_property
    def teller(self) -> Teller:
        """Tells of people at the places of the case."""
        names = ("engine", "rules", "runs", "seed", "scale")
        stated = tuple((name, str(self.about.get(name, ""))) for name in names)
        return Teller(self.case, stated)

    def _told(self, row: Row) -> list[Finding]:
        return self.teller.banded(row, SIMULATED, self.middle)

    def at(self, day: int) -> dict[str, Finding]:
        """People at each place on a day, with the 80 % band where there is one."""
        rows = self.places.filter(day=day).to_dicts()
        drawn = {spot.name for spot in self.scene.spots}
        return {row["place"]: self._told(row)[0] for row in rows if row["place"] in drawn}

    @cached_property
    def there(self) -> list[There]:
        """Every camp on the day that is shown, the largest first, then other places with people."""
        seen = {row["place"]: row for row in self.camps.filter(day=self.day).to_dicts()}
        rows = self.places.filter(day=self.day).to_dicts()
        told = [self._there(row, seen.get(row["place"])) for row in rows]
        camps = {"camp": 0, "idpcamp": 0}
        told.sort(key=lambda one: (camps.get(one.kind, 1), -(one.said.value or 0), one.name))
        return [one for one in told if one.kind in camps or one.beside or one.said.value != 0]

    def _there(self, row: Row, seen: Row | None) -> There:
        told = self._told(row)
        beside = self._beside(seen) if seen and seen["observed"] is not None else None
        return There(
            row["place"],
            displaced.country_name(row["country"] or "", self.view),
            row["kind"],
            told[0],
            told[1] if len(told) > 1 else None,
            self.reports.on(row["place"], row["date"]) if beside else None,
            beside,
        )

    def _beside(self, row: Row) -> Finding:
        return self.reports.compared(row["place"], row["date"], row["observed"])

    def known(self, one: There) -> str:
        """How what stands beside the run is known, in words."""
        if one.came is not None:
            return self.voice._(N_("reported on that day"))
        return (
            self.voice._(displaced_words.KNOWN[dict(one.beside.about)["as"]]) if one.beside else "–"
        )

    @property
    def words(self) -> Words:
        """The words of figures."""
        return Words(self.view.language)

    def map(self, width: int, day: int) -> Figure:
        """The map of a day."""
        title = self.words.say(_MAP).format(day=self.said_day(day), case=self.kept.name)
        how: Row = {"note": "" if self.bands else self.words.say(displaced_words.FEW)}
        return whereabouts(self.scene, self.at(day), title, words=self.words, width=width, **how)

    @cached_property
    def film(self) -> list[Stop]:
        """The stops of the slider from the first day to the last, and the day that is shown."""
        days = sorted({*spread(self.last, STOPS), self.day})
        return [self._stop(day) for day in days]

    def _stop(self, day: int) -> Stop:
        address = displaced_urls.run(self.kept.name, self.run.id) + "/figures/map"
        state = displaced_urls.on_day(self.view, day)
        one = Exhibit(self.map(WIDTH, day), self.map(NARROW, day), address, state)
        found, alt = self.at(day), one.figure.alt
        pictures = tuple(ground.frame(found) for ground in self.grounds)
        said = self.voice.day(self.date_of(day))
        return Stop(day, said, alt, one, pictures, day == self.day)

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """What lies below the people, for a wide page and for a telephone."""
        return tuple(Ground(self.scene, self.words, width) for width in (WIDTH, NARROW))

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The map of the day, small maps of several days, and the camps over time."""
        drawn = {"map": [self.map(width, self.day)], "days": [self._days(width)]}
        if found := self._camps():
            drawn["camps"] = [
                camps(
                    found,
                    self.words.say(_CAMPS).format(case=self.kept.name),
                    said=self.words.say("Simulated"),
                    marked=self.date_of(self.day),
                    line=self.words.say("What the run is compared with"),
                    bands=self.words.say("80 and 95 of 100 runs"),
                    caption=self._caption(),
                    note=self.words.say(
                        displaced_words.CHANCE if self.bands else displaced_words.FEW
                    ),
                    words=self.words,
                    width=width,
                )
            ]
        return drawn

    @property
    def chance(self) -> str:
        """What the bands are, and what they are not."""
        return self.voice._(displaced_words.CHANCE)

    def _caption(self) -> str:
        """How the charts of camps are read."""
        named = self.reports.levelled
        told = (
            self.words.say(displaced_words.LEVELLED_TOLD).format(camps=self.voice.list(named))
            if named
            else ""
        )
        return sentence(self.words.say(displaced_words.CAPTION), told)

    def _days(self, width: int) -> Figure:
        title = self.words.say(_DAYS).format(case=self.kept.name)
        days = {self.said_day(day): self.at(day) for day in spread(self.last, SMALL)}
        return stations(self.scene, days, title, words=self.words, width=width)

    def _camps(self) -> list[Camp]:
        """Each camp over time: the run, reports as published, and what the run is compared with."""
        step = max(1, self.last // _POINTS)
        ends = pl.col("day") == self.last
        some = self.camps.filter((pl.col("day") % step == 0) | pl.col("reported") | ends)
        first, last = self.start, self.date_of(self.last)
        found = []
        for (name,), rows in some.partition_by("place", as_dict=True, maintain_order=True).items():
            told = rows.to_dicts()
            said = [one for row in told for one in self._told(row)]
            real = self.reports.within(str(name), first, last)
            beside = [self._beside(row) for row in told if row["observed"] is not None]
            found.append(Camp(str(name), said, real, beside))
        return found

    @property
    def scores(self) -> Mapping[str, Any]:
        """How far the run lay from the reports; empty where nothing was reported."""
        return self.about.get("scores") or {}

    @cached_property
    def changed(self) -> list[tuple[str, str]]:
        """The settings that are not FLEE's own, by name."""
        return changed(self.about.get("settings") or {})

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        return [displaced.source_of(self.case)]

    def rows(self) -> pl.DataFrame:
        """Every camp on every day, without counts of 1 to 4."""
        seen = self.reports.published(self.camps)
        return whole(displaced.withheld(seen, ("mean", "q500")))

    def sheets(self) -> dict[str, pl.DataFrame]:
        """All tables of the run."""
        roads = self.run.table("routes").group_by("origin", "destination", maintain_order=True)
        taken = roads.agg(pl.col("kilometres").first(), pl.col("mean").sum())
        every = whole(displaced.withheld(self.places.filter(day=self.day), ("mean", "q500")))
        about = [
            {"name": name, "value": plain(value)}
            for name, value in {**self.about, **(self.about.get("settings") or {})}.items()
            if name not in ("settings", "sources", "scores")
        ]
        return {
            "Camps": self.rows(),
            "Places": every,
            "Roads": whole(displaced.withheld(taken, ("mean",))),
            "Run": pl.DataFrame(about),
        }

    def findings(self) -> list[Finding]:
        """The numbers of the day that is shown."""
        found = []
        for one in self.there:
            beside = one.beside if one.beside != one.came else None
            told = (one.said, one.wide, one.came, beside)
            found += [said for said in told if said is not None]
        return found

    def as_json(self) -> Row:
        """The page as plain data; the rows of all days are asked of the API."""
        return {
            "case": self.kept.name,
            "run": self.run.id,
            "day": self.day,
            "date": self.date_of(self.day).isoformat(),
            "about": {name: value for name, value in self.about.items() if name != "sources"},
            "files": [*self.about.get("sources", ())],
            "findings": [one.as_json() for one in self.findings()],
            "sources": [one.as_json() for one in self.sources],
        }


def run_of(kept: Kept, run: str) -> Run:
    """A run by its id; raises `NotHeld` where none is kept under it."""
    try:
        return kept.run(run)
    except FileTrouble:
        raise
    except ComityError as error:
        raise NotHeld(str(error)) from error
