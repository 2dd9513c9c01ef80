"""Mixed-migration accounts: who moved, who of them needed protection, and who fell outside it.

`mixed_account(evidence, subject)` answers for a corridor, a country or a region, by periods from
mid-year to mid-year, with intervals and with every assumption in words (`ASSUMPTIONS`).
"""

from comity.evidence.mixed.account import ASSUMPTIONS, Account, mixed_account
from comity.evidence.mixed.gap import gap_of
from comity.evidence.mixed.mismatch import opportunities
from comity.evidence.mixed.pressure import PARTS, pressure
from comity.evidence.mixed.recognition import Rates, decisions_on, wilson
from comity.evidence.mixed.spans import PERIODS, period_of
from comity.evidence.mixed.split import registered, split

__all__ = [
    "ASSUMPTIONS",
    "PARTS",
    "PERIODS",
    "Account",
    "Rates",
    "decisions_on",
    "gap_of",
    "mixed_account",
    "opportunities",
    "period_of",
    "pressure",
    "registered",
    "split",
    "wilson",
]
