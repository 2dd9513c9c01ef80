"""What one party may read of a negotiation: what lies open on the table, and what is its own.

A party's report is built from a `PartyView` and from nothing else (section 4.12 of the method). The
function that makes one drops all that others keep to themselves: their points, weights, outside
options, budgets and worth of money, and whatever was worked out from these (gains, bounds,
alternatives, seconds). Code that explains a package to a party cannot reach what it must not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comity.agreements.scenario import (
    BadScenario,
    Interaction,
    Linear,
    Party,
    Payments,
    Scenario,
)
from comity.core.errors import shown

if TYPE_CHECKING:
    from comity.agreements.packages import Package

OPEN_KINDS = frozenset(
    ["implication", "exclusion", "at_least", "at_most", "cap", "parity", "reciprocity"]
)
"""Constraints that are terms of the deal. Budgets and balances are made of what parties keep."""

DIGITS = 6
"""Significant digits of money: the rest is noise of a solver, and says where it came from."""


@dataclass(frozen=True)
class Transfer:
    """Money that the package has one party pay to another."""

    payer: str
    receiver: str
    """Empty where the payer bears what is lost on the way."""
    amount: float
    purpose: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Terms:
    """What is settled, and everybody at the table knows: one option an issue, and payments."""

    package: Mapping[str, str]
    payments: tuple[Transfer, ...] = ()


@dataclass(frozen=True)
class Own:
    """What one party has told the mediator in confidence."""

    party: str
    points: Mapping[str, Mapping[str, float]]
    """issue -> option -> points; what is missing counts 0."""
    interactions: tuple[Interaction, ...] = ()
    reservation: float | None = None
    money: float = 1.0
    most: float = 0.0
    """The most that it pays or receives from the pot, where that is bounded. How much a fund might
    pay is not its own to know, but its payer's."""


@dataclass(frozen=True)
class PartyView:
    """All that a party's report may be made from."""

    table: Scenario
    """The negotiation with everything confidential left out."""
    terms: Terms
    own: Own
    concept: str
    """The rule by which the mediator sought the package."""
    least_share: int | None = None
    """The mediator's leave to say so: every party gains at least this per cent of its ideal."""


def own_of(scenario: Scenario, party: str) -> Own:
    """What a party keeps to itself; `BadScenario` where there is no such party."""
    if party not in {one.id for one in scenario.parties}:
        raise BadScenario(
            f"There is no party {shown(party)!r} in {scenario.id}; its parties are "
            f"{', '.join(one.id for one in scenario.parties)}."
        )
    who = scenario.party(party)
    return Own(
        party,
        scenario.points.get(party, {}),
        tuple(one for one in scenario.interactions if one.party == party),
        who.reservation,
        who.money,
        scenario.payments.limits.get(party, 0.0),
    )


def open_table(scenario: Scenario, party: str = "") -> Scenario:
    """The negotiation as all may read it: parties, issues and the terms that bind them together.

    With a party, also the conditions of that kind that it has made itself.

    >>> secret = Scenario("s", "S", (Party("A", "A", reservation=7),), (), {"A": {}})
    >>> open_table(secret).party("A").reservation is None
    True
    """
    return replace(
        scenario,
        parties=tuple(Party(one.id, one.label, country=one.country) for one in scenario.parties),
        points={},
        interactions=(),
        constraints=tuple(
            replace(one, form=None)
            for one in scenario.constraints
            if is_open(one) or (party and one.party == party and one.kind in OPEN_KINDS)
        ),
        payments=Payments(unit=scenario.payments.unit),
        stated={},
        provenance={},
        warnings=(),
    )


def is_open(constraint: Linear) -> bool:
    """Whether a constraint is a term of the deal rather than something that a party keeps.

    What is one party's own condition is open only where the scenario marks it so.
    """
    return constraint.kind in OPEN_KINDS and (constraint.party is None or constraint.open)


def terms_of(package: Package) -> Terms:
    """What a package settles; `BadScenario` where there is none."""
    if not package.package:
        raise BadScenario(
            f"{package.scenario.id} has no package yet in which every party gains, so there are no "
            "terms to write down; the broker's report says what stands in the way."
        )
    written = package.scenario.payments
    units = {(one.payer, one.receiver, one.purpose): one.unit for one in written.funds}
    paid = tuple(
        Transfer(
            one.payer, one.receiver, rounded(one.amount), one.purpose,
            units.get((one.payer, one.receiver, one.purpose)) or written.unit,
        )
        for one in package.payments
    )  # fmt: skip
    in_order = sorted(paid, key=lambda one: (one.payer, one.receiver, one.purpose))
    return Terms(dict(package.package), tuple(in_order))  # not by size: noise would order equals


def rounded(amount: float) -> float:
    """An amount with as many digits as a text of law would give it.

    >>> rounded(12_345_678.9), rounded(4.000000001)
    (12345700.0, 4.0)
    """
    return float(f"{amount:.{DIGITS}g}")


def view_for(package: Package, party: str, *, allow_fairness: bool = False) -> PartyView:
    """What a party may read of a package.

    `allow_fairness` is the mediator's decision to tell every party that none gains less than some
    share of its ideal: that number is made of what all of them keep to themselves.
    """
    own = own_of(package.scenario, party)
    return PartyView(
        table=open_table(package.scenario, party),
        terms=terms_of(package),
        own=own,
        concept=package.wish.concept,
        least_share=least_share(package) if allow_fairness else None,
    )


def least_share(package: Package) -> int | None:
    """The smallest share of its ideal gain that any party has, rounded down to 5 per cent."""
    shares = package.shares()
    if len(shares) < len(package.scenario.parties):
        return None
    least = int(min(shares.values()) * 20 + 1e-9) * 5
    return least if least > 0 else None
