"""A cluster gives the same bytes as this process, also when one of its workers is killed."""

import gc
import os
import signal
import sys
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from comity.core import spreading
from comity.core.errors import ComityError
from comity.evidence.flows.uncertainty import spread
from tests.evidence.flows.small_world import small_world
from tests.evidence.flows.test_uncertainty import bytes_of


@pytest.mark.alone
def test_a_worker_killed_half_way_changes_nothing() -> None:
    from distributed import LocalCluster

    world = small_world()
    alone = spread(world, draws=120, workers=1)
    killed: list[int] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs="CRITICAL",
    ) as cluster:  # fmt: skip

        def kill_one(done: int, of: int) -> None:
            if not killed and done >= of // 2:
                assert done < of
                killed.append(cluster.workers[0].pid)
                os.kill(killed[0], signal.SIGKILL)

        shared = spread(
            world, draws=120, block_size=6, cluster=cluster.scheduler_address, progress=kill_one
        )
    assert killed
    assert bytes_of(shared) == bytes_of(alone)
    assert shared.methods == alone.methods


def test_a_block_that_dask_forgot_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[tuple[int, int]]] = []

    dask = SimpleNamespace()

    def half(*given: object):  # type: ignore[no-untyped-def]
        spans = given[-1]
        asked.append(list(spans))  # type: ignore[call-overload]
        yield from ((span, f"draws {span}") for span in asked[-1][::2])

    def nobody(_job: None, first: int, last: int) -> None:
        raise AssertionError((first, last))

    monkeypatch.setattr(spreading, "_distributed", lambda: dask)
    monkeypatch.setattr(spreading, "_client", lambda _: lambda *_, **__: nullcontext())
    monkeypatch.setattr(spreading, "_asked", half)
    spans = [(0, 2), (2, 4), (4, 6), (6, 8)]
    made = list(spreading.over_cluster(None, spans, "tcp://nowhere:1", nobody))
    assert asked == [spans, [(2, 4), (6, 8)], [(6, 8)]]
    assert sorted(map(str, made)) == [f"draws {span}" for span in spans]

    def nothing(*_: object):  # type: ignore[no-untyped-def]
        yield from ()

    monkeypatch.setattr(spreading, "_asked", nothing)
    with pytest.raises(ComityError, match="4 blocks of work were lost 5 times"):
        list(spreading.over_cluster(None, spans, "tcp://nowhere:1", nobody))


def test_without_dask_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ComityError, match=r"pip install comity\[cluster\]"):
        spread(small_world(), draws=4, cluster="tcp://127.0.0.1:1")


def test_an_address_where_nobody_answers_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spreading, "TIMEOUT", "300ms")
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    with pytest.raises(ComityError, match="No Dask scheduler answers at"):
        spread(small_world(), draws=4, cluster="tcp://127.0.0.1:1")
    gc.collect()
    assert told == []
    assert "Exception ignored" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "address", ["nonsense", "nonsense://x", "127.0.0.1:notaport", "tcp://host", "tcp://:8786", ""]
)
def test_what_is_no_address_is_said_before_anybody_is_called(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "_client", None)
    with pytest.raises(ComityError, match="is no address of a Dask scheduler"):
        spread(small_world(), draws=4, cluster=address)
