"""The data: every dataset with its vintages, what to mind, and the whole table to take along."""

from __future__ import annotations

import io
from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import BadTable
from comity.core.sheets import table_bytes
from comity.evidence.catalogue import Dataset
from comity.evidence.reading import Evidence
from comity.web import urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
ENDINGS = (".json", ".csv", ".xlsx", ".parquet")
MOST_IN_A_SHEET = 150_000
"""Rows up to which a table is offered as a workbook; larger ones take minutes to open."""


def described(evidence: Evidence, entry: Dataset) -> dict[str, Any]:
    """A dataset and its vintages as plain data, as known on the day of the evidence."""
    held = evidence.store.manifest.datasets[entry.name]
    chosen = evidence.store.vintage(entry.name, evidence.as_of)
    known = [v for v in held.vintages if evidence.as_of is None or v.vintage <= evidence.as_of]
    plain = entry.model_dump(mode="json", exclude={"private"}, exclude_none=True)
    return plain | {
        "vintage": chosen.vintage.isoformat(),
        "rows": chosen.rows,
        "vintages": [
            {
                "vintage": vintage.vintage.isoformat(),
                "rows": vintage.rows,
                "stored_at": vintage.stored_at.isoformat(),
                "sha256": vintage.sha256,
                "changes": vintage.changes.model_dump() if vintage.changes else None,
            }
            for vintage in sorted(known, key=lambda v: (v.vintage, v.stored_at), reverse=True)
        ],
        "address": urls.dataset(entry.name),
    }


@router.get("/data")
@router.get("/data.json")
@router.get("/data.csv")
def catalogue(request: Request, library: Books, view: Seen) -> Response:
    """Every dataset that this deployment shows."""
    evidence = library.evidence(view.as_of)
    entries = [described(evidence, entry) for entry in evidence.datasets.values()]
    match ending_of(request):
        case ".json":
            plain = {"title": "Data", "as_of": evidence.today, "datasets": entries}
            return twin(json_bytes(plain), ".json", "/data")
        case ".csv":
            return twin(_catalogue_csv(entries), ".csv", "/data")
    return html(render_page(request, "data.html", view, entries=entries))


def _catalogue_csv(entries: list[dict[str, Any]]) -> bytes:
    names = ("name", "title", "publisher", "counts", "counted", "vintage", "rows", "frequency",
             "licence", "citation", "url")  # fmt: skip
    buffer = io.BytesIO()
    pl.DataFrame([{name: entry[name] for name in names} for entry in entries]).write_csv(buffer)
    return buffer.getvalue()


@router.get("/data/{name}")
def dataset(request: Request, library: Books, view: Seen, name: str) -> Response:
    """One dataset: description, columns, caveats and vintages, or the whole table."""
    asked, ending = urls.split_ending(name, ENDINGS)
    plain_name = asked.lower().replace("-", "_")
    entry = library.dataset(plain_name, view.as_of)
    if plain_name != asked:
        return moved(request, urls.dataset(plain_name, ending=ending))
    evidence = library.evidence(view.as_of)
    about = described(evidence, entry)
    if ending:
        return twin(_table(evidence, entry, about, ending), ending, f"/data/{entry.name}")
    return html(_page(request, view, entry, about))


def _page(request: Request, view: View, entry: Dataset, about: dict[str, Any]) -> bytes:
    offered = [
        (ending[1:].upper(), urls.dataset(entry.name, view, ending))
        for ending in (".csv", ".json", ".xlsx", ".parquet")
        if ending != ".xlsx" or about["rows"] <= MOST_IN_A_SHEET
    ]
    return render_page(request, "dataset.html", view, entry=entry, about=about, offered=offered)


def _table(evidence: Evidence, entry: Dataset, about: dict[str, Any], ending: str) -> bytes:
    """The whole table; as JSON with its description, so that it travels with its source."""
    if ending == ".xlsx" and about["rows"] > MOST_IN_A_SHEET:
        raise BadTable(
            f"{entry.name} has {about['rows']} rows, too many for a workbook; "
            "take .csv or .parquet."
        )
    frame = evidence.store.read(entry.name, evidence.as_of)
    if ending != ".json":
        return table_bytes(frame, ending)
    source = entry.source(evidence.store.vintage(entry.name, evidence.as_of).vintage)
    rows = about.pop("rows")
    head = json_bytes(about | {"row_count": rows, "sources": [source.as_json()]}).decode()
    opened = head.rstrip().removesuffix("}").rstrip()
    return f'{opened},\n "rows": {frame.write_json()}}}\n'.encode()
