"""Numbers of people that cannot be: more than a country has, or than the years that are counted.

A number may be sound by itself and impossible beside another. Such a document is refused before
anything is worked out, so that no table tells of fewer practitioners than none.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.services.training.document import Guard, Origin, Partnership
from comity.services.training.drawing import as_they_stand
from comity.services.training.guard import densities
from comity.services.training.model import accounts_of


def impossible(told: Partnership) -> Iterator[tuple[str, str]]:
    """Each number that cannot be: its place in the document, and what is wrong there.

    The document must be sound otherwise: every figure in a currency for which a rate is given.
    """
    if told.intakes > told.years:
        yield (
            "intakes",
            f"{told.intakes} intakes do not fit into {told.years} years; write {told.years} or "
            "fewer, or count more years",
        )
    for origin in told.origins:
        if origin.guard is not None:
            yield from _too_many(told, origin, origin.guard)
    yield from _more_than_there_are(told)


def _too_many(told: Partnership, origin: Origin, guard: Guard) -> Iterator[tuple[str, str]]:
    """People of one origin beside its inhabitants."""
    here, people = f"origins.{origin.country}.guard", guard.population.least
    for name, figure in (("practitioners", guard.practitioners), ("graduates", guard.graduates)):
        if figure.most > people:
            yield (
                f"{here}.{name}",
                f"{figure.most:,.0f} is more than the {people:,.0f} inhabitants; mend one of them",
            )
    away = sum(lane.trainees.most for lane in told.lanes if lane.origin == origin.country)
    begin = told.intakes * (away + (origin.home.trainees.most if origin.home else 0))
    if begin > people:
        yield (
            "lanes",
            f"{begin:,.0f} people of {origin.country} begin in all, and {people:,.0f} live there; "
            "mend the trainees",
        )


def _more_than_there_are(told: Partnership) -> Iterator[tuple[str, str]]:
    """Origins that would lose more practitioners than they have, by the numbers as they stand."""
    numbers = as_they_stand(told)
    accounts = accounts_of(told, numbers)
    for origin in told.origins:
        if origin.guard is None:
            continue
        left = densities(origin.country, accounts, numbers)[1][0]
        if left.min() < 0:
            yield (
                "lanes",
                f"in year {int((left < 0).argmax()) + 1} more practitioners would be gone from "
                f"{origin.country} than it has; mend the trainees, practises_before or the guard",
            )
