"""The SDG database: pages, breakdowns by their SDMX codes, gaps, estimates, and regions."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, page, stored, told
from tests.evidence.sources.shape_un_sdg import FILES, Row, answer, listed, page_of, row


def test_the_overall_category_of_each_round(tmp_path: Path) -> None:
    """Domains, states without a category and figures of national platforms are left out."""
    release, one = fetched("sdg_10_7_2", answer, tmp_path)
    assert stored("sdg_10_7_2", release).rows() == [
        ("UZB", 2019, 2, "Partially meets", "ALL", "SG_CPA_MIGRS"),
        ("UZB", 2021, 3, "Meets", "ALL", "SG_CPA_MIGRS"),
    ]
    assert (release.label, release.released) == ("release 2026.Q3.G.01", None)
    assert release.notes == (
        "Left out: 1 rows that only national platforms report.",
        "Left out: 1 states without a category.",
    )
    assert [q.query.get("page") for q in one.asked] == [None, ["1"], ["2"]]


def test_every_series_on_migration_but_corridors(tmp_path: Path) -> None:
    """The list says which series belong to the indicators; zero, gap and estimate stay apart."""
    release, one = fetched("sdg_migration", answer, tmp_path)
    asked = {q.query["seriesCode"][0] for q in one.asked[1:]}
    assert asked == {
        "SG_CPA_MIGRS", "SI_RMT_COST", "SL_EMP_RCOST_MO", "SM_DTH_MIGR", "SM_POP_REFG_OR"
    }  # fmt: skip
    frame = stored("sdg_migration", release)
    assert frame.filter(series="SM_DTH_MIGR").drop("year", "series").rows() == [
        ("AFG", "10.7.3", "total", None, "NUMBER", "not_reported"),
        ("UZB", "10.7.3", "total", 0.0, "NUMBER", None),
        ("WLD", "10.7.3", "total", 1250.5, "NUMBER", "estimated"),
    ]
    rights = frame.filter(breakdown="Policy Domains PD_1")
    assert rights.select("country", "year", "value").rows() == [("UZB", 2021, 4.0)]
    assert release.notes[0] == "Set aside: 4 rows with codes that are no country or area: 53."


def test_since_asks_for_those_years(tmp_path: Path) -> None:
    """Each year is named in the question."""
    release, one = fetched("sdg_10_7_2", answer, tmp_path, since=2024)
    assert one.asked[1].query["timePeriod"] == ["2024", "2025", "2026"]
    assert release.since == 2024


def test_files_may_come_without_the_list() -> None:
    """The series says enough of 10.7.2; what its release is called is not known then."""
    release = brought("sdg_10_7_2", *FILES["sdg_10_7_2"])
    assert stored("sdg_10_7_2", release).height == 2
    assert release.label == "as read on 2026-11-22"
    with pytest.raises(BadAnswer, match="without the list of series"):
        brought("sdg_migration", FILES["sdg_migration"][1])
    with pytest.raises(BadAnswer, match="holds no figures"):
        brought("sdg_migration", FILES["sdg_migration"][0])


def test_the_status_of_a_figure_goes_before_its_nature(tmp_path: Path) -> None:
    """A confidential figure is withheld; what is provisional says so though it is estimated."""
    rows = [
        row("SM_DTH_MIGR", "860", 2024, None, "C", **{"Observation Status": "Q"}),
        row("SM_DTH_MIGR", "4", 2024, "5", "E", **{"Observation Status": "P"}),
        row("SM_DTH_MIGR", "762", 2024, "5", "M", **{"Observation Status": "A"}),
    ]

    def single(question: Question) -> Reply:
        if question.path.endswith("/List"):
            return told(listed())
        return told(page_of(rows if question.query["seriesCode"] == ["SM_DTH_MIGR"] else []))

    release, _ = fetched("sdg_migration", single, tmp_path)
    assert stored("sdg_migration", release)["flag"].to_list() == [
        "provisional", "estimated", "withheld",
    ]  # fmt: skip


def without(field: str) -> Row:
    """A row in which a field has another name."""
    one = row("SG_CPA_MIGRS", "860", 2021, "3")
    one["other"] = one.pop(field)
    return one


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (page_of([without("dimensions")]), "no 'dimensions'"),
        (page_of([without("geoAreaCode")]), "no 'geoAreaCode'"),
        (page_of([without("timePeriodStart")]), "without 'timePeriodStart'"),
        (page_of([row("SG_CPA_MIGRS", "860", 2021, "high")]), "'high' where a number"),
        (page_of([row("SG_CPA_MIGRS", "860", 2021, "5")]), "category 5"),
        (page_of([row("SG_CPA_MIGRS", "860", 2021, "2.5")]), "category 2.5"),
        (page_of([row("SG_CPA_MIGRS", "860", 2021, "3", domain="RIGHTS")]), "no overall category"),
        (page_of([row("SM_DTH_MIGR", "860", 2021, "3")]), "SM_DTH_MIGR, which was not asked"),
        (page_of([], pages=5000), "do not end"),
        (page_of([], pages=3), "do not end"),
        ({"data": []}, "no 'totalPages'"),
        ({"totalPages": 1, "data": [7]}, "form has changed"),
    ],
    ids=[
        "dimensions", "area", "year", "word", "five", "half", "domain", "series", "endless",
        "repeated", "pages", "row",
    ],
)  # fmt: skip
def test_another_shape_is_refused(tmp_path: Path, content: object, says: str) -> None:
    """One sentence each; a page that comes again ends the questions."""

    def one(question: Question) -> Reply:
        return told(listed() if question.path.endswith("/List") else content)

    with pytest.raises(BadAnswer, match=says):
        fetched("sdg_10_7_2", one, tmp_path)


def test_a_list_without_the_series_is_refused(tmp_path: Path) -> None:
    """A series may be replaced by one of another code."""
    with pytest.raises(BadAnswer, match="no series SG_CPA_MIGRS among its 1 series"):
        fetched("sdg_10_7_2", lambda _q: told(listed()[-1:]), tmp_path)
    with pytest.raises(BadAnswer, match=r"no indicator 10\.7\.1"):
        fetched("sdg_migration", lambda _q: told(listed()[:2]), tmp_path)
    with pytest.raises(BadAnswer, match="no list of series"):
        fetched("sdg_migration", lambda _q: told({"error": "x"}), tmp_path)
    with pytest.raises(BadAnswer, match="web page"):
        fetched("sdg_migration", lambda _q: page(), tmp_path)
