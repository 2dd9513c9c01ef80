"""One writer at a time in a folder; what a writer that died left behind is swept by the next.

Readers never wait: whatever they find was moved into place whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from comity.core.files import TEMPORARY, explained
from comity.core.locks import locked

__all__ = ["scratch", "writing"]

_DEPTHS = ("*", "*/*", "*/*/*")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of a folder, which is made where there is none.

    Raises `FileTrouble` where nothing can be written there, and `StoreTrouble` where another
    writer does not end.
    """
    with locked(folder / ".lock"):
        _sweep(folder)
        yield


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


def _sweep(folder: Path) -> None:
    for depth in _DEPTHS:
        for path in folder.glob(depth):
            if not path.name.startswith(TEMPORARY):
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
