"""One kept case as its page shows it: camps, reports, the newest forecast, earlier ones, runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from comity.core.findings import SMALLEST_COUNT, Finding, Source, sources_of
from comity.core.marks import N_
from comity.figures import Figure, Words, camps
from comity.figures.camps import Camp
from comity.foresight.displacement.cases.case import Case, Series
from comity.foresight.displacement.live.archived import Outcomes, judged, newest, outcomes
from comity.foresight.displacement.live.kept import Kept, Run
from comity.foresight.displacement.live.live import TOTAL, Report
from comity.web import displaced
from comity.web.displaced import FORECAST, REPORTED, Teller
from comity.web.spoken import Spoken
from comity.web.state import View

Row = dict[str, Any]

_TITLE = N_("People at the camps: {case}")
_CAPTION = N_(
    "Points are reports that were made. Nobody counted on the days between them; the thin line "
    "only joins two reports."
)


@dataclass(frozen=True, slots=True)
class CampRow:
    """A camp: its newest report, and what is expected on the last day of the newest forecast."""

    name: str
    country: str
    reports: int
    last: Finding | None
    expected: Finding | None
    wide: Finding | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An archived forecast of a camp and day, and what was reported of it later."""

    row: Row
    said: Finding
    came: Finding
    inside: bool


@dataclass(frozen=True)
class CaseShown(Spoken):
    """A case that is kept here, in a language."""

    kept: Kept
    view: View

    @property
    def name(self) -> str:
        """What the case is called."""
        return self.kept.name

    @cached_property
    def case(self) -> Case:
        """What is known of the case: its files and the reports since."""
        return displaced.stored(self.kept.known)

    @cached_property
    def teller(self) -> Teller:
        """Tells of people at the places of the case."""
        return Teller(self.case)

    @cached_property
    def archive(self) -> pl.DataFrame:
        """Every forecast that was archived."""
        return self.kept.archive

    @cached_property
    def newest(self) -> pl.DataFrame:
        """The forecast that was made last."""
        found = newest(self.archive)
        return found if found.height else newest(self.archive, "split")

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The runs that were kept."""
        return self.kept.runs

    @cached_property
    def damaged(self) -> tuple[str, ...]:
        """A sentence for each run that was kept and cannot be read any more."""
        return tuple(displaced.told(said, self.kept.folder) for said in self.kept.damaged_runs)

    @cached_property
    def log(self) -> tuple[Report, ...]:
        """The reports that were added here, the newest first."""
        return displaced.stored(lambda: self.kept.reports)[::-1]

    @property
    def headlines(self) -> list[tuple[Run, Row]]:
        """The runs, each with what a list tells of it."""
        return [(one, headline(one.about)) for one in self.runs]

    @cached_property
    def countries(self) -> list[str]:
        """The countries in which its places lie."""
        named = dict.fromkeys(place.country for place in self.case.places if place.country)
        return [displaced.country_name(one, self.view) for one in named]

    @cached_property
    def series(self) -> dict[str, Series]:
        """The reports of each camp by its name."""
        return {one.name: one for one in self.case.camps}

    @cached_property
    def made(self) -> Row | None:
        """When the newest forecast was made, and from what."""
        return self.newest.row(0, named=True) if self.newest.height else None

    def day(self, text: str) -> str:
        """A date as it is stored, as the language writes it."""
        return self.voice.day(date.fromisoformat(text[:10]))

    @cached_property
    def ahead(self) -> dict[str, list[Finding]]:
        """The newest forecast of each camp by day, each day with both bands."""
        told: dict[str, list[Finding]] = {}
        for row in self.newest.sort("date").to_dicts():
            told.setdefault(row["camp"], []).extend(self._expected(row))
        return told

    def _expected(self, row: Mapping[str, Any]) -> list[Finding]:
        hidden = row["camp"] == TOTAL and (row["batch"], row["date"]) in self._small_expected
        told = {**row, "place": row["camp"]}
        return self.teller.banded(told, FORECAST, "median", hidden=hidden)

    @cached_property
    def _small_expected(self) -> set[tuple[str, str]]:
        """Forecasts and days whose total would tell the small number of one camp."""
        return _small(self.archive, "median")

    @cached_property
    def _small_reported(self) -> set[tuple[str, str]]:
        """The same for what came."""
        return _small(self.beside, "reported")

    @cached_property
    def camps(self) -> list[CampRow]:
        """Every camp, the largest first; the total last."""
        names = dict.fromkeys([*self.series, *self.ahead])
        rows = [self._camp(name) for name in names if name != TOTAL]
        rows.sort(key=lambda one: (-_size(one.last), one.name))
        return [*rows, self._camp(TOTAL)] if TOTAL in names else rows

    def _camp(self, name: str) -> CampRow:
        series = self.series.get(name)
        told = self.teller.reported(series) if series else []
        last = max((one.period.end for one in self.ahead.get(name, ())), default=None)
        ends = [one for one in self.ahead.get(name, ()) if one.period.end == last]
        by_band = {one.interval: one for one in ends}
        country = self.teller.countries.get(name, "")
        return CampRow(
            self.voice._(N_("All camps")) if name == TOTAL else name,
            displaced.country_name(country, self.view),
            len(told),
            told[-1] if told else None,
            by_band.get("80 %") or (ends[0] if ends else None),
            by_band.get("95 %"),
        )

    @cached_property
    def beside(self) -> pl.DataFrame:
        """Every archived forecast with what was reported of its days since it was made."""
        return judged(self.archive, displaced.stored(lambda: self.kept.case), self.log[::-1])

    @cached_property
    def judged(self) -> list[Judged]:
        """The forecasts that are judged by what was reported since, the newest day first."""
        known = self.beside.filter("counts", pl.col("horizon") > 0)
        rows = known.sort("date", "camp", "made_at", descending=[True, False, True]).to_dicts()
        return [self._judged(row) for row in rows]

    def _judged(self, row: Row) -> Judged:
        day = date.fromisoformat(row["date"])
        hidden = row["camp"] == TOTAL and (row["batch"], row["date"]) in self._small_reported
        came = self.teller.at(row["camp"], day, row["reported"], REPORTED, hidden=hidden)
        return Judged(row, self._expected(row)[0], came, bool(row["inside80"]))

    @cached_property
    def outcomes(self) -> tuple[Outcomes, ...]:
        """How forecasts came out so far, by what they were given."""
        return outcomes(self.beside)

    @cached_property
    def batches(self) -> list[Row]:
        """Every forecast that was archived: when, from what, how far ahead, its digest."""
        if self.archive.is_empty():
            return []
        kept = ("batch", "made_at", "day", "made_from", "information", "version")
        found = self.archive.group_by(kept).agg(
            camps=pl.col("camp").n_unique(),
            until=pl.col("date").max(),
            horizon=pl.col("horizon").max(),
        )
        return found.sort("made_at", "batch", descending=True).to_dicts()

    def figures(self, width: int, most: int = 12) -> dict[str, list[Figure]]:
        """The camps over time: reports, and the newest forecast with its bands."""
        words = Words(self.view.language)
        found = [
            Camp(
                self.voice._(N_("All camps")) if name == TOTAL else name,
                self.ahead.get(name, ()),
                self.teller.reported(self.series[name]) if name in self.series else (),
            )
            for name in dict.fromkeys([*self.series, *self.ahead])
        ]
        if not any(one.value is not None for camp in found for one in camp.findings):
            return {}
        drawn = camps(
            found,
            words.say(_TITLE).format(case=self.name),
            said=words.say("Forecast"),
            caption=words.say(_CAPTION),
            most=most,
            words=words,
            width=width,
        )
        return {"camps": [drawn]}

    def findings(self) -> list[Finding]:
        """Every number of the page: reports, the newest forecast, and what came of earlier ones."""
        told = [one for series in self.case.camps for one in self.teller.reported(series)]
        ahead = [one for found in self.ahead.values() for one in found]
        return [*told, *ahead]

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        return sources_of(self.findings()) or [displaced.source_of(self.case)]

    def as_json(self) -> Row:
        """The page as plain data."""
        case, forecast = self.case, self.made
        return {
            "case": self.name,
            "start": case.start.isoformat(),
            "days": case.days,
            "places": [
                {
                    "name": place.name,
                    "country": place.country,
                    "kind": place.kind,
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                }
                for place in case.places
            ],
            "remarks": [*case.remarks],
            "reports_added": [self._report(one) for one in self.log],
            "forecast": None if forecast is None else self._forecast(forecast),
            "archive": self.batches,
            "outcomes": [_plain(one) for one in self.outcomes],
            "runs": [{"id": one.id, **headline(one.about)} for one in self.runs],
            "damaged_runs": [*self.damaged],
            "findings": [one.as_json() for one in self.findings()],
            "sources": [one.as_json() for one in self.sources],
        }

    def counted(self, one: Report) -> Finding:
        """What a report of the log says."""
        return self.teller.at(one.camp, one.day, one.persons, REPORTED)

    def _report(self, one: Report) -> Row:
        told = self.counted(one)
        return {**one.as_row(), "persons": told.value, "status": told.status}

    def _forecast(self, made: Row) -> Row:
        names = ("made_at", "day", "made_from", "information", "version", "batch")
        return {name: made[name] for name in names}


def _size(one: Finding | None) -> float:
    return float(one.value or 0) if one else 0.0


def _small(rows: pl.DataFrame, column: str) -> set[tuple[str, str]]:
    """Batch and date of every row with 1 to 4 people."""
    few = rows.filter((pl.col(column) > 0) & (pl.col(column) < SMALLEST_COUNT))
    return set(few.select("batch", "date").iter_rows())


def _plain(one: Outcomes) -> Row:
    return asdict(one)


def headline(about: Mapping[str, Any]) -> Row:
    """What a list of runs tells of one: how it was made, and its two errors."""
    scores = about.get("scores") or {}
    names = ("kept_at", "engine", "rules", "runs", "seed", "scale", "days", "version")
    errors = {
        name: (scores.get(name) or {}).get("mean") for name in ("error_normal", "error_rescaled")
    }
    return {name: about.get(name) for name in names} | errors
