"""Openness told: questions about a country, a region or a corridor, answered with their rules.

`openness_of_place`, `openness_of_region` and `openness_of_corridor` make dossiers of the reports of `policy.openness`, in
the language of a voice. What was not imported is named, with the command that brings it.
"""

from comity.briefs.openness.corridors import openness_of_corridor
from comity.briefs.openness.countries import openness_of_place
from comity.briefs.openness.pictures import pictures_for
from comity.briefs.openness.regions import openness_of_region

__all__ = ["openness_of_corridor", "openness_of_place", "openness_of_region", "pictures_for"]
