"""No word alone decides: the same words in other sentences give other answers."""

import pytest

from comity.services.contracts.case import Case
from comity.services.contracts.clauses import contract_of
from comity.services.contracts.document import of_text
from comity.services.contracts.report import _CHECKS
from tests.services.contracts.probes import PROBES


@pytest.mark.parametrize(
    ("check", "answer", "text"), PROBES, ids=[f"{c}-{t[:50]}" for c, _, t in PROBES]
)
def test_a_clause_is_read_for_what_it_says(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)
