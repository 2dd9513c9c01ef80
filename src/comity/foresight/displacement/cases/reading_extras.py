"""What a case may say beyond its roads and reports: who people are, hunger, and floods by day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from comity.core.errors import BadTable
from comity.foresight.displacement.cases.case import Demographic
from comity.foresight.displacement.cases.cells import Row, rows_of

__all__ = ["read_demographics", "read_floods", "read_hunger", "read_people"]

Steps = Mapping[str, tuple[tuple[int, float], ...]]


def read_demographics(given: Path, reports: Path, folder: Path) -> tuple[Demographic, ...]:
    """Each `demographics_<attribute>.csv`: a row a category, a column of weights a place."""
    found = {
        path.stem.removeprefix("demographics_"): path
        for place in (reports, given)
        for path in sorted(place.glob("demographics_*.csv"))
    }
    return tuple(_demographic(name, found[name], folder) for name in sorted(found))


def _demographic(attribute: str, path: Path, folder: Path) -> Demographic:
    heading, told = _table(path, folder)
    names = [cell.lstrip("#").strip() for cell in heading.cells]
    if "Default" not in names:
        heading.refuse("Default", "is missing; add the weights of places that are not named")
    columns = {
        name: _weights(name, column, told) for column, name in enumerate(names) if column and name
    }
    default = columns.pop("Default")
    return Demographic(attribute, tuple(row.name(0, names[0]) for row in told), default, columns)


def _weights(name: str, column: int, told: list[Row]) -> tuple[float, ...]:
    found = tuple(row.number_in(column, name, 0.0) for row in told)
    for row, weight in zip(told, found, strict=True):
        if weight < 0:
            row.refuse(name, f"has {weight:g}; a weight cannot be below 0")
    if not sum(found) > 0:
        told[-1].refuse(name, "has only zeros above it; give at least one category a weight")
    return found


def read_hunger(given: Path, reports: Path, folder: Path) -> Steps:
    """Per cent of people without food by region: `region_attributes_IPC.csv`, days in order."""
    names = ("region_attributes_IPC.csv", "region_attributes_IPC_level.csv")
    paths = (place / name for place in (given, reports) for name in names)
    path = next((path for path in paths if path.is_file()), None)
    return _steps(path, folder, 100.0) if path else {}


def read_floods(path: Path | None, folder: Path) -> Mapping[str, tuple[float, ...]]:
    """Levels of flood by place and day, straight between the days that are told."""
    if path is None:
        return {}
    steps = _steps(path, folder, np.inf)
    return {name: _every_day(told) for name, told in steps.items()}


def _every_day(told: tuple[tuple[int, float], ...]) -> tuple[float, ...]:
    days, levels = zip(*told, strict=True)
    return tuple(np.interp(np.arange(days[-1] + 1), days, levels).tolist())


def _steps(path: Path, folder: Path, highest: float) -> Steps:
    heading, told = _table(path, folder)
    days = [row.whole(0, "#Day") for row in told]
    for row, day, before in zip(told[1:], days[1:], days, strict=False):
        if day <= before:
            row.refuse("#Day", f"has {day} after {before}; sort rows by day, each day once")
    return {
        name: tuple(
            (day, _level(row, at, name, highest)) for day, row in zip(days, told, strict=True)
        )
        for at, name in enumerate(heading.cells)
        if at and name
    }


def _level(row: Row, column: int, name: str, highest: float) -> float:
    found = row.number_in(column, name)
    if not 0 <= found <= highest:
        most = f" to {highest:g}" if np.isfinite(highest) else " up"
        row.refuse(name, f"has {found:g}; write a number from 0{most}")
    return found


def read_people(path: Path | None, folder: Path) -> tuple[Mapping[str, str], ...]:
    """The people of `agents.csv`: `location`, and the attributes that its heading names."""
    if path is None:
        return ()
    told = [row for row in rows_of(path, folder) if not row.is_remark]
    if not told:
        return ()
    names = told[0].cells[1:]
    return tuple(
        {"location": row.name(0, "location")}
        | {name: cell for name, cell in zip(names, row.cells[1:], strict=False) if name}
        for row in told[1:]
    )


def _table(path: Path, folder: Path) -> tuple[Row, list[Row]]:
    """The heading, with or without #, and the rows below it."""
    rows = rows_of(path, folder)
    told = [row for row in rows[1:] if not row.is_remark]
    if not told:
        raise BadTable(f"{path.name} has no rows below its heading; fill it in or take it away.")
    return rows[0], told
