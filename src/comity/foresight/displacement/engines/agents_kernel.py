"""One day after the other: people appear, decide to leave, and travel, each in their turn.

Everybody decides before anybody travels, and both happen in the order in which people appeared,
because each one sees camps as full as those before have made them.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.agents_choice import (
    Flags,
    Numbers,
    Rng,
    Where,
    Who,
    Wholes,
    chosen,
    leaving_day,
    move,
    room_at,
    set_out,
)
from comity.foresight.displacement.engines.bare import bare, record, whole_number
from comity.foresight.displacement.engines.demographics import FARMER
from comity.foresight.displacement.engines.draws import poisson, uniform
from comity.foresight.displacement.engines.kernels import inlined, kernel

Eights = NDArray[np.uint64]

__all__ = ["driven_out", "run"]

_CONNECTIONS, _ENOUGH = 3.0, 3
"""Mean number of a person's connections, and how many make decisions considered."""


@kernel
def driven_out(spawned: Wholes, means: Numbers, rng: Rng) -> Wholes:
    """(T x P) People who appear at given places."""
    found, rng = spawned.copy(), bare(rng)
    for day in range(found.shape[0]):
        for place in range(found.shape[1]):
            found[day, place] += poisson(rng, means[day, place])
    return found


@kernel
def run(
    where: Who, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes,
    who: Who, leaves: Flags, leaves_by_8: Eights, road: Flags, road_by_8: Eights,
    rng: Rng, initial: Wholes, arrivals: Wholes, driven: Wholes,
    at: Wholes, under_way: Wholes, entered: Wholes,
) -> None:  # fmt: skip
    """Move people through all days; what was where each evening is left in the last three."""
    c = where[0]
    _move_all(
        c, bare(wide), bare(whole), bare(moving), bare(counts),
        bare(who), bare(leaves), bare(leaves_by_8), bare(road), bare(road_by_8),
        bare(rng), bare(initial), bare(arrivals), bare(driven),
        bare(at), bare(under_way), bare(entered),
    )  # fmt: skip


@kernel
def _move_all(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes,
    who: Who, leaves: Flags, leaves_by_8: Eights, road: Flags, road_by_8: Eights,
    rng: Rng, initial: Wholes, arrivals: Wholes, driven: Wholes,
    at: Wholes, under_way: Wholes, entered: Wholes,
) -> None:  # fmt: skip
    """The same, with bare arrays."""
    for day in range(c.T):
        counts[c.version] += 1
        for link in range(c.L):
            counts[c.entered + link] = 0
        for place in range(c.P):
            moving[c.room + place] = room_at(c, wide, counts, day, place)
        if day == 0:
            _begin(c, wide, whole, moving, counts, who, rng, day, initial)
        _appear(c, wide, whole, moving, counts, who, rng, day, arrivals[day], driven)
        _harvested(c, wide, whole, moving, counts, who, road, day)
        _look(c, counts)
        _call(c, wide, whole, counts, who, leaves, rng, day)
        _depart(c, wide, whole, moving, counts, who, leaves, leaves_by_8, road, rng, day)
        _travel(c, wide, whole, moving, counts, who, road, road_by_8, rng, day)
        for place in range(c.P):
            at[day * c.P + place] = counts[c.people + place]
        for link in range(c.L):
            entered[day * c.L + link] = counts[c.entered + link]
        under_way[day] = counts[c.under_way]


@kernel
def _look(c: Where, counts: Wholes) -> None:
    """Who is where this morning."""
    for place in range(c.P):
        counts[c.people_seen + place] = counts[c.people + place]
    for row in range(2 * c.P * c.C):
        counts[c.alike_seen + row] = counts[c.alike + row]


@kernel
def _begin(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    rng: Rng,
    day: int,
    initial: Wholes,
) -> None:
    """People who are there before the first day; those named one by one come last."""
    for place in range(c.P):
        end = whole[c.given_begin + place + 1]
        named = end - whole[c.given_begin + place]
        for number in range(initial[place]):
            left = initial[place] - number
            row = end - left if left <= named else -1
            _add(c, wide, whole, moving, counts, who, rng, day, place, row)


