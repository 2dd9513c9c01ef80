"""One series as its page shows it: what was counted, what is expected, and what was said before.

A forecast reconstructed afterwards is never called an archived one: both are findings that say in
words what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from comity.briefs.voice import Sentence, Voice
from comity.core.errors import NotHeld, shown
from comity.core.findings import SMALLEST_COUNT, Finding, Source, sources_of
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.periods import Period
from comity.core.regions import Subject
from comity.evidence.reading import Evidence, Row
from comity.figures import Figure, Words, fan
from comity.figures.fan import Past
from comity.foresight.break_records import Break, touching
from comity.foresight.layers import Layer
from comity.foresight.naming import series_name
from comity.foresight.outlook import ARCHIVED, RECONSTRUCTED, about_of
from comity.foresight.past import panel_of, past_of
from comity.foresight.standing import LEVELS
from comity.web import foreseen
from comity.web.foreseen_late import late, lateness
from comity.web.foreseen_told import STATES, horizon, series_title, subject_of
from comity.web.spoken import Spoken
from comity.web.state import View

SHOWN = {"year": 40, "month": 72}
"""Periods of history that a figure shows."""

_EXPECTED = N_(
    "For {ahead.year}, {ahead} are expected, {ahead.range} in 80 of 100 cases. In {last.year}, "
    "{last} were counted."
)
_WAS = N_(
    "For {ahead.year}, {ahead} were expected, {ahead.range} in 80 of 100 cases. In {last.year}, "
    "{last} were counted."
)
_FEW = N_("For {ahead.year}, fewer than five are expected. In {last.year}, {last} were counted.")

_BESIDE = N_(
    "The middle lay closer to what came than the last value in {closer} of {n}, and further off in "
    "{further}; the interval score of these forecasts is {times} times that of the last value."
)


@dataclass(frozen=True)
class Series(Spoken):
    """One series of a layer, as forecast now, or as from an earlier origin (`made_from`)."""

    evidence: Evidence
    layer: Layer
    name: str
    view: View
    made_from: str = ""

    @cached_property
    def hindcasts(self) -> list[Row]:
        """Every reconstructed forecast of the series."""
        return foreseen.hindcasts(self.evidence, self.layer.name, self.name)

    @cached_property
    def archived(self) -> list[Row]:
        """Every archived forecast of the series."""
        return foreseen.archived(self.evidence, self.layer.name, self.name)

    @cached_property
    def origins(self) -> list[str]:
        """The origins as from which a forecast was reconstructed, oldest first."""
        return list(dict.fromkeys(row["made_from"] for row in self.hindcasts))

    @cached_property
    def rows(self) -> list[Row]:
        """The forecast that is shown, by horizon; raises `NotHeld` where there is none."""
        if not self.made_from:
            found = foreseen.ahead(self.evidence, self.layer.name, self.name)
        else:
            found = [row for row in self.hindcasts if row["made_from"] == self.made_from]
        if found or (not self.made_from and self.hindcasts):
            return found
        if self.made_from and (self.archived or self.hindcasts):
            first, last = (self.origins[0], self.origins[-1]) if self.origins else ("", "")
            raise NotHeld(
                f"No forecast of {self.name} was reconstructed as from '{shown(self.made_from)}'; "
                + (f"there are some from {first} to {last}." if first else "there is none.")
            )
        raise NotHeld(f"No series '{shown(self.name)}' of {self.layer.name} is forecast.")

    @cached_property
    def sample(self) -> Row:
        """Any row of the series, for what it is called."""
        return (self.rows or self.hindcasts)[0]

    @property
    def subject(self) -> Subject:
        """Whom the numbers are about."""
        return subject_of(self.sample)

    @property
    def title(self) -> str:
        """What the series is called."""
        return series_title(self.sample, self.voice)

    @cached_property
    def counts(self) -> dict[str, float]:
        """What was counted, by period, as known on the day of the evidence."""
        panel = panel_of(self.evidence, self.layer)
        for row, key in enumerate(panel.keys):
            if series_name(panel.by, key) == self.name:
                values = panel.values[row]
                known = np.flatnonzero(np.isfinite(values))
                return {panel.label(int(n)): float(values[n]) for n in known}
        return {}

    @cached_property
    def counted(self) -> list[Finding]:
        """What was counted, one finding a period."""
        lineage = self.evidence.lineage(self.layer.dataset)
        about = about_of(self.layer, self.sample)
        return [
            Finding(
                self.subject,
                self.layer.measure,
                Period.parse(when),
                count,
                lineage,
                about=about,
                status="derived",
            )
            for when, count in self.counts.items()
        ]

    @property
    def history(self) -> list[Finding]:
        """What had been counted when the forecast was made."""
        newest = self.rows[0]["made_from"] if self.rows else ""
        return [one for one in self.counted if not newest or str(one.period) <= newest]

    def band(self, row: Row, interval: str, *, hindcast: bool) -> Finding:
        """A row as a finding: the middle, with the band of this name."""
        low, high = next(ends for name, *ends in foreseen.BANDS if name == interval)
        kind = (("forecast", RECONSTRUCTED if hindcast else ARCHIVED),)
        ahead = (("ahead", horizon(self.layer, row["horizon"], Voice())),) if hindcast else ()
        said = past_of(self.evidence, self.layer, row).said
        about = (*about_of(self.layer, row), *kind, *ahead)
        return replace(said, low=row[low], high=row[high], interval=interval, about=about)

    @cached_property
    def expected(self) -> list[Finding]:
        """The forecast that is shown: for each period its middle with each of three bands."""
        hindcast = bool(self.made_from)
        return [
            self.band(row, interval, hindcast=hindcast)
            for row in self.rows
            for interval, *_ in foreseen.BANDS
        ]

    def in_band(self, interval: str) -> list[Finding]:
        """The forecast with one of its bands."""
        return [one for one in self.expected if one.interval == interval]

    @cached_property
    def past(self) -> list[tuple[Row, Past]]:
        """What was said one period ahead of each period that is known by now, and what came."""
        came = {str(one.period): one for one in self.counted}
        found = [
            (row, Past(self.band(row, "80 %", hindcast=True), came.get(row["period"])))
            for row in self.hindcasts
            if row["horizon"] == 1
        ]
        later = [row for row in self.archived if row["horizon"] == 1 and row["period"] in came]
        found += [
            (row, Past(self.band(row, "80 %", hindcast=False), came[row["period"]]))
            for row in later
        ]
        return found

    @property
    def misses(self) -> list[tuple[Row, Past]]:
        """Those whose outcome lay outside the band, the newest first."""
        return [pair for pair in reversed(self.past) if pair[1].missed]

    def beside(self) -> str:
        """How the reconstructed forecasts one period ahead came out beside the last value."""
        rows = [row for row in self.hindcasts if row["horizon"] == 1]
        bar = sum(row["wis_natural_last"] for row in rows)
        if not bar:
            return ""
        gains = [
            abs(row["last"] - row["observed"]) - abs(row["q500"] - row["observed"]) for row in rows
        ]
        return self.voice._(_BESIDE).format(
            closer=self.voice.exact(sum(gain > 0 for gain in gains)),
            further=self.voice.exact(sum(gain < 0 for gain in gains)),
            n=self.voice.exact(len(rows)),
            times=self.voice.decimal(sum(row["wis_natural"] for row in rows) / bar, "0.00"),
        )

    @cached_property
    def ways(self) -> list[tuple[Row, Past]]:
        """The forecast from an earlier origin beside what came."""
        came = {str(one.period): one for one in self.counted}
        said = self.in_band("80 %")
        return [
            (row, Past(one, came.get(row["period"])))
            for row, one in zip(self.rows, said, strict=True)
        ]

    @property
    def breaks(self) -> tuple[Break, ...]:
        """Dated changes of rules or of counting that touch the series."""
        key = tuple(self.sample[column] or "" for column in self.layer.by)
        return touching(self.layer.name, self.layer.by, key)

    @property
    def withholds(self) -> bool:
        """Whether small counts of the layer are withheld, since they are of people."""
        return measures()[self.layer.measure].counts_people

    @property
    def made_on(self) -> date:
        """The day on which the forecast that is shown was made."""
        return self.date_of(self.rows[0])

    def late(self) -> str:
        """That periods had begun or were over when the forecast was made; empty where none had."""
        return late(self.rows[0]["made_on"], self._periods, self.voice)

    @property
    def over(self) -> bool:
        """Whether every period of the forecast was over when it was made."""
        return lateness(self.rows[0]["made_on"], self._periods) == "after"

    @property
    def _periods(self) -> list[str]:
        return [row["period"] for row in self.rows]

    def notices(self) -> list[str]:
        """What known changes did to the forecast, each with the periods that it holds for."""
        of: dict[str, list[str]] = {}
        for row in self.rows:
            of.setdefault(row.get("state", "ordinary"), []).append(self.period(row["period"]))
        return [
            self.voice._(STATES[state]).format(list=self.voice.list(periods))
            for state, periods in of.items()
            if state in STATES
        ]

    def date_of(self, row: Row) -> date:
        """The day on which an archived forecast was made."""
        return date.fromisoformat(row["made_on"])

    def period(self, label: str) -> str:
        """A period as the language writes it."""
        return self.voice.period(Period.parse(label))

    def last(self, row: Row) -> Finding:
        """The newest figure that a forecast knew: the last-value forecast."""
        lineage = self.evidence.lineage(self.layer.dataset)
        when, about = Period.parse(row["made_from"]), about_of(self.layer, row)
        return Finding(self.subject, self.layer.measure, when, row["last"], lineage, about=about)

    def bounds(self, row: Row) -> list[tuple[float, float]]:
        """The ends of the three bands."""
        return [(row[low], row[high]) for _, low, high in foreseen.BANDS]

    def sentence(self) -> Sentence | None:
        """The forecast of the next period in a sentence."""
        if not self.rows or not self.history:
            return None
        ahead, last = self.in_band("80 %")[0], self.history[-1]
        over = self.made_from or self.over
        template = _FEW if ahead.value is None else _WAS if over else _EXPECTED
        return self.voice.say(template, ahead=ahead, last=last)

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """The fan, and the same by ratios."""
        words = Words(self.view.language)
        drawn = self.history[-SHOWN[self.layer.step] :]
        if not drawn:
            return {}
        first = drawn[0].period
        origin = self.made_from
        earlier = [one for row, one in self.past if not origin or row["made_from"] < origin]
        earlier += [one for _, one in self.ways] if origin else []
        past = [one for one in earlier if one.known and not one.said.period < first]
        if all(one.low is None for one in [*self.expected, *(one.said for one in past)]):
            return {}
        title = words.say("{measure}: {series}").format(
            measure=words.say(measure_label(self.layer)), series=self.title
        )
        how: dict[str, Any] = {
            "past": past,
            "words": words,
            "width": width,
            "breaks": [
                (Period.parse(one.begins.strftime("%Y-%m")), words.say(one.title))
                for one in self.breaks
                if first.start <= one.begins <= (self.expected or drawn)[-1].period.end
            ],
            "caption": words.say(_CAPTION),
            "note": words.say(_NOTE),
        }
        ratio = fan(
            drawn,
            self.expected,
            title,
            ratio=True,
            name="fan-ratio",
            tab=words.say("Equal ratios as equal heights"),
            **how,
        )
        plain = fan(drawn, self.expected, title, tab=words.say("As counted"), **how)
        return {"fan": [plain, ratio]}

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        findings = self.findings()
        return {
            "layer": self.layer.name,
            "series": self.name,
            "title": self.title,
            "made_from": self.rows[0]["made_from"] if self.rows else None,
            "reconstructed": bool(self.made_from),
            "forecast": plain_rows(self.rows, self.layer),
            "archived": plain_rows(self.archived, self.layer),
            "hindcasts": plain_rows(self.hindcasts, self.layer),
            "breaks": [
                {"id": one.id, "title": one.title, "from": one.begins, "effect": one.effect}
                for one in self.breaks
            ],
            "findings": [one.as_json() for one in findings],
            "sources": [one.as_json() for one in self.sources()],
        }

    def findings(self) -> list[Finding]:
        """Every number of the page."""
        said = [one.said for _, one in self.past]
        return [*self.counted, *self.expected, *said]

    def sources(self) -> list[Source]:
        """Who says so."""
        return sources_of(self.findings())


_CAPTION = N_(
    "The bands of a forecast hold 50, 80 and 95 of 100 outcomes, if they keep their word. Bars are "
    "the 80 % bands of forecasts one period ahead."
)
_NOTE = N_("Earlier forecasts were reconstructed afterwards, unless they are called archived.")


def measure_label(layer: Layer) -> str:
    """What a layer counts, as the table of measures calls it."""
    return measures()[layer.measure].label


def plain_rows(rows: Iterable[Mapping[str, Any]], layer: Layer) -> list[dict[str, Any]]:
    """Rows as they are stored; a count of people from 1 to 4 is withheld, as in findings.

    A middle of 1 to 4 is withheld with all bands, an outcome with what tells how far off it lay.
    """
    if not measures()[layer.measure].counts_people:
        return [dict(row) for row in rows]
    return [{**row, **dict.fromkeys(_withheld(row))} for row in rows]


_QUANTILES = tuple(name for name, _ in LEVELS)
_OFF = ("wis_log", "wis_log_last", "wis_natural", "wis_natural_last", "far")
_TELLS = {"last": ("last",), "q500": (*_QUANTILES, *_OFF), "observed": ("observed", *_OFF)}
"""What is withheld with a number of 1 to 4."""


def _withheld(row: Mapping[str, Any]) -> list[str]:
    few = [name for name in _TELLS if 0 < (row.get(name) or 0) < SMALLEST_COUNT]
    return [name for one in few for name in _TELLS[one] if name in row]
