"""Who pays what for the job: claims about recruitment costs, from sentences, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.services.contracts.clauses import Clause
from comity.services.contracts.cost_words import (
    ACTIVE,
    AT,
    BY,
    DUE,
    FREE,
    FROM_WAGE,
    ITEM,
    LOST,
    NO_FEE,
    NOT_THIS,
    NOTHING,
    PASSIVE,
    PAYER_HEAD,
    TAKE,
    TO_AGENCY,
    WAGE,
)
from comity.services.contracts.polarity import excepted, subject, turned
from comity.services.contracts.words import MONEY


@dataclass(frozen=True, slots=True)
class Claim:
    """That a party pays (or never pays) a cost; `from_wage` where it is taken out of the wage."""

    payer: str
    item: str
    good: bool
    from_wage: bool
    clause: Clause


def claims(clause: Clause) -> Iterator[Claim]:
    """What a clause says of who pays which recruitment cost."""
    if clause.kind == "heading":
        return
    if clause.cells:
        yield from _in_row(clause)
        return
    plain = clause.plain
    for part in re.split(
        r"; |\bbut\b|\bwhile\b|\bwhereas\b",
        plain,
    ):
        yield from _in_part(clause, part)


def _items(text: str) -> list[tuple[str, str]]:
    found = []
    for match in ITEM.finditer(text):
        near = text[max(0, match.start() - 40) : match.end() + 45]
        if (
            match.lastgroup == "travel"
            and NOT_THIS.search(near)
            and not re.search(
                r"round[- ]trip|joining|both ways|to and from|and back|travels? to", near
            )
        ):
            continue
        if match.lastgroup in ("equipment", "visa") and LOST.search(near):
            continue
        found.append((match.lastgroup or "", match[0]))
    return found


def _in_part(clause: Clause, part: str) -> Iterator[Claim]:
    items = _items(part)
    if (asked := _ASKS.search(part)) and not re.search(r"\bif\b|\bshould any", part):
        no = turned(part, asked.start(), asked.end())
        yield Claim("worker", "any fee", no, False, clause)
        return
    if _REFUNDED.search(part) and items:
        yield Claim("employer", items[0][1], True, False, clause)
        return
    if sent := _to_agency(clause, part):
        yield sent
        return
    if not items:
        return
    item = items[0][1]
    wage = bool(FROM_WAGE.search(part))
    told = False
    for found in BY.finditer(part):
        if not _items(part[: found.start()] + " " + part[found.end() : found.end() + 60]):
            continue
        payer = found[1]
        no = turned(part, found.start(), found.end())
        bad = (payer != "worker") if no else (payer == "worker")
        if no and payer == "employer":
            bad = True
        if no and payer == "worker" and (word := excepted(part, found.end())) and _items(word):
            bad = True
        told = True
        yield Claim(payer, item, not bad, wage and payer == "worker", clause)
    for found in AT.finditer(part):
        payer = _owner(part, found)
        if payer and not told:
            no = turned(part, found.start(), found.end())
            told = True
            yield Claim(payer, item, (payer != "worker") != no, False, clause)
    if told:
        return
    if free := FREE.search(part):
        no = bool(re.search(r"\bnot $|\bno $", part[: free.start()]))
        yield Claim("employer", item, not no, False, clause)
        return
    for found in TAKE.finditer(part):
        if (
            subject(part, found.start()) == "worker"
            and not re.search(r"\bbe $", part[: found.start()])
            and "ded" not in found[0]
            and "charg" not in found[0]
        ):
            continue
        if found[0] == "charge" and _NAMED.search(part[: found.start()]):
            continue
        if re.match(r"(?:receive|accept|request|taken|ask)", found[0]) and not re.search(
            r"\bfrom worker", part
        ):
            continue
        no = turned(part, found.start(), found.end())
        bad = not no or bool(_items(excepted(part, found.end())))
        yield Claim("worker", item, not bad, wage, clause)
        return
    if done := list(_active(clause, part, wage)):
        yield from done
        return
    if re.match(r"[^:]{2,60}: ?(?:none|nil|zero|no\b)", part):
        yield Claim("worker", item, True, False, clause)
        return
    stated = re.match(r"^(?:\S+ ){0,2}?[^:]{2,70}: ?(worker|employer|agency)\b", part)
    if stated and clause.plain == part:
        yield Claim(stated[1], item, stated[1] != "worker", False, clause)
    elif (
        items[0][0] == "recruitment"
        and MONEY.search(part)
        and not re.search(r"\bemployer\b", part)
        and (due := DUE.search(part))
        and not turned(part, due.start(), due.end())
    ):
        yield Claim("worker", item, False, wage, clause)
    elif NO_FEE.search(part) and re.search(r"\bworker\b|recruit|placement|agency", part):
        yield Claim("worker", item, True, False, clause)


_NAMED = re.compile(
    r"\b(?:service|processing|handling|agency|agency's|administration|administrative|office|"
    r"placement|permit|visa|immigration|manpower|recruitment) $"
)
"""What stands before "charge" where that is the name of a cost."""
_GOES = re.compile(
    rf"\b{WAGE}(?:(?!\bnot\b|\bno\b)[^;]){{0,60}}?\b(?:go(?:es)?|(?:is|are|be|being) (?:\w+ )?"
    r"(?:paid|passed|sent|given|handed|transferred)) (?:directly )?to (?:the )?"
    r"(?:agency|sender|office|recruiter)\b|"
    rf"\bagency's (?:commission|fee|charge)[^;]{{0,20}} (?:out of|from) [^;]{{0,20}}\b{WAGE}"
)


_IT = re.compile(
    r"\b(?:which|that) \|| (?:it|them|this|these|the same|such (?:costs?|fees?))\b[^|]{0,12}$"
)


_ASKS = re.compile(
    r"\b(?:ask|demand|collect|accept|take|request|require|solicit|receiv|"
    r"sought)\w*\b[^.;]{0,30}?(?:\bworker "
    r"for (?:any |some )?(?:money|payment)|\bfrom worker (?:any |some )?(?:money|sums?|payment)|"
    r"\b(?:money|payments?)\b[^.;]{0,30} from worker"
    r"|(?:any|some) (?:money|payment)s?\b[^.;]{0,30} from worker)\b"
)
"""Money asked of the worker, whatever it is called."""
_REFUNDED = re.compile(
    r"\b(?:employer\b(?:(?!worker\b(?!'s)|\bnot\b|\bno\b)[^.;]){0,40}\b(?:refunds?|reimburses?|"
    r"repays?|"
    r"pays? (?:it |them |this )?back)|(?:re(?:funded|imbursed|paid))(?: \w+){0,3} by employer)\b"
)
"""What the worker lays out and the employer gives back."""


def _to_agency(clause: Clause, part: str) -> Claim | None:
    """Money that goes from the worker, or from the wage, to whoever found the job."""
    if found := _GOES.search(part):
        no = turned(part, found.start(), found.end())
        return Claim("worker", found[0], no, True, clause)
    for found in ACTIVE.finditer(part):
        tail = part[found.end() : found.end() + 120]
        if found[1] != "worker" or PASSIVE.search(found[0]):
            continue
        money = MONEY.search(tail) or re.search(r"\b(?:fees?|sum|amount|charge)\b", tail)
        if money and TO_AGENCY.search(tail) and not turned(part, found.end() - 1, found.end()):
            return Claim("worker", money[0], False, False, clause)
    return None


def _active(clause: Clause, part: str, wage: bool) -> Iterator[Claim]:
    """Each party that pays, with what stands up to the next party that does."""
    acts = list(ACTIVE.finditer(part))
    for place, found in enumerate(acts):
        end = acts[place + 1].start() if place + 1 < len(acts) else found.end() + 320
        span = part[found.end() : end]
        lone = (place == 0 and re.match(r"\W*$", span) is not None) or bool(
            _IT.search(f"{part[: found.start()]}|{span[:14]}")
        )
        inside = _items(span) or (_items(part[: found.start()]) if lone else [])
        if not inside or PASSIVE.search(found[0]):
            continue
        payer, verb = found[1], found[0]
        no = turned(part, found.end() - 1, found.end())
        gives = re.search(r"\b(?:provides?|suppl|furnish|gives?|arranges?)\w*$", verb)
        if (
            payer == "worker"
            and gives
            and not re.search(r"\b(?:own|costs?|expenses?)\b", span[:60])
        ):
            continue
        if payer != "worker" and "by worker" in span and not re.search(r"reimburs|refund", verb):
            continue
        bad = (payer == "worker") != no
        yield Claim(payer, inside[0][1], not bad, wage and payer == "worker", clause)


def _owner(part: str, found: re.Match[str]) -> str:
    word = (found[1] or found[2]).removesuffix("'s")
    if word in ("worker", "employer", "agency"):
        return word
    return subject(part, found.start())


def _in_row(clause: Clause) -> Iterator[Claim]:
    """A row of a table: the column that says who pays, or the columns of the parties."""
    cells = clause.cells
    items = _items(" ".join(cells[:2])) or _row_items(clause)
    around = f"{clause.heading} {clause.lead}"
    if not items:
        return
    item = items[0][1]
    rest = cells[1:]
    payer = _payer_of(clause)
    if payer:
        wage = bool(FROM_WAGE.search(" ".join([*cells, around])))
        yield Claim(payer, item, payer != "worker", wage and payer == "worker", clause)
        return
    if rest and all(NOTHING.match(cell) for cell in rest if cell):
        yield Claim("employer", item, True, False, clause)
        return
    text = " ".join(cells)
    if len(cells) > 2 and re.search(rf"\b{WAGE}", " ".join(rest)) and re.search(r"\d", text):
        yield Claim("worker", item, False, True, clause)
    elif FREE.search(text):
        yield Claim("employer", item, True, False, clause)
    elif re.search(
        r"\b(?:deduct\w*|recover\w*|instal?lments?|salary cut)\b",
        f"{text} {around} {' '.join(clause.header)}",
    ) and not re.search(r"\bno\b|\bnot\b", text):
        yield Claim("worker", item, False, True, clause)
    else:
        yield from _in_part(clause, f"{clause.lead} {text}".strip())


_ROW_ITEM = re.compile(
    r"\b(?:agency|agent|service|permit|clearance|ticket|orientation|processing|placement|"
    r"recruit\w*|"
    r"training|documents?|stamping)\b"
)


def _row_items(clause: Clause) -> list[tuple[str, str]]:
    """A cost in the short words of a row, where a sum stands beside who pays it."""
    cells = clause.cells
    sums = any(re.fullmatch(r"(?:[a-z]{3,6} )?\d{2,}(?:\.\d+)?", cell) for cell in cells[1:])
    found = _ROW_ITEM.search(" ".join(cells[:2]))
    if not sums or found is None or NOT_THIS.search(" ".join(cells)):
        return []
    return [("recruitment", found[0])] if _payer_of(clause) else []


def _payer_of(clause: Clause) -> str:
    cells, header = clause.cells, clause.header
    if len(header) == len(cells) > 1 and (len(header) > 2 or PAYER_HEAD.search(header[1])):
        for head, cell in zip(header, cells, strict=True):
            if PAYER_HEAD.search(head) and (
                found := re.search(r"\b(worker|employer|agency)\b", cell)
            ):
                return found[1]
        columns = {
            role: cell
            for head, cell in zip(header, cells, strict=True)
            for role in ("worker", "employer", "agency")
            if re.search(rf"\b{role}\b", head)
        }
        marked = [role for role, cell in columns.items() if cell and not NOTHING.match(cell)]
        marked += [role for role, cell in columns.items() if cell in ("x", "✓", "✔", "yes")]
        if "worker" in marked:
            return "worker"
        if marked:
            return marked[0]
    for cell in cells[1:]:
        if found := re.fullmatch(
            r"(?:(?:paid|borne|payable|covered|met) by |by )?(worker|employer|"
            r"agency)(?:'s)?(?: account)?"
            r"(?:,? (?:\(?100 ?%\)?|in full|entirely|alone))?"
            r"(?: (?:prior to|before|on|upon|after) [^|]{3,40})?",
            cell,
        ):
            return found[1]
    return ""
