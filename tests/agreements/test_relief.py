"""A payment that is named as a way out is paid by hand, and leaves what was told."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comity.agreements.conflicts import widths
from comity.agreements.packages import solve
from comity.agreements.programme import compile_scenario
from comity.agreements.scenario import Issue, Option, Party, Payments, Scenario
from comity.agreements.wish import Wish
from tests.agreements.brute import keeps, outside, scenarios, utility

tables = st.one_of(scenarios(generous=False), scenarios(generous=False, paid=True, parties=(2, 3)))


def _handed_over(scenario: Scenario) -> int:
    """Pay what each payment way tells, by hand; how many there were."""
    told = solve(scenario, Wish(alternatives=0)).diagnosis
    ways = [one for one in told.ways if one.kind == "payment"] if told else []
    for way in ways:
        gains = {
            party.id: utility(scenario, party.id, way.package) - without
            for party, without in zip(scenario.parties, outside(scenario), strict=True)
        }
        for one in way.changes:
            for name, sign in ((one.party, -1.0), (one.receiver, 1.0)):
                if name:
                    gains[name] += sign * (one.after or 0.0) * scenario.party(name).money
        size = float(widths(compile_scenario(scenario)).max())
        assert keeps(scenario, way.package)
        assert gains == pytest.approx(way.gains, abs=1e-9 * size)
        assert min(gains.values()) > 0
    return len(ways)


@settings(max_examples=12)
@given(tables)
def test_a_payment_leaves_the_gains_that_were_told(scenario: Scenario) -> None:
    assume(not scenario.payments.unlimited)
    assume(_handed_over(scenario))


def test_the_payer_is_who_gains_by_the_package_that_is_told() -> None:
    """A little to B opens x and a little to A opens y: payer and package belong together."""
    issue = Issue("i", "issue", (Option("x", "x"), Option("y", "y"), Option("z", "z")))
    points = {
        "A": {"i": {"x": 0.1, "y": 0.0, "z": -3.0}}, "B": {"i": {"x": 0.0, "y": 0.55, "z": 0.0}},
    }  # fmt: skip
    parties = (Party("A", "A", 0.0), Party("B", "B", 0.0))
    assert _handed_over(Scenario("t", "t", parties, (issue,), points)) == 1


def test_what_is_lost_on_the_way_is_borne_by_somebody() -> None:
    issue = Issue("i", "issue", (Option("x", "x"), Option("y", "y")))
    points = {"A": {"i": {"x": 9.0, "y": 0.0}}, "B": {"i": {"x": -3.0, "y": -1.0}}}
    talk = Scenario(
        "t", "t", (Party("A", "A", 0.0), Party("B", "B", 0.0)), (issue,), points,
        payments=Payments(limits={"A": 1.0, "B": 1.0}, overhead=0.5),
    )  # fmt: skip
    told = solve(talk).diagnosis
    assert told is not None
    [pay] = [one for one in told.ways if one.kind == "payment"]
    assert [(one.party, one.receiver) for one in pay.changes] == [("A", "B"), ("A", "")]
    assert pay.changes[1].after == pytest.approx(0.5)
    assert "let A bear 0.5 that is lost on the way" in pay.text
    assert np.isclose(sum(pay.gains.values()), 5.5)
    assert _handed_over(talk) == 1
