"""A database of prices held against the rules for one: what is met, what is missing, what is open.

The rules are the minimum requirements that the World Bank has for approving a national price
database (Remittance Price Comparison Databases: Minimum Requirements and Overall Policy Strategy).
There are twelve; this is a self-check in Comity's words and no approval.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from comity.core.brought import brought, choice, refuse_doubles, text
from comity.core.marks import N_
from comity.core.parts import Part
from comity.core.tables import Schema
from comity.core.templates import Field, Template
from comity.evidence.quotes import Service

Answer = Literal["yes", "no", "partly", "not answered"]
ANSWERS = ("yes", "no", "partly", "not_answered")
SOURCE = (
    "World Bank, Global Remittances Working Group. Remittance Price Comparison Databases: Minimum "
    "Requirements and Overall Policy Strategy."
)
NOTE = N_(
    "This is a self-check and no approval. Only the World Bank can say that a database is approved."
)
_SCHEMA = Schema("rules", (text("rule", optional=False), choice("answer", ANSWERS), text("note")))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its key, its title, what is asked, the columns of prices that could show it."""

    key: str
    title: str
    asks: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule with its answer; `seen` tells what a table of prices itself shows, None where none."""

    rule: Rule
    answer: Answer
    note: str = ""
    seen: str = ""

    @property
    def against(self) -> bool:
        """Whether the table shows less than was answered."""
        return self.answer == "yes" and self.seen in ("in no row", "in some rows")


@dataclass(frozen=True, slots=True)
class Check:
    """All rules with their answers."""

    ruled: tuple[Ruled, ...]

    def of(self, answer: Answer) -> list[Ruled]:
        """The rules that were answered so."""
        return [one for one in self.ruled if one.answer == answer]

    @property
    def met(self) -> bool | None:
        """Whether every rule is met; None where one is not answered and none is unmet."""
        if self.of("no") or self.of("partly"):
            return False
        return None if self.of("not answered") else True

    def as_json(self) -> dict[str, Any]:
        """The check as plain data; its keys are part of the public interface."""
        return {
            "rules": len(self.ruled),
            "met": len(self.of("yes")),
            "partly": len(self.of("partly")),
            "not_met": len(self.of("no")),
            "not_answered": len(self.of("not answered")),
            "all_met": self.met,
            "answers": [
                {
                    "rule": one.rule.key,
                    "title": one.rule.title,
                    "asks": one.rule.asks,
                    "answer": one.answer,
                    "note": one.note,
                    "seen_in_prices": one.seen or None,
                    "contradicted": one.against,
                }
                for one in self.ruled
            ],
            "source": SOURCE,
            "notes": [NOTE],
        }

    def parts(self) -> tuple[Part, ...]:
        """The rules as a table."""
        columns = ("Rule", "What is asked", "Answer", "In the prices", "Note")
        rows = tuple(
            (one.rule.title, one.rule.asks, one.answer, one.seen, one.note) for one in self.ruled
        )
        return (Part("Rules", columns, rows),)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order.

    >>> len(rules()), rules()[6].key
    (12, 'coverage')
    """
    text = (files("comity.services.remittances") / "rules.csv").read_text(encoding="utf-8")
    return tuple(
        Rule(row["rule"], row["title"], row["asks"], tuple(row["columns"].split()))
        for row in csv.DictReader(text.splitlines())
    )


def messages() -> Iterator[str]:
    """The texts of the rules, for the catalogues of languages."""
    for one in rules():
        yield from (one.title, one.asks)


def template() -> Template:
    """The questions as a table to fill in."""
    return Template(
        "rules",
        N_("Rules for a price database"),
        (
            Field("rule", "the key of the rule", "fee"),
            Field("answer", "yes, no or partly; empty where nobody knows", "yes", optional=True),
            Field("note", "remarks of your own", "", optional=True),
        ),
        tuple({"rule": one.key, "note": one.asks} for one in rules()),
    )


def read_answers(path: Path, *, data: bytes | None = None) -> dict[str, tuple[Answer, str]]:
    """Answers from a table, by rule; raises `BadTable` in one sentence for what does not fit."""
    table = brought(path, _SCHEMA, data=data)
    refuse_doubles(table, ["rule"])
    known = {one.key: one for one in rules()}
    found: dict[str, tuple[Answer, str]] = {}
    for number, row in table.rows():
        if row["rule"] not in known:
            raise table.refuse(
                number, "rule", f"'{row['rule'][:40]}' is none of: {', '.join(known)}"
            )
        note = row["note"] or ""
        kept = "" if note == known[row["rule"]].asks else note
        found[row["rule"]] = (_answer(row["answer"]), kept)
    return found


def _answer(written: str | None) -> Answer:
    known: dict[str | None, Answer] = {"yes": "yes", "no": "no", "partly": "partly"}
    return known.get(written, "not answered")


def checked(answers: Mapping[str, tuple[Answer, str]], prices: Sequence[Service] = ()) -> Check:
    """The rules with their answers, beside what a table of prices itself shows.

    >>> checked({"fee": ("yes", "")}).as_json()["met"]
    1
    """
    nothing: tuple[Answer, str] = ("not answered", "")
    return Check(
        tuple(
            Ruled(one, *answers.get(one.key, nothing), _seen(one, prices) if prices else "")
            for one in rules()
        )
    )


_SHOWN: Mapping[str, Callable[[Service], bool]] = {
    "fee": lambda one: True,
    "rate": lambda one: one.quote.rate is not None,
    "total": lambda one: one.quote.total_pct is not None,
    "speed": lambda one: one.quote.days is not None,
    "service": lambda one: bool(one.payout or one.payin),
}


def _seen(rule: Rule, prices: Sequence[Service]) -> str:
    """In how many rows a table of prices shows what a rule asks for; empty where it cannot."""
    if rule.key == "two-amounts":
        sizes: dict[str, set[str]] = {}
        for one in prices:
            sizes.setdefault(one.corridor, set()).add(one.usd)
        shown = [len(found) > 1 for found in sizes.values()]
    elif rule.key in _SHOWN:
        shown = [_SHOWN[rule.key](one) for one in prices]
    else:
        return ""
    if all(shown):
        return "in every row" if rule.key in _SHOWN else "in every corridor"
    return "in some rows" if any(shown) else "in no row"
