"""Partnerships written as negotiations: agreements reads them, solves them, and every party gains.

The two wings do not know each other; what stands between them is a document.
"""

from __future__ import annotations

import json
from itertools import product

import pytest

from comity.agreements.documents import scenario_of as read
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Scenario
from comity.services.training.drawing import as_they_stand
from comity.services.training.examples import load
from comity.services.training.model import accounts_of
from comity.services.training.scenario import scenario_of
from comity.services.training.weighing import Weighed, weigh
from tests.services.training.made import GUARD, small


def scenario(weighed: Weighed) -> Scenario:
    found = read(json.loads(json.dumps(scenario_of(weighed))), "training.yaml")
    assert not found.warnings
    return found


@pytest.mark.parametrize("name", ["palim", "triple-win-home-track"])
def test_every_party_gains_in_the_package(name: str) -> None:
    made = scenario(weigh(load(name), draws=100))
    solved = solve(made)
    assert solved.status == "optimal"
    assert set(solved.gains) == {party.id for party in made.parties}
    assert min(solved.gains.values()) > 0
    assert solved.package[made.issues[0].id] != "none"


def test_a_partnership_that_the_guard_refuses_has_no_package() -> None:
    made = scenario(weigh(load("triple-win"), draws=100))
    assert solve(made).status == "infeasible"
    assert any("Too few practitioners" in row.label for row in made.constraints)


def test_points_of_places_home_track_and_split_are_the_accounts() -> None:
    weighed = weigh(small(), draws=100)
    made = scenario(weighed)
    programme = compile_scenario(made)
    places, home, split = (issue.id for issue in made.issues[:3])
    others = {issue.id: str(issue.status_quo) for issue in made.issues[3:]}
    factors = {"half": 0.5, "planned": 1.0, "double": 2.0}
    homes = {"none": 0.0, "planned": 1.0, "double": 2.0}
    shares = {"origin": {"GEO": 1.0}, "destination": {"AUT": 1.0}}
    for (place, many), (stay, of), (pays, by) in product(
        factors.items(), homes.items(), shares.items()
    ):
        chosen = {places: place, home: stay, split: pays, **others}
        gains = programme.gains(programme.chosen(chosen))
        numbers = as_they_stand(weighed.told)
        numbers = numbers.changed_to("lanes.GEO-AUT.trainees", 10 * many)
        numbers = numbers.changed_to("origins.GEO.home.trainees", 5 * many * of)
        accounts = accounts_of(weighed.told, numbers)
        for party, gain in zip(made.parties, gains, strict=True):
            paid = by.get(party.id, 0.0) * accounts.price()[0]
            assert gain == pytest.approx((accounts.worth(party.id)[0] - paid) / 1000, abs=2e-3)


def test_that_a_worker_pays_is_ruled_out() -> None:
    made = scenario(weigh(small(), draws=100))
    issue = next(one for one in made.issues if one.id.startswith("recruitment_cost"))
    worker = next(one for one in issue.options if one.id == "worker")
    assert "principle 7" in worker.inadmissible


def test_where_the_guard_watches_places_need_a_safeguard() -> None:
    told = small(origins__0__guard=GUARD, lanes__0__practises_before=0.2)
    made = scenario(weigh(told, draws=100))
    solved = solve(made)
    assert solved.status == "optimal"
    safeguard = next(one.id for one in made.issues if one.id.startswith("ethical_recruitment"))
    home = next(one.id for one in made.issues if one.id.startswith("home_track"))
    assert solved.package[safeguard] != "none"
    assert (
        solved.package[home] != "none"
    )  # two fewer would practise, so somebody is trained to stay


def test_several_countries_share_one_number_of_places() -> None:
    from comity.services.training.reading import partnership_of

    plain = small().as_json()
    plain["origins"].append({**plain["origins"][0], "country": "ARM"})
    plain["lanes"].append({**plain["lanes"][0], "from": "ARM"})
    made = scenario(weigh(partnership_of(plain, "both.yaml"), draws=100))
    assert made.issues[0].id == "skilled_quota"
    assert [option.level for option in made.issues[0].options] == [0, 10, 20, 40]
    solved = solve(made)
    assert min(solved.gains.values()) > 0
