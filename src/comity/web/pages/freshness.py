"""How fresh the data are: what is held, what publishers were asked, what waits for a person.

Tries are remembered beside the store and know no "as of": what they say holds today.
"""

from __future__ import annotations

import io
from datetime import UTC, date
from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import FileTrouble, StoreTrouble
from comity.core.marks import N_
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.manifest import Vintage
from comity.evidence.reading import Evidence
from comity.evidence.sync.standing import Standing, standing, standings
from comity.web import holdings, urls
from comity.web.answers import ending_of, html, json_bytes, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.state import View
from comity.web.templating import render_page

router = APIRouter()
TRIES = 10
"""So many of the newest tries are told."""

_OF_WAITING = {"release", "covers", "lag_days", "worries", "found_at"}

WORDS = {
    "stored": N_("A new release was stored."),
    "unchanged": N_("Nothing new: the publisher has what is held here."),
    "waiting": N_("A release differs more than usual and waits for a person."),
    "refused": N_("What came was refused; nothing of it was stored."),
    "unreachable": N_("The publisher could not be asked."),
    "discarded": N_("A person let go of the release that waited."),
    "never asked": N_("Never asked yet."),
    "documented": N_("As its publisher documents it."),
    "seen in code": N_("As public code reads it; the publisher's own file was not seen."),
    "recalled": N_("From memory; neither the publisher's file nor code that reads it was seen."),
    "sync": N_("Comity"),
    "files": N_("files that a person brought"),
    "a person": N_("a person"),
}
"""How a try ended, how far a publisher's form was checked, and who tried, for people."""


@router.get(urls.STATUS)
@router.get(f"{urls.STATUS}.json")
@router.get(f"{urls.STATUS}.csv")
def status(request: Request, library: Books, view: Seen) -> Response:
    """Every dataset that a publisher can be asked for, as it stands today."""
    evidence = library.evidence()
    found = [
        told(evidence, one.dataset, one) for one in standings(library.store) if _shown(library, one)
    ]
    match ending_of(request):
        case ".json":
            title = "How fresh the data are"
            plain = {"title": title, "day": date.today(), "datasets": found}
            return twin(json_bytes(plain), ".json", urls.STATUS)
        case ".csv":
            return twin(_table(found), ".csv", urls.STATUS)
    page = render_page(
        request,
        "status.html",
        view.latest(),
        asked_for=view.as_of,
        found=found,
        words=WORDS,
        today=date.today().isoformat(),
    )
    return html(page)


def _shown(library: Library, one: Standing) -> bool:
    held = library.store.manifest.datasets.get(one.dataset.name)
    return held is None or not held.left_out


def about(library: Library, evidence: Evidence, entry: Dataset) -> dict[str, Any] | None:
    """How fresh one dataset is, with its newest tries and what the release read was read from.

    None for a dataset that no publisher can be asked for. Evidence as of an earlier day, or tries
    that cannot be read, leave `asked` None.
    """
    if entry.fetched is None:
        return None
    one = None if evidence.as_of else _standing(library, entry.name)
    found = told(evidence, entry, one)
    if found["held"]:
        chosen = evidence.store.vintage(entry.name, evidence.as_of)
        found["held"]["received"] = [part.model_dump(mode="json") for part in chosen.received]
    if one:
        newest = one.tries[: -TRIES - 1 : -1]
        found["asked"]["tries"] = [part.model_dump(mode="json") for part in newest]
    return found


def _standing(library: Library, name: str) -> Standing | None:
    try:
        return standing(library.store, name)
    except (FileTrouble, StoreTrouble):
        return None


def told(evidence: Evidence, entry: Dataset, one: Standing | None) -> dict[str, Any]:
    """How fresh a dataset is as plain data; `asked` is what was tried, where that is known."""
    fetched = entry.fetched
    assert fetched
    return {
        "dataset": entry.name,
        "title": entry.title,
        "publisher": entry.publisher,
        "address": urls.dataset(entry.name),
        "held": _held(evidence, entry),
        "usual_lag": fetched.lag,
        "every_days": fetched.every_days,
        "key": fetched.key.model_dump() if fetched.key else None,
        "hosts": list(fetched.hosts),
        "checked": fetched.checked,
        "form": fetched.layout,
        "command": f"comity sync {entry.name}",
        "asked": _asked(one) if one else None,
    }


def _held(evidence: Evidence, entry: Dataset) -> dict[str, Any] | None:
    if entry.name not in evidence.datasets:
        return None
    chosen = evidence.store.vintage(entry.name, evidence.as_of)
    reach = holdings.reach(evidence, entry)
    return issue(entry, chosen) | {"covers": reach.covers, "lag_days": reach.lag_days}


def issue(entry: Dataset, one: Vintage) -> dict[str, Any]:
    """How a release is called, its day, and who says that it came out on that day.

    `stated` is None where that is not known: of tables that somebody brought before the newest.
    """
    release, stated, note = one.release, one.stated, one.note
    known = catalogue().get(entry.name, entry)
    basis: bool | None = stated
    if not release and one.vintage == known.vintage:
        release, note = known.release, known.vintage_note
        basis = known.vintage_basis == "stated"
    elif not release:
        basis = None
    return {
        "vintage": one.vintage.isoformat(),
        "release": release,
        "stated": basis,
        "note": note,
        "covers": one.covers,
        "lag_days": one.lag_days,
    }


def _asked(one: Standing) -> dict[str, Any]:
    last, waits = one.last, one.waiting
    waiting = waits.model_dump(mode="json", include=_OF_WAITING) if waits else {}
    return {
        "state": one.state,
        "at": last.at.astimezone(UTC).isoformat(timespec="seconds") if last else None,
        "sentence": last.sentence if last and not last.settled else None,
        "due": one.due.isoformat() if one.due else None,
        "waiting": waiting | {"vintage": waits.vintage} if waits else None,
    }


def _table(found: list[dict[str, Any]]) -> bytes:
    rows = [_row(one) for one in found]
    buffer = io.BytesIO()
    pl.DataFrame(rows, infer_schema_length=None).write_csv(buffer)
    return buffer.getvalue()


def _row(one: dict[str, Any]) -> dict[str, Any]:
    held, asked, key = one["held"] or {}, one["asked"], one["key"] or {}
    return {
        **{name: one[name] for name in ("dataset", "title", "publisher")},
        **{name: held.get(name) for name in ("vintage", "release", "stated", "covers", "lag_days")},
        "usual_lag": one["usual_lag"],
        **{f"asked_{name}": asked[name] for name in ("at", "state", "sentence")},
        "due": asked["due"],
        "waiting": (asked["waiting"] or {}).get("vintage"),
        "worries": " ".join((asked["waiting"] or {}).get("worries", ())),
        "key": key.get("name"),
        "key_needed": key.get("needed"),
        "command": one["command"],
    }


def absent(request: Request, library: Library, view: View, entry: Dataset, ending: str) -> Response:
    """A dataset of which nothing is held yet: what it would be, and how to fetch it."""
    fetched, found = entry.fetched, about(library, library.evidence(), entry)
    if ending:
        plain = entry.model_dump(mode="json", exclude={"private"}, exclude_none=True)
        more: dict[str, Any] = {"vintage": None, "vintages": [], "freshness": found}
        return twin(json_bytes(plain | more), ending, urls.dataset(entry.name))
    body = render_page(
        request,
        "absent.html",
        view.alone(),
        entry=entry,
        caveats=entry.caveats if fetched is None or fetched.caveats is None else fetched.caveats,
        fresh=found,
        words=WORDS,
        today=date.today().isoformat(),
    )
    return html(body)
