"""Lists of parties that somebody brings, for instruments of which no list or an old one is held.

The list is checked row by row before anything is stored, and adds to what is held. Its entries are
marked as imported wherever they are shown: Comity has checked their form and that they can be, and
the column `source` names who says so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import BadPeriod, BadTable, shown
from comity.core.periods import Period
from comity.core.places import known_place
from comity.core.sheets import read_table
from comity.core.templates import Field, Template, renumbered, without_comments
from comity.evidence.store import Store
from comity.policy import imports
from comity.policy.instruments import Instrument, instruments
from comity.policy.norms import IMPORTED as PARTIES
from comity.policy.norms import last_day
from comity.policy.states import OPEN_TO, may_join
from comity.policy.texts import Imported, conformed, known_code, refuse_ahead

DATES = ("signature_date", "action_date", "withdrawn")
LONGEST = 500
"""The characters that one cell may have."""

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

    `complete` says that the list names every party of each of its instruments, so that it replaces
    what was brought before, and a state that is missing is not bound. Else it adds to what is held,
    a row of the same state replaces the former one, and nothing is said of a missing state.
    """
    frame = _read(path, _states(store), complete=complete)
    treaties = tuple(dict.fromkeys(frame["treaty_code"].to_list()))
    told = Imported(path.name, PARTIES, treaties, frame.height)
    return imports.merged(store, PARTIES, frame), told


def _states(store: Store) -> frozenset[str]:
    """Everybody who acts in the registers that are held: states, and the European Union."""
    registers = {"treaty_actions", "ilo_ratifications"} & {*store.datasets()}
    return frozenset(code for name in registers for code in store.read(name)["country"])


def _read(path: Path, states: frozenset[str], *, complete: bool) -> pl.DataFrame:
    raw, numbers = without_comments(read_table(path))
    if raw.is_empty():
        raise BadTable(f"{path.name} has no row that is filled in; nothing was stored.")
    raw = raw.rename({name: name.strip().lower().replace(" ", "_") for name in raw.columns})
    try:
        return _checked(raw, path.name, states, complete=complete)
    except BadTable as error:
        raise renumbered(error, numbers) from error


def _checked(
    raw: pl.DataFrame, file: str, states: frozenset[str], *, complete: bool
) -> pl.DataFrame:
    column = "instrument" if "instrument" in raw.columns else "treaty_code"
    if column not in raw.columns:
        raise BadTable(
            f"{file} has no column 'instrument'; its columns are: {', '.join(raw.columns)}. "
            "'comity policy template parties -o FILE.csv' writes the table to fill in."
        )
    imports.refuse_long(raw, file, LONGEST)
    raw = known_code(raw, column, file)
    _refuse_without_parties(raw, column, file)
    today = date.today().isoformat()
    stated = pl.col("as_of").replace("", None) if "as_of" in raw.columns else pl.lit(None)
    filled = raw.with_columns(stated.fill_null(today).cast(pl.String).alias("as_of"))
    known = imports.stamped(filled.drop("instrument", strict=False), file, complete=complete)
    if "action" in known.columns:
        known = known.with_columns(pl.col("action").str.strip_chars().str.to_lowercase())
    for name in DATES:
        if name in known.columns:
            _refuse_undated(known, name, file)
    refuse_ahead(known, "as_of", file)
    tidy = conformed(known, PARTIES, file)
    _refuse_contradictions(known, file, states)
    return tidy


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


def _refuse_contradictions(frame: pl.DataFrame, file: str, states: frozenset[str]) -> None:
    for row, raw in enumerate(frame.iter_rows(named=True), start=2):
        cells = {name: (raw.get(name) or "").strip() for name in raw}
        one = instruments()[cells["treaty_code"]]
        told = _contradiction(cells) or _impossible(cells, one) or _stranger(cells, one, states)
        if told:
            column, says = told
            raise BadTable(f"{file}, row {row}, column '{column}': {says}.")


def _impossible(cells: dict[str, str], one: Instrument) -> tuple[str, str] | None:
    """The complaint where an act lies before its instrument, or after the list that tells of it.

    >>> kampala = instruments()["KAMPALA_2009"]
    >>> _impossible({"action_date": "2001", "as_of": "2026-11-01"}, kampala)[1]
    '2001 lies before 2009-10-23, when KAMPALA_2009 was adopted; correct the date'
    """
    for name in ("signature_date", "action_date"):
        day = cells.get(name, "")
        if day and last_day(day) < last_day(one.adopted):
            says = f"{day} lies before {one.adopted}, when {one.code} was adopted; correct the date"
            return name, says
        if day and _first_day(day) > _first_day(cells["as_of"]):
            says = f"{day} lies after {cells['as_of']}, when the list was read; correct one of them"
            return name, says
    return None


def _stranger(
    cells: dict[str, str], one: Instrument, states: frozenset[str]
) -> tuple[str, str] | None:
    """The complaint where the instrument is not open to this party, or the party is no state."""
    column = next(name for name in ("country", "iso3", "party") if name in cells)
    place = known_place(cells[column])
    code = place.code if place else cells[column].upper()
    if states and code not in states:
        return column, f"{code} is no state in any register of treaties; leave the row out"
    if not may_join(code, one):
        return (
            column,
            f"{one.code} is {OPEN_TO[one.open_to]}, and {code} is none; leave the row out",
        )
    return None


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
