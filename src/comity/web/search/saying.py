"""What the search finds things by: the same text in every language."""

from __future__ import annotations

from functools import cache

from comity.briefs.voice import Voice
from comity.core.places import LANGUAGES


@cache
def _voices() -> tuple[Voice, ...]:
    return tuple(Voice(language) for language in LANGUAGES)


def said(message: str) -> tuple[str, ...]:
    """A message in every language in which it is said differently.

    >>> said("Refugees")[:2]
    ('Refugees', 'Réfugiés')
    """
    return tuple(dict.fromkeys(voice._(message) for voice in _voices()))
