"""What has to be said beside shares: a sentence that knows the states it names.

A page says the states in the language of its reader; a terminal and a file say them in English.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comity.core.marks import Note
from comity.core.places import places


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence as a template; `{places}` stands for the names of `about`."""

    template: str
    about: tuple[str, ...] = ()
    parts: tuple[tuple[str, object], ...] = field(default=())

    @classmethod
    def of(cls, template: str, about: Iterable[str] = (), /, **parts: object) -> Remark:
        """A remark on some states."""
        return cls(template, tuple(about), tuple(parts.items()))

    def __str__(self) -> str:
        names = ", ".join(places()[code].name for code in self.about)
        return str(Note(self.template, **dict(self.parts), places=names))
