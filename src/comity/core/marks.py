"""Marking a text for people where it is kept, so that it is translated where it is said."""

from __future__ import annotations


def N_(message: str) -> str:
    """The message itself; the tools that collect messages look for this name.

    >>> N_("not reported")
    'not reported'
    """
    return message


class Note(str):
    """An English text that knows what it was made of, so that another language can say it too.

    >>> note = Note(N_("to {month} only"), month="2026-04")
    >>> note, note.template
    ('to 2026-04 only', 'to {month} only')
    """

    __slots__ = ("parts", "template")

    template: str
    parts: dict[str, object]

    def __new__(cls, template: str, /, **parts: object) -> Note:
        """The template with its parts filled in."""
        made = super().__new__(cls, template.format(**parts))
        made.template = template
        made.parts = parts
        return made
