"""Legal opportunity between two places: visa rules, free movement, reciprocity, all of it counted.

`legal_opportunity(evidence, corridor)` is what a corridor offers; `openness_of`, `mobility_of` and
`reciprocity_of` sum up the visa rules of a country; `free_movement_of` counts its partners. Visas
are for short visits: permits to work are not in the evidence, and nothing here stands for them.
"""

from comity.evidence.openness.areas import RIGHTS, Area
from comity.evidence.openness.opportunity import (
    CAVEATS,
    FreeMovement,
    Opportunity,
    free_movement_of,
    legal_opportunity,
)
from comity.evidence.openness.records import areas
from comity.evidence.openness.rules import (
    EASE,
    Index,
    ease,
    mobility_of,
    openness_of,
    reciprocity_of,
)
from comity.evidence.openness.shares import Share, shares

__all__ = [
    "CAVEATS",
    "EASE",
    "RIGHTS",
    "Area",
    "FreeMovement",
    "Index",
    "Opportunity",
    "Share",
    "areas",
    "ease",
    "free_movement_of",
    "legal_opportunity",
    "mobility_of",
    "openness_of",
    "reciprocity_of",
    "shares",
]
