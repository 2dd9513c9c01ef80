"""What a party would win, and others would lose, if it overstated its case to the broker.

The negotiation is solved again with one party's outside option raised, or its weights shaded, and
the package that comes out is judged by what the parties truly have. This is for the broker alone:
it shows how far the recommendation hangs on what one party said, not that anybody lies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comity.agreements.packages import Package, solve
from comity.agreements.preferences import known, with_preferences
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.wish import Wish
from comity.core.errors import shown
from comity.core.marks import N_

RAISES = (0.1, 0.2)
"""Shares of its ideal gain by which a party may overstate its outside option."""

WARNING = N_(
    "The broker cannot make sure that parties tell the truth: no rule that shares gains is at once "
    "efficient, acceptable to each party, balanced in its payments and proof against misreporting "
    "(Myerson and Satterthwaite 1983; Green and Laffont 1979)."
)


@dataclass(frozen=True, eq=False)
class Misreport:
    """One overstatement, and what it does to everybody's true gains."""

    party: str
    kind: str
    """outside (its outside option is raised) | weight (that of one issue is raised)."""
    amount: float
    """By what share: of its ideal gain, or of the weight."""
    issue: str
    """Of which issue the weight is raised; empty for the outside option."""
    status: str
    """Of the new solve; infeasible: nobody gets anything, also not the one who overstated."""
    package: dict[str, str]
    changes: dict[str, float]
    """By party: true gain with the overstatement less true gain without; 0: nothing changes."""

    @property
    def pays(self) -> bool:
        """Whether the party itself is better off for it."""
        return self.changes[self.party] > 1e-9 * max(map(abs, self.changes.values()))

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        return {
            "party": self.party, "kind": self.kind, "amount": self.amount, "issue": self.issue,
            "status": self.status, "package": self.package, "changes": self.changes,
            "pays": self.pays,
        }  # fmt: skip


def raised_outside(honest: Package, party: str, share: float) -> Misreport:
    """The party says that it has more without a deal, by a share of its ideal gain."""
    _known(honest, party)
    points = honest.outside[party] + share * honest.ideal[party]
    changed = honest.scenario.with_reservation(party, points)
    return _told(honest, changed, Misreport(party, "outside", share, "", "", {}, {}))


def shaded_weight(honest: Package, party: str, issue: str, share: float) -> Misreport:
    """The party says that one issue matters more to it, by a share of its weight; below zero less.

    Its other weights give way in proportion, so that their sum stays.
    """
    _known(honest, party)
    scenario, stated = honest.scenario, known(honest.scenario, party)
    if issue not in stated.weights:
        raise BadScenario(f"There is no issue {shown(issue)!r} that {shown(party)} has weighted.")
    total, old = sum(stated.weights.values()), stated.weights[issue]
    new = min(total, max(0.0, old * (1 + share)))
    rest = (total - new) / (total - old) if total > old else 1.0
    weights = {i: new if i == issue else w * rest for i, w in stated.weights.items()}
    said = replace(stated, weights=weights, spread=0.0, low={}, high={})
    changed = with_preferences(scenario, party, said)
    if party not in scenario.stated:  # keep that its points are all that is known
        changed = replace(changed, stated=scenario.stated)
    return _told(honest, changed, Misreport(party, "weight", share, issue, "", {}, {}))


def misreports(
    scenario: Scenario,
    wish: Wish | None = None,
    *,
    parties: Sequence[str] | None = None,
    shares: Sequence[float] = RAISES,
) -> list[Misreport]:
    """Each party's outside option raised by each share; the largest profit first."""
    honest = solve(scenario, replace(wish or Wish(), alternatives=0))
    if not honest.package:
        return []
    found = [
        raised_outside(honest, party, share)
        for party in (parties if parties is not None else [p.id for p in scenario.parties])
        for share in shares
    ]
    return sorted(found, key=lambda one: -one.changes[one.party])


def _known(honest: Package, party: str) -> None:
    if party not in honest.outside:
        raise BadScenario(f"There is no party {shown(party)!r} in {honest.scenario.id}.")
    if not honest.package:
        raise BadScenario("Without a package there is nothing that a misreport could change.")


def _told(honest: Package, changed: Scenario, blank: Misreport) -> Misreport:
    """Solve as if what is said were true, and judge by what is."""
    found = solve(changed, replace(honest.wish, alternatives=0))
    truth: Mapping[str, float] = dict.fromkeys(honest.gains, 0.0)
    if found.package:
        programme = compile_scenario(honest.scenario)
        gains = programme.gains(programme.chosen(found.package), found.money)
        truth = dict(zip(programme.parties, gains.tolist(), strict=True))
    changes = {party: truth[party] - honest.gains[party] for party in honest.gains}
    return replace(blank, status=found.status, package=found.package, changes=changes)
