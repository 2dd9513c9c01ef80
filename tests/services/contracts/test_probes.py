"""No word alone decides: the same words in other sentences give other answers."""

import pytest

from comity.services.contracts.case import Case
from comity.services.contracts.clauses import contract_of
from comity.services.contracts.document import of_text
from comity.services.contracts.report import _CHECKS
from tests.services.contracts.probes import PROBES, F, P
from tests.services.contracts.probes_costs import PROBES as COSTS
from tests.services.contracts.probes_in_other_words import PROBES_IN_OTHER_WORDS
from tests.services.contracts.probes_of_letters import PROBES_OF_LETTERS
from tests.services.contracts.probes_plain import PROBES_PLAIN


@pytest.mark.parametrize(
    ("check", "answer", "text"), PROBES, ids=[f"{c}-{t[:50]}" for c, _, t in PROBES]
)
def test_a_clause_is_read_for_what_it_says(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)


@pytest.mark.parametrize(
    ("check", "answer", "text"),
    PROBES_IN_OTHER_WORDS,
    ids=[f"{c}-{t[:50]}" for c, _, t in PROBES_IN_OTHER_WORDS],
)
def test_other_words_are_read_too(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)


@pytest.mark.parametrize(
    ("check", "answer", "text"),
    [
        ("HOUR_03", F, "5. Weekly rest\nNone during the season."),
        ("HOUR_04", P, "4. Leave. 30 days paid a year; in illness wages continue for 20 days."),
        ("END_01", P, "7. Notice. One month by either side."),
        ("HOUR_02", F, "Overtime | none payable"),
        ("DISC_01", P, "Pregnancy test | never required"),
        (
            "MOVE_01",
            F,
            "The Helper is free to go out, save that the gates are closed from 9 pm.",
        ),
    ],
)
def test_headings_titles_and_rows_tell_the_subject(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)


@pytest.mark.parametrize(
    ("check", "answer", "text"), COSTS, ids=[f"{c}-{t[:50]}" for c, _, t in COSTS]
)
def test_costs_papers_and_pay_are_read_in_many_wordings(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)


@pytest.mark.parametrize(
    ("check", "answer", "text"),
    PROBES_OF_LETTERS,
    ids=[f"{c}-{t[:50]}" for c, _, t in PROBES_OF_LETTERS],
)
def test_letters_days_and_sums_are_put_together(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)


@pytest.mark.parametrize(
    ("check", "answer", "text"), PROBES_PLAIN, ids=[f"{c}-{t[:50]}" for c, _, t in PROBES_PLAIN]
)
def test_plain_contracts_are_not_told_to_be_bad(check: str, answer: str, text: str) -> None:
    found = _CHECKS[check](contract_of(of_text("clause", text)), Case())
    assert found.answer == answer, (found.why, found.quotes)
