"""The thirty-two checks as data, and what one of them answers about one contract."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files

from comity.core.marks import N_

PASS, FAIL, NOT_STATED = "pass", "fail", "not stated"
NOT_APPLICABLE, NOT_CHECKED = "not applicable", "not checked"
ANSWERS = {
    PASS: N_("pass"),
    FAIL: N_("fail"),
    NOT_STATED: N_("not stated"),
    NOT_APPLICABLE: N_("not applicable"),
    NOT_CHECKED: N_("not checked"),
}
LEVELS = {"critical": N_("critical"), "high": N_("high"), "medium": N_("medium")}
RECALLED = N_("recalled; the text of the source was not read again")
MARKS = {"R": RECALLED}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its rule, how grave a failure is, the source of the rule and what to ask for.

    `term` is true where the contract itself has to say it: silence on a critical one counts.
    """

    id: str
    rule: str
    level: str
    source: str
    mark: str
    term: bool
    question: str
    ask: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the contract as they stand, and the place where they stand."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check answers: the clause, why, what to ask for, and on whose authority.

    `unclear` is true where the contract says something about it, but not enough to decide.
    """

    check: str
    answer: str
    why: str
    ask: str
    level: str
    source: str
    mark: str
    question: str
    rule: str
    quotes: tuple[Quote, ...] = field(default=())
    unclear: bool = False

    @property
    def quote(self) -> str:
        """The first clause that was quoted, or nothing."""
        return self.quotes[0].text if self.quotes else ""

    @property
    def place(self) -> str:
        """Where the first clause stands."""
        return self.quotes[0].place if self.quotes else ""

    def as_json(self) -> dict[str, object]:
        """The outcome as plain data."""
        return asdict(self) | {"quote": self.quote, "place": self.place}


@cache
def checks() -> tuple[Check, ...]:
    """The checks in the order of the list.

    >>> len(checks()), checks()[0].level
    (32, 'critical')
    """
    written = files(__package__).joinpath("checks.csv").read_text(encoding="utf-8")
    return tuple(
        Check(
            row["check"],
            row["rule"],
            row["fail_level"],
            row["source"],
            row["mark"],
            row["term"] == "yes",
            row["question"],
            row["ask"],
        )
        for row in csv.DictReader(written.splitlines())
    )


@cache
def check_of(name: str) -> Check:
    """The check of that name; raises `KeyError`."""
    return {one.id: one for one in checks()}[name]


def messages() -> Iterator[str]:
    """The texts of the checks that people read, for the catalogues."""
    for one in checks():
        yield one.question
        yield one.rule
        yield one.ask
