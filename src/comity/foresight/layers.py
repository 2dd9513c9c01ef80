"""The series that Comity forecasts by default: which dataset, by which columns, released when.

`layers.yaml` declares them. A layer reads the evidence as of its day: on an earlier day the panel
ends where the release of that day ends, and periods that were incomplete in it are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from math import ceil
from typing import Any, Literal

import numpy as np
import yaml

from comity.core.errors import ComityError, NotHeld, shown
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.places import places
from comity.core.regions import find_region
from comity.evidence.reading import Evidence, Row
from comity.foresight.panel import MONTHLY, YEARLY, Floats, Panel, Rules, Step, label_of, number_of

__all__ = ["Chain", "Layer", "find_layer", "layers", "messages", "region_of", "rules_from"]

Absent = Literal["zero", "missing"]
_OLD_ENOUGH: dict[Step, int] = {"month": 36, "year": 8}
"""Periods of history before the first origin that is judged."""


@dataclass(frozen=True, slots=True)
class Chain:
    """People counted on the route `before` are often counted later on the route `after`."""

    before: str
    after: str
    source: str


@dataclass(frozen=True, slots=True)
class Layer:
    """Series of one dataset that are forecast together; see `layers.yaml` for its words."""

    name: str
    title: str
    dataset: str
    by: tuple[str, ...]
    value: str
    measure: str
    step: Step
    rules: Rules
    released: int
    settled: int
    absent: Absent
    rhythm: str
    only: tuple[tuple[str, tuple[str, ...]], ...] = ()
    abroad: bool = False
    since: int | None = None
    chains: tuple[Chain, ...] = ()

    @property
    def unit(self) -> str:
        """What is counted, as `measures.csv` names it."""
        return measures()[self.measure].unit

    @property
    def lag(self) -> int:
        """Periods from the end of a period to the release of its figures, rounded up.

        >>> layers()["asylum-corridors"].lag, layers()["eu-detections"].lag
        (1, 2)
        """
        return ceil(self.released / (365.25 if self.step == "year" else 365.25 / 12))

    def release_of(self, period: str) -> date:
        """The day by which the figures of a period are public, as the publisher's rhythm has it.

        >>> layers()["asylum-corridors"].release_of("2025")
        datetime.date(2026, 6, 14)
        """
        return Period.parse(period).end + timedelta(days=self.released)

    def vintage(self, evidence: Evidence) -> date:
        """The day of the release that this evidence reads; raises `NotHeld`."""
        return self._held(evidence).store.vintage(self.dataset, evidence.as_of).vintage

    def panel(self, evidence: Evidence) -> Panel:
        """The series as they were public on the day of the evidence; raises `NotHeld`.

        A series begins with the first period in which anybody was counted.

        >>> panel = layers()["us-encounters"].panel(evidence)
        >>> panel.label(0), panel.label(panel.periods - 1), len(panel.keys)
        ('2019-10', '2025-05', 22)
        """
        rows = self._held(evidence).query(self._sql(), self._asked())
        newest = self._newest(evidence, max((row["t"][-1] for row in rows), default=0))
        counted = [row for row in rows if row["t"][0] <= newest]
        if not counted:
            raise NotHeld(f"{self.dataset} holds no complete period for {self.name} by that day.")
        first = min(row["t"][0] for row in counted)
        keys = tuple(tuple(row[column] for column in self.by) for row in counted)
        return Panel(
            by=self.by,
            keys=keys,
            step=self.step,
            first=first,
            values=_values(counted, first, newest - first + 1, self.absent),
            rules=rules_from(self.rules, self.step, first),
            groups=tuple(self._group(key) for key in keys),
            name=self.name,
            lag=self.lag,
            chains=self._linked(keys),
        )

    def counts(self, evidence: Evidence, key: tuple[str, ...]) -> dict[str, float]:
        """One series as the panel has it, by period, read without all the others.

        >>> found = layers()["us-encounters"].counts(evidence, ("MEX",))
        >>> list(found)[0], list(found)[-1]
        ('2019-10', '2025-05')
        """
        rows = self._held(evidence).query(self._sql(one=True), [*self._asked(), *key])
        last = evidence.query(f"SELECT max({self._time}) AS t FROM {self.dataset}")[0]["t"]
        newest = self._newest(evidence, last)
        if not rows or (first := rows[0]["t"][0]) > newest:
            return {}
        values = _values(rows, first, newest - first + 1, self.absent)[0]
        labels = (label_of(self.step, first + column) for column in range(len(values)))
        return {when: float(n) for when, n in zip(labels, values, strict=True) if np.isfinite(n)}

    def _held(self, evidence: Evidence) -> Evidence:
        if self.dataset in evidence.datasets:
            return evidence
        if evidence.later(self.dataset):
            raise NotHeld(
                f"{self.name} is made from {self.dataset}, of which nothing was public by "
                f"{evidence.today}; choose a later day."
            )
        raise NotHeld(
            f"{self.name} is made from {self.dataset}, which this store does not hold; 'comity "
            f"sync {self.dataset}' fetches it."
        )

    def _newest(self, evidence: Evidence, last: int) -> int:
        """The last period that was complete in the release."""
        day = self.vintage(evidence)
        ended = day - timedelta(days=self.settled) + timedelta(days=1)
        complete = number_of(self.step, ended.isoformat()) - 1
        return min(last, complete)

    @property
    def _time(self) -> str:
        """The number of a row's period."""
        if self.step == "year":
            return "CAST(year AS INTEGER)"
        return "CAST(left(month, 4) AS INTEGER) * 12 + CAST(right(month, 2) AS INTEGER) - 1"

    def _sql(self, *, one: bool = False) -> str:
        """One row a series: its periods as numbers, and the counts; of `one` key, or of all."""
        time = self._time
        keys = ", ".join(f'"{column}"' for column in self.by)
        wanted = [f'list_contains(?, "{column}")' for column, _ in self.only]
        wanted += ["origin <> destination"] if self.abroad else []
        wanted += [f"{time} >= {self.since}"] if self.since is not None else []
        wanted += [f'"{column}" = ?' for column in self.by] if one else []
        return f"""
            SELECT {keys}, list(t ORDER BY t) AS t, list(n ORDER BY t) AS n FROM (
                SELECT {keys}, {time} AS t, CAST(sum("{self.value}") AS DOUBLE) AS n
                FROM {self.dataset} WHERE {" AND ".join(wanted) or "true"} GROUP BY ALL
            ) GROUP BY ALL HAVING max(n) > 0 ORDER BY {keys}"""

    def _asked(self) -> list[list[str]]:
        return [list(values) for _, values in self.only]

    def _group(self, key: tuple[str, ...]) -> str:
        """The M49 region of the origin, of the destination where there is none, else the route."""
        named = dict(zip(self.by, key, strict=True))
        code = named.get("origin", named.get("destination"))
        if code is None:
            return named["route"]
        return region_of(code)

    def _linked(self, keys: tuple[tuple[str, ...], ...]) -> dict[int, int]:
        """For a series on a later route, the one of the same people on the route before."""
        if not self.chains:
            return {}
        at, index = self.by.index("route"), {key: row for row, key in enumerate(keys)}
        found = {}
        for chain in self.chains:
            for key, row in index.items():
                upstream = index.get((*key[:at], chain.before, *key[at + 1 :]))
                if key[at] == chain.after and upstream is not None:
                    found[row] = upstream
        return found


