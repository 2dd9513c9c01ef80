"""Workers as a survey tells of them: read row by row, checked, and never with a name.

The key of a worker is only a key of a row: it is compared with the others and then forgotten.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.core.brought import MOST, Brought, amount, brought, text
from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import shown
from comity.core.tables import Schema
from comity.evidence.indicators import MANY_MONTHS, Paid, borne, exact

DIMENSIONS = ("corridor", "sex", "occupation", "channel")
NOT_STATED = "not stated"
_EMPTY = {"reimbursed": "0", "deducted": "0", "weight": "1"}
_SCHEMA = Schema(
    "10.7.1",
    (
        text("worker", optional=False),
        amount("cost", optional=True),
        amount("reimbursed", optional=True),
        amount("deducted", optional=True),
        # an answer of nothing or less is left out and counted, so no bound is set here
        amount("first_month_earnings", optional=True, least=-MOST),
        amount("weight", optional=True),
        text("currency"),
        *(text(name) for name in DIMENSIONS),
    ),
)


FLAGS = {
    "cost_above_36_months": (
        f"Rows with a cost above {MANY_MONTHS} months of earnings: {{n}}; they are in the figures "
        "and should be looked at again."
    ),
    "earnings_not_positive": "Rows with earnings of nothing or less: {n}; left out.",
    "not_answered": "Rows without a cost or without earnings: {n}; left out, never read as zero.",
    "weight_zero": "Rows with a weight of zero: {n}; left out.",
}


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker paid, and to which groups the worker belongs."""

    paid: Paid
    currency: str
    groups: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Survey:
    """The workers whose answers are complete, and how many rows were flagged, by why."""

    workers: tuple[Worker, ...]
    flags: Mapping[str, int]
    notes: tuple[str, ...]


def read(path: Path) -> Survey:
    """The survey of a file; raises `BadTable` where a row contradicts itself or another."""
    table = brought(path, _SCHEMA, ("cost", "first_month_earnings"))
    _one_row_each(table)
    flags: Counter[str] = Counter()
    rows = _spelled(table)
    workers = [one for number, row in rows if (one := _worker(table, number, row, flags))]
    counted = {name: flags[name] for name in (*FLAGS,)}
    return Survey(tuple(workers), counted, (*_read_as(table), *table.notes))


def _one_row_each(table: Brought) -> None:
    """Raise where a worker has two rows, without saying who that is."""
    seen: dict[str, int] = {}
    for number, row in table.rows():
        if first := seen.get(row["worker"]):
            says = f"row {first} has the same key; a worker has one row, so keep one of the two"
            raise table.refuse(number, "worker", says)
        seen[row["worker"]] = number


def _spelled(table: Brought) -> list[tuple[int, dict[str, Any]]]:
    """The rows with one spelling a currency and a group: codes their own, names their first."""
    first: dict[tuple[str, str], str] = {}
    rows = table.rows()
    for number, row in rows:
        if written := row["currency"]:
            row["currency"] = currency(written)
            if row["currency"] is None:
                raise table.refuse(number, "currency", f"'{shown(written)}' {NO_CURRENCY}")
        for name in DIMENSIONS:
            if row[name]:
                row[name] = first.setdefault((name, row[name].casefold()), row[name])
        row["sex"] = row["sex"] and row["sex"].lower()
    return rows


def _worker(
    table: Brought, number: int, row: Mapping[str, Any], flags: Counter[str]
) -> Worker | None:
    """A worker with complete answers; None, and a flag, where they are not."""
    cost, earnings = row["cost"], row["first_month_earnings"]
    if cost is None or earnings is None:
        flags["not_answered"] += 1
        return None
    back, kept = row["reimbursed"] or 0, row["deducted"] or 0
    weight = 1 if row["weight"] is None else row["weight"]
    total = borne(cost, back, kept)
    if total < 0:
        says = f"{back:g} is more than what was paid ({cost:g}) and deducted ({kept:g}); mend one"
        raise table.refuse(number, "reimbursed", says)
    if earnings <= 0 or weight == 0:
        flags["earnings_not_positive" if earnings <= 0 else "weight_zero"] += 1
        return None
    paid = Paid(total, exact(earnings), exact(weight))
    flags["cost_above_36_months"] += paid.many
    groups = {name: row[name] or NOT_STATED for name in DIMENSIONS if table.frame[name].count()}
    return Worker(paid, row["currency"] or "", groups)


def _read_as(table: Brought) -> list[str]:
    """That empty cells of some columns stand for a number, as their description says."""
    told = []
    for name, value in _EMPTY.items():
        empty = table.frame[name].null_count()
        if empty == table.frame.height:
            told.append(f"No '{name}' is given; it is read as {value} for everybody.")
        elif empty:
            told.append(f"Empty cells of '{name}' are read as {value}: {empty}.")
    return told
