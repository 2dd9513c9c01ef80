"""Who gains or loses by a partnership: states, employers, people who leave, and people who stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from comity.core.marks import N_
from comity.core.places import Place, find_place
from comity.services.training.document import Partnership

Kind = Literal["origin", "destination", "employers", "leave", "stay"]

KINDS: dict[Kind, str] = {
    "origin": N_("{country}: the state"),
    "destination": N_("{country}: the state"),
    "employers": N_("{country}: employers"),
    "leave": N_("{country}: people who leave"),
    "stay": N_("{country}: people who are trained and stay"),
}
"""How a party of each kind is called."""


@dataclass(frozen=True, slots=True)
class Party:
    """A party; `id` is the country, with the kind before it where the party is no state."""

    id: str
    kind: Kind
    country: str

    @property
    def pays(self) -> bool:
        """Whether costs may be put on it: never on people who are trained."""
        return self.kind in ("origin", "destination", "employers")

    @property
    def place(self) -> Place:
        """The country."""
        return find_place(self.country)

    @property
    def label(self) -> str:
        """What it is called in English."""
        return KINDS[self.kind].format(country=self.place.name)


def parties_of(told: Partnership) -> tuple[Party, ...]:
    """All parties: states of origin, of destination, employers, people who leave, and who stay."""
    origins = [one.country for one in told.origins]
    ends = [one.country for one in told.destinations]
    homes = [one.country for one in told.origins if one.home]
    leaving = [code for code in origins if any(lane.origin == code for lane in told.lanes)]
    return (
        *(Party(code, "origin", code) for code in origins),
        *(Party(code, "destination", code) for code in ends if code not in origins),
        *(Party(f"employers.{code}", "employers", code) for code in ends),
        *(Party(f"leave.{code}", "leave", code) for code in leaving),
        *(Party(f"stay.{code}", "stay", code) for code in homes),
    )


def payers_of(told: Partnership) -> dict[str, Party]:
    """The parties that costs may be put on, by id.

    That people pay nothing for their recruitment is the rule of the ILO (General principles and
    operational guidelines for fair recruitment, 2016, principle 7).
    """
    return {one.id: one for one in parties_of(told) if one.pays}
