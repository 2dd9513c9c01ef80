"""Figures that migest 2.0.5, the reference in R, gave for published examples; read from the mirror.

The cases and how they were run stand in the README of each folder below flows/reference.
"""

import csv
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

Array = NDArray[np.float64]


def folder(case: str) -> Path:
    """Where a case lies; the test is skipped where no mirror is named."""
    named = os.environ.get("COMITY_MIRROR")
    if not named:
        pytest.skip("needs the mirror: set COMITY_MIRROR")
    return Path(named) / "flows" / "reference" / case


def table(case: str, file: str) -> list[dict[str, str]]:
    """The rows of a file (its name without .csv) as they stand."""
    return [dict(row) for row in _rows(folder(case) / f"{file}.csv")]


def vector(case: str, file: str) -> Array:
    """The values of a file in their order, one for each region."""
    return np.array([float(row["value"]) for row in table(case, file)])


def matrix(
    case: str,
    file: str,
    rows: str = "orig",
    columns: str = "dest",
    order: Sequence[str] | None = None,
) -> Array:
    """The values by two columns, in the order of the file, or in that of the codes given."""
    return _array(table(case, file), (rows, columns), order)


def cube(case: str, file: str, axes: tuple[str, str, str] = ("orig", "dest", "birth")) -> Array:
    """The values by three columns, in the order of the file."""
    return _array(table(case, file), axes, None)


def _array(rows: list[dict[str, str]], axes: tuple[str, ...], order: Sequence[str] | None) -> Array:
    keys = [list(order or dict.fromkeys(row[axis] for row in rows)) for axis in axes]
    at = [{key: i for i, key in enumerate(some)} for some in keys]
    values = np.full([len(some) for some in keys], np.nan)
    for row in rows:
        values[tuple(at[n][row[axis]] for n, axis in enumerate(axes))] = float(row["value"])
    assert not np.isnan(values).any(), "the file leaves cells out"
    return values


@cache
def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
