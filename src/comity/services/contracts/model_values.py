"""What may stand in the blanks of the model contract: terms that a fair contract can have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comity.core.errors import BadTable, shown

_LIMITS: dict[str, tuple[float, float, str]] = {
    "wage_amount": (0.01, 1e12, "a number above 0, as in 900"),
    "hours_day": (1, 12, "a number of hours from 1 to 12"),
    "hours_week": (1, 48, "a number of hours from 1 to 48"),
    "overtime_limit": (0, 12, "a number of hours from 0 to 12, so that a week has at most 60"),
    "overtime_rate": (100.01, 1000, "a percentage above 100, for overtime is paid better"),
    "annual_leave": (1, 366, "a number of days, at least 1"),
    "sick_leave": (1, 366, "a number of days, at least 1"),
    "notice_days": (1, 366, "a number of days, at least 1"),
}
"""The least and the most of each number, and what to write."""

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,4})?|\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,2})?")
_NONE = re.compile(r"(?:none|no|not given|nothing|n/?a|-+)\.?", re.IGNORECASE)
_WITHOUT = {
    "housing": (
        "The Employer provides housing free of charge: {housing}.",
        "The Employer provides no housing.",
    ),
    "food": (
        "The Employer provides food free of charge or a food allowance: {food}.",
        "The Employer provides no food and no food allowance.",
    ),
    "probation": (
        "The probation period is {probation}. The Worker is paid in full during probation.",
        "There is no probation period.",
    ),
    "recruiter": (
        "The recruiter is {recruiter}. The recruiter holds licence number {licence_origin} in the "
        "country of origin and licence number {licence_destination} in the country of work, both "
        "valid on the date of this contract.",
        "No recruiter takes part; the Employer hires the Worker directly.",
    ),
}
"""What stands in place of a sentence whose blank is filled with "none"."""


def check_value(name: str, value: str) -> None:
    """Raise `BadTable`, in one sentence, for a value that a fair contract does not have.

    >>> check_value("hours_week", "40")
    """
    if not value:
        return
    if name == "currency" and not re.fullmatch(r"[A-Za-z]{3}", value):
        raise BadTable(
            f"The field 'currency' says '{shown(value)}'; write three letters, as in USD."
        )
    if name not in _LIMITS:
        return
    least, most, what = _LIMITS[name]
    number = float(value.replace(",", "")) if _NUMBER.fullmatch(value) else None
    if number is None or not least <= number <= most:
        raise BadTable(f"The field '{name}' says '{shown(value)}'; write {what}.")


def said_of_none(text: str, values: Mapping[str, str]) -> str:
    """The text of a clause, in other words where a blank is filled with "none".

    >>> said_of_none("The Employer provides housing free of charge: {housing}.", {"housing": "no"})
    'The Employer provides no housing.'
    """
    for name, (with_it, without) in _WITHOUT.items():
        if _NONE.fullmatch(values.get(name, "")):
            text = text.replace(with_it, without)
    return text
