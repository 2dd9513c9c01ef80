"""Commitments: all that leaves the status quo, with its ties; nothing private; what is measured."""

import csv
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import fastexcel
import pytest

from comity.agreements import examples
from comity.agreements.commitment import Commitment
from comity.agreements.commitments import commitments_of, export, measure
from comity.agreements.packages import Package, Payment, solve
from comity.agreements.progress import Progress
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.wish import Wish
from comity.core.errors import BadPeriod, ComityError
from comity.core.places import LANGUAGES, Corridor, places
from comity.core.speech import Language
from comity.evidence.accounts import asylum
from comity.evidence.reading import Evidence
from tests.agreements.held import shipped, with_eurostat

SIGNED = date(2026, 12, 1)


@cache
def settled(name: str) -> tuple[Scenario, Package]:
    scenario = examples.load(name)
    return scenario, solve(scenario, Wish(alternatives=0))


def made(name: str, **when: object) -> dict[str, Commitment]:
    found = commitments_of(*settled(name), **{"signed": SIGNED, **when})  # type: ignore[arg-type]
    return {one.id: one for one in found}


@pytest.fixture
def evidence() -> Evidence:
    """What ships."""
    return shipped()


@pytest.mark.parametrize("name", examples.names())
def test_every_issue_that_moves_and_every_payment_is_one_commitment(name: str) -> None:
    scenario, package = settled(name)
    found = made(name)
    moved = {i for i, option in package.package.items() if option != scenario.issue(i).status_quo}
    paid = {f"payment.{one.payer}.{one.receiver}" for one in package.payments}
    assert set(found) == moved | paid
    for issue in moved:
        one, stated = found[issue], scenario.issue(issue)
        assert one.undertaking == stated.option(package.package[issue]).label
        assert one.amount == stated.option(package.package[issue]).level
        assert bool(one.measure) != bool(one.indicator)
        if stated.giver:
            assert (one.givers, one.receivers) == ((stated.giver,), (stated.receiver,))
        else:
            assert set(one.givers) == {party.id for party in scenario.parties}
    assert {(one.starts, one.ends, one.review) for one in found.values()} == {
        (SIGNED, None, "every year")
    }


def test_what_stays_as_it_is_commits_nobody() -> None:
    scenario, package = settled("triangle")
    today = replace(package, package=scenario.status_quo)
    assert commitments_of(scenario, today, signed=SIGNED) == ()
    missing = replace(package, package={}, status="infeasible")
    assert commitments_of(scenario, missing, signed=SIGNED) == ()


def test_payments_say_how_much_of_what_and_for_what() -> None:
    _, package = settled("central-asia")
    [paid] = package.payments
    one = made("central-asia")["payment.RUS.KAZ"]
    assert one.amount == paid.amount > 0
    assert (one.payer, one.unit) == ("RUS", "million US dollars a year")
    assert one.text() == (
        "Russian Federation pays Kazakhstan: Advice points for people who travel through "
        f"Kazakhstan \u2013 {paid.amount:.0f} million US dollars a year. From 1 December 2026, "
        "reviewed every year."
    )
    twice = replace(package, payments=(paid, Payment("RUS", "KAZ", 1.0, "Another")))
    found = commitments_of(settled("central-asia")[0], twice, signed=SIGNED)
    assert len({c.id for c in found}) == len(found)


def test_implications_and_reciprocity_tie_commitments_together() -> None:
    found = made("triangle")
    package = settled("triangle")[1].package
    assert package["readmission_own.SEN.ESP"] in ("d15", "escort")
    assert found["readmission_own.SEN.ESP"].depends_on == ("reintegration.ESP.SEN",)
    tied = found["border_transit.MAR.ESP"]
    assert len(tied.depends_on) >= 2
    assert set(tied.depends_on) <= set(found)
    assert tied.conditions == (
        "Morocco's part in reception goes with two of four things that it receives",
    )
    assert found["reintegration.ESP.SEN"].depends_on == (), "the fund itself hangs on nothing"
    free = replace(
        settled("triangle")[1],
        package={**package, "readmission_own.SEN.ESP": "d30"},
    )
    again = {c.id: c for c in commitments_of(settled("triangle")[0], free, signed=SIGNED)}
    assert again["readmission_own.SEN.ESP"].depends_on == (), "30 days need no fund"


def test_nothing_private_is_in_them() -> None:
    """Other points, weights, reservations and gains of everybody leave every byte as it was."""
    scenario, package = settled("triangle")
    other = replace(
        scenario,
        points={
            p: {i: dict.fromkeys(o, 7.5) for i, o in points.items()}
            for p, points in scenario.points.items()
        },
        stated={},
        interactions=(),
        parties=tuple(replace(p, reservation=-3.0, money=9.0) for p in scenario.parties),
    )
    shuffled = replace(package, gains={}, utilities={}, outside={}, ideal={}, value=1.0)
    plain, again = (
        json.dumps([one.as_json() for one in commitments_of(*given, signed=SIGNED)])
        for given in ((scenario, package), (other, shuffled))
    )
    assert plain == again


def test_a_commitment_ends_the_day_before_its_anniversary() -> None:
    assert {one.ends for one in made("triangle", years=3).values()} == {date(2029, 11, 30)}
    leap = made("triangle", signed=date(2028, 2, 29), years=1)
    assert {one.ends for one in leap.values()} == {date(2029, 2, 28)}
    for years in (0, -2, 9999):
        with pytest.raises(BadPeriod, match="give a number of years from 1 on"):
            made("triangle", years=years)


