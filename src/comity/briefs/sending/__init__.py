"""Sending money home, told: what it costs on a corridor, and how far a country is from the goal.

`sending_dossier` and `monitor_dossier` make dossiers of what `services.remittances` found, in the
language of a voice; `history` and `means` are their figures.
"""

from comity.briefs.sending.corridors import sending_dossier
from comity.briefs.sending.monitors import monitor_dossier
from comity.briefs.sending.pictures import history, means

__all__ = ["history", "means", "monitor_dossier", "sending_dossier"]
