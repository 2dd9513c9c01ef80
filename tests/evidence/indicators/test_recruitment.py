"""SDG 10.7.1: months of earnings, and the weighted percentile against a brute force."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from comity.evidence.indicators import Paid, borne, exact, summed_up, weighted_percentile

NUMBERS = st.fractions(min_value=0, max_value=40, max_denominator=12)
WEIGHTS = st.integers(1, 4)


def test_the_worked_examples() -> None:
    assert borne(3000) / 500 == 6
    assert borne(3000, reimbursed=600) / exact(500) == Fraction(48, 10)
    assert borne(3000, deducted=50 * 10) == 3500


def unrolled(pairs: list[tuple[Fraction, int]], part: Fraction) -> Fraction:
    """The same among single people: each value as often as it weighs, in a row."""
    row = sorted(value for value, weight in pairs for _ in range(weight))
    place = part * len(row)
    if place.denominator == 1 and 0 < place < len(row):
        return (row[int(place) - 1] + row[int(place)]) / 2
    return row[min(int(place), len(row) - 1)]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(NUMBERS, WEIGHTS), min_size=1, max_size=12),
    st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(9, 10)]),
)
def test_the_percentile_is_that_of_people_in_a_row(
    pairs: list[tuple[Fraction, int]], part: Fraction
) -> None:
    weighed = [(value, Fraction(weight)) for value, weight in pairs]
    assert weighted_percentile(weighed, part) == unrolled(pairs, part)


def test_the_four_figures_differ_where_costs_are_skewed() -> None:
    """By hand: ratios 1, 2, 3, 24; the ratio of sums is (100+200+300+600) / (100+100+100+25)."""
    found = summed_up(
        [Paid(Fraction(cost), Fraction(earned)) for cost, earned in
         ((100, 100), (200, 100), (300, 100), (600, 25))]
    )  # fmt: skip
    assert (found.median, found.mean, round(found.ratio, 4)) == (2.5, 7.5, 3.6923)
    assert found.percentiles == (1.5, 13.5, 24.0)
    assert found.shares == (0.75, 0.25, 0.25)


def test_exactly_three_months_is_not_more_than_three_though_a_machine_says_so() -> None:
    assert 0.27 / 0.09 > 3
    months = summed_up([Paid(exact(0.27), exact(0.09)), Paid(exact(0.09), exact(0.09))])
    assert months.shares == (0.5, 0.0, 0.0)
