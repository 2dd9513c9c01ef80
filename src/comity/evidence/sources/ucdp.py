"""UCDP's files: deaths in organised violence by country and year, and by month from its events.

The page of downloads names the newest release; nothing there needs a key. Events of the months
after the last full year are candidates, which UCDP revises until the yearly release.
https://ucdp.uu.se/downloads/
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import polars as pl

from comity.core.errors import ComityError, shown
from comity.evidence.sources.codes import Tally, gleditsch_ward, named
from comity.evidence.sources.contract import (
    MEBIBYTE,
    Ask,
    BadAnswer,
    Body,
    Connector,
    Get,
    Release,
    Secret,
    Wanted,
)
from comity.evidence.sources.flags import PROVISIONAL
from comity.evidence.sources.forms import (
    csv_of,
    field_of,
    hrefs_of,
    json_of,
    member_of,
    records,
    wholes_of,
)

PAGE = "https://ucdp.uu.se/downloads/"
API = "https://ucdpapi.pcr.uu.se/api/gedevents"
TOKEN = Secret("UCDP_TOKEN", "header", "x-ucdp-access-token")
PAGES_AT_MOST = 400
TARDY = 2
"""Months for which candidate events may not be out yet."""

DEATHS = {
    "sb_total_deaths_best": "deaths_state_based",
    "sb_total_deaths_low": "deaths_state_based_low",
    "sb_total_deaths_high": "deaths_state_based_high",
    "sb_interstate_deaths_best": "deaths_interstate",
    "ns_total_deaths_best": "deaths_non_state",
    "os_total_deaths_best": "deaths_one_sided",
    "cumulative_total_deaths_civilians_in_orgvio": "deaths_civilians",
    "cumulative_total_deaths_in_orgvio_best": "deaths_total",
    "cumulative_total_deaths_in_orgvio_low": "deaths_total_low",
    "cumulative_total_deaths_in_orgvio_high": "deaths_total_high",
}
"""UCDP's headings of 26.1; to 25.1 each of them ended in `_cy`."""

VIOLENCE = {"1": "state_based", "2": "non_state", "3": "one_sided"}
_EVENT_DEATHS = {
    "best": "deaths",
    "low": "deaths_low",
    "high": "deaths_high",
    "deaths_civilians": "deaths_civilians",
}
_EVENT = ("id", "type_of_violence", "country", "country_id", "date_end", *_EVENT_DEATHS)
_YEARLY = "organizedviolencecy-[0-9][0-9][0-9]-csv.zip"
_EVENTS = "ged[0-9][0-9][0-9]-csv.zip"
_CANDIDATE = re.compile(r"_v(\d\d)_(\d\d?)_(\d\d?)(?:_(\d\d?))?\.csv\b", re.IGNORECASE)


def _collect_years(_wanted: Wanted, get: Get) -> list[Body]:
    return [get(Ask(_newest(get(Ask(PAGE, form="html")), _YEARLY), form="zip"))]


def _newest(page: Body, pattern: str) -> str:
    """The address of the newest release that the page links; three digits name it."""
    links = hrefs_of(page, pattern)
    if not links:
        raise BadAnswer(f"{page.name} has no link to a file {pattern}: its form has changed.")
    return max((_secure(link) for link in links), key=_digits)


def _digits(link: str) -> int:
    match = re.search(r"(\d{3})-csv\.zip", link, re.IGNORECASE)
    return int(match[1]) if match else 0


def _secure(link: str) -> str:
    return re.sub(r"^http://", "https://", link)


