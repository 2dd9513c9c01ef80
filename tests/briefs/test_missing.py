"""Zero, not reported and withheld stay apart from the table to the page, and so do the flags."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient

from comity import open_evidence
from comity.briefs.compose import dossier
from comity.briefs.render import render
from comity.core.findings import Finding
from comity.core.places import Corridor, find_place
from comity.core.regions import find_region, find_subject
from comity.core.tables import conform
from comity.evidence import Evidence
from comity.evidence.accounts import asylum, displacement, population, routes
from comity.evidence.accounts.area import Area
from comity.evidence.catalogue import Dataset, Fetched, _flagged, catalogue
from comity.evidence.disagreement import comparisons
from comity.evidence.panels import everywhere, panel
from comity.evidence.sources.flags import WORDS
from tests.web.quiet import quiet_app

SYR, DEU, VEN, COL, UKR, UZB = (
    find_place(code) for code in ("SYR", "DEU", "VEN", "COL", "UKR", "UZB")
)
NEWEST = 2025
NEW_DAY = date(2026, 11, 1)
Cells = dict[str, object]

CHANGES: dict[str, list[tuple[Cells, Cells]]] = {
    "displaced_stock": [
        (
            {"origin": "SYR", "destination": "DEU", "year": NEWEST, "category": "refugees"},
            {"persons": None, "flag": "withheld"},
        ),
        (
            {"origin": "VEN", "destination": "COL", "year": NEWEST, "category": "oip"},
            {"persons": None, "flag": "not_reported"},
        ),
        (
            {"origin": "VEN", "destination": "COL", "year": NEWEST, "category": "refugees"},
            {"persons": 0, "flag": None},
        ),
        ({"origin": "UKR", "year": NEWEST}, {"flag": "provisional"}),
    ],
    "asylum_applications": [
        (
            {"origin": "SYR", "destination": "DEU", "year": NEWEST},
            {"applications": None, "flag": "withheld"},
        ),
        (
            {"origin": "UKR", "destination": "DEU", "year": NEWEST},
            {"applications": None, "flag": "not_reported"},
        ),
    ],
    "asylum_decisions": [
        (
            {"origin": "SYR", "destination": "DEU", "year": NEWEST},
            {"rejected": None, "flag": "withheld"},
        ),
        ({"origin": "UZB", "year": NEWEST}, {"flag": "break"}),
    ],
    "border_detections_eu": [
        ({"origin": "UZB", "month": "2024-05"}, {"detections": None, "flag": "withheld"}),
        ({"origin": "UZB", "month": "2024-10"}, {"detections": 30, "flag": "provisional"}),
    ],
    "economy": [
        (
            {"country": "UZB", "year": 2023, "indicator": "remittances_received_usd"},
            {"value": None, "flag": "not_reported"},
        ),
        ({"country": "DEU", "indicator": "gdp_usd", "year": 2023}, {"flag": "estimated"}),
    ],
}


def flagging(name: str) -> Dataset:
    """The dataset as if its publisher had every flag."""
    entry = catalogue()[name]
    told = Fetched(
        source="world_bank", hosts=("example.org",), short="S", citation="C", layout="", lag="",
        documented=("https://example.org",), checked="recalled", flags=WORDS,
    )  # fmt: skip
    columns = tuple(column for column in entry.columns if column.name != "flag")
    return _flagged(entry.model_copy(update={"fetched": told, "columns": columns}))


def changed(frame: pl.DataFrame, changes: list[tuple[Cells, Cells]]) -> pl.DataFrame:
    """A table with other cells where its rows are like this; there is such a row each time."""
    if "flag" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("flag"))
    for like, cells in changes:
        rows = pl.all_horizontal(pl.col(name) == value for name, value in like.items())
        assert frame.select(rows.any()).item(), like
        frame = frame.with_columns(
            pl.when(rows).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in cells.items()
        )
    return frame


@pytest.fixture(scope="module")
def flagged_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home whose newest vintages hold zeros, empty cells and flags."""
    home = tmp_path_factory.mktemp("flagged")
    store = open_evidence(home).store
    with pytest.MonkeyPatch.context() as patch:
        for name, changes in CHANGES.items():
            entry = flagging(name)
            patch.setitem(catalogue(), name, entry)
            frame = conform(changed(store.read(name), changes), entry.schema_, name)
            store, _ = store.append(entry, frame, vintage=NEW_DAY, origin="fetched")
        yield home


@pytest.fixture(scope="module", params=[False, True], ids=["asked", "kept"])
def flagged(flagged_home: Path, request: pytest.FixtureRequest) -> Iterator[Evidence]:
    """That evidence, asked page by page and kept open for all."""
    opened = Evidence(
        open_evidence(flagged_home).store, date(2026, 11, 22), kept=bool(request.param)
    )
    yield opened
    opened.close()


def only(found: list[Finding], measure: str, year: int) -> tuple[object, str, str]:
    """Value, status and note of the one finding of a measure in a year."""
    [one] = [f for f in found if f.measure == measure and f.period.start.year == year]
    return one.value, one.status, str(one.note)


def test_a_corridor_says_why_there_is_no_figure(flagged: Evidence) -> None:
    """Withheld, not reported and zero are three things; a sum says what it lacks."""
    here = displacement.corridor_displaced(flagged, Corridor(SYR, DEU))
    there = displacement.corridor_displaced(flagged, Corridor(VEN, COL))
    assert only(here, "refugees", NEWEST) == (None, "withheld", "withheld by the publisher")
    value, status, note = only(here, "displaced", NEWEST)
    assert (value, status) == (only(here, "asylum_seekers", NEWEST)[0], "published")
    assert note == "without one withheld figure"
    assert only(there, "others_in_need", NEWEST) == (None, "not_reported", "")
    assert only(there, "refugees", NEWEST) == (0, "published", "")
    assert only(there, "displaced", NEWEST)[2] == "without one figure that was not reported"
    assert only(here, "refugees", NEWEST - 1)[1:] == ("published", "")


