"""Day by day, which roads can be set out on: two directed links for each row of `routes.csv`.

Under rules `flee` a closure acts on the day it begins and on the day it ends, whatever others
hold; one of a link does nothing, one of a place closes all its roads, and forced redirection is
without effect but for doubling a road. Under rules `comity` a road is open when no closure holds
it, each closure closes what it names, and a road that people must take closes the others there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.cases.case import Case, Closure, Link
from comity.foresight.displacement.cases.settings import Rules
from comity.foresight.displacement.plans.places_by_day import numbers, shut

__all__ = ["Roads", "closed_by", "roads_of"]

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Roads:
    """L directed links, and which of them are open on T days."""

    tail: NDArray[np.int32]
    head: NDArray[np.int32]
    kilometres: NDArray[np.float64]
    speed: NDArray[np.float64]
    walk: NDArray[np.float64]
    forced: Flags
    open: Flags


def roads_of(case: Case, rules: Rules, days: int) -> Roads:
    """The links of a case, and the days on which they are open."""
    by_name = numbers(case)
    drawn = [
        (by_name[one], by_name[two], link, forced)
        for link in _kept(case, rules)
        for one, two, forced in _directed(link, rules)
    ]
    tail = np.array([one for one, _, _, _ in drawn], dtype=np.int32)
    head = np.array([two for _, two, _, _ in drawn], dtype=np.int32)
    forced = np.array([force for _, _, _, force in drawn], dtype=np.bool_)
    opened = (_flee_open if rules == "flee" else _open)(case, tail, head, days)
    if rules == "comity":
        must = _musts(case, tail, head, forced, days)
        opened, forced = _only(opened, must & opened, tail), np.asarray(must.all(axis=0))
    links = [link for _, _, link, _ in drawn]
    return Roads(
        tail,
        head,
        np.array([link.kilometres for link in links], dtype=np.float64),
        np.array([_attribute(link, "max_move_speed", np.nan) for link in links]),
        np.array([_attribute(link, "walk_probability", 0.0) for link in links]),
        forced,
        opened,
    )


def _kept(case: Case, rules: Rules) -> list[Link]:
    """The roads of a case; under rules `comity` each once, and none from a place to itself."""
    if rules == "flee":
        return list(case.links)
    found: dict[frozenset[str], Link] = {}
    for link in case.links:
        if link.one != link.two:
            found.setdefault(frozenset((link.one, link.two)), link)
    return list(found.values())


def _directed(link: Link, rules: Rules) -> list[tuple[str, str, bool]]:
    """Both directions of a road, with whether people must take it."""
    ways = [(link.one, link.two), (link.two, link.one)]
    if rules == "flee":
        return [(one, two, False) for one, two in ways * (2 if link.forced == 1 else 1)]
    return [(one, two, link.forced == side) for side, (one, two) in enumerate(ways, start=1)]


def _attribute(link: Link, name: str, default: float) -> float:
    return float(link.attributes.get(name, default))


def closed_by(
    closure: Closure, case: Case, rules: Rules, tail: NDArray[np.int32], head: NDArray[np.int32]
) -> Flags:
    """The links that a closure closes: those over a border, those of a place, or one of them."""
    country = np.array([place.country for place in case.places])
    if closure.kind == "country":
        here, there = country[tail], country[head]
        across = (here == closure.one) & (there == closure.two)
        return np.asarray(across | ((here == closure.two) & (there == closure.one)))
    if closure.kind not in (("location",) if rules == "flee" else ("location", "link")):
        return np.zeros(len(tail), dtype=np.bool_)
    by_name = numbers(case)
    place = by_name.get(closure.one, -1)
    found = (tail == place) | (head == place)
    if rules == "comity" and closure.two:
        far = by_name.get(closure.two, -1)
        beyond = np.isin(np.arange(len(country)), far) | (country == closure.two)
        found &= beyond[tail] | beyond[head]
    return np.asarray(found)


def _flee_open(case: Case, tail: NDArray[np.int32], head: NDArray[np.int32], days: int) -> Flags:
    """Open links as FLEE has them: each closure acts on two days, in the order of the file."""
    found = np.ones((days, len(tail)), dtype=np.bool_)
    acts = [
        (day, order, closed_by(closure, case, "flee", tail, head), opens)
        for order, closure in enumerate(case.closures)
        for day, opens in ((closure.first, False), (closure.last, True))
    ]
    for day, _, links, opens in sorted(acts, key=lambda act: (act[0], act[1], act[3])):
        if 0 <= day < days:
            found[day:, links] = opens
    return found


def _open(case: Case, tail: NDArray[np.int32], head: NDArray[np.int32], days: int) -> Flags:
    """Open links as the file means it: closed while any closure that names them holds."""
    found = np.ones((days, len(tail)), dtype=np.bool_)
    for closure in case.closures:
        first, last = shut(closure.first, closure.last, days)
        found[first:last, closed_by(closure, case, "comity", tail, head)] = False
    return found


def _musts(
    case: Case, tail: NDArray[np.int32], head: NDArray[np.int32], forced: Flags, days: int
) -> Flags:
    """(T x L) Links that all who pass must take, until a closure takes that away."""
    must = np.tile(forced, (days, 1))
    by_name = numbers(case)
    for closure in case.closures:
        if closure.kind == "remove_forced_redirection":
            first, last = shut(closure.first, closure.last, days)
            one, two = by_name.get(closure.one, -1), by_name.get(closure.two, -1)
            must[first:last, (tail == one) & (head == two)] = False
    return must


def _only(opened: Flags, must: Flags, tail: NDArray[np.int32]) -> Flags:
    """Close the other roads out of a place while one is open that people must take."""
    for place in np.unique(tail[must.any(axis=0)]):
        out = tail == place
        some = must[:, out].any(axis=1)
        opened[np.ix_(some, out)] = must[np.ix_(some, out)]
    return opened
