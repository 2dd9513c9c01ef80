"""Work on a Dask cluster: what a job needs goes there once, and what dies is made again."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, TypeVar

from comity.core.errors import ComityError, shown

RETRIES = 5
"""So often a block is made anew when the worker that made it has died or failed."""

AHEAD = 4
"""So many blocks a thread of the cluster are asked for at a time, so that results never pile up."""

TIMEOUT = "20s"

_FORM = re.compile(
    r"((tcp|tls|ucx|ws|wss)://)?([^\s/:\[\]]+|\[[0-9a-fA-F:.%]+\]):\d{1,5}|inproc://\S+"
)

Span = tuple[int, int]
AnyJob = TypeVar("AnyJob")
AnyBlock = TypeVar("AnyBlock")
Make = Callable[[AnyJob, int, int], AnyBlock]


def over_cluster(
    job: AnyJob, spans: list[Span], address: str, make: Make[AnyJob, AnyBlock]
) -> Iterator[AnyBlock]:
    """What `make` makes of the job and each span, in the order in which workers finish them.

    A block depends on nothing but the job and its two numbers, so one that is made a second time,
    because its worker died, is the same. If all workers that held the job die, it is sent out
    again. Raises `ComityError` where Dask is not installed or nobody answers at the address, and
    whatever `make` raises.
    """
    distributed = _distributed()
    if not _FORM.fullmatch(address):
        raise ComityError(
            f"{shown(address)} is no address of a Dask scheduler; write it as in "
            "tcp://192.0.2.1:8786, with the port."
        )
    try:
        client = _client(distributed)(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ComityError(
            f"No Dask scheduler answers at {shown(address)} ({type(error).__name__}); start one, "
            "or leave the cluster out to use this machine."
        ) from error
    with client:
        missing = dict.fromkeys(spans)
        for _ in range(RETRIES):
            for span, made in _asked(distributed, client, job, make, list(missing)):
                del missing[span]
                yield made
            if not missing:
                return
        raise ComityError(
            f"{len(missing)} blocks of work were lost {RETRIES} times with the workers that held "
            "them; look at the memory of the workers, or leave the cluster out."
        )


def _client(distributed: Any) -> Any:
    """Dask's client, but one that nobody answered goes at once and without a word."""

    def forget(self: Any) -> None:
        with suppress(Exception):
            self.close(timeout=0.1)

    return type("Client", (distributed.Client,), {"__del__": forget})


def _asked(
    distributed: Any, client: Any, job: AnyJob, make: Make[AnyJob, AnyBlock], spans: list[Span]
) -> Iterator[tuple[Span, AnyBlock]]:
    """Each span with its block; left out are those that were lost with a worker, or with the job.

    Dask may also forget a result whose worker died between the last draw and the fetching of it,
    without a word: so whoever asks counts what has come.
    """
    held = client.scatter(pickle.dumps(job), broadcast=True, hash=False)
    threads = sum(client.nthreads().values()) or 1
    todo = iter(spans)

    def ask(span: Span) -> Any:
        future = client.submit(_block, held, make, *span, pure=False, retries=RETRIES)
        asked[future.key] = span
        return future

    asked: dict[str, Span] = {}
    first = [ask(span) for span, _ in zip(todo, range(AHEAD * threads), strict=False)]
    answers = distributed.as_completed(first, loop=client.loop)
    del first
    for future in answers:
        span = asked.pop(future.key)
        made = _answer(distributed, future)
        del future
        if (following := next(todo, None)) is not None:
            answers.add(ask(following))
        if made is not None:
            yield span, made


def _block(job: bytes, make: Callable[..., AnyBlock], first: int, last: int) -> AnyBlock:
    """A block by a worker, which unpacks the job itself: Dask would hand out arrays out of line."""
    return make(pickle.loads(job), first, last)


def _answer(distributed: Any, future: Any) -> Any:
    """The block, or None if it was lost, or the job was; raises what the making of it raised."""
    try:
        return future.result()
    except (CancelledError, distributed.KilledWorker, OSError):
        return None


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ComityError(
            "To use a cluster, the package distributed is needed: pip install comity[cluster]."
        ) from error
    return distributed
