"""A day on the road: who arrives, who decides again with part of the day left, who is still going.

All who are on the road travel in portions, each to the end of its day before the next begins, as
in FLEE each person does. One portion is enough while no camp can fill up; where one can, portions
are so small that a camp's draw changes by little within each.
"""

from __future__ import annotations

import math

from comity.foresight.displacement.engines.counts_choice import repels, shift, spread
from comity.foresight.displacement.engines.counts_road import put, queue, unqueue
from comity.foresight.displacement.engines.counts_state import (
    FIRST,
    FULL,
    QUEUED,
    REFUSED,
    Road,
    State,
)
from comity.foresight.displacement.engines.counts_world import World
from comity.foresight.displacement.engines.draws import State as Draws
from comity.foresight.displacement.engines.draws import binomial, uniform
from comity.foresight.displacement.engines.kernels import inner
from comity.foresight.displacement.plans.plan import Ints

__all__ = ["FINE", "decide", "follows", "travel"]

FINE = 16
"""Portions for which a camp takes from where it begins to repel to full."""

_MOST = 512
"""Portions of a day at most."""


@inner
def travel(w: World, s: State, road: Road, on: Road, draws: Draws, entered: Ints, day: int) -> None:
    """All of `road` travel for a day; those who are still going afterwards are left in `on`."""
    people = 0
    for group in range(road.size[0]):
        people += road.group[group].people
    for place in range(len(s.place)):
        s.place[place].gauge = s.place[place].here
    done, portion = 0.0, _first_portion(w, s, road, day, people)
    while done < 1.0 and s.counter[FULL] == 0:
        done = 1.0 if done + portion > 0.999 else done + portion
        _portion(w, s, road, on, draws, entered, day, done)
        portion = _next_portion(w, s, day, done)
    for place in range(len(s.place)):
        came, due = s.place[place].here - s.place[place].gauge, s.place[place].due
        share = max(came - due, 0) / max(people - due, 1)
        # A full camp draws nobody, but will again as soon as somebody leaves.
        s.place[place].share = max(share, 0.9 * s.place[place].share)


@inner
def _room(w: World, s: State, day: int, place: int) -> float:
    """Arrivals that change a camp's draw by little; infinite where it does not change at all."""
    capacity = float(w.day[day, place].capacity)
    if capacity < 1.0 or s.place[place].here >= capacity:
        return math.inf
    ahead = w.buffer * capacity - s.place[place].here
    return 1.0 + (1.0 - w.buffer) * capacity / FINE + max(float(ahead), 0.0) / 2.0


@inner
def _first_portion(w: World, s: State, road: Road, day: int, people: int) -> float:
    """The share of travellers that is safe: for each camp those who are about to arrive there, and
    of the others twice the part that came lately, and a tenth when roads or places changed."""
    more = 0.1 if w.unsettled[day] else 0.0
    for place in range(len(s.place)):
        s.place[place].due = 0
    for group in range(road.size[0]):
        one = road.group[group]
        link = w.link[w.route[one.route].first]
        if one.covered + link.speed > link.kilometres:
            s.place[link.head].due += one.people
    portion = 1.0
    for place in range(len(s.place)):
        due = s.place[place].due
        likely = due + (people - due) * min(2.0 * s.place[place].share + more, 1.0)
        room = _room(w, s, day, place)
        if room < likely:
            portion = min(portion, room / likely)
    return max(portion, 1.0 / _MOST)


@inner
def _next_portion(w: World, s: State, day: int, done: float) -> float:
    """Twice what is done at most, and less where arrivals so far would fill a camp by it."""
    longer = 2.0 * done
    for place in range(len(s.place)):
        came = s.place[place].here - s.place[place].gauge
        if came > 0:
            longer = min(longer, done * _room(w, s, day, place) / came)
    return max(longer, 1.0 / _MOST)


