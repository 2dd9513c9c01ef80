"""A work contract held against thirty-two checks of fair recruitment; nothing of it is kept.

`of_text` or `reading.read` makes a `Document`, `check` a `Report` of it.
"""

from __future__ import annotations

from comity.services.contracts.case import Case, Limit
from comity.services.contracts.document import Block, Document, of_text
from comity.services.contracts.records import Check, Outcome, checks
from comity.services.contracts.report import VERDICTS, Report, check

__all__ = [
    "VERDICTS",
    "Block",
    "Case",
    "Check",
    "Document",
    "Limit",
    "Outcome",
    "Report",
    "check",
    "checks",
    "of_text",
]
