"""What a broken or hostile file makes a library raise, which may be anything, becomes one thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from comity.core.errors import ComityError


class Fault(Exception):
    """A file, or a part of one, that cannot be read; it quotes nothing of what stands in it."""


@contextmanager
def guarded() -> Iterator[None]:
    """Let nothing out of a library that reads other people's files but a `Fault`.

    >>> try:
    ...     with guarded():
    ...         [][0]
    ... except Fault as fault:
    ...     print(fault)
    IndexError
    """
    try:
        yield
    except (ComityError, Fault):
        raise
    except Exception as error:  # readers raise of every kind, recursion and memory among them
        raise Fault(type(error).__name__) from error
