"""Openness compared: who may visit whom, where rules are not returned, and what stands beside them.

The formulas are those of `comity.evidence.openness`; here countries are set side by side, in the
order of the alphabet and never ranked. Rules on paper are not practice, and a rule for visits is no
rule of asylum.
"""

from comity.policy.openness.beside import Beside, beside
from comity.policy.openness.changes import Changes, changes_of
from comity.policy.openness.citizenship import Citizenship, citizenship_of
from comity.policy.openness.claims import Claim, Claims, claims_on
from comity.policy.openness.matrix import Matrix, matrix_of
from comity.policy.openness.reciprocity import KINDS, Balance, balance_of
from comity.policy.openness.report import (
    PAPER,
    Group,
    Openness,
    group_report,
    openness_report,
)

__all__ = [
    "KINDS",
    "PAPER",
    "Balance",
    "Beside",
    "Changes",
    "Citizenship",
    "Claim",
    "Claims",
    "Group",
    "Matrix",
    "Openness",
    "balance_of",
    "beside",
    "changes_of",
    "citizenship_of",
    "claims_on",
    "group_report",
    "matrix_of",
    "openness_report",
]
