"""How the law lets people become citizens, where GLOBALCIT's table was brought.

Told are residence (whether, and after how many years), birth in the country, and dual citizenship
through time. The words for codes are those of GLOBALCIT's authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from comity.core.findings import Finding, Source, subject_json
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Subject
from comity.evidence.accounts.area import period
from comity.evidence.reading import Evidence, Row

LAW = "citizenship_law"
NOT_CODED = N_("not coded")
RESIDENCE = {1: N_("possible"), 0: N_("not provided for")}
BIRTH = {
    0: N_("gives no citizenship"),
    1: N_("gives citizenship without condition"),
    2: N_("gives citizenship where parents have lived or were born there"),
    3: N_("gives citizenship to some groups only"),
}
DUAL = {
    0: N_("not accepted"),
    1: N_("accepted only for citizens who acquire another citizenship"),
    2: N_("accepted only for people who naturalise there"),
    3: N_("accepted"),
}
CAVEATS = (
    N_(
        "Laws of 1 January of the year, not practice: fees, waiting and discretion are not in them."
    ),
    N_("Years are those asked of a person without other ties; conditions besides are many."),
)
_ITEMS = (("A06", "provision"), ("A06a", "years"), ("A02", "kind"), ("dualcit", "kind"))


@dataclass(frozen=True, slots=True)
class Spell:
    """What the law said on dual citizenship, from the first year to the last in a row."""

    first: int
    last: int
    says: str


@dataclass(frozen=True, slots=True)
class Citizenship:
    """The ways to citizenship in the newest year coded; words are marked for translation."""

    place: Place
    year: int
    residence: str
    years: Finding
    birth: str
    dual: str
    course: tuple[Spell, ...]
    source: Source

    def as_json(self) -> dict[str, Any]:
        """The law as plain data."""
        return {
            "subject": subject_json(self.place),
            "year": self.year,
            "by_residence": self.residence,
            "years_of_residence": self.years.value,
            "by_birth_in_the_country": self.birth,
            "dual_citizenship": self.dual,
            "dual_citizenship_through_time": [
                {"first_year": one.first, "last_year": one.last, "says": one.says}
                for one in self.course
            ],
        }


def citizenship_of(evidence: Evidence, among: Iterable[Place]) -> list[Citizenship] | None:
    """The law of each place that GLOBALCIT codes, by name; None where nobody brought the table."""
    if not evidence.holds(LAW):
        return None
    wanted = sorted(among, key=lambda place: place.name)
    codes = ", ".join(f"'{place.code}'" for place in wanted)
    items = " OR ".join(f"(item = '{item}' AND aspect = '{kind}')" for item, kind in _ITEMS)
    rows = evidence.query(
        f"""SELECT country, year, item, code FROM {LAW}
            WHERE country IN ({codes}) AND ({items}) ORDER BY country, year"""
    )
    by_place: dict[str, list[Row]] = {}
    for row in rows:
        by_place.setdefault(row["country"], []).append(row)
    return [_law(evidence, place, by_place[place.code]) for place in wanted
            if place.code in by_place]  # fmt: skip


def laws_json(about: Subject, laws: Iterable[Citizenship]) -> dict[str, Any]:
    """The laws of a country or of the members of a region as plain data."""
    listed = list(laws)
    sources = {law.source.dataset: law.source.as_json() for law in listed}
    return {
        "subject": subject_json(about),
        "laws": [law.as_json() for law in listed],
        "caveats": list(CAVEATS),
        "findings": [law.years.as_json() for law in listed],
        "sources": list(sources.values()),
    }


def law_rows(laws: Iterable[Citizenship]) -> Iterator[dict[str, Any]]:
    """The laws as rows of the table of a report."""
    for law in laws:
        row = {"country": law.place.code, "period": str(law.year), "source": law.source.short}
        yield row | {"what": "Citizenship by residence", "about": law.residence}
        yield row | {"what": "Citizenship by birth in the country", "about": law.birth}
        yield row | {"what": "Dual citizenship", "about": law.dual}
        years = {"value": law.years.value, "unit": law.years.unit, "status": law.years.status}
        yield row | {"what": law.years.kind.label, **years}


def _law(evidence: Evidence, place: Place, rows: list[Row]) -> Citizenship:
    year = rows[-1]["year"]
    now = {row["item"]: row["code"] for row in rows if row["year"] == year}
    lineage = evidence.lineage(LAW)
    day = period(f"{year}-01-01")
    years = Finding(place, "naturalisation_years", day, now.get("A06a"), lineage)
    return Citizenship(
        place,
        year,
        RESIDENCE.get(now.get("A06", -1), NOT_CODED),
        years,
        BIRTH.get(now.get("A02", -1), NOT_CODED),
        DUAL.get(now.get("dualcit", -1), NOT_CODED),
        _course([row for row in rows if row["item"] == "dualcit"]),
        lineage.sources[0],
    )


def _course(rows: list[Row]) -> tuple[Spell, ...]:
    """Years in a row with the same rule; a year that is not coded ends a spell."""
    found: list[Spell] = []
    for row in rows:
        says, year = DUAL.get(row["code"], NOT_CODED), row["year"]
        if found and found[-1].says == says and found[-1].last == year - 1:
            found[-1] = Spell(found[-1].first, year, says)
        else:
            found.append(Spell(year, year, says))
    return tuple(found)
