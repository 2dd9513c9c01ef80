"""People as rows of a table: where each is, how far along, and who leaves on the same day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.engines.agents_world import World
from comity.foresight.displacement.engines.demographics import NAMES

__all__ = ["Lean", "State", "empty_state", "lean_state"]

_PERSON = np.dtype(
    [
        ("along", np.float64),  # kilometres on the link
        ("recent", np.float64),  # part of each day that was travelled lately, on the last of them
        ("at", np.int32),  # place, or link while on a road
        ("next", np.int32),  # who leaves on the same day, -1 for nobody
        ("route", np.int32),  # route that is being followed, -1 for none
        ("hop", np.int32),
        ("last", np.int32),  # last day of travel
        ("since", np.int32),  # day on which the present place was reached, or the road taken
        ("home", np.int32),
        ("travelled", np.int16),  # whether the first road is behind them
        ("linked", np.int16),  # whether they have connections enough to consider decisions
        ("traits", np.int16, len(NAMES)),
    ],
    align=True,
)


class State(NamedTuple):
    """What stands at places and on roads, in the arrays that `World.where` names, and N people.

    Flags tell who leaves a place today and who is on a road, in the order of people; the same are
    given eight at a time, so that the many who stay are passed over quickly.
    """

    wide: NDArray[np.float64]
    whole: NDArray[np.int64]
    who: NDArray[np.void]
    leaves: NDArray[np.uint8]
    leaves_by_8: NDArray[np.uint64]
    road: NDArray[np.uint8]
    road_by_8: NDArray[np.uint64]


class Lean(NamedTuple):
    """The same where of people only a place and a day count: see `run_lean`."""

    wide: NDArray[np.float64]
    whole: NDArray[np.int64]
    at: NDArray[np.int32]
    wake: NDArray[np.int16]
    by_4: NDArray[np.uint64]
    step: NDArray[np.int32]
    late: NDArray[np.float64]
    today: NDArray[np.int32]


def empty_state(world: World, people: int) -> State:
    """Nobody anywhere, with room for so many people."""
    room = -(-max(people, 1) // 8) * 8
    who = np.zeros(room, dtype=_PERSON)
    who["route"] = who["next"] = -1
    leaves, road = np.zeros((2, room), dtype=np.uint8)
    return State(
        *_empty_places(world),
        who,
        leaves,
        leaves.view(np.uint64),
        road,
        road.view(np.uint64),
    )


def lean_state(world: World, people: int) -> Lean:
    """Nobody anywhere, with room for so many people of whom little need be known."""
    where = world.where[0]
    room = -(-max(people, 1) // 4) * 4
    wake = np.full(room, -1, dtype=np.int16)
    return Lean(
        *_empty_places(world),
        at=np.zeros(room, dtype=np.int32),
        wake=wake,
        by_4=wake.view(np.uint64),
        step=np.zeros(room if where["long"] else 1, dtype=np.int32),
        late=np.zeros(1 if where["flee"] else room),
        today=np.zeros(room + 1, dtype=np.int32),
    )


def _empty_places(world: World) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    where = world.where[0]
    wide = np.zeros(int(where["wide_room"]))
    whole = np.zeros(int(where["whole_room"]), dtype=np.int64)
    homes, places = int(where["population"]), int(where["P"])
    wide[where["left"] : where["left"] + places] = world.wide[homes : homes + places]
    whole[where["due"] : where["due"] + where["T"] + 1] = -1
    return wide, whole
