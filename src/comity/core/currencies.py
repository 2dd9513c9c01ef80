"""Currencies by their three letters: `usd` is USD, and what is no currency is not guessed."""

from __future__ import annotations

from functools import cache

NO_CURRENCY = "is no currency; write its three letters, as in USD"


def currency(written: str) -> str | None:
    """The code of a currency in its one spelling; None where it is none.

    >>> currency(" kgs "), currency("dollars")
    ('KGS', None)
    """
    code = written.strip().upper()
    return code if code in _known() else None


@cache
def _known() -> frozenset[str]:
    from babel.numbers import list_currencies

    return frozenset(list_currencies())
