"""Marking a text for people where it is kept, so that it is translated where it is said."""

from __future__ import annotations


def N_(message: str) -> str:
    """The message itself; the tools that collect messages look for this name.

    >>> N_("not reported")
    'not reported'
    """
    return message
