"""How clauses become an answer: what speaks against decides, and both sides are quoted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comity.core.errors import shown
from comity.core.marks import N_
from comity.services.contracts.clauses import Clause, Contract
from comity.services.contracts.records import (
    FAIL,
    NOT_STATED,
    PASS,
    Outcome,
    Quote,
    check_of,
)
from comity.services.contracts.shields import AGAINST, contrary, shields, spared

_QUOTED, _LETTERS = 4, 600
SILENT = N_("The contract says nothing about this.")
UNCLEAR = N_("The contract says something about this, but not clearly.")


@dataclass(frozen=True, slots=True)
class Seen:
    """One clause and what it says to a check: for it (True), against it (False), unclear (None)."""

    good: bool | None
    clause: Clause
    why: str


def outcome(
    check: str,
    answer: str,
    why: str,
    clauses: Iterable[Clause] = (),
    *,
    unclear: bool = False,
) -> Outcome:
    """An answer of a check, with the clauses that it rests on."""
    one = check_of(check)
    quotes: list[Quote] = []
    for clause in clauses:
        quote = Quote(_short(clause.text), clause.place)
        if quote not in quotes and len(quotes) < _QUOTED:
            quotes.append(quote)
    ask = one.ask if answer in (FAIL, NOT_STATED) or unclear else ""
    return Outcome(
        check,
        answer,
        why,
        ask,
        one.level,
        one.source,
        one.mark,
        one.question,
        one.rule,
        tuple(quotes),
        unclear,
    )


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LETTERS else f"{plain[: _LETTERS - 1]}…"


def judged(check: str, seen: Sequence[Seen], silent: str = SILENT) -> Outcome:
    """The answer that clauses add up to: one against is a fail, whatever others say.

    Where some clauses speak for and others against, both are quoted. A clause that protects the
    worker (`shields`) is never against.
    """
    against = [one for one in seen if one.good is False and not spared(check, one.clause)]
    for_it = [one for one in seen if one.good]
    for one in [one for one in for_it if contrary(check, one.clause.plain)]:
        for_it.remove(one)
        against.append(Seen(False, one.clause, AGAINST[check]))
    open_ = [one for one in seen if one.good is None]
    if against:
        why = _reasons(against)
        if for_it:
            why += " " + N_("Another clause says otherwise; both are quoted.")
        return outcome(check, FAIL, why, [one.clause for one in [*against[:3], *for_it[:1]]])
    if for_it:
        return outcome(check, PASS, for_it[0].why, [one.clause for one in for_it])
    if open_:
        return outcome(
            check, NOT_STATED, open_[0].why or UNCLEAR, [one.clause for one in open_], unclear=True
        )
    return outcome(check, NOT_STATED, silent)


def _reasons(seen: Sequence[Seen]) -> str:
    told: list[str] = []
    for one in seen:
        if one.why not in told:
            told.append(one.why)
    return " ".join(told[:3])


def second_look(contract: Contract, one: Outcome) -> Outcome:
    """An answer, or a pass where nothing was found and a clause protects the worker."""
    if one.answer != NOT_STATED:
        return one
    found = list(shields(one.check, contract))
    if not found:
        return one
    return outcome(one.check, PASS, found[0].why, [shield.clause for shield in found])


def named(text: str) -> str:
    """A word of the contract, fit to stand in a sentence."""
    return shown(text)


def each_part(contract: Contract, judge: Callable[[Clause, str], Seen | None]) -> list[Seen]:
    """What `judge` sees in each part of each clause, headings left out."""
    out: list[Seen] = []
    for clause in contract.clauses:
        if clause.kind == "heading":
            continue
        parts = re.split(r"; ", clause.plain)
        out += [one for part in parts if (one := judge(clause, part)) is not None]
    return out
