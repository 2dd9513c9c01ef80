"""Lists of parties that somebody brings, for instruments of which no list or an old one is held.

The list is checked row by row before anything is stored. Its entries are marked as imported
wherever they are shown: Comity has checked their form, and the column `source` names who says so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import BadPeriod, BadTable, shown
from comity.core.periods import Period
from comity.core.sheets import read_table
from comity.evidence.store import Store
from comity.policy.instruments import instruments
from comity.policy.norms import IMPORTED as PARTIES
from comity.policy.norms import last_day
from comity.policy.templates import Field, Template, renumbered, without_comments
from comity.policy.texts import Imported, conformed, known_code, merged, refuse_ahead

DATES = ("signature_date", "action_date", "withdrawn")
_DAY = "a day, month or year, as in 2012-12-06, 2012-12 or 2012"

TEMPLATE = Template(
    "parties",
    "Parties of an instrument",
    (
        Field("instrument", "code of the instrument; 'comity policy instruments' lists them",
              "OAU_1969"),
        Field("country", "state, by its three letters or its name", "KEN"),
        Field("signature_date", f"{_DAY}; empty where the state did not sign", "1969-09-10", True),
        Field("action_date", f"{_DAY}, of the act that bound the state; empty for signatories",
              "1992-06-23", True),
        Field("action", "ratification, accession, acceptance, approval or succession; empty for "
              "signatories", "ratification", True),
        Field("withdrawn", f"{_DAY}, from which the state is no longer bound; else empty", "",
              True),
        Field("source", "where the entry was read", "African Union, status list"),
        Field("as_of", "day on which the list was read; the day of the import where it is empty",
              "2026-11-01", True),
    ),
)  # fmt: skip
"""The table to fill in; every row of it is one state and one instrument."""


def import_parties(store: Store, path: Path, *, complete: bool = False) -> tuple[Store, Imported]:
    """Check a list of parties and store it; raises `BadTable` before anything is stored.

    `complete` says that the list names every party of each of its instruments, so that a state
    that is missing is not bound; else nothing is said of a missing state.
    """
    frame = _read(path, complete=complete)
    treaties = tuple(dict.fromkeys(frame["treaty_code"].to_list()))
    told = Imported(path.name, PARTIES, treaties, frame.height)
    return merged(store, PARTIES, frame, path.name), told


def _read(path: Path, *, complete: bool) -> pl.DataFrame:
    raw, numbers = without_comments(read_table(path))
    if raw.is_empty():
        raise BadTable(f"{path.name} has no row that is filled in; nothing was stored.")
    raw = raw.rename({name: name.strip().lower().replace(" ", "_") for name in raw.columns})
    try:
        return _checked(raw, path.name, complete=complete)
    except BadTable as error:
        raise renumbered(error, numbers) from error


def _checked(raw: pl.DataFrame, file: str, *, complete: bool) -> pl.DataFrame:
    column = "instrument" if "instrument" in raw.columns else "treaty_code"
    if column not in raw.columns:
        raise BadTable(
            f"{file} has no column 'instrument'; its columns are: {', '.join(raw.columns)}. "
            "'comity policy template parties -o FILE.csv' writes the table to fill in."
        )
    raw = known_code(raw, column, file)
    _refuse_without_parties(raw, column, file)
    today = date.today().isoformat()
    stated = pl.col("as_of").replace("", None) if "as_of" in raw.columns else pl.lit(None)
    extent = pl.lit("complete" if complete else "partial").alias("extent")
    filled = raw.with_columns(stated.fill_null(today).cast(pl.String).alias("as_of"), extent)
    known = filled.drop("instrument", strict=False)
    if "action" in known.columns:
        known = known.with_columns(pl.col("action").str.strip_chars().str.to_lowercase())
    for name in DATES:
        if name in known.columns:
            _refuse_undated(known, name, file)
    refuse_ahead(known, "as_of", file)
    _refuse_contradictions(known, file)
    return conformed(known, PARTIES, file)


def _refuse_without_parties(raw: pl.DataFrame, column: str, file: str) -> None:
    """Soft law has no parties, and neither has a text that is no instrument here."""
    for row, code in enumerate(raw["treaty_code"].to_list(), start=2):
        one = instruments().get(code)
        if one is None or not one.binds:
            raise BadTable(
                f"{file}, row {row}, column '{column}': {shown(code)} binds nobody and has no "
                "parties; leave the row out."
            )


def _refuse_undated(frame: pl.DataFrame, name: str, file: str) -> None:
    for row, text in enumerate(frame[name].to_list(), start=2):
        if not text or not text.strip():
            continue
        if not _is_date(text.strip()):
            raise BadTable(
                f"{file}, row {row}, column '{name}': '{shown(text)}' is no date; write {_DAY}."
            )
    refuse_ahead(frame, name, file)


def _is_date(text: str) -> bool:
    try:
        return Period.parse(text).kind in ("day", "month", "year")
    except BadPeriod:
        return False


def _refuse_contradictions(frame: pl.DataFrame, file: str) -> None:
    for row, cells in enumerate(frame.iter_rows(named=True), start=2):
        if told := _contradiction({name: (cells.get(name) or "").strip() for name in cells}):
            column, says = told
            raise BadTable(f"{file}, row {row}, column '{column}': {says}.")


def _contradiction(cells: dict[str, str]) -> tuple[str, str] | None:
    """The column and the complaint where the dates of one row cannot all be true.

    >>> _contradiction({"action_date": "1990", "action": "accession", "withdrawn": "1985"})
    ('withdrawn', 'withdrawn in 1985, before the act of 1990; correct one of the two')
    """
    signed, bound, left = (cells.get(name, "") for name in DATES)
    action = cells.get("action", "")
    if not signed and not bound:
        return "action_date", "neither signed nor bound; give a date or leave the row out"
    if action and not bound:
        return "action_date", f"empty, beside the action '{shown(action)}'; give its date"
    if bound and not action:
        return "action", f"empty, beside the date {bound}; say what the act was"
    if signed and bound and last_day(bound) < _first_day(signed):
        return "action_date", f"{bound} lies before the signature of {signed}; correct one of them"
    if left and not bound:
        return "withdrawn", "withdrawn, but never bound; give the act that bound the state"
    if left and last_day(left) < _first_day(bound):
        return (
            "withdrawn",
            f"withdrawn in {left}, before the act of {bound}; correct one of the two",
        )
    return None


def _first_day(text: str) -> date:
    return Period.parse(text).start
