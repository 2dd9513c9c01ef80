"""What may stand in the blanks of the model contract, and what it says where there is nothing."""

from __future__ import annotations

import re

import pytest

from comity.core.errors import BadTable
from comity.services.contracts.model import blanks, fill, model

EXAMPLE = {one.name: one.example for one in blanks()}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("wage_amount", "-5", "'wage_amount' says '-5'; write a number above 0"),
        ("wage_amount", "0", "a number above 0"),
        ("wage_amount", "about 900", "a number above 0"),
        ("hours_week", "90", "from 1 to 48"),
        ("hours_day", "25", "from 1 to 12"),
        ("overtime_limit", "40", "at most 60"),
        ("overtime_rate", "50", "above 100"),
        ("overtime_rate", "100", "above 100"),
        ("notice_days", "0", "at least 1"),
        ("annual_leave", "none", "at least 1"),
        ("currency", "dollars", "three letters"),
    ],
)
def test_terms_that_no_fair_contract_has_are_one_sentence(name: str, value: str, says: str) -> None:
    with pytest.raises(BadTable, match=re.escape(says)) as told:
        fill(model(), {name: value})
    assert str(told.value).count(". ") == 0


def test_the_examples_and_edges_are_taken() -> None:
    fill(model(domestic=True), EXAMPLE)
    for name, value in {
        "wage_amount": "1,250.50",
        "hours_week": "48",
        "overtime_rate": "125",
        "overtime_limit": "0",
        "currency": "eur",
    }.items():
        fill(model(), {name: value})


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("housing", "The Employer provides no housing."),
        ("food", "The Employer provides no food and no food allowance."),
        ("probation", "There is no probation period."),
        ("recruiter", "No recruiter takes part; the Employer hires the Worker directly."),
    ],
)
def test_none_is_said_as_a_sentence(name: str, says: str) -> None:
    for word in ("none", "None.", "no"):
        texts = " ".join(one.text for one in fill(model(), EXAMPLE | {name: word}).clauses)
        assert says in texts
        assert f": {word}" not in texts
