"""APLA's questionnaire: four columns a question, and the questions themselves in the first row.

The columns end with `#1_1` (is the measure there?), `#2_1` (is that liberal?), `#3_1_1` (source)
and `#4_1_1` (comment, which is left out).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from comity.core.errors import BadTable
from comity.evidence.published.forms import coded, needs, not_ahead, refuse

_PRESENT, _LIBERAL, _SOURCE = "#1_1", "#2_1", "#3_1_1"
_YES_NO = {"Yes": "yes", "No": "no"}
_JUDGED = {"0": "yes", "1": "no"}
"""As the authors' own replication program counts: 0 is liberal, 1 restrictive. The dictionary that
goes with the table says the reverse, and contradicts the answers (to be party to the Convention 0,
to detain asylum seekers 1)."""

_FIRST = 3
"""Rows of answers begin below the heading and the questions."""


def tidy(raw: pl.DataFrame, file: str, released: date | None = None) -> pl.DataFrame:
    """One row for each measure that was coded for a country and year."""
    needs(raw, ("Q1", "Q2"), file, "APLA's table")
    items = [name.removesuffix(_PRESENT) for name in raw.columns if name.endswith(_PRESENT)]
    if not items:
        raise BadTable(f"{file} has no column that ends with '{_PRESENT}', as APLA's questions do.")
    asked, answers = raw.row(0, named=True), raw.slice(1)
    if not str(asked["Q1"] or "").startswith("Which country"):
        raise BadTable(
            f"{file}, row 2 does not hold the questions ('Which country …' in column 'Q1'); bring "
            "the file as it was published."
        )
    not_ahead(answers["Q2"], file, released, first_row=_FIRST)
    place = coded(answers["Q1"], file, first_row=_FIRST)
    parts = [_item(answers, item, str(asked[item + _PRESENT]), place, file) for item in items]
    return pl.concat(parts).filter(pl.col("present").is_not_null())


def _item(
    answers: pl.DataFrame, item: str, question: str, place: pl.Series, file: str
) -> pl.DataFrame:
    needs(answers, (item + _LIBERAL, item + _SOURCE), file, "APLA's table")
    return pl.DataFrame(
        {
            "country": place,
            "year": answers["Q2"],
            "item": pl.repeat(item, answers.height, eager=True),
            "question": pl.repeat(question.split(" - Presence")[0], answers.height, eager=True),
            "present": _said(answers[item + _PRESENT], _YES_NO, file),
            "liberal": _said(answers[item + _LIBERAL], _JUDGED, file),
            "source": answers[item + _SOURCE],
        }
    )


def _said(cells: pl.Series, words: dict[str, str], file: str) -> pl.Series:
    known = cells.str.strip_chars().replace("", None)
    wrong = known.is_not_null() & ~known.is_in(list(words))
    refuse(wrong, cells, file, f"is none of: {', '.join(words)}", first_row=_FIRST)
    return known.replace_strict(words, default=None, return_dtype=pl.String)
