"""What is said beside every placement: who decides, whose predictions, what groups did, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.core.marks import N_, Note
from comity.services.placement.facts import Problem
from comity.services.placement.origins import origins_among
from comity.services.placement.wish import Wish

STATUSES = {
    "optimal": N_("No other placement is better by more than the gap; this is proven."),
    "bounded": N_(
        "The time ran out. A better placement may exist, but none is above the bound. Another run "
        "may come to another placement."
    ),
    "infeasible": N_("No placement keeps all that was promised."),
}
PERSON = N_("A computer proposes; a person decides, and may decide otherwise.")
OWN = N_("The outcomes are predictions that the user brought. Comity did not make or check them.")
NO_ORIGIN = N_("Nationality, ethnicity and religion are no part of this.")
TIES = N_("The same tables give the same placement, in whatever order their rows stand.")
_BY_GROUP = N_(
    "A floor or a balance between groups decides with who gets which place. Where a group stands "
    "for an origin, origin decides with."
)
_SHOWN = N_("Names of groups that look like origins: {names}. They placed nobody here.")
_USED = N_(
    "Names of groups that look like origins: {names}. What was promised to groups changed who gets "
    "which place."
)
_MORE_PEOPLE = N_("Not proven: that no more people can be placed. At most {most} can.")
_MORE_FAMILIES = N_("Not proven: that no more families can be placed. At most {most} can.")
_LEAST = N_(
    "The least is zero: not all can have something at once while what was promised is kept. "
    "Without anything, for one: {names}."
)
_BALANCE = N_(
    "Left out of the balance, for not all can have something at once while what was promised is "
    "kept: {names}."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences depend on, beside the problem and the wish."""

    status: str
    placed: int
    """People or families, as was wished first."""
    most_placed: float | None
    left_out: Sequence[str]


def by_group(wish: Wish) -> bool:
    """Whether groups have a part in who is placed where."""
    return bool(wish.floors) or (wish.over == "groups" and wish.concept != "efficiency")


def spoken(problem: Problem, wish: Wish, told: Told) -> tuple[str, ...]:
    """The sentences, in the order that they are read."""
    origins, used = origins_among(problem.groups), by_group(wish)
    found = [PERSON, OWN]
    if used:
        found.append(_BY_GROUP)
    if origins:
        found.append(Note(_USED if used else _SHOWN, names=", ".join(origins)))
    if not origins and not used:
        found.append(NO_ORIGIN)
    if told.status == "optimal":
        found.append(TIES)
    if told.most_placed is not None and told.most_placed > told.placed:
        more = _MORE_FAMILIES if wish.first == "families" else _MORE_PEOPLE
        found.append(Note(more, most=int(told.most_placed)))
    if told.left_out:
        least = wish.concept == "max-min"
        found.append(Note(_LEAST if least else _BALANCE, names=", ".join(told.left_out)))
    return (*found, *problem.notes)
