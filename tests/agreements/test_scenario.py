"""What a scenario says of itself before anything is computed."""

from dataclasses import replace

import pytest

from comity.agreements.scenario import Fund, Issue, Option, Party, Payments, Scenario

ISSUES = (
    Issue("quota", "Places", (Option("none", "None"), Option("some", "Some")), status_quo="none"),
    Issue(
        "return", "Return",
        (Option("screened", "Heard"), Option("blind", "At once", inadmissible="No hearing.")),
        status_quo="screened",
    ),
)  # fmt: skip
SCENARIO = Scenario("t", "Talks", (Party("a", "A", 1.0), Party("b", "B")), ISSUES, {})


def test_the_status_quo_is_whole_or_none() -> None:
    assert SCENARIO.status_quo == {"quota": "none", "return": "screened"}
    half = replace(SCENARIO, issues=(ISSUES[0], replace(ISSUES[1], status_quo=None)))
    assert half.status_quo is None


def test_what_the_floor_removed_is_listed_with_its_issue() -> None:
    [(issue, option)] = SCENARIO.inadmissible
    assert (issue.id, option.id, option.inadmissible) == ("return", "blind", "No hearing.")


def test_another_outside_option_changes_one_party_only() -> None:
    other = SCENARIO.with_reservation("b", 7.5)
    assert (other.party("a"), other.party("b").reservation) == (SCENARIO.party("a"), 7.5)
    assert SCENARIO.party("b").reservation is None


def test_unknown_names_are_errors() -> None:
    for look in (SCENARIO.party, SCENARIO.issue, SCENARIO.issues[0].option):
        with pytest.raises(StopIteration):
            look("nobody")


def test_payments_are_true_where_money_may_change_hands() -> None:
    assert not Payments(overhead=3.0)
    assert Payments(limits={"a": 1.0})
    assert Payments(funds=(Fund("a", "b", 1.0),))
    assert Payments(unlimited=True)
