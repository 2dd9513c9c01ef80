"""Groups whose names look like origins: countries, peoples, faiths. That is then said plainly."""

from __future__ import annotations

from collections.abc import Iterable

from comity.core.places import folded, known_place

_ENDINGS = ("ian", "ean", "ese", "ish", "ani", "eni", "aqi", "ali", "stani", "istan")
_WORDS = (
    "afghan arab arabs burmese christian christians congolese druze dutch french german "
    "greek hazara hindu hindus hutu jewish jews kazakh kurd kurdish kurds kyrgyz muslim "
    "muslims pashtun rohingya roma russian shia sikh sikhs sunni swiss tajik tatar thai "
    "tigray tigrayan turk turkish turkmen tutsi uyghur uzbek yazidi yazidis"
)
_OTHERS = frozenset(_WORDS.split())


def looks_like_origin(name: str) -> bool:
    """Whether a name is that of a country, or looks like that of a people or a faith.

    It can err both ways, so it decides nothing: it only adds a sentence.

    >>> [looks_like_origin(name) for name in ("Syria", "Syrian", "Afghans", "a", "large families")]
    [True, True, True, False, False]
    """
    word = folded(name).strip()
    if len(word) < 4:
        return False
    stem = word.removesuffix("s")
    known = word in _OTHERS or stem in _OTHERS or known_place(name) is not None
    return known or (" " not in stem and len(stem) > 5 and stem.endswith(_ENDINGS))


def origins_among(names: Iterable[str]) -> list[str]:
    """Those that look like origins, in the order that they have."""
    return [name for name in names if looks_like_origin(name)]
