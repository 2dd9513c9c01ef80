"""SDG 10.7.2 from a government's own answers: raw answers, scores and categories, kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from comity.core.brought import Brought, brought, text
from comity.core.errors import shown
from comity.core.parts import Part
from comity.core.tables import Schema
from comity.evidence.indicators import (
    DOMAIN_NEEDS,
    ON_PAPER,
    OVERALL_NEEDS,
    Score,
    domain_score,
    overall_score,
)
from comity.evidence.lists import rows
from comity.policy.assessment_forms import Assessment

METHOD = (
    "SDG 10.7.2, Comity version 1: unweighted mean of the answered subcategories; a domain needs "
    f"{DOMAIN_NEEDS} of 5 answers, the whole {OVERALL_NEEDS} of 30 and every domain"
)
NOT_ANSWERED = "not_answered"
_RECALLED = (
    "The wording of the subcategories and the cut-offs 40, 80 and 100 are recalled from the "
    "metadata of the indicator and were not read again."
)

_SCHEMA = Schema(
    "10.7.2", (text("domain", optional=False), text("item", optional=False), text("answer"))
)

Codes = Mapping[str, Fraction]


@cache
def items() -> dict[tuple[str, str], Codes]:
    """The scores of the answers that each subcategory knows, by domain and item.

    >>> {code: float(score) for code, score in items()["1", "a"].items()}
    {'yes_any_status': 1.0, 'yes_legal_status_only': 0.5, 'no': 0.0}
    """
    return {
        (row["domain"], row["item"]): dict(
            zip(row["answers"].split("|"), map(Fraction, row["scores"].split("|")), strict=True)
        )
        for row in rows("sdg_10_7_2_items")
    }


@cache
def domains() -> dict[str, str]:
    """The six domains by number."""
    return {row["domain"]: row["domain_name"] for row in rows("sdg_10_7_2_items")}


def assess(path: Path) -> Assessment:
    """The assessment of a file with the columns `domain,item,answer`."""
    table = brought(path, _SCHEMA, ("answer",))
    answers = _answers(table)
    scores = {
        key: None if answer is None else items()[key][answer] for key, answer in answers.items()
    }
    by_domain = {
        code: [scores.get((code, item)) for (of, item) in items() if of == code]
        for code in domains()
    }
    overall = overall_score(by_domain)
    told = [_domain(code, name, domain_score(by_domain[code])) for code, name in domains().items()]
    plain = _scored(overall) | {"domains": told, "answers": _layer(answers)}
    return Assessment(
        "10.7.2",
        METHOD,
        plain,
        (_table(told), _raw(plain["answers"])),
        _notes(table, overall),
        _said(overall),
    )


def _answers(table: Brought) -> dict[tuple[str, str], str | None]:
    """What was answered, None where nothing was; every row checked."""
    found: dict[tuple[str, str], str | None] = {}
    lines: dict[tuple[str, str], int] = {}
    for number, row in table.rows():
        key = _key(table, number, row)
        answer = _answer(table, number, key, row["answer"])
        if key in found:
            raise table.refuse(number, "answer", _twice(lines[key], key, found[key], answer))
        found[key], lines[key] = answer, number
    return found


def _key(table: Brought, number: int, row: Mapping[str, str]) -> tuple[str, str]:
    domain, item = row["domain"].removesuffix(".0"), row["item"].lower()
    if domain not in domains():
        raise table.refuse(number, "domain", f"'{shown(domain)}' is no domain; they are 1 to 6")
    if (domain, item) not in items():
        raise table.refuse(number, "item", f"'{shown(item)}' is no item of a domain; write a to e")
    return domain, item


def _answer(table: Brought, number: int, key: tuple[str, str], written: str | None) -> str | None:
    if written is None or written.lower() == NOT_ANSWERED:
        return None
    code, known = written.lower(), items()[key]
    if code in known:
        return code
    if code == "yes":
        both = " or ".join(name for name in known if name.startswith("yes"))
        says = f"in domain {key[0]} a plain 'yes' does not say for whom; write {both}"
        raise table.refuse(number, "answer", says)
    codes = ", ".join((*known, NOT_ANSWERED))
    raise table.refuse(number, "answer", f"'{shown(written)}' is no answer; one of {codes} is")


def _twice(first: int, key: tuple[str, str], one: str | None, other: str | None) -> str:
    how = "the same answer" if one == other else "another answer"
    return f"row {first} gives {how} for item {key[1]} of domain {key[0]}; keep one of the two rows"


def _scored(score: Score) -> dict[str, Any]:
    return {
        "score": score.value,
        "category": score.category,
        "category_code": score.code,
        "answered": score.answered,
        "required": score.required,
        "of": score.of,
    }


def _domain(code: str, name: str, score: Score) -> dict[str, Any]:
    return {"domain": code, "name": name, **_scored(score)}


def _layer(answers: Mapping[tuple[str, str], str | None]) -> list[dict[str, Any]]:
    """The raw answers with their scores, all thirty items in order."""
    return [
        {
            "domain": key[0],
            "item": key[1],
            "answer": (given := answers.get(key)),
            "score": None if given is None else float(codes[given]),
        }
        for key, codes in items().items()
    ]


def _table(told: Sequence[Mapping[str, Any]]) -> Part:
    lines = tuple(
        (f"{d['domain']} {d['name']}", d["score"], d["category"], d["category_code"],
         d["answered"], d["of"])
        for d in told
    )  # fmt: skip
    columns = ("Domain", "Score", "Category", "Code", "Answered", "Of")
    return Part("Domains", columns, lines, ("Score", "Code", "Answered", "Of"))


def _raw(answers: Sequence[Mapping[str, Any]]) -> Part:
    wording = {(row["domain"], row["item"]): row["subcategory"] for row in rows("sdg_10_7_2_items")}
    lines = tuple(
        (
            a["domain"],
            a["item"],
            wording[a["domain"], a["item"]],
            a["answer"] or "not answered",
            "" if a["score"] is None else a["score"],
        )
        for a in answers
    )
    return Part("Answers", ("Domain", "Item", "Subcategory", "Answer", "Score"), lines, ("Score",))


def _said(overall: Score) -> str:
    if overall.value is None:
        return (
            f"No score: {overall.answered} of {overall.of} subcategories are answered, and a score "
            f"needs {overall.required} and {DOMAIN_NEEDS} of 5 in every domain."
        )
    return (
        f"{overall.category}: a score of {overall.value:.1f} of 100 over {overall.answered} "
        f"answered subcategories of {overall.of}."
    )


def _notes(table: Brought, overall: Score) -> tuple[str, ...]:
    missing = overall.of - overall.answered
    left = (f"Not answered: {missing} of {overall.of}; none of them is read as no.",)
    return (ON_PAPER, _RECALLED, *(left if missing else ()), *table.notes)
