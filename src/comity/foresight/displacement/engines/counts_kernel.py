"""A run of the counting engine, day by day: arrive in the world, set out, travel, come to rest."""

from __future__ import annotations

import math

from comity.foresight.displacement.engines.counts_choice import open_day, shift
from comity.foresight.displacement.engines.counts_road import clear, put
from comity.foresight.displacement.engines.counts_state import FIRST, FULL, REFUSED, Road, State
from comity.foresight.displacement.engines.counts_travel import FINE, decide, follows, travel
from comity.foresight.displacement.engines.counts_world import World
from comity.foresight.displacement.engines.draws import State as Draws
from comity.foresight.displacement.engines.draws import binomial, poisson
from comity.foresight.displacement.engines.kernels import inner, kernel
from comity.foresight.displacement.plans.plan import Ints

__all__ = ["run"]


@kernel
def run(
    w: World,
    s: State,
    one: Road,
    two: Road,
    draws: Draws,
    at: Ints,
    under_way: Ints,
    entered: Ints,
) -> bool:
    """Fills what an outcome holds; False where the arrays for groups are too small."""
    road, on = one, two
    clear(road)
    for day in range(len(at)):
        _spawn(w, s, draws, day)
        open_day(w, s, day)
        _close(w, road, day)
        _set_out(w, s, road, draws, entered[day], day)
        clear(on)
        travel(w, s, road, on, draws, entered[day], day)
        _sink(w, s, draws, day)
        if s.counter[FULL] != 0:
            return False
        road, on = on, road
        for place in range(len(s.place)):
            at[day, place] = s.place[place].here
        for group in range(road.size[0]):
            under_way[day] += road.group[group].people
    return True


@inner
def _spawn(w: World, s: State, draws: Draws, day: int) -> None:
    """New people: those of the first day, those told by place, and the rest by weight."""
    for place in range(len(s.place)):
        if day == 0:
            s.free[1, place] += w.place[place].initial
            s.place[place].here += w.place[place].initial
        new = w.day[day, place].spawned
        if w.day[day, place].poisson > 0.0:
            new += poisson(draws, w.day[day, place].poisson)
        _appear(w, s, place, new)
    _scatter(w, s, draws, day)


@inner
def _appear(w: World, s: State, place: int, new: int) -> None:
    s.free[1, place] += new
    s.place[place].here += new
    if w.from_population:
        s.place[place].population = max(s.place[place].population - new, 0.0)


@inner
def _pull(w: World, s: State, day: int, place: int) -> float:
    """Weight of a place among those that the day's new people come from."""
    weight = float(w.day[day, place].spawn)
    return weight * float(s.place[place].population) if w.from_population else weight


@inner
def _scatter(w: World, s: State, draws: Draws, day: int) -> None:
    """The day's new people: one binomial draw a place from those who are left."""
    left, last = 0.0, -1
    for place in range(len(s.place)):
        pull = _pull(w, s, day, place)
        left += pull
        if pull > 0.0:
            last = place
    people = w.arrivals[day]
    for place in range(last + 1):
        pull = _pull(w, s, day, place)
        if people > 0 and pull > 0.0:
            new = people if place == last else binomial(draws, people, min(pull / left, 1.0))
            left -= pull
            people -= new
            _appear(w, s, place, new)


@inner
def _close(w: World, road: Road, day: int) -> None:
    """Whoever is on a road when it closes will be put back where it began, whatever comes."""
    for group in range(road.size[0]):
        if not w.open[day, w.route[road.group[group].route].first]:
            road.group[group].flag |= REFUSED


@inner
def _set_out(w: World, s: State, road: Road, draws: Draws, entered: Ints, day: int) -> None:
    """All who are at a place decide; nobody arrives meanwhile, so that camps can only empty.

    FLEE asks people in the order in which they were displaced. Those in camps are asked first, as
    they have mostly been away for longest: room that they leave is there for all who come after.
    """
    s.setting_out[:] = 0
    morning, parts = s.free.copy(), _parts(w, s, day)
    for part in range(parts):
        _ask(w, s, draws, day, morning, True, part, parts)
    for route in range(len(s.route)):
        if s.route[route].halfway > 0:
            _resume(w, s, day, route, s.route[route].halfway)
    _ask(w, s, draws, day, morning, False, 0, 1)
    for place in range(len(s.place)):
        s.free[0, place] += s.place[place].lost
        s.place[place].lost = 0
    _enter(w, s, road, entered)


@inner
def _ask(
    w: World, s: State, draws: Draws, day: int, morning: Ints, limited: bool, part: int, parts: int
) -> None:
    """A part of those who were at each place this morning decide, in camps that can fill or not."""
    for place in range(len(s.place)):
        if (w.day[day, place].capacity >= 1.0) == limited:
            for kind in range(2):
                people = _share(morning[kind, place], part, parts)
                if people > 0:
                    _leave(w, s, draws, day, place, kind, people)


@inner
def _enter(w: World, s: State, road: Road, entered: Ints) -> None:
    """Those who set out are on the road."""
    for kind in range(2):
        for route in range(len(s.route)):
            people = s.setting_out[kind, route]
            if people > 0:
                entered[w.route[route].first] += people
                put(s, road, route, FIRST * kind, 0.0, people)


@inner
def _share(people: int, part: int, parts: int) -> int:
    return people * (part + 1) // parts - people * part // parts


@inner
def _parts(w: World, s: State, day: int) -> int:
    """Portions in which people decide: more than one where leaving makes room in a full camp."""
    most = 1.0
    for place in range(len(s.place)):
        capacity = w.day[day, place].capacity
        leaving = w.day[day, place].chance * (s.place[place].here - s.place[place].sunk)
        begins = w.buffer * capacity
        if (
            capacity >= 1.0
            and s.place[place].here > begins
            and s.place[place].here - 2 * leaving < capacity
        ):
            most = max(most, leaving / (1.0 + (capacity - begins) / FINE))
    return min(math.ceil(most), 2 * FINE)


@inner
def _leave(w: World, s: State, draws: Draws, day: int, place: int, kind: int, people: int) -> None:
    going = decide(w, s, draws, day, place, people)
    if going > 0:
        s.free[kind, place] -= going
        for route in range(w.place[place].begin, w.place[place].end):
            s.setting_out[kind, route] += s.route[route].chosen
        shift(w, s, day, place, -going)


@inner
def _resume(w: World, s: State, day: int, route: int, people: int) -> None:
    """Those halfway go on, or drop their route and stay for the day."""
    place = w.link[w.route[route].first].tail
    s.route[route].halfway -= people
    if follows(w, s, day, route):
        s.setting_out[0, route] += people
        shift(w, s, day, place, -people)
    else:
        s.free[0, place] += people


@inner
def _sink(w: World, s: State, draws: Draws, day: int) -> None:
    """In camps that are sinks some come to rest for good, even on their way; they still count."""
    for place in range(len(s.place)):
        chance = w.day[day, place].sink
        if chance > 0.0:
            for kind in range(2):
                rest = binomial(draws, s.free[kind, place], chance)
                s.free[kind, place] -= rest
                s.place[place].sunk += rest
            rest = binomial(draws, s.place[place].lost, chance)
            s.place[place].lost -= rest
            s.place[place].sunk += rest
    for route in range(len(s.route)):
        people = s.route[route].halfway
        place = w.link[w.route[route].first].tail
        if people > 0 and w.day[day, place].sink > 0.0:
            rest = binomial(draws, people, w.day[day, place].sink)
            s.route[route].halfway -= rest
            s.place[place].sunk += rest
