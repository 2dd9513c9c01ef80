"""Two contracts side by side: is the one at the destination worse than the one signed at home?"""

from __future__ import annotations

from comity.core.marks import N_
from comity.services.contracts.clauses import Contract, contract_of
from comity.services.contracts.document import Document
from comity.services.contracts.hours import rest_days, weekly_hours
from comity.services.contracts.judging import Seen
from comity.services.contracts.pay import wages


def compared(first: Contract, document: Document) -> list[Seen]:
    """What is worse in the second contract; empty where nothing that can be compared is."""
    second = contract_of(document)
    out: list[Seen] = []
    one, other = wages(first), wages(second)
    alike = one and other and (one[0].currency, one[0].per) == (other[0].currency, other[0].per)
    if alike and other[0].amount < one[0].amount:
        out.append(
            Seen(False, other[0].clause, N_("The second contract pays less than the first."))
        )
    hours, more = weekly_hours(first), weekly_hours(second)
    if hours and more and max(h for h, _ in more) > max(h for h, _ in hours):
        out.append(
            Seen(False, more[0][1], N_("The second contract asks for longer hours than the first."))
        )
    rest, less = rest_days(first), rest_days(second)
    if any(r.good for r in rest) and any(r.good is False for r in less):
        out.append(
            Seen(
                False,
                next(r for r in less if r.good is False).clause,
                N_("The second contract gives less rest than the first."),
            )
        )
    return out
