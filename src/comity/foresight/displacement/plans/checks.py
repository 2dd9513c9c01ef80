"""Before a run its case is gone through: what cannot be stops it, what is odd is told.

Errors are raised, one sentence each; remarks are given back. What FLEE takes with no more than a
line printed somewhere is a remark here, so that every case that runs in FLEE is told about and
runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from comity.core.errors import BadTable, ComityError
from comity.foresight.displacement.cases.case import Case, Place
from comity.foresight.displacement.cases.cells import MOST_PEOPLE
from comity.foresight.displacement.cases.listing import listed, repeated
from comity.foresight.displacement.cases.reading_series import corrected, reports
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.plans.checks_roads import road_errors, road_remarks
from comity.foresight.displacement.plans.checks_settings import setting_errors, setting_remarks
from comity.foresight.displacement.plans.places_by_day import PEACE

__all__ = ["check"]


def check(case: Case, settings: Settings, rules: Rules, days: int | None = None) -> tuple[str, ...]:
    """Sentences on what is odd in a case; `days` counts where it is not the case's own length.

    Raises `ComityError` on the first thing that cannot be run.
    """
    length = days or case.days
    if (date.max - case.start).days < length:
        raise ComityError(
            f"{length:,} days from {case.start} end after the year 9999; ask for fewer, or mend "
            "StartDate."
        )
    for errors in (
        _place_errors(case),
        road_errors(case),
        _conflict_errors(case, length),
        _series_errors(case),
        setting_errors(case, settings),
    ):
        for sentence in errors:
            raise BadTable(sentence)
    return (
        *settings.remarks,
        *case.remarks,
        *_place_remarks(case),
        *road_remarks(case, rules, length),
        *_conflict_remarks(case, rules),
        *_series_remarks(case, length),
        *setting_remarks(case, settings, rules, length),
    )


def _place_errors(case: Case) -> Iterator[str]:
    for name in repeated(place.name for place in case.places):
        yield f"locations.csv names '{name}' twice; give each place a name of its own."
    for place in case.places:
        for heading, number in (("capacity", place.capacity), ("population", place.population)):
            if number < 0 and not (heading == "capacity" and number == -1):
                yield (
                    f"locations.csv: {place.name} has a {heading} of {number}; write 0 or more"
                    + (", or -1 for a camp without limit." if heading == "capacity" else ".")
                )


def _place_remarks(case: Case) -> Iterator[str]:
    off = [
        place.name
        for place in case.places
        if not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180)
    ]
    if off:
        yield f"locations.csv puts {listed(off)} off the globe; latitude comes before longitude."
    if not any(place.kind in ("camp", "idpcamp") for place in case.places):
        yield "locations.csv has no camp, so there is nothing to compare with reports."
    names = {place.name for place in case.places}
    changed = [name for _, name, _ in case.changes if name not in names]
    if changed:
        yield f"location_changes.csv names {listed(changed)}, not in locations.csv; left out."
    lost = [told["location"] for told in case.people if told["location"] not in names]
    if lost:
        yield f"agents.csv names {listed(lost)}, not in locations.csv; these people are left out."


def _conflict_errors(case: Case, length: int) -> Iterator[str]:
    told = max((len(column) for column in case.conflicts.values()), default=0)
    if case.conflicts and told < length:
        yield (
            f"conflicts.csv ends with day {told - 1}, but the run lasts to day {length - 1}; add "
            "the rows that are missing or shorten the run."
        )


def _conflict_remarks(case: Case, rules: Rules) -> Iterator[str]:
    fierce = [name for name, column in case.conflicts.items() if max(column, default=0.0) > 1]
    if fierce:
        yield f"conflicts.csv has an intensity above 1 for {listed(fierce)}; it counts as it is."
    by_name = {place.name: place for place in case.places}
    unknown = [name for name in case.conflicts if name not in by_name]
    if unknown:
        yield f"conflicts.csv has columns for {listed(unknown)}, not in locations.csv; left out."
    camps = [
        name
        for name, column in case.conflicts.items()
        if name in by_name and _is_camp(by_name[name]) and max(column, default=0.0) > PEACE
    ]
    if camps:
        yield f"conflicts.csv lets conflict come to the camp {listed(camps)}."
    silent = [
        place.name
        for place in case.places
        if case.conflicts and place.kind == "conflict_zone" and place.name not in case.conflicts
    ]
    if silent:
        then = (
            "FLEE keeps the conflict there for the whole run, or never lets it begin"
            if rules == "flee"
            else "its conflict lasts from its conflict_date to the end"
        )
        yield f"conflicts.csv has no column for {listed(silent)}; {then}."


def _is_camp(place: Place) -> bool:
    return place.kind in ("camp", "idpcamp")


def _series_errors(case: Case) -> Iterator[str]:
    """Corrections that no report bears out, or that make more people of them than can be."""
    for series in case.camps if case.total is None else (case.total, *case.camps):
        most = max((persons for _, persons in reports(series)), default=0.0)
        if most > MOST_PEOPLE:
            yield (
                f"registration_corrections.csv makes {most:g} people of the reports of "
                f"{series.name}; mend the reports before the correction, or leave it out."
            )
        for day in corrected(series):
            if day < case.start:
                continue
            if day not in series.days:
                yield (
                    f"registration_corrections.csv corrects {series.name} on {day}, when nothing "
                    "is reported there; add that report or mend the date."
                )
            elif _after_nobody(series.days.index(day), [persons for _, persons in reports(series)]):
                yield (
                    f"registration_corrections.csv corrects {series.name} on {day} after a report "
                    "of nobody; a correction is by the ratio of the two."
                )


def _after_nobody(row: int, persons: list[float]) -> bool:
    return row > 0 and persons[row - 1] == 0


def _series_remarks(case: Case, length: int) -> Iterator[str]:
    places = {place.name: place for place in case.places}
    if case.total and case.total.name in places:
        yield f"data_layout.csv begins with {case.total.name}, which counts as the total of all."
    lost = [series.name for series in case.camps if series.name not in places]
    if lost:
        yield (
            f"data_layout.csv names {listed(lost)}, not in locations.csv; those people set out but "
            "are scored nowhere."
        )
    known = [places[series.name] for series in case.camps if series.name in places]
    towns = [place.name for place in known if not _is_camp(place)]
    if towns:
        yield f"data_layout.csv names {listed(towns)}, no camp in locations.csv; not scored."
    told = {series.name for series in case.camps}
    silent = [place.name for place in case.places if _is_camp(place) and place.name not in told]
    if silent and case.camps:
        yield f"data_layout.csv has no row for the camp {listed(silent)}; it is not scored."
    if not case.camps:
        yield "source/data_layout.csv has no camps, so nothing says how many people set out."
    unheard = [series.name for series in case.camps if not series.days]
    if unheard:
        yield f"The files of {listed(unheard)} have no report yet; not scored."
    yield from _ends(case, length)
    early = [one.name for one in case.camps for day in corrected(one) if day < case.start]
    if early:
        yield f"registration_corrections.csv corrects {listed(early)} before the start; left out."


def _ends(case: Case, length: int) -> Iterator[str]:
    """Camps whose reports end before the run does, or lie outside it altogether."""
    end = case.start + timedelta(days=max(length, 1) - 1)
    told = [series for series in case.camps if series.days]
    after = [series.name for series in told if series.days[0] > end]
    if after:
        yield (
            f"Reports of {listed(after)} begin only after the run ends on {end}; the first stands "
            "for all of its days, so that nobody new arrives."
        )
    before = [series.name for series in told if series.days[-1] < case.start]
    if before:
        yield (
            f"Reports of {listed(before)} end before the run begins on {case.start}; the last "
            "stands for all of its days, so that nobody new arrives."
        )
    last = max((series.days[-1] for series in case.camps if series.days), default=case.start)
    left = length - 1 - (last - case.start).days
    if case.camps and 0 < left < length:
        yield (
            f"The last report is of {last}, {left} days before the run ends; it stands for the "
            "days after it."
        )
