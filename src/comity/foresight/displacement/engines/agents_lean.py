"""People moved one by one where nothing sets them apart but where they are.

This is how most runs are asked for, and what it saves is most of their time: of each person only a
place or a road is kept, and the day on which they will next do something; whoever travels for days
is looked at when they arrive. Everything else, and the order of all that happens, is as in
`agents_kernel`, which knows the rules that need more of a person.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.agents_choice import (
    NEVER,
    Numbers,
    Rng,
    Where,
    Wholes,
    add_up,
    chosen,
    leaving_day,
    next_link,
    room_at,
)
from comity.foresight.displacement.engines.bare import bare, whole_number
from comity.foresight.displacement.engines.kernels import inlined, kernel

__all__ = ["run_lean"]

Places = NDArray[np.int32]
Days = NDArray[np.int16]

_FULL = 0.5
"""Room of a camp below which people turn away from it."""


@kernel
def run_lean(
    where: NDArray[np.void],
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    by_4: NDArray[np.uint64],
    step: Places,
    late: Numbers,
    today: Places,
    rng: Rng,
    initial: Wholes,
    arrivals: Wholes,
    driven: Wholes,
    there: Wholes,
    under_way: Wholes,
    entered: Wholes,
) -> None:
    """Move people through all days; what was where each evening is left in the last three.

    `at` is the place of each person; their road, counted on from the places; or the same counted on
    from the roads, if they came to it late in a day: then `late` has the kilometres of the day on
    which they reach its end. `wake` is the day of leaving or arriving, `step` the next on a route.
    """
    c = where[0]
    _move_all(
        c,
        bare(wide),
        bare(whole),
        bare(moving),
        bare(counts),
        bare(at),
        bare(wake),
        bare(by_4),
        bare(step),
        bare(late),
        bare(today),
        bare(rng),
        bare(initial),
        bare(arrivals),
        bare(driven),
        bare(there),
        bare(under_way),
        bare(entered),
    )


@kernel
def _move_all(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    by_4: NDArray[np.uint64],
    step: Places,
    late: Numbers,
    today: Places,
    rng: Rng,
    initial: Wholes,
    arrivals: Wholes,
    driven: Wholes,
    there: Wholes,
    under_way: Wholes,
    entered: Wholes,
) -> None:
    """The same, with bare arrays."""
    for day in range(c.T):
        for place in range(c.P):
            counts[c.stale + place] = 1
        for link in range(c.L):
            counts[c.entered + link] = 0
        if day == 0:
            _appear(c, wide, moving, counts, at, wake, rng, day, initial, day * c.P)
        _spread(c, wide, moving, counts, at, wake, rng, day, arrivals[day])
        _appear(c, wide, moving, counts, at, wake, rng, day, driven, day * c.P)
        number = _awake(counts[c.known], by_4, wake, today, day)
        number = _depart(
            c, wide, whole, moving, counts, at, wake, step, late, today, rng, day, number
        )
        _travel(c, wide, whole, moving, counts, at, wake, step, late, today, rng, day, number)
        for place in range(c.P):
            there[day * c.P + place] = counts[c.people + place]
        for link in range(c.L):
            entered[day * c.L + link] = counts[c.entered + link]
        under_way[day] = counts[c.under_way]


@kernel
def _spread(
    c: Where,
    wide: Numbers,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    rng: Rng,
    day: int,
    arrivals: int,
) -> None:
    """New people of a day, at places by their weights."""
    total = 0.0
    for place in range(c.P):
        total += max(wide[c.spawn + day * c.P + place], 0.0)
        moving[c.spawning + place] = total
    for _ in range(arrivals if total > 0.0 else 0):
        place = chosen(rng, moving, c.spawning, c.spawning + c.P) - c.spawning
        _add(c, wide, counts, at, wake, rng, day, place)


@kernel
def _appear(
    c: Where,
    wide: Numbers,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    rng: Rng,
    day: int,
    new: Wholes,
    row: int,
) -> None:
    """New people of a day at given places, as many as the numbers from `row` on say."""
    for place in range(c.P):
        for _ in range(new[row + place]):
            _add(c, wide, counts, at, wake, rng, day, place)
        moving[c.room + place] = room_at(c, wide, counts, day, place)


@kernel
def _add(
    c: Where, wide: Numbers, counts: Wholes, at: Places, wake: Days, rng: Rng, day: int, place: int
) -> None:
    """One person more, who may leave this very day."""
    person = counts[c.known]
    counts[c.known] += 1
    counts[c.people + place] += 1
    at[person] = place
    wake[person] = leaving_day(c, wide, rng, whole_number(0), day, place)


@kernel
def _awake(people: int, by_4: NDArray[np.uint64], wake: Days, today: Places, day: int) -> int:
    """List those who do something today, in their order; looks at four people at a time."""
    ones, high = np.uint64(0x0001000100010001), np.uint64(0x8000800080008000)
    wanted, number = ones * np.uint64(day), 0
    for four in range((people + 3) // 4):
        word = by_4[four] ^ wanted
        if (word - ones) & ~word & high:
            for person in range(4 * four, 4 * four + 4):
                today[number] = person
                number += wake[person] == day
    return number


@inlined
def _count(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    day: int,
    place: int,
    by: int,
) -> None:
    """Count a person in at a place, or out of it, which those see who might go there."""
    counts[c.people + place] += by
    if wide[c.capacity + day * c.P + place] >= 1.0:
        room = room_at(c, wide, counts, day, place)
        if room != moving[c.room + place]:
            moving[c.room + place] = room
            for number in range(whole[c.seen_begin + place], whole[c.seen_begin + place + 1]):
                counts[c.stale + whole[c.seen_from + number]] = 1


@kernel
def _weigh(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    day: int,
    here: int,
    low: int,
    high: int,
) -> None:
    """Weigh the routes from a place, and find the first road of each."""
    most = 0.0
    for number in range(low, high):
        route = whole[c.which + number]
        place = whole[c.goal + route]
        weight = (wide[c.soft] + wide[c.score + day * c.P + place]) * wide[c.nearness + route]
        weight *= moving[c.room + place]
        weight = weight if c.weight_power == 1.0 else weight**c.weight_power
        moving[c.cumulative + number] = weight
        most = max(most, weight)
    add_up(c, moving, c.cumulative + low, c.cumulative + high, most)
    if counts[c.looked + here] <= day:
        counts[c.looked + here] = day + 1
        for number in range(low, high):
            planned = whole[c.links + whole[c.steps + whole[c.which + number]]]
            counts[c.first + number] = next_link(c, whole, day, here, planned)


@kernel
def _set_out(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    step: Places,
    late: Numbers,
    rng: Rng,
    day: int,
    person: int,
    here: int,
    went: float,
) -> bool:
    """Put a person on the road from here, if one is found that leads to where there is room."""
    pending = step[person] if c.long else 0
    if pending > 0:
        step[person] = 0
        number, goal = int(pending), whole[c.led + pending]
        link = next_link(c, whole, day, here, whole[c.links + pending])
    else:
        row = c.begin + whole[c.state + day] * (c.P + 1) + here
        low, high = whole[row], whole[row + 1]
        if low == high:
            return False
        if counts[c.stale + here]:
            counts[c.stale + here] = 0
            _weigh(c, wide, whole, moving, counts, day, here, low, high)
        listed = chosen(rng, moving, c.cumulative + low, c.cumulative + high) - c.cumulative
        route = whole[c.which + listed]
        number, goal = whole[c.steps + route], whole[c.goal + route]
        link = counts[c.first + listed]
    if link < 0 or (moving[c.room + goal] < _FULL and whole[c.camp + day * c.P + goal]):
        return False
    if c.long and whole[c.more + number]:
        step[person] = number + 1
    _count(c, wide, whole, moving, counts, day, here, whole_number(-1))
    counts[c.under_way] += 1
    counts[c.entered + link] += 1
    road, nights = c.P + link, whole[c.nights + link]
    if went > 0.0 and not c.flee:
        road += c.L
        nights, late[person] = _begun_late(c, wide, link, went)
    at[person] = road
    wake[person] = day + nights if day + nights < c.T else NEVER
    return True


@kernel
def _begun_late(c: Where, wide: Numbers, link: int, went: float) -> tuple[int, float]:
    """Nights on a road that is reached after so many kilometres, and those of the last day."""
    length, speed = wide[c.kilometres + link], wide[c.speed + link]
    along = max(speed - went, 0.0)
    if along > length:
        return 0, went + length
    for nights in range(1, c.T):
        if along + speed > length:
            return nights, length - along
        along += speed
    return c.T, 0.0


@kernel
def _depart(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    step: Places,
    late: Numbers,
    today: Places,
    rng: Rng,
    day: int,
    number: int,
) -> int:
    """Those who leave choose a road, one after the other; keep on the list who arrives today."""
    kept = 0
    for turn in range(number):
        person = today[turn]
        here = whole_number(at[person])
        if here < c.P and not _set_out(
            c, wide, whole, moving, counts, at, wake, step, late, rng, day, person, here, 0.0
        ):
            wake[person] = leaving_day(c, wide, rng, whole_number(0), day + 1, here)
        today[kept] = person
        kept += wake[person] == day
    return kept


@kernel
def _travel(
    c: Where,
    wide: Numbers,
    whole: Wholes,
    moving: Numbers,
    counts: Wholes,
    at: Places,
    wake: Days,
    step: Places,
    late: Numbers,
    today: Places,
    rng: Rng,
    day: int,
    number: int,
) -> None:
    """Those who arrive today, one after the other, and go on for as long as the day lasts."""
    for turn in range(number):
        person, went = today[turn], 0.0
        while wake[person] == day:
            link = whole_number(at[person]) - c.P
            if link >= c.L:
                link -= c.L
                went = late[person]
            else:
                went += wide[c.last_day + link]
            began = day - whole[c.nights + link] if c.flee else day
            open_ = whole[c.shut + day * c.L + link] < began
            here = whole[c.head + link] if open_ else whole[c.tail + link]
            counts[c.under_way] -= 1
            at[person] = here
            _count(c, wide, whole, moving, counts, day, here, whole_number(1))
            goes_on = open_ and went < wide[c.speed + link]
            first = day if goes_on else day + 1
            if c.long and step[person] > 0:
                leaves = first if first < c.T else NEVER
            else:
                leaves = leaving_day(c, wide, rng, whole_number(0), first, here)
            wake[person] = leaves
            if leaves == day and not _set_out(
                c, wide, whole, moving, counts, at, wake, step, late, rng, day, person, here, went
            ):
                wake[person] = leaving_day(c, wide, rng, whole_number(0), day + 1, here)
