"""The answers of the European Central Bank's Data Portal, as SDMX-CSV.

https://data.ecb.europa.eu/help/api/data
https://github.com/sdmx-twg/sdmx-csv (the format; the Bank puts a column KEY first)
"""

from tests.evidence.sources.loopback import Question, Reply

HEADING = (
    "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,"
    "OBS_CONF,OBS_PRE_BREAK,OBS_COM,TIME_FORMAT,BREAKS,COLLECTION,DECIMALS,TITLE,TITLE_COMPL,UNIT,"
    "UNIT_MULT"
)
RATES = [
    ("USD", "2026-09", "1.1500000000001", "A"),
    ("USD", "2026-10", "1.2", "P"),
    ("UZS", "2026-10", "14000", "A"),
    ("HRK", "2022-12", "7.5", "A"),
    ("RUB", "2022-03", "NaN", "H"),
]


def row(currency: str, month: str, value: str, status: str, suffix: str) -> str:
    """One row as the API writes it, with a title that holds a comma."""
    key = f"EXR.M.{currency}.EUR.SP00.{suffix}"
    title = f'"ECB reference exchange rate, {currency}/Euro, 2.15 pm (C.E.T.)"'
    return (
        f"{key},M,{currency},EUR,SP00,{suffix},{month},{value},{status},F,,,P1M,,A,4,{currency}/Euro,"
        f"{title},{currency},0"
    )


def file(suffix: str, rates: list[tuple[str, str, str, str]] = RATES, since: str = "") -> bytes:
    """A file of one kind of rates."""
    rows = [row(*rate, suffix) for rate in rates if rate[1] >= since]
    return "\r\n".join([HEADING, *rows, ""]).encode()


def answer(question: Question) -> Reply:
    """The rates of the kind that the key asks for, from the month that is asked for."""
    suffix = question.path.rsplit(".", 1)[-1]
    since = question.query.get("startPeriod", [""])[0]
    return Reply(file(suffix, since=since), 200, {"content-type": "text/csv"})


SHAPES = {"exchange_rates": answer}
FILES = {"exchange_rates": [("EXR_average.csv", file("A")), ("EXR_month_end.csv", file("E"))]}
