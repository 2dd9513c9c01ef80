"""The World Bank's Indicators API: one question an indicator, in pages, totals among states.

https://datahelpdesk.worldbank.org/knowledgebase/articles/898581-api-basic-call-structures
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.codes import Tally, world_bank
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Connector, Get, Release, Wanted
from comity.evidence.sources.flags import ESTIMATED, FORECAST, NOT_REPORTED
from comity.evidence.sources.forms import field_of, json_of, records

API = "https://api.worldbank.org/v2"
FIRST_YEAR = 1960
MOST_PAGES = 20
"""Pages of one indicator: every economy in every year fills one."""

INDICATORS = {
    "NY.GDP.PCAP.PP.KD": "gdp_per_capita_ppp",
    "NY.GDP.MKTP.CD": "gdp_usd",
    "BM.TRF.PWKR.CD.DT": "remittances_paid_usd",
    "BX.TRF.PWKR.DT.GD.ZS": "remittances_received_gdp",
    "BX.TRF.PWKR.CD.DT": "remittances_received_usd",
    "SL.UEM.TOTL.ZS": "unemployment",
}
"""The Bank's codes of the indicators in `economy`."""

GOVERNANCE = {
    "VA.EST": "voice_and_accountability",
    "PV.EST": "political_stability",
    "GE.EST": "government_effectiveness",
    "RQ.EST": "regulatory_quality",
    "RL.EST": "rule_of_law",
    "CC.EST": "control_of_corruption",
}
"""The Bank's codes of the indicators in `governance` (source 3)."""

_FIELDS = ("code", "country", "year", "value", "obs_status")
_STATUS = {"E": ESTIMATED, "F": FORECAST}


def _collect(codes: dict[str, str], source: str, wanted: Wanted, get: Get) -> Iterator[Body]:
    years = f"{wanted.since or FIRST_YEAR}:{wanted.today.year}"
    for code in codes:
        page, pages = 1, 1
        while page <= pages:
            body = get(
                Ask(
                    f"{API}/country/all/indicator/{code}",
                    (
                        ("format", "json"),
                        ("date", years),
                        ("per_page", "20000"),
                        ("source", source),
                        ("page", str(page)),
                    ),
                )
            )
            pages = field_of(_answer(body)[0], int, "pages", body)
            if pages > MOST_PAGES:
                raise BadAnswer(f"{body.name} speaks of {pages:,} pages, more than can be.")
            yield body
            page += 1


def _answer(body: Body) -> tuple[dict[str, object], list[object]]:
    """The two parts of an answer: what is told of the page, and its rows."""
    content = json_of(body)
    if isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict):
        messages = content[0].get("message")
        said = messages[0] if isinstance(messages, list) and messages else {}
        why = shown(said.get("value", "no reason given")) if isinstance(said, dict) else "?"
        raise BadAnswer(f"{body.name}: the World Bank refuses the question: {why}")
    if not isinstance(content, list) or len(content) != 2 or not isinstance(content[0], dict):
        raise BadAnswer(f"{body.name} is no pair of page and rows: its form has changed.")
    rows = content[1] if content[1] is not None else []
    if not isinstance(rows, list):
        raise BadAnswer(f"{body.name} has no list of rows: its form has changed.")
    return content[0], rows


def _read(codes: dict[str, str], wanted: Wanted, bodies: Sequence[Body]) -> Release:
    tally = Tally(wanted.dataset)
    tables, updated = [], set()
    lacking: dict[str, int] = {}
    for body in bodies:
        told, rows = _answer(body)
        updated.add(str(told.get("lastupdated", "")))
        flat = [_flat(row, body) for row in rows]
        table = records(flat, _FIELDS, body)
        if unknown := set(table["code"].drop_nulls()) - codes.keys():
            raise BadAnswer(f"{body.name} speaks of {shown(min(unknown))}, which was not asked.")
        for code in set(table["code"].drop_nulls()):
            if isinstance(total := told.get("total"), int):
                lacking[code] = lacking.get(code, total) - table.height
        tables.append(table)
    _whole(codes, tables, lacking, wanted)
    frame = pl.concat([table.select(_FIELDS) for table in tables])
    tidy = frame.select(
        tally.coded(frame["country"], "country", world_bank),
        pl.col("year"),
        pl.col("code").replace_strict(codes, return_dtype=pl.String).alias("indicator"),
        pl.col("value"),
        pl.when(pl.col("value").is_null())
        .then(pl.lit(NOT_REPORTED))
        .otherwise(pl.col("obs_status").replace_strict(_STATUS, default=None))
        .alias("flag"),
    ).drop_nulls("country")
    stated = [found for text in updated if (found := _day(text))]
    released = min(stated) if stated else None
    label = f"update of {released}" if released else f"as read on {wanted.today}"
    return Release(tidy, label, released, tally.notes(), wanted.since)


def _whole(
    codes: dict[str, str], tables: list[pl.DataFrame], lacking: dict[str, int], wanted: Wanted
) -> None:
    """Raise where a page or an indicator is missing: files are brought one by one."""
    seen = {code for table in tables for code in table["code"]}
    if short := [code for code in codes if lacking.get(code)]:
        raise BadAnswer(
            f"The answers on {short[0]} are {lacking[short[0]]:,} rows short of what they say: "
            "is every page there?"
        )
    if tables and seen and wanted.since is None and (none := [c for c in codes if c not in seen]):
        raise BadAnswer(
            f"There is no answer on {', '.join(none)}: {wanted.dataset.name} needs one on each of "
            f"{', '.join(codes)}."
        )


def _flat(row: object, body: Body) -> dict[str, object]:
    indicator = field_of(row, dict, "indicator", body)
    assert isinstance(row, dict)
    return {
        "code": indicator.get("id"),
        "country": row.get("countryiso3code"),
        "year": row.get("date"),
        "value": row.get("value"),
        "obs_status": row.get("obs_status") or "",
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _connector(dataset: str, codes: dict[str, str], source: str, *files: str) -> Connector:
    return Connector(
        dataset,
        lambda wanted, get: [*_collect(codes, source, wanted, get)],
        lambda wanted, bodies: _read(codes, wanted, bodies),
        files,
    )


CONNECTORS = (
    _connector("economy", INDICATORS, "2", "economy*.json", "API_*.json"),
    _connector("governance", GOVERNANCE, "3", "governance*.json"),
)
