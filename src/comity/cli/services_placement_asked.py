"""What the commands of placement ask for: three tables, a wish, and when to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.services.placement.choosing import Choices
    from comity.services.placement.facts import Problem
    from comity.services.placement.wish import Wish

FAMILIES = typer.Argument(..., metavar="FAMILIES", help="A table of families.")
PLACES = typer.Argument(..., metavar="PLACES", help="A table of places.")
OUTCOMES = typer.Argument(..., metavar="OUTCOMES", help="Predicted outcomes by family and place.")
FIRST = typer.Option(
    "people",
    "--first",
    metavar="WHAT",
    help="Place as many people or families as can be first, or: outcome.",
)
FLOOR = typer.Option(
    [],
    "--floor",
    metavar="GROUP=X",
    help="Least mean outcome of a group, as in a=0.3; may be repeated.",
)
GAP = typer.Option(
    None,
    "--gap",
    metavar="SHARE",
    help="Stop when proven within this share of the best. [0.001; 0.005 above 2,000 pairs]",
)
SECONDS = typer.Option(
    30.0, "--time-limit", metavar="SECONDS", help="Stop after so long, proven or not."
)


def wish_of(
    concept: str,
    over: str,
    first: str,
    floor: list[str],
    top: int,
    top_share: float,
    gap: float | None,
    seconds: float,
) -> Wish:
    """The wish that the options tell; raises `ComityError`."""
    from comity.services.placement.wish import Wish

    floors = {}
    for one in floor:
        name, equals, value = one.rpartition("=")
        try:
            floors[name.strip()] = float(value)
        except ValueError:
            equals = ""
        if not equals or not 0 <= floors.get(name.strip(), -1) < 1e6:
            raise ComityError(f"--floor is written as GROUP=X, as in a=0.3, not '{shown(one)}'.")
    return Wish(concept, over, first, floors, top, top_share, gap, seconds)


def problem_of(families: Path, places: Path, outcomes: Path) -> Problem:
    """The problem that three files tell; raises `BadTable`."""
    from comity.services.placement.reading import Given, read_problem

    return read_problem(Given(families), Given(places), Given(outcomes))


def choices_of(families: Path, places: Path, choices: Path) -> Choices:
    """Families and places, and whom each would take; raises `BadTable`."""
    from comity.services.placement.choosing import read_choices
    from comity.services.placement.reading import Given, read_people

    return read_choices(read_people(Given(families), Given(places)), Given(choices))
