"""A package explained to its broker: why in, why not, what could move, how sure, how fair.

Facts only: sentences are made of them where a language is known (`comity.briefs.agreements`). All
of it rests on what parties told in confidence, so all of it is for the broker; what a party may
read is made from a `PartyView` (`views.py`) and its own `reasons`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comity.agreements.forced import WhyNot, why_not
from comity.agreements.judging import Judge
from comity.agreements.packages import Package
from comity.agreements.reasons import Reason, Why, why
from comity.agreements.swaps import Swap, swaps
from comity.agreements.views import own_of, terms_of


@dataclass(frozen=True)
class Certainty:
    """How near the package is to the best that its concept could find, and what is proven."""

    status: str
    value: float
    bound: float
    gap: float
    slack: float | None
    """Nash: no package has a mean gain (geometric) larger by more than this share."""
    proven: int
    """Leximin: how many of the smallest gains are proven."""
    efficient: bool | None
    ideal_exact: bool


@dataclass(frozen=True)
class Difference:
    """An issue that concepts of fairness settle differently."""

    issue: str
    options: dict[str, str]
    """By concept."""


@dataclass(frozen=True)
class Explanation:
    """Everything the broker's report tells of one package."""

    package: Package
    judge: Judge
    why: dict[str, Why]
    why_not: tuple[WhyNot, ...]
    swaps: tuple[Swap, ...]
    certainty: Certainty
    others: tuple[Package, ...]
    """The packages of other concepts, where they were asked for."""
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """For machines; for the broker's eyes only."""
        sure = self.certainty
        return {
            "why": {party: _why(one) for party, one in self.why.items()},
            "why_not": [one.as_json() for one in self.why_not],
            "swaps": [one.as_json() for one in self.swaps],
            "certainty": {
                "status": sure.status,
                "value": sure.value,
                "bound": sure.bound,
                "gap": sure.gap,
                "slack": sure.slack,
                "proven": sure.proven,
                "efficient": sure.efficient,
                "ideal_exact": sure.ideal_exact,
            },
            "differences": [
                {"issue": one.issue, "options": one.options} for one in self.differences
            ],
        }


def explain(
    package: Package, others: Sequence[Package] = (), *, seconds: float = 15.0
) -> Explanation:
    """Explain a package; `others` are those of other concepts, to set beside it.

    Raises `BadScenario` where there is no package. Forced solves and proofs take at most `seconds`
    together; what time does not allow is told as not known.

    >>> from comity.agreements.examples import load
    >>> from comity.agreements.packages import solve
    >>> told = explain(solve(load("triangle")))
    >>> all(why.gains for why in told.why.values())
    True
    """
    terms, scenario = terms_of(package), package.scenario
    judge = Judge(package)
    return Explanation(
        package=package,
        judge=judge,
        why={p.id: why(scenario.issues, own_of(scenario, p.id), terms) for p in scenario.parties},
        why_not=why_not(judge, seconds=0.7 * seconds),
        swaps=swaps(judge, seconds=0.3 * seconds),
        certainty=certainty(package),
        others=tuple(one for one in others if one.package),
        differences=differences([package, *others]),
    )


def certainty(package: Package) -> Certainty:
    """What is proven of a package."""
    assert package.value is not None
    assert package.bound is not None
    gap = package.gap or 0.0
    mean = package.wish.concept == "nash" and math.isfinite(gap)
    return Certainty(
        status=package.status,
        value=package.value,
        bound=package.bound,
        gap=gap,
        slack=math.expm1(gap / len(package.gains)) if mean else None,
        proven=package.proven,
        efficient=package.efficient,
        ideal_exact=package.ideal_exact,
    )


def differences(packages: Sequence[Package]) -> tuple[Difference, ...]:
    """The issues on which the packages of several concepts part."""
    found = {one.wish.concept: one.package for one in packages if one.package}
    if len(found) < 2:
        return ()
    issues = next(iter(found.values()))
    return tuple(
        Difference(issue, {concept: package[issue] for concept, package in found.items()})
        for issue in issues
        if len({package[issue] for package in found.values()}) > 1
    )


def _why(one: Why) -> dict[str, Any]:
    gains, costs = one.leading()
    return {
        "gains": [_reason(reason) for reason in gains],
        "costs": [_reason(reason) for reason in costs],
        "from_today": one.from_today,
        "outside": one.outside,
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "settled": dict(one.settled),
        "points": one.points,
        "size": one.size,
        "rank": one.rank,
    }
