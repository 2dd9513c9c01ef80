"""Why a family is where it is, and what would change that: every answer is a placement worked out.

Nothing of other families is told but how many there are. A change is told as true only where the
changed problem was solved again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from comity.core.errors import ComityError
from comity.core.marks import N_, Note
from comity.services.placement.facts import Problem
from comity.services.placement.placing import Placement, find_family, place
from comity.services.placement.programme import Bar, barred, told
from comity.services.placement.wish import Wish

LONGEST = 8.0
"""Seconds for each change that is tried."""

MOST = 3
"""Other places that are tried for one family."""

HERE = N_("It is here.")
FULL = N_("It suits, but room is missing ({what}).")
ROOM = N_("It suits and has room.")
WORTH = N_(
    "Of all placements the one that was chosen is worth {here}; with this family at {place} the "
    "best is worth {there}."
)
FEWER = N_("With this family at {place}, fewer people would have a place (fewer by {n}).")
NEVER = N_("With this family at {place}, what was promised cannot be kept.")
SAME = N_("This family could be at {place} with nothing lost that can be proven.")
MORE_ROOM = N_(
    "With more room for '{kind}' at {place} ({n}), it could be there, and no loss can be proven."
)
GAINS = N_("Another family gains more from the room.")
LESS = N_("No more is predicted for it there than where it is.")
PLACED = N_("If it went there, fewer people in all would have a place.")
PROMISED = N_("If it went there, a promise could not be kept.")
ALIKE = N_("It could be there as well. A person may choose it.")
UNTRIED = N_("No placement with it there was found to be better as a whole.")
MET = N_("If {place} offered {what}, it could be there, and no loss can be proven.")
NOT_MET = N_("Even if {place} offered {what}, other families would gain more from the room.")
NOT_ROOM = N_("Even with room for it added at {place}, another family would gain more from it.")


@dataclass(frozen=True, slots=True)
class Other:
    """One place where the family is not, and what it would take."""

    place: str
    outcome: float | None
    """Predicted there; None where nothing was."""
    stands: tuple[str, ...]
    """What stands between, in sentences."""
    cost: str = ""
    """What others would lose, from a placement worked out with the family there."""
    change: str = ""
    """The smallest change that was found that would move it, or that none was."""
    loss: float | None = None
    """In units of the concept; negative where time was short and this one is better."""
    fewer: int = 0
    because: str = ""
    """For the family's letter: why it is not there although it suits; nothing of others."""


@dataclass(frozen=True, slots=True)
class Why:
    """One family: where it is, each other place, and what would change it."""

    family: str
    place: str | None
    outcome: float | None
    reason: str
    others: tuple[Other, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "family": self.family,
            "place": self.place,
            "outcome": self.outcome,
            "reason": str(self.reason),
            "others": [
                {
                    "place": o.place,
                    "outcome": o.outcome,
                    "stands": "; ".join(o.stands),
                    "cost": str(o.cost),
                    "change": str(o.change),
                    "loss": o.loss,
                    "fewer_people": o.fewer,
                }
                for o in self.others
            ],
        }

    def letter(self) -> list[str]:
        """Sentences for the family itself; nothing of others stands in them."""
        return [*self._letter()]

    def _letter(self) -> Iterator[str]:
        if self.place is None:
            yield Note(_NO_PLACE, family=self.family)
            yield self.reason
        else:
            yield Note(_PLACE, family=self.family, place=self.place)
        for one in self.others:
            stands = f"{'; '.join(one.stands)} {one.because}".strip()
            yield Note(_OTHER, place=one.place, stands=stands)
        yield _ASK


_PLACE = N_("Family {family}: the proposal is {place}.")
_NO_PLACE = N_("Family {family}: there is no proposal yet.")
_OTHER = N_("{place}: {stands}")
_ASK = N_(
    "A computer made this proposal. A person decides. You can ask that person to look again, and "
    "tell them what was not known."
)
_CHOSEN = N_("Of the places that suit it, this one goes with the best placement of all.")
_ONLY = N_("This is the only place that suits it.")


def why(found: Placement, key: str, most: int = MOST) -> Why:
    """Why a family is where it is; other places are tried from the best for it downwards.

    Raises `ComityError` for a family that is not there, or a placement that does not exist.
    """
    problem, one = found.problem, found.programme
    family = find_family(problem, key)
    if not found.assignment:
        raise ComityError("No placement keeps all promises, so no family has a place to explain.")
    where = found.assignment[key]
    allowed = one.allowed[one.unit_of[family]]
    order = sorted(
        (n for n, p in enumerate(problem.places) if p.key != where),
        key=lambda n: (-np.nan_to_num(problem.outcomes[family, n], nan=-1.0), n),
    )
    wished = [problem.place(name) for name in problem.families[family].top]
    order.sort(key=lambda n: wished.index(n) if n in wished else len(wished))
    tried = order[:most]
    others = tuple(_other(found, family, n, solve=n in tried) for n in order)
    if where is None:
        return Why(key, None, None, found.reason(key), others)
    reason = _CHOSEN if allowed.sum() > 1 else _ONLY
    return Why(key, where, found.outcome(key), reason, others)


