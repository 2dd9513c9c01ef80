"""People as rows of a table: where each is, how far along, and who leaves on the same day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comity.foresight.displacement.agents_world import World
from comity.foresight.displacement.demographics import NAMES

__all__ = ["LEAVES", "ROAD", "State", "empty_state"]

LEAVES, ROAD = range(2)

_PERSON = np.dtype(
    [
        ("along", np.float64),  # kilometres on the link
        ("recent", np.float64),  # part of each day that was travelled lately, on the last of them
        ("at", np.int32),  # place, or link while on a road
        ("next", np.int32),  # who leaves on the same day, -1 for nobody
        ("route", np.int32),  # route that is being followed, -1 for none
        ("hop", np.int32),
        ("last", np.int32),  # last day of travel
        ("since", np.int32),  # day on which the present place was reached
        ("home", np.int32),
        ("travelled", np.int16),  # whether the first road is behind them
        ("linked", np.int16),  # whether they have connections enough to consider decisions
        ("traits", np.int16, len(NAMES)),
    ],
    align=True,
)


class State(NamedTuple):
    """N people, and what stands at places and on roads in the arrays that `SLOTS` names.

    `flags` (2 x N) tell who leaves a place today and who is on a road, in the order of people;
    `by_8` are the same eight at a time, so that the many who stay are passed over quickly.
    """

    who: NDArray[np.void]
    flags: NDArray[np.uint8]
    by_8: NDArray[np.uint64]
    wide: NDArray[np.float64]
    whole: NDArray[np.int64]


def empty_state(world: World, people: int) -> State:
    """Nobody anywhere, with room for so many people."""
    where = world.where[0]
    room = -(-max(people, 1) // 8) * 8
    who = np.zeros(room, dtype=_PERSON)
    who["route"] = who["next"] = -1
    flags = np.zeros((2, room), dtype=np.uint8)
    wide = np.zeros(int(where["wide_room"]))
    whole = np.zeros(int(where["whole_room"]), dtype=np.int64)
    homes, places = int(where["population"]), int(where["P"])
    wide[where["left"] : where["left"] + places] = world.wide[homes : homes + places]
    whole[where["due"] : where["due"] + where["T"] + 1] = -1
    return State(who, flags, flags.view(np.uint64), wide, whole)