@kernel
def _appear(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes, who: Who, rng: Rng,
    day: int, arrivals: int, driven: Wholes,
) -> None:  # fmt: skip
    """The new people of a day, spread by the weights of the morning, and those at given places."""
    total, unnamed = 0.0, whole_number(-1)
    for place in range(c.P):
        heads = moving[c.left + place] if c.from_population else 1.0
        total += max(wide[c.spawn + day * c.P + place] * heads, 0.0)
        moving[c.spawning + place] = total
    for _ in range(arrivals if total > 0.0 else 0):
        place = chosen(rng, moving, c.spawning, c.spawning + c.P) - c.spawning
        if c.from_population:
            moving[c.left + place] = max(moving[c.left + place] - 1.0, 0.0)
        _add(c, wide, whole, moving, counts, who, rng, day, place, unnamed)
    for place in range(c.P):
        if c.from_population:
            moving[c.left + place] = max(moving[c.left + place] - driven[day * c.P + place], 0.0)
        for _ in range(driven[day * c.P + place]):
            _add(c, wide, whole, moving, counts, who, rng, day, place, unnamed)


@kernel
def _add(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes, who: Who, rng: Rng,
    day: int, place: int, named: int,
) -> None:  # fmt: skip
    """One person more, who may leave this very day."""
    person = counts[c.known]
    counts[c.known] += 1
    one = record(who, person)
    one.at = one.home = place
    for trait in range(c.K):
        if whole[c.drawn + trait]:
            given = whole[c.given + named * c.K + trait] if named >= 0 else -1
            row = c.traits + (trait * c.P + place) * c.C
            one.traits[trait] = given if given >= 0 else chosen(rng, wide, row, row + c.C) - row
    if c.W > 1:
        one.linked = 1 if poisson(rng, _CONNECTIONS) >= _ENOUGH else 0
    move(c, wide, whole, moving, counts, who, day, person, place, whole_number(1))
    _plan_to_leave(c, wide, counts, who, rng, day, person, place)


@kernel
def _plan_to_leave(
    c: Where, wide: Numbers, counts: Wholes, who: Who, rng: Rng, day: int, person: int, place: int
) -> None:
    """Draw the day, from this one on, on which a person will leave where they are now."""
    one = record(who, person)
    one.since = day
    if one.route < 0:
        day = leaving_day(c, wide, rng, whole_number(one.linked), day, place)
    if 0 <= day < c.T:
        one.next = counts[c.due + day]
        counts[c.due + day] = person


@kernel
def _call(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    counts: Wholes,
    who: Who,
    leaves: Flags,
    rng: Rng,
    day: int,
) -> None:
    """Flag those who leave today; farmers in the harvest, and those who have settled, do not."""
    harvest = whole[c.harvest + day]
    person = counts[c.due + day]
    while person >= 0:
        one = record(who, person)
        following = one.next
        if harvest and one.traits[FARMER] == 1:
            _plan_to_leave(c, wide, counts, who, rng, day + 1, person, whole_number(one.at))
        elif not c.sinks or _moves_on(c, wide, rng, day, one.since, one.at):
            leaves[person] = 1
        person = following


@inlined
def _moves_on(c: Where, wide: Numbers, rng: Rng, day: int, since: int, place: int) -> bool:
    """Whether somebody in a camp that is a sink has not stayed for good meanwhile."""
    row = c.lasting + place * (c.T + 1)
    lasting = wide[row + day] - wide[row + since]
    return bool(lasting == 0.0 or uniform(rng) < math.exp(lasting))