@inner
def _portion(
    w: World,
    s: State,
    road: Road,
    on: Road,
    draws: Draws,
    entered: Ints,
    day: int,
    done: float,
) -> None:
    """So much of every group has travelled when this is over."""
    for group in range(road.size[0]):
        people = road.group[group].people - road.group[group].taken
        if done < 1.0:
            # A random part of a person, else groups of one would all go last.
            upto = math.floor(road.group[group].people * done + uniform(draws))
            people = max(min(upto - road.group[group].taken, people), 0)
        if people > 0:
            road.group[group].taken += people
            flag, covered = road.group[group].flag, road.group[group].covered
            _go(w, s, on, draws, day, road.group[group].route, flag, covered, 0.0, people)
    while s.counter[QUEUED] > 0:
        _again(w, s, on, draws, entered, day)


@inner
def _go(
    w: World,
    s: State,
    on: Road,
    draws: Draws,
    day: int,
    route: int,
    flag: int,
    covered: float,
    used: float,
    people: int,
) -> None:
    """People on a road go on, some of them on foot."""
    link = w.route[route].first
    speed = w.walking if flag & FIRST and w.on_foot else w.link[link].speed
    walkers = 0
    if w.link[link].walk > 0.0:
        walkers = binomial(draws, people, min(w.link[link].walk, 1.0))
    if walkers > 0:
        _advance(w, s, on, day, route, flag, covered, used, w.walking, walkers)
    if people > walkers:
        _advance(w, s, on, day, route, flag, covered, used, speed, people - walkers)


@inner
def _advance(
    w: World,
    s: State,
    on: Road,
    day: int,
    route: int,
    flag: int,
    covered: float,
    used: float,
    speed: float,
    people: int,
) -> None:
    """They arrive, are put back where the road was closed behind them, or are still going."""
    link = w.route[route].first
    step = speed if w.flee else max(speed - used, 0.0)
    left = w.link[link].kilometres - covered
    if step <= left:
        put(s, on, route, flag, covered + step, people)
    elif flag & REFUSED and (w.flee or not w.open[day, link]):
        _put_back(w, s, day, route, people)
    else:
        rest = w.route[route].rest
        if used + left < speed:
            state = w.link[link].head if rest < 0 else len(s.place) + rest
            queue(w, s, used + left, w.link[link].head, state, people)
        elif rest < 0:
            _stay(w, s, day, w.link[link].head, people)
        else:
            s.route[rest].halfway += people
            shift(w, s, day, w.link[link].head, people)


@inner
def _stay(w: World, s: State, day: int, place: int, people: int) -> None:
    s.free[0, place] += people
    shift(w, s, day, place, people)


@inner
def _put_back(w: World, s: State, day: int, route: int, people: int) -> None:
    """They are where they set out from, and go on if a road leads straight to their second stop."""
    place = w.link[w.route[route].first].tail
    if w.route[route].rest < 0:
        s.free[0, place] += people
    elif w.route[route].anew >= 0:
        s.route[w.route[route].anew].halfway += people
    else:
        s.place[place].lost += people
    shift(w, s, day, place, people)


@inner
def _again(w: World, s: State, on: Road, draws: Draws, entered: Ints, day: int) -> None:
    """Those with most of their day left decide again where they are."""
    used, state, people = unqueue(s)
    if state >= len(s.place):
        route = state - len(s.place)
        place = w.link[w.route[route].first].tail
        if follows(w, s, day, route):
            entered[w.route[route].first] += people
            _go(w, s, on, draws, day, route, 0, 0.0, used, people)
        else:
            _stay(w, s, day, place, people)
        return
    going = decide(w, s, draws, day, state, people)
    if people > going:
        _stay(w, s, day, state, people - going)
    if going > 0:
        for route in range(w.place[state].begin, w.place[state].end):
            if s.route[route].chosen > 0:
                entered[w.route[route].first] += s.route[route].chosen
                _go(w, s, on, draws, day, route, 0, 0.0, used, s.route[route].chosen)


@inner
def follows(w: World, s: State, day: int, route: int) -> bool:
    """Whether people bound to a route take it: its next road is open and its end is not full."""
    return w.open[day, w.route[route].first] and not repels(w, s, day, route)


@inner
def decide(w: World, s: State, draws: Draws, day: int, place: int, people: int) -> int:
    """How many of those at a place set out; `chosen` says on which routes."""
    going = binomial(draws, people, w.day[day, place].chance)
    if going == 0:
        return 0
    return going - spread(w, s, draws, day, place, going)
