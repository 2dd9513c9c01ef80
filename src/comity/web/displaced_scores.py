"""The scoreboard of displacement as its page shows it: FLEE, engines, plain rules, forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from comity.core.findings import Source
from comity.core.marks import N_
from comity.core.places import find_place
from comity.foresight.displacement.forecasts.baselines import LAST
from comity.foresight.displacement.runs.scoreboard import Row, Scoreboard, Scored, scoreboard
from comity.web.spoken import Spoken
from comity.web.state import View

Plain = dict[str, Any]
FLEE, ENGINES, LEAKY = "flee", ("counts", "agents"), N_("leaky")
_RULES = {"flee": N_("rules flee"), "comity": N_("rules comity")}


_TOLD = {
    "split": N_("Split, {days} days ahead: the total is told, only where people are is forecast"),
    "forecast": N_("Forecast, {days} days ahead: nothing later is told"),
}
_POOLED = N_(
    "Over all cases the error was {skill} % smaller than that of the best open rule of each case; "
    "it was smaller on {wins} of {n} cases."
)


_KINDS = {"flee": 0, "engine": 1, "baseline": 2}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table of simulations: its label, whether it is open, and its cell by case."""

    label: str
    rules: str
    open: bool
    kind: str
    cells: tuple[Row | None, ...]


