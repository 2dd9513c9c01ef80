"""A made-up example: thirty families and six places that are nobody's and nowhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from comity.core.marks import N_
from comity.core.sheets import table_bytes
from comity.services.placement.facts import Problem
from comity.services.placement.reading import Given, read_problem

MADE_UP = N_("A made-up example: these families and places do not exist.")
FAMILIES = 30
TOWNS = ("Alder", "Birch", "Cedar", "Elm", "Hazel", "Oak")
_ROOM = (30, 14, 24, 12, 20, 18)
_SCHOOL = (9, 4, 8, 3, 7, 6)
_OFFERS = ("hospital; ramp", "", "hospital", "ramp", "", "hospital; ramp")
_LEVEL = (0.35, 0.0, -0.2, 0.5, -0.1, -0.4)


@cache
def tables() -> dict[str, pl.DataFrame]:
    """Families, places and outcomes of the example, always the same.

    >>> {name: one.height for name, one in tables().items()}
    {'families': 30, 'places': 6, 'outcomes': 180}
    """
    rng = np.random.default_rng(10)
    families, outcomes = [], []
    for number in range(FAMILIES):
        key = f"F{number + 1:02}"
        adults, children = int(rng.integers(1, 3)), int(rng.integers(0, 4))
        wishes = rng.permutation(len(TOWNS))[: int(rng.integers(0, 4))]
        families.append(
            {
                "family": key,
                "people": adults + children,
                "size_school": int(rng.binomial(children, 0.5)),
                "needs": "hospital" if number % 9 == 4 else "ramp" if number % 11 == 7 else None,
                "tie_place": "Cedar" if number == 5 else None,
                "tie_family": "F02" if number == 12 else None,
                "excluded": "Oak" if number == 20 else None,
                "group": "ab"[number % 2],
                "top": "; ".join(TOWNS[n] for n in wishes) or None,
                "batch": 1 + number // 10,
            }
        )
        chance = 1 / (
            1 + np.exp(-(rng.normal(-0.2, 0.6) + np.array(_LEVEL) + rng.normal(0, 0.6, len(TOWNS))))
        )
        outcomes += [
            {"family": key, "place": town, "value": round(float(value), 2)}
            for town, value in zip(TOWNS, chance, strict=True)
        ]
    places = [
        {
            "place": town,
            "cap_people": room,
            "cap_school": school,
            "offers": offers or None,
            "minimum": 6,
        }
        for town, room, school, offers in zip(TOWNS, _ROOM, _SCHOOL, _OFFERS, strict=True)
    ]
    return {
        "families": pl.DataFrame(families, infer_schema_length=None),
        "places": pl.DataFrame(places),
        "outcomes": pl.DataFrame(outcomes),
    }


def files() -> dict[str, bytes]:
    """The same as files, by their names."""
    return {f"{name}.csv": table_bytes(one, ".csv") for name, one in tables().items()}


@cache
def problem() -> Problem:
    """The example as a problem."""
    given = {name: Given(Path(name), data) for name, data in files().items()}
    return read_problem(given["families.csv"], given["places.csv"], given["outcomes.csv"])
