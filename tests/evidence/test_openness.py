"""Legal opportunity: visa rules weighed as said, areas dated, and nothing unverified counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from comity import open_evidence
from comity.core.errors import ComityError
from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Corridor, Place, find_place, places
from comity.core.regions import find_subject
from comity.evidence.accounts import visits
from comity.evidence.catalogue import catalogue
from comity.evidence.openness import (
    EASE,
    RIGHTS,
    Opportunity,
    areas,
    ease,
    free_movement_of,
    legal_opportunity,
    mobility_of,
    openness_of,
    reciprocity_of,
    shares,
)
from comity.evidence.openness.shares import partners
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

TODAY = date(2026, 11, 22)
EVERYTHING = ("visit", "residence", "work")
TINY = [  # passport, destination, rule, days
    ("TJK", "UZB", "visa free (days)", 30),
    ("KAZ", "UZB", "visa free", None),
    ("DEU", "UZB", "visa on arrival", None),
    ("UZB", "UZB", "visa free", None),  # no state needs a visa rule for its own nationals
    ("UZB", "TJK", "visa free (days)", 30),
    ("UZB", "DEU", "visa required", None),
    ("UZB", "KAZ", "e-visa", None),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """Seven rules, so that every mean can be worked by hand."""
    store = Store.open(tmp_path_factory.mktemp("tiny"))
    frame = pl.DataFrame(TINY, schema=["passport", "destination", "category", "days"], orient="row")
    rows = frame.with_columns(pl.lit("2025-01-12").alias("snapshot"))
    entry = catalogue()["visa_requirements"]
    stored, _ = store.append(entry, rows, vintage=entry.vintage, origin="test")
    opened = Evidence(stored)
    yield opened
    opened.close()


def pair(written: str) -> Corridor:
    found = find_subject(written)
    assert isinstance(found, Corridor)
    return found


def on(written: str, day: str) -> Opportunity:
    """What a corridor offers on a day, without any evidence but the areas."""
    origin, destination = pair(written).origin, pair(written).destination
    found = shares(origin, destination, date.fromisoformat(day))
    checked = tuple(share for share in found if share.verified)
    rest = tuple(share for share in found if not share.verified)
    return Opportunity(pair(written), date.fromisoformat(day), None, None, None, checked, rest, ())


def kinds(parts: tuple[Finding, ...]) -> dict[str, float | None]:
    return {part.about[-1][1]: part.value for part in parts if part.value}


def test_the_ease_of_a_rule_is_the_table_that_the_documents_state() -> None:
    allowed = next(c for c in catalogue()["visa_requirements"].columns if c.name == "category")
    assert set(EASE) == set(allowed.allowed or ())
    page = Path(__file__).parents[2] / "docs/openness.md"
    for kind, worth in EASE.items():
        assert f"| {kind} | {worth:g} |" in page.read_text(encoding="utf-8")
    with pytest.raises(ComityError, match="no kind of visa rule"):
        ease("golden visa")


def test_means_are_those_worked_by_hand(tiny: Evidence) -> None:
    uzbekistan = find_place("UZB")
    opened, reach = openness_of(tiny, uzbekistan), mobility_of(tiny, uzbekistan)
    alike = reciprocity_of(tiny, uzbekistan)
    assert opened
    assert reach
    assert alike
    assert opened.value.value == pytest.approx(100 * (1 + 1 + 0.7) / 3)
    assert kinds(opened.parts) == {"visa free": 1, "visa free (days)": 1, "visa on arrival": 1}
    assert reach.value.value == pytest.approx(100 * (1 + 0 + 0.5) / 3)
    assert (opened.counted.value, reach.counted.value) == (3, 3)
    assert alike.value.value == pytest.approx(100 * (1 + 0.3 + 0.5) / 3)
    assert kinds(alike.parts) == {"same both ways": 1, "easier for the other's nationals": 2}
    assert str(opened.value.period) == "2025-01-12"
    assert dict(opened.value.lineage.parameters)["e-visa"] == "0.5"
    assert openness_of(tiny, find_place("FRA")) is None


def test_reciprocity_is_the_same_from_both_ends(evidence: Evidence) -> None:
    for code in ("TJK-RUS", "MEX-USA", "DEU-MAR"):
        one, other = (
            legal_opportunity(evidence, way).reciprocity
            for way in (pair(code), pair(code).reversed())
        )
        assert one
        assert other
        assert one.value == other.value
    mexico = legal_opportunity(evidence, pair("MEX-USA"))
    assert mexico.ease
    assert mexico.reciprocity
    assert (mexico.ease.value, mexico.reciprocity.value) == (0, 0)
    assert mexico.rights == ()


def test_counts_are_those_of_the_pages_on_visits(evidence: Evidence) -> None:
    free = ("visa free", "visa free (days)", "visa on arrival")
    for code in ("TJK", "DEU", "NGA", "XKX"):
        place = find_place(code)
        said = visits.openness(evidence, place)
        assert said
        for index, count in zip((mobility_of, openness_of), said, strict=True):
            found = index(evidence, place)
            assert found
            assert sum(kinds(found.parts).get(kind) or 0 for kind in free) == count.value
            assert found.counted.value == sum(part.value or 0 for part in found.parts)
            assert 0 <= (found.value.value or 0) <= 100


def test_kept_evidence_says_the_same(evidence: Evidence) -> None:
    kept = Evidence(evidence.store, evidence.as_of, kept=True)
    for index in (openness_of, mobility_of, reciprocity_of):
        asked, shelved = (index(one, find_place("KGZ")) for one in (evidence, kept))
        assert asked
        assert asked == shelved
    kept.close()


@pytest.mark.parametrize(
    ("written", "rights", "since"),
    [
        ("DEU-FRA", EVERYTHING, "1968-11-08"),
        ("POL-DEU", EVERYTHING, "2004-05-01"),
        ("GBR-IRL", EVERYTHING, "1922"),
        ("CHE-NOR", EVERYTHING, "2002-06-01"),
        ("NGA-GHA", EVERYTHING, "1980-06-05"),
        ("MLI-SEN", EVERYTHING, "1980-06-05"),
        ("IND-NPL", EVERYTHING, "1950-07-31"),
        ("BLR-RUS", EVERYTHING, "2000-01-26"),
        ("KGZ-RUS", ("visit", "residence", "work"), "2002-06-07"),
        ("ARM-RUS", ("residence", "work"), "2015-01-02"),
        ("TJK-RUS", ("visit",), "2002-06-07"),
        ("UGA-KEN", ("visit", "listed work"), "2010-07-01"),
        ("BOL-ARG", ("residence", "work"), "2009"),
        ("MHL-USA", EVERYTHING, "1986-10-21"),
        ("UZB-KAZ", (), ""),
        ("MEX-USA", (), ""),
        ("MAR-FRA", (), ""),
    ],
)
def test_corridors_that_an_expert_knows(
    evidence: Evidence, written: str, rights: tuple[str, ...], since: str
) -> None:
    found = legal_opportunity(evidence, pair(written), TODAY)
    assert found.rights == rights
    dates = [share.since for share in found.areas]
    assert min(dates, key=lambda day: Period.parse(day).end, default="") == since
    assert found.rule


@pytest.mark.parametrize(
    ("written", "before", "rights", "after", "then"),
    [
        ("POL-DEU", "2004-04-30", (), "2004-05-01", ("visit", "residence")),
        ("POL-DEU", "2011-04-30", ("visit", "residence"), "2011-05-01", EVERYTHING),
        ("POL-GBR", "2004-04-30", (), "2004-05-01", EVERYTHING),
        ("GBR-FRA", "2020-12-31", EVERYTHING, "2021-01-01", ()),
        ("GBR-CHE", "2020-12-31", EVERYTHING, "2021-01-01", ()),
        ("HRV-AUT", "2020-06-30", ("visit", "residence"), "2020-07-01", EVERYTHING),
        ("KGZ-ARM", "2015-08-11", ("visit",), "2015-08-12", ("visit", "residence", "work")),
        ("QAT-SAU", "2017-06-04", EVERYTHING, "2017-06-05", ()),
        ("UZB-KGZ", "2000-12-31", ("visit",), "2001-01-01", ()),
        ("BRB-BLZ", "2025-09-30", ("visit", "listed work"), "2025-10-01",
         ("visit", "residence", "listed work", "work")),
    ],
)  # fmt: skip
def test_the_day_matters(
    written: str, before: str, rights: tuple[str, ...], after: str, then: tuple[str, ...]
) -> None:
    assert on(written, before).rights == rights
    assert on(written, after).rights == then


def test_withheld_rights_say_why_and_spells_without_a_gap_are_one() -> None:
    (area,) = (one for one in on("POL-DEU", "2006-01-01").areas if one.area.code == "eu-eea")
    assert [limit.until for limit in area.withheld] == ["2011-05-01"]
    (area,) = (one for one in on("GBR-FRA", "2020-06-01").areas if one.area.code == "eu-eea")
    assert area.since == "1973-01-01"


def test_rights_are_those_of_nationals_of_the_origin() -> None:
    assert on("FSM-USA", "2020-01-01").rights == EVERYTHING
    assert on("USA-FSM", "2020-01-01").rights == ()
    assert on("FSM-MHL", "2020-01-01").areas == ()
    assert on("PER-CHL", "2020-01-01").rights == ()
    assert on("CHL-PER", "2020-01-01").rights == ("residence", "work")
    austria = find_place("AUT")
    assert shares(austria, austria, TODAY) == ()


def test_what_nobody_checked_is_listed_and_not_counted(evidence: Evidence) -> None:
    somalia = legal_opportunity(evidence, pair("SOM-KEN"), TODAY)
    assert somalia.rights == ()
    assert [share.area.code for share in somalia.unverified] == ["eac-common-market"]
    counted = free_movement_of(evidence, find_place("KEN"), TODAY)
    assert {dict(one.about)["right"]: one.value for one in counted.counts} == {
        "visit": 4, "listed work": 4,
    }  # fmt: skip
    assert counted.unverified == 3
    assert counted.counts[0].lineage.sources[0].dataset == "free_movement"
    assert free_movement_of(evidence, find_place("SOM"), TODAY).counts == ()
    sweden = on("SWE-DEU", "1994-07-01")
    assert [one.area.code for one in sweden.areas] == []
    assert [one.area.code for one in sweden.unverified] == ["eu-eea"]
    assert next(iter(on("SWE-DEU", "1996-07-01").areas)).since == "1995-01-01"


def test_instruments_that_are_not_in_force_give_nothing(evidence: Evidence) -> None:
    found = legal_opportunity(evidence, pair("NGA-KEN"), TODAY)
    assert found.rights == ()
    assert [area.code for area in found.pending] == ["african-union"]
    assert [one["area"] for one in found.as_json()["not_in_force"]] == ["african-union"]


def test_areas_agree_with_the_visa_table_which_others_compiled(evidence: Evidence) -> None:
    """Of some 1,400 pairs that may visit by a checked area, the visa table bars one.

    The border of Kyrgyzstan was closed to nationals of Tajikistan on the day of the snapshot.
    """
    rules = {
        (row["passport"], row["destination"]): row["category"]
        for row in evidence.query("SELECT passport, destination, category FROM visa_requirements")
    }
    day, agreed, odd = date(2025, 1, 12), 0, []
    for code in {code for both in rules for code in both} & set(places()):
        for other, found in partners(find_place(code), day).items():
            visits_here = any(share.verified and "visit" in share.gives for share in found)
            category = rules.get((code, other.code))
            if visits_here and category:
                agreed += category.startswith("visa free")
                odd += [] if category.startswith("visa free") else [(code, other.code)]
    assert agreed > 1300
    assert odd == [("TJK", "KGZ")]
    assert legal_opportunity(evidence, pair("TJK-KGZ"), day).disagrees


def test_every_record_is_whole() -> None:
    words = {"verified", "verified_year", "partly_verified", "recall", "corrected"}
    assert len({area.code for area in areas()}) == len(areas()) > 20
    for area in areas():
        assert area.source
        assert area.gives
        assert area.verification in words
        assert bool(area.since) != bool(area.not_in_force), area.code
        assert {stay.place for stay in area.stays} <= set(places())
        assert all(stay.begins < stay.ends for stay in area.stays)
        for limit in area.limits:
            assert limit.withholds <= set(RIGHTS)
            assert limit.note.endswith(".")
            assert limit.of | limit.within <= {stay.place for stay in area.stays}, area.code
            if limit.since and limit.until:
                assert Period.parse(limit.since).start < Period.parse(limit.until).end
        spells = sorted(area.stays, key=lambda stay: (stay.place, stay.begins))
        for one, other in pairwise(spells):
            assert one.place != other.place or one.ends <= other.begins, (area.code, one, other)


def test_a_day_before_the_snapshot_has_areas_and_no_rule(evidence: Evidence) -> None:
    old = Evidence(evidence.store, date(2010, 1, 1))
    found = legal_opportunity(old, pair("POL-DEU"))
    assert (found.rule, found.ease, found.reciprocity) == (None, None, None)
    assert found.rights == ("visit", "residence")
    assert found.findings == ()
    old.close()


def test_a_country_in_no_area_has_no_count_rather_than_zero(evidence: Evidence) -> None:
    assert isinstance(find_place("JPN"), Place)
    assert free_movement_of(evidence, find_place("JPN"), TODAY).counts == ()


def test_opened_evidence_answers_as_users_ask_it(tmp_path: Path, loaded_home: Path) -> None:
    opened = open_evidence(loaded_home, as_of="2026-11-22")
    plain = legal_opportunity(opened, pair("TJK-RUS")).as_json()
    assert plain["visa"] == {"category": "visa free (days)", "days": 90, "snapshot": "2025-01-12"}
    assert plain["rights"] == ["visit"]
    assert any("permits to work are not in the evidence" in one for one in plain["caveats"])
    opened.close()
