"""What went wrong, said plainly: a page with suggestions, or problem details (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import (
    ComityError,
    FileTrouble,
    NoSuchFigure,
    NotHeld,
    StoreTrouble,
    UnknownDataset,
    UnknownPlace,
)
from comity.core.places import LANGUAGES
from comity.core.regions import Subject
from comity.policy.instruments import UnknownInstrument
from comity.policy.obligations import UnknownTopic
from comity.services.training.examples import NoSuchExample
from comity.web import urls
from comity.web.answers import MEDIA, html, json_bytes
from comity.web.headers import SECURITY
from comity.web.search import exactly, named_like
from comity.web.sending import NoForm, TooMuch
from comity.web.state import LATEST, View
from comity.web.talks import NoSuchTalk
from comity.web.templating import render_page


def install(app: FastAPI) -> None:
    """Answer every kind of error that a request can meet."""
    app.add_exception_handler(ComityError, _comity)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    request: Request, status: int, detail: str, suggestions: list[Subject] | None = None
) -> Response:
    """Problem details for data and the API, a page for people; `suggestions` become links."""
    found = suggestions or []
    if not _wants_page(request):
        return Response(
            json_bytes(_details(request, status, detail, found)),
            status,
            media_type="application/problem+json",
        )
    page = render_page(
        request,
        "problem.html",
        _spoken(request),
        status=status,
        detail=detail,
        suggestions=found,
    )
    return html(page, status)


def _spoken(request: Request) -> View:
    """The language that was asked for; the rest of the state may be what is wrong."""
    language = request.query_params.get("lang", "")
    return LATEST.said_in(language) if language in LANGUAGES else LATEST


def _details(
    request: Request, status: int, detail: str, suggestions: list[Subject]
) -> dict[str, Any]:
    details: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    if suggestions:
        details["suggestions"] = [
            {"kind": s.kind, "code": s.code, "name": s.name, "address": urls.to(s)}
            for s in suggestions
        ]
    return details


def _wants_page(request: Request) -> bool:
    path = request.url.path
    data = path.startswith(("/api/", "/healthz", "/static/")) or path == "/api"
    return not data and not path.lower().endswith(tuple(MEDIA))


def _comity(request: Request, error: Exception) -> Response:
    if isinstance(error, UnknownPlace):
        return problem(request, 404, str(error), meant(request, error))
    missing = (
        UnknownDataset
        | NotHeld
        | NoSuchFigure
        | NoSuchTalk
        | NoSuchExample
        | UnknownInstrument
        | UnknownTopic
    )
    if isinstance(error, missing):
        return problem(request, 404, str(error))
    if isinstance(error, StoreTrouble | FileTrouble):
        return problem(request, 503, "The evidence cannot be read at the moment; try again later.")
    if isinstance(error, TooMuch | NoForm):
        return problem(request, 413 if isinstance(error, TooMuch) else 415, str(error))
    return problem(request, 400, str(error))


def meant(request: Request, error: UnknownPlace) -> list[Subject]:
    """What may be meant: the same name elsewhere, what the error suggests, names that hold it."""
    name = urls.split_ending(request.scope["path"].rpartition("/")[2], tuple(MEDIA))[0]
    here = exactly(name)
    found = urls.suggested(error.suggestions) or named_like(name.replace("-", " "), 5)
    return found if here is None else [here, *(other for other in found if other != here)]


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        said = "What was sent is not JSON; look for a missing comma, bracket or quotation mark."
        return problem(request, 400, said)
    if first["loc"] == ("body",) and first["type"] in ("model_attributes_type", "missing"):
        said = "Send an object as JSON, with the content type application/json."
        return problem(request, 400, said)
    name = str(first["loc"][-1]) if first["loc"] else "request"
    return problem(request, 400, f"The parameter '{name}' is wrong: {first['msg'].lower()}.")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentences = {
        404: f"There is no page at {request.url.path[:120]}.",
        405: "Comity's pages and data can only be read (GET).",
    }
    answer = problem(request, error.status_code, sentences.get(error.status_code, error.detail))
    answer.headers.update(error.headers or {})
    return answer


def _unexpected(request: Request, error: Exception) -> Response:
    detail = "Something in Comity failed; the people who run this server find it in their log."
    answer = problem(request, 500, detail)
    answer.headers.update(SECURITY)
    return answer
