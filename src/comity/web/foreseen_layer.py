"""One layer as its page shows it: where it missed, how good it is, and what it says now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comity.briefs.voice import Voice
from comity.core.findings import Finding, Source
from comity.core.marks import N_
from comity.core.measures import Measure, measures
from comity.core.periods import Period
from comity.evidence.reading import Evidence, Row
from comity.figures import Figure, Words, reliability, skill, spread_of
from comity.figures.reliability import Level, Part
from comity.figures.skill import Skill
from comity.foresight import standing
from comity.foresight.break_records import Break, of_layer
from comity.foresight.gates import Gate, gates
from comity.foresight.layers import Layer
from comity.foresight.past import past_of
from comity.foresight.scores import FEWEST
from comity.web import foreseen
from comity.web.foreseen_late import late_batch, over
from comity.web.foreseen_series import measure_label, plain_rows
from comity.web.foreseen_told import SIZES, horizon, series_title
from comity.web.spoken import Spoken
from comity.web.state import View

WORST = 12
"""Misses that the page of a layer lists."""

MOST = 40
"""Forecasts of today that it lists at once."""


_YEARLY = N_(
    "At each origin the largest series, {most} at most, with a mean of at least {floor} a year "
    "over the last three years; origins from {first} on, up to {horizons} years ahead."
)
_MONTHLY = N_(
    "At each origin the largest series, {most} at most, with a mean of at least {floor} a month "
    "over the last three months; origins from {first} on, up to {horizons} months ahead."
)
_OUTCOMES = N_("{n} outcomes")


@dataclass(frozen=True)
class LayerShown(Spoken):
    """Everything that the page of a layer tells; `asked` narrows the list of today's forecasts."""

    evidence: Evidence
    layer: Layer
    view: View
    asked: str = ""

    @property
    def title(self) -> str:
        """What is forecast."""
        return self.voice._(self.layer.title)

    @property
    def kind(self) -> Measure:
        """What is counted."""
        return measures()[self.layer.measure]

    @cached_property
    def scores(self) -> list[Row]:
        """One row a horizon and model, the default first and the last value behind it."""
        return foreseen.scores(self.evidence, self.layer.name)

    @cached_property
    def defaults(self) -> list[tuple[Row, Row]]:
        """For each horizon the default's scores and those of the last value."""
        found = {(row["model"], row["horizon"]): row for row in self.scores}
        return [(row, found["last_value", n]) for (m, n), row in found.items() if m == "default"]

    @cached_property
    def strata(self) -> list[Row]:
        """Scores by size, region and year."""
        return foreseen.strata(self.evidence, self.layer.name)

    @cached_property
    def strata_last(self) -> list[Row]:
        """The same of the last value."""
        return foreseen.strata(self.evidence, self.layer.name, "last_value")

    def last_of(self, row: Row) -> Row | None:
        """The scores of the last value for the same size, region or year, as far ahead."""
        place = ("grouping", "stratum", "horizon")
        same = (one for one in self.strata_last if all(one[key] == row[key] for key in place))
        return next(same, None)

    def grouped(self, grouping: str) -> dict[str, dict[int, Row]]:
        """The scores of each size, region or year, by horizon."""
        found: dict[str, dict[int, Row]] = {}
        for row in self.strata:
            if row["grouping"] == grouping:
                found.setdefault(row["stratum"], {})[row["horizon"]] = row
        return found

    @cached_property
    def gates(self) -> list[Gate]:
        """What the default was asked to reach."""
        return gates(self.layer.name, self.scores, self.strata)

    @property
    def fewest(self) -> int:
        """Outcomes that a year, a size or a region needs to be judged."""
        return FEWEST

    @cached_property
    def gates_last(self) -> dict[tuple[str, int], Gate]:
        """What the last value reached of the same, by target and horizon."""
        own = [row | {"model": "default"} for row in self.scores if row["model"] == "last_value"]
        return {
            (one.what, one.horizon): one for one in gates(self.layer.name, own, self.strata_last)
        }

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Dated changes of rules or of counting that touch series of the layer."""
        return of_layer(self.layer.name)

    @cached_property
    def misses(self) -> list[tuple[Row, Finding, Finding, Finding]]:
        """The worst misses: a row, what was said with its band, the last value, and what came."""
        rows = foreseen.misses(self.evidence, self.layer.name, WORST)
        told = ((row, past_of(self.evidence, self.layer, row)) for row in rows)
        return [(row, one.said, one.last, one.outcome) for row, one in told if one.outcome]

    @cached_property
    def missed(self) -> tuple[int, int]:
        """How many reconstructed forecasts one period ahead missed, and of how many."""
        row, _ = self.defaults[0]
        return foreseen.outside(row), row["n"]

    @property
    def missed_last(self) -> int:
        """How many of the same the last value with its own bands missed."""
        return foreseen.outside(self.defaults[0][1])

    @cached_property
    def _every(self) -> list[Row]:
        return foreseen.current(self.evidence, self.layer.name)

    @property
    def made(self) -> Row | None:
        """Any row of the newest archived batch, for when and from what it was made."""
        return self._every[0] if self._every else None

    @cached_property
    def current(self) -> list[Row]:
        """Today's forecasts whose series are asked for, largest first."""
        words = self.asked.casefold().split()
        return [row for row in self._every if not words or self._about(row, words)]

    def _about(self, row: Row, words: Sequence[str]) -> bool:
        said = f"{series_title(row, self.voice)} {series_title(row, Voice())} {row['series']}"
        return all(word in said.casefold() for word in words)

    def listed(self) -> list[tuple[Row, Finding, Finding]]:
        """The largest of them: a row, what is expected, and what was counted last."""
        told = ((row, past_of(self.evidence, self.layer, row)) for row in self.current[:MOST])
        return [(row, one.said, one.last) for row, one in told]

    @cached_property
    def sources(self) -> list[Source]:
        """Who says so."""
        return foreseen.sources(self.evidence, self.layer)

    @property
    def made_on(self) -> date | None:
        """The day on which the newest forecast was made."""
        return date.fromisoformat(self.made["made_on"]) if self.made else None

    @cached_property
    def batch(self) -> Row | None:
        """The newest batch: when it was made, and for which periods."""
        return foreseen.newest_batches(self.evidence).get(self.layer.name)

    def late(self) -> str:
        """That periods of it had begun or were over when it was made; empty where none had."""
        return late_batch(self.batch, self.voice) if self.batch else ""

    @property
    def over(self) -> bool:
        """Whether all of its periods were over then."""
        return self.batch is not None and over(self.batch)

    def period(self, label: str) -> str:
        """A period as the language writes it."""
        return self.voice.period(Period.parse(label))

    def stratum(self, name: str) -> str:
        """A size, a region, a route or a year as the language calls it."""
        return name if name.isdigit() else self.voice._(SIZES.get(name, name))

    def amount(self, gate: Gate, value: float) -> str:
        """A figure of a target as it is written: times, or percent."""
        if gate.unit == "ratio":
            return self.voice.decimal(value, "0.000")
        return self.voice.percent(value, 1)

    def missed_by(self, gate: Gate) -> str:
        """By how much a target was missed; shares differ by percentage points."""
        if gate.unit == "ratio":
            return self.voice._("missed by {amount}").format(amount=self.amount(gate, gate.missed))
        points = self.voice._("missed by {amount} percentage points")
        return points.format(amount=self.voice.decimal(gate.missed, "0.0#"))

    def outcomes(self, gate: Gate) -> str:
        """How many outcomes stand behind a target of a size or region; empty for others."""
        if gate.n is None:
            return ""
        return self.voice.counted(_OUTCOMES, gate.n).format(n=self.voice.exact(gate.n))

    def asked_of(self, gate: Gate) -> str:
        """What a target asks for."""
        least, most = (
            None if one is None else self.amount(gate, one) for one in (gate.least, gate.most)
        )
        if least and most:
            return self.voice._("{low} to {high}").format(low=least, high=most)
        if least:
            return self.voice._("at least {amount}").format(amount=least)
        return self.voice._("at most {amount}").format(amount=most)

    def panel_said(self) -> str:
        """Which series are judged, in a sentence."""
        rules = self.layer.rules
        template = _YEARLY if self.layer.step == "year" else _MONTHLY
        return self.voice._(template).format(
            most=self.voice.exact(rules.most),
            floor=self.voice.exact(rules.floor),
            horizons=self.voice.exact(rules.horizons),
            first=self.period(rules.first),
        )

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """How much closer than the last value, and whether the bands keep their word."""
        words = Words(self.view.language)
        how: dict[str, Any] = {"words": words, "width": width, "sources": self.sources}
        found = {"skill": [self._skill(words, how)]}
        levels = standing.reliability(self.evidence, self.layer.name)
        if levels:
            found["calibration"] = [
                reliability(
                    [Level(one.nominal, one.observed, one.low, one.high) for one in levels],
                    words.say("How often outcomes lay below what was said"),
                    caption=words.say("On the dashed line a forecast keeps its word."),
                    note=words.say(
                        "All horizons together; intervals of 90 of 100 draws of whole origins."
                    ),
                    **how,
                ),
                spread_of(
                    _parts(levels),
                    words.say("Where outcomes fell in what was said"),
                    caption=words.say(
                        "Bars of height 1 keep their word; high ones at the ends tell of bands "
                        "that are too narrow."
                    ),
                    **how,
                ),
            ]
        return found

    def _skill(self, words: Words, how: dict[str, Any]) -> Figure:
        lanes = []
        for row, _ in self.defaults:
            ahead = horizon(self.layer, row["horizon"], words)
            lanes += [
                skill_of(row, "log", words.say("{ahead}, every series alike").format(ahead=ahead)),
                skill_of(
                    row,
                    "natural",
                    words.say("{ahead}, large series weighing more").format(ahead=ahead),
                ),
            ]
        return skill(lanes, words.say("How much closer than the last value"), **how)

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        layer = self.layer
        missed, of = self.missed
        worst = foreseen.misses(self.evidence, layer.name, WORST)
        return {
            "layer": layer.name,
            "title": layer.title,
            "counts": measure_label(layer),
            "unit": layer.unit,
            "step": layer.step,
            "horizons": layer.rules.horizons,
            "made_from": self.made and self.made["made_from"],
            "made_on": self.made and self.made["made_on"],
            "scores": self.scores,
            "strata": self.strata,
            "targets": [one.as_json() for one in self.gates],
            "missed": {"one_period_ahead": missed, "of": of},
            "worst_misses": plain_rows(worst, layer),
            "forecasts": plain_rows(self.current, layer),
            "sources": [one.as_json() for one in self.sources],
        }


def _parts(levels: Sequence[standing.Reliable]) -> list[Part]:
    """How many outcomes fell between one quantile and the next."""
    stated = [0.0, *(one.nominal for one in levels), 100.0]
    seen = [0.0, *(one.observed for one in levels), 100.0]
    return [
        Part(stated[n], stated[n + 1], round(seen[n + 1] - seen[n], 2))
        for n in range(len(stated) - 1)
    ]


def skill_of(row: Row, score: str, who: str) -> Skill:
    """One lane of the chart of skill, in percent."""
    value, low, high = (100 * row[f"skill_{score}{end}"] for end in ("", "_low", "_high"))
    return Skill(who, value, low, high)
