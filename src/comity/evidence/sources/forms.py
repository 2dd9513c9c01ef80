"""The forms in which publishers send tables, each read by the library made for it, within bounds.

What does not have the expected form raises `BadAnswer` in one sentence that names the file, what
was looked for and what was found instead. Cells come back as text, as they are written there.
"""

from __future__ import annotations

import fnmatch
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import polars as pl

from comity.core.errors import shown
from comity.core.tables import NOT_REPORTED
from comity.evidence.sources.contract import MEBIBYTE, BadAnswer, Body

LARGEST = 1e15
"""No figure of people or money reaches this; what does is a slip, and would overflow as a count."""

UNPACKED_AT_MOST = 2048 * MEBIBYTE
"""Bytes that one packed file may unfold to; more is taken for a file made to fill memory."""

UNPACKED_FREELY = 64 * MEBIBYTE
UNPACKED_TIMES = 200
"""From so many bytes on, how many times its size a packed file may unfold to: tables do 5 to 50."""


def _room(data: bytes) -> int:
    """Bytes that a packed file may unfold to."""
    return min(UNPACKED_AT_MOST, max(UNPACKED_FREELY, UNPACKED_TIMES * len(data)))


def json_of(body: Body) -> Any:
    """The content of a JSON answer."""
    try:
        return json.loads(body.data)
    except (ValueError, RecursionError) as error:
        page = body.data[:200].lstrip().startswith(b"<")
        what = "a web page where data were asked for" if page else "broken or incomplete JSON"
        raise BadAnswer(f"{body.name} is {what}; try again later.") from error


def field_of(value: Any, kind: type, name: str, body: Body) -> Any:
    """What stands under `name` in a JSON object, if it is of this kind.

    >>> field_of({"items": []}, list, "items", Body("a.json", b""))
    []
    """
    found = value.get(name) if isinstance(value, dict) else None
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        names = ", ".join(shown(key) for key in list(value)[:8]) if isinstance(value, dict) else ""
        raise BadAnswer(
            f"{body.name} has no '{name}' where its documentation has one"
            f"{f'; it has {names}' if names else ''}: its form has changed."
        )
    return found


def records(items: Sequence[Any], needed: Sequence[str], body: Body) -> pl.DataFrame:
    """A list of JSON objects as a table of text; every one of `needed` must be a field somewhere.

    Fields that are null are empty; true, false and nested ones are written as JSON.
    """
    if wrong := [row for row in items if not isinstance(row, dict)]:
        raise BadAnswer(f"{body.name} lists {shown(wrong[0])} where a record belongs.")
    names = list(dict.fromkeys(name for row in items for name in row))
    if items:
        all_there(names, needed, body, "field")
    names += [name for name in needed if name not in names]
    columns = {name: [cell_text(row.get(name)) for row in items] for name in names}
    try:
        return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))
    except UnicodeEncodeError as error:  # half of a pair of surrogates
        raise BadAnswer(f"{body.name} holds characters that are none.") from error


