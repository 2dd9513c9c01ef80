"""A thousand draws of the world's flows: in processes here, and on a cluster that loses a worker.

`python -m benchmarks bootstrap` shares the draws of 2015-2020 (231 places) out over the processors,
then over a local Dask cluster of two worker processes of which one is killed half way, and says
whether both gave the same bytes. Draws are told as they are done.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.flows import read
from comity import open_evidence
from comity.evidence.flows.inputs import Inputs
from comity.evidence.flows.uncertainty import Spread, spread

DRAWS = 1000


def told(done: int, of: int) -> None:
    """One line that counts."""
    print(f"\r{done:>5} of {of} draws", end="", file=sys.stderr, flush=True)


def digest(found: Spread) -> str:
    """One checksum over every bound."""
    total = hashlib.sha256()
    for band in found.bands.values():
        for one in (band.flows, band.arrivals, band.departures, band.net, band.total):
            total.update(one.low.tobytes() + one.high.tobytes())
    return total.hexdigest()


def here(inputs: Inputs) -> tuple[float, str]:
    """Seconds and checksum in processes of this machine."""
    start = time.perf_counter()
    found = spread(inputs, draws=DRAWS, progress=told)
    return time.perf_counter() - start, digest(found)


def killed(inputs: Inputs) -> tuple[float, str]:
    """Seconds and checksum on a cluster of two workers, one of them killed half way."""
    from distributed import LocalCluster

    victims: list[int] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        silence_logs="CRITICAL",
    ) as cluster:  # fmt: skip

        def kill_one(done: int, of: int) -> None:
            told(done, of)
            if not victims and done >= of // 2:
                victims.append(cluster.workers[0].pid)
                os.kill(victims[0], signal.SIGKILL)

        start = time.perf_counter()
        found = spread(inputs, draws=DRAWS, cluster=cluster.scheduler_address, progress=kill_one)
        took = time.perf_counter() - start
    if not victims:
        raise SystemExit("No worker was killed: the cluster was done too early.")
    return took, digest(found)


def main() -> None:
    """Print both, and whether they agree."""
    with tempfile.TemporaryDirectory() as place:
        evidence = open_evidence(Path(place))
        inputs = read(evidence, (2015, 2020)).whole
        evidence.close()
    alone, first = here(inputs)
    print(
        f"\n{DRAWS} draws, {len(inputs.places)} places, {os.cpu_count()} processors: {alone:.0f} s"
    )
    shared, second = killed(inputs)
    print(f"\nthe same on two Dask workers, one killed half way: {shared:.0f} s")
    print(f"same bytes: {'yes' if first == second else 'NO'} ({first[:16]})")


if __name__ == "__main__":
    main()
