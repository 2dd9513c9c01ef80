"""A whole workbook of quotes with every trap that public reports on the file name, worked by hand.

The headings of both sheets are those that several public readers of the file list, word by word.
Numbers and days stand as text in some rows, as they do in some quarters.

Germany to Türkiye, third quarter of 2025, 200 dollars being 170 euros and 500 being 430:

    A   fee 3.40, margin 1.00   2 + 1 = 3.00   same day, account       qualifies
    B   fee 1.70, margin 3.00   1 + 3 = 4.00   3-5 days, cash, high    qualifies
    C   fee 0.00, margin 2.50   0 + 2.5 = 2.50 6 days or more          too slow
    D   fee 6.80, margin 1.00   4 + 1 = 5.00   2 days, cash, low       few places
    E   fee 8.50, margin 1.00   5 + 1 = 6.00   next day, account       qualifies
    F   fee 1.70, margin -2.00  1 - 2 = -1.00  same day, account       negative
    G   fee 1.70, rate hidden   margin written as 0, cost as 1.00      not disclosed

    mean of A to F: (3 + 4 + 2.5 + 5 + 6 - 1) / 6 = 19.5 / 6 = 3.25
    SmaRT: A, B, E: (3 + 4 + 6) / 3 = 13 / 3

Angola to Namibia has one quote, 2,257.2 on 33,000 with a margin of 3.10: 9.94 percent. The mean
over the seven services is (19.5 + 9.94) / 7, that over the two corridors (3.25 + 9.94) / 2.
"""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence

import xlsxwriter

SHARED = (
    "id",
    "period",
    "source_code",
    "source_name",
    "source_region",
    "source_income",
    "source_lending",
    "source_G8G20",
    "destination_code",
    "destination_name",
    "destination_region",
    "destination_income",
    "destination_lending",
    "destination_G8G20",
    "firm",
    "firm_type",
)
PRICES = tuple(
    f"{size} {column}"
    for size in ("cc1", "cc2")
    for column in (
        "lcu amount",
        "denomination amount",
        "lcu code",
        "lcu fee",
        "lcu fx rate",
        "fx margin",
        "total cost %",
    )
)
OLD_HEAD = (
    *SHARED,
    "product",
    "sending location",
    "speed actual",
    *PRICES,
    "inter lcu bank fx",
    "transparent",
    "coverage",
    "pick-up method",
    "note1",
    "note2",
    "date",
    "corridor",
)
NEW_HEAD = (
    *SHARED,
    "payment instrument",
    "access point",
    "speed actual",
    *PRICES,
    "inter lcu bank fx",
    "transparent",
    "Standard Note",
    "note2",
    "receiving network coverage",
    "pickup location",
    "pickup method",
    "date",
    "corridor",
)
Cell = str | float | dt.date | None
Quoted = Mapping[str, Cell]


def service(firm: str, fee: float, margin: float, **more: Cell) -> dict[str, Cell]:
    """One service from Germany to Türkiye, 200 and 500 dollars, rate 50 between banks."""
    kind = more.pop("firm_type", "Bank")
    return {
        "id": ord(firm[0]),
        "period": "2025_3Q",
        "source_code": "DEU",
        "destination_code": "TUR",
        "firm": firm,
        "firm_type": kind,
        "payment instrument": "Bank account",
        "access point": "Internet",
        "cc1 lcu amount": 170,
        "cc1 lcu code": "EUR",
        "cc1 lcu fee": fee,
        "cc1 lcu fx rate": round(50 * (1 - margin / 100), 6),
        "cc1 fx margin": margin,
        "cc1 total cost %": round(100 * fee / 170 + margin, 2),
        "cc2 lcu amount": 430,
        "cc2 lcu code": "EUR",
        "cc2 lcu fee": fee,
        "cc2 lcu fx rate": 50 * (1 - margin / 100),
        "cc2 fx margin": margin,
        "cc2 total cost %": round(100 * fee / 430 + margin, 2),
        "inter lcu bank fx": 50,
        "transparent": "yes",
        "date": dt.date(2025, 9, 1),
        "pickup method": "Bank account",
        "corridor": "DEUTUR",
        **more,
    }


ANGOLA: Quoted = {
    "id": 9,
    "period": "2025_3Q",
    "source_code": "AGO",
    "destination_code": "NAM",
    "firm": "Some Post",
    "firm_type": "Post office",
    "payment instrument": "Cash",
    "speed actual": "Same day",
    "cc1 lcu amount": "33000",
    "cc1 lcu code": "AOA",
    "cc1 lcu fee": "2257.2",
    "cc1 fx margin": "3.10",
    "cc1 total cost %": "9.94",
    "inter lcu bank fx": "0.0193",
    "transparent": "Yes",
    "date": "01/Sep/2025",
    "pickup method": "Cash",
    "receiving network coverage": "Medium",
    "corridor": "AGONAM",
}
QUOTES: tuple[Quoted, ...] = (
    service("A", 3.4, 1.0, **{"speed actual": "Same day", "firm_type": "Money Transfer Operator"}),
    service(
        "B",
        1.7,
        3.0,
        **{
            "speed actual": "3-5 days",
            "pickup method": "Cash",
            "receiving network coverage": "High",
            "date": "01/Sep/2025",
        },
    ),
    service("C", 0.0, 2.5, **{"speed actual": "6 days or more"}),
    service(
        "D",
        6.8,
        1.0,
        **{"speed actual": "2 days", "pickup method": "Cash", "receiving network coverage": "Low"},
    ),
    service(
        "E",
        8.5,
        1.0,
        **{"speed actual": "Next day", "cc1 lcu amount": "170", "cc1 total cost %": "6.00"},
    ),
    service("F", 1.7, -2.0, **{"speed actual": "Same day"}),
    service("G", 1.7, 0.0, transparent="no", **{"speed actual": "Same day"}),
    ANGOLA,
)
OLDER: tuple[Quoted, ...] = (
    {
        **ANGOLA,
        "period": "2015_4Q",
        "product": "Cash to cash",
        "sending location": "Branch",
        "coverage": "Low",
        "pick-up method": "Cash",
        "cc2 lcu fee": "n/a",
    },
)


def workbook(
    quotes: Sequence[Quoted] = QUOTES,
    older: Sequence[Quoted] = OLDER,
    heading: Callable[[str], str] = str,
) -> bytes:
    """The workbook with its two sheets; unlabelled columns stand behind the labelled ones.

    `heading` says how a heading is written where it is not as published.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        day = book.add_format({"num_format": "dd/mmm/yyyy"})
        book.add_worksheet("Terms of Use")
        for name, head, rows in (
            ("Dataset (up to Q1 2016)", OLD_HEAD, older),
            ("Dataset (from Q2 2016)", NEW_HEAD, quotes),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, [heading(one) for one in head])
            for number, row in enumerate(rows, start=1):
                for place, column in enumerate(head):
                    cell = row.get(column)
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(number, place, cell, day)
                    elif cell is not None:
                        sheet.write(number, place, cell)
                sheet.write(number, len(head), "unlabelled")
    return buffer.getvalue()


SHAPES: dict[str, object] = {}
