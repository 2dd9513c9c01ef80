"""UNHCR's Refugee Statistics API: twenty years a question, in pages, with dashes for gaps.

https://api.unhcr.org/docs/refugee-statistics.html

The API ignores what it does not understand: a bound of years that stands alone brings the whole
history back. Rows of years that nobody asked for are therefore refused, and rows that stand twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, iso, unhcr
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import NOT_REPORTED, PROVISIONAL, WITHHELD
from comity.evidence.sources.forms import csv_of, field_of, json_of, member_of, records, unzipped

API = "https://api.unhcr.org/population/v1"
LIMIT = 10_000
YEARS = 20
"""Years in one question: thirteen full pages where there is most."""

MOST_PAGES = 100

IDMC_FIRST = 2009
"""Before that year IDMC's list holds one world total a year, which is no country's figure."""

GLOBAL_TRENDS = (6, 20)
"""Month and day by which the figures of the end of last year are out, with Global Trends."""

CATEGORIES = MappingProxyType(
    {
        "refugees": 1951, "asylum_seekers": 2000, "returned_refugees": 1965, "idps": 1993,
        "returned_idps": 1997, "stateless": 2004, "ooc": 1997, "oip": 2018, "hst": 2019,
    }
)  # fmt: skip
"""The categories of the table of stocks, and the first year with figures in each."""

SOLUTIONS = MappingProxyType(
    {"returned_refugees": 1965, "resettlement": 1959, "naturalisation": 1990, "returned_idps": 1997}
)
_RETURNS = ("returned_refugees", "returned_idps")
_WITHIN = ("idps", "returned_idps", "hst")
_ACROSS = (
    "refugees", "asylum_seekers", "oip", "returned_refugees", "resettlement", "naturalisation"
)  # fmt: skip
_SIDES = ("coo_name", "coo", "coo_iso", "coa_name", "coa", "coa_iso")
_TOTAL = {"total": "persons", "total flag": "flag"}
_NONE = ("", "-")
_NUMBER = r"^([0-9]{1,12})(?:\.0*)?$"
_THOUSANDS = r"^[0-9]{1,3}(,[0-9]{3})+(\.0*)?$"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One list of the API: its first year and its fields.

    `headings` are those of the CSV file that the Refugee Data Finder offers, where it has one that
    says as much as the API.
    """

    name: str
    first: int
    figures: tuple[str, ...]
    others: tuple[str, ...] = ()
    params: tuple[tuple[str, str], ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


POPULATION = Endpoint(
    "population", 1951, tuple(CATEGORIES),
    headings=MappingProxyType({
        "Refugees under UNHCR's mandate": "refugees", "Asylum-seekers": "asylum_seekers",
        "Returned refugees": "returned_refugees", "IDPs of concern to UNHCR": "idps",
        "Returned IDPs": "returned_idps", "Stateless persons": "stateless",
        "Others of concern": "ooc", "Host Community": "hst",
        "Other people in need of international protection": "oip",
    }),
)  # fmt: skip
SOLVED = Endpoint(
    "solutions", 1959, tuple(SOLUTIONS),
    headings=MappingProxyType({
        "Returned refugees": "returned_refugees", "Resettlement arrivals": "resettlement",
        "Naturalisation": "naturalisation", "Returned IDPs": "returned_idps",
    }),
)  # fmt: skip
IDMC = Endpoint("idmc", IDMC_FIRST, ("total",))
UNRWA = Endpoint("unrwa", 1952, ("total",))


def collect(one: Endpoint, wanted: Wanted, get: Get) -> Iterator[Body]:
    """Every page of every year of a list; both bounds of the years are always named."""
    last = wanted.today.year
    first = min(max(wanted.since or one.first, one.first), last)
    for start in range(first, last + 1, YEARS):
        end = min(start + YEARS - 1, last)
        years = (("yearFrom", str(start)), ("yearTo", str(end)))
        every = (("coo_all", "true"), ("coa_all", "true"), ("cf_type", "ISO"))
        for body in paged(one.name, (*years, *every, *one.params), get):
            _only_asked(body, start, end)
            yield body


def paged(name: str, params: tuple[tuple[str, str], ...], get: Get) -> Iterator[Body]:
    """The pages of one question, as many as the answer says there are."""
    page, pages = 1, 1
    before: list[Any] = []
    while page <= pages:
        asked = (*params, ("limit", str(LIMIT)), ("page", str(page)))
        body = get(Ask(f"{API}/{name}/", asked))
        items, pages = _answer(body)
        if pages > MOST_PAGES:
            raise BadAnswer(f"{body.name} speaks of {pages:,} pages, more than can be.")
        if pages >= page > 1 and items in ([], before):
            raise BadAnswer(f"{body.name}, one of {pages}, is empty or repeats the one before it.")
        if pages > page > 1 and len(items) != len(before):
            raise BadAnswer(f"{body.name}, one of {pages}, is shorter or longer than those before.")
        before = items
        yield body
        page += 1


def _answer(body: Body) -> tuple[list[Any], int]:
    """The rows of a page, and the number of pages (none where there are no rows)."""
    told = json_of(unzipped(body))
    items = field_of(told, list, "items", body)
    pages = told.get("maxPages")
    if isinstance(pages, str) and pages.isascii() and pages.isdigit():
        return items, int(pages[:9])
    return items, field_of(told, int, "maxPages", body)


def _only_asked(body: Body, first: int, last: int) -> None:
    years = {str(item.get("year")) for item in _answer(body)[0] if isinstance(item, dict)}
    if wrong := years - {str(year) for year in range(first, last + 1)}:
        raise BadAnswer(
            f"{body.name} speaks of the year {shown(min(wrong))}, where {first} to {last} was "
            "asked for: the API may have changed its parameters."
        )


def listed(body: Body, needed: Sequence[str]) -> pl.DataFrame:
    """The rows of one answer of the API, as text."""
    return records(_answer(body)[0], needed, body)


def table(one: Endpoint, bodies: Sequence[Body]) -> pl.DataFrame:
    """All rows of a list, with figures as numbers; beside each stands `<name> flag`.

    A row that stands twice is refused, since it would be added to itself.
    """
    tables = [_figures(_rows(one, unzipped(body)), one, body) for body in bodies]
    if not tables:
        raise BadAnswer(f"There is no answer of UNHCR's list '{one.name}' to read.")
    frame = pl.concat(tables)
    doubled = frame.select("year", *_SIDES, *one.others).is_duplicated()
    if doubled.any():
        row = frame.row(int(doubled.arg_true()[0]), named=True)
        told = ", ".join(shown(row[name]) for name in ("coo_iso", "coa_iso", "year"))
        raise BadAnswer(f"UNHCR's list '{one.name}' speaks twice of {told}; try again later.")
    return frame


def _rows(one: Endpoint, body: Body) -> pl.DataFrame:
    """The rows of a JSON answer, of a CSV file, or of the ZIP archive that holds one."""
    if body.data.lstrip()[:1] in (b"{", b"[", b"<", b"") or not one.headings:
        rows = listed(body, ("year", "coo", "coo_iso", "coa", "coa_iso", *one.others, *one.figures))
    else:
        packed = body.data.startswith(b"PK")
        rows = _downloaded(one, member_of(body, f"{one.name}*.csv") if packed else body)
    missing = [pl.lit(None, dtype=pl.String).alias(n) for n in _SIDES if n not in rows.columns]
    return rows.with_columns(missing).select("year", *_SIDES, *one.others, *one.figures)


def _downloaded(one: Endpoint, body: Body) -> pl.DataFrame:
    """A CSV file of the Refugee Data Finder, which may begin with lines of explanation."""
    headings = {
        "Year": "year",
        "Country of origin": "coo_name", "Country of origin (ISO)": "coo_iso",
        "Country of asylum": "coa_name", "Country of asylum (ISO)": "coa_iso",
        **one.headings,
    }  # fmt: skip
    lines = body.data.splitlines(keepends=True)
    top = next((n for n, line in enumerate(lines[:40]) if b"Country of origin" in line), 0)
    if lines:
        lines[top] = lines[top].replace(b"IDPss", b"IDPs")  # so it is spelt in the file
    rows = csv_of(replace(body, data=b"".join(lines[top:])), [*headings])
    return rows.select([*headings]).rename(headings)


def _figures(rows: pl.DataFrame, one: Endpoint, body: Body) -> pl.DataFrame:
    found = [each for name in one.figures for each in counted(rows[name], body)]
    return rows.select(*_SIDES, *one.others).with_columns(years_of(rows["year"], body), *found)


def years_of(cells: pl.Series, body: Body) -> pl.Series:
    """A column of years, as numbers under the name `year`."""
    year = cells.fill_null("").str.extract(r"^\s*([12][0-9]{3})(?:\.0*)?\s*$")
    if year.null_count():
        wrong = cells[int(year.is_null().arg_true()[0])]
        raise BadAnswer(f"{body.name}: '{shown(wrong)}' stands where a year belongs.")
    return year.cast(pl.Int16).alias("year")


def counted(cells: pl.Series, body: Body) -> tuple[pl.Series, pl.Series]:
    """Figures as UNHCR writes them, and why one is missing: "-", or "*" for 1 to 4 people.

    >>> [one.to_list() for one in counted(pl.Series("n", ["0", "1,250", "-", "*"]), Body("a", b""))]
    [[0, 1250, None, None], [None, None, 'not_reported', 'withheld']]
    """
    text = cells.fill_null("").str.strip_chars()
    grouped = text.str.contains(_THOUSANDS)
    plain = text.str.replace_all(",", "", literal=True).zip_with(grouped, text)
    number = plain.str.extract(_NUMBER).cast(pl.Int64)
    known = {"": NOT_REPORTED, "-": NOT_REPORTED, "*": WITHHELD}
    flag = text.replace_strict(known, default=None, return_dtype=pl.String)
    wrong = number.is_null() & flag.is_null()
    if wrong.any():
        cell = cells[int(wrong.arg_true()[0])]
        raise BadAnswer(f"{body.name}, {cells.name}: '{shown(cell)}' stands where a count belongs.")
    return number.alias(cells.name), flag.alias(f"{cells.name} flag")


def sided(frame: pl.DataFrame, tally: Tally, *sides: tuple[str, str]) -> pl.DataFrame:
    """The rows that name a place on each side, under the names of the dataset's columns."""
    coded = [tally.coded(codes_of(frame, side), column, place_of) for side, column in sides]
    tidy = frame.with_columns(coded).drop_nulls([column for _side, column in sides])
    if tidy.is_empty() and not frame.is_empty():
        raise BadAnswer(
            "No row names countries on both sides: UNHCR's list is needed with every country of "
            "origin and of asylum in a row of its own."
        )
    return tidy


def codes_of(frame: pl.DataFrame, side: str) -> pl.Series:
    """ISO's code, else UNHCR's marked as such: AUS is Austria to UNHCR and Australia to ISO."""
    first, own = (
        pl.col(name).cast(pl.String).fill_null("").str.strip_chars()
        for name in (f"{side}_iso", side)
    )
    chosen = (
        pl.when(~first.is_in(_NONE)).then(first)
        .when(~own.is_in(_NONE)).then(pl.concat_str(pl.lit("UNHCR "), own))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    return frame.select(chosen.alias(side)).to_series()


def place_of(code: str) -> str | None:
    """The place of a code that `codes_of` chose."""
    return unhcr(code[6:]) if code.startswith("UNHCR ") else iso(code)


def added_up(frame: pl.DataFrame, key: Sequence[str], figures: Sequence[str]) -> pl.DataFrame:
    """One row for each key: what is known is added, and the flag tells of parts that are missing.

    Of two flags the later in the alphabet stays, which is the one that says more.
    """
    sums = [pl.when(pl.col(n).is_not_null().any()).then(pl.col(n).sum()).alias(n) for n in figures]
    return frame.group_by(key).agg(*sums, pl.col("flag").max())


def labelled(frame: pl.DataFrame, wanted: Wanted, notes: Sequence[str]) -> Release:
    """The release, called by the last year that it speaks of; UNHCR states no day."""
    frame = provisional(frame, wanted)
    last = newest(frame, "year")
    label = f"figures to {last}"
    if last == str(_unfinished(wanted)):
        label = f"figures to mid-{last}, provisional"
    return Release(frame, label, None, tuple(notes), wanted.since)


def provisional(frame: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The table with figures of a year that is not closed flagged: they are those of its middle.

    UNHCR puts mid-year figures under the same year, without a word, until those of its end appear.
    """
    early = pl.col("flag").is_null() & (pl.col("year") >= _unfinished(wanted))
    return frame.with_columns(flag=pl.when(early).then(pl.lit(PROVISIONAL)).otherwise("flag"))


def _unfinished(wanted: Wanted) -> int:
    """The first year whose end cannot have been published yet."""
    closed = (wanted.today.month, wanted.today.day) >= GLOBAL_TRENDS
    return wanted.today.year if closed else wanted.today.year - 1


def newest(frame: pl.DataFrame, column: str) -> str:
    """The last period of a table, in words where it has none."""
    found = frame[column].drop_nulls().unique().to_list()
    return str(max(found)) if found else "no year yet"


def _long(
    one: Endpoint, word: str, firsts: Mapping[str, int], wanted: Wanted, bodies: Sequence[Body]
) -> Release:
    """A list with a column for each category as one with a row for each."""
    tally = Tally(wanted.dataset)
    frame = sided(table(one, bodies), tally, ("coo", "origin"), ("coa", "destination"))
    key = ("origin", "destination", "year")
    parts = [
        frame.filter(_applies(name, first, one)).select(
            *key, pl.lit(name).alias(word), persons=name, flag=f"{name} flag"
        )
        for name, first in firsts.items()
    ]
    tidy = added_up(pl.concat(parts), (*key, word), ["persons"])
    return labelled(tidy, wanted, tally.notes())


def _applies(name: str, first: int, one: Endpoint) -> pl.Expr:
    """Which cells are figures: all that count somebody, and noughts and dashes that can be one.

    The stocks fill the returns of every pair with noughts where the list of solutions, which has
    the same figures, writes a dash; only people without a nationality are stateless.
    """
    somebody = (pl.col(name) > 0) | (pl.col(f"{name} flag") == WITHHELD)
    inside = pl.col("origin") == pl.col("destination")
    can = pl.col("year") >= first
    if name in _WITHIN:
        can &= inside
    if name in _ACROSS:
        can &= ~inside
    if name == "stateless":
        can &= pl.col("origin") == "XXA"
    if name in _RETURNS and one is POPULATION:
        return somebody.fill_null(value=False)
    return somebody.fill_null(value=False) | can


def _stock(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    return _long(POPULATION, "category", CATEGORIES, wanted, bodies)


def _solutions(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    return _long(SOLVED, "solution", SOLUTIONS, wanted, bodies)


def _internal(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """IDMC's figures, whose rows name the country on one side or on both."""
    tally = Tally(wanted.dataset)
    frame = table(IDMC, bodies)
    early = frame.filter(pl.col("year") < IDMC_FIRST).height
    notes = [f"Set aside: {early:,} world totals before {IDMC_FIRST}."] if early else []
    frame = frame.filter(pl.col("year") >= IDMC_FIRST)
    frame = frame.with_columns(_else("coo", "coa"), _else("coo_iso", "coa_iso"))
    frame = sided(frame, tally, ("coo", "country")).rename(_TOTAL)
    tidy = added_up(frame, ("country", "year"), ["persons"])
    return labelled(tidy, wanted, [*notes, *tally.notes()])


def _else(name: str, other: str) -> pl.Expr:
    blank = pl.col(name).fill_null("").str.strip_chars().is_in(_NONE)
    return pl.when(blank).then(pl.col(other)).otherwise(pl.col(name)).alias(name)


def _palestine(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    """UNRWA's register by field; where the origin is left blank it is the State of Palestine."""
    tally = Tally(wanted.dataset)
    frame = table(UNRWA, bodies).with_columns(pse=pl.lit("PSE"))
    frame = frame.with_columns(_else("coo_iso", "pse"))
    frame = sided(frame, tally, ("coo", "origin"), ("coa", "destination")).rename(_TOTAL)
    tidy = added_up(frame, ("origin", "destination", "year"), ["persons"])
    return labelled(tidy, wanted, tally.notes())


CONNECTORS = (
    Connector(
        "displaced_stock",
        lambda wanted, get: [*collect(POPULATION, wanted, get)],
        _stock,
        ("population*.json", "population*.csv", "population*.zip"),
    ),
    Connector(
        "solutions",
        lambda wanted, get: [*collect(SOLVED, wanted, get)],
        _solutions,
        ("solutions*.json", "solutions*.csv", "solutions*.zip"),
    ),
    Connector(
        "internally_displaced",
        lambda wanted, get: [*collect(IDMC, wanted, get)],
        _internal,
        ("idmc*.json",),
    ),
    Connector(
        "palestine_refugees",
        lambda wanted, get: [*collect(UNRWA, wanted, get)],
        _palestine,
        ("unrwa*.json",),
    ),
)
