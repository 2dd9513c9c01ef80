"""Watching over what was entrusted: which files are written, and where a word is found again."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

_writes: list[str] = []
_watching = [False]
_WRITING = ("tempfile.", "os.mkdir", "os.rename", "os.link", "shutil.", "sqlite3.connect")


def _watch(event: str, given: tuple[Any, ...]) -> None:
    """Remember each file that is opened for writing while somebody watches."""
    if not _watching[0]:
        return
    if event == "open":
        path, mode, flags = given
        if (mode and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & 3):
            _writes.append(str(path))
    elif event.startswith(_WRITING):
        _writes.append(f"{event} {given}")


@cache
def _begin() -> None:
    sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """The files that this process opens for writing inside, as Python is told of them."""
    _begin()
    _writes.clear()
    _watching[0] = True
    try:
        yield _writes
    finally:
        _watching[0] = False


def files_with(words: list[bytes], *folders: Path) -> list[str]:
    """The files below the folders that hold one of the words, in their names or their bytes."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            named = str(path).encode()
            held = path.read_bytes() if path.is_file() else b""
            wide = [word.decode().encode("utf-16-le") for word in words]
            if any(word in named or word in held for word in words) or any(w in held for w in wide):
                found.append(str(path))
    return found


def kept_in_memory(turned: str) -> list[str]:
    """Where a word lives on among all objects of this process; it is given with its end first.

    The word itself is put together here only, so that the search does not find itself.
    """
    gc.collect()
    word = turned[::-1]
    coded = word.encode()
    found = []
    seen: set[int] = set()
    waiting: list[Any] = gc.get_objects()
    while waiting:
        holder = waiting.pop()
        for one in gc.get_referents(holder):
            kind = type(one)
            if kind is str:
                if len(one) >= len(word) and one is not word and word in one:
                    found.append(f"{type(holder).__name__}: a text of {len(one)} letters")
            elif kind is bytes or kind is bytearray:
                if len(one) >= len(coded) and one is not coded and coded in one:
                    found.append(f"{type(holder).__name__}: {len(one)} bytes")
            elif (kind is dict or kind is tuple) and not gc.is_tracked(one) and id(one) not in seen:
                seen.add(id(one))
                waiting.append(one)
    return found
