"""Work side by side on this machine: a job goes to each process once, and blocks come as made."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from comity.core.errors import ComityError

Span = tuple[int, int]
AnyJob = TypeVar("AnyJob")
AnyBlock = TypeVar("AnyBlock")


def over_processes(
    job: AnyJob, spans: list[Span], count: int, make: Callable[[AnyJob, int, int], AnyBlock]
) -> Iterator[AnyBlock]:
    """What `make` makes of the job and each span, in the order in which processes finish them.

    Two tasks a process at a time, so that what is done never piles up. `make` is a function of a
    module. Raises `ComityError` where a process was ended from outside, and whatever `make` raises.
    """
    with _processes(count, job, make) as processes:
        todo = iter(spans)
        running: set[Future[AnyBlock]] = set()
        while True:
            while len(running) < 2 * count and (span := next(todo, None)):
                with _interrupted_later():
                    running.add(processes.submit(_held_block, *span))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            while done:
                yield _result(done.pop())


@contextmanager
def _processes(count: int, job: object, make: object) -> Iterator[ProcessPoolExecutor]:
    """Processes that hold the job, and that are ended at once where something goes wrong."""
    processes = ProcessPoolExecutor(count, get_context("spawn"), _hold, (job, make))
    try:
        yield processes
    except BaseException:
        started = [*(processes._processes or {}).values()]
        processes.shutdown(wait=False, cancel_futures=True)
        for one in started:
            one.terminate()
        raise
    processes.shutdown()


@contextmanager
def _interrupted_later() -> Iterator[None]:
    """An interruption waits until processes have started, which are then deaf to it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(done: Future[AnyBlock]) -> AnyBlock:
    try:
        return done.result()
    except BrokenProcessPool:
        raise ComityError(
            "A process that worked on this was ended from outside, perhaps for want of memory; try "
            "again with fewer workers."
        ) from None


_held: list[Any] = []  # in a process of the pool, the job it was started for, and how it is done


def _hold(job: object, make: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _held[:] = [job, make]


def _end_with_parent() -> None:
    """Whoever asked for the work may be killed, and can tell nobody to stop."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _held_block(first: int, last: int) -> Any:
    job, make = _held
    return make(job, first, last)
