"""What can be wrong with roads and closures: names, doubles, places out of reach, overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case, Closure
from comity.foresight.displacement.cases.listing import listed, repeated
from comity.foresight.displacement.cases.settings import Rules
from comity.foresight.displacement.plans.places_by_day import PEACE, numbers, shut
from comity.foresight.displacement.plans.roads_by_day import closed_by

__all__ = ["road_errors", "road_remarks"]


_OF_ROADS = ("link", "remove_forced_redirection")


def road_errors(case: Case) -> Iterator[str]:
    """What no run can do anything with."""
    names = {place.name for place in case.places}
    for link in case.links:
        for name in (link.one, link.two):
            if name not in names:
                yield (
                    f"routes.csv has a road from {link.one} to {link.two}, but '{name}' is not in "
                    "locations.csv; add it there or mend the name."
                )
    for route in case.major_routes:
        for name in route:
            if name not in names:
                yield f"major_routes.csv names '{name}', which is not in locations.csv; mend it."
    for closure in case.closures:
        if closure.kind in ("country", "link", "remove_forced_redirection") and not closure.two:
            yield (
                f"closures.csv closes {closure.kind} {closure.one} without a name2; name the other "
                "side."
            )


def road_remarks(case: Case, rules: Rules, length: int) -> Iterator[str]:
    """What is odd, but can be run."""
    yield from _doubles(case, rules)
    yield from _out_of_reach(case)
    yield from _closure_names(case, rules)
    yield from _overlaps(case, rules, length)
    late = [one for one in case.closures if one.first >= length > 0]
    if late:
        yield f"closures.csv closes {listed(one.one for one in late)} after the run has ended."
    early = [one for one in case.closures if one.first < 0]
    if early:
        then = "FLEE never closes it" if rules == "flee" else "it is closed from the start"
        yield f"closures.csv closes {listed(one.one for one in early)} before day 0; {then}."


def _doubles(case: Case, rules: Rules) -> Iterator[str]:
    loops = [link.one for link in case.links if link.one == link.two]
    if loops:
        then = "FLEE lets people take it" if rules == "flee" else "left out"
        yield f"routes.csv has a road from {listed(loops)} to itself; {then}."
    pairs = [" - ".join(sorted((link.one, link.two))) for link in case.links]
    doubled = repeated(pairs)
    if doubled:
        then = "FLEE weighs it once for each row" if rules == "flee" else "the first row counts"
        yield f"routes.csv has more than one road {listed(doubled)}; {then}."
    forced = [f"{link.one} - {link.two}" for link in case.links if link.forced]
    if forced and rules == "flee":
        yield f"routes.csv forces people along {listed(forced)}, which FLEE 3 does not heed."


def _out_of_reach(case: Case) -> Iterator[str]:
    """Places of conflict from which no camp can be reached, and camps that nobody reaches."""
    part = _parts(case)
    fought = {name for name, column in case.conflicts.items() if max(column, default=0.0) > PEACE}
    camps = [place.name for place in case.places if place.kind in ("camp", "idpcamp")]
    sources = [
        place.name
        for place in case.places
        if place.kind in ("conflict_zone", "flood_zone") or place.name in fought
    ]
    cut_off = [name for name in sources if part[name] not in {part[camp] for camp in camps}]
    if cut_off and camps:
        yield f"No road leads from {listed(cut_off)} to any camp."
    idle = [camp for camp in camps if part[camp] not in {part[name] for name in sources}]
    if idle and sources:
        yield f"No road leads from any place of conflict to the camp {listed(idle)}."


def _parts(case: Case) -> dict[str, str]:
    """Places that roads join have the same name here."""
    part = {place.name: place.name for place in case.places}

    def root(name: str) -> str:
        while part[name] != name:
            part[name] = part[part[name]]
            name = part[name]
        return name

    for link in case.links:
        part[root(link.one)] = root(link.two)
    return {name: root(name) for name in part}


def _closure_names(case: Case, rules: Rules) -> Iterator[str]:
    names = {place.name for place in case.places}
    countries = {place.country for place in case.places}
    joined = {frozenset((link.one, link.two)) for link in case.links}
    for closure in case.closures:
        asked = (closure.one, closure.two) if closure.kind == "country" else (closure.one,)
        unknown = [name for name in asked if name not in (countries if len(asked) > 1 else names)]
        what = f"closures.csv closes {closure.kind} {closure.one}"
        if unknown:
            known = "a country of" if len(asked) > 1 else "in"
            yield f"{what}, but {listed(unknown)} is not {known} locations.csv; it closes nothing."
        elif closure.kind == "link" and rules == "flee":
            yield f"{what} - {closure.two}, which FLEE 3 reads but never closes."
        elif closure.kind == "location" and closure.two:
            yield from _location(closure, what, rules, countries, joined)
        elif closure.kind in _OF_ROADS and frozenset((closure.one, closure.two)) not in joined:
            yield f"{what} - {closure.two}, between which there is no road; it does nothing."


def _location(
    closure: Closure, what: str, rules: Rules, countries: set[str], joined: set[frozenset[str]]
) -> Iterator[str]:
    """What FLEE makes of the second name of such a closure, and what it means here."""
    if rules == "flee":
        yield f"{what} towards {closure.two}; FLEE closes all its roads."
    elif closure.two not in countries and frozenset((closure.one, closure.two)) not in joined:
        yield (
            f"{what} towards {closure.two}, which is neither a neighbour nor a country; it closes "
            "nothing."
        )


def _overlaps(case: Case, rules: Rules, length: int) -> Iterator[str]:
    """Closures of the same roads that overlap in time."""
    then = (
        "in FLEE the first that ends opens them"
        if rules == "flee"
        else "closed until both have ended"
    )
    roads = [_roads(closure, case, rules) for closure in case.closures]
    for (one, here), (two, there) in combinations(zip(case.closures, roads, strict=True), 2):
        if not _meet(one, two, max(length, 1)):
            continue
        since = f"from day {one.first} and from day {two.first}"
        if _target(one) == _target(two):
            yield f"closures.csv closes {one.kind} {one.one} twice at a time, {since}; {then}."
        elif (here & there).any() and _end(one, length) != _end(two, length):
            yield (
                f"closures.csv closes roads of {one.kind} {one.one} and of {two.kind} {two.one} "
                f"that are the same at a time, {since}; {then}."
            )


def _roads(closure: Closure, case: Case, rules: Rules) -> NDArray[np.bool_]:
    """The roads that a closure closes, by row of `routes.csv`."""
    by_name = numbers(case)
    tail = np.array([by_name[link.one] for link in case.links], dtype=np.int32)
    head = np.array([by_name[link.two] for link in case.links], dtype=np.int32)
    return closed_by(closure, case, rules, tail, head)


def _target(closure: Closure) -> tuple[str, frozenset[str]]:
    both = closure.kind in ("country", "link", "location") and closure.two
    return closure.kind, frozenset((closure.one, closure.two) if both else (closure.one,))


def _end(closure: Closure, length: int) -> int:
    return shut(closure.first, closure.last, max(length, 1))[1]


def _meet(one: Closure, two: Closure, length: int) -> bool:
    begins, ends = zip(
        shut(one.first, one.last, length), shut(two.first, two.last, length), strict=True
    )
    return max(begins) < min(ends)
