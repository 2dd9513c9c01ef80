"""Shares and rates: what is divided by what, and that nothing is made of nothing."""

from comity.evidence.indicators import (
    died_or_disappeared,
    formulas,
    per_100_000,
    percent,
    refugees_per_100_000,
    times,
)


def test_refugees_are_part_of_their_own_denominator() -> None:
    assert refugees_per_100_000(1_000, 99_000) == 1_000
    assert refugees_per_100_000(5, 0) == 100_000
    assert refugees_per_100_000(0, 0) is None


def test_rates_and_shares() -> None:
    assert (per_100_000(3, 120_000), percent(83, 100), percent(1, 0)) == (2.5, 83, None)
    assert (times(12, 4), times(12, 0), times(None, 4)) == (3, None, None)


def test_the_dead_and_the_missing_are_at_least_those_told() -> None:
    assert died_or_disappeared(2, 11) == 13
    assert died_or_disappeared(0, None) == 0
    assert died_or_disappeared(None, None) is None


def test_every_formula_says_how_far_it_was_checked() -> None:
    assert {one.mark for one in formulas().values()} <= {"V", "R", "D"}
    assert all(one.numerator and one.denominator and one.measures for one in formulas().values())