def test_a_package_of_another_scenario_is_refused_in_one_sentence() -> None:
    scenario, package = settled("triangle")
    wrong = replace(package, package={**package.package, "data": "q99"})
    with pytest.raises(BadScenario, match=r"chooses 'q99' for data, which is none of its options"):
        commitments_of(scenario, wrong, signed=SIGNED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_say_them(language: str) -> None:
    speech = Language(language)
    for one in made("central-asia", years=2).values():
        said = one.text(speech)
        assert "{" not in said
        assert speech.day(SIGNED) in said
        assert all(places()[party].name_in(language) in said for party in one.givers)


def test_tables_data_and_calendar_hold_every_commitment(tmp_path: Path) -> None:
    found = list(made("central-asia", years=3).values())
    for ending in (".csv", ".json", ".xlsx", ".ics"):
        export(found, tmp_path / f"agreed{ending}")
    rows = list(csv.DictReader((tmp_path / "agreed.csv").read_text().splitlines()))
    assert [row["text"] for row in rows] == [one.text() for one in found]
    assert rows[0]["starts"] == "2026-12-01"
    plain = json.loads((tmp_path / "agreed.json").read_text())
    assert plain == [one.as_json() for one in found]
    sheet = fastexcel.read_excel(tmp_path / "agreed.xlsx").load_sheet(0).to_polars()
    assert sheet["id"].to_list() == [one.id for one in found]
    raw = (tmp_path / "agreed.ics").read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    unfolded = raw.decode().replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == len(found)
    assert set(re.findall(r"DTSTART;VALUE=DATE:(\d+)", unfolded)) == {"20271201"}
    assert set(re.findall(r"UNTIL=(\d+)", unfolded)) == {"20291130"}
    with pytest.raises(ComityError, match=r"not as '\.docx'; give agreed\.docx one of these"):
        export(found, tmp_path / "agreed.docx")


def test_nothing_agreed_is_an_empty_table_with_its_columns(tmp_path: Path) -> None:
    export([], tmp_path / "none.csv")
    assert (tmp_path / "none.csv").read_text().startswith("id,givers,receivers,")


def of(found: tuple[Progress, ...], name: str) -> Progress:
    return next(one for one in found if one.commitment == name)


def test_the_cost_of_remittances_is_held_against_its_ceiling(evidence: Evidence) -> None:
    """Signed in 2020: the quarters before are the baseline, those after are measured."""
    found = measure(evidence, made("pacific", signed=date(2020, 1, 1)).values())
    one = of(found, "remittance_cost.NZL.TON")
    assert one.baseline is not None
    assert one.latest is not None
    assert one.baseline.period.start < date(2020, 1, 1) <= one.latest.period.start
    assert (one.status, one.target, one.wanted) == ("measured", 3.0, "at most")
    assert one.latest.value is not None
    assert one.reached is (one.latest.value <= 3.0)
    assert one.direction == ("lower" if one.latest.value < (one.baseline.value or 0) else "higher")
    assert one.findings == (one.baseline, one.latest)
    later = of(measure(evidence, made("pacific").values()), "remittance_cost.NZL.TON")
    assert (later.status, later.latest, later.reached) == ("no newer figure", None, None)
    assert later.baseline == one.latest


def test_what_no_dataset_counts_is_reported_by_the_parties(evidence: Evidence) -> None:
    found = measure(evidence, made("central-asia").values())
    assert of(found, "payment.RUS.KAZ").status == "reported by parties"
    permits = of(found, "permit_cost.RUS.TJK")
    assert (permits.status, permits.findings) == ("reported by parties", ())
    assert permits.indicator == "The fee for a year as the receiving state publishes it"
    assert of(found, "remittance_cost.KAZ.UZB").status == "not held"
    assert of(found, "remittance_cost.RUS.KGZ").status == "no newer figure"


def test_asylum_recognition_and_visa_rules_are_measured_as_the_accounts_have_them(
    evidence: Evidence,
) -> None:
    one = replace(
        made("triangle")["visa_facilitation.ESP.MAR"],
        measure="protection_rate",
        corridor="SEN-ESP",
        starts=date(2024, 1, 1),
    )
    [found] = measure(evidence, [one])
    pair = Corridor(places()["SEN"], places()["ESP"])
    rates = {
        f.period.start.year: f
        for f in asylum.protection(evidence, pair, "destination")
        if f.measure == "protection_rate"
    }
    assert (found.baseline, found.latest) == (rates[2023], rates[max(rates)])
    assert (found.target, found.reached) == (None, None), "a rate of recognition is no target"
    visas = replace(one, measure="visa_ease", corridor="MAR-ESP", starts=date(2025, 1, 1))
    [ease] = measure(evidence, [visas])
    assert ease.latest is not None
    assert (ease.latest.value, ease.status, ease.baseline) == (0.0, "measured", None)


def test_returns_and_permits_are_measured_once_fetched_and_few_people_are_withheld() -> None:
    found = measure(with_eurostat(), made("triangle", signed=date(2023, 1, 1)).values())
    permits = of(found, "places.ESP.SEN")
    assert [f.value for f in permits.findings] == [900, 1200]
    assert (permits.direction, permits.target) == ("higher", None), "more than today is no level"
    returned = of(found, "readmission_own.SEN.ESP")
    assert [(f.value, f.status) for f in returned.findings] == [
        (None, "withheld"), (60, "published"),
    ]  # fmt: skip
    assert returned.direction == "", "a direction would tell of the withheld figure"
    json.dumps([one.as_json() for one in found])


def test_commitments_start_today_where_no_day_is_given() -> None:
    one = commitments_of(*settled("triangle"))[0]
    assert abs(one.starts - date.today()) <= timedelta(days=1)
