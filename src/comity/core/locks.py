"""One writer at a time: a file lock, which the operating system drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from comity.core.errors import StoreTrouble
from comity.core.files import explained

__all__ = ["locked"]

LOCK_SECONDS = 120.0
"""How long a writer waits for another to end."""


@contextmanager
def locked(lock: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of the folder in which the file `lock` lies; both are made if need be.

    `waiting` is called once where another writer is not done within a second. Raises `StoreTrouble`
    where it does not end, and `FileTrouble` where nothing can be written or locked there.
    """
    with explained(lock.parent, "write to"):
        lock.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o666)
    try:
        with explained(lock, "lock"):
            _take(handle, lock.parent, waiting)
        yield
    finally:
        os.close(handle)


def _take(handle: int, folder: Path, waiting: Callable[[], None] | None) -> None:
    started = time.monotonic()
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() - started > LOCK_SECONDS:
                raise StoreTrouble(
                    f"Another Comity has been writing to {folder} for {LOCK_SECONDS:.0f} seconds; "
                    "wait for it to end and run this again."
                ) from None
            if waiting and not told and time.monotonic() - started > 1:
                waiting()
                told = True
            time.sleep(0.05)
        else:
            return
