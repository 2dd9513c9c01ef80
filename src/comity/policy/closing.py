"""What would close a gap: which act, with whom, when it would bind. Options, and no advice.

A state that has signed ratifies, another one accedes; conventions of the ILO are ratified and have
no signature. Some protocols are open to parties of another treaty only, and then that comes first.
Where an old list leaves open whether there is a gap, nothing is said of closing it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.policy.gaps import Gap
from comity.policy.instruments import DEPOSITARIES, Instrument, find_instrument
from comity.policy.norms import Status, standing
from comity.policy.obligations import bare, obligations_of
from comity.policy.texts import reservations

Act = Literal["ratification", "accession"]
ACTS: dict[Act, str] = {
    "ratification": N_("ratify"),
    "accession": N_("accede"),
}
"""What a state would do, as a verb."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a state would do to be bound by an instrument, were it to act on the day asked.

    `first` is the treaty that the state would have to join before, where it is not yet a party.
    `topics` are those to which the instrument speaks, `newly` those on which no other treaty is
    known to bind the state, and `reserved` the others that made reservations, where brought.
    """

    status: Status
    act: Act
    deposit: date
    binds_from: date | None
    first: Instrument | None
    topics: tuple[str, ...] = ()
    newly: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()

    @property
    def instrument(self) -> Instrument:
        """The instrument."""
        return self.status.instrument

    @property
    def depositary(self) -> str:
        """With whom the instrument would be left."""
        return DEPOSITARIES[self.instrument.depositary]

    def as_json(self) -> dict[str, Any]:
        """The step as plain data."""
        return {
            "code": self.instrument.code,
            "title": self.instrument.title,
            "act": self.act,
            "signature_date": self.status.signed or None,
            "depositary": self.depositary,
            "if_deposited_on": self.deposit.isoformat(),
            "would_bind_from": self.binds_from and self.binds_from.isoformat(),
            "first": self.first and self.first.code,
            "topics": list(self.topics),
            "topics_newly_bound": list(self.newly),
            "others_with_reservations": list(self.reserved),
            "waits_checked": self.instrument.checked,
        }


def steps(evidence: Evidence, place: Place, found: Iterable[Gap], day: date) -> list[Step]:
    """What would close each sure gap, in the order of the instruments.

    >>> from comity.core.places import find_place
    >>> from comity.policy.gaps import gaps, group_of
    >>> kazakhstan, day = find_place("KAZ"), date(2026, 2, 10)
    >>> among = group_of(evidence, kazakhstan, "neighbours", day)
    >>> told = steps(evidence, kazakhstan, gaps(evidence, kazakhstan, among, day), day)
    >>> {one.instrument.code: (one.act, one.binds_from.isoformat()) for one in told}["ICRMW_1990"]
    ('accession', '2026-06-01')
    """
    free = {one.topic.code for one in bare(evidence, place, day)}
    return [_step(evidence, place, one, free, day) for one in found if one.open]


def _step(evidence: Evidence, place: Place, gap: Gap, free: set[str], day: date) -> Step:
    status, one = gap.status, gap.instrument
    signed = bool(status.signed) and status.state != "withdrawn"
    asked = (duty.topic for duty in obligations_of(one) if duty.kind != "may")
    topics = tuple(dict.fromkeys(asked))
    others = {status.party for status in gap.others}
    made = (row.country for row in reservations(evidence, None, one) if row.country in others)
    return Step(
        status,
        "ratification" if signed or one.depositary == "ILO" else "accession",
        day,
        one.bound_from(day),
        _first(evidence, place, one, day),
        topics,
        tuple(topic for topic in topics if topic in free),
        tuple(dict.fromkeys(made)),
    )


def _first(evidence: Evidence, place: Place, one: Instrument, day: date) -> Instrument | None:
    if not one.needs:
        return None
    other = find_instrument(one.needs)
    [status] = standing(evidence, other, day, [place])
    inside = status.state in ("party", "unverified") or status.presupposed_by
    return None if inside else other
