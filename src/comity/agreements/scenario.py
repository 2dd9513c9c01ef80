"""A negotiation as its broker writes it down: who is at the table, over what, and wanting what.

A scenario has parties, issues of which exactly one option each is chosen, points that every option
is worth to every party, interactions between options, constraints on packages, and what each party
has without a deal. Nothing here is computed: `programme.compile_scenario` turns it into numbers.
Sections 4.1 to 4.4 of the method are the model (docs/agreements.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from comity.core.errors import ComityError

Kind = Literal["categorical", "ordered", "integer", "onoff"]


class BadScenario(ComityError):
    """A scenario that breaks its rules; the sentence names the place and how to mend it."""


@dataclass(frozen=True)
class Party:
    """Who negotiates: a state, a group of states, or a body."""

    id: str
    label: str
    reservation: float | None = None
    """Points it has without any deal (its best alternative); None: what the status quo gives."""
    country: str | None = None
    """Alpha-3, where the party is a state: evidence is looked up by it."""
    money: float = 1.0
    """Points that one unit of money is worth to it, where side payments are allowed."""


@dataclass(frozen=True)
class Option:
    """One way to settle an issue."""

    id: str
    label: str
    level: float | None = None
    """How much it is in the issue's unit (5000 places, 3 per cent), for parity and commitments."""
    inadmissible: str = ""
    """Why the human-rights floor rules it out; empty where it does not."""


@dataclass(frozen=True)
class Issue:
    """One thing to be settled, by exactly one of its options."""

    id: str
    label: str
    options: tuple[Option, ...]
    kind: Kind = "categorical"
    status_quo: str | None = None
    """The option that stands today."""
    giver: str | None = None
    receiver: str | None = None
    payer: str | None = None
    """Parties by id: who gives, who gets, who pays."""
    unit: str = ""
    indicator: str = ""
    """What would show that it is kept: a measure of Comity's, or words."""
    anchors: tuple[str, ...] = ()
    """Real reference points, each with its source, shown beside the issue."""

    def option(self, name: str) -> Option:
        """The option of that id; `KeyError` where there is none."""
        return next(one for one in self.options if one.id == name)


@dataclass(frozen=True)
class Choice:
    """Any of some options of one issue: the atom of interactions and constraints."""

    issue: str
    options: frozenset[str]


@dataclass(frozen=True)
class Interaction:
    """Points a party gains (or loses) when every one of several choices holds together."""

    party: str
    value: float
    all_of: tuple[Choice, ...]


@dataclass(frozen=True)
class Linear:
    """A constraint on packages: low <= sum of amounts of the chosen options <= high.

    Every kind of section 4.4 comes down to such rows; `kind`, `label` and `party` let a
    sentence name it (the budget of B), `limit` is the number that could be relaxed.
    """

    kind: str
    """implication | exclusion | at_least | at_most | budget | cap | parity | reciprocity |
    balance."""
    label: str
    amounts: Mapping[tuple[str, str], float]
    """(issue, option) -> amount; what is not named counts nothing."""
    low: float = float("-inf")
    high: float = float("inf")
    party: str | None = None
    unit: str = ""
    form: Mapping[str, Any] | None = None
    """The words of the document that it was made from, so that they can be written again."""
    open: bool = False
    """Whether all may read what is the party's own condition."""


@dataclass(frozen=True)
class Fund:
    """Money that one party may pay to another, for a purpose, up to a limit."""

    payer: str
    receiver: str
    limit: float
    purpose: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Payments:
    """Side payments: none, bounded transfers into and out of a common pot, or earmarked funds."""

    limits: Mapping[str, float] = field(default_factory=dict)
    """The most that a party pays or receives from the pot, by id, in money."""
    overhead: float = 0.0
    """What is lost on the way: all that is paid, less all that is received."""
    funds: tuple[Fund, ...] = ()
    unlimited: bool = False
    """A common unit and no bounds: the total is made largest and shared equally."""
    unit: str = ""

    def __bool__(self) -> bool:
        return bool(self.limits) or bool(self.funds) or self.unlimited


@dataclass(frozen=True)
class Stated:
    """What a party said it wants, as it said it: weights of issues, and values of options.

    `points` of the scenario are weight times value; `spread` is half the width of the interval
    around each weight, as a share of the weight (0.3: from 0.7 w to 1.3 w).
    """

    weights: Mapping[str, float]
    values: Mapping[str, Mapping[str, float]]
    spread: float = 0.0
    low: Mapping[str, float] = field(default_factory=dict)
    high: Mapping[str, float] = field(default_factory=dict)
    """Bounds of single weights, where they differ from `spread`."""
    method: str = ""
    date: str = ""
    """How the weights were found (rated, trade-off questions), and on which day."""


@dataclass(frozen=True)
class Scenario:
    """Everything the broker's engine reads; ids are unique, and every reference is good."""

    id: str
    title: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    points: Mapping[str, Mapping[str, Mapping[str, float]]]
    """party -> issue -> option -> points, already weighted; what is missing counts 0."""
    interactions: tuple[Interaction, ...] = ()
    constraints: tuple[Linear, ...] = ()
    payments: Payments = field(default_factory=Payments)
    stated: Mapping[str, Stated] = field(default_factory=dict)
    """By party, where weights and values were given apart; else its points are all there is."""
    provenance: Mapping[str, str] = field(default_factory=dict)
    illustration: str = ""
    """Why the preferences are nobody's, where a scenario only illustrates; else empty."""
    warnings: tuple[str, ...] = ()
    """What reading it found odd but bearable: missing points, values that are not monotone."""

    def party(self, name: str) -> Party:
        """The party of that id; `KeyError` where there is none."""
        return next(one for one in self.parties if one.id == name)

    def issue(self, name: str) -> Issue:
        """The issue of that id; `KeyError` where there is none."""
        return next(one for one in self.issues if one.id == name)

    def options(self) -> Iterator[tuple[Issue, Option]]:
        """Every option with its issue, in the order of the scenario."""
        return ((issue, option) for issue in self.issues for option in issue.options)

    @property
    def status_quo(self) -> dict[str, str] | None:
        """Today's option of every issue, or None where an issue names none."""
        today = {issue.id: issue.status_quo for issue in self.issues}
        return {k: v for k, v in today.items() if v} if all(today.values()) else None

    @property
    def inadmissible(self) -> list[tuple[Issue, Option]]:
        """What the human-rights floor removed before any trade-off, to be listed in a report."""
        return [(issue, option) for issue, option in self.options() if option.inadmissible]

    def with_reservation(self, party: str, points: float) -> Scenario:
        """The same negotiation, with another outside option of one party."""
        return replace(
            self,
            parties=tuple(
                replace(one, reservation=points) if one.id == party else one for one in self.parties
            ),
        )