def test_a_sum_leaves_out_what_is_withheld_and_says_so(flagged: Evidence) -> None:
    """The sum over Germany lacks the one corridor; flags of the rows added stand in the note."""
    area = Area(DEU, ("DEU",))
    value, status, note = only(
        displacement.displaced(flagged, area, "destination"), "refugees", NEWEST
    )
    table = flagged.store.read("displaced_stock").filter(
        destination="DEU", year=NEWEST, category="refugees"
    )
    assert (value, status) == (table["persons"].sum(), "published")
    assert note == "without one withheld figure; provisional"
    from_ukraine = displacement.displaced(flagged, Area(UKR, ("UKR",)), "origin")
    assert only(from_ukraine, "refugees", NEWEST)[2] == "provisional"


def test_several_missing_are_counted(flagged: Evidence) -> None:
    """Withheld and not reported are counted apart."""
    found = asylum.applications(flagged, Area(DEU, ("DEU",)), "destination")
    assert only(found, "applications", NEWEST)[2] == (
        "without one withheld figure; without one figure that was not reported"
    )
    world = Area.of(flagged, find_region("world"))
    sea = routes.detected(flagged, Area(UZB, ("UZB",)))
    assert "without one withheld figure; provisional" in {str(f.note) for f in sea}
    assert only(displacement.displaced(flagged, world, "origin"), "refugees", NEWEST)[0]


def test_an_empty_part_of_a_decision_is_no_zero(flagged: Evidence) -> None:
    """A row without rejections counts on neither side: no rate of 100 percent comes of it."""
    rates = asylum.protection(flagged, Corridor(SYR, DEU), "origin")
    for measure in ("protection_rate", "decisions"):
        assert only(rates, measure, NEWEST) == (None, "withheld", "withheld by the publisher")
    table = flagged.store.read("asylum_decisions").filter(
        pl.col("rejected").is_not_null(), destination="DEU", year=NEWEST, level="first_instance"
    )
    granted = table["recognised"].sum() + table["complementary"].sum()
    in_germany = asylum.protection(flagged, Area(DEU, ("DEU",)), "destination")
    value, status, note = only(in_germany, "protection_rate", NEWEST)
    assert value == pytest.approx(100 * granted / (granted + table["rejected"].sum()))
    assert (status, note) == ("derived", "without one withheld figure; break in the series")
    by_destination = asylum.protection_by_destination(flagged, SYR)
    assert all(f.value is not None for f in by_destination)
    assert asylum.spread(flagged, by_destination)


def test_economies_say_what_was_not_reported(flagged: Evidence) -> None:
    """A gap after the first figure of a country is named; one before it is nothing."""
    here = population.economy(flagged, Area(UZB, ("UZB",)))
    assert only(here, "remittances_received", 2023) == (None, "not_reported", "")
    assert min(f.period.start.year for f in here if f.measure == "remittances_received") > 2000
    there = population.economy(flagged, Area(DEU, ("DEU",)))
    assert only(there, "gdp", 2023)[1:] == ("published", "estimated")


def test_maps_and_comparisons_read_them(flagged: Evidence) -> None:
    """A measure of every place is shown for the same year as before, and no ratio is of nothing."""
    found = everywhere(flagged, "remittances_received")
    by_code = {f.subject.code: f for f in found}
    assert len(by_code) > 100
    assert by_code["UZB"].status == "not_reported"
    rates = panel(flagged, "refugees", [COL, DEU], years=range(2025, 2026), per_thousand=True)
    assert len(rates) == 2
    for subject in (DEU, SYR, Corridor(UKR, DEU), Corridor(SYR, DEU)):
        for one in comparisons(flagged, subject):
            assert all(f.value is not None for f in one.newest[:2])


@pytest.mark.parametrize("flagged", [True], indirect=True, ids=["kept"])
@pytest.mark.parametrize("named", ["SYR", "SYR-DEU", "world"])
def test_dossiers_can_be_told(flagged: Evidence, named: str, tmp_path: Path) -> None:
    """Every form renders; the statuses on the page are those of the findings."""
    told = dossier(flagged, find_subject(named))
    findings = json.loads(render(told, ".json", home=tmp_path))["findings"]
    said = {f["note"] for f in findings if f["status"] == "withheld"}
    if named == "SYR-DEU":
        assert "withheld by the publisher" in said
    page = render(told, ".html", home=tmp_path).decode()
    assert ("withheld by the publisher" in page) == (named == "SYR-DEU")
    assert "None" not in page


def test_pages_can_be_compared(flagged_home: Path, tmp_path: Path) -> None:
    """The page of a comparison, its data and its figures stand with empty and flagged rows."""
    home = Path(shutil.copytree(flagged_home, tmp_path / "home"))
    app = quiet_app(home)
    client = TestClient(app)
    measures = "refugees,applications,protection_rate,remittances_received,gdp_per_person"
    for ending in ("", ".json"):
        answer = client.get(f"/compare/UZB,DEU,COL{ending}?measures={measures}")
        assert answer.status_code == 200
    found = [
        f
        for f in client.get(f"/compare/UZB,COL.json?measures={measures}").json()["findings"]
        if f["status"] == "not_reported"
    ]
    assert {(f["subject"]["code"], f["measure"], f["period"]) for f in found} == {
        ("UZB", "remittances_received", "2023")
    }
    app.state.library.close()
