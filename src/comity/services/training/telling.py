"""What a weighed partnership comes to, in sentences: may all gain, and if not, what stands against.

A sentence is a template with the party and the amount that it is about, so that every face can say
it in its own language and with its own numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from comity.core.marks import N_
from comity.services.training.document import Partnership
from comity.services.training.figures import Figure
from comity.services.training.guard import SAYS, Watch
from comity.services.training.parties import Party
from comity.services.training.weighing import Weighed

HEADS = {
    "gains": N_("Every party gains at the shares that are shown."),
    "can": N_("Every party can gain, but not at the shares that are shown."),
    "refused": N_("This is no gain for all: a country would lose people that it needs."),
    "cannot": N_("No split of the costs lets every party gain."),
    "nothing": N_("Nobody is trained, so nobody gains."),
}
"""The outcome in one sentence."""

_PEOPLE_LOSE = N_(
    "{party}: they would be worse off by {amount} in all. Another split of the costs does not mend "
    "that; pay, prices or taxes would have to be others."
)
_PEOPLE_NOTHING = N_("{party}: they would gain nothing and lose nothing.")
_GAINS_NOTHING = N_("{party}: it gains nothing before costs, so any share would be a loss.")
_OTHERS_CAN = N_(
    "{party}: it loses {amount} before it has paid anything. The other payers gain enough to "
    "give it that much and still gain."
)
_OTHERS_CANNOT = N_(
    "{party}: it loses {amount} before it has paid anything. The other payers do not gain enough "
    "to give it that much and bear the costs."
)
_TOO_DEAR = N_(
    "All who can pay would gain {amount} together before costs, and the partnership costs {more}."
)
_PAYS_TOO_MUCH = N_("{party}: at this share it pays {more} and gets {amount}.")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against a gain for all: what to say, of whom, and the amounts."""

    template: str
    party: Party | None = None
    amount: float | None = None
    more: float | None = None
    watch: Watch | None = None


def head_of(weighed: Weighed) -> str:
    """The key of the outcome among `HEADS`."""
    if not any(figure.most for figure in _trainees(weighed.told)):
        return "nothing"
    if weighed.refused:
        return "refused"
    if weighed.gains:
        return "gains"
    return "can" if weighed.can_gain else "cannot"


def _trainees(told: Partnership) -> list[Figure]:
    homes = [one.home.trainees for one in told.origins if one.home]
    return [*homes, *(lane.trainees for lane in told.lanes)]


def reasons(weighed: Weighed) -> tuple[Reason, ...]:
    """Everything that stands against it, the guard first; empty where every party gains."""
    if head_of(weighed) == "nothing":
        return ()
    found = [Reason(SAYS[one.standing], watch=one) for one in weighed.refused]
    worth = {one.id: float(weighed.accounts.worth(one.id)[0]) for one in weighed.parties}
    found += [
        Reason(_PEOPLE_LOSE if worth[one.id] < 0 else _PEOPLE_NOTHING, one, -worth[one.id])
        for one in weighed.losing
    ]
    split = weighed.split
    for one in weighed.parties:
        if one.id in split.short:
            loses = _OTHERS_CAN if split.surplus > 0 else _OTHERS_CANNOT
            says = loses if worth[one.id] < 0 else _GAINS_NOTHING
            found.append(Reason(says, one, split.short[one.id]))
    if not split.short and split.surplus <= 0:
        found.append(Reason(_TOO_DEAR, None, sum(split.worth.values()), split.price))
    if split.possible:
        found += [
            Reason(_PAYS_TOO_MUCH, one.party, one.gets, one.pays)
            for one in weighed.stands
            if one.party.pays and one.net <= 0
        ]
    return tuple(found)
