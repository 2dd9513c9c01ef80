"""`comity places` and `comity regions`: codes, names and members, as every command understands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import AS_OF, JSON, print_json, print_table, say
from comity.core.errors import UnknownPlace

if TYPE_CHECKING:
    from datetime import date

    from comity.core.places import Place
    from comity.core.regions import Region

QUERY = typer.Argument(None, metavar="QUERY", help="A name or a code; without it, all.")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("places")(list_places)
    app.command("regions")(list_regions)


def list_places(
    query: list[str] | None = QUERY, as_json: bool = JSON, as_of: str | None = AS_OF
) -> None:
    """Find a country or area: its codes, names and regions.

    Example: comity places Uzbekistan
    """
    from comity.core.periods import as_of as day
    from comity.core.places import find_place, places

    until = day(as_of)
    if query:
        wanted = " ".join(query)
        try:
            found = [find_place(wanted)]
        except UnknownPlace:
            found = _with(wanted)
            if not found:
                raise
        if len(found) == 1:
            _show_place(found[0], until, as_json=as_json)
            return
    else:
        found = list(places().values())
    if as_json:
        print_json([_place_json(place, until) for place in found])
        return
    rows = [[place.code, place.iso2, place.m49 or "", place.name] for place in found]
    print_table(["Code", "Alpha-2", "M49", "Name"], rows)


def _with(wanted: str) -> list[Place]:
    """The places with the query inside one of their names."""
    from comity.core.places import folded, places

    part = folded(wanted)
    if len(part) < 3:
        return []
    return [
        place
        for place in places().values()
        if any(part in folded(name) for name in (*place.names, *place.other_names))
    ]


def _member_of(place: Place, until: date | None) -> list[Region]:
    from comity.core.regions import regions

    near = [r for r in regions().values() if any(one.place == place.code for one in r.spells)]
    return [region for region in near if place in region.members(until)]


def _show_place(place: Place, until: date | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_place_json(place, until))
        return
    from comity.core.places import LANGUAGES

    codes = [
        ("Alpha-3", place.code),
        ("Alpha-2", place.iso2),
        ("M49", place.m49),
        ("UNHCR", place.unhcr_code),
    ]
    names = [(f"Name ({language})", place.name_in(language)) for language in LANGUAGES]
    also = [("Also known as", ", ".join(dict.fromkeys(place.other_names)))]
    regions = ", ".join(f"{one.name} ({one.slug})" for one in _member_of(place, until))
    rows = [
        *codes,
        *names,
        *also,
        ("Capital", place.capital),
        ("Regions", regions),
        ("Note", place.note),
    ]
    say(place.name, "bold")
    print_table(["", ""], [row for row in rows if row[1]])


def _place_json(place: Place, until: date | None) -> dict[str, Any]:
    from comity.core.places import LANGUAGES

    return {
        "code": place.code,
        "alpha2": place.iso2,
        "m49": place.m49,
        "unhcr": place.unhcr_code,
        "names": {language: place.name_in(language) for language in LANGUAGES},
        "other_names": list(place.other_names),
        "regions": [region.slug for region in _member_of(place, until)],
        "note": place.note,
    }


def list_regions(
    query: list[str] | None = QUERY, as_json: bool = JSON, as_of: str | None = AS_OF
) -> None:
    """Find a region or regional body and its members on a day.

    Example: comity regions ECOWAS --as-of 2024-07-01
    """
    from comity.core.periods import as_of as day
    from comity.core.regions import find_region, regions

    until = day(as_of)
    if query:
        region = find_region(" ".join(query))
        _show_region(region, until, as_json=as_json)
        return
    found = list(regions().values())
    if as_json:
        print_json([_region_json(region, until) for region in found])
        return
    rows = [[one.slug, one.name, one.grouping, len(one.members(until))] for one in found]
    print_table(["Write", "Name", "Kind", "Members"], rows, right=["Members"])


def _show_region(region: Region, until: date | None, *, as_json: bool) -> None:
    if as_json:
        print_json(_region_json(region, until))
        return
    members = region.members(until)
    since = {
        spell.place: spell.joined.isoformat()
        for spell in sorted(region.spells, key=lambda one: str(one.joined or ""))
        if spell.joined and (until is None or spell.joined <= until)
    }
    rows = [[place.code, place.name, since.get(place.code, "")] for place in members]
    dated = any(row[2] for row in rows)
    columns = ["Code", "Member", "Since"] if dated else ["Code", "Member"]
    title = f"{region.name} ({region.slug}), {region.grouping}: {len(members)} members"
    print_table(columns, [row[: len(columns)] for row in rows], title=title)
    say(f"Source: {region.source}.")
    if region.unverified:
        say(f"Not verified: {region.unverified} listed.")


def _region_json(region: Region, until: date | None) -> dict[str, Any]:
    return {
        "slug": region.slug,
        "code": region.code,
        "name": region.name,
        "kind": region.grouping,
        "members": [place.code for place in region.members(until)],
        "not_verified": region.unverified,
        "source": region.source,
    }
