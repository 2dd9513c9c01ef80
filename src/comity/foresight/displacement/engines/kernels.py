"""How the loops of the engines are compiled: once for each state of their sources, then kept.

Numba keeps what it compiled beside the file of a function and compiles anew when that file changes,
but not when a function that it calls does. So the folder is named after the sources of all loops
together: whoever changes one of them, by hand or by an upgrade, gets all compiled anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from numba import njit
from numba.core import config

__all__ = ["inlined", "inner", "kernel"]

Loop = TypeVar("Loop", bound=Callable[..., Any])

_MARKS = (b"@kernel", b"@inlined", b"@inner")
_config: Any = config
_compile: Any = njit


def kernel(loop: Loop) -> Loop:
    """A function compiled at its first call, which lets other threads run meanwhile.

    >>> @kernel
    ... def double(n: int) -> int:
    ...     return 2 * n
    >>> double(21)
    42
    """
    return _compiled(loop)


def inlined(loop: Loop) -> Loop:
    """The same, put into every function that calls it."""
    return _compiled(loop, forceinline=True)


def inner(loop: Loop) -> Loop:
    """A function that kernels alone call: compiled in half the time, as Python never calls it.

    Dividing by zero gives what processors give, rather than an error.
    """
    return _compiled(loop, no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")


def _compiled(loop: Loop, **more: bool | str) -> Loop:
    before = _config.CACHE_DIR
    _config.CACHE_DIR = _folder()
    try:
        made: Loop = _compile(nogil=True, cache=_in_file(loop), **more)(loop)
    finally:
        _config.CACHE_DIR = before
    return made


def _in_file(loop: Callable[..., Any]) -> bool:
    """Whether a function stands in a file, without which nothing is kept."""
    return Path(loop.__code__.co_filename).is_file()


@cache
def _folder() -> str:
    """Where compiled loops are kept: with the sources, or with the user where these are fixed."""
    here = Path(__file__).parents[1]
    total = hashlib.sha256()
    for source in sorted(here.rglob("*.py")):
        text = source.read_bytes()
        if any(mark in text for mark in _MARKS):
            total.update(text)
    base = here / "__pycache__" if os.access(here, os.W_OK) else Path.home() / ".cache" / "comity"
    return str(base / f"loops-{total.hexdigest()[:16]}")
