"""The Nash package: exact on what can be counted, bounded on what cannot, fair in his sense."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.agreements import solver
from comity.agreements.documents import read_scenario
from comity.agreements.nash import Found, nash
from comity.agreements.programme import Programme, compile_scenario
from comity.agreements.scenario import Scenario
from comity.agreements.solver import Deadline
from tests.agreements.brute import deals, scenarios
from tests.agreements.second import nash_by_scip
from tests.agreements.talk import drawn

MIRRORED = (
    "anac2010_travel", "anac2012_energy_b", "anac2015_politics", "anac2015_symposium",
    "anac2015_tram", "anac2015_university", "genius_domain16", "genius_itex_cypress",
    "llmd_airport_saarland", "llmd_base", "llmd_base7", "nonlinear_s1nikfrt1", "synth_cycle3",
)  # fmt: skip


def _found(programme: Programme, **more) -> Found:
    count = len(programme.parties)
    plain = {"gap": 1e-7, "deadline": Deadline(60.0)}
    return nash(programme, np.zeros(count), more.pop("weights", np.ones(count)), **plain | more)


@pytest.mark.mirror
@pytest.mark.parametrize("name", MIRRORED)
def test_published_negotiations(mirror: Path, name: str) -> None:
    """Enumerated by others (the one with interactions solved by others), to the last digit told."""
    folder = mirror / "negotiation"
    expected = json.loads((folder / f"{name}.expected.json").read_text())["nash"]
    programme = compile_scenario(read_scenario(folder / f"{name}.json"))
    found = _found(programme)
    assert found.chosen is not None
    assert found.status == "optimal"
    assert found.value == pytest.approx(expected["log_product"], abs=1e-8)
    assert 0 <= found.bound - found.value <= 1e-7
    assert np.log(programme.gains(found.chosen)).sum() == pytest.approx(found.value, abs=1e-12)


@settings(max_examples=15)
@given(scenarios(parties=(2, 4), issues=(2, 4)), st.permutations([1.0, 2.0, 3.0, 5.0]))
def test_another_solver_finds_the_same(scenario: Scenario, four: list[float]) -> None:
    """SCIP knows the logarithm itself; interactions, constraints, floors and weights included."""
    programme = compile_scenario(scenario)
    weights = np.array(four[: len(programme.parties)])
    found, other = _found(programme, weights=weights), nash_by_scip(scenario, weights)
    if other is None:
        assert found.status == "infeasible"
    else:
        assert found.status == "optimal"
        assert found.value == pytest.approx(other, abs=1e-5)


@given(scenarios(parties=(2, 3), issues=(1, 3)))
def test_the_packages_come_in_order(scenario: Scenario) -> None:
    """Each solve without those found before gives the next best, until none is left."""
    programme = compile_scenario(scenario)
    values = sorted(
        (np.log(d.gains).sum() for d in deals(scenario) if (d.gains > 1e-3).all()), reverse=True
    )
    assume(len(values) <= 12)
    met = []
    for value in values:
        found = _found(programme, without=tuple(met))
        assert found.value == pytest.approx(value, abs=1e-7)
        met.append(found.chosen)
    assert _found(programme, without=tuple(met)).status == "infeasible"


@settings(max_examples=20)
@given(scenarios(parties=(2, 3), issues=(2, 3)), st.sampled_from([1e-6, 1e-3, 1e3, 1e6]))
def test_the_unit_of_a_party_does_not_matter(scenario: Scenario, factor: float) -> None:
    """Its points times a factor, and as many more as one likes: the same product, but for that."""
    programme = compile_scenario(scenario)
    factors = np.where(np.arange(len(programme.parties)) == 0, factor, 1.0)
    other = replace(
        programme,
        points=programme.points * factors[:, None] + 3.0 * (factors[:, None] == factor),
        bonus=programme.bonus * factors[:, None],
        outside=programme.outside * factors + 3.0 * len(programme.issues) * (factors == factor),
    )
    one, two = _found(programme), _found(other)
    assert one.status == two.status
    if one.chosen is not None and two.chosen is not None:
        assert two.value - np.log(factor) == pytest.approx(one.value, abs=1e-6)


def test_units_far_apart_between_parties() -> None:
    """From a millionth to a million in one talk; counted by hand over all 4^5 packages."""
    scenario = drawn(4, 5, 4)
    programme = compile_scenario(scenario)
    factors = np.array([1e-6, 1.0, 1e3, 1e6])
    other = replace(
        programme,
        points=programme.points * factors[:, None],
        outside=programme.outside * factors,
    )
    every = np.array(list(itertools.product(*(range(4) for _ in range(5)))))
    gains = programme.points[:, every + programme.starts[:-1]].sum(axis=2)
    gains = gains - programme.outside[:, None]
    best = np.log(gains[:, (gains > 0).all(axis=0)]).sum(axis=0).max()
    found = _found(other)
    assert found.status == "optimal"
    assert found.value == pytest.approx(best + np.log(factors).sum(), abs=1e-8)


def test_a_start_is_never_left_for_a_worse_package() -> None:
    programme = compile_scenario(drawn(5, 12))
    best = _found(programme)
    assert best.chosen is not None
    again = _found(programme, start=best.chosen, deadline=Deadline(0.0))
    assert again.value >= best.value - 1e-12


def test_progress_only_ever_closes_in() -> None:
    told: list[tuple[float, float]] = []
    _found(compile_scenario(drawn(8, 12)), progress=lambda *pair: told.append(pair))
    values, bounds = zip(*told, strict=True)
    assert list(values) == sorted(values)
    assert list(bounds) == sorted(bounds, reverse=True)
    assert told[-1][1] - told[-1][0] <= 1e-7


def test_out_of_time_there_is_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which every look costs a minute: what was found is told, with its bound."""
    now = itertools.count(step=60.0)
    monkeypatch.setattr(solver.time, "monotonic", lambda: next(now))
    programme = compile_scenario(drawn(10, 15))
    found = _found(programme, deadline=Deadline(60.0))
    assert found.status == "bounded"
    assert found.chosen is not None
    assert found.bound > found.value
    assert programme.obeys(found.chosen)
