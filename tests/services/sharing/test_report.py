"""From the evidence: figures with their sources, who is missing, doubt, and fair beside actual."""

from pathlib import Path

import pytest

from comity.core.errors import ComityError
from comity.core.places import places
from comity.evidence import Evidence
from comity.services.sharing import Key, Part, known_key, read_inputs, worked
from comity.services.sharing.actual import actual
from comity.services.sharing.held import group_of, held_inputs, newest
from comity.services.sharing.inputs import example_inputs
from comity.services.sharing.money import read_rate
from comity.services.sharing.report import Report, report
from comity.services.sharing.sensitivity import doubt, pulls

HALVES = known_key("population-gdp")


@pytest.fixture(scope="module")
def union(evidence: Evidence) -> Report:
    members = group_of("eu27", evidence).members
    inputs = held_inputs(evidence, members, HALVES)
    return report(HALVES, inputs, persons=30_000, evidence=evidence)


def test_the_union_of_the_evidence(evidence: Evidence, union: Report) -> None:
    assert len(union.found.places) == 27
    assert union.inputs.year == 2023 == newest(evidence, union.found.places)
    assert sum(union.allocated.values()) == 30_000
    figures = union.inputs.figures
    for place in ("DEU", "MLT"):
        by_hand = sum(
            figures[place][name] / sum(row[name] for row in figures.values()) / 2
            for name in ("population", "gdp")
        )
        assert union.found.by_place[place] == pytest.approx(by_hand)
    assert {f.measure for f in union.inputs.findings} == {"population", "gdp"}
    shares = {f.subject.code: f for f in union.findings}
    assert shares["DEU"].low < shares["DEU"].value < shares["DEU"].high
    assert {s.dataset for s in union.sources} >= {"demography", "economy", "displaced_stock"}


def test_actual_and_fair_have_the_same_sum(evidence: Evidence, union: Report) -> None:
    hosted = next(one for one in union.actual if one.kind == "refugees")
    rows = evidence.query(
        """SELECT sum(persons) AS n FROM displaced_stock WHERE destination = 'DEU'
           AND category IN ('refugees', 'oip') AND year = ?""",
        [hosted.year],
    )
    line = next(line for line in hosted.lines if line.place == "DEU")
    assert line.people == rows[0]["n"]
    assert sum(line.fair for line in hosted.lines) == hosted.total
    assert sum(line.gap for line in hosted.lines) == 0
    assert hosted.moved == sum(move.persons for move in hosted.moves)
    assert line.ratio == line.people / line.fair
    assert line.per_thousand == pytest.approx(
        1000 * line.people / union.inputs.figures["DEU"]["population"]
    )
    assert hosted.money(3) == 60_000  # all are members of the European Union
    assert [*line.beside] == [
        "per_1000_inhabitants",
        "per_billion_usd",
        "per_1000_km2",
        "per_usd_of_output_per_person",
    ]
    assert line.beside["per_1000_km2"] == pytest.approx(1000 * line.people / 357_114, rel=0.01)


def test_money_is_for_members_of_the_union_or_as_asked(evidence: Evidence, union: Report) -> None:
    resettled = next(one for one in union.actual if one.kind == "resettlement")
    assert (resettled.rate, resettled.money(3), resettled.tradable) == (None, None, 0)
    members = group_of("AFG,PAK,IRN", evidence).members
    inputs = held_inputs(evidence, members, HALVES)
    plain = report(HALVES, inputs, evidence=evidence, kinds=["refugees"])
    assert plain.as_json()["actual"][0]["money"] is None
    asked = report(
        HALVES, inputs, evidence=evidence, kinds=["refugees"], rate=read_rate("1500 usd")
    )
    told = asked.as_json()["actual"][0]
    assert told["money"]["all"] == 1500 * told["least_moved"]
    assert (told["money"]["currency"], told["money"]["source"]) == ("USD", "your own figure")


