"""A disk that fails, or a process that dies, at one chosen step of writing files.

The steps are what the operating system is asked for: making folders and files, writing, flushing,
syncing, changing rights, moving. `Disk(at=n)` lets something happen at the n-th of them; a write
gets half of its bytes out first, as a full disk does.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

CALLS = ("mkdir", "open", "fsync", "chmod", "replace")


def failing(number: int) -> Callable[[], NoReturn]:
    """Something that happens: the operating system refuses with this error number."""

    def fail() -> NoReturn:
        raise OSError(number, os.strerror(number))

    return fail


def dying() -> None:
    """Something that happens: kill -9."""
    os.kill(os.getpid(), signal.SIGKILL)


class Disk:
    """The steps of writing, counted; at step `at`, counted from 1, `happens` is called."""

    def __init__(self, happens: Callable[[], object] = dying, at: int | None = None) -> None:
        self.happens = happens
        self.at = at
        self.steps: list[str] = []

    def step(self, name: str, before: Callable[[], object] | None = None) -> None:
        """Count a step; `before` is what is half done when it fails."""
        self.steps.append(name)
        if len(self.steps) == self.at:
            if before is not None:
                before()
            self.happens()

    @property
    def happened(self) -> bool:
        """Whether the chosen step was reached."""
        return self.at is not None and len(self.steps) >= self.at

    @contextmanager
    def watched(self) -> Iterator["Disk"]:
        """Count the steps of this process; nothing is really synced, which saves time."""
        real = {name: getattr(os, name) for name in (*CALLS, "fdopen")}
        try:
            for name in CALLS:
                setattr(os, name, self._counted(name, real[name]))
            os.fdopen = lambda handle, *_: _File(self, real["fdopen"](handle, "wb"))
            yield self
        finally:
            for name, call in real.items():
                setattr(os, name, call)

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            self.step(name)
            return None if name == "fsync" else call(*args, **more)

        return counted


class _File:
    """An open file whose writes and flushes are steps."""

    def __init__(self, disk: Disk, file: Any) -> None:
        self.disk = disk
        self.file = file
        self.fileno = file.fileno

    def write(self, data: bytes) -> int:
        self.disk.step("write", before=lambda: self._half(data))
        return int(self.file.write(data))

    def _half(self, data: bytes) -> None:
        self.file.write(data[: len(data) // 2])
        self.file.flush()

    def flush(self) -> None:
        self.disk.step("flush")
        self.file.flush()

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
