"""An answer is believed only after a look: its checksum, its packing, and what it is."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib

import httpx

from comity.core.errors import ComityError
from comity.evidence.sources.contract import BadAnswer, Form


class Refused(ComityError):
    """A publisher that cannot be asked, or an answer that is not taken; asking again is no use."""


class Unready(ComityError):
    """What failed for a moment; `after` are the seconds that the publisher asks to wait."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


_DIGEST = re.compile(r"(sha-256|sha-512|md5)=:?([A-Za-z0-9+/=_-]+):?", re.IGNORECASE)
_ALGORITHMS = {"sha-256": "sha256", "sha-512": "sha512", "md5": "md5"}


def headers_of(response: httpx.Response) -> dict[str, str | None]:
    """The headers that are kept with an answer."""
    return {name: response.headers.get(name) for name in ("etag", "last-modified")}


def verified(raw: bytes, response: httpx.Response, host: str, *, whole: bool) -> None:
    """Hold the bytes against every checksum that came with them; raises `Unready` if one differs.

    Content-Digest speaks of this message, so it says nothing of a file that came in parts;
    Repr-Digest, Digest (RFC 9530, RFC 3230) and x-goog-hash speak of the whole file.
    """
    names = ["repr-digest", "digest", "x-goog-hash"]
    names += ["content-digest", "content-md5"] if whole else []
    for name in names:
        said = response.headers.get(name, "")
        if name == "content-md5" and said:
            said = f"md5={said}"
        for algorithm, value in _DIGEST.findall(said):
            made = hashlib.new(_ALGORITHMS[algorithm.lower()], raw, usedforsecurity=False).digest()
            if _decoded64(value) != made:
                raise Unready(f"{host} sent a file whose checksum is not the one it states.")


def _decoded64(value: str) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None


def decoded(raw: bytes, encoding: str, host: str, most: int) -> bytes:
    """The content without the packing that the answer names; at most 20 times `most` unpacked."""
    if encoding in ("", "identity"):
        return raw
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise Refused(f"{host} packs its answer as '{encoding}', which was not asked for.")
    try:
        unpacker = zlib.decompressobj(wbits=47)
        data = unpacker.decompress(raw, most * 20)
    except zlib.error as error:
        raise Unready(f"{host} sent an answer that does not unpack.") from error
    if unpacker.unconsumed_tail:
        raise Refused(f"{host} sent an answer that unfolds to more than is taken in.")
    if not unpacker.eof:
        raise Unready(f"{host} broke off in the middle of its answer.")
    return data


def sound(data: bytes, form: Form, name: str) -> None:
    """Raise `BadAnswer` where the first bytes are not those of the form that was asked for."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    page = head[:1] == b"<"
    if not data:
        raise Unready(f"{name} is empty.")
    if form == "html":
        return
    if page and form != "gzip":
        raise BadAnswer(
            f"{name} is a web page where data were asked for: the publisher may be down, have "
            "moved the file, or ask for a log-in."
        )
    starts = {"xlsx": b"PK", "zip": b"PK", "gzip": b"\x1f\x8b"}
    if form in starts and not data.startswith(starts[form]):
        raise BadAnswer(f"{name} is no {form.upper()} file; it may have come only in part.")
    if form == "json" and head[:1] not in (b"{", b"[") and not data.startswith(b"\x1f\x8b"):
        raise BadAnswer(f"{name} is no JSON; the publisher may be down.")
