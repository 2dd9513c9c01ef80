"""An estimate of flows is handed over: a file, JSON, or the largest flows on the terminal.

Whatever the form, what was adjusted goes with it: inside JSON and workbooks, beside other files as
sentences on the standard error.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from comity import __version__
from comity.cli.speaking import note, print_json, print_table, say, write
from comity.core.errors import ComityError
from comity.core.files import explained

if TYPE_CHECKING:
    import polars as pl

    from comity.evidence.flows import Adjustment, Estimate

MOST = 15
_SENTENCE = 240
_SEX = {"total": "women and men together", "female": "women", "male": "men"}
_NO_INTERVAL = (
    "An estimate by one method, without interval; other methods give other numbers: compare "
    "several, or see 'comity flows world'."
)


def check_files(written: Mapping[str, Path | None], read: Mapping[str, Path | None]) -> None:
    """Refuse files that cannot be written, or that another option names too, before any is made.

    Raises `ComityError`; the keys are the options without their dashes.
    """
    targets = {name: path for name, path in written.items() if path}
    for name, path in targets.items():
        for other, source in read.items():
            if source and _real(source) == _real(path):
                raise ComityError(
                    f"--{name} would write over {path}, which --{other} reads; name another file."
                )
        _check_target(path)
    for one in targets.values():
        for other_one in targets.values():
            if one is not other_one and _real(one) in (_real(other_one), *_real(other_one).parents):
                raise ComityError(
                    f"{' and '.join(f'--{name}' for name in targets)} cannot both write to {one}; "
                    "name two files."
                )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _check_target(path: Path) -> None:
    """What writing would stumble over; folders that are missing are made when it is written."""
    with explained(path, "write"):
        real = _real(path)
        if real.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")
        folder = next(one for one in real.parents if one.exists())
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "a file")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "no right")


def hand_over(
    found: Estimate,
    sources: Sequence[Mapping[str, Any]],
    by: str,
    output: Path | None,
    stayers: Path | None,
    *,
    rates: bool,
    as_json: bool,
) -> None:
    """Write the files that were asked for, and print what was asked for; files all or none."""
    import numpy as np

    if stayers and np.isnan(found.stayers).all():
        raise ComityError(f"{found.method} does not say who stayed; leave out --stayers.")
    rows = found.table(by, rates=rates)  # type: ignore[arg-type]
    if rates and rows["rate_per_thousand"].is_null().all():
        raise ComityError("No population of this sex is known at the start; leave out --rates.")
    ready = {}
    if output:
        ready[output] = _bytes(found, rows, sources, output.suffix.lower())
    if stayers:
        ready[stayers] = _stayers(found, stayers.suffix.lower())
    for path, data in ready.items():
        write(path, data)
    if as_json:
        print_json(plain(found, rows, sources))
        return
    if output is None:
        _show(found, rows, sources)
    else:
        note(_made(found))
    tell(found.adjustments)


def plain(
    found: Estimate, rows: pl.DataFrame, sources: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The estimate as plain data."""
    return {
        "method": found.method,
        "parameters": parameters(found),
        "period": [found.inputs.year0, found.inputs.year1],
        "sex": found.sex,
        "places": list(found.places),
        "total": found.total,
        "flows": rows.to_dicts(),
        "adjustments": [one.as_json() for one in found.adjustments],
        "sources": [dict(one) for one in sources],
        "made_with": f"Comity {__version__}",
    }


def parameters(found: Estimate) -> dict[str, Any]:
    """The options that this method listens to."""
    if found.accounts is None:
        return {}
    chosen = found.options
    matching = chosen.of(found.method)
    told: dict[str, Any] = {
        "births": chosen.births,
        "deaths": chosen.deaths,
        "matching": matching,
        "seed_matrix": found.seed is not None,
    }
    if matching == "rescale":
        told["balance"] = chosen.balance
    if found.method == "pseudo-bayes":
        told["weight"] = chosen.weight
    return told