@pytest.mark.parametrize("written", ["", "20000", "EUR", "-5 EUR", "1.5 EUR", "2e4 EUR", "0 EUR"])
def test_what_is_no_amount_a_person(written: str) -> None:
    with pytest.raises(ComityError, match="no amount a person"):
        read_rate(written)
    with pytest.raises(ComityError, match="no currency"):
        read_rate("20000 XXQ")


def test_who_has_no_count_is_named_and_not_zero(union: Report) -> None:
    resettled = next(one for one in union.actual if one.kind == "resettlement")
    compared = {line.place for line in resettled.lines}
    absent = next(r for r in resettled.remarks if "No count" in str(r)).about
    assert "HUN" in absent
    assert not compared & set(absent)


def test_small_counts_are_withheld_with_their_states(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """UNHCR's totals happen to have none from one to four; another table may."""
    counts = {"JOR": 4, "LBN": 5, "TUR": 0, "IRN": 95}
    rows = [{"place": place, "year": 2024, "n": n} for place, n in counts.items()]
    monkeypatch.setattr(evidence, "query", lambda sql, given=(): [] if "origin IN" in sql else rows)
    found = actual(evidence, {**dict.fromkeys(counts, 0.2), "EGY": 0.2}, "refugees")
    assert found
    assert {line.place: line.people for line in found.lines} == {"LBN": 5, "TUR": 0, "IRN": 95}
    assert found.total == 100  # the withheld count is in no sum
    told = {str(remark): remark.about for remark in found.remarks}
    assert [about for says, about in told.items() if "Fewer than five" in says] == [("JOR",)]
    assert [about for says, about in told.items() if "No count" in says] == [("EGY",)]
    assert any("UNRWA" in says for says in told)


@pytest.mark.parametrize("group", ["AFG,IRN,PAK,TJK,UZB", "world"])
@pytest.mark.parametrize("kind", ["refugees", "applications"])
def test_nobody_is_moved_to_where_people_fled_from(
    evidence: Evidence, group: str, kind: str
) -> None:
    """No step needs anybody of the country it leads to, and none leads to a large origin."""
    members = group_of(group, evidence).members
    inputs = held_inputs(evidence, members, known_key("unhcr-capacity"))
    found = report(known_key("unhcr-capacity"), inputs, evidence=evidence, kinds=[kind]).actual[0]
    told = next(r for r in found.remarks if "none are shown as moving there" in str(r))
    assert "AFG" in told.about
    compared = {line.place: line.people for line in found.lines}
    assert not compared.keys() & set(told.about)
    assert sum(line.gap for line in found.lines) == 0
    dataset, column = {
        "refugees": ("displaced_stock", "persons"),
        "applications": ("asylum_applications", "applications"),
    }[kind]
    only = "category IN ('refugees', 'oip')" if kind == "refugees" else "unit = 'P'"
    rows = evidence.query(
        f"""SELECT origin, destination, sum({column}) AS n FROM {dataset}
            WHERE {only} AND year = ? GROUP BY ALL""",
        [found.year],
    )
    fled = {(row["destination"], row["origin"]): row["n"] for row in rows}
    assert found.moves
    for move in found.moves:
        others = compared[move.origin] - fled.get((move.origin, move.destination), 0)
        assert move.persons <= others


def test_a_way_that_needs_a_return_is_not_listed(evidence: Evidence) -> None:
    """Syria's people in Lebanon alone: there is nobody else whom Lebanon could share."""
    found = actual(evidence, {"LBN": 0.1, "SYR": 0.9}, "refugees", 2020)
    assert found is None  # with Syria spared nobody is left to share with


def test_states_without_a_figure_are_left_out_by_name(evidence: Evidence) -> None:
    members = group_of("AFG, IRN, PAK, UZB", evidence).members
    key = known_key("eu-2015-may")
    inputs = held_inputs(evidence, members, key)
    assert [*inputs.figures] == ["AFG", "PAK"]
    told = next(r for r in inputs.remarks if r.about == ("IRN", "UZB"))
    assert "Left out" in str(told)
    with pytest.raises(ComityError, match="take another year"):
        held_inputs(evidence, members, key, 1950)
    with pytest.raises(ComityError, match="holds no 'hospital_beds'"):
        held_inputs(evidence, members, Key("k", "k", (Part("hospital_beds", 1),)))


def test_effort_is_claims_and_arrivals_per_million(evidence: Evidence) -> None:
    members = (places()["FRA"], places()["DEU"])
    inputs = held_inputs(evidence, members, known_key("eu-2015-may"), 2023)
    claims = evidence.query(
        """SELECT sum(applications) AS n FROM asylum_applications
           WHERE destination = 'FRA' AND unit = 'P' AND year BETWEEN 2019 AND 2023"""
    )[0]["n"]
    arrivals = evidence.query(
        """SELECT sum(persons) AS n FROM solutions WHERE destination = 'FRA'
           AND solution = 'resettlement' AND year BETWEEN 2019 AND 2023"""
    )[0]["n"]
    people = inputs.figures["FRA"]["population"]
    assert inputs.figures["FRA"]["effort"] == pytest.approx(1e6 * (claims + arrivals) / 5 / people)


def test_the_group_may_be_listed(evidence: Evidence) -> None:
    assert [p.code for p in group_of("KGZ,Tajikistan", evidence).members] == ["KGZ", "TJK"]
    with pytest.raises(ComityError, match="stands twice"):
        group_of("KGZ,KGZ", evidence)
    with pytest.raises(ComityError, match="at least one"):
        group_of(" ,", evidence)
    assert [p.code for p in group_of("KGZ", evidence).members] == ["KGZ"]
    with pytest.raises(ComityError, match="Nowhere"):
        group_of("Nowhere", evidence)


def test_doubt_is_seeded_and_holds_the_share() -> None:
    key = known_key("eu-2015-september")
    found = worked(key, example_inputs(key).taking_part(key).figures)
    first, again, other = doubt(found, 400, 7), doubt(found, 400, 7), doubt(found, 400, 8)
    assert first == again
    assert first != other
    for place, share in found.by_place.items():
        assert first.low[place] <= share <= first.high[place]
    alone = worked(Key("k", "k", (Part("gdp", 1),)), example_inputs(key).figures)
    one = doubt(alone)
    assert one.low == pytest.approx(one.high)
    assert pulls(alone) == []


def test_more_weight_helps_those_whose_sub_share_is_larger() -> None:
    """Without limits and bounds: the new share is 0.9 x old + 0.1 x sub-share, for weights of 0."""
    key = Key("k", "k", (Part("gdp", 1), Part("population", 0)))
    found = worked(key, example_inputs(key).figures)
    pull = next(one for one in pulls(found) if one.indicator == "population")
    for i, place in enumerate(found.places):
        by_hand = 10 * (found.subs[1][i] - found.shares[i])
        assert pull.change[place] == pytest.approx(by_hand, abs=1e-9)
    assert "POL" in pull.raised
    assert "LUX" in pull.lowered


def test_a_report_on_a_file_says_whose_figures_they_are(example: Path) -> None:
    key = known_key("eu-2015-may")
    found = report(key, read_inputs(example, key).taking_part(key), persons=24_000)
    plain = found.as_json()
    assert plain["sources"][0]["short"] == "own file inputs.csv"
    assert sum(plain["persons"].values()) == 24_000
    assert sum(plain["shares"].values()) == pytest.approx(100)
    assert plain["published"]["mean_absolute_error"] < 0.1
    assert plain["actual"] == []
    shipped = report(key, example_inputs(key).taking_part(key))
    assert "no official figures" in shipped.as_json()["sources"][0]["citation"]
    assert {"CYP", "EST", "LUX", "MLT"} < set(found.by_inverse)
    assert not {"DEU", "FRA", "ESP"} & set(found.by_inverse)
