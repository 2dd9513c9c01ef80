"""A party's report depends on nothing that others have told in confidence: byte for byte."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from comity.agreements.packages import Alternative, Package, solve
from comity.agreements.scenario import Choice, Fund, Interaction, Linear, Scenario, Stated
from comity.agreements.wish import Wish
from comity.briefs.agreements import party_report, term_sheet, write
from tests.agreements.talks import talks

DAY = date(2026, 11, 22)
QUICK = (".json", ".html", ".md")
PARTIES = ("ALP", "BET", "GAM", "DEL")
number = st.floats(-1e4, 1e4)
positive = st.floats(1e-3, 1e3)


@pytest.fixture(scope="module")
def package() -> Package:
    return solve(talks(), Wish(alternatives=2))


def forms(package: Package, party: str, *endings: str, **how: Any) -> list[bytes]:
    """A party's report, in several forms."""
    report = party_report(package, party, day=DAY, **how)
    return [write(report, ending) for ending in endings]


def words(data: bytes) -> str:
    """What the pages of a PDF say."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


@st.composite
def whispers(draw: st.DrawFn, package: Package, reader: str) -> Package:
    """The same package, after others have told the mediator something else altogether."""
    scenario = package.scenario
    others = [party for party in PARTIES if party != reader]
    points = {**scenario.points}
    for party in others:
        points[party] = {
            issue.id: {option.id: draw(number) for option in issue.options}
            for issue in scenario.issues
        }
    return replace(
        package,
        scenario=replace(
            scenario,
            parties=tuple(
                one
                if one.id == reader
                else replace(one, reservation=draw(st.none() | number), money=draw(positive))
                for one in scenario.parties
            ),
            points=points,
            interactions=(
                *(one for one in scenario.interactions if one.party == reader),
                *draw(st.lists(st.builds(_both, st.sampled_from(others), number), max_size=2)),
            ),
            constraints=tuple(
                replace(one, high=draw(positive), amounts={("training", "full"): draw(positive)})
                if one.kind == "budget" and one.party != reader else one
                for one in scenario.constraints
            ),
            payments=replace(scenario.payments, funds=(_fund(draw, package),)),
            stated=_stated(draw, scenario, reader, others),
            provenance={"source": draw(st.text(max_size=9))},
            warnings=tuple(draw(st.lists(st.text(max_size=9), max_size=2))),
        ),
        **_worked_out(draw, package),
    )  # fmt: skip


def _fund(draw: st.DrawFn, package: Package) -> Fund:
    return replace(package.scenario.payments.funds[0], limit=draw(positive))


def _both(party: str, value: float) -> Interaction:
    return Interaction(party, value, (Choice("places", frozenset(["many"])),))


def _stated(
    draw: st.DrawFn, scenario: Scenario, reader: str, others: list[str]
) -> dict[str, Stated]:
    told = {party: one for party, one in scenario.stated.items() if party == reader}
    for party in draw(st.lists(st.sampled_from(others), unique=True)):
        told[party] = Stated({"places": draw(positive)}, {}, draw(positive), method=draw(st.text()))
    return told


def _worked_out(draw: st.DrawFn, package: Package) -> dict[str, Any]:
    """All that the engine worked out from what parties told, drawn anew."""
    by_party = {
        name: {party: draw(positive) for party in PARTIES}
        for name in ("gains", "utilities", "outside", "ideal", "scales", "least")
    }
    value = draw(number)
    other = Alternative({**package.package, "data": "today"}, by_party["gains"], value, True)
    return {
        **by_party,
        "status": draw(st.sampled_from(["optimal", "bounded"])),
        "value": value,
        "bound": value + draw(positive),
        "proven": draw(st.integers(0, 4)),
        "ideal_exact": draw(st.booleans()),
        "efficient": draw(st.sampled_from([True, False, None])),
        "price_of_fairness": draw(st.none() | st.floats(0, 1)),
        "alternatives": tuple(draw(st.lists(st.just(other), max_size=2))),
        "seconds": draw(positive),
        "runs": draw(st.integers(0, 99)),
        "payments": tuple(
            replace(one, amount=one.amount * (1 + draw(st.floats(-1e-9, 1e-9))))
            for one in package.payments
        ),
    }


@settings(max_examples=25, deadline=None)
@given(st.data(), st.sampled_from(PARTIES))
def test_another_partys_secrets_leave_a_report_identical(
    package: Package, data: st.DataObject, reader: str
) -> None:
    other = data.draw(whispers(package, reader))
    assert forms(other, reader, *QUICK) == forms(package, reader, *QUICK)


@settings(max_examples=5, deadline=None)
@given(st.data(), st.sampled_from(PARTIES))
def test_also_on_paper(package: Package, data: st.DataObject, reader: str) -> None:
    other = data.draw(whispers(package, reader))
    assert forms(other, reader, ".pdf") == forms(package, reader, ".pdf")
    assert write(term_sheet(other, day=DAY), ".pdf") == write(term_sheet(package, day=DAY), ".pdf")


def test_a_package_that_was_sought_again_tells_no_more(package: Package) -> None:
    """Others restate what they want on another scale: the package stays, and the report too."""
    scenario = package.scenario
    factor = {"ALP": 1.0, "BET": 3.7, "GAM": 0.013, "DEL": 251.0}
    restated = replace(
        scenario,
        points={
            party: {
                i: {o: v * factor[party] for o, v in told.items()} for i, told in issues.items()
            }
            for party, issues in scenario.points.items()
        },
        parties=tuple(
            replace(
                one,
                money=one.money * factor[one.id],
                reservation=None if one.reservation is None else one.reservation * factor[one.id],
            )
            for one in scenario.parties
        ),
        interactions=tuple(
            replace(one, value=one.value * factor[one.party]) for one in scenario.interactions
        ),
        stated={},
    )
    found = solve(restated, Wish(alternatives=2))
    assert found.package == package.package
    assert found.gains != package.gains
    stated = {"ALP": scenario.stated["ALP"]}
    again = replace(found, scenario=replace(found.scenario, stated=stated))
    assert forms(again, "ALP", *QUICK, ".pdf") == forms(package, "ALP", *QUICK, ".pdf")


def test_the_own_secrets_do_change_it(package: Package) -> None:
    scenario = package.scenario
    own = {**scenario.points["ALP"], "training": {"today": 0.0, "half": 90.0, "full": 95.0}}
    other = replace(package, scenario=replace(scenario, points={**scenario.points, "ALP": own}))
    elsewhere = replace(package, scenario=scenario.with_reservation("ALP", 25.0))
    for changed in (other, elsewhere):
        for before, after in zip(
            forms(package, "ALP", *QUICK, ".pdf"),
            forms(changed, "ALP", *QUICK, ".pdf"),
            strict=True,
        ):
            assert before != after


def test_the_mediators_leave_is_what_opens_the_one_number_of_all(package: Package) -> None:
    silent, told = (
        forms(package, "ALP", ".md", allow_fairness=leave)[0].decode().replace("\u00a0", " ")
        for leave in (False, True)
    )
    assert "No party gains less than" not in silent
    assert "With the same package it would be the same, word for word" in silent
    assert "No party gains less than 40 % of the most" in told
    assert "the mediator has allowed it" in told
    assert "With the same package" not in told


def sentinels(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """For each reader: the scenario with numbers and words of the others that cannot be missed."""
    for reader in PARTIES:
        points = {
            party: told
            if party == reader
            else {i: {o: v and 0.123457 + v for o, v in vs.items()} for i, vs in told.items()}
            for party, told in scenario.points.items()
        }
        parties = tuple(
            one if one.id == reader else replace(one, reservation=-77.654321, money=1.987654)
            for one in scenario.parties
        )
        others = [party for party in PARTIES if party != reader]
        yield (
            reader,
            replace(
                scenario,
                points=points,
                parties=parties,
                interactions=(
                    *(one for one in scenario.interactions if one.party == reader),
                    Interaction(others[0], 5.432198, (Choice("data", frozenset(["shared"])),)),
                ),
                constraints=(*_open(scenario), *_canaries(others[1])),
                stated={others[2]: Stated({"places": 0.7654321}, {}, method="CANARY method")},
                provenance={"source": "CANARY source"},
                warnings=("CANARY warning",),
            ),
        )


def _open(scenario: Scenario) -> list[Linear]:
    return [one for one in scenario.constraints if one.kind == "implication"]


def _canaries(payer: str) -> list[Linear]:
    costs = {("training", "full"): 3.456789}
    return [
        Linear("budget", "CANARY budget", costs, high=8.765432, party=payer),
        Linear("balance", "CANARY balance", {("data", "shared"): 2.345678}, low=-99.0),
    ]


SEEN = [
    "123457",
    "0.1235",
    "77.65",
    "654321",
    "1.9876",
    "5.43",
    "3.456",
    "8.765",
    "2.345",
    "7654321",
]


def test_canaries_never_sing_in_anybody_elses_report() -> None:
    for reader, scenario in sentinels(talks()):
        package = solve(scenario, Wish(alternatives=0))
        assert package.package
        *texts, paper = forms(package, reader, *QUICK, ".pdf")
        said = [text.decode() for text in texts] + [words(paper)]
        worked_out = {f"{v:.4f}" for p, v in package.gains.items() if p != reader}
        worked_out |= {f"{v:.4f}" for v in (package.value, package.bound, package.seconds) if v}
        for text in said:
            assert "CANARY" not in text
            plain = text.replace("\u2212", "-")
            assert not [one for one in [*SEEN, *worked_out] if one in plain]
        assert not paper.count(b"CANARY")


def test_it_says_the_own_gain_in_steps_of_five(package: Package) -> None:
    for party in PARTIES:
        report = party_report(package, party, day=DAY)
        share = report.facts["own"]["share_of_own_reach_percent"]
        assert share % 5 == 0
        assert share > 0
        said = write(report, ".md").decode().replace("\u00a0", " ")
        alone = "that it could gain" if share > 100 else f"about {share} % of what it could gain"
        assert f"{alone} if it chose every issue alone" in said
        assert repr(package.gains[party]) not in said


def test_it_is_dated_by_the_day_it_is_given_and_by_no_clock(package: Package) -> None:
    first, second = forms(package, "BET", ".pdf"), forms(package, "BET", ".pdf")
    assert first == second
    assert b"20261122000000" in first[0]
