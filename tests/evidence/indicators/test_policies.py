"""SDG 10.7.2: scores and categories at their very edges, and the rule for missing answers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.evidence.indicators import category, domain_score, overall_score

YES, HALF, NO = Fraction(1), Fraction(1, 2), Fraction(0)


def domains(*first: Fraction | None) -> dict[str, list[Fraction | None]]:
    """All yes, but for the first domain."""
    return {"1": [*first], **{str(n): [YES] * 5 for n in range(2, 7)}}


def test_the_worked_examples() -> None:
    whole = overall_score(domains(*[YES] * 5))
    assert (whole.value, whole.code, whole.category) == (100, 4, "Fully meets")
    two = domain_score([YES, YES, NO, NO, NO])
    assert (two.value, two.code, two.category) == (40, 2, "Partially meets")
    four = domain_score([YES, YES, YES, YES, NO])
    assert (four.value, four.code, four.category) == (80, 3, "Meets")
    legal = domain_score([HALF] * 5)
    assert (legal.value, legal.code) == (50, 2)


@pytest.mark.parametrize(
    ("answers", "value", "answered"),
    [
        ([YES, YES, YES, NO, None], 75, 4),
        ([YES, YES, YES, None, None], None, 3),
        ([None] * 5, None, 0),
    ],
)
def test_a_domain_needs_four_answers_and_divides_by_those_given(
    answers: list[Fraction | None], value: float | None, answered: int
) -> None:
    found = domain_score(answers)
    assert (found.value, found.answered, found.required, found.of) == (value, answered, 4, 5)


def test_the_whole_needs_every_domain_though_24_are_answered() -> None:
    lacking = overall_score(domains(YES, YES, YES, None, None))
    assert (lacking.answered, lacking.value, lacking.category) == (28, None, None)
    one_each = {str(n): [YES, YES, YES, NO, None] for n in range(1, 7)}
    assert (overall_score(one_each).answered, overall_score(one_each).value) == (24, 75)
    assert overall_score({**one_each, "1": [YES, YES, YES, None, None]}).value is None


def test_the_whole_is_the_mean_of_answers_not_of_domains() -> None:
    """Where answers are missing the two differ: 24 of 29 is not the mean of 100, 100, … and 0."""
    found = overall_score(domains(NO, NO, NO, NO, None))
    assert found.exact == Fraction(100 * 25, 29)


@given(st.integers(0, 60), st.integers(24, 30))
def test_categories_change_exactly_at_the_cut_offs(halves: int, answered: int) -> None:
    """Whole numbers decide: a score of s half points over n answers is 100 s / 2n."""
    halves = min(halves, 2 * answered)
    wanted = 1 + sum(100 * halves >= cut * 2 * answered for cut in (40, 80, 100))
    assert category(Fraction(100 * halves, 2 * answered)) == wanted