def _collect_events(wanted: Wanted, get: Get) -> list[Body]:
    page = get(Ask(PAGE, form="html"))
    link = _newest(page, _EVENTS)
    bodies = [get(Ask(link, form="zip", most=512 * MEBIBYTE))]
    first = (2000 + _digits(link) // 10) * 12  # 26.1 ends with 2025: candidates start in 2026
    spans = [*_cover(_spans(page), first)]
    if spans:
        return bodies + [get(Ask(span.url, form="csv")) for span in spans]
    if TOKEN.name in wanted.keys:
        bodies += _candidates(first, wanted.today, get)
    return bodies


@dataclass(frozen=True, slots=True)
class _Span:
    """A file of candidate events from a month to a month, told from January of year 0."""

    first: int
    last: int
    url: str


def _spans(page: Body) -> list[_Span]:
    """Candidate files: `v26_0_8` is August 2026, `v26_01_26_06` January to June."""
    links = [_secure(link) for link in hrefs_of(page, "gedevent_v*.csv")]
    return [span for link in links if (span := _span(link))]


def _span(name: str) -> _Span | None:
    if not (match := _CANDIDATE.search(name)):
        return None
    year, second, third, fourth = (int(digits or 0) for digits in match.groups())
    start = (2000 + year) * 12 - 1
    if match[4]:
        return _Span(start + second, (2000 + third) * 12 - 1 + fourth, name)
    return _Span(start + third, start + third, name) if second == 0 else None


def _cover(spans: Sequence[_Span], month: int) -> Iterator[_Span]:
    """Files that follow on one another from a month on, none twice; they end at the first gap."""
    while fit := [span for span in spans if span.first <= month <= span.last]:
        best = max(fit, key=lambda span: span.last)
        yield best
        month = best.last + 1


def _candidates(first: int, today: date, get: Get) -> Iterator[Body]:
    """Candidate events month by month from the API, as far as there are any."""
    now = today.year * 12 + today.month - 1
    for month in range(first, now):
        try:
            bodies = [*_pages(f"{month // 12 - 2000}.0.{month % 12 + 1}", get)]
        except ComityError:
            if month < now - TARDY:
                raise
            return
        yield from bodies


def _pages(version: str, get: Get) -> Iterator[Body]:
    """Every page of a release, as each one names the next: UCDP numbers pages from 0 or from 1."""
    page, rows, seen = "", 0, set[str]()
    while page not in seen and len(seen) <= PAGES_AT_MOST:
        seen.add(page)
        params = (("pagesize", "1000"), *((("page", page),) if page else ()))
        body = get(Ask(f"{API}/{version}", params, secret=TOKEN))
        answer = json_of(body)
        rows += len(field_of(answer, list, "Result", body))
        yield body
        following = answer.get("NextPageUrl") or ""
        page = parse_qs(urlsplit(str(following)).query).get("page", [""])[0]
        if not page:
            break
    total = field_of(answer, int, "TotalCount", body)
    if rows != total or len(seen) > PAGES_AT_MOST:
        raise BadAnswer(f"{body.name} gave {rows} events where it speaks of {total}.")


def _read_years(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    body = _unpacked(bodies[-1])
    ending = "_cy" if b"year_cy" in body.data.split(b"\n", 1)[0] else ""
    table = csv_of(body, [name + ending for name in ("country_id", "country", "year", *DEATHS)])
    table = table.rename(lambda name: name.removesuffix("_cy"))
    table = _without_gaps(table, [*DEATHS], body)
    tally = Tally(wanted.dataset)
    states = _states(table, body)
    tidy = (
        table.select(
            tally.coded(table["country_id"], "country", states.get), "year", *map(pl.col, DEATHS)
        )
        .rename(DEATHS)
        .drop_nulls("country")
        .group_by("country", "year")
        .agg(pl.col(name).sum() for name in DEATHS.values())
    )
    return Release(tidy, _version(table, body), None, tally.notes("numbers"))


def _unpacked(body: Body) -> Body:
    return member_of(body, "*.csv") if body.data.startswith(b"PK") else body


def _without_gaps(table: pl.DataFrame, columns: Sequence[str], body: Body) -> pl.DataFrame:
    """The columns as whole numbers; these files have a figure in every cell."""
    table = table.with_columns(wholes_of(table[name], body) for name in columns)
    for name in columns:
        if len(gaps := table[name].is_null().arg_true()):
            raise BadAnswer(f"{body.name}, row {gaps[0] + 2}, '{name}' is empty.")
    return table


def _states(table: pl.DataFrame, body: Body) -> dict[str, str | None]:
    """The numbers of states with Comity's codes; a number whose name is another state is refused.

    A number that the list of Gleditsch and Ward lacks is known by its name.
    """
    found: dict[str, str | None] = {}
    pairs = table.select(pl.col("country_id", "country").fill_null("").str.strip_chars()).unique()
    for number, name in pairs.iter_rows():
        code, said = gleditsch_ward(number), named(name.removesuffix(" State"))
        if code and said and code != said:
            raise BadAnswer(
                f"{body.name} calls state {shown(number)} '{shown(name)}', which is {said} and not "
                f"{code}: its numbers have changed."
            )
        found[number] = code or said
    return found


def _version(table: pl.DataFrame, body: Body) -> str:
    """The number of the release: from its own column, else from the name of the file."""
    own = next((name for name in table.columns if name.casefold() == "version"), None)
    stated = set(table[own].drop_nulls().str.strip_chars()) if own else set()
    if len(stated) == 1 and re.fullmatch(r"\d\d\.\d", only := stated.pop()):
        return str(only)
    if match := re.search(r"(?:dataset|_v)(\d\d)_(\d)\.csv|-(\d\d)(\d)-csv", body.name, re.I):
        year, release = (one for one in match.groups() if one)
        return f"{year}.{release}"
    raise BadAnswer(f"{body.name} does not say which release it is; keep the name UCDP gave it.")


def _read_events(wanted: Wanted, bodies: Sequence[Body]) -> Release:
    unpacked = [_unpacked(body) for body in bodies]
    final = [body for body in unpacked if _months(body) is None]
    if not final:
        raise BadAnswer("Candidate events alone say nothing of the years before: add UCDP's GED.")
    held = pl.concat([_events(body) for body in final])
    if held.is_empty():
        raise BadAnswer(f"{final[0].name} holds no event at all; it may have come in part.")
    label = _version(held, final[-1])
    year = int(str(held["month"].max())[:4])
    later = sorted((body for body in unpacked if _months(body)), key=_order)
    _follow(later, (year + 1) * 12)
    new = pl.concat([*(_events(body) for body in later), held.head(0)])
    new = new.filter(pl.col("month") > f"{year}-12").unique("id", keep="last", maintain_order=True)
    blank = pl.lit(None, dtype=pl.String).alias("flag")
    flagged = new.with_columns(pl.lit(PROVISIONAL).alias("flag"))
    events = pl.concat([held.with_columns(blank), flagged])
    tally = Tally(wanted.dataset)
    coded = tally.coded(events["state"], "country", lambda text: text or None)
    tidy = (
        events.with_columns(coded)
        .drop_nulls("country")
        .group_by("country", "month", "type", "flag")
        .agg(pl.col(name).sum() for name in _EVENT_DEATHS.values())
    )
    if len(new):
        last = date.fromisoformat(str(new["month"].max()) + "-01")
        label = f"{label} with candidate events to {last:%B %Y}"
    return Release(tidy, label, None, tally.notes("places"))


def _months(body: Body) -> tuple[int, int] | None:
    """The first and last month of a file of candidate events, by its name; None for the GED."""
    if match := re.search(r"gedevents/(\d\d)\.0\.(\d\d?)\b", body.name):
        month = (2000 + int(match[1])) * 12 + int(match[2]) - 1
        return month, month
    span = _span(body.name)
    return (span.first, span.last) if span else None


def _order(body: Body) -> tuple[int, int]:
    """Candidate files as they came out: a later one knows more of an event that is in both."""
    first, last = _months(body) or (0, 0)
    return last, -first


def _follow(later: Sequence[Body], month: int) -> None:
    """Raise where a month between is lacking: it would look like a month without deaths."""
    for body in later:
        first, last = _months(body) or (month, month)
        if first > month:
            raise BadAnswer(
                f"{body.name} leaves out {month // 12}-{month % 12 + 1:02}: bring UCDP's candidate "
                "events of every month from then on."
            )
        month = max(month, last + 1)


def _events(body: Body) -> pl.DataFrame:
    """Events with the state's code (else its number), the month of their last day and the dead."""
    if body.data[:1] == b"{":
        table = records(field_of(json_of(body), list, "Result", body), _EVENT, body)
    else:
        table = _few_columns(body)
    table = _without_gaps(table, [*_EVENT_DEATHS], body)
    kinds = table["type_of_violence"].fill_null("")
    if strange := set(kinds) - VIOLENCE.keys():
        raise BadAnswer(f"{body.name} has an unknown type of violence, '{shown(min(strange))}'.")
    months = table["date_end"].fill_null("").str.slice(0, 10)
    if len(wrong := (~months.str.contains(r"^\d{4}-\d\d-\d\d$")).arg_true()):
        day = shown(table["date_end"][wrong[0]] or "")
        raise BadAnswer(f"{body.name}, row {wrong[0] + 2}, 'date_end': '{day}' is no day.")
    states = {number: code or number for number, code in _states(table, body).items()}
    return table.select(
        pl.col("id"),
        pl.col("country_id").fill_null("").str.strip_chars().replace(states).alias("state"),
        months.str.slice(0, 7).alias("month"),
        kinds.replace_strict(VIOLENCE, return_dtype=pl.String).alias("type"),
        *(pl.col(name).alias(ours) for name, ours in _EVENT_DEATHS.items()),
    )


def _few_columns(body: Body) -> pl.DataFrame:
    """The columns needed of a large CSV file; where people died is never read more closely."""
    csv_of(replace(body, data=body.data.split(b"\n", 1)[0] + b"\n"), _EVENT)
    try:
        return pl.read_csv(
            io.BytesIO(body.data.removeprefix(b"\xef\xbb\xbf")),
            columns=[*_EVENT],
            infer_schema=False,
            encoding="utf8-lossy",
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, ValueError) as error:
        raise BadAnswer(f"{body.name} is no sound CSV file; it may have come in part.") from error


CONNECTORS = (
    Connector("conflict_deaths", _collect_years, _read_years, ("organizedviolencecy*",)),
    Connector(
        "conflict_deaths_monthly", _collect_events, _read_events, ("ged*-csv.zip", "GEDEvent_v*")
    ),
)
