"""A small negotiation to explain: four parties, six issues, a bit of all that reports tell."""

from __future__ import annotations

from collections.abc import Mapping

from comity.agreements.scenario import (
    Choice,
    Fund,
    Interaction,
    Issue,
    Linear,
    Option,
    Party,
    Payments,
    Scenario,
    Stated,
)

WEIGHTS: dict[str, dict[str, float]] = {
    "ALP": {
        "places": 0.35,
        "training": 0.2,
        "readmission": 0.25,
        "transit": 0.0,
        "cost": 0.15,
        "data": 0.05,
    },
    "BET": {
        "places": 0.1,
        "training": 0.05,
        "readmission": 0.15,
        "transit": 0.5,
        "cost": 0.05,
        "data": 0.15,
    },
    "GAM": {
        "places": 0.3,
        "training": 0.15,
        "readmission": 0.35,
        "transit": 0.1,
        "cost": 0.05,
        "data": 0.05,
    },
    "DEL": {
        "places": 0.05,
        "training": 0.3,
        "readmission": 0.05,
        "transit": 0.3,
        "cost": 0.2,
        "data": 0.1,
    },
}
VALUES: dict[str, dict[str, dict[str, float]]] = {
    "ALP": {
        "places": {"few": 0.4, "many": 1.0},
        "training": {"half": 0.5, "full": 1.0},
        "readmission": {"slow": -0.2, "fast": -0.7},
        "cost": {"five": 0.6, "three": 1.0},
        "data": {"shared": -0.3},
    },
    "BET": {
        "places": {"few": 0.1, "many": 0.1},
        "readmission": {"slow": 0.1, "fast": 0.2},
        "transit": {"rescue": -0.2, "asylum": -0.5},
        "data": {"shared": 0.9},
        "cost": {"five": 0.1, "three": 0.2},
        "training": {"half": 0.8, "full": 0.9},
    },
    "GAM": {
        "places": {"few": -0.2, "many": -0.6},
        "training": {"half": -0.2, "full": -0.5},
        "readmission": {"slow": 0.7, "fast": 1.0},
        "transit": {"rescue": 0.5, "asylum": 1.0},
        "cost": {"five": -0.1, "three": -0.3},
        "data": {"shared": 0.4},
    },
    "DEL": {
        "places": {"few": -0.1, "many": -0.3},
        "training": {"half": -0.1, "full": -0.2},
        "readmission": {"slow": 0.2, "fast": 0.3},
        "transit": {"rescue": 0.6, "asylum": 1.0},
        "cost": {"five": -0.2, "three": -0.6},
        "data": {"shared": 0.5},
    },
}


def issue(
    name: str, label: str, options: list[Option], giver: str, receiver: str, **more: str
) -> Issue:
    today = Option("today", "As today")
    return Issue(name, label, (today, *options), "ordered", "today", giver, receiver, **more)


ISSUES = (
    issue(
        "places",
        "Places for seasonal work",
        [Option("few", "1 000 places", 1000), Option("many", "5 000 places", 5000)],
        "GAM",
        "ALP",
        unit="places a year",
        indicator="migrant_stock",
    ),
    issue(
        "training",
        "Training of nurses",
        [Option("half", "Costs are shared"), Option("full", "The receiving state pays")],
        "DEL",
        "BET",
        payer="DEL",
    ),
    issue(
        "readmission",
        "Readmission of own nationals",
        [
            Option("slow", "Within 60 days"),
            Option("fast", "Within 15 days"),
            Option(
                "blind",
                "At once, without a hearing",
                inadmissible="Return needs a hearing (non-refoulement).",
            ),
        ],
        "ALP",
        "GAM",
    ),
    issue(
        "transit",
        "Rescue and asylum in transit",
        [
            Option("rescue", "Joint rescue"),
            Option("asylum", "Joint rescue and reception of people who seek asylum"),
        ],
        "BET",
        "DEL",
    ),
    issue(
        "cost",
        "Cost of sending money home",
        [
            Option("five", "No more than 5 per cent", 5),
            Option("three", "No more than 3 per cent", 3),
        ],
        "DEL",
        "ALP",
        unit="per cent",
        indicator="remittance_cost",
    ),
    Issue(
        "data",
        "Exchange of statistics",
        (Option("today", "As today"), Option("shared", "Shared each year")),
        status_quo="today",
        anchors=("Global Compact for Migration, objective 1",),
    ),
)
CONSTRAINTS = (
    Linear(
        "implication",
        "Readmission within 15 days needs 5 000 places",
        {("readmission", "fast"): 1, ("places", "many"): -1},
        high=0,
    ),
    Linear(
        "budget",
        "Budget of Delta",
        {("training", "half"): 4, ("training", "full"): 9, ("cost", "three"): 3},
        high=9.5,
        party="DEL",
        unit="million euros",
    ),
)
INTERACTIONS = (
    Interaction(
        "ALP",
        4.0,
        (Choice("places", frozenset(["few", "many"])), Choice("cost", frozenset(["three"]))),
    ),
    Interaction(
        "GAM",
        -3.0,
        (Choice("places", frozenset(["many"])), Choice("training", frozenset(["full"]))),
    ),
)


def points() -> dict[str, dict[str, dict[str, float]]]:
    """Points out of 100: weight times value."""
    return {
        party: {
            one: {"today": 0.0, **{o: 100 * WEIGHTS[party][one] * v for o, v in values.items()}}
            for one, values in told.items()
        }
        for party, told in VALUES.items()
    }


def talks(
    payments: Payments | None = None, reservations: Mapping[str, float] | None = None
) -> Scenario:
    """The negotiation; funds of Gamma by default."""
    fund = Fund("GAM", "BET", 12.0, "Reception in transit", "million euros")
    held = {"BET": 2.0} if reservations is None else reservations
    return Scenario(
        id="talks",
        title="A compact of four",
        parties=tuple(
            Party(name, label, held.get(name), money=money)
            for name, label, money in (
                ("ALP", "Alpha", 1.0),
                ("BET", "Beta", 1.1),
                ("GAM", "Gamma", 0.6),
                ("DEL", "Delta", 1.0),
            )
        ),
        issues=ISSUES,
        points=points(),
        interactions=INTERACTIONS,
        constraints=CONSTRAINTS,
        payments=Payments(funds=(fund,), unit="million euros") if payments is None else payments,
        stated={
            party: Stated(
                WEIGHTS[party],
                {k: {"today": 0.0, **v} for k, v in VALUES[party].items()},
                spread=0.2,
            )
            for party in ("ALP", "BET")
        },
    )
