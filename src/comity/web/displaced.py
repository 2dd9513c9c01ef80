"""What the pages on displacement read: cases kept here, told as findings about places on days.

A number is about one place on one day, and says whether it was reported, lies between two reports,
was simulated or is forecast. Nothing here is about a person, and counts of 1 to 4 are withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from comity import __version__
from comity.core.errors import BadTable, ComityError, FileTrouble, NotHeld, shown
from comity.core.findings import SMALLEST_COUNT, Finding, Lineage, Number, Source, Status
from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import known_place
from comity.core.regions import Region, Subject
from comity.foresight.displacement.cases.case import Case, Series
from comity.foresight.displacement.live.kept import Kept, kept_cases, root_of
from comity.foresight.displacement.live.live import TOTAL
from comity.web.state import View

T = TypeVar("T")

MEASURE = "camp_population"
REPORTED, BETWEEN = N_("reported"), N_("between two reports")
BEYOND, LEVELLED = N_("as in the nearest report"), N_("at the level of a later registration")
GIVEN = N_("in the reference series")
SIMULATED, FORECAST = N_("simulated"), N_("forecast")
_METHODS: Mapping[str, tuple[str, Status]] = {
    REPORTED: ("as published", "published"),
    BETWEEN: ("camp reports joined by straight lines", "estimated"),
    BEYOND: ("nearest camp report kept", "estimated"),
    LEVELLED: (
        "camp reports brought to the level of a later registration and joined by straight lines",
        "estimated",
    ),
    GIVEN: ("reference series of the case", "estimated"),
    SIMULATED: ("simulated movement between places", "estimated"),
    FORECAST: ("forecast of people at each camp", "projected"),
}
_CASE = N_("Case {name}")
_FILES = N_("Files of the case {name} and the reports that were added to it here.")
BANDS = (("80 %", "q100", "q900"), ("95 %", "q025", "q975"))


def case_of(home: Path, name: str) -> Kept:
    """A kept case by its name; raises `NotHeld` where none is kept under it."""
    found = kept_cases(home)
    for one in found:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in found)
    have = f"kept are {names}." if names else "none is kept."
    raise NotHeld(f"No case '{shown(name)}' is kept in this installation; {have}")


def readable(home: Path) -> Iterator[tuple[Kept, Case | None, str]]:
    """Every kept case with what is known of it, or the sentence that says why it cannot be read."""
    for one in kept_cases(home):
        try:
            yield one, one.known(), ""
        except ComityError as error:
            yield one, None, told(error, one.folder)


def told(error: object, folder: Path) -> str:
    """A sentence about a file of a kept case, without where on this machine it lies."""
    return str(error).replace(f"{folder}/", "")


def stored(read: Callable[[], T]) -> T:
    """What is read from the files of a kept case; whoever asks for it has not damaged them."""
    try:
        return read()
    except BadTable as error:
        raise FileTrouble(str(error)) from error


def mark(home: Path) -> str:
    """What changes when a case is kept, reported on, forecast, run or forgotten."""
    folder = root_of(home)
    paths = [*folder.glob("*/*"), *folder.glob("*/runs/*")]
    told = []
    for path in sorted(paths):
        try:
            told.append(f"{path.relative_to(folder)} {path.stat().st_mtime_ns}")
        except OSError:  # removed meanwhile
            continue
    return " ".join(told)


def source_of(case: Case) -> Source:
    """The reports of a case, as they are cited: nobody here knows more than their files say."""
    newest = max((day for one in case.camps for day in one.days), default=case.start)
    return Source(
        f"displacement/{case.name}",
        newest,
        Note(_CASE, name=case.name),
        Note(_FILES, name=case.name),
        N_("as their publishers say"),
        "",
        listed=False,
    )


def whole_of(case: Case) -> Region:
    """All places of a case, as what a total of it is about."""
    name = _CASE.format(name=case.name)
    said = f"Files of the case {case.name}."
    return Region(f"case-{case.name}", f"case-{case.name}", name, "case", (name,), (), said)


def country_name(country: str, view: View) -> str:
    """A country as the reader's language calls it; as its file does where it is not known."""
    place = known_place(country.replace("_", " "))
    return place.name_in(view.language) if place else country.replace("_", " ")


