"""The data: every dataset with its vintages, what to mind, and the whole table to take along."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.briefs.render.html import table
from comity.briefs.voice import Voice
from comity.core.errors import BadTable, NotHeld
from comity.core.sheets import table_bytes
from comity.evidence import changes
from comity.evidence.catalogue import Dataset
from comity.evidence.catalogue import catalogue as known_datasets
from comity.evidence.reading import Evidence
from comity.web import atom, citing, holdings, urls
from comity.web.answers import ending_of, html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.pages import freshness
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
router.include_router(freshness.router)  # /data/status, before it could name a dataset
ENDINGS = (".json", ".csv", ".xlsx", ".parquet", ".atom", *citing.ENDINGS)
MOST_IN_A_SHEET = 150_000
"""Rows up to which a table is offered as a workbook; larger ones take minutes to open."""


def described(evidence: Evidence, entry: Dataset) -> dict[str, Any]:
    """A dataset and its vintages as plain data, as known on the day of the evidence."""
    held = evidence.store.manifest.datasets[entry.name]
    chosen = evidence.store.vintage(entry.name, evidence.as_of)
    last = {v.vintage: v for v in held.vintages}
    known = [v for v in held.vintages if evidence.as_of is None or v.vintage <= evidence.as_of]
    reach = holdings.reach(evidence, entry)
    plain = entry.model_dump(mode="json", exclude={"private"}, exclude_none=True)
    return plain | {
        "vintage": chosen.vintage.isoformat(),
        "covers": reach.covers,
        "lag_days": reach.lag_days,
        "rows": chosen.rows,
        "vintages": [
            freshness.issue(entry, vintage)
            | {
                "rows": vintage.rows,
                "stored_at": vintage.stored_at.isoformat(),
                "sha256": vintage.sha256,
                "changes": vintage.changes.model_dump() if vintage.changes else None,
                "compared": urls.changes(entry.name, vintage.vintage)
                if last[vintage.vintage] == vintage and changes.before(held, vintage)
                else None,
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
    offered = [one for name in known_datasets() if (one := holdings.not_held(library, name))]
    match ending_of(request):
        case ".json":
            plain = {"title": "Data", "as_of": evidence.today, "datasets": entries}
            plain |= {"can_be_fetched": [_offer(one) for one in offered]}
            return twin(json_bytes(plain), ".json", "/data")
        case ".csv":
            return twin(_catalogue_csv(entries), ".csv", "/data")
    return html(render_page(request, "data.html", view, entries=entries, offered=offered))


def _offer(entry: Dataset) -> dict[str, Any]:
    """A dataset of which nothing is held, in short; its own address tells the rest."""
    named = {"name", "title", "summary", "publisher", "counts", "frequency", "licence"}
    return entry.model_dump(include=named) | {"address": urls.dataset(entry.name)}


def _catalogue_csv(entries: list[dict[str, Any]]) -> bytes:
    names = ("name", "title", "publisher", "counts", "counted", "vintage", "rows", "frequency",
             "licence", "citation", "url")  # fmt: skip
    buffer = io.BytesIO()
    pl.DataFrame([{name: entry[name] for name in names} for entry in entries]).write_csv(buffer)
    return buffer.getvalue()


@router.get("/data.atom")
def feed(request: Request, library: Books, view: Seen) -> Response:
    """Every release of every dataset, as a feed."""
    evidence = library.evidence(view.as_of)
    found = atom.releases(evidence, evidence.datasets.values())
    title = Voice(view.language)._("Comity: releases of all datasets")
    return twin(atom.feed(citing.base_of(request), "/data", title, found, view), ".atom", "/data")


@router.get("/data/{name}")
def dataset(request: Request, library: Books, view: Seen, name: str) -> Response:
    """One dataset: description, columns, caveats and vintages, or the whole table."""
    asked, ending = urls.split_ending(name, ENDINGS)
    plain_name = asked.removeprefix("~").lower().replace("-", "_")
    absent = holdings.not_held(library, plain_name) if ending in ("", ".json") else None
    entry = absent or holdings.dataset(library, plain_name, view.as_of)
    path = urls.dataset(plain_name, ending=ending)
    if name != path.rpartition("/")[2]:
        return moved(request, path)
    if absent:
        return freshness.absent(request, library, view, absent, ending)
    if ending:
        body = _twin(request, library, entry, view, ending)
        return twin(body, ending, urls.dataset(entry.name))
    view = view.alone()
    key = ("/data", entry.name, view, citing.base_of(request), library.tried)
    return html(library.page(key, lambda: _page(request, library, view, entry)))


def _twin(request: Request, library: Library, entry: Dataset, view: View, ending: str) -> bytes:
    """The dataset in the form of an ending: its table, how it is cited, or its releases."""
    evidence = library.evidence(view.as_of)
    if ending in citing.ENDINGS:
        return _cited(request, evidence, entry, view).written(ending).encode()
    if ending == ".atom":
        title = Voice(view.language)._("Comity: releases of {title}").format(title=entry.title)
        path = urls.dataset(entry.name)
        found = atom.releases(evidence, [entry])
        return atom.feed(citing.base_of(request), path, title, found, view)
    about = described(evidence, entry)
    if ending == ".json":
        about["freshness"] = freshness.about(library, evidence, entry)
    return _table(evidence, entry, about, ending)


def _cited(request: Request, evidence: Evidence, entry: Dataset, view: View) -> citing.Citation:
    released = evidence.store.vintage(entry.name, evidence.as_of).vintage
    return citing.cite_dataset(request, entry, released, view)


def _page(request: Request, library: Library, view: View, entry: Dataset) -> bytes:
    evidence = library.evidence(view.as_of)
    about, voice = described(evidence, entry), Voice(view.language)
    held = holdings.holding(evidence, entry, voice)
    offered = [
        (ending[1:].upper(), urls.dataset(entry.name, view, ending))
        for ending in (".csv", ".json", ".xlsx", ".parquet")
        if ending != ".xlsx" or about["rows"] <= MOST_IN_A_SHEET
    ]
    return render_page(
        request,
        "dataset.html",
        view,
        entry=entry,
        about=about,
        offered=offered,
        strips=held.strips,
        tables=[table(one, voice) for one in held.tables],
        used=holdings.used(library, evidence, entry, view),
        cited=_cited(request, evidence, entry, view),
        fresh=freshness.about(library, evidence, entry),
        words=freshness.WORDS,
        today=date.today().isoformat(),
    )


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
    known = holdings.holding(evidence, entry, Voice()).findings
    more = {"row_count": rows, "sources": [source.as_json()]}
    head = json_bytes(about | more | {"coverage": [f.as_json() for f in known]}).decode()
    opened = head.rstrip().removesuffix("}").rstrip()
    return f'{opened},\n "rows": {frame.write_json()}}}\n'.encode()


@router.get("/data/{name}/changes/{released}")
def changed(request: Request, library: Books, view: Seen, name: str, released: str) -> Response:
    """What one release changed against the one before, by column and by year."""
    asked, ending = urls.split_ending(released, (".json",))
    entry = holdings.dataset(library, name, view.as_of)
    evidence = library.evidence(view.as_of)
    after = changes.stored_last(evidence.store.manifest.datasets[entry.name], _day(asked))
    if after is None or (evidence.as_of and after.vintage > evidence.as_of):
        raise NotHeld(f"No release of {entry.name} of the day '{asked[:20]}' is in the store.")
    found = changes.difference(evidence.store, entry, after)
    if found is None:
        raise NotHeld(f"The release of {asked} is the first of {entry.name} that is held here.")
    path = urls.changes(entry.name, after.vintage)
    if ending:
        return twin(json_bytes(_plain(entry, found)), ending, path)
    return html(render_page(request, "changes.html", view, entry=entry, found=found))


def _day(text: str) -> date:
    """The day that an address names; raises `NotHeld` for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotHeld(
            f"'{text[:20]}' is no day; write the day of a release as in 2025-01-27."
        ) from None


def _plain(entry: Dataset, found: changes.Difference) -> dict[str, Any]:
    """A difference as plain data."""
    return {
        "dataset": entry.name,
        "released": found.after.vintage,
        "against": found.before.vintage,
        "rows": {"before": found.before.rows, "after": found.after.rows},
        "matched": found.matched,
        "changes": found.changes.model_dump(),
        "columns": dict(found.columns),
        "years": [
            {"year": year, "added": added, "changed": other, "gone": gone}
            for year, added, other, gone in found.years
        ],
        "source": entry.source(found.after.vintage).as_json(),
    }
