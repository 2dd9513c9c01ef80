"""What the job may not cost: the fees and related costs that the employer has to pay."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from comity.core.marks import N_
from comity.services.contracts.case import Case
from comity.services.contracts.clauses import Contract
from comity.services.contracts.cost_words import ITEM
from comity.services.contracts.costs import claims
from comity.services.contracts.judging import Seen, judged
from comity.services.contracts.linking import in_context, pointed_to
from comity.services.contracts.records import Outcome

_WORKER_PAYS = N_("By this clause the worker pays a cost of getting the job.")
_EMPLOYER_PAYS = N_("The employer pays the costs of getting the job.")
_NO_FEES = N_("The worker is charged no fee.")
_PARTLY = N_("It is said who pays some costs, but not that the worker pays no recruitment fee.")


def fee_01(contract: Contract, _case: Case) -> Outcome:
    """No recruitment fee or related cost for the worker."""
    seen: list[Seen] = []
    groups: set[str] = set()
    general = False
    partial: list[Seen] = []
    for clause in contract.clauses:
        named: dict[str, set[str]] = {}
        for claim in claims(clause):
            if not claim.good:
                seen.append(Seen(False, clause, _WORKER_PAYS))
                continue
            if claim.item not in named:
                named[claim.item] = {
                    found.lastgroup or "" for found in ITEM.finditer(f"{clause.plain} {claim.item}")
                }
            groups.update(named[claim.item])
            general = general or "recruitment" in named[claim.item]
            why = _NO_FEES if claim.payer == "worker" else _EMPLOYER_PAYS
            partial.append(Seen(True, clause, why))
    if partial and (general or len(groups) >= 2):
        seen += partial
    elif partial:
        seen += [Seen(None, one.clause, _PARTLY) for one in partial]
    for clause, plain in chain(pointed_to(contract, ITEM), in_context(contract, ITEM)):
        if plain != clause.plain:
            seen += [
                Seen(False, clause, _WORKER_PAYS)
                for claim in claims(replace(clause, plain=plain))
                if not claim.good
            ]
    return judged("FEE_01", seen)
