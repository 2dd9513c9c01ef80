"""Tables of limits: read row by row, looked up by corridor, day and occupation."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.core.errors import BadTable, ComityError
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.core.templates import template_bytes
from comity.services.recruitment.asking import number
from comity.services.recruitment.asking import read as read_asked
from comity.services.recruitment.caps import lookup
from comity.services.recruitment.caps_table import TEMPLATE, read

HEAD = "kind,origin,destination,occupation,item,amount,unit,valid_from,valid_to,source,as_of\n"
TABLE = HEAD + (
    "cap,Nepal,,,agency,300,USD,,,Act A,2026-01-15\n"
    "cap,NPL,Qatar,,agency,100,USD,2015-01-01,2019-12-31,Act B,2026-01-15\n"
    "cap,NPL,QAT,,agency,80,USD,2018-01-01,,Act C,2026-01-15\n"
    "cap,NPL,QAT,Domestic work,agency,0,USD,2018-01-01,,Act D,2026-01-15\n"
    "cap,NPL,QAT,,total,2,months,2018-01-01,,Act C,2026-01-15\n"
    "minimum_wage,,QAT,,,1000,QAR,2021-03-20,,Act E,2026-01-15\n"
)


def found(day: str, occupation: str = "", pair: str = "NPL-QAT") -> dict[tuple[str, str], str]:
    caps = read(Path("limits.csv"), data=TABLE.encode()).caps
    corridor = find_subject(pair)
    assert isinstance(corridor, Corridor)
    held = lookup(caps, corridor, date.fromisoformat(day), occupation)
    return {key: one.source for key, one in held.items()}


def test_the_most_particular_row_that_holds_on_the_day_decides() -> None:
    assert found("2012-01-01") == {("cap", "agency"): "Act A"}
    assert found("2016-01-01")["cap", "agency"] == "Act B"
    assert found("2019-06-01")["cap", "agency"] == "Act C"  # of two that hold, the later
    assert found("2026-01-01", "domestic WORK")["cap", "agency"] == "Act D"
    assert found("2026-01-01", "cook")["cap", "agency"] == "Act C"
    assert found("2026-01-01", pair="NPL-MYS") == {("cap", "agency"): "Act A"}
    assert found("2026-01-01", pair="IND-MYS") == {}
    assert found("2026-01-01", pair="IND-QAT") == {("minimum_wage", ""): "Act E"}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "cap,NPL,QAT,,agency,1,XXQ,,,Act,2026-01-15",
            "row 2, column 'unit': 'XXQ' is no cur",
        ),
        ("cap,,,,agency,1,USD,,,Act,2026-01-15", "name an origin or a destination"),
        ("cap,NPL,,,,1,USD,,,Act,2026-01-15", "column 'item': is empty"),
        ("cap,NPL,,,pasport,1,USD,,,Act,2026-01-15", "did you mean passport"),
        (
            "cap,NPL,,,bribe,500,USD,,,Act,2026-01-15",
            "row 2, column 'item': nobody may ask for 'bribe', so it has no cap; leave the row out",
        ),
        ("cap,NPL,,,visa trading,1,USD,,,Act,2026-01-15", "column 'item': "),
        ("cap,Atlantis,,,agency,1,USD,,,Act,2026-01-15", "column 'origin'"),
        ("cap,NPL,,,agency,-1,USD,,,Act,2026-01-15", "column 'amount'"),
        ("cap,NPL,,,agency,1,USD,2020-02-30,,Act,2026-01-15", "no day of the calendar"),
        ("cap,NPL,,,agency,1,USD,2021-01-01,2020-01-01,Act,2026-01-15", "exchange the two"),
        ("cap,NPL,,,agency,1,USD,,,Act,2999-01-01", "lies ahead"),
        ("cap,NPL,,,agency,1,USD,,,,2026-01-15", "column 'source'"),
        ("minimum_wage,NPL,,,,1,USD,,,Act,2026-01-15", "column 'destination'"),
        ("minimum_wage,,QAT,,agency,1,USD,,,Act,2026-01-15", "leave the cell empty"),
        ("minimum_wage,,QAT,,,1,months,,,Act,2026-01-15", "column 'unit'"),
        (
            "cap,NPL,,,agency,1,USD,,,Act,2026-01-15\ncap,NPL,,,agency,2,USD,,,Act,2026-01-15",
            "row 3, column 'amount': row 2 speaks of the same",
        ),
    ],
)
def test_a_bad_row_is_named_with_its_column(row: str, says: str) -> None:
    with pytest.raises(BadTable) as said:
        read(Path("limits.csv"), data=f"{HEAD}{row}\n".encode())
    assert says in str(said.value)
    assert "\n" not in str(said.value)


def test_the_table_to_fill_in_is_read_back() -> None:
    form = template_bytes(TEMPLATE, ".csv").decode()
    row = "cap,NPL,QAT,domestic work,agency,10000,NPR,2015-07-06,,Notice,2026-01-15,\n"
    (one,) = read(Path("limits.csv"), data=(form + row).encode()).caps
    assert (one.origin, one.occupation, one.item, float(one.amount)) == (
        "NPL",
        "domestic work",
        "agency",
        10_000,
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("-3000", "is below zero"),
        ("-1", "is below zero"),
        ("\u22121.5", "is below zero"),
        ("1e15", "is too large; write less than 1,000,000,000,000,000"),
        ("9" * 16, "is too large"),
        ("1e999999", "is too large"),
        ("nan", "is no number"),
        ("inf", "is no number"),
        ("", "is no number"),
        ("1e9999999", "is no number"),
        ("1/3", "is no number"),
        ("\u0663", "is no number"),
    ],
)
def test_an_amount_that_is_none_is_told_for_what_it_is(written: str, says: str) -> None:
    with pytest.raises(ComityError) as said:
        number(written, "The fee")
    assert str(said.value).startswith(f"The fee, '{written}', {says}")


def test_amounts_as_people_write_them() -> None:
    written = ("0", "-0", "1500.", ".5", "1 500.50", "1e3", "+2", "999999999999999")
    found = [float(number(one, "The fee")) for one in written]
    assert found == [0, 0, 1500, 0.5, 1500.5, 1000, 2, 999_999_999_999_999]


def test_what_is_asked_is_read_with_currencies_and_payers() -> None:
    data = b"item,amount,currency,paid_by\nAir ticket,300,,employer\nagency,20000,npr,\nvisa,,,\n"
    quotes = read_asked(Path("asked.csv"), "USD", data=data)
    assert [(q.item, float(q.amount), q.currency, q.payer) for q in quotes] == [
        ("travel_abroad", 300, "USD", "employer"),
        ("agency", 20_000, "NPR", "worker"),
    ]
    with pytest.raises(BadTable, match="row 2, column 'item': 'shoes' is no item"):
        read_asked(Path("asked.csv"), "USD", data=b"item,amount\nshoes,3\n")
