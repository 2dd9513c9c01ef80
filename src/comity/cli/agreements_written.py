"""Packages as files: plain data, one long table, a workbook, or the broker's report.

Files that tell what parties gain can be read by their owner alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.agreements_shown import NAMES, scale_of, source
from comity.cli.speaking import note

if TYPE_CHECKING:
    import polars as pl

    from comity.agreements.packages import Package

_TEXTS = ("concept", "part", "id", "label", "option", "option_label", "giver", "receiver", "payer")
_NUMBERS = ("value", "share_of_ideal")
_FROM = ("source", "illustration")


def finite(plain: Any) -> Any:
    """Plain data in which what is not a finite number is null: JSON knows no infinity.

    >>> finite({"bound": float("inf"), "gains": [1.0]})
    {'bound': None, 'gains': [1.0]}
    """
    if isinstance(plain, float):
        return plain if math.isfinite(plain) else None
    if isinstance(plain, Mapping):
        return {str(key): finite(value) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return [finite(value) for value in plain]
    return plain


def json_bytes(plain: Any) -> bytes:
    """Plain data as a JSON file."""
    return json.dumps(finite(plain), ensure_ascii=False, allow_nan=False, indent=1).encode()


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole, for its owner's eyes, and say so."""
    from comity.core.files import write_whole

    write_whole(path, data, private=True)
    note(
        f"Wrote {path} ({len(data):,} bytes), readable by you alone: parties told it in confidence."
    )


def write_package(path: Path, found: Package) -> None:
    """One package, in the form that the ending names."""
    ending = path.suffix.lower()
    if ending in (".md", ".html", ".pdf"):
        from comity.briefs.agreements import broker_report, write

        write_private(path, write(broker_report(found), ending))
    elif ending == ".json":
        write_private(path, json_bytes(found.as_json()))
    else:
        write_private(path, _tables([found], ending))


def compared(packages: Sequence[Package]) -> dict[str, Any]:
    """Several packages of one scenario as plain data."""
    scenario = packages[0].scenario
    return {
        "scenario": scenario.id,
        "illustration": scenario.illustration,
        "packages": [finite(one.as_json()) for one in packages],
    }


def write_compared(path: Path, packages: Sequence[Package]) -> None:
    """Several packages of one scenario."""
    ending = path.suffix.lower()
    if ending == ".json":
        write_private(path, json_bytes(compared(packages)))
    else:
        write_private(path, _tables(packages, ending))


def _tables(packages: Sequence[Package], ending: str) -> bytes:
    from comity.core.sheets import table_bytes, workbook_bytes

    rows = [row for one in packages for row in _rows(one)]
    if ending == ".csv":
        return table_bytes(_frame(rows), ending)
    sheets = {
        "Packages": [row for row in rows if row["part"] == "package"],
        "Gains": [row for row in rows if row["part"] == "gain"],
        "Payments": [row for row in rows if row["part"] == "payment"],
    }
    return workbook_bytes(
        {name: _frame(own) for name, own in sheets.items() if own} | {"About": _about(packages)}
    )


def _frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    import polars as pl

    schema = dict.fromkeys(_TEXTS, pl.String) | dict.fromkeys(_NUMBERS, pl.Float64)
    return pl.DataFrame(list(rows), schema=schema | dict.fromkeys(_FROM, pl.String))


def _rows(found: Package) -> list[dict[str, Any]]:
    """A row for each issue, each party and each payment; one that says so where nothing is."""
    concept = found.wish.concept + (" (weighted)" if found.wish.weights else "")
    same = {
        "concept": concept,
        "source": source(found),
        "illustration": found.scenario.illustration,
    }
    rows: list[dict[str, Any]] = []
    if not found.package:
        why = found.diagnosis.text if found.diagnosis else None
        rows.append(same | {"part": "status", "id": found.status, "label": why})
    for issue in found.scenario.issues if found.package else ():
        option = issue.option(found.package[issue.id])
        rows.append(
            same
            | {"part": "package", "id": issue.id, "label": issue.label, "option": option.id}
            | {"option_label": option.label, "value": option.level}
            | {"giver": issue.giver, "receiver": issue.receiver, "payer": issue.payer}
        )
    shares = found.shares()
    for party, gain in found.gains.items():
        named = {"part": "gain", "id": party, "label": found.scenario.party(party).label}
        rows.append(same | named | {"value": gain, "share_of_ideal": shares.get(party)})
    for paid in found.payments:
        named = {"part": "payment", "label": paid.purpose, "receiver": paid.receiver}
        rows.append(same | named | {"payer": paid.payer, "value": paid.amount})
    return [dict.fromkeys((*_TEXTS, *_NUMBERS)) | row for row in rows]


def _about(packages: Sequence[Package]) -> pl.DataFrame:
    import polars as pl

    scenario = packages[0].scenario
    rows = [("scenario", scenario.title), ("illustration", scenario.illustration)]
    for one in packages:
        name = NAMES[one.wish.concept]
        told = {"status": one.status, "scale": scale_of(one), "value": one.value}
        told |= {"bound": one.bound, "efficient": one.efficient, "price": one.price_of_fairness}
        rows += [(f"{name}: {what}", str(value)) for what, value in told.items()]
        rows.append((f"{name}: source", source(one)))
        if one.diagnosis is not None:
            rows.append((f"{name}: why there is none", one.diagnosis.text))
    rows += [("removed", f"{i.label}: {o.label} ({o.inadmissible})")
             for i, o in scenario.inadmissible]  # fmt: skip
    rows += [("warning", one) for one in scenario.warnings]
    return pl.DataFrame(rows, schema={"what": pl.String, "value": pl.String}, orient="row")
