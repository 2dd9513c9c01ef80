"""What somebody sends with a form: fields and files, held in memory and nowhere else.

Nothing sent is written to a disk, a cache or a log. An answer to it is not kept either, by us or by
a browser.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from comity.core.errors import ComityError

for _name in ("python_multipart", "python_multipart.multipart"):
    logging.getLogger(_name).addFilter(lambda _record: False)  # whatever a server sets up later
"""The library that takes forms apart logs the bytes at which a broken form breaks."""

MOST = 8 * 2**20
"""Bytes that may be sent at once."""

_PATIENCE = 8 * MOST
MOST_FIELDS = 500


class TooMuch(ComityError):
    """More was sent than is taken at once; the answer has the status 413."""


class NoForm(ComityError):
    """What was sent is of another kind than the address takes; the answer has the status 415."""


@dataclass(frozen=True, slots=True)
class File:
    """One file as it was sent: the name its sender gave it, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the fields that are filled in, and the files that are not empty."""

    fields: Mapping[str, str]
    files: Mapping[str, File]

    def __bool__(self) -> bool:
        return bool(self.fields or self.files)


class _Parser(MultiPartParser):
    """Keeps every file in memory, for none may be larger than what may be sent."""

    spool_max_size = MOST + 1
    ended = False

    def on_end(self) -> None:
        """The form came to its end; one that was cut off does not."""
        self.ended = True


async def sent(request: Request) -> Sent:
    """What was sent; raises `ComityError` for what is too large, of another kind, or broken."""
    body = await body_of(request)
    kind = kind_of(request)
    if kind == "multipart/form-data":
        return await _parts(request, body)
    if kind in ("application/x-www-form-urlencoded", ""):
        try:
            pairs = parse_qsl(body.decode(), max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise ComityError("The form cannot be read; send it again as UTF-8.") from error
        return Sent({name: value.strip() for name, value in pairs if value.strip()}, {})
    raise NoForm("Send a form: multipart/form-data, or application/x-www-form-urlencoded.")


def kind_of(request: Request) -> str:
    """What the request says that its body is: `multipart/form-data`, or nothing.

    >>> kind_of(Request({"type": "http", "headers": [(b"content-type", b"Text/Plain; a=b")]}))
    'text/plain'
    """
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def body_of(request: Request) -> bytes:
    """All that is sent, up to `MOST` bytes, held in memory; raises `TooMuch` for more.

    What is too much is let pass by unread, within `_PATIENCE`: a sender who is still sending does
    not hear an answer.
    """
    said = request.headers.get("content-length", "")
    if said.isascii() and said.isdigit() and int(said[:20]) > _PATIENCE:
        raise _too_much()
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > _PATIENCE:
                break
            if size <= MOST:
                pieces.append(piece)
            else:
                pieces.clear()
    except ClientDisconnect as error:
        raise ComityError("The sending broke off; send it again.") from error
    if size > MOST:
        raise _too_much()
    return b"".join(pieces)


def _too_much() -> TooMuch:
    return TooMuch(f"More than {MOST // 2**20} MB were sent; send less at once.")


async def _parts(request: Request, body: bytes) -> Sent:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _Parser(
        request.headers, stream(), max_files=10, max_fields=MOST_FIELDS, max_part_size=MOST
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise ComityError("The form cannot be read; send it again.") from error
    if not parser.ended:
        await form.close()
        raise ComityError("The form broke off before its end; send it again.")
    fields: dict[str, str] = {}
    files: dict[str, File] = {}
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            if value.strip():
                fields[name] = value.strip()
        elif data := await value.read():
            files[name] = File(value.filename or name, data)
    await form.close()
    return Sent(fields, files)


def unkept(answer: Response) -> Response:
    """The same answer, which neither a browser nor anybody between may keep."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


Given = Annotated[Sent, Depends(sent)]
"""What was sent with the request; a handler that is no coroutine then runs beside others."""
