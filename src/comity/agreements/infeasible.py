"""Why no package lets every party gain: who blocks, by how little, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.agreements.programme import Array, Programme
from comity.agreements.scenario import Scenario
from comity.agreements.wish import Wish


@dataclass(frozen=True)
class Diagnosis:
    """What stands in the way."""

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        return {}


def diagnose(scenario: Scenario, programme: Programme, wish: Wish, least: Array) -> Diagnosis:
    """Being written."""
    return Diagnosis()
