"""What somebody sends with a form: fields and files, held in memory and nowhere else.

Nothing sent is written to a disk, a cache or a log. An answer to it is not kept either, by us or by
a browser.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from comity.core.errors import ComityError

MOST = 8 * 2**20
"""Bytes that may be sent at once."""

MOST_FIELDS = 500


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


async def sent(request: Request) -> Sent:
    """What was sent; raises `ComityError` for what is too large or broken."""
    body = await _body(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _parts(request, body)
    if kind in ("application/x-www-form-urlencoded", ""):
        try:
            pairs = parse_qsl(body.decode(), max_num_fields=MOST_FIELDS)
        except ValueError as error:
            raise ComityError("The form cannot be read; send it again as UTF-8.") from error
        return Sent({name: value.strip() for name, value in pairs if value.strip()}, {})
    raise ComityError("Send a form: multipart/form-data, or application/x-www-form-urlencoded.")


async def _body(request: Request) -> bytes:
    """All that is sent, up to `MOST` bytes."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST:
            raise ComityError(f"More than {MOST // 2**20} MB were sent; send less at once.")
        pieces.append(piece)
    return b"".join(pieces)


async def _parts(request: Request, body: bytes) -> Sent:
    async def stream() -> AsyncGenerator[bytes, None]:
        yield body

    parser = _Parser(
        request.headers, stream(), max_files=10, max_fields=MOST_FIELDS, max_part_size=MOST
    )
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise ComityError("The form cannot be read; send it again.") from error
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
