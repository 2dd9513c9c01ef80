"""Halving finds what a simulated party has without a deal."""

from dataclasses import replace

import pytest

from comity.agreements.refusal import OutsideOption
from comity.agreements.scenario import Linear
from tests.agreements.uncertain import uncertain


@pytest.mark.parametrize(("seed", "true"), [(1, 0.12), (2, -0.3), (3, 0.4)])
def test_the_outside_option_is_found_by_halving(seed: int, true: float) -> None:
    scenario = uncertain(2, 7, 4, seed)
    cap = Linear("at_most", "two at most", {(f"i{i}", "o3"): 1.0 for i in range(7)}, high=2.0)
    scenario = replace(scenario, constraints=(cap,))
    asked, known = 0, OutsideOption(scenario, "p0")
    start = known.bounds[1] - known.bounds[0]
    while (package := known.next_refusal_question()) is not None:
        assert sum(option == "o3" for option in package.values()) <= 2
        known, asked = known.answered(package, refused=known.worth(package) < true), asked + 1
    low, high = known.bounds
    assert low <= true <= high
    assert high - low <= 0.03 * start
    assert asked <= 8
    assert known.contradictions == []
    assert low <= (known.applied().party("p0").reservation or 0.0) <= high


def test_answers_that_contradict_are_named() -> None:
    known = OutsideOption(uncertain(2, 5, 4, 1), "p0")
    first = known.next_refusal_question()
    assert first is not None
    known = known.answered(first, refused=True)
    second = known.next_refusal_question()
    assert second is not None
    assert known.worth(second) > known.worth(first)
    known = known.answered(first, refused=False)
    assert [(no.package, yes.package) for no, yes in known.contradictions] == [(first, first)]
    assert known.next_refusal_question() is None
