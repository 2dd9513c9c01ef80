"""How favourable rules for integration are, in the manner of MIPEX: 0, 50 or 100 an answer.

Composite indicators are the mean of their questions, areas the mean of their indicators, the whole
the mean of the eight areas. An area needs 80 % of its indicators, the whole all eight areas. The
indicators of an area, and the questions of an indicator, are those that the file names for any
country and year: an unanswered one is a row with an empty score, or no row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import floor

import polars as pl

from comity.core.marks import N_
from comity.core.tables import Column, Schema
from comity.policy.coding.reading import (
    COUNTRY,
    SOURCE,
    YEAR,
    Row,
    by_spell,
    once,
    read,
    refuse,
    sourced,
)
from comity.policy.coding.records import (
    ENOUGH,
    NO_RANK,
    OWN,
    PAPER,
    Coding,
    Item,
    Score,
    all_of,
    enough,
    needed,
)

METHOD = "comity-mipex-1"
AREAS = {
    "labour_market_mobility": N_("labour market mobility"),
    "family_reunification": N_("family reunification"),
    "education": N_("education"),
    "political_participation": N_("political participation"),
    "permanent_residence": N_("permanent residence"),
    "access_to_nationality": N_("access to nationality"),
    "anti_discrimination": N_("anti-discrimination"),
    "health": N_("health"),
}
_BANDS = (
    (80, N_("favourable")),
    (60, N_("slightly favourable")),
    (41, N_("halfway favourable")),
    (21, N_("slightly unfavourable")),
    (1, N_("unfavourable")),
    (0, N_("critically unfavourable")),
)
SCHEMA = Schema(
    "mipex",
    (
        COUNTRY,
        YEAR,
        Column("area", "text", f"Policy area: {', '.join(AREAS)}", allowed=tuple(AREAS)),
        Column("indicator", "text", "Indicator, by the codebook's number or name"),
        Column(
            "question",
            "text",
            "Question of a composite indicator, whose questions are averaged; else empty",
            nullable=True,
        ),
        Column(
            "score",
            "integer",
            "100 (equal treatment), 50 (halfway) or 0; empty where nobody knows",
            measure=True,
            nullable=True,
        ),
        SOURCE,
    ),
)
_KEY = ("country", "year", "area", "indicator", "question")


def band(score: float) -> str:
    """How a score reads; the bands are in whole points, and halves are rounded up.

    >>> band(79.5), band(59.4), band(40.5), band(0.2)
    ('favourable', 'halfway favourable', 'halfway favourable', 'critically unfavourable')
    """
    points = floor(score + 0.5)
    return next(text for low, text in _BANDS if points >= low)


def code(table: pl.DataFrame, file: str) -> Coding:
    """The scores of indicators, areas and the whole for every country and year of a file."""
    rows = _checked(table, file)
    sheet = {tuple(row[name] for name in _KEY): row for row in rows}
    questions = _questions(rows)
    scores: list[Score] = []
    for country, year in by_spell(rows):
        found = {
            (area, name): _indicator(sheet, country, year, area, name, asked)
            for (area, name), asked in questions.items()
        }
        scores += found.values()
        areas = [_area(country, year, area, found) for area in AREAS]
        scores += [*areas, _whole(country, year, areas)]
    caveats = (*CAVEATS, _SHEET.format(n=len(questions)))
    return Coding("mipex", METHOD, file, _items(rows), tuple(scores), caveats, _PROVENANCE)


CAVEATS = (PAPER, OWN, ENOUGH, NO_RANK)
_SHEET = "Indicators named in the file: {n}; MIPEX 2020 is recalled to have 58."
_PROVENANCE = (
    "areas and means: MIPEX dataset overview (verified); scale, bands: MIPEX 2020 (recalled); "
    "rule for missing answers and rounding to bands: Comity's own"
)


def _checked(table: pl.DataFrame, file: str) -> list[Row]:
    rows = read(table, SCHEMA, file)
    for row in rows:
        if row["score"] not in (None, 0, 50, 100):
            refuse(file, row, "score", "is none of: 0, 50, 100")
    sourced(rows, "score", file)
    once(rows, _KEY, file, "score")
    _one_way(rows, file)
    return rows


def _one_way(rows: Sequence[Row], file: str) -> None:
    """Refuse an indicator with a score of its own in one row and questions in another.

    A composite indicator is the mean of its questions everywhere, or years and countries could not
    be set side by side.
    """
    here = {tuple(row[k] for k in _KEY[:4]): row for row in rows if row["question"] is None}
    whole: dict[tuple[str, str], Row] = {}
    for row in here.values():
        if row["score"] is not None:
            whole.setdefault((row["area"], row["indicator"]), row)
    for row in rows:
        other = here.get(tuple(row[k] for k in _KEY[:4]))
        other = other or whole.get((row["area"], row["indicator"]))
        if row["question"] is not None and other is not None:
            says = f"stands beside a score of the whole indicator in row {other['row']}; keep one"
            refuse(file, row, "question", says)


def _questions(rows: Iterable[Row]) -> dict[tuple[str, str], set[str]]:
    """The questions of each indicator that the file names; none where it is never divided."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        asked = found.setdefault((row["area"], row["indicator"]), set())
        if row["question"] is not None:
            asked.add(row["question"])
    return dict(sorted(found.items()))


def _indicator(
    sheet: Mapping[tuple[object, ...], Row],
    country: str,
    year: int,
    area: str,
    name: str,
    asked: set[str],
) -> Score:
    """An indicator: its own score, or the mean of its questions where all are answered."""
    here = (country, year, area, name)
    names: list[str | None] = [*sorted(asked)] or [None]
    values = [sheet[*here, one]["score"] if (*here, one) in sheet else None for one in names]
    known = sum(value is not None for value in values)
    value = all_of(values)
    return Score(
        country, year, "indicator", f"{area}/{name}", value, known, len(values), len(values)
    )


def _area(country: str, year: int, area: str, found: Mapping[tuple[str, str], Score]) -> Score:
    inside = [score.value for (where, _), score in found.items() if where == area]
    known = sum(value is not None for value in inside)
    value = enough(inside)
    return Score(
        country,
        year,
        "area",
        area,
        value,
        known,
        needed(len(inside)) if inside else 1,
        len(inside),
        "" if value is None else band(value),
    )


def _whole(country: str, year: int, areas: list[Score]) -> Score:
    values = [one.value for one in areas]
    known = sum(value is not None for value in values)
    value = all_of(values)
    category = "" if value is None else band(value)
    return Score(country, year, "overall", "mipex", value, known, len(AREAS), len(AREAS), category)


def _items(rows: Iterable[Row]) -> tuple[Item, ...]:
    return tuple(
        Item(
            row["country"],
            row["year"],
            row["area"],
            "/".join(part for part in (row["indicator"], row["question"]) if part is not None),
            "" if row["score"] is None else str(row["score"]),
            row["score"],
            row["source"] or "",
        )
        for row in rows
    )
