"""The day in law that is asked about: what bound whom on it, as the newest lists tell.

This day is not the day of the evidence. The lists of parties are always the newest that are held;
each says when it was read, and what happened after that is not known.
"""

from __future__ import annotations

from datetime import date

from comity.core.errors import ComityError, shown
from comity.core.marks import N_
from comity.core.periods import as_of

LATER = N_(
    "The day asked, {day}, lies after the day on which the list was read, {read}; later acts are "
    "not known."
)
WITHDRAWALS = N_(
    "The lists of the United Nations that are held tell of one withdrawal only, of Madagascar in "
    "1966: a state that left another treaty may be missing for the years in which it was bound, "
    "or still stand as a party."
)
ADDED = N_(
    "Accessions to refugee, statelessness and trafficking treaties after the day of the register's "
    "list were added one by one where they could be checked; others may be missing."
)
AGED = N_(
    "A list read more than a year before the day asked leaves open what happened since: a state "
    "that is not bound by such a list may be bound by now, and one that is bound may have left."
)
ON_PAPER = N_(
    "What a state has promised is not what it does; an index of rules is none of practice."
)
"""What is said with every answer about norms."""


def day_in_law(text: str | None, today: date | None = None) -> date:
    """The day that is asked about, today where none is; raises `ComityError` for a later one.

    >>> day_in_law("1996", date(2026, 11, 22)), day_in_law(None, date(2026, 11, 22))
    (datetime.date(1996, 12, 31), datetime.date(2026, 11, 22))
    """
    now = today or date.today()
    day = as_of(text[:40] if text else None) or now
    if day > now:
        raise ComityError(
            f"{shown(text or '')} is not over yet, and nobody knows who will be bound then; ask "
            "about a day up to today."
        )
    return day
