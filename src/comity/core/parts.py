"""One table of an answer, for a terminal or a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Part:
    """One table of an assessment, for a terminal or a sheet of a workbook."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    right: tuple[str, ...] = ()

    def frame(self) -> pl.DataFrame:
        """The table for a file; what is missing is empty."""
        return pl.DataFrame(
            {
                name: _cells([row[place] for row in self.rows])
                for place, name in enumerate(self.columns)
            }
        )


def _cells(cells: Sequence[object]) -> pl.Series:
    """A column of a file: numbers where all are numbers, else words."""
    if all(cell is None or isinstance(cell, int | float) for cell in cells):
        return pl.Series(cells, dtype=pl.Float64, strict=False)
    return pl.Series([None if cell is None else str(cell) for cell in cells], dtype=pl.String)
