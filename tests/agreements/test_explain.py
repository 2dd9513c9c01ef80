"""One call gathers what is known of a package."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from comity.agreements.explain import certainty, differences, explain
from comity.agreements.packages import Package, compare, solve
from comity.agreements.scenario import BadScenario
from comity.agreements.wish import Wish
from tests.agreements.talks import talks


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    concepts = [("nash", "raw"), ("leximin", "ideal"), ("utilitarian", "raw")]
    return compare(talks(), [Wish(name, scale=scale, alternatives=0) for name, scale in concepts])


def test_it_gathers_everything_and_is_plain_data(packages: list[Package]) -> None:
    told = explain(packages[0], packages[1:])
    assert set(told.why) == {"ALP", "BET", "GAM", "DEL"}
    assert all(
        len(one.leading()[0]) <= 3 and len(one.leading()[1]) <= 2 for one in told.why.values()
    )
    assert told.why_not
    assert told.swaps
    plain = json.dumps(told.as_json(), allow_nan=False)
    assert json.loads(plain)["certainty"]["status"] == "optimal"


def test_differences_are_the_issues_on_which_concepts_part(packages: list[Package]) -> None:
    told = {one.issue: one.options for one in differences(packages)}
    for issue in packages[0].package:
        options = {one.wish.concept: one.package[issue] for one in packages}
        assert (issue in told) is (len(set(options.values())) > 1)
        assert told.get(issue, options) == options
    assert differences(packages[:1]) == ()


def test_what_is_not_proven_is_told_as_a_mean_gain(packages: list[Package]) -> None:
    found = packages[0]
    assert found.bound is not None
    open_one = replace(found, status="bounded", bound=found.bound + math.log(1.1) * 4)
    slack = certainty(open_one).slack
    assert slack is not None
    assert slack == pytest.approx(0.1, abs=1e-5)
    assert certainty(packages[1]).slack is None


def test_no_package_is_no_explanation() -> None:
    with pytest.raises(BadScenario, match="no package yet"):
        explain(solve(talks(reservations={"ALP": 500.0})))
