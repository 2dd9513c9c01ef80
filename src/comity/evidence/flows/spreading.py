"""Draws on a Dask cluster: what a job needs goes there once, and what dies is drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from comity.core.errors import ComityError, shown
from comity.evidence.flows.drawing import Block, Job, block

RETRIES = 5
"""So often a block is made anew when the worker that made it has died or failed."""

AHEAD = 4
"""So many blocks a thread of the cluster are asked for at a time, so that results never pile up."""

TIMEOUT = "20s"

Span = tuple[int, int]


def over_cluster(job: Job, spans: list[Span], address: str) -> Iterator[Block]:
    """The draws of each span, in the order in which workers finish them.

    A block depends on nothing but the job and the numbers of its draws, so one that is made a
    second time, because its worker died, is the same. If all workers that held the job die, it is
    sent out again. Raises `ComityError` where Dask is not installed, nobody answers at the
    address, or a draw cannot be fitted.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ComityError(
            f"No Dask scheduler answers at {shown(address)} ({type(error).__name__}); start one, "
            "or leave the cluster out to use this machine."
        ) from error
    with client:
        todo = list(spans)
        for attempt in range(RETRIES + 1):
            lost: list[Span] = []
            for span, made in _asked(distributed, client, job, todo):
                if made is None:
                    lost.append(span)
                else:
                    yield made
            if not lost:
                return
            todo = sorted(lost)
        raise ComityError(
            f"{len(todo)} blocks of draws were lost {attempt + 1} times with the workers that "
            "held them; look at the memory of the workers, or leave the cluster out."
        )


def _asked(
    distributed: Any, client: Any, job: Job, spans: list[Span]
) -> Iterator[tuple[Span, Block | None]]:
    """Each span with its draws, or with None where what they needed was lost."""
    held = client.scatter(job, broadcast=True, hash=False)
    threads = sum(client.nthreads().values()) or 1
    todo = iter(spans)

    def ask(span: Span) -> Any:
        future = client.submit(block, held, *span, pure=False, retries=RETRIES)
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
        yield span, made


def _answer(distributed: Any, future: Any) -> Block | None:
    """The draws, or None if they, or the job, were lost with a worker; raises what a draw raised."""
    from concurrent.futures import CancelledError

    try:
        made: Block = future.result()
    except (CancelledError, distributed.KilledWorker, OSError):
        return None
    return made


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ComityError(
            "To use a cluster, the package distributed is needed: pip install comity[cluster]."
        ) from error
    return distributed
