"""Eurostat: a question a year, sparse cells, flags, totals among states, answers that lie."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from comity.core.errors import ComityError
from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources import shape_eurostat as shape
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, packed, stored, told

APPLICANTS = "asylum_applicants_eu"
MONTHLY = "asylum_applicants_eu_monthly"


def test_the_shipped_table_goes_on_as_it_was(tmp_path: Path) -> None:
    """Sexes apart, no zeros, no totals; what a state withholds or does not report is told."""
    release, one = fetched(APPLICANTS, shape.answer, tmp_path)
    frame = stored(APPLICANTS, release)
    assert frame.filter(year=2025, sex="female").drop("year", "sex").rows() == [
        ("OOO", "GRC", 5, "definition_differs"),
        ("STL", "DEU", 15, "provisional"),
        ("SYR", "DEU", 100, None),
        ("XKX", "DEU", None, "withheld"),
        ("XKX", "GRC", None, "not_reported"),
    ]
    assert sorted(set(frame["sex"])) == ["female", "male", "unknown"]
    assert sorted(set(frame["year"])) == [2024, 2025]
    assert str(release.released) == "2026-09-11"
    assert release.label == "update of 11 September 2026"
    assert release.notes == (
        "Set aside: 6 rows with citizenships or states that are no country or area: RNC.",
    )
    assert len(one.asked) == 3
    assert one.asked[0].query["lastTimePeriod"] == ["1"]
    assert one.asked[1].query["applicant"] == ["TOTAL"]
    assert one.asked[1].query["sex"] == ["F", "M", "UNK"]
    assert one.asked[1].query["sinceTimePeriod"] == ["2024"]


def test_months_keep_their_zeros(tmp_path: Path) -> None:
    """A published zero is a row with 0; months without cells are no rows."""
    release, one = fetched(MONTHLY, shape.answer, tmp_path, since=2025)
    frame = stored(MONTHLY, release)
    assert frame.filter(origin="SYR").rows() == [
        ("2025-01", "SYR", "DEU", "all", 100, None),
        ("2025-01", "SYR", "DEU", "first_time", 100, None),
        ("2025-01", "SYR", "GRC", "all", 0, None),
        ("2025-01", "SYR", "GRC", "first_time", 0, None),
    ]
    assert release.since == 2025
    assert len(one.asked) == 2
    assert one.asked[1].query["applicant"] == ["TOTAL", "FRST"]
    assert one.asked[1].query["untilTimePeriod"] == ["2025-12"]


def test_nothing_since_a_year_to_come(tmp_path: Path) -> None:
    """The last year is asked all the same, and the table says with which year it starts."""
    release, _ = fetched(APPLICANTS, shape.answer, tmp_path, since=2026)
    assert release.since == 2025
    assert set(stored(APPLICANTS, release)["year"]) == {2025}


def test_quarters_and_outcomes(tmp_path: Path) -> None:
    """Positive decisions and all decisions are totals of what is kept."""
    release, one = fetched("asylum_decisions_eu", shape.answer, tmp_path)
    frame = stored("asylum_decisions_eu", release)
    assert one.asked[-1].query["untilTimePeriod"] == ["2025-Q4"]
    kept = frame.filter(origin="SYR", destination="DEU", quarter="2025Q1")
    assert kept["decision"].to_list() == [
        "humanitarian", "refugee_status", "rejected", "subsidiary_protection",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dataset", "measures"),
    [
        ("temporary_protection_eu", ["beneficiaries", "decisions"]),
        (
            "enforcement_eu",
            ["found_irregularly_present", "ordered_to_leave", "refused_entry", "returned"],
        ),
    ],
)
def test_several_tables_are_one(tmp_path: Path, dataset: str, measures: list[str]) -> None:
    """Each table says by its own name what it measures."""
    release, one = fetched(dataset, shape.answer, tmp_path)
    frame = stored(dataset, release)
    assert len(one.asked) == 3 * len(measures)
    assert sorted(set(frame["measure"])) == measures
    some = frame.filter(origin="SYR", destination="DEU", measure=measures[0])
    assert some["persons"].to_list() == [100, 100]


def test_gzip_without_a_word_of_it(tmp_path: Path) -> None:
    """The body may be packed though no header says so."""

    def answer(question: Question) -> Reply:
        return packed(shape.content(question.path.rsplit("/", 1)[-1], question.query))

    plain, _ = fetched(APPLICANTS, shape.answer, tmp_path / "plain")
    release, _ = fetched(APPLICANTS, answer, tmp_path / "packed")
    assert release.frame.equals(plain.frame)


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Question], Reply]:
    """The API with a change in the answers to all questions but the first."""

    def answer(question: Question) -> Reply:
        found = shape.content("migr_asyappctza", question.query)
        if "lastTimePeriod" not in question.query:
            changed = change(found)
            return told(found if changed is None else changed)
        return told(found)

    return answer


def _recoded(name: str, old: str, new: str) -> Callable[[dict[str, Any]], None]:
    """A code of a dimension under another name."""

    def change(found: dict[str, Any]) -> None:
        for codes in found["dimension"][name]["category"].values():
            codes[new] = codes.pop(old)

    return change


def _renamed(found: dict[str, Any]) -> None:
    found["id"] = ["asyl_app" if name == "applicant" else name for name in found["id"]]
    found["dimension"]["asyl_app"] = found["dimension"].pop("applicant")


def _empty(found: dict[str, Any]) -> None:
    found |= {"value": {}, "status": {}, "size": [0, *found["size"][1:]]}
    found["dimension"]["freq"]["category"] = {"index": {}, "label": {}}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda _: {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Try later."}},
            r"still preparing.*ASYNCHRONOUS_RESPONSE",
        ),
        (
            lambda _: {"error": [{"status": 413, "id": 413, "label": "EXTRACTION_TOO_BIG: x"}]},
            "EXTRACTION_TOO_BIG",
        ),
        (lambda f: f["extension"].update(id="MIGR_RESFIRST"), "says that it is MIGR_RESFIRST"),
        (_renamed, "no dimension 'applicant'; it has: .*asyl_app"),
        (_empty, "knows none of the codes that were asked of freq"),
        (_recoded("sex", "UNK", "X"), "no longer has sex 'UNK'"),
        (_recoded("applicant", "TOTAL", "ASY_APP"), "no applicant 'TOTAL', but ASY_APP"),
        (lambda f: f["value"].update(dict.fromkeys(f["value"], 12.5)), "12.5 is no number of"),
        (lambda f: f["value"].update({"99999": 1}), "do not fit together"),
        (lambda f: f.update(updated=None), "no 'updated'"),
        (lambda f: f["dimension"].update(geo=None), "no sound JSON-stat"),
        (lambda _: [], "no JSON-stat"),
    ],
    ids=[
        "asynchronous", "error", "another table", "renamed dimension", "nothing known",
        "code gone", "pinned code gone", "no number", "no such cell", "no day",
        "dimension gone", "list",
    ],
)  # fmt: skip
def test_a_false_answer_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], says: str
) -> None:
    """Answers that lie come with status 200; each is refused in one sentence."""
    with pytest.raises(BadAnswer, match=says):
        fetched(APPLICANTS, _changed(change), tmp_path)


@pytest.mark.parametrize(
    ("latest", "says"), [("2999", "2024 to 2999"), ("", "OBS_PERIOD_OVERALL_LATEST")]
)
def test_periods_that_cannot_be_are_refused(tmp_path: Path, latest: str, says: str) -> None:
    """No years are asked by the thousand because a note says so."""

    def answer(question: Question) -> Reply:
        found = shape.content("migr_asyappctza", question.query)
        found["extension"]["annotation"][1]["title"] = latest
        return told(found)

    with pytest.raises(BadAnswer, match=says):
        fetched(APPLICANTS, answer, tmp_path)


def test_a_question_that_is_too_large_ends_in_a_sentence(tmp_path: Path) -> None:
    """HTTP 413 is no answer that can be used."""
    too_big = Reply(b'{"error": [{"status": 413, "label": "EXTRACTION_TOO_BIG"}]}', 413)
    with pytest.raises(ComityError, match="413"):
        fetched(APPLICANTS, lambda _q: too_big, tmp_path)


def test_origins_with_several_codes_are_added_up() -> None:
    """Two codes for other citizenships are one origin; what is withheld leaves the sum open."""
    along = {"citizen": ["UNK", "OTH", "CN", "CN_X_HK"], "sex": ["F", "M", "UNK"]}
    rest = {"applicant": ["TOTAL"], "age": ["TOTAL"], "geo": ["DE"], "time": ["2025"]}
    cells: dict[tuple[str, ...], tuple[int | str | None, str]] = {
        ("UNK", "F", "TOTAL", "TOTAL", "DE", "2025"): (5, ""),
        ("OTH", "F", "TOTAL", "TOTAL", "DE", "2025"): (10, "p"),
        ("UNK", "M", "TOTAL", "TOTAL", "DE", "2025"): (5, "p"),
        ("OTH", "M", "TOTAL", "TOTAL", "DE", "2025"): (None, "|C"),
        ("CN", "F", "TOTAL", "TOTAL", "DE", "2025"): (30, ""),
        ("CN_X_HK", "F", "TOTAL", "TOTAL", "DE", "2025"): (25, ""),
    }
    body = told(shape.stat("migr_asyappctza", along | rest, cells)).body
    frame = stored(APPLICANTS, brought(APPLICANTS, ("migr_asyappctza.json", body)))
    assert frame.select("origin", "sex", "applicants", "flag").rows() == [
        ("CHN", "female", 30, None),
        ("OOO", "female", 15, "provisional"),
        ("OOO", "male", None, "withheld"),
    ]


def test_a_file_from_the_data_browser() -> None:
    """SDMX-CSV, packed or not, gives the same table as the API."""
    dataset = "residence_permits_eu"
    release = brought(dataset, *shape.FILES[dataset])
    assert stored(dataset, release).drop("year", "origin", "destination").rows() == [
        ("education", 3, "break"),
        ("employment", 0, None),
        ("family", 120, None),
        ("other", None, "withheld"),
    ]
    assert str(release.released) == "2026-09-11"
    again = brought(dataset, ("estat_migr_resfirst_en.csv.gz", gzip.compress(shape.PERMITS)))
    assert again.frame.equals(release.frame)


def test_files_that_are_not_enough_are_refused() -> None:
    """A table that was not brought, a table of something else, a web page."""
    files = shape.FILES["enforcement_eu"]
    with pytest.raises(BadAnswer, match="needs migr_eirtn too"):
        brought("enforcement_eu", *files[:-1])
    with pytest.raises(BadAnswer, match="MIGR_RESFIRST, not migr_asyappctza"):
        brought(APPLICANTS, *shape.FILES["residence_permits_eu"])
    rows = shape.PERMITS.split(b"\r\n")
    with pytest.raises(BadAnswer, match="some cells twice"):
        brought("residence_permits_eu", ("migr_resfirst.csv", b"\r\n".join([*rows[:2], *rows[1:]])))
    with pytest.raises(BadAnswer, match="web page"):
        brought(APPLICANTS, ("migr_asyappctza.json", b"<!DOCTYPE html><title>Sorry</title>"))