def tell(adjustments: Sequence[Adjustment]) -> None:
    """Say what was merged, left out or mended, on the standard error, a line each."""
    for one in adjustments:
        stands = one.kind == "left_out" and one.people
        people = f" ({one.people:,.0f} people in the stocks at the end)" if stands else ""
        note(f"- {shorten(one.says, _SENTENCE, placeholder=' …')}{people}")


def _bytes(
    found: Estimate, rows: pl.DataFrame, sources: Sequence[Mapping[str, Any]], ending: str
) -> bytes:
    from comity.core.sheets import table_bytes, workbook_bytes

    if ending == ".json":
        told = plain(found, rows, sources)
        return json.dumps(told, ensure_ascii=False, allow_nan=False, indent=1).encode()
    if ending == ".xlsx":
        return workbook_bytes(
            {"Flows": rows, "Adjustments": _adjusted(found), "About": _about(found, sources)}
        )
    return table_bytes(rows, ending)


def _stayers(found: Estimate, ending: str) -> bytes:
    from comity.core.sheets import table_bytes

    return table_bytes(found.stayers_table(), ending)


def _adjusted(found: Estimate) -> pl.DataFrame:
    import polars as pl

    columns = {"kind": pl.String, "says": pl.String, "places": pl.String, "people": pl.Float64}
    rows = [(one.kind, one.says, " ".join(one.places), one.people) for one in found.adjustments]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _about(found: Estimate, sources: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    import polars as pl

    told = {
        "method": found.method,
        **parameters(found),
        "period": f"{found.inputs.year0}-{found.inputs.year1}, from mid-year to mid-year",
        "sex": found.sex,
        "made with": f"Comity {__version__}",
        **{str(one["table"]): _source(one) for one in sources},
    }
    rows = [(name, str(value)) for name, value in told.items()]
    return pl.DataFrame(rows, schema={"what": pl.String, "value": pl.String}, orient="row")


def _source(one: Mapping[str, Any]) -> str:
    return str(one.get("file") or f"{one['citation']} ({one['dataset']} of {one['vintage']})")


def _made(found: Estimate) -> str:
    told = parameters(found) | {"seed_matrix": "given" if found.seed is not None else ""}
    stated = ", ".join(f"{name} {value}" for name, value in told.items() if value != "")
    years = f"mid-{found.inputs.year0} to mid-{found.inputs.year1}"
    return (
        f"Estimated by {found.method}{f' ({stated})' if stated else ''}: {found.total:,.0f} people "
        f"({_SEX[found.sex]}) moved between {len(found.places)} places, {years}."
    )


def _show(found: Estimate, rows: pl.DataFrame, sources: Sequence[Mapping[str, Any]]) -> None:
    """The largest flows, and how many people moved and stayed."""
    import numpy as np

    say(_made(found), "bold")
    if not np.isnan(found.stayers).any():
        say(f"{found.stayers.sum():,.0f} people lived in the same place at both dates.")
    known = [name for name in ("birthplace", "type") if name in rows.columns]
    largest = rows.filter(rows["flow"] > 0).sort(
        ["flow", "origin", "destination"], descending=[True, False, False]
    )
    rate = ["Per year and 1,000"] if "rate_per_thousand" in rows.columns else []
    headings = ["From", "To", *(name.capitalize() for name in known), "People", *rate]
    cells = [_cells(row, known) for row in largest.head(MOST).to_dicts()]
    print_table(headings, cells, title="The largest flows", right=["People", *rate])
    say(_NO_INTERVAL, "dim")
    for one in sources:
        say(f"Source ({one['table']}): {_source(one)}", "dim")


def _cells(row: dict[str, Any], known: Sequence[str]) -> list[object]:
    cells: list[object] = [_named(row["origin"]), _named(row["destination"])]
    cells += [_named(row[name]) for name in known]
    cells.append(round(row["flow"]))
    if "rate_per_thousand" in row:
        rate = row["rate_per_thousand"]
        cells.append(None if rate is None else round(rate, 2))
    return cells


def _named(code: str) -> str:
    from comity.core.places import known_place

    place = known_place(code) if len(code) == 3 else None
    return f"{place.name} ({code})" if place else code
