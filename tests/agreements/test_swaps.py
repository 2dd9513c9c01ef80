"""Swaps are exactly the single changes after which all still gain, and efficient as they say."""

from __future__ import annotations

import numpy as np
import pytest

from comity.agreements.judging import Judge
from comity.agreements.packages import solve
from comity.agreements.scenario import Payments
from comity.agreements.swaps import swaps
from comity.agreements.wish import Wish
from tests.agreements.talks import talks
from tests.agreements.test_forced import everything


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(solve(talks(Payments()), Wish(alternatives=0)))


def test_they_are_the_best_single_changes_that_all_gain_from(judge: Judge) -> None:
    told = swaps(judge, most=100, seconds=60)
    packages = everything(judge)
    wanted = [
        (chosen, gains)
        for chosen, gains in packages
        if (chosen != judge.chosen).sum() == 1 and (gains >= judge.least - 1e-9).all()
    ]
    assert len(told) == len(wanted) > 2
    losses = [one.loss for one in told]
    assert losses == sorted(losses)
    assert losses[0] >= -1e-9
    for one in told:
        package = {**judge.package.package, one.issue: one.after}
        assert one.before == judge.package.package[one.issue]
        gains = judge.programme.gains(judge.programme.chosen(package))
        assert one.changes == pytest.approx(judge.named(gains - judge.gains))
        better = [g for _, g in packages if (g >= gains - 1e-9).all() and (g > gains + 1e-6).any()]
        assert one.efficient is (not better)


def test_the_menu_is_short(judge: Judge) -> None:
    assert len(swaps(judge, most=2)) == 2


def test_payments_stay_as_they_are() -> None:
    paid = Judge(solve(talks(), Wish(alternatives=0)))
    assert paid.package.payments
    for one in swaps(paid):
        package = {**paid.package.package, one.issue: one.after}
        gains = paid.programme.gains(paid.programme.chosen(package), paid.package.money)
        assert np.allclose([one.changes[p] for p in paid.parties], gains - paid.gains)