@kernel
def _depart(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes, who: Who,
    leaves: Flags, leaves_by_8: Eights, road: Flags, rng: Rng, day: int,
) -> None:  # fmt: skip
    """Those who leave choose a road, one after the other; who finds none thinks again tomorrow."""
    for eight in range((counts[c.known] + 7) // 8):
        if leaves_by_8[eight] == 0:
            continue
        for person in range(8 * eight, 8 * eight + 8):
            if leaves[person] == 1:
                leaves[person] = 0
                here = whole_number(record(who, person).at)
                if not set_out(c, wide, whole, moving, counts, who, road, rng, day, person, here):
                    _plan_to_leave(c, wide, counts, who, rng, day + 1, person, here)


@kernel
def _travel(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes, who: Who,
    road: Flags, road_by_8: Eights, rng: Rng, day: int,
) -> None:  # fmt: skip
    """Those on a road travel, one after the other."""
    harvest = whole[c.harvest + day]
    for eight in range((counts[c.known] + 7) // 8):
        if road_by_8[eight] == 0:
            continue
        for person in range(8 * eight, 8 * eight + 8):
            if road[person] == 1 and not (harvest and record(who, person).traits[FARMER] == 1):
                went = _journey(c, wide, whole, moving, counts, who, road, rng, day, person)
                if c.no_short_stints:
                    one = record(who, person)
                    one.recent = (_recent(one, day) + went / c.fastest) / 2.0
                    one.last = day


@inlined
def _recent(one: Where, day: int) -> float:
    """How much of each day somebody travelled lately, as it stands this morning."""
    return float(one.recent * 0.5 ** (day - 1 - one.last)) if one.recent > 0.0 else 0.0


@kernel
def _journey(
    c: Where, wide: Numbers, whole: Wholes, moving: Numbers, counts: Wholes,
    who: Who, road: Flags, rng: Rng,
    day: int, person: int,
) -> float:  # fmt: skip
    """A day of travel, over as many roads as it takes; gives the kilometres.

    FLEE grants a whole day's speed on each further road; else what is left of the day. It also puts
    back whoever had a road closed behind them, even if that is open again when they arrive.
    """
    one, went = record(who, person), 0.0
    while True:
        link = whole_number(one.at)
        speed = _speed(c, wide, one, rng, link)
        step = speed if c.flee else max(speed - went, 0.0)
        one.along += step
        went += step
        length = wide[c.kilometres + link]
        if not one.along > length:
            return float(went)
        went += length - one.along
        open_ = whole[c.shut + day * c.L + link] < (one.since if c.flee else day)
        here = whole[c.head + link] if open_ else whole[c.tail + link]
        road[person] = 0
        counts[c.under_way] -= 1
        one.at, one.travelled = here, 1
        move(c, wide, whole, moving, counts, who, day, person, here, whole_number(1))
        if not (
            open_
            and went < speed
            and _goes_on(c, wide, whole, one, rng, day, here, went)
            and set_out(c, wide, whole, moving, counts, who, road, rng, day, person, here)
        ):
            # The first evening here is already one on which a sink may keep people.
            _plan_to_leave(c, wide, counts, who, rng, day + 1, person, here)
            one.since = day
            return float(went)


@inlined
def _speed(c: Where, wide: Numbers, one: Where, rng: Rng, link: int) -> float:
    """Kilometres of a day on this road: on foot on the first road of all, or by chance."""
    if c.on_foot and one.travelled == 0:
        return float(c.walking)
    if wide[c.walk + link] > 0.0 and uniform(rng) < wide[c.walk + link]:
        return float(c.walking)
    return float(wide[c.speed + link])


@inlined
def _goes_on(
    c: Where, wide: Numbers, whole: Wholes, one: Where, rng: Rng, day: int, here: int, went: float
) -> bool:
    """Whether somebody with some of the day left would travel on from here at once."""
    if one.route >= 0:
        return True
    row = day * c.P + here
    hasty = c.no_short_stints and whole[c.town + row]
    if hasty and (_recent(one, day) + went / c.fastest) / 2.0 < 0.5:
        return True
    return bool(uniform(rng) < wide[c.leaving + one.linked * c.T * c.P + row])


@kernel
def _harvested(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    who: Who,
    road: Flags,
    day: int,
) -> None:
    """Farmers count at home while they harvest, and afterwards again where they had been."""
    now = whole[c.harvest + day]
    before = whole[c.harvest + day - 1] if day > 0 else 0
    if now == before:
        return
    by = 1 if before else -1
    for person in range(counts[c.known]):
        one = record(who, person)
        if one.traits[FARMER] == 1:
            here, home = whole_number(one.at), whole_number(one.home)
            if road[person] == 1:
                counts[c.under_way] += by
            else:
                move(c, wide, whole, moving, counts, who, day, person, here, by)
            move(c, wide, whole, moving, counts, who, day, person, home, -by)
