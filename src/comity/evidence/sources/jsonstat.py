"""JSON-stat 2.0 as Eurostat sends it: a cube of values by place, with a letter for each flag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from comity.evidence.sources.contract import BadAnswer, Body
from comity.evidence.sources.flags import EUROSTAT, WITHHELD, flagged
from comity.evidence.sources.forms import all_there, cell_text, json_of, unzipped


def jsonstat_of(body: Body, needed: Sequence[str]) -> pl.DataFrame:
    """A JSON-stat 2.0 dataset as text: a column a dimension, then `value` and `flag`.

    Cells that are absent from a sparse `value` are left out, unless `status` speaks of them. Flags
    are Eurostat's letters in words. https://json-stat.org/full/
    """
    import numpy as np
    from jsonstat_validator import validate_jsonstat

    content = json_of(unzipped(body))
    try:
        validate_jsonstat(content)
        sizes = [int(size) for size in content["size"]]
        names = [str(name) for name in content["id"]]
        codes = [_categories(content["dimension"][name]["category"]) for name in names]
        values, letters = _flat(content["value"]), _flat(content.get("status") or {})
    except Exception as error:  # the validator raises kinds of its own beside plain ones
        raise BadAnswer(f"{body.name} is no sound JSON-stat 2.0: its form has changed.") from error
    all_there(names, needed, body, "dimension")
    cells = int(np.prod(sizes, dtype=np.int64)) if sizes else 0
    kept = sorted(place for place in {*values, *letters} if 0 <= place < cells)
    if len(kept) < len({*values, *letters}) or any(
        len(code) != size for code, size in zip(codes, sizes, strict=True)
    ):
        raise BadAnswer(f"{body.name}: its values and its dimensions do not fit together.")
    places = np.array(np.unravel_index(np.array(kept, dtype=np.int64), sizes or [1])).tolist()
    columns: dict[str, list[str | None]] = {
        name: [code[place] for place in along]
        for name, code, along in zip(names, codes, places[: len(names)], strict=True)
    }
    columns["value"] = [cell_text(values.get(place)) for place in kept]
    columns["flag"] = [_status(letters.get(place), place in values) for place in kept]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _status(letters: Any, told: bool) -> str | None:
    """Eurostat's word for a cell; behind a bar stands why it is kept back ("|C": confidential)."""
    flags, _, kept_back = str(letters or "").partition("|")
    if kept_back not in ("", "F") and not told:  # F: free
        return WITHHELD
    return flagged(flags, EUROSTAT)


def _categories(category: dict[str, Any]) -> list[str]:
    index = category.get("index")
    if isinstance(index, list):
        return [str(code) for code in index]
    if isinstance(index, dict):
        return sorted((str(code) for code in index), key=lambda code: int(index[code]))
    return [str(code) for code in category["label"]]


def _flat(values: Any) -> dict[int, Any]:
    """Values by place, from a list or from a sparse object; nulls are left out."""
    pairs = enumerate(values) if isinstance(values, list) else values.items()
    return {int(place): value for place, value in pairs if value is not None}
