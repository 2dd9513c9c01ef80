"""Children that load, add, read and die, forked from one process that has imported Comity.

Run as a script it reads orders, one JSON list of jobs a line. The jobs of a line run at the same
time, each in a process of its own; a JSON list says how each ended and what it had to say.
"""

import hashlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from comity.core.errors import ComityError
from comity.evidence import open_evidence
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.embedded import embedded_digest, load_embedded
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from tests.core.faults import Disk

NOBODY = 65534
Job = dict[str, Any]


def described(name: str) -> Dataset:
    """A dataset of a user's own: one number a country."""
    return Dataset.model_validate(
        {
            "name": name, "title": name, "summary": "A count.", "publisher": "A ministry",
            "short": "A ministry", "release": "1", "vintage": "2024-01-01",
            "vintage_basis": "stated", "vintage_note": "", "licence": "CC BY 4.0",
            "citation": "A ministry (2024).", "url": "https://example.org", "frequency": "yearly",
            "counts": "stock", "counted": "persons", "who_counted": "A ministry",
            "key": ["country"],
            "columns": [
                {"name": "country", "type": "place"},
                {"name": "persons", "type": "integer", "measure": True},
            ],
        }
    )  # fmt: skip


def counted(number: int, rows: int = 3) -> pl.DataFrame:
    """A table in which every count is `number`."""
    places = ["AFG", "TJK", "UZB"]
    return pl.DataFrame({"country": places, "persons": [number] * rows})


def load(job: Job) -> int:
    """Load the embedded figures; how many tables this process wrote."""
    only_some(job)
    told: list[str] = []
    load_embedded(Store.open(Path(job["home"])), lambda name, *_: told.append(name))
    return len(told)


def only_some(job: Job) -> None:
    """Know the first few datasets only, which saves time where every step is a process."""
    if "first" in job:
        for name in list(catalogue())[job["first"] :]:
            del catalogue()[name]
        embedded_digest.cache_clear()


def add(job: Job) -> str:
    """Add one vintage whose counts are its day of the month."""
    return add_one(Store.open(Path(job["home"])), int(job["number"]))


def add_one(store: Store, number: int) -> str:
    """Add the vintage of a day."""
    day = date.fromordinal(date(2024, 1, 1).toordinal() + number)
    store, vintage = store.append(described("ours"), counted(number), vintage=day, origin="child")
    return vintage.file


def add_for_ever(job: Job) -> None:
    """Add vintages until somebody kills this process."""
    store = Store.open(Path(job["home"]))
    held = store.manifest.datasets.get("ours")
    number = len(held.vintages) if held else 0
    while True:
        number += 1
        add_one(store, number)


def add_pairs(job: Job) -> None:
    """Put two tables that agree in one generation, many times."""
    for _ in range(int(job["times"])):
        put_pair(Store.open(Path(job["home"])))


def put_pair(store: Store) -> None:
    """Two tables whose counts are the generation that names them."""
    with store.writing() as writer:
        number = writer.store.manifest.generation + 1
        for name in ("pair_one", "pair_two"):
            put(writer, described(name), number)


def put(writer: Any, dataset: Dataset, number: int) -> None:
    """One table of a pair, as bytes."""
    import io

    buffer = io.BytesIO()
    counted(number).write_parquet(buffer)
    writer.put(
        dataset.name, buffer.getvalue(), rows=3, vintage=date(2024, 1, 1), origin="pair",
        described=dataset,
    )  # fmt: skip


def read_pairs(job: Job) -> list[int]:
    """The generations this reader saw until the last one; raises where two tables differ."""
    return watch_pairs(Path(job["home"]), int(job["times"]))


def watch_pairs(home: Path, last: int) -> list[int]:
    """Open the store again and again and compare what both tables say with its generation."""
    seen: list[int] = []
    ends = time.monotonic() + 60
    while (not seen or seen[-1] < last) and time.monotonic() < ends:
        store = Store.open(home)
        generation = store.manifest.generation
        if generation == 0:
            continue
        evidence = Evidence(store)
        for name in ("pair_one", "pair_two"):
            rows = evidence.query(f"SELECT count(*) n, min(persons) a, max(persons) b FROM {name}")
            if rows != [{"n": 3, "a": generation, "b": generation}]:
                raise AssertionError(f"generation {generation}, {name}: {rows}")
        evidence.close()
        seen.append(generation)
    return seen


def ask(job: Job) -> Any:
    """Open the evidence and ask it, as somebody who may only read."""
    evidence = open_evidence(job["home"])
    answer = evidence.query(job["sql"])
    evidence.close()
    return answer


def hold(job: Job) -> None:
    """Hold the writer's lock until killed."""
    with Store.open(Path(job["home"])).writing():
        Path(job["ready"]).touch()
        time.sleep(600)


def sync(job: Job) -> list[str]:
    """Bring governance up to date from the publisher at a port; how it ended."""
    from comity.evidence.sync.keys import Keys
    from comity.evidence.sync.run import Sync
    from tests.evidence.sources.loopback import Rerouted

    one = Sync(
        Store.open(Path(job["home"])), Keys(), transport=Rerouted(int(job["port"])),
        sleep=lambda _seconds: None,
    )  # fmt: skip
    return [end.state for end in one.fetch(["governance"])]


def sync_for_ever(job: Job) -> None:
    """Sync again and again until somebody kills this process."""
    while True:
        sync(job)


DO: dict[str, Callable[[Job], Any]] = {
    "load": load, "add": add, "add_for_ever": add_for_ever, "add_pairs": add_pairs,
    "read_pairs": read_pairs, "ask": ask, "hold": hold, "sync": sync,
    "sync_for_ever": sync_for_ever,
}  # fmt: skip


def run(job: Job) -> Any:
    """Do one job, as nobody where asked, dying at the step asked for."""
    if job.get("as_nobody") and os.geteuid() == 0:
        DO[job["do"]](job | {"home": job["rehearsal"]})  # what is imported late may be out of reach
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with Disk(at=job.get("dies_at")).watched():
        return DO[job["do"]](job)


def whole(path: Path) -> bool:
    """Whether a Parquet file holds what its name says."""
    return hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.stem.rpartition("-")[2])


def fork(job: Job) -> tuple[int, int]:
    """Start a job; its process and where its answer will come from."""
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        return child, reader
    try:
        answer: dict[str, Any] = {"answer": run(job)}
    except ComityError as error:
        answer = {"refused": str(error), "kind": type(error).__name__}
    except BaseException:  # noqa: BLE001 - a child reports, whatever broke
        answer = {"broke": traceback.format_exc()}
    os.write(writer, json.dumps(answer).encode())
    os._exit(0)


def collect(job: Job, child: int, reader: int) -> dict[str, Any]:
    """Wait for a job, or kill it after its seconds; what it said, and the signal that ended it."""
    if "seconds" in job:
        time.sleep(job["seconds"])
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return (json.loads(said) if said else {}) | {"killed": status == -signal.SIGKILL}


def main() -> None:
    """Take orders until there are no more."""
    catalogue()
    embedded_digest()
    for line in sys.stdin:
        jobs = json.loads(line)
        started = [fork(job) for job in jobs]
        ended = [collect(job, *child) for job, child in zip(jobs, started, strict=True)]
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
