"""Regions: UN M49, groupings of publishers, regional bodies with dates, consultative processes.

A region is a subject everywhere a country is. Membership of regional bodies is dated, so that a
question "as of" a day is answered with the members of that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

from comity.core.errors import UnknownPlace, shown
from comity.core.places import (
    LANGUAGES,
    Corridor,
    Place,
    find_place,
    folded,
    known_place,
    places,
    rows_of,
    special_code,
    unknown,
)
from comity.core.speech import Language

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\u2192"), "-")
"""Hyphens, dashes, minus and arrow, as texts are pasted."""

_NOT_MEMBERS = ("observer", "former", "former_or_founding_only", "silk_routes_partner")


@dataclass(frozen=True, slots=True)
class Spell:
    """One place's time in a region, `left` its first day outside; no `joined`: not compiled."""

    place: str
    role: str
    joined: date | None
    left: date | None
    verification: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Region:
    """A set of places under one name; `code` is its M49 code or the body's abbreviation."""

    code: str
    slug: str
    name: str
    grouping: str
    names: tuple[str, ...]
    spells: tuple[Spell, ...]
    source: str

    kind = "region"

    @property
    def in_sentence(self) -> str:
        """The name as it stands in an English sentence."""
        last = self.name.split()[-1]
        article = (
            last in ("Union", "Nations", "States", "Community", "Council", "Market")
            or self.grouping in ("regional body", "regional consultative process")
            or self.name in ("Americas", "Caribbean")
        )
        if self.name == "World":
            return "the world"
        return f"the {self.name}" if article and "Dialogue (" not in self.name else self.name

    def name_in(self, language: str) -> str:
        """The name in a UN language: as UN M49 publishes it, else from the catalogue."""
        order = ("en", "fr", "es", "ru", "zh", "ar")
        if language in order and len(self.names) == len(order):
            return self.names[order.index(language)]
        return Language(language)._(self.name)

    @property
    def every_name(self) -> tuple[str, ...]:
        """The names in all UN languages, each once."""
        said = (self.name_in(language) for language in LANGUAGES)
        return tuple(dict.fromkeys((*self.names, *said)))

    def members(self, on: date | None = None) -> tuple[Place, ...]:
        """The members on a day (today where None), in the order of their names."""
        day = on or datetime.now(UTC).date()
        inside = {
            spell.place
            for spell in self.spells
            if spell.role not in _NOT_MEMBERS
            and (spell.joined is None or spell.joined <= day)
            and (spell.left is None or day < spell.left)
        }
        return tuple(sorted((places()[code] for code in inside), key=lambda place: place.name))

    @property
    def unverified(self) -> int:
        """How many rows of the membership list nobody has checked against a source."""
        return sum(spell.verification == "recall_unverified" for spell in self.spells)


Subject = Place | Corridor | Region


@cache
def regions() -> dict[str, Region]:
    """Every region by its slug, the world first.

    >>> regions()["central-asia"].name, len(regions()["central-asia"].members())
    ('Central Asia', 5)
    >>> [len(regions()["ecowas"].members(date(year, 7, 1))) for year in (2024, 2025)]
    [15, 12]
    """
    every = [*_m49_regions(), *_groupings(), *_bodies()]
    return {region.slug: region for region in every}


def _m49_regions() -> list[Region]:
    source = "UN Statistics Division, Standard country or area codes for statistical use (M49)"
    made = []
    for row in rows_of("m49_regions.csv"):
        names = tuple(row[f"name_{language}"] for language in ("en", "fr", "es", "ru", "zh", "ar"))
        inside = [p.code for p in places().values() if row["code"] in ("001", *p.m49_regions)]
        made.append(
            Region(
                row["code"], _slug(names[0]), names[0], row["kind"], names, _spells(inside), source
            )
        )
    return made


_SCHEMES = {
    "world_bank": ("World Bank", "World Bank country and lending groups, July 2025"),
    "income": ("", "World Bank country and lending groups, July 2025"),
    "unhcr": ("UNHCR", "UNHCR regional bureaux"),
    "iom": ("IOM", "IOM regional offices"),
}
_FLAGS = {
    "ldc": ("Least developed countries", "UN Committee for Development Policy"),
    "lldc": ("Landlocked developing countries", "UN-OHRLLS"),
    "sids": ("Small island developing states", "UN-OHRLLS"),
}


