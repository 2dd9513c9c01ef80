"""Why not: forced solves against every package that there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from comity.agreements.forced import WhyNot, losers, questions, why_not
from comity.agreements.judging import Judge
from comity.agreements.packages import solve
from comity.agreements.programme import Array, Chosen
from comity.agreements.scenario import Linear, Payments, Scenario
from comity.agreements.wish import Wish
from tests.agreements.talks import CONSTRAINTS, talks


def judged(scenario: Scenario, concept: str = "nash", **wish: float | str) -> Judge:
    package = solve(scenario, Wish(concept, alternatives=0, **wish))  # type: ignore[arg-type]
    assert package.status == "optimal"
    return Judge(package)


def everything(judge: Judge) -> list[tuple[Chosen, Array]]:
    """Every package that keeps the constraints, with its gains."""
    one = judge.programme
    issues = [range(a, b) for a, b in zip(one.starts, one.starts[1:], strict=False)]
    trials = (np.array(columns, dtype=np.int64) for columns in product(*issues))
    return [(trial, one.gains(trial)) for trial in trials if one.obeys(trial)]


@pytest.mark.parametrize(
    ("concept", "scale"),
    [("nash", "raw"), ("leximin", "ideal"), ("utilitarian", "raw"), ("minimal-regret", "ideal")],
)
def test_each_answer_is_what_trying_everything_finds(concept: str, scale: str) -> None:
    scenario = replace(
        talks(Payments(), {"ALP": 20.0, "GAM": 4.0}),
        constraints=(
            *CONSTRAINTS,
            Linear("at_most", "No new reception", {("transit", "asylum"): 1}, high=0),
        ),
    )
    judge = judged(scenario, concept, scale=scale)
    packages = everything(judge)
    answers = why_not(judge, seconds=60)
    assert {(one.issue, one.option) for one in answers} == {
        (judge.programme.issues[judge.programme.issue_of[k]], judge.programme.options[k])
        for k, _ in questions(judge)
    }
    for one in answers:
        check(judge, one, packages)
    assert {one.verdict for one in answers} >= {"breaks", "costs"}
    assert all(one.proven for one in answers)


def check(judge: Judge, one: WhyNot, packages: list[tuple[Chosen, Array]]) -> None:
    """Hold one answer against all packages with its option."""
    programme = judge.programme
    with_it = [
        (chosen, gains)
        for chosen, gains in packages
        if programme.package(chosen)[one.issue] == one.option
    ]
    good = [
        gains for _, gains in with_it if (gains >= judge.least - 1e-9).all() and (gains > 0).all()
    ]
    if not with_it:
        assert one.verdict == "breaks"
        assert one.constraints
    elif not good:
        assert one.verdict == "falls"
        unit = np.maximum(np.abs(judge.with_option(_column(judge, one)).reach), 1e-9)
        least = min((np.maximum(judge.least - gains, 0) / unit).sum() for _, gains in with_it)
        told = np.array([one.short.get(p, 0.0) for p in judge.parties]) / unit
        assert told.sum() == pytest.approx(least, abs=1e-6)
    else:
        best = max(judge.value(gains) for gains in good)
        loss = judge.value(judge.gains) - best
        assert one.loss == pytest.approx(loss, abs=1e-4)
        lexical = judge.package.wish.concept in ("leximin", "minimal-regret")
        if loss > 1e-4:
            assert one.verdict == "costs"
        elif lexical:
            ladders = [tuple(np.round(judge.ladder(gains), 7)) for gains in good]
            same = max(ladders) == tuple(np.round(judge.ladder(judge.gains), 7))
            assert one.verdict == ("equal" if same else "costs")
        else:
            assert one.verdict == "equal"


def _column(judge: Judge, one: WhyNot) -> int:
    return next(
        k
        for k, option in enumerate(judge.programme.options)
        if option == one.option and judge.programme.issues[judge.programme.issue_of[k]] == one.issue
    )


def test_a_constraint_that_breaks_is_named_and_no_other() -> None:
    scenario = replace(
        talks(Payments()),
        constraints=(
            *CONSTRAINTS,
            Linear("at_most", "No new reception", {("transit", "asylum"): 1}, high=0),
        ),
    )
    (told,) = [one for one in why_not(judged(scenario)) if one.option == "asylum"]
    assert (told.verdict, told.constraints) == ("breaks", ("No new reception",))


def test_who_falls_below_the_outside_option_is_named() -> None:
    scenario = talks(Payments(), {"ALP": 30.0})
    (told,) = [
        one for one in why_not(judged(scenario)) if (one.issue, one.option) == ("places", "today")
    ]
    assert told.verdict == "falls"
    assert "ALP" in told.below
    assert set(told.below) <= set(told.short)


def test_only_options_that_somebody_wants_are_asked_about() -> None:
    judge = judged(talks(Payments()))
    for column, wanted in questions(judge):
        issue = judge.programme.issue_of[column]
        more = judge.programme.points[:, column] - judge.programme.points[:, judge.chosen[issue]]
        assert wanted
        extra = {p for p, m in zip(judge.parties, more, strict=True) if m > 0}
        assert extra <= set(wanted)


def test_the_floor_is_never_asked_about() -> None:
    assert all(one.option != "blind" for one in why_not(judged(talks(Payments()))))


def test_no_time_means_not_known() -> None:
    told = why_not(judged(talks()), seconds=0.0)
    assert {one.verdict for one in told} == {"unknown"}


def test_losers_are_told_worst_first() -> None:
    judge = judged(talks(Payments()))
    for one in why_not(judge):
        falls = [after - before for _, before, after in losers(judge, one)]
        assert falls == sorted(falls)
        assert all(fall < 0 for fall in falls)
