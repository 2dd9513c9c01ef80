"""What somebody sends about a contract: the text or the file, and what they know besides it.

It stays in memory for one answer; nothing of it is written anywhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Depends
from starlette.requests import Request

from comity.core.currencies import NO_CURRENCY, currency
from comity.core.errors import ComityError, shown
from comity.core.places import find_place
from comity.services.contracts.case import Case, Limit
from comity.services.contracts.document import Document
from comity.services.contracts.reading import LONGEST, read
from comity.web.sending import File, Sent, body_of, kind_of, sent

ANSWERS = ("page", "json", "csv")
PER = ("hour", "day", "week", "month", "year")
FACTS = (
    "origin",
    "destination",
    "occupation",
    "domestic",
    "adult",
    "licensed",
    "departure_date",
    "contract_date",
    "worker_languages",
    "minimum_wage",
    "minimum_wage_currency",
    "minimum_wage_per",
    "minimum_wage_source",
    "legal_cap",
    "legal_cap_currency",
    "legal_cap_source",
)
"""What may be told besides the contract; all of it may be left out."""

_PASTED = "pasted text.txt"
_NEITHER = "Paste the text of the contract, or choose its file."


def document_of(given: Sent) -> Document:
    """The contract that was sent, as a text or as a file; raises `ComityError` for neither."""
    text, file = given.fields.get("text", ""), given.files.get("file")
    if text and file:
        raise ComityError("Send the text of the contract or its file, not both.")
    if not text and file is None:
        raise ComityError(_NEITHER)
    return read(file.name, file.data) if file else _pasted(text)


def _pasted(text: str) -> Document:
    if len(text) > LONGEST:
        raise ComityError("The text is longer than any contract; paste the contract alone.")
    return read(_PASTED, text.encode())


def case_of(given: Sent) -> Case:
    """What was told besides the contract; raises `ComityError` in one sentence that names it."""
    told = given.fields
    second = given.files.get("second")
    words = told.get("second", "")
    return Case(
        origin=_place(told, "origin"),
        destination=_place(told, "destination"),
        occupation=told.get("occupation", "")[:120],
        domestic=_whether(told, "domestic"),
        adult=_whether(told, "adult"),
        licensed=_whether(told, "licensed"),
        currency=_currency(told, "minimum_wage_currency"),
        departure_date=_day(told, "departure_date"),
        contract_date=_day(told, "contract_date"),
        worker_languages=_languages(told.get("worker_languages", "")),
        minimum_wage=_limit(told, "minimum_wage", _per(told)),
        legal_cap=_limit(told, "legal_cap", "once"),
        second=read(second.name, second.data) if second else _pasted(words) if words else None,
    )


def _place(told: Mapping[str, str], name: str) -> str:
    return find_place(told[name][:80]).code if told.get(name) else ""


def _whether(told: Mapping[str, str], name: str) -> bool | None:
    said = told.get(name, "").lower()
    if said not in ("", "yes", "no", "true", "false"):
        raise ComityError(f"'{name}' is yes or no, or is left out.")
    return None if not said else said in ("yes", "true")


def _day(told: Mapping[str, str], name: str) -> date | None:
    if not (said := told.get(name, "")):
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as error:
        raise ComityError(
            f"'{name}' is '{shown(said)}', which is no day; write it as in 2027-03-01."
        ) from error


def _languages(said: str) -> tuple[str, ...]:
    return tuple(one.strip()[:40] for one in re.split(r"[,;/\n]", said[:400]) if one.strip())


def _currency(told: Mapping[str, str], name: str) -> str:
    if not (said := told.get(name, "")):
        return ""
    if (found := currency(said)) is None:
        raise ComityError(f"'{shown(said)}' {NO_CURRENCY}.")
    return found


def _per(told: Mapping[str, str]) -> str:
    said = told.get("minimum_wage_per", "month").lower()
    if said not in PER:
        raise ComityError(f"'minimum_wage_per' is one of {', '.join(PER)}.")
    return said


def _limit(told: Mapping[str, str], name: str, per: str) -> Limit | None:
    if not (said := told.get(name, "")):
        return None
    plain = said.replace(" ", "").replace("\u00a0", "").replace("'", "")
    plain = re.sub(r",(?=\d{3}(?:\D|$))", "", plain).replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", plain):
        raise ComityError(f"'{name}' is '{shown(said)}', which is no amount; write a number.")
    money = _currency(told, f"{name}_currency")
    if not money:
        raise ComityError(f"'{name}' needs a currency; write its three letters, as in USD.")
    return Limit(float(plain), money, per, None, told.get(f"{name}_source", "")[:200])


async def _asked(request: Request) -> Sent:
    """The same from a form, or from JSON with `text`, `name` and `case`."""
    if kind_of(request) != "application/json":
        return await sent(request)
    try:
        plain = json.loads(await body_of(request))
    except (ValueError, RecursionError) as error:
        raise ComityError("What was sent is no JSON in UTF-8; mend it.") from error
    if not isinstance(plain, dict) or not isinstance(plain.get("text"), str):
        raise ComityError('Send {"text": "…"}, with "case" and "second" where they are known.')
    case = {} if plain.get("case") is None else plain["case"]
    if not isinstance(case, dict):
        raise ComityError("'case' holds names and values between braces.")
    fields = {"text": plain["text"].strip(), "second": str(plain.get("second") or "").strip()}
    for name, value in case.items():
        if name not in FACTS:
            raise ComityError(f"'case' has no '{shown(name)}'; it knows {', '.join(FACTS)}.")
        fields[name] = _flat(name, value)
    return Sent({name: text for name, text in fields.items() if text}, {})


def _flat(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if not isinstance(value, str | int | float):
        raise ComityError(f"'{name}' in 'case' is a text, a number, or yes or no.")
    return str(value).strip()


Asked = Annotated[Sent, Depends(_asked)]
"""What was sent to the API: a form, or JSON that was made one."""

__all__ = ["ANSWERS", "FACTS", "PER", "Asked", "File", "case_of", "document_of"]