def _other(found: Placement, family: int, number: int, *, solve: bool) -> Other:
    problem, one = found.problem, found.programme
    town = problem.places[number]
    predicted = problem.outcomes[family, number]
    outcome = None if np.isnan(predicted) else float(predicted)
    if bars := barred(one, family, number):
        said = tuple(told(bar) for bar in bars)
        change = _if_met(found, family, number) if solve and _only_needs(bars) else ""
        return Other(town.key, outcome, said, change=change)
    left = (one.capacity - one.used(one.where(found.assignment)))[number]
    lacking = np.maximum(one.sizes[one.unit_of[family]] - left, 0)
    what = ", ".join(
        f"{kind}: {int(n)}" for kind, n in zip(problem.types, lacking, strict=True) if n > 0
    )
    stands = (Note(FULL, what=what) if what else ROOM,)
    if not solve:
        return Other(town.key, outcome, stands, because="" if what else UNTRIED)
    key = problem.families[family].key
    moved = place(problem, _exactly(found), forced={key: town.key})
    if not moved.assignment:
        never = Note(NEVER, place=town.key)
        return Other(town.key, outcome, stands, never, because=PROMISED)
    fewer = found.people - moved.people
    here, there = measured(found, moved)
    if not worse(found, moved):
        cost, change, because = Note(SAME, place=town.key), "", ALIKE
    else:
        because = PLACED if fewer > 0 else _because(found, key, outcome)
        cost = (
            Note(FEWER, place=town.key, n=fewer)
            if fewer > 0
            else Note(WORTH, here=_number(here), there=_number(there), place=town.key)
        )
        change = _more_room(found, family, number) if what else ""
    return Other(town.key, outcome, stands, cost, change, here - there, max(fewer, 0), because)


def _because(found: Placement, key: str, outcome: float | None) -> str:
    """Why a placement with the family there is worth less."""
    if found.wish.concept != "efficiency":
        return UNTRIED
    return LESS if (outcome or 0.0) <= found.outcome(key) else GAINS


def worse(best: Placement, other: Placement) -> bool:
    """Whether a placement is worse than another by more than their gaps leave open."""
    if best.wish.first == "people" and best.people != other.people:
        return best.people > other.people
    if best.wish.first == "families":
        here, there = (sum(w is not None for w in p.assignment.values()) for p in (best, other))
        if here != there:
            return here > there
    top = other.bound if other.bound is not None else other.value
    if (best.value or 0.0) > (top or 0.0) + 1e-6:
        return True
    if best.wish.concept != "max-min":
        return False
    most = other.total_bound if other.total_bound is not None else other.total
    return best.total > most + 1e-6


def _exactly(found: Placement) -> Wish:
    """The same wish without a gap, so that what is told of a change is as sure as time allows."""
    return replace(found.wish, gap=0.0, seconds=min(found.wish.seconds, LONGEST))


def measured(best: Placement, other: Placement) -> tuple[float, float]:
    """The worth of both: the concept's, or the sum where max-min is alike for both."""
    here, there = best.value or 0.0, other.value or 0.0
    if best.wish.concept == "max-min" and abs(here - there) <= 1e-6:
        return best.total, other.total
    return here, there


def _number(value: float | None) -> str:
    return "?" if value is None else f"{value:,.2f}"


def _only_needs(bars: list[tuple[Bar, str]]) -> bool:
    return all(kind in (Bar.NEED, Bar.LANGUAGE) for kind, _ in bars)


def _if_met(found: Placement, family: int, number: int) -> str:
    """Whether the family could be there if the place offered what it needs."""
    problem = found.problem
    one, town = problem.families[family], problem.places[number]
    lacking = sorted(one.needs - town.offers)
    spoken = sorted(one.languages) if town.languages and not one.languages & town.languages else []
    better = replace(
        town,
        offers=town.offers | one.needs,
        languages=town.languages | one.languages if town.languages else town.languages,
    )
    changed = _with_place(problem, number, better)
    what = ", ".join([*lacking, *spoken])
    goes = _could_be(changed, found, one.key, town.key)
    return "" if goes is None else Note(MET if goes else NOT_MET, place=town.key, what=what)


def _more_room(found: Placement, family: int, number: int) -> str:
    """The least room more, of one type, with which the family could be there."""
    problem, one = found.problem, found.programme
    key, town = problem.families[family].key, problem.places[number]
    size = one.sizes[one.unit_of[family]]
    left = (one.capacity - one.used(one.where(found.assignment)))[number]
    for kind in np.nonzero(size > left)[0]:
        most = int(size[kind] - max(left[kind], 0))
        for more in range(1, most + 1):
            room = tuple(c + more if t == kind else c for t, c in enumerate(town.capacity))
            changed = _with_place(problem, number, replace(town, capacity=room))
            if _could_be(changed, found, key, town.key):
                return Note(MORE_ROOM, n=more, kind=problem.types[int(kind)], place=town.key)
    return Note(NOT_ROOM, place=town.key) if _full_room_fails(found, number, size, key) else ""


def _full_room_fails(found: Placement, number: int, size: Any, key: str) -> bool:
    town = found.problem.places[number]
    room = tuple(c + float(s) for c, s in zip(town.capacity, size, strict=True))
    changed = _with_place(found.problem, number, replace(town, capacity=room))
    return _could_be(changed, found, key, town.key) is False


def _could_be(changed: Problem, found: Placement, key: str, where: str) -> bool | None:
    """Whether in a changed problem a best placement has the family there; None if it may not be."""
    try:
        there = place(changed, _exactly(found), forced={key: where})
    except ComityError:
        return None
    if not there.assignment:
        return False
    return not worse(place(changed, _exactly(found)), there)


def _with_place(problem: Problem, number: int, town: Any) -> Problem:
    towns = tuple(town if n == number else one for n, one in enumerate(problem.places))
    return replace(problem, places=towns)