@dataclass(frozen=True)
class Teller:
    """Tells of the people at the places of a case; `parameters` are those of a run."""

    case: Case
    parameters: tuple[tuple[str, str], ...] = ()

    @cached_property
    def countries(self) -> dict[str, str]:
        """The country of each place, as its file names it."""
        return {place.name: place.country for place in self.case.places}

    @cached_property
    def _lineages(self) -> dict[str, Lineage]:
        sources = (source_of(self.case),)
        made = dict.fromkeys(_METHODS, ()) | {SIMULATED: self.parameters}
        return {
            how: Lineage(sources, _METHODS[how][0], __version__, parameters)
            for how, parameters in made.items()
        }

    @cached_property
    def _subjects(self) -> dict[str, Subject]:
        """The country of each place, where it is known."""
        known = {name: known_place(said.replace("_", " ")) for name, said in self.countries.items()}
        return {name: place for name, place in known.items() if place}

    @cached_property
    def _whole(self) -> Region:
        return whole_of(self.case)

    def at(
        self,
        place: str,
        day: date,
        value: Number | None,
        how: str,
        band: tuple[Number, Number, str] | None = None,
        *,
        hidden: bool = False,
    ) -> Finding:
        """People at a place on a day; `how` says where the number comes from.

        What is `hidden` is withheld, since it would tell of a small count elsewhere.
        """
        alone = "as published" if how == REPORTED else "no interval"
        low, high, interval = band or (None, None, alone)
        known = value is not None
        return Finding(
            self._subjects.get(place, self._whole),
            MEASURE,
            Period("day", day, day),
            round(value) if value is not None else None,
            self._lineages[how],
            low=round(low) if low is not None and known else None,
            high=round(high) if high is not None and known else None,
            interval=interval,
            about=(("place", place), ("as", how)),
            status="withheld" if hidden else _METHODS[how][1],
        )

    def banded(
        self, row: Mapping[str, Any], how: str, middle: str, *, hidden: bool = False
    ) -> list[Finding]:
        """A row with quantiles as findings: one with each band, or one alone without bands."""
        day = row["date"] if isinstance(row["date"], date) else date.fromisoformat(row["date"])
        bands = [one for one in BANDS if row.get(one[1]) is not None]
        if not bands:
            return [self.at(row["place"], day, row[middle], how, hidden=hidden)]
        return [
            self.at(row["place"], day, row[middle], how, (row[low], row[high], name), hidden=hidden)
            for name, low, high in bands
        ]

    def reported(self, series: Series) -> list[Finding]:
        """The reports of a camp, those of the days on which it really reported."""
        pairs = zip(series.days, series.persons, strict=True)
        return [self.at(series.name, day, persons, REPORTED) for day, persons in pairs]


def withheld_archive(rows: pl.DataFrame) -> pl.DataFrame:
    """Forecasts beside what came as they are stored, without what would tell of 1 to 4 people."""
    said, came = _telling("median"), _telling("reported") | _telling("held")
    quantiles = ("median", "q025", "q100", "q900", "q975")
    return rows.with_columns(
        *(_unless(said, name) for name in quantiles),
        _unless(came, "reported"),
        _unless(came, "held"),
        _unless(said | came, "error"),
    )


def _telling(name: str) -> pl.Expr:
    """A small number, and the total of a day of which one camp has a small number."""
    few = _few(name).fill_null(value=False)
    return few | ((pl.col("camp") == TOTAL) & few.any().over("batch", "date"))


def _few(name: str) -> pl.Expr:
    return (pl.col(name) > 0) & (pl.col(name) < SMALLEST_COUNT)


def _unless(hidden: pl.Expr, name: str) -> pl.Expr:
    return pl.when(hidden).then(None).otherwise(pl.col(name)).alias(name)


def withheld(rows: pl.DataFrame, middles: tuple[str, ...]) -> pl.DataFrame:
    """Rows as they are stored, without counts of 1 to 4 people, and without the bands of these."""
    there = [name for name in middles if name in rows.columns]
    bands = [name for name in rows.columns if name[:1] == "q" and name[1:].isdigit()]
    hidden = pl.any_horizontal(_few(name).fill_null(value=False) for name in there)
    rows = rows.with_columns(_unless(hidden, name) for name in dict.fromkeys([*there, *bands]))
    if "observed" not in rows.columns:
        return rows
    return rows.with_columns(_unless(_few("observed"), "observed"))
