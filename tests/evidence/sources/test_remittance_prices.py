"""Remittance Prices Worldwide: two sheets of quotes become averages by corridor and quarter."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Reply, brought, fetched, page, stored, told
from tests.evidence.sources.shape_remittance_prices import (
    FILES,
    HEAD,
    LATEST,
    OLD,
    answer,
    entry,
    quote,
    workbook,
)

NAME = "remittance_prices"


def test_quotes_of_both_sheets_become_plain_averages(tmp_path: Path) -> None:
    """Undisclosed rates are left out; a zero, a negative quote and text numbers count as they are.

    Germany to Kosovo has three quotes under two codes; a corridor without a cost has no row.
    """
    release, one = fetched(NAME, answer, tmp_path)
    assert stored(NAME, release).rows() == [
        ("DEU", "XKX", "2025Q3", 6.666667),
        ("NLD", "ANT", "2011Q1", 6.0),
        ("USA", "MEX", "2011Q1", 6.0),
        ("USA", "MEX", "2024Q3", 1.5),
        ("USA", "MEX", "2025Q3", 0.0),
    ]
    assert [question.path for question in one.asked][1:] == [LATEST.split(".org")[1]]
    assert (release.label, str(release.released)) == (
        "to the third quarter of 2025",
        "2026-05-06",
    )
    assert release.notes == (
        "Kept: 1 quote that is like another but for the id.",
        "Left out: 1 quote of services that do not disclose their exchange rate.",
        "Left out: 1 quote without a cost.",
        "Set aside: 1 rows with codes that are no country or area: ZZZ.",
    )


def test_a_file_that_was_brought_states_no_day() -> None:
    """The workbook alone says nothing of the day of its release."""
    release = brought(NAME, *FILES[NAME])
    assert release.released is None
    assert len(stored(NAME, release)) == 5


def test_sheets_of_other_names_are_found_by_their_headings() -> None:
    """Whatever the sheets are called, both are read."""
    data = workbook(sheets=("Older quarters", "Newer quarters"))
    assert len(stored(NAME, brought(NAME, ("rpw_dataset.xlsx", data)))) == 5


def test_an_average_continues_the_series_that_ships() -> None:
    """Averages are short floats with six places, as in the databank: 16.686666, not 16.686667."""
    rows = [quote("2016_3Q", "AGO", "NAM", cost) for cost in (16.68, 16.69, 16.69)]
    frame = stored(NAME, brought(NAME, ("rpw.xlsx", workbook(OLD, rows))))
    assert frame.filter(sender="AGO").row(0) == ("AGO", "NAM", "2016Q3", 16.686666)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(head=[*HEAD[:11], "total cost", *HEAD[12:]]), "from Q2 2016.*cc1 total cost %"),
        (workbook(head=["period", "source"]), "from Q2 2016.*has no row with the headings"),
        (workbook([quote("2011Q1", "USA", "MEX", 1)]), "period.*2011Q1 is not a quarter"),
        (workbook([quote("2011_1Q", "USA", "MEX", "9,94")]), "9,94 is not a number"),
        (workbook([quote("2011_1Q", "USA", "MEX", "inf")]), "inf is not a number"),
        (workbook([quote("2011_1Q", "USA", "MEX", 1, "maybe")]), "maybe is not yes or no"),
        (workbook([quote("2011_1Q", "USA", "MEX", 1, "no")], []), "no quote that counts"),
        (page().body, "web page"),
        (b'{"resources": []}', "is no workbook"),
    ],
    ids=["column", "sheet", "quarter", "comma", "inf", "open", "none", "page", "entry"],
)
def test_another_form_is_refused(data: bytes, says: str) -> None:
    """What is not as described is refused in one sentence that names sheet, column and cell."""
    with pytest.raises(BadAnswer, match=says):
        brought(NAME, ("rpw_dataset.xlsx", data))


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (told(entry(None, "https://datacatalogfiles.worldbank.org/report.pdf")), "no workbook"),
        (told([]), "resources"),
        (page(), "web page"),
    ],
    ids=["no file", "list", "page"],
)
def test_another_entry_is_refused(tmp_path: Path, said: Reply, says: str) -> None:
    """Where the catalogue names no workbook, nothing is guessed."""
    with pytest.raises(BadAnswer, match=says):
        fetched(NAME, lambda _q: said, tmp_path)
