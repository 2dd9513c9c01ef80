"""What was done to the tables is listed, and what they cannot say together is refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comity.core.errors import BadTable
from comity.evidence.flows.arrays import Array

TOLERATED = 0.005
"""Growth may differ by so much of the population from what the events say."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One thing that was done to the tables, or left out of them: a kind, places, people, words.

    `kind` is renamed, merged, left_out, unknown_origin, negative_natives, many_births, balanced,
    negative_cells, open, sex_rule or scaled_to_both_sexes.
    """

    kind: str
    says: str
    places: tuple[str, ...] = ()
    people: float | None = None

    def as_json(self) -> dict[str, object]:
        """The adjustment as plain data."""
        return {
            "kind": self.kind,
            "says": self.says,
            "places": list(self.places),
            "people": self.people,
        }


def enough_people(
    start: Array, end: Array, vital: dict[str, Array], places: tuple[str, ...], name: str
) -> None:
    """Refuse more births than people at the end, and more deaths than ever lived there."""
    living, later = start.sum(axis=0), end.sum(axis=0)
    for what, events, most, when in (
        ("births", vital["births"], later, "people at the end"),
        ("deaths", vital["deaths"], living, "people at the start"),
    ):
        for place in np.flatnonzero(events > most * (1 + 1e-9)):
            raise BadTable(
                f"{name} has more {what} of {places[place]} ({_plain(events[place])}) than {when} "
                f"({_plain(most[place])}); mend one of the two, or leave the place out."
            )


def adds_up(vital: dict[str, Array], places: tuple[str, ...], name: str) -> list[Adjustment]:
    """Places whose growth is not births minus deaths plus net migration, where all are known."""
    grown = vital["pop_end"] - vital["pop_start"]
    off = grown - vital["births"] + vital["deaths"] - vital["net_migration"]
    wide = np.abs(off) > np.maximum(100.0, TOLERATED * vital["pop_end"])
    found = np.flatnonzero(wide)
    if not found.size:
        return []
    worst = sorted(found, key=lambda place: -abs(off[place]))
    told = ", ".join(f"{places[place]} ({off[place]:+,.0f})" for place in worst[:5])
    more = f" and {len(worst) - 5} more" if len(worst) > 5 else ""
    return [
        Adjustment(
            "does_not_add_up",
            f"{name}: population growth is not births minus deaths plus net migration in "
            f"{told}{more}; growth is what counts.",
            tuple(places[place] for place in worst),
            float(np.abs(off[found]).sum()),
        )
    ]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if abs(value) < 1e15 else f"{value:.3g}"
