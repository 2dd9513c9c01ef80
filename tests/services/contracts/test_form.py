"""A form goes through the same checks; a second contract is compared with the first."""

import pytest

from comity.core.errors import ComityError
from comity.services.contracts import Case, check, of_text
from comity.services.contracts.case import Limit
from comity.services.contracts.form import of_form, questions

GOOD = {q.field: q.example for q in questions()} | {"food_deduction": "0"}


def test_a_good_form_has_no_problem() -> None:
    report = check(of_form(GOOD), filled=True)
    assert [(o.check, o.why) for o in report.outcomes if o.answer in ("fail", "not stated")] == []
    assert report.verdict == "no problem found"


@pytest.mark.parametrize("one", [q for q in questions() if q.answers], ids=lambda q: q.field)
def test_each_answer_is_heard(one: object) -> None:
    """Every question whose answers differ gives at least two different outcomes."""
    from comity.services.contracts.form import Question

    assert isinstance(one, Question)
    found = set()
    for answer in one.answers:
        report = check(of_form(GOOD | {one.field: answer}), filled=True)
        found.add(next(o.answer for o in report.outcomes if o.check == one.check))
    assert len(found) >= 2 or one.field in ("wage_method", "food")


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(ComityError, match="'passport': 'nobody' is none of worker, employer"):
        of_form({"passport": "nobody"})


def test_a_second_contract_that_pays_less() -> None:
    first = of_form(GOOD)
    second = of_text("b", "The wage is QAR 800 per month.")
    report = check(first, Case(second=second), filled=True)
    assert next(o for o in report.outcomes if o.check == "DOC_04").answer == "fail"


@pytest.mark.parametrize(("least", "answer"), [(900.0, "pass"), (1100.0, "fail")])
def test_the_minimum_wage_is_the_one_that_was_brought(least: float, answer: str) -> None:
    report = check(of_form(GOOD), Case(minimum_wage=Limit(least, "QAR")), filled=True)
    assert next(o for o in report.outcomes if o.check == "WAGE_02").answer == answer
