"""The formula beside the annex: what a key gives here, and what was published with it."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from comity.core.marks import N_
from comity.services.sharing.inputs import Inputs
from comity.services.sharing.known import Published, published
from comity.services.sharing.remarks import Remark
from comity.services.sharing.working import Worked

FAR = 0.3
"""Percentage points from which on a state is named as far from the annex."""

_GUESSED = {"HRV": ("effort", 200.0)}
"""In the example of 2015 this figure is a guess: nobody recalled it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Formula minus annex by state, in percentage points."""

    published: Published
    errors: dict[str, float]
    remarks: tuple[Remark, ...]

    @property
    def mean(self) -> float:
        """The mean of the absolute errors."""
        return fsum(map(abs, self.errors.values())) / len(self.errors)

    @property
    def largest(self) -> tuple[str, float]:
        """The state that is furthest off, and by how much."""
        return max(self.errors.items(), key=lambda item: (abs(item[1]), item[0]))


def beside_annex(found: Worked, inputs: Inputs) -> Beside | None:
    """The comparison, where shares were published for exactly these states; else None."""
    if not found.key.published:
        return None
    told = published(found.key.published)
    if told.percent.keys() != set(found.places):
        return None
    errors = {
        place: 100 * share - float(told.percent[place]) for place, share in found.by_place.items()
    }
    remarks = []
    if not told.checked:
        remarks.append(Remark.of(N_("The published shares are recalled and were not read again.")))
    guessed = [
        place
        for place, (name, value) in _GUESSED.items()
        if inputs.figures.get(place, {}).get(name) == value
    ]
    if guessed:
        remarks.append(
            Remark.of(
                N_("The figure on asylum of {places} is a guess, so its error says little."),
                guessed,
            )
        )
    far = sorted(place for place, error in errors.items() if abs(error) > FAR)
    if far:
        remarks.append(
            Remark.of(N_("More than 0.3 percentage points from the annex: {places}."), far)
        )
    return Beside(told, errors, tuple(remarks))
