"""The quotes of Remittance Prices Worldwide: both sheets, text numbers and days, what is hidden."""

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
        "Set aside: 1 cells of 'cc1 lcu fee' that cannot be read.",
        "Set aside: 1 cells of 'date' that cannot be read.",
    )
    assert stored(NAME, release).filter(firm="A")["fee_200"].to_list() == [None]
    wrong = [service("A", 3.4, 1.0, **{"cc1 total cost %": "3,00"})]
    with pytest.raises(BadAnswer, match="3,00 is not a number"):
        brought(NAME, ("rpw.xlsx", workbook(wrong)))
