"""How one person decides: whether a road is worth taking, which, and whether it still leads there.

The kernels share their arguments: `c` says where arrays begin in `wide` and `whole`, which hold a
plan, and in `moving` and `counts`, which change; `who` are people, and `road` tells who is on
one. All but `c` are bare, so that passing them around costs nothing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.bare import record, whole_number
from comity.foresight.displacement.engines.demographics import AGE, ETHNICITY, GENDER, RELIGION
from comity.foresight.displacement.engines.draws import uniform
from comity.foresight.displacement.engines.kernels import inlined, kernel

__all__ = [
    "NEVER",
    "Flags",
    "Numbers",
    "Rng",
    "Where",
    "Who",
    "Wholes",
    "add_up",
    "chosen",
    "leaving_day",
    "move",
    "next_link",
    "room_at",
    "set_out",
]

Where = Any
Numbers = NDArray[np.float64]
Wholes = NDArray[np.int64]
Who = NDArray[np.void]
Flags = NDArray[np.uint8]
Rng = NDArray[np.uint64]

NEVER = -1
_CAMP, _TOWN, _CONFLICT, _FAITH = range(4)
_FULL = 0.5
"""Room of a camp below which people turn away from it."""
_NOBODY = 1e8
"""What FLEE divides by where nobody lives."""
_NO_PRUNING = 1.001
_FEW = 6
"""Weights that are looked at one by one."""


@inlined
def room_at(c: Where, wide: Numbers, counts: Wholes, day: int, place: int) -> float:
    """What is left of the draw of a place with so many people: 1, then less, then nothing."""
    capacity, people = wide[c.capacity + day * c.P + place], float(counts[c.people + place])
    if capacity < 1.0 or people <= c.buffer * capacity:
        return 1.0
    if people >= capacity:
        return 0.0
    return float(1.0 - (people - c.buffer * capacity) / ((1.0 - c.buffer) * capacity))


@kernel
def leaving_day(c: Where, wide: Numbers, rng: Rng, deep: int, day: int, place: int) -> int:
    """The day, from this one on, on which somebody will leave a place.

    With one draw: what it leaves over where the chance changes counts for the days thereafter.
    """
    if day >= c.T:
        return NEVER
    row = (deep * c.T + day) * c.P + place
    if wide[c.days_by_log + row] == 0.0:
        return day
    drawn = math.log(1.0 - uniform(rng))
    while True:
        days, end = drawn * wide[c.days_by_log + row], int(wide[c.until + row])
        if days < end - day:
            return day + int(days)
        if end >= c.T:
            return NEVER
        drawn -= (end - day) / wide[c.days_by_log + row]
        day, row = end, row + (end - day) * c.P


@inlined
def move(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    day: int,
    person: int,
    place: int,
    by: int,
) -> None:
    """Count a person in at a place, or out of it."""
    counts[c.people + place] += by
    if wide[c.capacity + day * c.P + place] >= 1.0:
        room = room_at(c, wide, counts, day, place)
        if room != moving[c.room + place]:
            moving[c.room + place] = room
            counts[c.version] += 1
    if whole[c.drawn + ETHNICITY]:
        counts[c.alike + place * c.C + record(who, person).traits[ETHNICITY]] += by
    if whole[c.drawn + RELIGION]:
        counts[c.alike + (c.P + place) * c.C + record(who, person).traits[RELIGION]] += by


@kernel
def _alike(
    c: Where,
    wide: Numbers,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    person: int,
    place: int,
    faith: int,
) -> float:
    """Part of those at a place who share a person's ethnicity or religion.

    FLEE divides by those who live there; where nobody is, there is no more and no less than
    elsewhere.
    """
    trait = record(who, person).traits[RELIGION if faith else ETHNICITY]
    alike = float(counts[c.alike_seen + (faith * c.P + place) * c.C + trait])
    if c.flee:
        lives = moving[c.left + place]
        return float(alike / (lives if lives >= 1.0 else _NOBODY))
    people = counts[c.people_seen + place]
    if people == 0:
        return float(1.0 / (wide[c.kin + _FAITH] if faith else 10.0))
    return float(alike / people)


@inlined
def _draw(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    day: int,
    person: int,
    here: int,
    place: int,
) -> float:
    """What draws this person to a place, before distance and before capacity."""
    row = day * c.P + place
    draw = wide[c.score + row]
    if c.plain:
        return float(draw)
    if whole[c.drawn + AGE]:
        traits = record(who, person).traits
        power = whole[c.power + traits[AGE] * c.genders + traits[GENDER]]
        if power != 1:
            draw = draw**power
    if c.stay_near:
        draw *= wide[c.near + (here if c.flee else record(who, person).home) * c.P + place]
    if whole[c.camp + row]:
        if wide[c.kin + _CAMP] > 0.0:
            draw *= wide[c.kin + _CAMP] * _alike(c, wide, moving, counts, who, person, place, 0)
        if wide[c.kin + _FAITH] > 0.0:
            draw *= wide[c.kin + _FAITH] * _alike(c, wide, moving, counts, who, person, place, 1)
        return float(draw)
    match = wide[c.kin + (_CONFLICT if whole[c.fought + row] else _TOWN)]
    if match > 0.0:
        draw *= match * _alike(c, wide, moving, counts, who, person, place, 0)
    if c.people_power != 0.0:
        draw *= max(1.0, moving[c.left + place]) ** c.people_power
    return float(draw)


@inlined
def _weight(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    day: int,
    person: int,
    here: int,
    route: int,
    deep: int,
) -> float:
    """Weight of a route; a fixed one is weighed whatever room there is, and its end twice."""
    place = whole[c.goal + route]
    draw = _draw(c, wide, whole, moving, counts, who, day, person, here, place)
    if c.fixed:
        plain = (wide[c.soft + deep] + wide[c.score + day * c.P + place]) * wide[c.nearness + route]
        return float(draw * plain**c.weight_power)
    weight = (wide[c.soft + deep] + draw) * wide[c.nearness + route] * moving[c.room + place]
    return float(weight if c.weight_power == 1.0 else weight**c.weight_power)


@kernel
def add_up(c: Where, weights: Numbers, low: int, high: int, most: float) -> None:
    """Add up weights but those far below the most; all count the same where they are 0."""
    least = most / c.prune if c.prune >= _NO_PRUNING and not c.fixed else -math.inf
    total = 0.0
    for number in range(low, high):
        if weights[number] >= least:
            total += weights[number]
        weights[number] = total
    if total <= 0.0:
        for number in range(low, high):
            weights[number] = number - low + 1.0


@inlined
def chosen(rng: Rng, cumulative: Numbers, low: int, high: int) -> int:
    """Which of several, from `low` on: their weights are added up, and one at least is above 0."""
    aim, last = uniform(rng) * cumulative[high - 1], high - 1
    while last - low > _FEW:
        middle = (low + last) // 2
        if cumulative[middle] > aim:
            last = middle
        else:
            low = middle + 1
    found = low
    for number in range(low, last):
        found += cumulative[number] <= aim
    return found


@inlined
def _route(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    rng: Rng,
    day: int,
    person: int,
    here: int,
    deep: int,
) -> int:
    """The route that a person takes from here, -1 where there is none."""
    row = c.begin + (deep * c.E + whole[c.state + day]) * (c.P + 1) + here
    low, high = whole[row], whole[row + 1]
    if low == high:
        return -1
    begin, end = c.cumulative + low, c.cumulative + high
    version = c.worked_out + deep * c.P + here
    if c.personal or counts[version] != counts[c.version]:
        most = 0.0
        for number in range(low, high):
            route = whole[c.which + number]
            weight = _weight(c, wide, whole, moving, counts, who, day, person, here, route, deep)
            moving[c.cumulative + number] = weight
            most = max(most, weight)
        add_up(c, moving, begin, end, most)
        counts[version] = counts[c.version]
    return int(whole[c.which + chosen(rng, moving, begin, end) - c.cumulative])


@inlined
def next_link(c: Where, whole: Wholes, day: int, here: int, planned: int) -> int:
    """The open road from here to where the planned one leads, -1 where it is gone.

    Of several the first is taken, whichever was weighed; and whoever was sent back goes on from
    here if there is a road.
    """
    goal = whole[c.head + planned]
    for number in range(whole[c.out_begin + here], whole[c.out_begin + here + 1]):
        link = whole[c.out + number]
        if whole[c.head + link] == goal and whole[c.open + day * c.L + link]:
            return int(link)
    return -1


@kernel
def set_out(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    road: Flags,
    rng: Rng,
    day: int,
    person: int,
    here: int,
) -> bool:
    """Put a person on the road from here, if one is found that leads to where there is room."""
    one = record(who, person)
    route, hop = one.route, one.hop
    one.route = -1
    if route < 0:
        deep = 1 if whole[c.considered + day * c.P + here] and one.linked else 0
        route, hop = _route(c, wide, whole, moving, counts, who, rng, day, person, here, deep), 0
        if route < 0:
            return False
    step = whole[c.steps + route] + hop
    link = next_link(c, whole, day, here, whole[c.links + step])
    goal = whole[c.goal + route]
    if link < 0 or (whole[c.camp + day * c.P + goal] and moving[c.room + goal] < _FULL):
        return False
    if step + 1 < whole[c.steps + route + 1]:
        one.route, one.hop = route, hop + 1
    move(c, wide, whole, moving, counts, who, day, person, here, whole_number(-1))
    counts[c.under_way] += 1
    one.at, one.since, one.along, road[person] = link, day, 0.0, 1
    counts[c.entered + link] += 1
    return True
