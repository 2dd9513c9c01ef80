"""Legal opportunity between two places: visa rules, free movement, reciprocity, all of it counted.

`legal_opportunity(evidence, corridor)` is what a corridor offers; `openness_of`, `mobility_of` and
`reciprocity_of` sum up the visa rules of a country; `both_ways` and `rules_among` list them pair by
pair, `course_of` and `spells_of` through time; `free_movement_of` counts its partners. Visas are
for short visits: permits to work are not in the evidence, and nothing here stands for them.
"""

from comity.evidence.openness.areas import RIGHTS, Area
from comity.evidence.openness.history import Course, Spell, course_of, spells_of
from comity.evidence.openness.opportunity import (
    CAVEATS,
    FreeMovement,
    Opportunity,
    free_movement_of,
    legal_opportunity,
)
from comity.evidence.openness.pairs import (
    Pair,
    both_ways,
    ease_of,
    reciprocity_between,
    rules_among,
    rules_here,
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
    "Course",
    "FreeMovement",
    "Index",
    "Opportunity",
    "Pair",
    "Share",
    "Spell",
    "areas",
    "both_ways",
    "course_of",
    "ease",
    "ease_of",
    "free_movement_of",
    "legal_opportunity",
    "mobility_of",
    "openness_of",
    "reciprocity_between",
    "reciprocity_of",
    "rules_among",
    "rules_here",
    "shares",
    "spells_of",
]