@cache
def region_of(code: str) -> str:
    """The M49 region of a country or area in English, empty for what is no place.

    >>> region_of("SYR"), region_of("UNK")
    ('Asia', '')
    """
    inside = places()[code].m49_regions if code in places() else ()
    return find_region(inside[0]).name if inside else ""


def rules_from(rules: Rules, step: Step, first: int) -> Rules:
    """The rules for series that begin with this period: no origin is judged without history.

    >>> rules_from(MONTHLY, "month", number_of("month", "2019-10")).first
    '2022-10'
    """
    earliest = label_of(step, first + _OLD_ENOUGH[step])
    return replace(rules, first=max(rules.first, earliest))


@cache
def layers() -> dict[str, Layer]:
    """Every layer by its name, in the order of the file."""
    text = (files("comity.foresight") / "layers.yaml").read_text(encoding="utf-8")
    found = yaml.load(text, yaml.CSafeLoader)["layers"]
    return {entry["name"]: _layer(entry) for entry in found}


def find_layer(name: str) -> Layer:
    """The layer of this name; raises `ComityError` that names all of them."""
    found = layers().get(name.strip().lower())
    if found is None:
        known = ", ".join(layers())
        raise ComityError(f"'{shown(name)}' is no layer; the layers are {known}.")
    return found


def messages() -> list[str]:
    """The texts of `layers.yaml` that stand on pages."""
    each = layers().values()
    chained = [chain.source for layer in each for chain in layer.chains]
    return list(dict.fromkeys([*(t for one in each for t in (one.title, one.rhythm)), *chained]))


def _layer(entry: dict[str, Any]) -> Layer:
    rules = YEARLY if entry["step"] == "year" else MONTHLY
    only = tuple((column, tuple(values)) for column, values in entry.pop("only", {}).items())
    chains = tuple(Chain(**chain) for chain in entry.pop("chains", ()))
    by, most = tuple(entry.pop("by")), entry.pop("most")
    return Layer(by=by, rules=replace(rules, most=most), only=only, chains=chains, **entry)


def _values(rows: list[Row], first: int, periods: int, absent: Absent) -> Floats:
    """Counts by series and period: NaN before the first person counted, then as `absent` says."""
    values = np.full((len(rows), periods), 0.0 if absent == "zero" else np.nan)
    for series, row in enumerate(rows):
        columns = np.asarray(row["t"]) - first
        known = columns < periods
        counts = np.array([np.nan if n is None else n for n in row["n"]], dtype=float)
        values[series, columns[known]] = counts[known]
        begun = columns[known & (counts > 0)]
        values[series, : begun[0] if len(begun) else periods] = np.nan
    return values
