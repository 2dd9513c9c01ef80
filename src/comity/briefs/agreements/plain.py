"""The open part of a package for machines: the same whoever asks."""

from __future__ import annotations

from typing import Any

from comity.agreements.scenario import Scenario
from comity.agreements.views import Terms


def open_facts(table: Scenario, terms: Terms) -> dict[str, Any]:
    """What everybody at the table may read, from an open table and its terms."""
    return {
        "scenario": table.id,
        "illustration": table.illustration,
        "parties": [
            {"id": one.id, "label": one.label, "country": one.country} for one in table.parties
        ],
        "package": dict(terms.package),
        "obligations": [
            {
                "issue": issue.id,
                "label": issue.label,
                "option": issue.option(terms.package[issue.id]).label,
                "changes": terms.package[issue.id] != issue.status_quo,
                "giver": issue.giver,
                "receiver": issue.receiver,
                "payer": issue.payer,
                "level": issue.option(terms.package[issue.id]).level,
                "unit": issue.unit,
                "indicator": issue.indicator,
            }
            for issue in table.issues
        ],
        "payments": [
            {
                "payer": one.payer,
                "receiver": one.receiver,
                "amount": one.amount,
                "unit": one.unit,
                "purpose": one.purpose,
            }
            for one in terms.payments
        ],
        "conditions": [{"kind": one.kind, "label": one.label} for one in table.constraints],
        "removed": [
            {"issue": issue.id, "option": option.id, "reason": option.inadmissible}
            for issue, option in table.inadmissible
        ],
    }
