"""How many take each route: departures are binomial, routes multinomial, and full camps repel."""

from __future__ import annotations

from comity.foresight.displacement.engines.counts_state import STAMP, State
from comity.foresight.displacement.engines.counts_world import World
from comity.foresight.displacement.engines.draws import State as Draws
from comity.foresight.displacement.engines.draws import binomial, uniform
from comity.foresight.displacement.engines.kernels import inner

__all__ = ["crowding", "open_day", "repels", "shift", "spread"]


@inner
def crowding(people: int, capacity: float, buffer: float) -> float:
    """What is left of a camp's draw: 1 up to the buffer, 0 when full, in between in line."""
    if capacity < 1.0 or people <= buffer * capacity:
        return 1.0
    if people >= capacity:
        return 0.0
    return 1.0 - (people - buffer * capacity) / (capacity * (1.0 - buffer))


@inner
def shift(w: World, s: State, day: int, place: int, people: int) -> None:
    """So many more are at a place (or fewer), and it repels accordingly."""
    s.place[place].here += people
    capacity = w.day[day, place].capacity
    if capacity >= 1.0:
        now = crowding(s.place[place].here, capacity, w.buffer)
        if now != s.place[place].crowding:
            s.place[place].crowding = now
            s.counter[STAMP] += 1


@inner
def repels(w: World, s: State, day: int, route: int) -> bool:
    """People turn away from a camp more than half full beyond the buffer."""
    goal = w.route[route].goal
    return bool(w.day[day, goal].camp) and s.place[goal].crowding < 0.5


@inner
def open_day(w: World, s: State, day: int) -> None:
    """Routes that can be used today, what draws along them, and how crowded places are."""
    for place in range(len(s.place)):
        s.place[place].crowding = crowding(
            s.place[place].here, w.day[day, place].capacity, w.buffer
        )
    s.counter[STAMP] += 1
    for route in range(len(w.route)):
        s.route[route].usable = not w.still and _is_open(w, day, route)
        base = (w.soft + _draw(w, s, day, route)) / w.route[route].distance
        s.route[route].base = base if w.power == 1.0 else base**w.power


@inner
def _draw(w: World, s: State, day: int, route: int) -> float:
    """What draws people along a route, before distance and crowding."""
    goal = w.route[route].goal
    draw = float(w.day[day, goal].score * w.route[route].near)
    if w.people_power != 0.0 and not w.day[day, goal].camp:
        draw *= max(1.0, s.place[goal].population) ** w.people_power
    return draw


@inner
def _is_open(w: World, day: int, route: int) -> bool:
    while route >= 0:
        if not w.open[day, w.route[route].first]:
            return False
        route = w.route[route].rest
    return True


@inner
def _weigh(w: World, s: State, place: int) -> None:
    """The weights of a place's routes as camps are crowded now."""
    first, last = w.place[place].begin, w.place[place].end
    best = 0.0
    for route in range(first, last):
        weight = 0.0
        if s.route[route].usable:
            left = s.place[w.route[route].goal].crowding
            if left != 1.0 and w.power != 1.0:
                left = left**w.power
            weight = s.route[route].base * left
            best = max(best, weight)
        s.route[route].weight = weight
    s.place[place].total = 0.0
    for route in range(first, last):
        if best <= 0.0:
            s.route[route].weight = 1.0 if s.route[route].usable else 0.0
        elif w.prune > 1.001 and s.route[route].weight < best / w.prune:
            s.route[route].weight = 0.0
        s.place[place].total += s.route[route].weight
    s.place[place].marked = s.counter[STAMP]


@inner
def spread(w: World, s: State, draws: Draws, day: int, place: int, people: int) -> int:
    """Leaves in `chosen` how many set out on each route of a place; returns how many stay."""
    if s.place[place].marked != s.counter[STAMP]:
        _weigh(w, s, place)
    first, last = w.place[place].begin, w.place[place].end
    for route in range(first, last):
        s.route[route].chosen = 0
    if s.place[place].total <= 0.0:
        return people
    if people <= last - first:
        for _ in range(people):
            s.route[_one(s, draws, place, first, last)].chosen += 1
    else:
        _many(s, draws, place, people, first, last)
    stay = 0
    for route in range(first, last):
        if s.route[route].chosen > 0 and repels(w, s, day, route):
            stay += s.route[route].chosen
            s.route[route].chosen = 0
    return stay


@inner
def _one(s: State, draws: Draws, place: int, first: int, last: int) -> int:
    """The route of one person."""
    left = uniform(draws) * s.place[place].total
    taken = first
    for route in range(first, last):
        if s.route[route].weight > 0.0:
            taken = route
            left -= s.route[route].weight
            if left < 0.0:
                break
    return taken


@inner
def _many(s: State, draws: Draws, place: int, people: int, first: int, last: int) -> None:
    """The routes of many: one binomial draw after the other from those who are left."""
    left, taken = s.place[place].total, first
    for route in range(first, last):
        weight = s.route[route].weight
        if weight > 0.0 and people > 0:
            taken = route
            some = binomial(draws, people, min(weight / left, 1.0)) if left > weight else people
            s.route[route].chosen = some
            people -= some
            left -= weight
    s.route[taken].chosen += people
