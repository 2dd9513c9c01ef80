"""Numbers and lists in the plain English of a terminal; pages and reports have their own words."""

from __future__ import annotations

from collections.abc import Sequence


def number(value: float) -> str:
    """Six digits at most, and whole numbers in full.

    >>> number(60000000.0), number(2.5), number(1 / 3), number(-0.0)
    ('60,000,000', '2.5', '0.333333', '0')
    """
    rounded = float(f"{value:.6g}")
    if abs(rounded) >= 1e5:
        return f"{value:,.0f}"
    return f"{rounded + 0.0:,.6g}"


def listed(names: Sequence[str]) -> str:
    """Names with commas and a last "and".

    >>> listed(["A"]), listed(["A", "B"]), listed(["A", "B", "C"])
    ('A', 'A and B', 'A, B and C')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(words: str) -> str:
    """With a capital and a full stop.

    >>> sentence("do without B"), sentence("")
    ('Do without B.', '')
    """
    return f"{words[0].upper()}{words[1:]}." if words else ""
