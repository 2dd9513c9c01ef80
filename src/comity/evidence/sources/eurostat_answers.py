"""What one file of Eurostat's says: its table, its cells, the codes in it, the day of its update.

Files come from the Statistics API (JSON-stat 2.0) or from the data browser (SDMX-CSV). A filter
value that a table does not know is dropped without a word, an answer that is too large comes as a
warning with status 200, and an answer may be another table than was asked: all three are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from comity.core.errors import shown
from comity.evidence.sources.contract import BadAnswer, Body
from comity.evidence.sources.flags import EUROSTAT, WITHHELD, flagged
from comity.evidence.sources.forms import field_of, json_of, sdmx_csv_of, unzipped
from comity.evidence.sources.jsonstat import jsonstat_of


@dataclass(frozen=True, slots=True)
class Table:
    """A table of Eurostat's: what is asked of it, and the words for what it breaks down.

    `pinned` are dimensions of which one code is taken; `words` are the codes of `along` in the
    words of the catalogue, and `fixed` is a column that is the same for the whole table.
    """

    code: str
    pinned: Mapping[str, str]
    along: str = ""
    column: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    fixed: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told in one file: the cells as text, the codes there are, the day of the update."""

    table: Table
    cells: pl.DataFrame
    codes: Mapping[str, frozenset[str]]
    updated: date | None


def content_of(body: Body) -> dict[str, Any]:
    """The JSON of an answer that is neither an error nor a promise."""
    content = json_of(unzipped(body))
    if not isinstance(content, dict):
        raise BadAnswer(f"{body.name} is no JSON-stat: its form has changed.")
    if warning := content.get("warning"):
        raise BadAnswer(
            f"Eurostat is still preparing the answer of {body.name} ({_why(warning)}); try again "
            "in an hour."
        )
    if error := content.get("error"):
        raise BadAnswer(f"{body.name}: Eurostat refuses the question: {_why(error)}")
    sizes, names = content.get("size"), content.get("id")
    if isinstance(sizes, list) and isinstance(names, list):
        for name, size in zip(names, sizes, strict=False):
            if size == 0 and name != "time":
                raise BadAnswer(f"{body.name} knows none of the codes that were asked of {name}.")
    return content


def _why(told: Any) -> str:
    one = told[0] if isinstance(told, list) and told else told
    return shown(str(one.get("label", "no reason given"))) if isinstance(one, dict) else "?"


def answer_of(tables: Sequence[Table], body: Body) -> Answer:
    """A file read, whichever of the tables it is: from the API, or as SDMX-CSV from the browser."""
    body = unzipped(body)
    if body.data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"[", b"<"):
        return _of_json(tables, body)
    frame = sdmx_csv_of(body, ("DATAFLOW", "TIME_PERIOD", "OBS_VALUE"))
    dataflow = str(frame["DATAFLOW"][0]) if frame.height else ""
    table = _table(tables, re.sub(r"^.*:|\(.*$", "", dataflow), body)
    names = [name for name in frame.columns if re.fullmatch(r"[a-z][a-z0-9_]*", name)]
    cells = frame.select(*names, time="TIME_PERIOD", value="OBS_VALUE")
    _needed(table, cells, body)
    if cells.drop("value").is_duplicated().any():
        raise BadAnswer(f"{body.name} tells some cells twice; download it anew.")
    cells = cells.with_columns(_csv_flags(frame))
    codes = {name: frozenset(cells[name].drop_nulls().unique()) for name in dimensions_of(cells)}
    stated = frame["LAST UPDATE"].max() if "LAST UPDATE" in frame.columns else None
    return Answer(table, cells, codes, _day(str(stated)))


def _csv_flags(frame: pl.DataFrame) -> pl.Series:
    """Flags in words, and what is kept back where no value is told."""
    nothing = pl.Series([None] * frame.height, dtype=pl.String)
    letters = frame["OBS_FLAG"] if "OBS_FLAG" in frame.columns else nothing
    flags = pl.Series("flag", [flagged(text, EUROSTAT) for text in letters], dtype=pl.String)
    status = frame["CONF_STATUS"] if "CONF_STATUS" in frame.columns else nothing
    untold = frame["OBS_VALUE"].fill_null("").is_in(["", ":"])
    return flags.set(untold & ~status.fill_null("").is_in(["", "F"]), WITHHELD)


def _of_json(tables: Sequence[Table], body: Body) -> Answer:
    content = content_of(body)
    name = field_of(field_of(content, dict, "extension", body), str, "id", body)
    table = _table(tables, name, body)
    cells = jsonstat_of(body, ("citizen", "geo", "time"))
    _needed(table, cells, body)
    categories = {name: content["dimension"][name]["category"] for name in dimensions_of(cells)}
    codes = {
        name: frozenset(map(str, one.get("index") or one.get("label") or ()))
        for name, one in categories.items()
    }
    return Answer(table, cells, codes, _day(field_of(content, str, "updated", body)))


def _table(tables: Sequence[Table], name: str, body: Body) -> Table:
    """The table that a file says it is: Eurostat has answered with another one than was asked."""
    for table in tables:
        if table.code == name.lower():
            return table
    codes = " or ".join(table.code for table in tables)
    raise BadAnswer(f"{body.name} says that it is {shown(name) or 'nothing'}, not {codes}.")


def _needed(table: Table, cells: pl.DataFrame, body: Body) -> None:
    asked = ("citizen", "geo", *table.pinned, *((table.along,) if table.along else ()))
    if missing := [name for name in asked if name not in cells.columns]:
        found = ", ".join(shown(name) for name in dimensions_of(cells))
        raise BadAnswer(f"{body.name} has no dimension '{missing[0]}'; it has: {found}.")


def dimensions_of(cells: pl.DataFrame) -> list[str]:
    """The columns of a table of cells that are dimensions, but for time."""
    return [name for name in cells.columns if name not in ("value", "flag", "time")]


def _day(text: str) -> date | None:
    """The day of an update, as "2026-09-11T11:00:00+0200" or "22/05/26 11:00:00"."""
    for form, length in (("%Y-%m-%d", 10), ("%d/%m/%y", 8)):
        try:
            return datetime.strptime(text[:length], form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