@dataclass(frozen=True)
class Scores(Spoken):
    """The shipped scoreboard, in a language."""

    view: View

    @cached_property
    def board(self) -> Scoreboard:
        """What ships."""
        return scoreboard()

    @property
    def sources(self) -> list[Source]:
        """Who says so."""
        return [
            Source(
                "displacement scoreboard",
                self.board.made_on,
                one.name,
                one.citation,
                one.licence,
                one.url,
                listed=False,
            )
            for one in self.board.sources
        ]

    def country(self, one: Scored) -> str:
        """The country that people left."""
        return find_place(one.country).name_in(self.view.language)

    def best(self, one: Scored) -> Row | None:
        """The engine's row under FLEE's rules: counts where it is exact, else agents."""
        rows = [one.row(name, FLEE) for name in ENGINES]
        return next((row for row in rows if row), None)

    @cached_property
    def lines(self) -> list[Line]:
        """Every simulation and every plain rule, each with its row for every case."""
        found: dict[tuple[str, str], Row] = {}
        for case in self.board.cases:
            for row in case.rows:
                found.setdefault((row.name, row.rules), row)
        return [
            Line(
                self.voice._(row.label),
                self.voice._(_RULES[rules]) if rules in _RULES and row.kind == "engine" else "",
                row.open,
                row.kind,
                tuple(case.row(name, rules) for case in self.board.cases),
            )
            for (name, rules), row in sorted(found.items(), key=lambda one: _KINDS[one[1].kind])
        ]

    def against(self, names: tuple[str, ...]) -> tuple[int, int]:
        """On how many cases the engine, rules flee, is nearer than all these rules; of how many."""
        wins = many = 0
        for case in self.board.cases:
            ours = self.best(case)
            others = [row for name in names if (row := case.row(name))]
            if ours and others:
                many += 1
                least = min(row.error_normal.mean for row in others)
                wins += ours.error_normal.mean < least
        return wins, many

    @property
    def within(self) -> tuple[int, int]:
        """On how many cases an engine lies where FLEE does: within 3 deviations or 0.015."""
        told = [(self.best(case), case.row(FLEE)) for case in self.board.cases]
        pairs = [(ours, theirs) for ours, theirs in told if ours and theirs]
        return sum(_alike(ours, theirs) for ours, theirs in pairs), len(pairs)

    @property
    def leaky(self) -> tuple[str, ...]:
        """The plain rules that read what was known only later."""
        return tuple(
            dict.fromkeys(
                row.name
                for case in self.board.cases
                for row in case.rows
                if row.kind == "baseline" and not row.open
            )
        )

    def cases(self) -> list[Plain]:
        """One row a reference case, as data."""
        return [
            {
                "case": one.name,
                "country": one.country,
                "start": one.start.isoformat(),
                "last": one.last.isoformat(),
                "days": one.days,
                "places": one.places,
                "camps": one.camps,
                "people": one.people,
                "reports": one.reports,
                "flee_error_normal": _mean(one.row(FLEE)),
                "comity_error_normal": _mean(self.best(one)),
            }
            for one in self.board.cases
        ]

    def rows(self) -> list[Plain]:
        """One row a case and simulation, rule or forecast, as data."""
        return [*self._simulated(), *(row for one in self.forecasts for row in one.rows())]

    def _simulated(self) -> Iterator[Plain]:
        for case in self.board.cases:
            for row in case.rows:
                yield {
                    "case": case.name,
                    "what": "simulation" if row.kind != "baseline" else "baseline",
                    "name": row.name,
                    "rules": row.rules,
                    "open": row.open,
                    "runs": row.runs,
                    "error_normal": row.error_normal.mean,
                    "error_normal_sd": row.error_normal.sd,
                    "error_rescaled": row.error_rescaled.mean,
                    "error_rescaled_sd": row.error_rescaled.sd,
                }

    @cached_property
    def forecasts(self) -> list[Protocol]:
        """Every protocol under which forecasts were judged."""
        found: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
        for one in _scored(self.board.forecasts):
            found.setdefault((one["information"], one["horizon"]), []).append(one)
        order = sorted(found, key=lambda key: (key[0] != "split", key[1]))
        return [Protocol(*key, tuple(found[key])) for key in order]

    def named(self, one: Protocol) -> str:
        """What a way of judging is called."""
        return self.voice._(_TOLD[one.information]).format(days=one.horizon)

    def told(self, one: Protocol) -> str:
        """What came of it in a sentence or two."""
        said = self.voice._(_POOLED).format(
            skill=self.voice.decimal(100 * (one.pooled or 0), "0.0"),
            wins=one.wins,
            n=len(one.cases),
        )
        return said if one.pooled is not None else ""

    def case_name(self, name: str) -> str:
        """A reference case as its country is called."""
        known = self.board.case(name)
        return self.country(known) if known else name

    def sheets(self) -> dict[str, pl.DataFrame]:
        """The tables of a workbook."""
        parts = {
            "Cases": self.cases(),
            "Simulations": [*self._simulated()],
            "Forecasts": [row for one in self.forecasts for row in one.rows()],
        }
        return {
            name: pl.DataFrame(rows, infer_schema_length=None)
            for name, rows in parts.items()
            if rows
        }

    def as_json(self) -> Plain:
        """The page as plain data."""
        return {
            "title": "Displacement: how good it is",
            "made_on": self.board.made_on.isoformat(),
            "version": self.board.version,
            "cases": self.cases(),
            "scores": [*self._simulated()],
            "forecasts": dict(self.board.forecasts),
            "sources": [one.as_json() for one in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Judged:
    """Forecasts of one case beside the best open rule, chosen afterwards, and the last count."""

    case: str
    error: float | None
    bar: float | None
    best: str
    last: float | None
    skill: float | None
    inside80: float | None
    inside95: float | None


def _judged(one: Mapping[str, Any]) -> Judged:
    rules = one.get("baselines") or {}
    best = str(one.get("best_open") or "")
    return Judged(
        str(one["case"]),
        _of(one),
        _of(rules.get(best)),
        str((rules.get(best) or {}).get("label", best)),
        _of(rules.get(LAST)),
        one.get("skill"),
        one.get("coverage80"),
        one.get("coverage95"),
    )


def _scored(part: object) -> Iterator[Mapping[str, Any]]:
    """Every answer of a rolling validation in what the makers of forecasts wrote down."""
    if isinstance(part, Mapping) and {"case", "information", "horizon"} <= part.keys():
        yield part
    elif isinstance(part, Mapping | list):
        for one in part.values() if isinstance(part, Mapping) else part:
            yield from _scored(one)


def _of(one: Mapping[str, Any] | None) -> float | None:
    return ((one or {}).get("error_normal") or {}).get("mean")


@dataclass(frozen=True, slots=True)
class Protocol:
    """Forecasts judged in one way: what they were told, how far ahead, and case by case how."""

    information: str
    """`split` where the total was told, else `forecast`."""
    horizon: int
    """Days ahead."""
    cases: tuple[Mapping[str, Any], ...]
    """What was reached on each case, as a rolling validation answers it."""

    @property
    def judged(self) -> list[Judged]:
        """Case by case, beside the best open rule and the last count kept."""
        return [_judged(one) for one in self.cases]

    @property
    def pooled(self) -> float | None:
        """Skill over all cases: one minus the ratio of the sums of errors."""
        pairs = [(one.error, one.bar) for one in self.judged if one.error and one.bar]
        if not pairs:
            return None
        return 1 - sum(ours for ours, _ in pairs) / sum(bar for _, bar in pairs)

    @property
    def wins(self) -> int:
        """Cases on which the forecast was nearer than the best open rule."""
        return sum((one.get("skill") or 0) > 0 for one in self.cases)

    def rows(self) -> Iterator[Plain]:
        """One row a case and method, as data."""
        for one in self.cases:
            same = {
                "case": one["case"],
                "information": one["information"],
                "horizon": one["horizon"],
            }
            yield {
                **same,
                "what": "forecast",
                "name": "forecast",
                "error_normal": one["error_normal"]["mean"],
                "skill": one.get("skill"),
                "crps": one.get("crps"),
                "coverage80": one.get("coverage80"),
                "coverage95": one.get("coverage95"),
            }
            for name, other in (one.get("baselines") or {}).items():
                error = (other.get("error_normal") or {}).get("mean")
                told = {"name": name, "open": other.get("open"), "error_normal": error}
                yield {**same, "what": "forecast baseline", **told}


def _mean(row: Row | None) -> float | None:
    return row.error_normal.mean if row else None


def _alike(ours: Row, theirs: Row) -> bool:
    apart = abs(ours.error_normal.mean - theirs.error_normal.mean)
    return apart <= max(3 * (theirs.error_normal.sd or 0), 0.015)