def cell_text(value: Any) -> str | None:
    """A value of JSON as a cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value) if not isinstance(value, bool | dict | list) else json.dumps(value)


def all_there(names: Sequence[str], needed: Sequence[str], body: Body, what: str) -> None:
    """Raise `BadAnswer` where one of the names that are needed is not among those found."""
    if missing := [name for name in needed if name not in names]:
        found = ", ".join(shown(name) for name in names[:12])
        raise BadAnswer(
            f"{body.name} has no {what} '{missing[0]}'; it has: {found or 'none'}. Its form has "
            "changed."
        )


def csv_of(
    body: Body, needed: Sequence[str], separator: str = ",", *, only: bool = False
) -> pl.DataFrame:
    """A CSV file as text; its headings stripped, and every one of `needed` among them.

    With `only` no other columns are kept: for files with more cells than memory likes.
    """
    if only:
        first = body.data[: body.data.find(b"\n") + 1 or len(body.data)]
        head = csv_of(replace(body, data=first), needed, separator)
        columns: list[int] | None = [head.columns.index(name) for name in dict.fromkeys(needed)]
    else:
        columns = None
    try:
        frame = pl.read_csv(
            io.BytesIO(body.data.removeprefix(b"\xef\xbb\xbf")),
            infer_schema=False,
            separator=separator,
            columns=columns,
            encoding=_encoding(body.data),
        )
    except (pl.exceptions.PolarsError, UnicodeDecodeError, ValueError) as error:
        raise BadAnswer(
            f"{body.name} is no sound CSV file ({shown(str(error).splitlines()[0])})."
        ) from error
    except pl.exceptions.PanicException as error:
        raise BadAnswer(f"{body.name} is no sound CSV file.") from error
    plain = [name.strip() for name in frame.columns]
    if len(set(plain)) < len(plain):
        raise BadAnswer(f"{body.name} has two columns of the same name.")
    all_there(plain, needed, body, "column")
    frame.columns = plain
    return frame


def sdmx_csv_of(body: Body, needed: Sequence[str]) -> pl.DataFrame:
    """An SDMX-CSV file of version 1.0 or 2.0 as text; rows that are marked as deleted are left out.

    Headings and cells with labels ("FREQ: Frequency", "M: Monthly") are cut to their codes; what
    version 2.0 calls STRUCTURE_ID is DATAFLOW here, as in 1.0. https://github.com/sdmx-twg/sdmx-csv
    """
    body = unzipped(body)
    separator = "," if b"," in body.data.split(b"\n", 1)[0] else ";"
    frame = csv_of(body, (), separator)
    plain = {name: re.sub(r"\s*(\[.*\]|:.*)$", "", name) for name in frame.columns}
    new = [{"STRUCTURE_ID": "DATAFLOW"}.get(name, name) for name in plain.values()]
    if len(set(new)) < len(new):
        raise BadAnswer(f"{body.name} has two columns of the same name.")
    all_there(new, needed, body, "column")
    labelled = [name for name in frame.columns if ":" in name]
    frame = frame.with_columns(pl.col(labelled).str.split(":").list.first().str.strip_chars())
    frame.columns = new
    if "ACTION" in new:
        frame = frame.filter(pl.col("ACTION").fill_null("I") != "D")
    return frame


def figures(cells: pl.Series, body: Body) -> pl.Series:
    """Numbers that are written as text; null where the publisher writes that there is none.

    Spaces and commas between thousands are left out. What is no number, or larger than any figure,
    raises `BadAnswer`.

    >>> figures(pl.Series("n", ["1,250.5", "..", "0"]), Body("a.csv", b"")).to_list()
    [1250.5, None, 0.0]
    """
    plain = cells.fill_null("").str.replace_all(r"[,\s\u00a0\u202f]", "")
    plain = plain.set(plain.str.to_lowercase().is_in(list(_NONE)), None)
    numbers = plain.cast(pl.Float64, strict=False)
    wrong = numbers.is_null() & plain.is_not_null() | ~(numbers.abs() < LARGEST)
    if (rows := wrong.fill_null(value=False).arg_true()).len():
        raise BadAnswer(
            f"{body.name}, column '{cells.name}', has '{shown(cells[rows[0]])}' where a number "
            "belongs."
        )
    return numbers


_NONE = ("", "..", "...", "-", "--", "–", ":", "*", "na", "n/a", "nan", "null", "none")
"""How publishers write that there is no number (without case and spaces)."""


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf8"


def plain(heading: str) -> str:
    """A heading for comparing: without case and double spaces."""
    return " ".join(heading.split()).casefold()


def column_of(frame: pl.DataFrame, names: Sequence[str], body: Body) -> pl.Series:
    """The column under the first of these headings that is there, compared as in `sheet_of`.

    >>> table = pl.DataFrame({"reported month": ["May"]})
    >>> column_of(table, ("Month", "Reported Month"), Body("a.csv", b"")).to_list()
    ['May']
    """
    there = {plain(name): name for name in reversed(frame.columns)}
    found = next((there[plain(name)] for name in names if plain(name) in there), None)
    if found is None:
        all_there(frame.columns, names[:1], body, "column")
    return frame[found or names[0]]


def wholes_of(cells: pl.Series, body: Body) -> pl.Series:
    """Whole numbers as publishers write them ("1,234", "12.0"); null where none is reported.

    >>> wholes_of(pl.Series("n", ["1,234", "12.0", "-", "0", None]), Body("a.csv", b"")).to_list()
    [1234, 12, None, 0, None]
    """
    text = cells.cast(pl.String).str.strip_chars()
    text = text.set(text.is_in(NOT_REPORTED).fill_null(value=False), None)
    marks = "[, \u00a0\u202f']"
    grouped = text.str.contains(rf"^-?[0-9]{{1,3}}({marks}[0-9]{{3}})+$").fill_null(value=False)
    plain = text.str.replace_all(marks, "").zip_with(grouped, text)
    plain = plain.str.replace(r"\.0+$", "")
    numbers = plain.cast(pl.Int64, strict=False)
    if bad := text.filter(numbers.is_null() & text.is_not_null()).head(1).to_list():
        raise BadAnswer(
            f"{body.name}, column '{shown(cells.name)}': '{shown(bad[0])}' is no whole number."
        )
    return numbers.alias(cells.name)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value.strip() for name, value in attrs if name == "href" and value]


def hrefs_of(body: Body, pattern: str) -> list[str]:
    """The addresses a web page links to, in its order, whose file name is like a pattern.

    >>> page = Body("a.html", b"<a href='/x/Data_2.CSV?v=1'>new</a>", "https://a.org/b/")
    >>> hrefs_of(page, "data*.csv")
    ['https://a.org/x/Data_2.CSV?v=1']
    """
    links = _Links()
    try:
        links.feed(body.data.decode("utf-8", "replace"))
        links.close()
    except AssertionError as error:  # the parser's way to say that a declaration is none
        raise BadAnswer(f"{body.name} is no sound web page; try again later.") from error
    whole: list[str] = []
    for href in links.found:
        try:
            address = urljoin(body.url, href)
            name = unquote(urlsplit(address).path).rsplit("/", 1)[-1]
        except ValueError:  # an address that is none, which a page may hold
            continue
        if fnmatch.fnmatchcase(name.casefold(), pattern):
            whole.append(address)
    return [*dict.fromkeys(whole)]


def member_of(body: Body, pattern: str) -> Body:
    """The one file of a ZIP archive whose name (without folders) is like a pattern (`*.csv`)."""
    archive = checked_zip(body)
    names = [one for one in archive.namelist() if not one.endswith("/")]
    found = [n for n in names if fnmatch.fnmatch(n.rsplit("/", 1)[-1].lower(), pattern.lower())]
    if len(found) != 1:
        raise BadAnswer(
            f"{body.name} holds {len(found)} files like {pattern} where one was looked for; it "
            f"holds: {', '.join(shown(name) for name in names[:8]) or 'nothing'}."
        )
    try:
        data = archive.read(found[0])
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BadAnswer(f"{body.name} is damaged: {shown(found[0])} does not unpack.") from error
    except NotImplementedError as error:
        raise BadAnswer(f"{body.name} is packed in a way that is not known here.") from error
    return replace(body, name=f"{body.name}: {shown(found[0])}", data=data)


def checked_zip(body: Body) -> zipfile.ZipFile:
    """The archive, if it is one and does not unfold to more than the bound."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(body.data))
        size = sum(one.file_size for one in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        page = body.data[:200].lstrip().startswith(b"<")
        what = (
            "is a web page where a file was asked for" if page else "is no sound ZIP or XLSX file"
        )
        raise BadAnswer(f"{body.name} {what}; it may have come only in part.") from error
    if size > _room(body.data):
        raise BadAnswer(f"{body.name} unfolds to {size:,} bytes, more than is taken in.")
    return archive


def unzipped(body: Body) -> Body:
    """The body without its gzip packing, where it is packed: some publishers do not say that it is.

    >>> unzipped(Body("a", gzip.compress(b"text"))).data, unzipped(Body("a", b"text")).data
    (b'text', b'text')
    """
    if not body.data.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body.data)) as file:
            data = file.read(_room(body.data) + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadAnswer(f"{body.name} is damaged: it does not unpack; try again.") from error
    if len(data) > _room(body.data):
        raise BadAnswer(f"{body.name} unfolds to more bytes than are taken in.")
    return replace(body, data=data)
