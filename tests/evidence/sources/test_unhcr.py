"""UNHCR's lists: pages, dashes, noughts, codes of its own, and parameters that are ignored."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity.evidence.sources.contract import BadAnswer, Release
from comity.evidence.sources.unhcr import MOST_PAGES
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, page, stored, told
from tests.evidence.sources.shape_unhcr import (
    FILES,
    FLOWS,
    LISTS,
    PLACES,
    SHAPES,
    answer,
    application,
    downloaded,
    envelope,
    flow,
    row,
    saved,
    stock,
    workbook,
)

Rows = list[dict[str, Any]]


def read(dataset: str, rows: Rows, today: date | None = None) -> Release:
    """What is made of one saved answer."""
    file = saved("answer", rows)
    return brought(dataset, file, today=today) if today else brought(dataset, file)


def of(dataset: str, rows: Rows) -> list[tuple[Any, ...]]:
    """The stored rows of one saved answer."""
    return stored(dataset, read(dataset, rows)).rows()


# --- Stocks -----------------------------------------------------------------------------------


def test_a_wide_row_becomes_figures_where_they_can_be(tmp_path: Path) -> None:
    """Noughts and dashes stay apart; cells that cannot be figures are left out."""
    release, one = fetched("displaced_stock", answer, tmp_path)
    assert stored("displaced_stock", release).filter(origin="SYR", year=2024).rows() == [
        ("SYR", "DEU", 2024, "asylum_seekers", 600, None),
        ("SYR", "DEU", 2024, "oip", None, "not_reported"),
        ("SYR", "DEU", 2024, "ooc", 0, None),
        ("SYR", "DEU", 2024, "refugees", 7000, None),
        ("SYR", "SYR", 2024, "hst", 70, None),
        ("SYR", "SYR", 2024, "idps", 8000, None),
        ("SYR", "SYR", 2024, "ooc", 0, None),
        ("SYR", "SYR", 2024, "returned_idps", 40, None),
        ("SYR", "TUR", 2024, "asylum_seekers", 0, None),
        ("SYR", "TUR", 2024, "oip", None, "not_reported"),
        ("SYR", "TUR", 2024, "ooc", 0, None),
        ("SYR", "TUR", 2024, "refugees", 9000, None),
        ("SYR", "TUR", 2024, "returned_refugees", 50, None),
    ]
    windows = [(q.query["yearFrom"][0], q.query["yearTo"][0]) for q in one.asked]
    assert windows == [("1951", "1970"), ("1971", "1990"), ("1991", "2010"), ("2011", "2026")]
    assert {q.query["coo_all"][0] + q.query["coa_all"][0] for q in one.asked} == {"truetrue"}
    assert release.released is None


def test_before_a_category_existed_a_nought_is_no_figure(tmp_path: Path) -> None:
    """The row of 1951 has nine cells of which one is a figure; 1 to 4 people are withheld."""
    release, _one = fetched("displaced_stock", answer, tmp_path)
    frame = stored("displaced_stock", release)
    assert frame.filter(year=1951).rows() == [("UNK", "AUT", 1951, "refugees", 1000, None)]
    assert frame.filter(category="stateless").rows() == [
        ("XXA", "DEU", 2024, "stateless", None, "withheld")
    ]


def test_a_figure_in_an_unlikely_cell_is_kept() -> None:
    """People counted where nobody expects them are people all the same."""
    rows = of("displaced_stock", [stock(1990, "SYR", "SYR", refugees=30, stateless=20)])
    assert [r[3:5] for r in rows] == [("refugees", 30), ("stateless", 20)]


@pytest.mark.parametrize(
    ("today", "label", "flag"),
    [
        (date(2026, 11, 22), "figures to mid-2026, provisional", "provisional"),
        (date(2027, 5, 31), "figures to mid-2026, provisional", "provisional"),
        (date(2027, 6, 20), "figures to 2026", None),
    ],
)
def test_the_middle_of_a_year_is_not_taken_for_its_end(
    today: date, label: str, flag: str | None
) -> None:
    """Until Global Trends appear, the figures of a year are those of its middle."""
    rows = [stock(2025, "SYR", "DEU", refugees=10), stock(2026, "SYR", "DEU", refugees=9)]
    release = read("displaced_stock", rows, today)
    frame = stored("displaced_stock", release).filter(category="refugees")
    assert frame["flag"].to_list() == [None, flag]
    assert release.label == label


def test_since_asks_for_those_years_only(tmp_path: Path) -> None:
    """Both bounds are named, since one alone is ignored; earlier rows are kept as they are."""
    release, one = fetched("displaced_stock", answer, tmp_path, since=2025)
    assert [q.query["yearFrom"] + q.query["yearTo"] for q in one.asked] == [["2025", "2026"]]
    assert release.since == 2025
    assert release.frame["year"].min() == 2025


# --- Solutions, IDMC, UNRWA -------------------------------------------------------------------


def test_solutions_leave_out_what_cannot_be(tmp_path: Path) -> None:
    """A dash is a figure not reported, unless no such movement can be."""
    release, _one = fetched("solutions", answer, tmp_path)
    assert stored("solutions", release).rows() == [
        ("SYR", "SYR", 2024, "returned_idps", 40, None),
        ("SYR", "TUR", 2024, "naturalisation", 0, None),
        ("SYR", "TUR", 2024, "resettlement", None, "not_reported"),
        ("SYR", "TUR", 2024, "returned_refugees", 50, None),
        ("UNK", "AUT", 1959, "resettlement", 30, None),
    ]


def test_idmc_names_the_country_on_either_side(tmp_path: Path) -> None:
    """The world totals before 2009 are not asked for, and set aside in a file."""
    expected = [
        ("AB9", 2024, 300, None), ("SYR", 2024, 8500, None), ("SYR", 2025, None, "not_reported"),
    ]  # fmt: skip
    release, one = fetched("internally_displaced", answer, tmp_path)
    assert one.asked[0].query["yearFrom"] == ["2009"]
    assert stored("internally_displaced", release).rows() == expected
    again = brought("internally_displaced", *FILES["internally_displaced"])
    assert stored("internally_displaced", again).rows() == expected
    assert again.notes == ("Set aside: 1 world totals before 2009.",)


def test_unrwa_speaks_of_one_origin(tmp_path: Path) -> None:
    """Where it is left blank it is filled in; the field of registration is not."""
    release, _one = fetched("palestine_refugees", answer, tmp_path)
    assert stored("palestine_refugees", release).rows() == [
        ("PSE", "JOR", 1952, 100, None), ("PSE", "JOR", 2024, 2400, None),
        ("PSE", "UNK", 2024, 90, None),
    ]  # fmt: skip


# --- Asylum -----------------------------------------------------------------------------------


def test_new_applications_are_added_and_appeals_left_out(tmp_path: Path) -> None:
    """Persons and cases stay apart; a type that nobody explains is told of."""
    release, _one = fetched("asylum_applications", answer, tmp_path)
    assert stored("asylum_applications", release).rows() == [
        ("SYR", "AUT", 2025, "P", 0, None),
        ("SYR", "DEU", 2024, "C", 7, None),
        ("SYR", "DEU", 2024, "P", 120, None),
    ]
    assert release.notes == (
        "Left out: 2 rows of appeals and repeat applications.",
        "Among them 1 rows of types that nobody explains: QQ.",
    )


def test_decisions_are_added_by_level(tmp_path: Path) -> None:
    """Authorities are added up; a dash among the parts is flagged and does not lose the rest."""
    release, _one = fetched("asylum_decisions", answer, tmp_path)
    assert stored("asylum_decisions", release).rows() == [
        ("SYR", "AUT", 2025, "first_and_appeal", "C", 8, 7, 6, 5, None),
        ("SYR", "DEU", 2024, "first_instance", "P", 65, 30, 10, 0, "not_reported"),
        ("SYR", "DEU", 2024, "other", "P", 1, 2, 3, 4, None),
    ]


# --- Sex and age, nowcast, notes, codes -------------------------------------------------------


def test_noughts_of_rows_not_broken_down_are_no_figures(tmp_path: Path) -> None:
    """UNHCR writes 0 for every group where it knows the total only."""
    release, one = fetched("displaced_demographics", answer, tmp_path)
    frame = stored("displaced_demographics", release)
    names = ("category", "total", "female_0_4", "female_total", "male_18_59", "male_60_plus")
    assert frame.select(*names, "flag").rows() == [
        ("refugees", 7000, 500, 600, 900, 0, None),
        ("idps", 8000, None, None, None, None, "not_reported"),
        ("stateless", 0, 0, 0, 0, 0, None),
    ]
    assert one.asked[0].query["ptype_show"] == ["true"]


def test_an_estimate_is_of_a_month(tmp_path: Path) -> None:
    """The month is written as a word; the sum over all countries is set aside."""
    release, _one = fetched("displacement_nowcast", answer, tmp_path)
    assert stored("displacement_nowcast", release).rows() == [
        ("DEU", "2026-08", 6450, 580, "Government", "estimated"),
        ("JOR", "2026-08", 3100, None, "Government, UNHCR", "not_reported"),
    ]
    assert release.label == "estimate for 2026-08"


def test_a_note_is_a_row_for_each_category_and_span(tmp_path: Path) -> None:
    """A blank country is every country; what cannot be understood is counted, not guessed."""
    release, _one = fetched("unhcr_footnotes", answer, tmp_path)
    text = "Some figures are estimates. From a survey."
    assert stored("unhcr_footnotes", release).rows() == [
        (None, None, "stateless", 2019, 2019, "Everywhere."),
        ("SYR", "TUR", "asylum_seekers", 2015, 2018, text),
        ("SYR", "TUR", "asylum_seekers", 2020, 2020, text),
        ("SYR", "TUR", "refugees", 2015, 2018, text),
        ("SYR", "TUR", "refugees", 2020, 2020, text),
    ]
    assert release.notes[0].startswith("Set aside: 2 notes")


def test_a_note_on_an_unknown_country_is_not_one_on_every_country() -> None:
    """It is set aside."""
    notes = [one | {"coa_iso": "QQQ", "coa": "Somewhere"} for one in LISTS["footnotes"][:2]]
    assert of("unhcr_footnotes", [*notes, LISTS["footnotes"][1]]) == [
        (None, None, "stateless", 2019, 2019, "Everywhere.")
    ]


@pytest.mark.parametrize("way", ["fetched", "brought"])
def test_codes_of_unhcr_and_their_regions(tmp_path: Path, way: str) -> None:
    """AUS is Austria to UNHCR; the region is told by whom it is asked for, or by the file."""
    if way == "fetched":
        release = fetched("unhcr_countries", answer, tmp_path)[0]
    else:
        release = brought("unhcr_countries", *FILES["unhcr_countries"])
    rows = stored("unhcr_countries", release).rows()
    assert ("AUS", "AUT", "Austria", "Europe", "Europe", "Western Europe") in rows
    assert ("CRB", None, "CRB", None, None, None) in rows
    assert ("UKN", "UNK", "Unknown", None, None, None) in rows


def test_a_country_in_two_regions_is_refused(tmp_path: Path) -> None:
    """So it would look if the API ignored the region it is asked for."""

    def careless(question: Question) -> Reply:
        question.query.pop("unhcr_region", None)
        return answer(question)

    with pytest.raises(BadAnswer, match="puts AUS in a second region"):
        fetched("unhcr_countries", careless, tmp_path)
    with pytest.raises(BadAnswer, match="only its regions are"):
        brought("unhcr_countries", saved("regions"))


# --- Flows ------------------------------------------------------------------------------------


def test_the_workbook_of_flows_is_added_up_by_category(tmp_path: Path) -> None:
    """Temporary protection is added to refugees; the site is asked as a browser asks."""
    release, one = fetched("displacement_flows", SHAPES["displacement_flows"], tmp_path)
    assert stored("displacement_flows", release).rows() == [
        ("SYR", "DEU", 2024, "asylum_seekers", 80, None),
        ("SYR", "DEU", 2024, "refugees", 1500, None),
        ("UNK", "AUT", 1962, "refugee_like", 40, None),
        ("VEN", "COL", 2025, "oip", 0, None),
    ]
    assert "Mozilla" in one.asked[0].headers["user-agent"]
    assert "unhcr.org" in one.asked[0].headers["referer"]
    assert release.label == "figures to 2025"


def test_a_renamed_sheet_with_a_title_is_found() -> None:
    """The headings say where the table is."""
    moved = workbook(FLOWS, sheet="Data 2026", count="count", title=3)
    assert brought("displacement_flows", ("UNHCR_Flow_Data.xlsx", moved)).frame.height == 4


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(FLOWS, count="Number"), "no sheet with the headings .*Count"),
        (workbook([flow("SYR", "DEU", "XYZ", 2024, 1)]), "population type 'XYZ'"),
        (workbook([flow("SYR", "DEU", "REF", 2024, "many")]), "'many' stands where a count"),
        (b"<html>Just a moment...</html>", "web page"),
    ],
    ids=["heading", "type", "count", "challenge"],
)
def test_another_workbook_is_refused(data: bytes, says: str) -> None:
    """A changed heading, type or cell is named."""
    with pytest.raises(BadAnswer, match=says):
        brought("displacement_flows", ("UNHCR_Flow_Data.xlsx", data))


# --- Files of the Refugee Data Finder ---------------------------------------------------------


def test_the_archive_for_download_reads_like_the_api() -> None:
    """Lines of explanation stand above the table, and returns of IDPs are misspelt."""
    frame = stored("displaced_stock", brought("displaced_stock", *FILES["displaced_stock"]))
    people = frame.filter(pl.col("persons") > 0).select("destination", "category", "persons")
    assert people.rows() == [
        ("DEU", "asylum_seekers", 600), ("DEU", "refugees", 7000), ("SYR", "hst", 70),
        ("SYR", "idps", 8000), ("SYR", "returned_idps", 40),
    ]  # fmt: skip


def test_downloads_of_asylum_figures_are_read() -> None:
    """The words of the headings are those of the Refugee Data Finder."""
    sides = "2024,Syrian Arab Rep.,SYR,Germany,DEU"
    applied = downloaded(
        "asylum-applications",
        "Authority,Application type,Stage of procedure,Cases / Persons,applied",
        f"{sides},G,N,FI,P,100", f"{sides},U,N,FI,P,5",
    )  # fmt: skip
    release = brought("asylum_applications", ("asylum-applications.zip", applied))
    assert stored("asylum_applications", release).rows() == [("SYR", "DEU", 2024, "P", 105, None)]
    decided = downloaded(
        "asylum-decisions",
        "Authority,Stage of procedure,Cases / Persons,Recognized decisions,"
        "Complementary protection,Rejected decisions,Otherwise closed,Total decisions",
        f"{sides},G,FI,P,4,3,2,1,10",
    )
    release = brought("asylum_decisions", ("asylum-decisions.zip", decided))
    assert stored("asylum_decisions", release).rows()[0][5:] == (4, 3, 2, 1, None)


# --- What is refused --------------------------------------------------------------------------


def paged(pages: Callable[[int], dict[str, Any]]) -> Callable[[Question], Reply]:
    """A publisher that answers by page."""
    return lambda question: told(pages(int(question.query["page"][0])))


def test_every_page_is_read(tmp_path: Path) -> None:
    """Pages are counted by the answer, whose number can be text."""
    rows = [application(2024, code, "N", "FI", "P", 10) for code in ("DEU", "AUT", "TUR")]

    def answering(question: Question) -> Reply:
        if question.query["yearTo"] != ["2026"]:
            return told(envelope([]))
        number = int(question.query["page"][0])
        return told(envelope([rows[number - 1]], number) | {"maxPages": "3"})

    release, one = fetched("asylum_applications", answering, tmp_path)
    assert [q.query["page"][0] for q in one.asked] == ["1", "1", "2", "3"]
    assert release.frame["applications"].sum() == 30


FIRST = [row(2010, code, code, total=1) for code in PLACES]


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        (lambda n: envelope(FIRST[:2], n, 3), "page 2, one of 3, is empty or repeats"),
        (lambda n: envelope(FIRST[:2] if n == 1 else [], n, 3), "page 2, one of 3, is empty"),
        (lambda n: envelope(FIRST[:4] if n == 1 else FIRST[5:7], n, 3), "is shorter or longer"),
        (lambda n: envelope([FIRST[n]], n, MOST_PAGES + 1), "speaks of 101 pages"),
        (lambda n: envelope(FIRST[:3]) | {"maxPages": None}, "has no 'maxPages'"),
        (lambda n: {"error": "no"}, "has no 'items'"),
        (lambda n: envelope([row(1999, "SYR", "SYR", total=1)]), "speaks of the year 1999"),
        (lambda n: envelope([row(2010, "SYR", "SYR", idps=1)]), "no field 'total'"),
        (lambda n: envelope(FIRST[:3] if n == 1 else FIRST[2:4], n, 2), "speaks twice of TUR"),
    ],
    ids=["again", "empty", "short", "endless", "no count", "error", "years", "field", "twice"],
)
def test_pages_that_cannot_be_are_refused(
    tmp_path: Path, pages: Callable[[int], dict[str, Any]], says: str
) -> None:
    """Nothing is added up of pages that repeat, end early, never end, or were not asked for."""
    with pytest.raises(BadAnswer, match=says):
        fetched("internally_displaced", paged(pages), tmp_path)


def test_a_web_page_is_refused(tmp_path: Path) -> None:
    """A notice of maintenance with status 200 is no data."""
    with pytest.raises(BadAnswer, match="web page"):
        fetched("displaced_stock", lambda _q: page(), tmp_path)


@pytest.mark.parametrize("cell", ["1.5", "-3", "about 5", "1,5", "9" * 13])
def test_a_cell_that_is_no_count_is_named(cell: str) -> None:
    """Nothing is guessed."""
    rows = [stock(2024, "SYR", "DEU", refugees=cell)]
    with pytest.raises(
        BadAnswer, match=r"answer.json, refugees: '.*' stands where a count belongs"
    ):
        read("displaced_stock", rows)


@pytest.mark.parametrize("cell", ["12000", "12000.0", "12,000", 12000, 12000.0])
def test_a_count_may_be_written_in_many_ways(cell: Any) -> None:
    """Numbers come as text, with separators, or with a point and a nought."""
    rows = of("displaced_stock", [stock(1990, "SYR", "DEU", refugees=cell)])
    assert rows == [("SYR", "DEU", 1990, "refugees", 12000, None)]


def test_sums_over_countries_are_not_countries() -> None:
    """A row with a dash for a side is a total; a list of nothing else was asked for wrongly."""
    total = stock(1990, "SYR", "DEU", refugees=7) | {
        "coo": "-", "coo_iso": "-", "coo_name": "-", "coo_id": "-",
    }  # fmt: skip
    with pytest.raises(BadAnswer, match="every country of origin"):
        read("displaced_stock", [total])
    release = read("displaced_stock", [total, stock(1990, "SYR", "DEU", refugees=5)])
    assert release.frame["persons"].to_list() == [5]
    assert "(blank)" in release.notes[0]


def test_codes_of_iso_go_before_those_of_unhcr() -> None:
    """Where ISO's code is missing UNHCR's is read as UNHCR's; both can mean one place."""
    rows = [
        stock(1990, "SYR", "AUT", refugees=5),
        stock(1990, "SYR", "AUT", refugees=8) | {"coa": "AUL", "coa_iso": "-"},
        stock(1990, "UNK", "AUT", refugees=2),
        stock(1990, "UNK", "AUT", refugees=3) | {"coo": "VAR", "coo_iso": ""},
        stock(1990, "SYR", "AUT", refugees=9) | {"coa": "QQQ", "coa_iso": "EU27"},
    ]
    release = read("displaced_stock", rows)
    assert stored("displaced_stock", release).select("origin", "destination", "persons").rows() == [
        ("SYR", "AUS", 8), ("SYR", "AUT", 5), ("UNK", "AUT", 5),
    ]  # fmt: skip
    assert "EU27" in release.notes[0]


def test_a_population_type_that_nobody_knows_is_refused() -> None:
    """A new group of people is not left out in silence."""
    rows = [LISTS["demographics"][0] | {"pop_type": "NEW"}]
    with pytest.raises(BadAnswer, match="population type 'NEW'"):
        read("displaced_demographics", rows)


def test_a_month_that_is_none_is_refused() -> None:
    """The word must be the English name of a month."""
    rows = [LISTS["nowcasting"][1] | {"month": "Q3"}]
    with pytest.raises(BadAnswer, match="'Q3' stands where the name of a month belongs"):
        read("displacement_nowcast", rows)
