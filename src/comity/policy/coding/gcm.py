"""How much of the Global Compact for Migration a plan of actions covers, objective by objective.

An action is complete when it has an owner, a date, a budget, an indicator and text evidence. What
is measured is the share of the 23 objectives with at least one complete action. It says nothing of
what an action achieves, and few complete actions may do more than many.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import polars as pl

from comity import __version__
from comity.core.brought import MOST
from comity.core.currencies import NO_CURRENCY, currency
from comity.core.marks import N_
from comity.core.tables import Column, Schema
from comity.evidence.lists import rows as listed
from comity.policy.coding.reading import Row, once, read, refuse
from comity.policy.coding.records import PAPER

METHOD = "comity-gcm-coverage-1"
PARTS = {
    "owner": N_("an owner"),
    "date": N_("a date"),
    "budget": N_("a budget"),
    "currency": N_("a currency for its budget"),
    "indicator": N_("an indicator"),
    "evidence": N_("text evidence"),
}
"""What a complete action has; a budget of zero needs no currency."""

CROSSWALK = N_("Related SDG targets and proxy indicators are our reading, not an official list.")
CAVEATS = (
    PAPER,
    N_("Coverage is not effect: an action that is complete on paper may change nothing."),
    N_("The compact is not legally binding, and no state owes an action under every objective."),
    CROSSWALK,
)
_PROVENANCE = (
    "objectives: A/RES/73/195 (titles checked); what makes an action complete, and the share: "
    "Comity's own"
)


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective of the compact, with related targets in our own reading."""

    number: int
    title: str
    related_targets: tuple[str, ...]
    proxies: str
    source: str


@cache
def objectives() -> tuple[Objective, ...]:
    """The 23 objectives.

    >>> objectives()[7].title
    'Save lives and establish coordinated international efforts on missing migrants'
    """
    return tuple(
        Objective(
            int(row["objective"]),
            row["title"],
            tuple(row["related_sdg_targets"].split(";")),
            row["proxy_indicators"],
            row["source"],
        )
        for row in listed("gcm_objectives")
    )


@cache
def principles() -> tuple[str, ...]:
    """The ten guiding principles, in their order.

    >>> principles()[0], len(principles())
    ('People-centred', 10)
    """
    return tuple(row["principle"] for row in listed("gcm_guiding_principles"))


SCHEMA = Schema(
    "gcm",
    (
        Column("objective", "integer", "Objective of the compact, 1 to 23", minimum=1, maximum=23),
        Column("action", "text", "What is to be done, in a few words", nullable=True),
        Column("owner", "text", "Office that answers for it; no person's name", nullable=True),
        Column("date", "date", "Day by which it is done; may lie ahead", nullable=True),
        Column(
            "budget", "number", "Money set aside, 0 where it needs none", measure=True,
            nullable=True, minimum=0, maximum=MOST,
        ),
        Column("currency", "text", "Currency of the budget, as in USD", nullable=True),
        Column("indicator", "text", "How one will see that it is done", nullable=True),
        Column("evidence", "text", "Text that decides or reports it: act, plan, page",
               nullable=True),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """An action as the file has it, and what it lacks."""

    row: int
    objective: int
    action: str
    owner: str
    date: str
    budget: float | None
    currency: str
    indicator: str
    evidence: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """An objective with the number of its actions and of those that are complete."""

    objective: int
    title: str
    actions: int
    complete: int

    @property
    def state(self) -> str:
        """How far the objective is covered, in words."""
        if self.complete:
            return N_("at least one complete action")
        return N_("incomplete actions only") if self.actions else N_("no action in the file")


@dataclass(frozen=True)
class Coverage:
    """A plan against the 23 objectives."""

    file: str
    actions: tuple[Action, ...]
    objectives: tuple[Covered, ...]

    @property
    def covered(self) -> int:
        """How many objectives have a complete action."""
        return sum(one.complete > 0 for one in self.objectives)

    @property
    def share(self) -> float:
        """The share of objectives with a complete action, between 0 and 1."""
        return self.covered / len(self.objectives)

    def as_json(self) -> dict[str, Any]:
        """The coverage as plain data: actions, counts and categories apart."""
        return {
            "scheme": "gcm",
            "method": METHOD,
            "provenance": _PROVENANCE,
            "comity": __version__,
            "file": self.file,
            "covered": self.covered,
            "of": len(self.objectives),
            "share": self.share,
            "answers": [asdict(one) for one in self.actions],
            "scores": [asdict(one) for one in self.objectives],
            "categories": [
                {"objective": one.objective, "category": one.state} for one in self.objectives
            ],
            "caveats": list(CAVEATS),
        }


def coverage(table: pl.DataFrame, file: str) -> Coverage:
    """The coverage of a file of actions, with what every incomplete action lacks."""
    rows = [row for row in read(table, SCHEMA, file, planned=("date",)) if _filled(row, file)]
    once(rows, ("objective", "action"), file, "action")
    for row in rows:
        if written := row["currency"]:
            row["currency"] = currency(written) or refuse(file, row, "currency", NO_CURRENCY)
        if row["currency"] and row["budget"] is None:
            refuse(file, row, "budget", "is empty beside a currency; give the sum, or leave both")
    actions = tuple(_action(row) for row in rows)
    return Coverage(
        file,
        actions,
        tuple(
            Covered(one.number, one.title, len(own), sum(not action.lacks for action in own))
            for one in objectives()
            for own in [[action for action in actions if action.objective == one.number]]
        ),
    )


def _filled(row: Row, file: str) -> bool:
    """Whether a row tells of an action; an objective without one may stand in the table."""
    if row["action"]:
        return True
    if any(row[name] is not None for name in PARTS):
        refuse(file, row, "action", "is empty beside what is told of it; name the action")
    return False


def _action(row: Row) -> Action:
    return Action(
        row["row"],
        row["objective"],
        row["action"],
        row["owner"] or "",
        row["date"] or "",
        row["budget"],
        row["currency"] or "",
        row["indicator"] or "",
        row["evidence"] or "",
        tuple(
            name for name in PARTS if row[name] is None and (name != "currency" or row["budget"])
        ),
    )
