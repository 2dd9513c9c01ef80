"""Agreements on paper: the broker's report, a party's own report, and the term sheet.

>>> from comity.agreements.examples import load
>>> from comity.agreements.packages import solve
>>> report = term_sheet(solve(load("triangle")))
>>> report.kind, write(report, ".md").decode().startswith("# ")
('terms', True)
"""

from __future__ import annotations

from comity.briefs.agreements.broker import broker_report
from comity.briefs.agreements.papers import Report
from comity.briefs.agreements.party import party_report
from comity.briefs.agreements.terms import term_sheet
from comity.briefs.agreements.writing import ENDINGS, fragment, write

__all__ = [
    "ENDINGS",
    "Report",
    "broker_report",
    "fragment",
    "party_report",
    "term_sheet",
    "write",
]
