"""A run as it is kept: its tables, and `run.json`, which says what they were made from and how.

There is no time of day in it, so that the same seed gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from comity import __version__
from comity.core.files import read_whole
from comity.core.sheets import table_bytes
from comity.foresight.displacement.cases.reading_folders import files_read, named_in
from comity.foresight.displacement.engines.ensemble import Ensemble
from comity.foresight.displacement.live.live import REPORTS
from comity.foresight.displacement.runs.tables import out_csv, tables
from comity.foresight.displacement.runs.truths import REFERENCE

__all__ = ["FILES", "files", "told"]

FILES = (
    "out.csv",
    "camps.parquet",
    "places.parquet",
    "routes.parquet",
    "members.parquet",
    "run.json",
)
"""What the folder of a run may hold."""


def files(ensemble: Ensemble, about: dict[str, Any]) -> dict[str, bytes]:
    """The files of a run by name; `about` is what `told` says of it."""
    found = {"out.csv": out_csv(ensemble).encode()}
    for name, table in tables(ensemble).items():
        found[f"{name}.parquet"] = table_bytes(table, ".parquet")
    found["run.json"] = json.dumps(about, ensure_ascii=False, indent=1).encode() + b"\n"
    return found


def told(
    ensemble: Ensemble, scores: dict[str, Any] | None, remarks: Sequence[str]
) -> dict[str, Any]:
    """What a run was made from, how, and how good it was (None where nothing was reported)."""
    plan = ensemble.plan
    return {
        "case": plan.case.name,
        "start": plan.start.isoformat(),
        "days": plan.days,
        "places": len(plan.places),
        "camps": [plan.places[place] for place in plan.camps],
        "engine": ensemble.engine,
        "rules": plan.rules,
        "runs": ensemble.members,
        "seed": ensemble.seed,
        "scale": plan.scale,
        "settings": {k: v for k, v in asdict(plan.settings).items() if k != "remarks"},
        "agent_days": ensemble.agent_days,
        "scores": scores,
        "remarks": list(remarks),
        "versions": {"comity": __version__, "numba": version("numba"), "numpy": version("numpy")},
        "sources": _sources(plan.case.folder),
    }


def _sources(folder: Path) -> list[dict[str, str]]:
    """The files that were read and the log of reports since, each with its SHA-256."""
    found = [*files_read(folder)]
    found += [folder / name for name in (REFERENCE, REPORTS) if (folder / name).is_file()]
    return [
        {
            "file": named_in(path, folder),
            "sha256": hashlib.sha256(read_whole(path)).hexdigest(),
        }
        for path in sorted(found, key=lambda path: named_in(path, folder))
    ]
