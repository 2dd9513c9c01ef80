"""What the engine that moves people one by one must know of a plan, in the arrays it reads.

The day on which somebody leaves is drawn once, when they come, instead of each day anew: whoever
stays costs nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.agents_shortcuts import is_lean, shortcuts
from comity.foresight.displacement.engines.demographics import FARMER, Traits, traits_of
from comity.foresight.displacement.engines.routes import Atlas, atlas_of
from comity.foresight.displacement.plans.plan import CAMP, IDPCAMP, TOWN, Plan

__all__ = ["World", "world_of"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]

_CERTAIN = -1000.0
"""Logarithm of moving on where a camp keeps all: below that of any number that is drawn."""
_SHORTEST = 1e-3
"""Kilometres that even a road of no length takes, so that no day goes round in a circle."""
_EARTH = 6371.0
_FIERCE, _SINCE, _AHEAD, _FURTHER = 0.6, 10, 3, 1.2
"""Conflict and days since it broke out for a considered decision; how far it looks, and its power
of distance."""


class World(NamedTuple):
    """A plan for kernels: `wide` and `whole` hold its arrays row by row, one behind the other.

    Where each array begins stands in the single record of `where`, with sizes (T days, P places, L
    links, E states of the roads) and settings. W is 2 where some decisions are considered, the
    second part being for those, and 1 elsewhere.
    """

    where: NDArray[np.void]
    wide: Floats
    whole: Ints
    initial: Ints
    arrivals: Ints
    spawned: Ints
    poisson: Floats


_WIDE = (
    "kilometres",
    "speed",
    "walk",  # L
    "last_day",  # L: kilometres of the day on which somebody arrives who began with the day
    "nearness",  # routes: what the length of a route makes of the draw of its end
    "leaving",  # W x T x P: chance of leaving
    "days_by_log",  # W x T x P: days of staying by the logarithm of their chance
    "until",  # W x T x P: day from which the chance of leaving is another
    "lasting",  # P x T + 1: logarithm of the chance of moving on still
    "score",
    "spawn",  # T x P
    "capacity",  # T x P: as scaled; below 1 is unlimited
    "population",  # P
    "traits",  # K x P x C: chances of categories, added up
    "near",  # P x P: draw by distance from home, or from here under rules `flee`
    "soft",  # W
    "kin",  # 4: what one's kind makes of a camp, a town, a conflict zone, and faith of a camp
)
_WHOLE = (
    "out_begin",
    "out",
    "tail",
    "head",  # links by place, P + 1 and L
    "open",  # T x L
    "shut",  # T x L: the last day up to this one on which it was closed, -1 for none
    "nights",  # L: spent on the road by who begins with the day
    "links",
    "steps",
    "goal",  # routes
    "more",
    "led",  # steps: whether another follows, and the end of the route
    "seen_begin",
    "seen_from",  # from where routes lead to a place, P + 1 and such pairs
    "state",  # T
    "begin",  # W x E x P + 1
    "which",  # routes listed by place
    "camp",
    "town",
    "fought",  # T x P
    "considered",  # T x P: where those with connections decide in a considered way
    "harvest",  # T
    "drawn",  # K
    "power",  # ages x genders
    "given",
    "given_begin",  # people named one by one, by place
)
_SIZES = ("T", "P", "L", "E", "W", "K", "C", "genders", "listed")
_SETTINGS = ("weight_power", "prune", "buffer", "fastest", "walking", "people_power")
_SWITCHES = (
    "flee",
    "fixed",
    "long",  # some routes have several links
    "on_foot",
    "no_short_stints",
    "sinks",
    "stay_near",
    "personal",  # draws differ from person to person
    "plain",  # nothing but its score draws people to a place
    "from_population",
    "lean",  # nothing counts of people but where they are
)
_STATE_WIDE = ("room", "left", "spawning", "cumulative")
"""What is left of the draw of each place, and of its population; and weights added up, of where
people appear and of routes."""
_STATE_WHOLE = (
    "known",
    "under_way",
    "version",  # people so far, those on roads, state of the weights
    "due",  # T + 1: the first of those who leave on a day, -1 for nobody
    "people",
    "people_seen",  # P: now, and this morning
    "entered",  # L: people who set out on each link today
    "worked_out",  # W x P: version of the weights of a place's routes
    "stale",
    "looked",  # P: weights to work out, and the day after that of the first roads
    "first",  # routes as listed: the first road, -1 where it is gone
    "alike",
    "alike_seen",  # 2 x P x C: people by ethnicity and by religion
)
_WHERE = np.dtype(
    [
        (name, np.int64)
        for name in (
            *_WIDE,
            *_WHOLE,
            *_SIZES,
            *_SWITCHES,
            *_STATE_WIDE,
            *_STATE_WHOLE,
            "wide_room",
            "whole_room",
        )
    ]
    + [(name, np.float64) for name in _SETTINGS]
)


def world_of(plan: Plan) -> World:
    """The arrays of a plan, worked out once for all members of an ensemble."""
    traits = traits_of(plan)
    considered = _considered(plan)
    atlases = [atlas_of(plan)]
    if considered.any():
        ahead = max(plan.settings.awareness_level, 1)
        atlases.append(atlas_of(plan, min(_AHEAD, ahead + 1)))
    routes = _routes(plan, atlases)
    arrays = _roads(plan) | routes | _days(plan, considered, routes) | _people(plan, traits)
    arrays |= shortcuts(arrays, plan.days)
    where = np.zeros(1, dtype=_WHERE)
    wide = _packed(arrays, _WIDE, where, np.float64)
    whole = _packed(arrays, _WHOLE, where, np.int64)
    asked = _asked(plan, traits, arrays)
    asked["lean"] = is_lean(plan, asked, traits.drawn) and not considered.any()
    for name, value in (_sizes(plan, traits, arrays) | asked).items():
        where[name] = value
    _rooms(where)
    return World(
        where,
        wide,
        whole,
        _ints(plan.initial),
        _ints(plan.arrivals),
        _ints(plan.spawned),
        _floats(plan.poisson),
    )


def _packed(
    arrays: Arrays, names: tuple[str, ...], where: NDArray[np.void], kind: type[np.generic]
) -> NDArray[Any]:
    """The named arrays one behind the other; where each begins is noted."""
    parts = [np.ascontiguousarray(arrays[name], dtype=kind).reshape(-1) for name in names]
    begin = np.cumsum([0, *(len(part) for part in parts)])
    for name, first in zip(names, begin, strict=False):
        where[name] = first
    return np.concatenate(parts)


def _rooms(where: NDArray[np.void]) -> None:
    """Note where the arrays that change while people move begin."""
    t, p, c, w = (int(where[name][0]) for name in ("T", "P", "C", "W"))
    links, listed = int(where["L"][0]), int(where["listed"][0])
    alike = 2 * p * c
    numbers = (1, 1, 1, t + 1, p, p, links, w * p, p, p, listed, alike, alike)
    for names, sizes, total in (
        (_STATE_WIDE, (p, p, p, listed), "wide_room"),
        (_STATE_WHOLE, numbers, "whole_room"),
    ):
        begin = 0
        for name, size in zip(names, sizes, strict=True):
            where[name], begin = begin, begin + size
        where[total] = begin


def _sizes(plan: Plan, traits: Traits, arrays: Arrays) -> dict[str, int]:
    deep, states, _ = arrays["begin"].shape
    return {
        "T": plan.days,
        "P": len(plan.places),
        "L": len(plan.tail),
        "E": states,
        "W": deep,
        "K": len(traits.drawn),
        "C": traits.cumulative.shape[2],
        "genders": traits.power.shape[1],
        "listed": len(arrays["which"]),
    }


def _asked(plan: Plan, traits: Traits, arrays: Arrays) -> dict[str, float]:
    """Settings, and which of the rules are at work."""
    s = plan.settings
    from_home = s.stay_close_to_home and plan.rules == "comity"
    personal = bool(traits.drawn[:FARMER].any() or from_home)
    return {
        "weight_power": s.weight_power,
        "prune": s.pruning_threshold,
        "buffer": s.capacity_buffer,
        "fastest": s.max_move_speed,
        "walking": s.max_walk_speed,
        "people_power": s.pop_power_for_loc_weight if s.use_pop_for_loc_weight else 0.0,
        "flee": plan.rules == "flee",
        "fixed": s.fixed_routes,
        "long": bool((np.diff(arrays["steps"]) > 1).any()),
        "on_foot": s.start_on_foot,
        "no_short_stints": s.avoid_short_stints,
        "sinks": bool(plan.sink.any()),
        "stay_near": s.stay_close_to_home,
        "personal": personal,
        "plain": not (personal or s.stay_close_to_home or s.use_pop_for_loc_weight),
        "from_population": s.take_from_population,
    }


def _roads(plan: Plan) -> Arrays:
    order = np.argsort(plan.tail, kind="stable")
    days = np.arange(plan.days)[:, None]
    return {
        "out_begin": np.searchsorted(plan.tail[order], np.arange(len(plan.places) + 1)),
        "out": order,
        "tail": plan.tail,
        "head": plan.head,
        "kilometres": np.maximum(plan.kilometres, _SHORTEST),
        "speed": np.where(np.isnan(plan.speed), plan.settings.max_move_speed, plan.speed),
        "walk": plan.walk,
        "open": plan.open,
        "shut": np.maximum.accumulate(np.where(plan.open, -1, days), axis=0),
    }


def _somewhere(routes: Arrays) -> Flags:
    """(W x T x P) Whether any route is open from a place."""
    begin: Ints = routes["begin"]
    found: Flags = np.diff(begin, axis=2)[:, routes["state"]] > 0
    return found


def _days(plan: Plan, considered: Flags, routes: Arrays) -> Arrays:
    """What places are, day by day."""
    deep = len(routes["begin"])
    camp = (plan.kind == CAMP) | (plan.kind == IDPCAMP)
    plain = np.clip(plan.move_chance, 0.0, 1.0)
    # Who wants to leave and finds no road stays: the same as not wanting to.
    leaving = np.stack([plain, np.where(considered, 1.0, plain)][:deep]) * _somewhere(routes)
    return {
        "leaving": leaving,
        "lasting": _lasting(np.where(camp, plan.sink, 0.0)),
        "score": plan.score,
        "spawn": plan.spawn_weight,
        "capacity": plan.capacity * plan.settings.capacity_scaling,
        "camp": camp,
        "town": plan.kind == TOWN,
        "fought": plan.intensity > 0,
        "considered": considered,
        "soft": np.array([plan.settings.weight_softening, 0.0][:deep]),
    }


def _people(plan: Plan, traits: Traits) -> Arrays:
    """What people are like, and what they make of places."""
    return {
        "population": plan.population,
        "traits": traits.cumulative,
        "drawn": traits.drawn,
        "power": traits.power,
        "given": traits.given,
        "given_begin": traits.given_begin,
        "harvest": _harvest(plan, traits),
        "near": _near(plan) if plan.settings.stay_close_to_home else np.ones(0),
        "kin": _kin(plan),
    }


def _routes(plan: Plan, atlases: list[Atlas]) -> Arrays:
    """Routes for plain and for considered decisions, numbered one behind the other."""
    s = plan.settings
    powers = (s.distance_power, _FURTHER)
    steps, begin, which = [np.zeros(1, dtype=np.int64)], [], []
    routes = travelled = listed = 0
    for atlas in atlases:
        steps.append(atlas.steps[1:] + travelled)
        begin.append(atlas.begin + listed)
        which.append(atlas.which + routes)
        routes += len(atlas.goal)
        travelled += len(atlas.links)
        listed += len(atlas.which)
    near = [
        (s.softening + atlas.kilometres) ** -power
        for atlas, power in zip(atlases, powers, strict=False)
    ]
    return {
        "links": np.concatenate([atlas.links for atlas in atlases]),
        "steps": np.concatenate(steps),
        "goal": np.concatenate([atlas.goal for atlas in atlases]),
        "nearness": _floats(np.concatenate(near)),
        "state": atlases[0].state,
        "begin": np.stack(begin),
        "which": np.concatenate(which),
    }


def _lasting(chance: Floats) -> Floats:
    """(P x T + 1) Logarithms of what is left after each day that keeps people by this chance."""
    certain = chance >= 1.0
    left = np.where(certain, _CERTAIN, np.log1p(-np.where(certain, 0.0, chance)))
    return _floats(np.vstack([np.zeros(chance.shape[1]), left.cumsum(axis=0)]).T)


def _considered(plan: Plan) -> Flags:
    """(T x P) Where a conflict has been fierce and under way for long enough.

    FLEE means this too, but reads its switch in a way that never fires.
    """
    fought = plan.intensity > 0
    if plan.rules == "flee" or not plan.settings.two_system_decision_making:
        return np.zeros(fought.shape, dtype=np.bool_)
    days = np.arange(len(fought))[:, None]
    calm = np.maximum.accumulate(np.where(fought, -1, days), axis=0)
    found: Flags = (plan.intensity > _FIERCE) & (days - (calm + 1) >= _SINCE)
    return found


def _harvest(plan: Plan, traits: Traits) -> Flags:
    """(T) Days on which farmers stay at home."""
    if not traits.drawn[FARMER]:
        return np.zeros(plan.days, dtype=np.bool_)
    months = [(plan.start + timedelta(days=day)).month for day in range(plan.days)]
    found: Flags = np.isin(months, plan.settings.harvest_months)
    return found


def _near(plan: Plan) -> Floats:
    """(P x P) The draw of places by their distance from others; FLEE swaps the two coordinates."""
    north, east = np.radians(plan.latitude), np.radians(plan.longitude)
    if plan.rules == "flee":
        north, east = east, north
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    away = 2 * _EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return _floats(np.maximum(away, 1.0) ** -plan.settings.home_distance_power)


def _kin(plan: Plan) -> Floats:
    """What people of one's own kind make of a place's draw, by kind of place."""
    s = plan.settings
    wanted = (s.match_camp_ethnicity, s.match_town_ethnicity, s.match_conflict_ethnicity)
    faith = 1.0 / s.avg_religion_fraction if s.match_camp_religion else 0.0
    return np.array([*(10.0 * asked for asked in wanted), faith])


def _ints(values: object) -> Ints:
    return np.array(values, dtype=np.int64, order="C")


def _floats(values: object) -> Floats:
    return np.array(values, dtype=np.float64, order="C")
