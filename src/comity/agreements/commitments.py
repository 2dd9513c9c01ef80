"""A package becomes commitments: what each party owes, to whom, from when, on what condition.

Every issue that leaves the status quo and every payment is one commitment. They are made from what
is public in a scenario (parties, issues, options, constraints) and from the package alone: no
weight, point, gain or reservation of any party is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from comity.agreements.commitment import TRANSFER, Commitment, later
from comity.agreements.commitment_files import export
from comity.agreements.evidence import measured
from comity.agreements.progress import Progress, measure
from comity.agreements.scenario import BadScenario, Issue, Linear, Option, Scenario
from comity.agreements.views import is_open
from comity.core.errors import BadPeriod, shown

__all__ = ["Commitment", "Progress", "Settled", "commitments_of", "export", "measure"]

Span = tuple[date, date | None]


class Paid(Protocol):
    """Money from one party to another, as `packages.Payment` has it."""

    @property
    def payer(self) -> str:
        """Who pays, by id."""

    @property
    def receiver(self) -> str:
        """Who receives it, by id."""

    @property
    def amount(self) -> float:
        """How much, in the unit of the payments."""

    @property
    def purpose(self) -> str:
        """What it is for; empty where it is for nothing in particular."""


class Settled(Protocol):
    """What is public of a `packages.Package`: the options chosen and the payments."""

    @property
    def package(self) -> Mapping[str, str]:
        """Issue id -> option id."""

    @property
    def payments(self) -> Sequence[Paid]:
        """Money from party to party."""


def commitments_of(
    scenario: Scenario, package: Settled, *, signed: date | None = None, years: int | None = None
) -> tuple[Commitment, ...]:
    """The commitments of a package, in the order of the issues, then the payments.

    They start on the day of signature (today where none is given) and last `years` years, or as
    long as the agreement. Nothing comes of a package that was not found.

    >>> from comity.agreements.examples import load
    >>> from comity.agreements.packages import solve
    >>> scenario = load("triangle")
    >>> found = commitments_of(scenario, solve(scenario), signed=date(2026, 12, 1))
    >>> found[0].id, found[0].givers, found[0].amount, found[0].measure
    ('places.ESP.SEN', ('ESP',), 5000.0, 'permits_work_eu')
    """
    day = signed or datetime.now(UTC).date()
    span = (day, _end(day, years))
    moved = {
        issue.id: package.package[issue.id]
        for issue in scenario.issues
        if package.package.get(issue.id) not in (None, issue.status_quo)
    }
    made = [_undertaking(scenario, issue, moved, span) for issue in scenario.issues
            if issue.id in moved]  # fmt: skip
    return (*made, *_payments(scenario, package.payments, span))


def _undertaking(
    scenario: Scenario, issue: Issue, moved: Mapping[str, str], span: Span
) -> Commitment:
    option = _chosen(issue, moved[issue.id])
    shown = measured(scenario, issue)
    everyone = tuple(party.id for party in scenario.parties)
    givers = (issue.giver,) if issue.giver else everyone
    others = tuple(party for party in everyone if party not in givers) or everyone
    tied = [r for r in scenario.constraints if is_open(r) and _needs(r, issue.id, option.id)]
    needed = [name for row in tied for name in _met(row, moved)]
    return Commitment(
        id=issue.id,
        givers=givers,
        receivers=(issue.receiver,) if issue.receiver else others,
        payer=issue.payer,
        subject=issue.label,
        undertaking=option.label,
        amount=option.level,
        unit=issue.unit if option.level is not None else "",
        starts=span[0],
        ends=span[1],
        names=_names(scenario),
        indicator="" if shown else issue.indicator,
        measure=shown[0] if shown else "",
        corridor=shown[1].code if shown else "",
        depends_on=tuple(dict.fromkeys(needed)),
        conditions=tuple(dict.fromkeys(row.label for row in tied)),
        illustration=scenario.illustration,
    )


def _chosen(issue: Issue, name: str) -> Option:
    for option in issue.options:
        if option.id == name:
            return option
    raise BadScenario(
        f"The package chooses '{shown(name)}' for {issue.id}, which is none of its options; give a "
        "package of this scenario."
    )


def _names(scenario: Scenario) -> dict[str, str]:
    return {party.id: party.label for party in scenario.parties}


def _payments(scenario: Scenario, payments: Sequence[Paid], span: Span) -> list[Commitment]:
    units = {(f.payer, f.receiver, f.purpose): f.unit for f in scenario.payments.funds}
    found: dict[str, Commitment] = {}
    for one in payments:
        if not one.receiver:  # lost on the way: promised to nobody
            continue
        name = f"payment.{one.payer}.{one.receiver}"
        if name in found:
            name = f"{name}.{len(found) + 1}"
        found[name] = Commitment(
            id=name,
            givers=(one.payer,),
            receivers=(one.receiver,),
            payer=one.payer,
            subject=one.purpose or TRANSFER,
            undertaking="",
            amount=one.amount,
            unit=units.get((one.payer, one.receiver, one.purpose)) or scenario.payments.unit,
            starts=span[0],
            ends=span[1],
            names=_names(scenario),
            illustration=scenario.illustration,
        )
    return list(found.values())


_TIES = ("implication", "reciprocity")


def _needs(row: Linear, issue: str, option: str) -> bool:
    """Whether a row says that this option holds only together with others."""
    return row.kind in _TIES and row.amounts.get((issue, option), 0.0) * _side(row) > 0


def _side(row: Linear) -> float:
    """The sign of what is conditional: sum <= 0 ties the positive amounts, sum >= 0 the others."""
    return 1.0 if row.high < float("inf") else -1.0


def _met(row: Linear, moved: Mapping[str, str]) -> list[str]:
    """The issues of a package by which the condition of a row is met."""
    return [
        issue
        for (issue, option), amount in row.amounts.items()
        if amount * _side(row) < 0 and moved.get(issue) == option
    ]


def _end(day: date, years: int | None) -> date | None:
    if years is None:
        return None
    try:
        return later(day, years) - timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise BadPeriod(
            f"{years} years from {day} end nowhere; give a number of years from 1 on."
        ) from error
