"""A work contract held against thirty-two checks: as data. Nothing that is sent is kept."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from comity import __version__
from comity.services import contracts
from comity.services.contracts.records import MARKS
from comity.web.answers import MEDIA, json_bytes
from comity.web.contract_asked import FACTS, Asked, case_of, document_of
from comity.web.contract_shown import check_rows
from comity.web.sending import unkept

router = APIRouter(tags=["services"])


class ContractCheck(BaseModel):
    """One check: what it asks, how grave a failure is, and the source of its rule."""

    check: str
    question: str
    rule: str
    level: str = Field(description="critical, high or medium.")
    source: str
    mark: str = Field(description="How far the source was checked: R is recalled.")
    ask: str = Field(description="What to ask for where it fails.")


class ContractChecks(BaseModel):
    """The checks, with the sources of their rules."""

    comity: str
    count: int
    checks: list[ContractCheck]
    marks: dict[str, str]
    sources: list[str]


class ContractQuote(BaseModel):
    """Words of the contract as they stand, and where."""

    text: str
    place: str


class ContractOutcome(BaseModel):
    """What one check answers, and the clauses it rests on."""

    check: str
    answer: str = Field(
        description="pass, fail, not stated, not applicable or not checked.",
    )
    unclear: bool = Field(description="The contract says something about it, but not clearly.")
    question: str
    rule: str
    level: str
    why: str
    ask: str
    quote: str = Field(description="The first of the quotes, or empty.")
    place: str
    quotes: list[ContractQuote]
    source: str
    mark: str


class ContractReport(BaseModel):
    """The verdict on a contract with the outcome of every check; it is never "safe"."""

    name: str
    verdict: str = Field(
        description="do not sign yet, ask for changes, no problem found, or could not be read."
    )
    trouble: str = Field(description="Why the contract could not be read; empty where it was.")
    decided_by: list[str] = Field(description="The checks that made the verdict what it is.")
    counts: dict[str, int] = Field(description="How many checks gave which answer.")
    checks: list[ContractOutcome]
    notes: list[str] = Field(description="What was noticed while it was read.")
    help: list[str]
    caveats: list[str]
    marks: dict[str, str]
    method: str
    comity: str


_FACTS = {name: {"type": "string"} for name in FACTS}
_SENT = {
    "requestBody": {
        "required": True,
        "description": "The text as JSON, or a text or a file of PDF, DOCX or text as a form.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {
                        "text": {"type": "string", "description": "The text of the contract."},
                        "second": {
                            "type": "string",
                            "description": "A second contract to compare with it.",
                        },
                        "case": {"type": "object", "properties": _FACTS},
                    },
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "text": {"type": "string"},
                        "file": {"type": "string", "format": "binary"},
                        "second": {"type": "string", "format": "binary"},
                        **_FACTS,
                    },
                }
            },
        },
    }
}


@router.get(
    "/services/contract",
    summary="The thirty-two checks of a work contract",
    response_model=ContractChecks,
)
def listed() -> Response:
    """What is checked in a work contract, how grave a failure is, and the source of each rule."""
    rows = check_rows()
    plain = {
        "comity": __version__,
        "count": len(rows),
        "checks": rows,
        "marks": MARKS,
        "sources": sorted({row["source"] for row in rows}),
    }
    return Response(json_bytes(plain), media_type=MEDIA[".json"])


@router.post(
    "/services/contract",
    summary="A work contract held against thirty-two checks",
    response_model=ContractReport,
    openapi_extra=_SENT,
)
def checked(given: Asked) -> Response:
    """The verdict on a contract, with the clause, the rule and what to ask for, check by check.

    Nothing is kept: the text is read in memory and forgotten. It is not legal advice.
    """
    report = contracts.check(document_of(given), case_of(given))
    return unkept(Response(json_bytes(report.as_json()), media_type=MEDIA[".json"]))
