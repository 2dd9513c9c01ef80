"""One writer at a time in a folder; what a writer that died left behind is swept by the next.

The lock is the operating system's and goes with its holder. Readers never wait: whatever they find
was moved into place whole.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from comity.core.errors import StoreTrouble
from comity.core.files import TEMPORARY, explained

__all__ = ["scratch", "writing"]

LOCK_SECONDS = 120.0
_DEPTHS = ("*", "*/*", "*/*/*")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of a folder, which is made where there is none.

    Raises `FileTrouble` where nothing can be written there, and `StoreTrouble` where another
    writer does not end.
    """
    with explained(folder, "write to"):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ".lock", os.O_CREAT | os.O_RDWR, 0o666)
    try:
        _take(handle, folder)
        _sweep(folder)
        yield
    finally:
        os.close(handle)


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A new folder in `beside`, to be filled and moved into place; gone when that did not happen.

    Only who holds the lock may ask for it, since the next to hold it sweeps it away.
    """
    folder = beside / f"{TEMPORARY}{uuid4().hex}"
    with explained(beside, "write to"):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take(handle: int, folder: Path) -> None:
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() - started > LOCK_SECONDS:
                raise StoreTrouble(
                    f"Another Comity has been writing to {folder} for {LOCK_SECONDS:.0f} seconds; "
                    "wait for it to end and run this again."
                ) from None
            time.sleep(0.05)
        else:
            return


def _sweep(folder: Path) -> None:
    for depth in _DEPTHS:
        for path in folder.glob(depth):
            if not path.name.startswith(TEMPORARY):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
