"""Members have the same bytes wherever they are made, and nonsense is refused in a sentence."""

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Settings
from comity.foresight.displacement.engines import ensemble
from comity.foresight.displacement.engines.ensemble import ENGINES, Ensemble, simulate
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from tests.foresight.displacement.small import write_case


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """Sixty days of the small case, as FLEE would move people."""
    folder = write_case(tmp_path_factory.mktemp("small"))
    return make_plan(read_case(folder), Settings(), "flee")


def _bytes(made: Ensemble) -> tuple[bytes, ...]:
    return tuple(part.tobytes() for part in (made.at, made.under_way, made.entered))


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_the_same_seed_gives_the_same_bytes_on_any_number_of_workers(
    plan: Plan, engine: str
) -> None:
    alone = simulate(plan, engine, runs=6, seed=3, workers=1)
    for workers in (2, 4):
        assert _bytes(simulate(plan, engine, runs=6, seed=3, workers=workers)) == _bytes(alone)
    assert np.array_equal(simulate(plan, engine, runs=2, seed=3).at, alone.at[:2])
    other = simulate(plan, engine, runs=6, seed=4, workers=1)
    assert _bytes(other) != _bytes(alone)
    assert len({member.tobytes() for member in (*alone.at, *other.at)}) == 12


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_people_are_conserved_and_counted_once(plan: Plan, engine: str) -> None:
    made = simulate(plan, engine, runs=2, seed=1)
    came = plan.initial.sum() + np.cumsum(plan.arrivals + plan.spawned.sum(axis=1))
    there = made.at.sum(axis=2) + made.under_way
    assert (there == came).all()
    assert (made.at >= 0).all()
    assert made.agent_days == 2 * came.sum()
    assert (made.entered.sum(axis=0) > 0).any()
    assert made.camps.shape == (2, plan.days, len(plan.camps))


def test_a_cluster_makes_the_same_members(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    spans: list[tuple[int, int]] = []

    def elsewhere(job, asked, address, make):  # type: ignore[no-untyped-def]
        assert address == "tcp://192.0.2.1:8786"
        spans.extend(asked)
        for first, last in reversed(asked):
            yield pickle.loads(pickle.dumps(make(pickle.loads(pickle.dumps(job)), first, last)))

    alone = simulate(plan, "counts", runs=19, seed=2, workers=1)
    monkeypatch.setattr(ensemble, "over_cluster", elsewhere)
    shared = simulate(plan, "counts", runs=19, seed=2, cluster="tcp://192.0.2.1:8786")
    assert spans == [(0, 8), (8, 16), (16, 19)]
    assert _bytes(shared) == _bytes(alone)
    assert shared.agent_days == alone.agent_days


def test_progress_counts_members(plan: Plan) -> None:
    told: list[tuple[int, int]] = []
    simulate(plan, "counts", runs=3, workers=2, progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_auto_moves_cohorts_only_where_that_is_exact(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comity.foresight.displacement.engines import counts

    assert simulate(plan).engine == "counts"
    monkeypatch.setattr(counts, "unable", lambda _: "people remember where they came from")
    assert simulate(plan).engine == "agents"
    with pytest.raises(ComityError, match="people remember where they came from; use the engine"):
        simulate(plan, "counts")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"runs": 0}, "The number of runs is 0; it must be 1 or more"),
        ({"workers": 0}, "The number of workers is 0"),
        ({"seed": -1}, "The seed is -1"),
        ({"seed": 1 << 63}, "it must be a whole number from 0 to"),
        ({"runs": 10**9}, "are more than memory holds; ask for .* runs at most"),
        ({"engine": "gpu"}, "An engine is one of auto, counts, agents, not 'gpu'"),
    ],
)
def test_nonsense_is_refused(plan: Plan, wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ComityError, match=said):
        simulate(plan, **wrong)  # type: ignore[arg-type]
