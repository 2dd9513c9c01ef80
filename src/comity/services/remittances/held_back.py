"""Averages that were brought and wait: what is told is still without them, which has to be said."""

from __future__ import annotations

from comity.core.errors import StoreTrouble
from comity.core.marks import N_
from comity.evidence.reading import Evidence
from comity.evidence.sync.holding import Holding

PRICES = "remittance_prices"
WAITS = N_(
    "Averages of another release wait for whoever runs this server; the averages here are without "
    "them. To store them: comity sync --confirm remittance_prices"
)


def waits(evidence: Evidence) -> bool:
    """Whether other averages wait for a person; never so of a day that is past."""
    if evidence.as_of is not None:
        return False
    try:
        return Holding(evidence.store.folder.parent).waiting(PRICES) is not None
    except StoreTrouble:
        return False
