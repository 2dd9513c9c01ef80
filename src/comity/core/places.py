"""Where: every country or area with an ISO 3166-1 code and Kosovo, found by any code or name.

Codes and names follow UN M49 in the six official languages of the United Nations; Unicode CLDR's
short names ("Russia") and some former ones ("Burma") are understood but never printed. Codes that
publishers use for people whose place is unknown, and for places that exist no more, are known by
name and refused with a remedy.
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from comity.core.errors import UnknownPlace, shown

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


@dataclass(frozen=True, slots=True)
class Place:
    """A country or area; `code` is ISO 3166-1 alpha-3 (XKX for Kosovo), area in km2."""

    code: str
    iso2: str
    m49: str | None
    names: tuple[str, ...]
    in_sentence: str
    other_names: tuple[str, ...]
    unhcr_code: str | None
    m49_regions: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    latitude: float | None
    longitude: float | None
    capital: str | None
    area_km2: float | None
    note: str | None

    kind = "country"

    @property
    def name(self) -> str:
        """The M49 name in English."""
        return self.names[0]

    @property
    def slug(self) -> str:
        """How the place is written in an address: its code."""
        return self.code

    def name_in(self, language: str) -> str:
        """The M49 name in a UN language (`en fr es ru zh ar`); English for any other."""
        return self.names[LANGUAGES.index(language)] if language in LANGUAGES else self.name

    def group(self, scheme: str) -> str | None:
        """What a grouping (unhcr, iom, world_bank, income, ldc, lldc, sids) calls it."""
        return dict(self.groups).get(scheme)


@dataclass(frozen=True, slots=True)
class Corridor:
    """From one place to another, in the direction in which people move."""

    origin: Place
    destination: Place

    kind = "corridor"

    @property
    def code(self) -> str:
        """Both codes, as in TJK-RUS."""
        return f"{self.origin.code}-{self.destination.code}"

    @property
    def slug(self) -> str:
        """How the corridor is written in an address."""
        return self.code

    @property
    def name(self) -> str:
        """Both names, origin first."""
        return f"{self.origin.name} \u2192 {self.destination.name}"

    def reversed(self) -> Corridor:
        """The other direction of the same pair."""
        return Corridor(self.destination, self.origin)


@dataclass(frozen=True, slots=True)
class SpecialCode:
    """A code that stands in tables but is no place with a page."""

    code: str
    name: str
    meaning: str
    hint: str


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables that ship in `core/data`, cells as text."""
    text = (files("comity.core") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def places() -> dict[str, Place]:
    """Every place that has a page, by code, in the order of the codes.

    >>> places()["TUR"].name, places()["TUR"].name_in("ru"), len(places())
    ('Türkiye', 'Турция', 250)
    """
    return {row["code"]: _place(row) for row in rows_of("places.csv")}


@cache
def special_codes() -> dict[str, SpecialCode]:
    """Codes in published tables that are no place with a page, by code."""
    return {row["code"]: SpecialCode(**row) for row in rows_of("special_codes.csv")}


def _place(row: dict[str, str]) -> Place:
    names = tuple(row[f"name_{language}"] for language in LANGUAGES)
    short = tuple(row[f"short_{language}"] for language in LANGUAGES)
    schemes = ("unhcr_region", "iom_region", "wb_region", "wb_income_group", "ldc", "lldc", "sids")
    labels = ("unhcr", "iom", "world_bank", "income", "ldc", "lldc", "sids")
    levels = ("m49_region_code", "m49_subregion_code", "m49_intermediate_code")
    return Place(
        code=row["code"],
        iso2=row["iso2"],
        m49=row["m49"] or None,
        names=names,
        in_sentence=row["sentence_en"] or row["name_en"],
        other_names=tuple(name for name in (*short, *row["aliases"].split("|")) if name),
        unhcr_code=row["unhcr_code"] or None,
        m49_regions=tuple(row[level] for level in levels if row[level]),
        groups=tuple(
            (label, row[scheme])
            for label, scheme in zip(labels, schemes, strict=True)
            if row[scheme]
        ),
        latitude=_number(row["lat"]),
        longitude=_number(row["lon"]),
        capital=row["capital"] or None,
        area_km2=_number(row["area_km2"]),
        note=row["note"] or None,
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def folded(text: str) -> str:
    """A name without case, accents, leading article and punctuation, for comparing.

    >>> folded("The Côte d’Ivoire"), folded("Виргинские  острова")
    ('cote d ivoire', 'виргинские острова')
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    marks = "".join(c for c in plain if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in marks).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


@cache
def _index() -> dict[str, Place]:
    """Folded code or name to place; official names and codes win over short and former names.

    A UNHCR code that is another place's code (AUS, ARE, MAR) or a former one (ANT) is left out.
    """
    found: dict[str, Place] = {}
    everything = places().values()
    for keys in (
        lambda p: (p.code,),
        lambda p: (p.iso2,),
        lambda p: (p.m49,),
        lambda p: (*p.names, p.in_sentence),
        lambda p: p.other_names,
        lambda p: (p.unhcr_code,),
    ):
        for place in everything:
            for key in keys(place):
                if key and folded(key) not in _special_index():
                    found.setdefault(folded(key), place)
    return found


def special_code(text: str) -> SpecialCode | None:
    """The code or name of what is no place with a page, or None.

    >>> special_code("Czechoslovakia").code, special_code("Czechia")
    ('CSK', None)
    """
    return _special_index().get(folded(text))


@cache
def _special_index() -> dict[str, SpecialCode]:
    """Folded code or name, also without its bracket, to what is no place with a page."""
    found = {folded(special.code): special for special in special_codes().values()}
    for special in special_codes().values():
        for name in (special.name, special.name.partition(" (")[0]):
            found.setdefault(folded(name), special)
    return found


def known_place(text: str) -> Place | None:
    """The place that `find_place` finds, or None, at once.

    >>> known_place("4").name, known_place("Atlantis")
    ('Afghanistan', None)
    """
    key = folded(text)
    return _index().get(key.zfill(3) if key.isdigit() else key)


def find_place(text: str) -> Place:
    """The place with this code (alpha-2, alpha-3, M49, UNHCR) or name in any UN language.

    Where a UNHCR code is also another country's alpha-3 code, alpha-3 wins. Raises `UnknownPlace`
    with what may be meant.

    >>> find_place("Узбекистан").code, find_place("860").code, find_place("GFR").code
    ('UZB', 'UZB', 'DEU')
    """
    if place := known_place(text):
        return place
    if special := special_code(text):
        remedy = f"try {special.hint}" if special.hint else "name a country or area"
        raise UnknownPlace(
            f"'{special.code}' ({special.name}) is not a country or area with a page: "
            f"{special.meaning}; {remedy}.",
            tuple(special.hint.split(" or ")) if special.hint else (),
        )
    raise unknown(text, {name: f"{place.name} ({place.code})" for name, place in _index().items()})


def unknown(text: str, candidates: dict[str, str]) -> UnknownPlace:
    """The error for a name nobody goes by; `candidates` maps folded names to what to suggest."""
    near = difflib.get_close_matches(folded(text[:200]), list(candidates), n=6, cutoff=0.72)
    suggestions = tuple(dict.fromkeys(candidates[name] for name in near))[:3]
    ask = f"; did you mean {' or '.join(suggestions)}" if suggestions else ""
    ask = f"{ask}?" if ask else "; try an alpha-3 code or a name as in UN M49."
    return UnknownPlace(f"No country, area or region is known as '{shown(text)}'{ask}", suggestions)
