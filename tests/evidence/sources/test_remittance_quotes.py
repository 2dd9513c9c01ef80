"""The quotes of Remittance Prices Worldwide: both sheets, text numbers and days, what is hidden."""

from collections.abc import Callable

import polars as pl
import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import brought, stored
from tests.evidence.sources.shape_remittance_quotes import QUOTES, service, workbook

NAME = "remittance_quotes"


def test_both_sheets_become_quotes_that_say_what_they_do_not_know() -> None:
    release = brought(NAME, ("rpw_dataset_2011_2025_q3.xlsx", workbook()))
    frame = stored(NAME, release)
    assert release.label == "to the third quarter of 2025"
    assert frame.group_by("quarter").len().sort("quarter").rows() == [("2015Q4", 1), ("2025Q3", 8)]
    new = frame.filter(quarter="2025Q3")
    angola = new.filter(sender="AGO").row(0, named=True)
    assert (angola["amount_200"], angola["fee_200"], angola["margin_200"]) == (33000, 2257.2, 3.1)
    assert 100 * 2257.2 / 33000 + 3.1 == pytest.approx(angola["cost_200"]) == 9.94
    assert set(new["asked"]) == {"2025-09-01"}
    assert new["firm"].to_list() == ["Some Post", *"ABCDEFG"]
    assert new.filter(sender="DEU")["number"].to_list() == [1, 2, 3, 4, 5, 6, 7]


def test_a_hidden_margin_is_not_zero() -> None:
    """The workbook writes a margin of 0 and a cost without it; neither is taken over."""
    frame = stored(NAME, brought(NAME, ("rpw.xlsx", workbook())))
    hidden = frame.filter(firm="G").row(0, named=True)
    assert (hidden["transparent"], hidden["margin_200"], hidden["cost_200"]) == ("no", None, None)
    assert (hidden["fee_200"], hidden["cost_500"]) == (1.7, None)


def test_columns_that_were_renamed_are_found_under_both_names() -> None:
    old = stored(NAME, brought(NAME, ("rpw.xlsx", workbook()))).filter(quarter="2015Q4")
    row = old.row(0, named=True)
    assert (row["payin"], row["access_point"], row["pickup"], row["coverage"]) == (
        "Cash to cash",
        "Branch",
        "Cash",
        "Low",
    )
    assert row["fee_500"] is None


def test_the_numbers_of_quotes_do_not_depend_on_their_order() -> None:
    one, other = (
        stored(NAME, brought(NAME, ("rpw.xlsx", workbook(quotes))))
        for quotes in (QUOTES, QUOTES[::-1])
    )
    assert one.equals(other)


def test_what_cannot_be_read_is_counted_and_no_number_is_guessed() -> None:
    quotes = [service("A", 3.4, 1.0, **{"cc1 lcu fee": "3,40", "date": "09/01/2025"})]
    release = brought(NAME, ("rpw.xlsx", workbook(quotes)))
    assert release.notes == (
        "Set aside: 1 cell of 'cc1 lcu fee' that cannot be read.",
        "Set aside: 1 cell of 'date' that cannot be read.",
    )
    assert stored(NAME, release).filter(firm="A")["fee_200"].to_list() == [None]
    wrong = [service("A", 3.4, 1.0, **{"cc1 total cost %": "3,00"})]
    with pytest.raises(BadAnswer, match="3,00 is not a number"):
        brought(NAME, ("rpw.xlsx", workbook(wrong)))


def means(workbook_: bytes) -> pl.DataFrame:
    frame = stored("remittance_prices", brought("remittance_prices", ("rpw.xlsx", workbook_)))
    return frame.filter(quarter="2025Q3", sender="DEU")


def test_a_row_that_is_there_twice_counts_once_and_is_told() -> None:
    """The same row again, one of its numbers as text with more zeros: nothing moves."""
    again = [*QUOTES, QUOTES[0], {**QUOTES[0], "cc1 lcu fee": "3.400"}]
    release = brought(NAME, ("rpw.xlsx", workbook(again)))
    assert release.notes == ("Left out: 2 quotes that are in the workbook twice.",)
    assert stored(NAME, release).equals(stored(NAME, brought(NAME, ("rpw.xlsx", workbook()))))
    assert means(workbook(again)).equals(means(workbook()))
    told = brought("remittance_prices", ("rpw.xlsx", workbook([*QUOTES, QUOTES[0]]))).notes
    assert told[0] == "Left out: 1 quote that is in the workbook twice."


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (
            {"cc1 lcu fee": 5.1, "cc1 total cost %": 4.0},
            "Kept: 2 quotes that have the id of another in the same corridor and quarter, and "
            "other figures.",
        ),
        ({"id": 99}, "Kept: 1 quote that is like another but for the id."),
        ({"id": None}, "Kept: 1 quote that is like another but for the id."),
    ],
)
def test_rows_that_differ_anywhere_are_kept_and_told(other: dict[str, float], says: str) -> None:
    book = workbook([*QUOTES, {**QUOTES[0], **other}])
    release = brought(NAME, ("rpw.xlsx", book))
    assert release.notes == (says,)
    assert stored(NAME, release).filter(sender="DEU", quarter="2025Q3").height == 8
    cost = other.get("cc1 total cost %", 3.0)
    assert means(book)["cost_percent"].to_list() == [pytest.approx((19.5 + cost) / 7, abs=1e-6)]


@pytest.mark.parametrize(
    "heading",
    [
        str.upper,
        str.title,
        lambda one: f" {one.replace(' ', '  ')} ",
        lambda one: one.replace(" %", "  %"),
        lambda one: one.replace(" ", "\N{NO-BREAK SPACE}"),
        lambda one: one.replace(" ", "_").replace("-", "_"),
        lambda one: one.replace(" %", "%"),
        lambda one: one.replace("%", "(%)"),
        lambda one: one.replace("%", "percent"),
        lambda one: one.replace("_", " "),
    ],
)
def test_headings_may_be_written_in_another_way(heading: Callable[[str], str]) -> None:
    """Only words and signs count: no case, spaces, hyphens or underscores."""
    release = brought(NAME, ("rpw.xlsx", workbook(heading=heading)))
    assert release.notes == ()
    assert stored(NAME, release).equals(stored(NAME, brought(NAME, ("rpw.xlsx", workbook()))))


def test_days_are_read_where_they_can_be_read_in_one_way() -> None:
    written = {
        "2016-05-17": True,
        "2016-05-17 00:00:00": True,
        "17/05/2016": True,
        "05/17/2016": True,
        "17/May/2016": True,
        "17 May 2016": True,
        "17.05.2016": True,
        "42507": True,
        "42507.0": True,
        42507: True,
        "05/06/2016": False,
        "soon": False,
    }
    quotes = [service(f"{n:02}", 3.4, 1.0, date=day) for n, day in enumerate(written)]
    release = brought(NAME, ("rpw.xlsx", workbook(quotes)))
    frame = stored(NAME, release).filter(quarter="2025Q3").sort("firm")
    assert frame["asked"].to_list() == ["2016-05-17" if one else None for one in written.values()]
    assert "Set aside: 2 cells of 'date' that cannot be read." in release.notes
    same = brought(NAME, ("rpw.xlsx", workbook([service("A", 3.4, 1.0, date="05/05/2016")])))
    assert stored(NAME, same).filter(firm="A")["asked"].to_list() == ["2016-05-05"]
