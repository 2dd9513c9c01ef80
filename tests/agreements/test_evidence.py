"""The evidence beside an issue: the right corridor, the newest figure, and what is not known."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from comity.agreements import examples
from comity.agreements.evidence import Beside, evidence_beside, findings_for, measured
from comity.agreements.questions import KINDS, QUESTIONS, UNMEASURED
from comity.agreements.scenario import Issue, Scenario
from comity.core.measures import measures
from comity.core.places import LANGUAGES
from comity.core.speech import Language
from comity.evidence.reading import Evidence
from tests.agreements.held import shipped, with_eurostat


@pytest.fixture
def evidence() -> Evidence:
    """What ships."""
    return shipped()


@cache
def beside(evidence: Evidence, name: str) -> dict[str, Beside]:
    return {one.issue: one for one in evidence_beside(evidence, examples.load(name))}


def issue_of(scenario: Scenario, issue: str, **changed: object) -> tuple[Scenario, Issue]:
    made = replace(scenario.issue(issue), **changed)  # type: ignore[arg-type]
    issues = tuple(made if one.id == issue else one for one in scenario.issues)
    return replace(scenario, issues=issues), made


def test_figures_are_those_of_the_store_for_the_pair_of_the_issue(evidence: Evidence) -> None:
    found = findings_for(evidence, examples.load("central-asia"))["remittance_cost.RUS.KGZ"]
    told = {(one.subject.code, one.measure): one for one in found}
    [newest] = evidence.query(
        """SELECT quarter, cost_percent FROM remittance_prices WHERE sender = 'RUS'
           AND receiver = 'KGZ' ORDER BY quarter DESC LIMIT 1"""
    )
    cost = told["KGZ-RUS", "remittance_cost"]
    assert (str(cost.period), cost.value) == (newest["quarter"], newest["cost_percent"])
    for origin, destination in (("KGZ", "RUS"), ("RUS", "KGZ")):
        [stock] = evidence.query(
            """SELECT sum(female + male) AS n FROM migrant_stock
               WHERE origin = ? AND destination = ? AND year = 2024""",
            [origin, destination],
        )
        assert told[f"{origin}-{destination}", "migrant_stock"].value == stock["n"]


def test_visa_rules_stand_both_ways_and_differ(evidence: Evidence) -> None:
    found = beside(evidence, "triangle")["visa_facilitation.ESP.MAR"].findings
    ease = {one.subject.code: one.value for one in found if one.measure == "visa_ease"}
    assert ease == {"MAR-ESP": 0.0, "ESP-MAR": 100.0}


def test_asylum_stands_beside_return_with_its_interval(evidence: Evidence) -> None:
    found = beside(evidence, "triangle")["readmission_own.SEN.ESP"].findings
    [rate] = [one for one in found if one.measure == "recognition_rate"]
    assert rate.subject.code == "SEN-ESP"
    assert rate.low is not None
    assert rate.value is not None
    assert rate.high is not None
    assert rate.low < rate.value < rate.high
    assert {"asylum_seekers", "applications", "decisions"} <= {one.measure for one in found}


def test_what_nobody_counts_is_said_for_the_direction_that_matters(evidence: Evidence) -> None:
    of_vanuatu = beside(evidence, "pacific")["places.NZL.VUT"]
    said = [lack.said() for lack in of_vanuatu.lacking]
    assert any("how many people live abroad" in s and "Vanuatu \u2192 New Z" in s for s in said)
    assert any("Seasonal workers" in s for s in said)
    assert {one.subject.code for one in of_vanuatu.findings} == {"VUT-NZL", "NZL-VUT"}
    of_uzbekistan = beside(evidence, "central-asia")["remittance_cost.KAZ.UZB"]
    assert not [one for one in of_uzbekistan.findings if one.measure == "remittance_cost"]
    assert any("send money home" in lack.said() for lack in of_uzbekistan.lacking)


def test_of_people_who_cross_a_country_those_from_elsewhere_are_counted(evidence: Evidence) -> None:
    found = beside(evidence, "triangle")["border_transit.MAR.ESP"].findings
    corridors = {one.subject.code for one in found if one.measure == "asylum_seekers"}
    assert corridors == {"SEN-MAR", "SEN-ESP", "MAR-ESP"}


def test_deaths_belong_to_a_route_and_to_no_state(evidence: Evidence) -> None:
    found = beside(evidence, "triangle")["missing"].findings
    deaths = [one for one in found if one.measure == "deaths_route"]
    assert deaths
    assert {one.subject.name for one in deaths} == {"World"}
    assert len({one.about for one in deaths}) == len(deaths)


@pytest.mark.parametrize("name", examples.names())
def test_every_issue_has_findings_or_says_why_not(evidence: Evidence, name: str) -> None:
    for one in beside(evidence, name).values():
        assert one.findings or one.lacking, one.issue
        assert len({finding.key for finding in one.findings}) == len(one.findings)
        for finding in one.findings:
            assert finding.lineage.sources
            assert finding.period.end.year >= evidence.today.year - 10
            counted = measures()[finding.measure].counts_people
            assert not (counted and finding.value is not None and 0 < finding.value < 5)
        for language in LANGUAGES:
            assert all("{" not in lack.said(Language(language)) for lack in one.lacking)


def test_permits_and_returns_stand_there_once_they_are_fetched() -> None:
    found = beside(with_eurostat(), "triangle")
    [permits] = [f for f in found["places.ESP.SEN"].findings if f.measure == "permits_work_eu"]
    assert (permits.value, str(permits.period)) == (1200, "2023")
    back = found["readmission_own.SEN.ESP"]
    [returned] = [f for f in back.findings if f.measure == "returned_eu"]
    assert (returned.value, returned.lineage.sources[0].dataset) == (60, "enforcement_eu")
    assert not any("were returned on" in lack.said() for lack in back.lacking)


def test_a_count_that_is_withheld_is_shown_as_withheld_not_as_unknown() -> None:
    scenario = examples.load("triangle")
    moroccan, _ = issue_of(scenario, "readmission_own.SEN.ESP", giver="MAR", indicator="")
    found = {one.issue: one for one in evidence_beside(with_eurostat(), moroccan)}
    back = found["readmission_own.SEN.ESP"]
    [returned] = [f for f in back.findings if f.measure == "returned_eu"]
    assert (returned.subject.code, returned.value, returned.status) == ("MAR-ESP", None, "withheld")
    assert not any("were returned on" in lack.said() for lack in back.lacking)


def test_evidence_as_of_a_day_before_all_releases_has_nothing_and_says_so(
    evidence: Evidence,
) -> None:
    before = Evidence(evidence.store, date(1980, 1, 1))
    for one in evidence_beside(before, examples.load("triangle")):
        assert one.findings == ()
        assert one.lacking


def test_parties_that_are_no_countries_are_not_guessed(evidence: Evidence) -> None:
    scenario = examples.load("triangle")
    nobody = replace(
        scenario, parties=tuple(replace(party, country=None) for party in scenario.parties)
    )
    for one in evidence_beside(evidence, nobody):
        assert one.findings == ()
        assert ["No two parties of this issue are countries" in lack.said()
                for lack in one.lacking] == [True]  # fmt: skip


@pytest.mark.parametrize(
    ("issue", "indicator", "expected"),
    [
        ("remittance_cost.ESP.SEN", "remittance_cost", ("remittance_cost", "SEN-ESP")),
        ("readmission_own.SEN.ESP", "asylum_seekers", ("asylum_seekers", "SEN-ESP")),
        ("readmission_own.SEN.ESP", "returned_eu SEN-ESP", ("returned_eu", "SEN-ESP")),
        ("readmission_own.SEN.ESP", "returned_eu SEN-SEN", None),
        ("readmission_own.SEN.ESP", "returned_eu as Spain reports them", None),
        ("readmission_own.SEN.ESP", "deaths_route", None),
        ("readmission_own.SEN.ESP", "What the parties report", None),
        ("readmission_own.SEN.ESP", "", None),
    ],
)
def test_an_indicator_is_a_measure_with_a_corridor_or_it_is_words(
    issue: str, indicator: str, expected: tuple[str, str] | None
) -> None:
    scenario, made = issue_of(examples.load("triangle"), issue, indicator=indicator)
    found = measured(scenario, made)
    assert (found and (found[0], found[1].code)) == expected


def test_every_kind_asks_questions_that_exist() -> None:
    assert {name for asked in KINDS.values() for name in asked} <= set(QUESTIONS)
    assert set(UNMEASURED) <= set(KINDS)
    assert all(set(one.measures) <= set(measures()) for one in QUESTIONS.values())
