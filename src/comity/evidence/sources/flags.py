"""What a publisher says of one figure beside its value, in words instead of letters.

Three kinds of missing stay apart: a true zero is a value; where the value is empty, the flag says
`not_reported` or `withheld`. The words stand for codes of the SDMX code list CL_OBS_STATUS (version
2.2) and of Eurostat's flags (https://ec.europa.eu/eurostat/data/database/information).
"""

from __future__ import annotations

from types import MappingProxyType

NOT_REPORTED = "not_reported"
WITHHELD = "withheld"
PROVISIONAL = "provisional"
REVISED = "revised"
ESTIMATED = "estimated"
FORECAST = "forecast"
BREAK = "break"
DEFINITION = "definition_differs"
UNRELIABLE = "low_reliability"

WORDS = (
    PROVISIONAL, REVISED, ESTIMATED, FORECAST, BREAK, DEFINITION, UNRELIABLE, NOT_REPORTED, WITHHELD
)  # fmt: skip
"""Every word, the one that matters less before the one that matters more."""

OBS_STATUS: MappingProxyType[str, str | None] = MappingProxyType(
    {
        "A": None, "P": PROVISIONAL, "E": ESTIMATED, "I": ESTIMATED, "F": FORECAST, "B": BREAK,
        "D": DEFINITION, "U": UNRELIABLE, "N": UNRELIABLE, "M": NOT_REPORTED, "O": NOT_REPORTED,
        "L": NOT_REPORTED, "H": NOT_REPORTED, "Q": WITHHELD, "C": WITHHELD, "R": REVISED,
    }
)  # fmt: skip
"""Codes of CL_OBS_STATUS (and `C`, confidential, of CL_CONF_STATUS) to words; None is normal."""

EUROSTAT: MappingProxyType[str, str | None] = MappingProxyType(
    {
        "p": PROVISIONAL, "r": REVISED, "e": ESTIMATED, "s": ESTIMATED, "f": FORECAST, "b": BREAK,
        "d": DEFINITION, "u": UNRELIABLE, "n": UNRELIABLE, "c": WITHHELD, "z": NOT_REPORTED,
        ":": NOT_REPORTED, "m": NOT_REPORTED,
    }
)  # fmt: skip
"""Eurostat's flags, one letter each; a cell may carry several ("bp")."""


def flagged(letters: str | None, table: MappingProxyType[str, str | None]) -> str | None:
    """The word for a publisher's letters; the one that matters most where there are several.

    >>> flagged("bp", EUROSTAT), flagged("A", OBS_STATUS), flagged(None, OBS_STATUS)
    ('break', None, None)
    """
    words = [word for letter in letters or "" if (word := table.get(letter))]
    return max(words, key=WORDS.index) if words else None