def _groupings() -> list[Region]:
    made = []
    for scheme, (label, source) in _SCHEMES.items():
        for name in sorted({value for p in places().values() if (value := p.group(scheme))}):
            inside = [p.code for p in places().values() if p.group(scheme) == name]
            title = f"{name} countries" if scheme == "income" else f"{name} ({label})"
            slug = _slug(title if scheme == "income" else f"{label} {name}")
            made.append(
                Region(
                    slug,
                    slug,
                    title,
                    f"{label or 'World Bank income'} group",
                    (title,),
                    _spells(inside),
                    source,
                )
            )
    for flag, (name, source) in _FLAGS.items():
        inside = [p.code for p in places().values() if p.group(flag) == "1"]
        made.append(
            Region(flag.upper(), _slug(name), name, "UN group", (name,), _spells(inside), source)
        )
    return made


def _bodies() -> list[Region]:
    """Regional bodies and processes; AU and CAN are countries too, so their slug is their name."""
    codes = {folded(code) for place in places().values() for code in (place.code, place.iso2)}
    spells: dict[str, list[Spell]] = {}
    about: dict[str, tuple[str, str]] = {}
    for row in rows_of("memberships.csv"):
        about[row["body"]] = (row["name"], row["kind"])
        spells.setdefault(row["body"], []).append(
            Spell(
                row["place"],
                row["role"],
                _day(row["joined"]),
                _day(row["left"]),
                row["verification"],
                row["source"],
                row["note"],
            )
        )
    return [
        Region(
            body,
            _slug(about[body][0] if folded(body) in codes else body),
            about[body][0],
            about[body][1],
            (about[body][0],),
            tuple(found),
            "membership spells compiled for Comity, each with its source",
        )
        for body, found in spells.items()
    ]


def _spells(codes: list[str]) -> tuple[Spell, ...]:
    return tuple(Spell(code, "member", None, None, "verified", "", "") for code in codes)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _slug(text: str) -> str:
    return folded(text).replace(" ", "-")


@cache
def _region_index() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for region in regions().values():
        for key in (region.slug, region.code, *region.names):
            found.setdefault(folded(key), region)
    return found


def find_region(text: str) -> Region:
    """The region with this name, M49 code, abbreviation or slug; raises `UnknownPlace`.

    >>> find_region("Asie centrale").slug, find_region("ecowas").name
    ('central-asia', 'Economic Community of West African States')
    """
    key = folded(text)
    if region := _region_index().get(key.zfill(3) if key.isdigit() else key):
        return region
    raise unknown(text, {name: region.name for name, region in _region_index().items()})


def find_subject(text: str) -> Subject:
    """Read a country, a corridor (`TJK-RUS`, people's direction) or a region from what is written.

    >>> find_subject("TJK-RUS").name, find_subject("Central Asia").kind, find_subject("uz").code
    ('Tajikistan → Russian Federation', 'region', 'UZB')
    """
    written = text.strip()
    key = folded(written).zfill(3) if written.isdigit() else folded(written)
    region = _region_index().get(key)
    if region and key not in _official_names():
        if twin := next((p for p in places().values() if folded(p.iso2) == key), None):
            raise UnknownPlace(
                f"'{shown(written)}' may mean {twin.name} or {region.in_sentence}; write "
                f"{twin.code} or '{region.name}'.",
                (twin.code, region.name),
            )
        return region
    try:
        return find_place(written)
    except UnknownPlace as not_a_place:
        if special_code(written):
            raise
        if pair := _corridor(written):
            return pair
        both = {name: f"{place.name} ({place.code})" for name, place in _names().items()}
        both |= {name: region.name for name, region in _region_index().items()}
        raise unknown(written, both) from not_a_place


@cache
def _official_names() -> frozenset[str]:
    return frozenset(folded(name) for p in places().values() for name in (p.code, *p.names))


def _names() -> dict[str, Place]:
    return {folded(n): p for p in places().values() for n in (p.code, *p.names, *p.other_names)}


def _corridor(text: str) -> Corridor | None:
    """Read `A-B`, trying every hyphen, since names carry hyphens too."""
    parts = text[:200].translate(_HYPHENS).split("-")
    halves = [("-".join(parts[:cut]), "-".join(parts[cut:])) for cut in range(1, len(parts))]
    for first, last in halves:
        origin, destination = known_place(first), known_place(last)
        if origin and origin == destination:
            raise UnknownPlace(
                f"'{shown(text)}' starts and ends in {origin.name}; name two places."
            )
        if origin and destination:
            return Corridor(origin, destination)
    if len(halves) == 1 and all(half.strip() for half in halves[0]):
        return Corridor(find_place(halves[0][0]), find_place(halves[0][1]))
    return None
