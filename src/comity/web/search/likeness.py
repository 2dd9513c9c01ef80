"""Places and regions whose names hold what somebody typed, or look like it."""

from __future__ import annotations

from functools import cache

from comity.core.errors import UnknownPlace
from comity.core.places import folded, places
from comity.core.regions import Subject, find_subject, regions
from comity.web.urls import suggested


@cache
def _names() -> list[tuple[str, Subject]]:
    """Every folded name with its subject, countries first."""
    found: list[tuple[str, Subject]] = []
    for place in places().values():
        keys = (place.code, place.iso2, *place.names, place.in_sentence, *place.other_names)
        found += [(folded(key), place) for key in keys if key]
    for region in regions().values():
        found += [(folded(key), region) for key in (region.slug, region.code, *region.names)]
    return found


def named_like(text: str, most: int = 20) -> list[Subject]:
    """Subjects whose names hold all the words typed; those that start with them come first."""
    wanted = folded(text)
    if not wanted:
        return []
    ranked: dict[str, tuple[int, str, Subject]] = {}
    for name, subject in _names():
        rank = _rank(wanted, name)
        if rank is not None and rank < ranked.get(subject.slug, (9,))[0]:
            ranked[subject.slug] = (rank, subject.name, subject)
    return [entry[2] for entry in sorted(ranked.values(), key=lambda entry: entry[:2])][:most]


def _rank(wanted: str, name: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    words = name.split()
    if all(any(word.startswith(part) for word in words) for part in wanted.split()):
        return 2
    return 3 if len(wanted) >= 4 and wanted in name else None


def near(text: str, most: int = 12) -> list[Subject]:
    """What may be meant: names with the words typed, else names that look alike.

    >>> [subject.code for subject in near("tajik")]
    ['TJK']
    """
    found = named_like(text, most)
    if found:
        return found
    try:
        return [find_subject(text)]
    except UnknownPlace as error:
        return suggested(error.suggestions)[:most]
