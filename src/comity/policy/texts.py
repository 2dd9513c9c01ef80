"""Full texts and reservations that somebody brings, shown beside our own summaries once they are.

`import_texts(store, files)` tells by its columns which of the two a file is, checks all files, and
stores nothing unless all of them hold. An article or a reservation replaces the earlier one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from comity.core.errors import BadTable, ComityError, shown
from comity.core.findings import Source
from comity.core.places import Place
from comity.core.sheets import read_table
from comity.core.tables import conform
from comity.evidence.accounts.area import ask_all
from comity.evidence.catalogue import catalogue
from comity.evidence.reading import Evidence
from comity.evidence.store import Store
from comity.policy import imports
from comity.policy.instruments import Instrument, find_instrument
from comity.policy.obligations import articles_in

ARTICLES = "treaty_articles"
RESERVATIONS = "treaty_reservations"
READ_PAST = ("UN_CHARTER_1945", "VCLT_1969")
"""Texts that stand in common collections and oblige nobody on a topic; they are read past."""

LONGEST = 200_000
"""The characters that one article or reservation may have: over three times the longest known."""

_NEEDS = (
    "Full texts need treaty_code, article, title and text; reservations need treaty_code, country, "
    "text and as_of."
)
_DIGITS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_AGAIN = {"二": "bis", "三": "ter", "四": "quater"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: the dataset that it became, its instruments, and its rows."""

    file: str
    dataset: str
    treaties: tuple[str, ...]
    rows: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article in full."""

    article: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reservation:
    """What a state declared on an instrument, as it was read on a day; the text may be missing.

    `complete` says that the list which it was on names every state that declared something.
    """

    instrument: str
    country: str
    text: str
    as_of: date
    complete: bool = False


def import_texts(
    store: Store, paths: list[Path], *, complete: bool = False
) -> tuple[Store, list[Imported]]:
    """Check all files and store what they hold; raises `ComityError` before anything is stored.

    `complete` says that the files hold all of each of their instruments: the whole text, or every
    state that declared something. They then replace all that is held of these.
    """
    found = [read(path, complete=complete) for path in paths]
    for dataset in (ARTICLES, RESERVATIONS):
        _refuse_twice([(told, frame) for told, frame in found if told.dataset == dataset])
    for told, frame in found:
        store = imports.merged(store, told.dataset, frame)
    return store, [told for told, _ in found]


def articles(evidence: Evidence, instrument: str) -> dict[str, Article]:
    """The full text of an instrument by number of the article; empty where nobody brought it."""
    return {
        number: one
        for (code, number), one in texts(evidence).items()
        if code == instrument
    }  # fmt: skip


def texts(evidence: Evidence) -> dict[tuple[str, str], Article]:
    """All full texts that are held, by instrument and number of the article."""
    return evidence.once(_texts)


def _texts(evidence: Evidence) -> dict[tuple[str, str], Article]:
    if not evidence.holds(ARTICLES):
        return {}
    rows = ask_all(evidence, f"SELECT * FROM {ARTICLES} ORDER BY treaty_code, position")
    return {
        (row["treaty_code"], row["article"]): Article(
            row["article"], row["title"] or "", row["text"]
        )
        for row in rows
    }


def reservations(
    evidence: Evidence, place: Place | str | None = None, instrument: Instrument | None = None
) -> list[Reservation]:
    """The reservations and declarations that are held, of one state or on one instrument."""
    if not evidence.holds(RESERVATIONS):
        return []
    code = place.code if isinstance(place, Place) else place
    rows = ask_all(evidence, f"SELECT * FROM {RESERVATIONS} ORDER BY treaty_code, country")
    return [
        Reservation(
            row["treaty_code"],
            row["country"],
            row["text"] or "",
            _day(row["as_of"]),
            row["extent"] == "complete",
        )
        for row in rows
        if code in (None, row["country"])
        and (instrument is None or instrument.code == row["treaty_code"])
    ]


def sources(evidence: Evidence, dataset: str, *treaties: str) -> tuple[Source, ...]:
    """How what was imported of these instruments is cited; empty where nothing was."""
    if not treaties or not evidence.holds(dataset):
        return ()
    rows = ask_all(evidence, f"SELECT treaty_code, file, brought FROM {dataset} ORDER BY ALL")
    behind = [
        (row["file"], str(row["brought"])[:10]) for row in rows if row[imports.TREATY] in treaties
    ]
    return imports.sources(evidence, dataset, behind) if behind else ()


def known_code(frame: pl.DataFrame, column: str, file: str) -> pl.DataFrame:
    """The table with the codes of instruments as Comity writes them; raises for unknown ones."""
    codes: list[str] = []
    for row, text in enumerate(frame[column].to_list(), start=2):
        if text in READ_PAST:
            codes.append(text)
            continue
        try:
            codes.append(find_instrument(text or "").code)
        except ComityError as error:
            raise BadTable(
                f"{file}, row {row}, column '{column}': '{shown(text or '')}' is no instrument "
                "that Comity knows; 'comity policy instruments' lists them with their codes."
            ) from error
    return frame.with_columns(pl.Series("treaty_code", codes, dtype=pl.String))


def conformed(frame: pl.DataFrame, dataset: str, file: str) -> pl.DataFrame:
    """The table as the dataset wants it; of two rows on the same thing one has to go."""
    try:
        return conform(frame, catalogue()[dataset].schema_, file)
    except BadTable as error:
        raise BadTable(str(error).replace(", or add up the two.", ".")) from error


def refuse_ahead(frame: pl.DataFrame, column: str, file: str) -> None:
    """Raise for a day that has not come yet."""
    today = date.today().isoformat()
    for row, text in enumerate(frame[column].to_list(), start=2):
        if text and text[: len(today)] > today[: len(text)]:
            raise BadTable(
                f"{file}, row {row}, column '{column}': {shown(text)} lies in the future; "
                "correct the date."
            )


def article_number(label: str) -> str:
    """The number of an article as people write it, from a label with Chinese numerals.

    >>> article_number("三十三"), article_number("一百二十"), article_number("八之二")
    ('33', '120', '8 bis')
    """
    whole, _, again = label.partition("之")
    hundreds, _, rest = whole.partition("百") if "百" in whole else ("", "", whole)
    tens, ten, ones = rest.replace("零", "").rpartition("十")
    number = 100 * _DIGITS.get(hundreds, 0) + _DIGITS.get(ones, 0)
    number += 10 * (_DIGITS.get(tens, 1) if ten else 0)
    return f"{number} {_AGAIN[again]}" if again in _AGAIN else str(number)


def read(path: Path, *, complete: bool = False) -> tuple[Imported, pl.DataFrame]:
    """The texts or reservations of a file; raises `BadTable` for what does not fit."""
    raw = read_table(path)
    heads = {name.strip().lower(): name for name in raw.columns}
    if "treaty_code" not in heads and "instrument" in heads:
        heads["treaty_code"] = heads.pop("instrument")
    raw = raw.rename({name: head for head, name in heads.items()})
    if "treaty_code" not in raw.columns:
        raise BadTable(
            f"{path.name} has no column 'treaty_code'; its columns are: {', '.join(raw.columns)}. "
            f"{_NEEDS}"
        )
    raw = imports.stamped(known_code(raw, "treaty_code", path.name), path.name, complete=complete)
    imports.refuse_long(raw, path.name, LONGEST)
    if {"iso3", "country"} & {*raw.columns}:
        return _reservations(raw, path.name)
    return _articles(raw, path.name)


def _articles(raw: pl.DataFrame, file: str) -> tuple[Imported, pl.DataFrame]:
    """Full texts, in our form or in that of the collection with `article_order` and `text_en`."""
    if "text" not in raw.columns and "text_en" in raw.columns:
        raw = raw.rename({"text_en": "text"})
    if "article" not in raw.columns:
        raw = raw.with_columns(_numbers(raw, file))
    if "title" not in raw.columns:
        raw = raw.with_columns(pl.lit(None, dtype=pl.String).alias("title"))
    number = pl.col("article").str.strip_chars().str.replace(r"(?i)^art(icle|\.)?\s*", "")
    placed = raw.with_columns(
        number, pl.int_range(1, pl.len() + 1).over("treaty_code").alias("position")
    )
    _refuse_beyond(placed, file)
    frame = conformed(placed, ARTICLES, file)
    past = frame.filter(pl.col("treaty_code").is_in(READ_PAST))
    kept = frame.filter(~pl.col("treaty_code").is_in(READ_PAST))
    notes: tuple[str, ...] = ()
    if past.height:
        names = ", ".join(sorted(set(past["treaty_code"])))
        notes = (f"Read past, because no topic draws on them: {names} ({past.height} articles).",)
    return _told(file, ARTICLES, kept, notes), kept


def _numbers(raw: pl.DataFrame, file: str) -> pl.Series:
    """The numbers of articles, from their labels where there are any, else from their order."""
    if "article_label_source" in raw.columns:
        labels = raw["article_label_source"].fill_null("")
        if bool(labels.str.contains(r"^[一二三四五六七八九十百零]+(之[二三四])?$").all()):
            return pl.Series("article", [article_number(label) for label in labels])
    if "article_order" in raw.columns:
        return raw["article_order"].cast(pl.String).str.replace(r"\.0+$", "").alias("article")
    raise BadTable(
        f"{file} has no column 'article'; its columns are: {', '.join(raw.columns)}. {_NEEDS}"
    )


def _refuse_beyond(placed: pl.DataFrame, file: str) -> None:
    """Raise for an article that its instrument does not have, where their number is on record."""
    for row, (code, article) in enumerate(placed.select("treaty_code", "article").rows(), start=2):
        last, number = articles_in(code), re.match(r"\d+", article or "")
        if last and number and not 1 <= int(number[0][:6]) <= last:
            raise BadTable(
                f"{file}, row {row}, column 'article': {code} has {last} articles, and no "
                f"'{shown(article)}'; correct the number."
            )


def _reservations(raw: pl.DataFrame, file: str) -> tuple[Imported, pl.DataFrame]:
    if "iso3" in raw.columns and "country" in raw.columns:
        raw = raw.drop("country")
    if "text" not in raw.columns or not any(text.strip() for text in raw["text"].drop_nulls()):
        empty = "no text in its column 'text'" if "text" in raw.columns else "no column 'text'"
        raise BadTable(f"{file} has {empty}, so it tells of no reservation. {_NEEDS}")
    frame = conformed(raw, RESERVATIONS, file)
    refuse_ahead(raw, "as_of", file)
    return _told(file, RESERVATIONS, frame, ()), frame


def _told(file: str, dataset: str, frame: pl.DataFrame, notes: tuple[str, ...]) -> Imported:
    treaties = tuple(dict.fromkeys(frame["treaty_code"].to_list()))
    return Imported(file, dataset, treaties, frame.height, notes)


def _refuse_twice(read: list[tuple[Imported, pl.DataFrame]]) -> None:
    """No instrument may come from two files of one import."""
    first: dict[str, str] = {}
    for told, _ in read:
        for code in told.treaties:
            if code in first:
                raise BadTable(
                    f"{told.file} and {first[code]} both hold {code}; import one of them, or put "
                    "the two together."
                )
            first[code] = told.file


def _day(value: object) -> date:
    return date.fromisoformat(str(value)[:10])
