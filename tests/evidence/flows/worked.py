"""The worked examples of the literature as the reference answered them, read from the mirror."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from comity.evidence.flows import Estimate, Method, estimate
from comity.evidence.flows.arrays import Array

CASES = (
    "ffs_demo_dr2013_nobd",
    "ffs_demo_dr2013_bd",
    "ffs_demo_imr2018_nobd",
    "ffs_demo_imr2018_bd",
    "ffs_demo_scidata2019",
)


@dataclass(frozen=True)
class Run:
    """One run of the reference, with what it was told to do and what it complained of."""

    case: str
    name: str
    told: dict[str, Any]

    @property
    def clean(self) -> bool:
        """Whether the reference neither warned nor failed."""
        return not self.told.get("warnings") and not self.told.get("error")

    @property
    def method(self) -> Method:
        """The method of this run in Comity's words."""
        if not self.told["stayer_assumption"]:
            return "independence"
        return "closed-minimum" if self.matching == "rescale" else "open-minimum"

    @property
    def matching(self) -> Any:
        """How totals by birthplace are made equal."""
        return self.told["match_birthplace_tot_method"]

    @property
    def balance(self) -> Any:
        """When births minus deaths and growth of the stocks are made equal."""
        return str(self.told.get("match_global") or "before").split("-")[0]


def runs() -> tuple[Run, ...]:
    """All runs of the mirror; without a mirror one that nothing is known of."""
    folder = os.environ.get("COMITY_MIRROR")
    if not folder or not Path(folder).is_dir():
        return (Run("", "", {}),)
    return tuple(_runs(Path(folder)))


def _runs(mirror: Path) -> Iterator[Run]:
    for case in CASES:
        told = json.loads((at(mirror, case) / "runs.json").read_text())
        for run in told["runs"]:
            yield Run(case, run["name"], run)


def at(mirror: Path, case: str) -> Path:
    """The folder of a case."""
    return mirror / "flows" / "reference" / case


@cache
def matrix(path: Path) -> Array:
    """A table of rows, columns and values as an array; places stand in alphabetical order."""
    rows = pl.read_csv(path)
    return _array(rows.rename(dict(zip(rows.columns, ("a", "b", "value"), strict=True))))


def _array(rows: pl.DataFrame) -> Array:
    names = sorted({*rows["a"], *rows["b"]})
    found = np.zeros((len(names), len(names)))
    for a, b, value in rows.select("a", "b", pl.col("value").cast(pl.Float64)).iter_rows():
        found[names.index(a), names.index(b)] = value
    return found


def vector(path: Path) -> Array:
    """A table of regions and values as an array."""
    return pl.read_csv(path).sort("region")["value"].cast(pl.Float64).to_numpy()


def stocks(mirror: Path, case: str) -> pl.DataFrame:
    """Both stocks of a case as one table, natives as rows of the same origin and destination."""
    both = [
        pl.read_csv(at(mirror, case) / f"stock_{when}.csv").select(
            origin="birth", destination="residence", year=pl.lit(year), stock="value"
        )
        for when, year in (("start", 2015), ("end", 2020))
    ]
    return pl.concat(both, how="vertical_relaxed")


def demography(mirror: Path, case: str) -> pl.DataFrame:
    """The vital events of a case; populations follow from the stocks."""
    births, deaths = (
        pl.read_csv(at(mirror, case) / f"{what}.csv").rename({"region": "country", "value": what})
        for what in ("births", "deaths")
    )
    return births.join(deaths, on="country").with_columns(year0=pl.lit(2015))


def ours(mirror: Path, run: Run) -> Estimate:
    """What Comity makes of the same stocks, vital events and options."""
    return estimate(
        stocks(mirror, run.case),
        demography(mirror, run.case),
        "2015-2020",
        run.method,
        births=run.told["birth_method"],
        deaths=run.told["death_method"],
        balance=run.balance,
        matching=run.matching,
    )


@cache
def _accounts(mirror: Path, case: str) -> pl.DataFrame:
    return pl.read_csv(at(mirror, case) / "accounts.csv", schema_overrides={"value": pl.Float64})


def accounts(mirror: Path, run: Run) -> dict[tuple[str, str, str], float]:
    """The account of one run: people by origin, destination and birthplace."""
    rows = _accounts(mirror, run.case).filter(pl.col("run") == run.name)
    return {(o, d, b): value for _, o, d, b, value in rows.iter_rows()}


def theirs(mirror: Path, run: Run) -> Array:
    """The cube of one run, shape (birthplace, origin, destination), stayers on its diagonals."""
    book = accounts(mirror, run)
    names = sorted({birth for _, _, birth in book})
    return np.array([[[book[o, d, b] for d in names] for o in names] for b in names])


@cache
def _tables(mirror: Path, case: str) -> pl.DataFrame:
    return pl.read_csv(at(mirror, case) / "od_flows.csv", schema_overrides={"value": pl.Float64})


def table(mirror: Path, run: Run) -> Array:
    """Origin by destination of one run."""
    rows = _tables(mirror, run.case).filter(pl.col("run") == run.name)
    return _array(rows.select(a="orig", b="dest", value="value"))


def cube(found: Estimate) -> Array:
    """An estimate by birthplace, origin and destination."""
    return np.array([one for _, one in found.by_birthplace()])


def long_cube(path: Path) -> Array:
    """A table of origin, destination, birthplace and value as a cube."""
    rows = pl.read_csv(path, schema_overrides={"value": pl.Float64})
    names = sorted({*rows["birth"]})
    found = np.zeros((len(names),) * 3)
    for origin, destination, birth, value in rows.iter_rows():
        found[names.index(birth), names.index(origin), names.index(destination)] = value
    return found
