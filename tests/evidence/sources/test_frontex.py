"""Frontex: the newest file is found on the page; nationalities are names, months are headings."""

from datetime import date
from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import brought, fetched, page, stored
from tests.evidence.sources.shape_frontex import HEADINGS, NEWEST, PAGE, ROWS, answer, workbook

NAME = "border_detections_eu"
CENTRAL, EAST, BALKAN = (
    f"{one} Route" for one in ("Central Mediterranean", "Eastern Mediterranean", "Western Balkan")
)
TABLE = [
    ("2026-08", CENTRAL, "Sea", "BGD", 1200), ("2026-08", EAST, "Land", "COD", 10),
    ("2026-08", BALKAN, "Land", "OOO", 7), ("2026-08", BALKAN, "Land", "XKX", 40),
    ("2026-09", CENTRAL, "Sea", "BGD", 1300), ("2026-09", CENTRAL, "Sea", "OOS", 5),
    ("2026-09", EAST, "Land", "COD", 20), ("2026-09", EAST, "Land", "STL", 3),
    ("2026-09", BALKAN, "Land", "OOO", 8),
]  # fmt: skip


def test_the_newest_file_is_read(tmp_path: Path) -> None:
    """Of the links on the page the newest counts, not one in a comment; its name gives the day."""
    release, one = fetched(NAME, answer, tmp_path)
    assert [question.path for question in one.asked][1:] == [NEWEST]
    assert one.asked[0].headers["user-agent"].startswith("Mozilla/5.0 (compatible; Comity")
    assert stored(NAME, release).rows() == TABLE
    assert (release.released, release.label) == (date(2026, 11, 4), "file of 4 November 2026")
    assert (release.notes, release.since) == ((), None)


def test_months_may_be_days_and_sheets_renamed() -> None:
    """Headings that are days of a calendar, other headings and another sheet read alike."""
    headings = ("Route", "Border type or inland", "Nationality", date(2026, 8, 1), "Sept 2026")
    file = workbook(headings, ROWS, "Data")
    release = brought(NAME, ("monthly_detections_of_IBC_20261104 (1).xlsx", file))
    assert stored(NAME, release).rows() == TABLE
    assert release.released == date(2026, 11, 4)


def test_totals_are_no_route_and_other_names_are_counted() -> None:
    """A row of totals is left out; an unknown nationality is OOO, added up, and named."""
    rows = (*ROWS, (BALKAN, "Land", "Atlantis", 2, 0), ("Grand Total", None, None, 999, 999))
    release = brought(NAME, ("detections.xlsx", workbook(HEADINGS, rows)))
    assert ("2026-08", BALKAN, "Land", "OOO", 9) in stored(NAME, release).rows()
    assert release.notes == ("Counted as OOO: 1 rows with nationalities of no country: Atlantis.",)
    assert (release.released, release.label) == (None, "months to 2026-09")


@pytest.mark.parametrize(
    ("headings", "rows", "says"),
    [
        (("Way", *HEADINGS[1:]), ROWS, "no sheet with the headings Route"),
        (("Route", "Where", *HEADINGS[2:]), ROWS, "no column 'BorderLocation'"),
        (HEADINGS[:3], ROWS, "no column for a month"),
        ((*HEADINGS[:4], date(2026, 8, 1)), ROWS, "two columns for one month"),
        (HEADINGS, [(*ROWS[0][:3], "many", 1)], "'AUG2026': 'many' is no whole number"),
        (HEADINGS, [(*ROWS[0][:2], "Q1", 1, 1)], "1 of 1 nationalities are no known"),
        (HEADINGS, [(*ROWS[0][:3], 0, "-")], "holds no detections"),
    ],
    ids=["route", "border", "months", "twice", "number", "names", "empty"],
)
def test_another_shape_is_refused(
    headings: tuple[object, ...], rows: list[object], says: str
) -> None:
    """What is not as described is refused in one sentence."""
    with pytest.raises(BadAnswer, match=says):
        brought(NAME, ("detections.xlsx", workbook(headings, rows)))


@pytest.mark.parametrize("text", ["<title>Maintenance</title>", PAGE.replace("IBC_2026", "IBC")])
def test_a_page_without_the_link_is_refused(tmp_path: Path, text: str) -> None:
    """A page that links to no dated file says how to go on."""
    with pytest.raises(BadAnswer, match="comity sync --from"):
        fetched(NAME, lambda _q: page(text), tmp_path)
