"""kill -9 and a failing disk in the middle of a sync: the store always opens, the vintage is whole.

`python -m tests.evidence.sync.test_kills 200` kills as many syncs at random moments and counts.
"""

import errno
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.core.files import TEMPORARY
from comity.evidence import open_evidence
from comity.evidence.manifest import Vintage
from comity.evidence.store import Store
from comity.evidence.sync.journal import folder_of, read_journal
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.run import Sync
from tests.core.faults import Disk, failing
from tests.evidence.sources.loopback import Question, Reply, Rerouted, publisher, told
from tests.evidence.sources.shape_world_bank import row

Orders = Callable[..., list[dict[str, Any]]]
PLACES = ("AFG", "KGZ", "TJK", "UZB")
YEARS = range(2000, 2025)
ENDS = ("stored", "unchanged")
"""How the sync after an interrupted one ends: what that one had stored is not stored twice."""

ROWS = len(PLACES) * len(YEARS) * 6


@contextmanager
def revising() -> Iterator[int]:
    """A publisher that revises a little with every question; its port."""
    asked = count()

    def answer(question: Question) -> Reply:
        code = question.path.rsplit("/", 1)[-1]
        new = 1 + next(asked) * 1e-6
        rows = [
            row(code, place, year, new if place == "UZB" else 1.0)
            for place in PLACES
            for year in YEARS
        ]
        return told([{"page": 1, "pages": 1, "lastupdated": "2026-09-01"}, rows])

    with publisher(answer) as one:
        yield one.port


def held(home: Path) -> tuple[Vintage, ...]:
    """The vintages in the store, every one of which is read whole."""
    store = Store.open(home)
    for _ in store.check():
        pass
    if "governance" not in store.manifest.datasets:
        return ()
    frame = store.read("governance")
    assert frame.height == ROWS
    assert frame.select("country", "year", "indicator").is_unique().all()
    read_journal(home)
    return store.manifest.datasets["governance"].vintages


def kill(home: Path, port: int, times: int, orders: Orders, seed: int = 4) -> int:
    """Kill syncs at random moments; how many had stored something by then."""
    chance = random.Random(seed)
    kept: tuple[Vintage, ...] = ()
    stored = 0
    for _ in range(times):
        (end,) = orders(
            {"do": "sync_for_ever", "home": str(home), "port": port,
             "seconds": chance.uniform(0.02, 1.2)}
        )  # fmt: skip
        assert end["killed"], end
        vintages = held(home)
        assert vintages[: len(kept)] == kept, "what was stored once stays"
        stored += len(vintages) > len(kept)
        kept = vintages
    return stored


def test_kill_9_at_random_moments(tmp_path: Path, orders: Orders) -> None:
    """The store opens, every vintage is whole, and the next sync goes on as if nothing had been."""
    open_evidence(tmp_path).close()  # what ships is loaded already: loading is killed elsewhere
    with revising() as port:
        assert kill(tmp_path, port, 20, orders) > 2
        (end,) = orders({"do": "sync", "home": str(tmp_path), "port": port})
    assert end["answer"][0] in ENDS
    assert [*folder_of(tmp_path).rglob(f"{TEMPORARY}*")] == []


def test_kill_9_at_every_step(tmp_path: Path, orders: Orders) -> None:
    """Whatever the last thing was that the disk was asked for."""
    at, alive = 1, False
    with revising() as port:
        while not alive:
            homes = [tmp_path / str(step) for step in range(at, at + 60, 10)]
            ended = orders(
                *({"do": "sync", "home": str(home), "port": port, "dies_at": int(home.name)}
                  for home in homes)
            )  # fmt: skip
            for home, end in zip(homes, ended, strict=True):
                assert len(held(home)) == 1 or end["killed"]
            again = orders(*({"do": "sync", "home": str(h), "port": port} for h in homes))
            assert all(end["answer"][0] in ENDS for end in again)
            assert all(held(home) for home in homes)
            alive = not all(end["killed"] for end in ended)
            at += 60
    assert at > 60


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_one_sentence_at_any_step(tmp_path: Path, number: int) -> None:
    """Nothing that was held is lost, and nothing half written shows."""
    with revising() as port:

        def sync() -> list[str]:
            one = Sync(
                Store.open(tmp_path), Keys(), transport=Rerouted(port), sleep=lambda _s: None
            )
            return [end.state for end in one.fetch(["governance"])]

        sync()
        kept = held(tmp_path)
        refused = 0
        for at in range(1, 160, 12):
            disk = Disk(failing(number), at)
            with disk.watched(), suppress(ComityError) as told:
                assert sync()[0] in ENDS
            if disk.happened and told:
                refused += 1
            vintages = held(tmp_path)
            assert vintages[: len(kept)] == kept
            kept = vintages
        assert refused > 3
        assert sync()[0] in ENDS
        assert sync() == ["stored"]


@contextmanager
def suppress(kind: type[ComityError]) -> Iterator[list[str]]:
    """Let such an error pass; its sentence, which has to be about the disk."""
    told: list[str] = []
    try:
        yield told
    except kind as error:
        told.append(str(error))
        if "the disk is full" not in told[0]:
            raise


def main(times: int) -> None:
    """Kill so many syncs and say what was found."""
    import json
    import subprocess

    script = Path(__file__).parents[1] / "children.py"
    root = str(Path(__file__).parents[3])
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=root, env={"PYTHONPATH": f"{root}/src:{root}"},
    )  # fmt: skip

    def orders(*jobs: dict[str, Any]) -> list[dict[str, Any]]:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(jobs) + "\n")
        process.stdin.flush()
        answer: list[dict[str, Any]] = json.loads(process.stdout.readline())
        return answer

    with tempfile.TemporaryDirectory() as folder, revising() as port:
        stored = kill(Path(folder), port, times, orders, seed=times)
        vintages = len(held(Path(folder)))
    process.terminate()
    print(
        f"{times} syncs killed at random moments; after {stored} of them a new vintage was held, "
        f"{vintages} in all, every one whole; the store opened every time."
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
