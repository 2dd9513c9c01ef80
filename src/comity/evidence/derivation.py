"""What Comity worked out itself, and whether what it was made from has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from comity.evidence.store import Store


@dataclass(frozen=True, slots=True)
class Outdated:
    """A dataset worked out from a release of `part` that is no longer the newest one held."""

    name: str
    part: str
    made_from: date
    held: date
    remedy: str

    @property
    def sentence(self) -> str:
        """What to know, and what to run."""
        return (
            f"{self.name} was worked out from {self.part} of {self.made_from}; a release of "
            f"{self.held} is held by now: '{self.remedy}' works it out anew."
        )


def outdated(store: Store) -> list[Outdated]:
    """Every dataset worked out from a release that is no longer the newest one of the store."""
    found = []
    held = store.manifest.datasets
    for name, entry in store.datasets().items():
        if entry.derived is None:
            continue
        for part, day in entry.derived.made_from.items():
            newest = held[part].at(None) if part in held else None
            if newest is not None and newest.vintage > day:
                found.append(Outdated(name, part, day, newest.vintage, entry.derived.method))
    return found
