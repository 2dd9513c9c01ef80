"""US CBP: files of windows of fiscal years that overlap; the newest counts for each month."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import brought, fetched, page, stored
from tests.evidence.sources.shape_us_cbp import (
    FILES,
    HEADINGS,
    NEW,
    OLD,
    PAGE,
    answer,
    file,
    row,
    year_2020,
)

NAME = "border_encounters_us"
TABLE = [
    ("2019-10", "CHN", 3, None), ("2019-10", "MEX", 15, None),
    ("2019-11", "MEX", 10, None), ("2019-12", "MEX", 10, None),
    *((f"2020-{month:02}", "MEX", 20, None) for month in range(1, 10)),
    ("2020-10", "MMR", 1, "provisional"), ("2020-10", "OOO", 1000, "provisional"),
]  # fmt: skip


def test_windows_are_put_together(tmp_path: Path) -> None:
    """October starts the fiscal year; rows are added up; zeros and other borders are left out."""
    release, one = fetched(NAME, answer, tmp_path)
    assert [question.path for question in one.asked][1:] == [NEW, OLD]
    assert stored(NAME, release).rows() == TABLE
    assert (release.label, release.released) == ("months to 2020-10", None)
    assert (release.since, release.notes) == (None, ())


def test_the_order_of_files_is_no_matter() -> None:
    """Files that a person brings count by the months they hold, not by the order they come in."""
    assert stored(NAME, brought(NAME, *reversed(FILES[NAME]))).rows() == TABLE


def test_years_that_are_no_longer_offered_are_kept() -> None:
    """Where the oldest files are gone, the table starts with the first whole year."""
    years = [row("2021", line.split(",")[2], "MEXICO", 7) for line in year_2020()]
    release = brought(NAME, ("a-aor.csv", file(years)))
    assert release.since == 2021
    assert stored(NAME, release)["month"].to_list() == [f"2021-{n:02}" for n in range(1, 10)]


def test_a_citizenship_of_no_country_is_counted() -> None:
    """It goes to all others and is named."""
    release = brought(NAME, ("a-aor.csv", file([*year_2020(), row("2020", "OCT", "ATLANTIS", 4)])))
    assert stored(NAME, release).rows()[1] == ("2019-10", "OOO", 4, None)
    assert "ATLANTIS" in release.notes[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (file([*year_2020()[:3], *year_2020()[4:]]), "2020-01 is in none of the files"),
        (file([row("FY2020", "OCT", "MEXICO", 1)]), "column 'Fiscal Year': 'FY2020'"),
        (file([row("2020", "XYZ", "MEXICO", 1)]), "'XYZ'"),
        (file([row("2020", "OCT", "MEXICO", "few")]), "'few' is no whole number"),
        (file([row("2020", "OCT", "MEXICO", "")]), "a cell is empty"),
        (file([row("2020", "OCT", "Region 1", 1)]), "most citizenships"),
        (file([row("2020", "OCT", "MEXICO", 1, "Coastal")]), "no row of the region"),
        (file([]).replace(b"Citizenship", b"Nationality"), "no column 'Citizenship'"),
        (b"<!DOCTYPE html><title>Busy</title>", "no column 'Fiscal Year'"),
    ],
    ids=["gap", "year", "month", "number", "blank", "names", "region", "column", "page"],
)
def test_another_shape_is_refused(content: bytes, says: str) -> None:
    """What is not as described is refused in one sentence."""
    assert HEADINGS.count(",") == 11
    with pytest.raises(BadAnswer, match=says):
        brought(NAME, ("a-aor.csv", content))


def test_a_page_without_files_is_refused(tmp_path: Path) -> None:
    """A page that links to no file says how to go on; one with too many is not followed."""
    with pytest.raises(BadAnswer, match="comity sync --from"):
        fetched(NAME, lambda _q: page(), tmp_path)
    many = "".join(PAGE.replace("fy20-fy21", f"fy{n}-fy{n + 3}") for n in range(20, 60))
    with pytest.raises(BadAnswer, match="too many"):
        fetched(NAME, lambda _q: page(many), tmp_path / "many")
