"""What a solve answers: a package, what each party gains by it, and how much of that is proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comity.agreements.programme import Array
from comity.agreements.scenario import Scenario
from comity.agreements.wish import Wish

if TYPE_CHECKING:
    from comity.agreements.infeasible import Diagnosis


@dataclass(frozen=True)
class Payment:
    """Money from one party to another, or lost on the way."""

    payer: str
    receiver: str
    """Empty where the payer bears a part of the overhead, which nobody receives."""
    amount: float
    purpose: str = ""


@dataclass(frozen=True)
class Alternative:
    """A package close to the recommended one."""

    package: dict[str, str]
    gains: dict[str, float]
    value: float
    proven: bool
    """Whether nothing lies between it and the package before it, or it was only found nearby."""


@dataclass(frozen=True, eq=False)
class Package:
    """The answer to a wish; where the status is infeasible, `diagnosis` says why."""

    scenario: Scenario
    wish: Wish
    status: str
    """optimal | bounded (a package, its distance from the best known) | infeasible | unknown."""
    package: dict[str, str]
    money: Array
    payments: tuple[Payment, ...]
    gains: dict[str, float]
    """Points above what each party has without a deal."""
    utilities: dict[str, float]
    outside: dict[str, float]
    ideal: dict[str, float]
    """The most each party could gain among packages that all accept."""
    ideal_exact: bool
    scales: dict[str, float]
    least: dict[str, float]
    """The gain, in points, that was asked for each party."""
    value: float | None
    """By the concept: the weighted sum of log gains, the smallest gain on the scale (leximin,
    Kalai-Smorodinsky), the sum, or minus the largest regret (0: everybody has its ideal)."""
    bound: float | None
    """What no package can pass; as large as the value where that is proven."""
    proven: int
    """Leximin: how many of the smallest gains are proven."""
    efficient: bool | None
    alternatives: tuple[Alternative, ...]
    price_of_fairness: float | None
    """What the sum of gains (on the scale) loses against the largest possible: 0.05 is 5 %."""
    diagnosis: Diagnosis | None
    seconds: float
    runs: int

    @property
    def gap(self) -> float | None:
        """Bound less value."""
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.value)

    def shares(self) -> dict[str, float]:
        """Each party's gain as a share of its ideal gain."""
        return {p: g / self.ideal[p] for p, g in self.gains.items() if self.ideal[p] > 0}

    def as_json(self) -> dict[str, Any]:
        """For machines: everything but the scenario itself; for the broker's eyes only."""
        one, wish = self, self.wish
        return {
            "scenario": one.scenario.id,
            "illustration": one.scenario.illustration,
            "concept": wish.concept,
            "scale": "ideal" if wish.concept == "kalai-smorodinsky" else wish.scale,
            "status": one.status,
            "package": one.package,
            "payments": [
                {"payer": p.payer, "receiver": p.receiver, "amount": p.amount, "purpose": p.purpose}
                for p in one.payments
            ],
            "gains": one.gains,
            "utilities": one.utilities,
            "outside": one.outside,
            "ideal": one.ideal,
            "ideal_exact": one.ideal_exact,
            "scales": one.scales,
            "least": one.least,
            "value": one.value,
            "bound": one.bound,
            "gap": one.gap,
            "proven": one.proven,
            "efficient": one.efficient,
            "alternatives": [
                {"package": a.package, "gains": a.gains, "value": a.value, "proven": a.proven}
                for a in one.alternatives
            ],
            "price_of_fairness": one.price_of_fairness,
            "removed": [
                {"issue": issue.id, "option": option.id, "reason": option.inadmissible}
                for issue, option in one.scenario.inadmissible
            ],
            "warnings": list(one.scenario.warnings),
            "diagnosis": None if one.diagnosis is None else one.diagnosis.as_json(),
            "seconds": one.seconds,
            "solver_runs": one.runs,
        }
