"""An answer of the calculator as tables: for a terminal, a file, or a sheet of a workbook."""

from __future__ import annotations

import polars as pl

from comity.core.parts import Part
from comity.services.recruitment.calculator import Cost
from comity.services.recruitment.checking import STATES, Check
from comity.services.recruitment.items import RULES, items


def parts(found: Cost) -> tuple[Part, ...]:
    """The answer, its items, and the limits that were looked at."""
    limits = _limits(found)
    return (_answer(found), _lines(found), *([limits] if limits.rows else []))


def items_frame() -> pl.DataFrame:
    """The list of items as a table."""
    return pl.DataFrame([one.as_json() for one in items().values()])


def _answer(found: Cost) -> Part:
    unit = found.job.currency
    rows: list[tuple[object, ...]] = [
        ("months of wages", float(found.months)),
        (f"in all, {unit}", float(found.total)),
        (f"wage of the first full month before such deductions, {unit}", float(found.job.earnings)),
        (f"asked of the worker or the family, {unit}", float(found.asked)),
        (f"paid back, {unit}", float(found.job.reimbursed)),
        (f"should not be asked, {unit}", float(found.should_not_pay)),
    ]
    if found.share is not None:
        rows.append(("should not be asked, % of what is asked", 100 * float(found.share)))
    rows += [(f"{RULES[rule]}, {unit}", float(amount)) for rule, amount in found.by_rule.items()]
    return Part("What it comes to", ("What", "Value"), tuple(rows), ("Value",))


def _lines(found: Cost) -> Part:
    unit = found.job.currency
    columns = ("Item", f"Amount, {unit}", "Paid by", "Counted", "Who should pay", "Limit in law")
    rows = tuple(
        (
            line.item.name,
            float(line.amount),
            line.payer,
            "yes" if line.counted else "no",
            RULES[line.item.rule],
            told(line.check, unit) if line.check else "not asked of the worker",
        )
        for line in found.lines
    )
    return Part("Item by item", columns, rows, columns[1:2])


def _limits(found: Cost) -> Part:
    columns = ("Item", "Limit", "Unit", "Source", "Read on", "Standing")
    checked = [(name, one) for name, one in found.checks.items() if one.cap]
    if found.wage_check:
        checked.append(("minimum wage", found.wage_check))
    rows = [row for name, one in checked if (row := _limit(name, one, found.job.currency))]
    for hint in found.told:
        standing = f"told of, not checked ({hint.read_in})"
        rows.append((hint.item, float(hint.amount), hint.unit, hint.source, "", standing))
    return Part("Limits in law", columns, tuple(rows), columns[1:2])


def _limit(name: str, one: Check, unit: str) -> tuple[object, ...] | None:
    cap = one.cap
    if cap is None:
        return None
    amount = float(cap.amount)
    return name, amount, cap.unit, cap.source, cap.as_of.isoformat(), told(one, unit)


def told(one: Check, unit: str) -> str:
    """How an amount stands to the law, in words: "above the limit in law by 20 USD"."""
    if one.state == "above":
        return f"{STATES[one.state]} by {float(one.above_by):,.2f} {unit}"
    return f"{STATES[one.state]}: {one.why}" if one.why else STATES[one.state]
