"""Who could act on a day: states that came into being since 1986, and who may join what at all.

`states.csv` has the first day of each state that came into being since then, recalled, and what it
was before; the acts of the state before are not its own and are not shown. Belarus and Ukraine are
left out: both made acts of their own as republics of the USSR.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from comity.core.marks import N_
from comity.core.regions import regions
from comity.policy.instruments import Instrument

BEFORE = {
    one: one
    for one in (
        N_("USSR"),
        N_("Soviet annexation, which many states never recognised"),
        N_("Yugoslavia"),
        N_("Serbia and Montenegro"),
        N_("Czechoslovakia"),
        N_("Ethiopia"),
        N_("Sudan"),
        N_("South African administration"),
        N_("Indonesian, then United Nations administration"),
        N_("trust territory under the United States"),
        N_("two Yemeni states"),
    )
}
"""What a state was before, as it stands in brackets."""

BEGAN = N_(
    "{place} has been a state of its own since {day}. Acts of what it belonged to before, or was "
    "({before}), are not shown."
)
"""What is said of a state on a day before its first."""

OPEN_TO = {
    "AU": N_("open to members of the African Union only"),
    "ILO": N_("open to members of the ILO only"),
}
"""Who may join an instrument, by the organisation with which its acts are left."""

NOT_IN_THE_ILO = frozenset(
    {"AND", "BTN", "EUE", "FSM", "LIE", "MCO", "NIU", "NRU", "PRK", "PSE", "VAT", "XKX"}
)
"""States and others that act as states and are no members of the ILO; recalled."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day of a state, and what it was before."""

    code: str
    since: date
    before: str


@cache
def beginnings() -> dict[str, Beginning]:
    """The states whose first day is on record, by code; of all others nothing is said.

    >>> beginnings()["KGZ"].since, beginnings()["KGZ"].before
    (datetime.date(1991, 8, 31), 'USSR')
    """
    text = (files("comity.policy") / "states.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Beginning(row["code"], date.fromisoformat(row["since"]), BEFORE[row["before"]])
        for row in csv.DictReader(text.splitlines())
    }


def yet_to_be(code: str, day: date) -> Beginning | None:
    """The beginning of a state that was none yet on the day; None where nothing says so.

    >>> yet_to_be("KAZ", date(1990, 6, 1)).before, yet_to_be("CHN", date(1940, 1, 1))
    ('USSR', None)
    """
    found = beginnings().get(code)
    return found if found and day < found.since else None


def may_join(code: str, instrument: Instrument) -> bool:
    """Whether an instrument is open to a state, as far as its organisation is known to be closed.

    >>> from comity.policy.instruments import find_instrument
    >>> kampala, c189 = find_instrument("Kampala"), find_instrument("C189")
    >>> [may_join(code, kampala) for code in ("KEN", "KGZ")], may_join("LIE", c189)
    ([True, False], False)
    """
    if instrument.open_to == "AU":
        return code in _african_union()
    return not (instrument.open_to == "ILO" and code in NOT_IN_THE_ILO)


@cache
def _african_union() -> frozenset[str]:
    """The members of today: who left or joined since a treaty was made counts as they do."""
    return frozenset(one.code for one in regions()["african-union"].members())
