"""A table is declared once and checked at every border; what breaks names file, row and column.

Rows are numbered as a spreadsheet numbers them: the heading is row 1. Inside Comity a table has
only the declared columns, in the declared order, with the declared types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from comity.core.errors import BadTable, UnknownPlace, shown
from comity.core.places import find_place, special_codes

NOT_REPORTED = ("", "NA", "N/A", "n/a", "..", ":", "-")
"""How publishers write that a number was not reported; never read as zero."""

_TYPES: dict[str, pl.DataType] = {
    "place": pl.String(),
    "text": pl.String(),
    "month": pl.String(),
    "quarter": pl.String(),
    "date": pl.String(),
    "year": pl.Int16(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
}
_FORMS = {
    "month": (r"^[0-9]{4}-(0[1-9]|1[0-2])$", "a month as in 2024-05"),
    "quarter": (r"^[0-9]{4}Q[1-4]$", "a quarter as in 2020Q3"),
    "date": (r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", "a day as in 2024-07-01"),
    "year": (r"^[12][0-9]{3}$", "a year as in 2024"),
    "integer": (r"^-?[0-9]+(\.0+)?$", "a whole number without separators, as in 1234"),
    "number": (
        r"^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$",
        "a number with a point, as in 1234.5",
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column; `also` are names by which publishers know the same thing."""

    name: str
    type: str
    description: str = ""
    unit: str | None = None
    measure: bool = False
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None
    allowed: tuple[str, ...] = ()
    specials: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def dtype(self) -> pl.DataType:
        """The type of the column inside Comity."""
        return _TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Schema:
    """What a table must be: its columns in order, and the columns that no two rows share."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


def conform(frame: pl.DataFrame, schema: Schema, source: str) -> pl.DataFrame:
    """The table as `schema` wants it, sorted by its key; raises `BadTable` at the first breach.

    `source` is how the table is called in the sentence (its file name). Cells may be text or typed.

    >>> people = Schema("people", (Column("country", "place"), Column("persons", "integer")))
    >>> conform(pl.DataFrame({"persons": ["12"], "country": ["Russia"]}), people, "a.csv").rows()
    [('RUS', 12)]
    """
    named = _renamed(frame, schema, source)
    columns = [_column(named, column, source) for column in schema.columns]
    tidy = pl.DataFrame(columns)
    _refuse_doubles(tidy, schema, source)
    return tidy.sort(schema.key) if schema.key else tidy


def _renamed(frame: pl.DataFrame, schema: Schema, source: str) -> pl.DataFrame:
    plain = {_plain(name): name for name in reversed(frame.columns)}
    again = {_plain(name): name for name in frame.columns}
    chosen: dict[str, str] = {}
    for column in schema.columns:
        known = [name for name in (column.name, *column.also) if _plain(name) in plain]
        if known:
            key = _plain(known[0])
            chosen[column.name] = plain[key]
            if again[key] != plain[key]:
                raise BadTable(
                    f"{source} has two columns for '{column.name}': '{shown(plain[key])}' and "
                    f"'{shown(again[key])}'; rename the one that is not meant."
                )
        elif not column.nullable:
            names = ", ".join(frame.columns) or "none"
            other = f" (or {', '.join(column.also)})" if column.also else ""
            raise BadTable(
                f"{source} has no column '{column.name}'{other}; its columns are: {names}. "
                "Rename the one that is meant."
            )
    picked = [pl.col(found).alias(name) for name, found in chosen.items()]
    empty = [
        pl.lit(None, dtype=column.dtype).alias(column.name)
        for column in schema.columns
        if column.name not in chosen
    ]
    return frame.select(*picked, *empty)


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_")


def _column(frame: pl.DataFrame, column: Column, source: str) -> pl.Series:
    cells = frame[column.name]
    if cells.dtype == pl.Float32:
        cells = cells.cast(pl.Float64)  # as text, a short float would come back as another number
    try:
        text = cells.cast(pl.String, strict=False).str.strip_chars()
    except pl.exceptions.PolarsError as error:
        raise BadTable(
            f"{source}, column '{column.name}' holds {cells.dtype}, which is neither text nor "
            "numbers; save the table with plain cells."
        ) from error
    blanks = NOT_REPORTED if column.measure else ("",)
    text = text.set(text.is_in(list(blanks)).fill_null(value=False), None)
    if not column.nullable:
        _breach(text.is_null(), cells, column, source, "is empty; fill it in or leave the row out")
    tidy = _places(text, column, source) if column.type == "place" else _cast(text, column, source)
    _bounds(tidy, column, source)
    return tidy.alias(column.name)


def _cast(text: pl.Series, column: Column, source: str) -> pl.Series:
    if column.type not in _FORMS:
        return text
    pattern, wanted = _FORMS[column.type]
    if column.type in ("year", "integer"):
        text = text.str.replace(r"\.0+$", "")
    if column.type == "quarter":
        text = text.str.to_uppercase().str.replace("-Q", "Q", literal=True)
    _breach(~text.str.contains(pattern), text, column, source, f"is not {wanted}")
    if column.type == "date":
        bad = text.str.to_date("%Y-%m-%d", strict=False).is_null() & text.is_not_null()
        _breach(bad, text, column, source, "is no day of the calendar")
    cast = text.cast(column.dtype, strict=False)
    _breach(cast.is_null() & text.is_not_null(), text, column, source, "is too large a number")
    if column.type == "number":
        _breach(~cast.is_finite(), text, column, source, "is too large a number")
    return cast


def _places(text: pl.Series, column: Column, source: str) -> pl.Series:
    codes: dict[str, str] = {}
    for name in text.drop_nulls().unique().to_list():
        if name.upper() in column.specials and name.upper() in special_codes():
            codes[name] = name.upper()
            continue
        try:
            codes[name] = find_place(name).code
        except UnknownPlace as error:
            mend = str(error).rsplit(";", 1)[-1].strip().rstrip("?.")
            _breach(text == name, text, column, source, f"is no known country or area ({mend})")
    return text.replace_strict(codes, return_dtype=pl.String) if codes else text


def _bounds(tidy: pl.Series, column: Column, source: str) -> None:
    if column.minimum is not None:
        _breach(tidy < column.minimum, tidy, column, source, f"is below {column.minimum:g}")
    if column.maximum is not None:
        _breach(tidy > column.maximum, tidy, column, source, f"is above {column.maximum:g}")
    if column.allowed:
        choices = ", ".join(column.allowed)
        _breach(~tidy.is_in(list(column.allowed)), tidy, column, source, f"is none of: {choices}")


def _breach(bad: pl.Series, cells: pl.Series, column: Column, source: str, says: str) -> None:
    """Raise at the first row that `bad` marks; null marks count as no breach."""
    rows = bad.fill_null(value=False).arg_true()
    if len(rows) == 0:
        return
    first = int(rows[0])
    value = cells[first]
    quoted = "the cell" if value is None or value == "" else f"'{shown(value)}'"
    more = f" ({len(rows) - 1} more such rows)" if len(rows) > 1 else ""
    raise BadTable(f"{source}, row {first + 2}, column '{column.name}': {quoted} {says}{more}.")


def _refuse_doubles(tidy: pl.DataFrame, schema: Schema, source: str) -> None:
    if not schema.key:
        return
    keys = tidy.select(schema.key)
    found = first_doubles(keys)
    if not found:
        return
    first = keys.row(found[0], named=True)
    rows = " and ".join(str(row + 2) for row in found)
    what = ", ".join(f"{name} {first[name]}" for name in schema.key)
    raise BadTable(
        f"{source}, rows {rows}: both speak of {what}; keep one of them, or add up the two."
    )


def first_doubles(keys: pl.DataFrame) -> tuple[int, ...]:
    """The first two rows that say the same; none where every row is its own.

    >>> first_doubles(pl.DataFrame({"row": ["A", "B", "A", "B"]}))
    (0, 2)
    """
    if not (doubled := keys.is_duplicated()).any():
        return ()
    first = keys.row(int(doubled.arg_max() or 0), named=True)
    alike = pl.all_horizontal(pl.col(name).eq_missing(value) for name, value in first.items())
    return tuple(keys.select(alike).to_series().arg_true()[:2].to_list())


def guess(frame: pl.DataFrame, name: str) -> Schema:
    """A schema that the table fulfils: places, periods, whole numbers, numbers or text by content.

    A column is a measure when it holds numbers and is no year.

    >>> guess(pl.DataFrame({"iso3": ["UZB"], "year": ["2024"], "people": ["7"]}), "t").key
    ('iso3', 'year')
    """
    columns = tuple(_guessed(frame[column], column) for column in frame.columns)
    dimensions = tuple(column.name for column in columns if not column.measure)
    unique = dimensions and not frame.select(dimensions).is_duplicated().any()
    return Schema(name, columns, dimensions if unique else ())


_YEAR_WORDS = ("year", "année", "annee", "año", "jahr", "год", "年", "سنة", "عام")


def _guessed(cells: pl.Series, name: str) -> Column:
    text = cells.cast(pl.String, strict=False).str.strip_chars()
    filled = text.filter(text.is_not_null() & (text != ""))
    known = filled.filter(~filled.is_in(list(NOT_REPORTED)))
    fits: dict[str, Callable[[], bool]] = {
        "year": lambda: _all_years(filled, name),
        "month": lambda: _all(filled, "month"),
        "quarter": lambda: _all(filled, "quarter"),
        "date": lambda: _all(filled, "date") and _all_days(filled),
        "integer": lambda: _all(known, "integer"),
        "number": lambda: _all(known, "number"),
        "place": lambda: len(filled) > 0 and _all_places(filled),
    }
    found = next((kind for kind, test in fits.items() if test()), "text")
    measure = found in ("integer", "number")
    nullable = len(known if measure else filled) < len(text)
    places = set(filled.str.to_uppercase().unique()) if found == "place" else set()
    specials = tuple(sorted(places & set(special_codes())))
    return Column(name, found, measure=measure, nullable=nullable, specials=specials)


def _all(cells: pl.Series, kind: str) -> bool:
    return len(cells) > 0 and bool(cells.str.contains(_FORMS[kind][0]).all())


def _all_years(cells: pl.Series, name: str) -> bool:
    """Whether a column that is named for years holds years of our time and nothing else."""
    named = any(word in name.casefold() for word in _YEAR_WORDS)
    return named and len(cells) > 0 and bool(cells.str.contains(r"^(1[89]|20)\d{2}(\.0+)?$").all())


def _all_days(cells: pl.Series) -> bool:
    return bool(cells.str.to_date("%Y-%m-%d", strict=False).is_not_null().all())


def _all_places(known: pl.Series) -> bool:
    for name in known.unique().to_list():
        if name.upper() in special_codes():
            continue
        try:
            find_place(name)
        except UnknownPlace:
            return False
    return True
