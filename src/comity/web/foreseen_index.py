"""All layers side by side: how good each is beside the last value, and where it is no better."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comity.core.findings import Source
from comity.evidence.reading import Evidence, Row
from comity.figures import Figure, Words, skill
from comity.foresight.layers import Layer
from comity.foresight.outlook import verdict
from comity.web import foreseen, foresight_urls
from comity.web.foreseen_late import lateness
from comity.web.foreseen_layer import skill_of
from comity.web.foreseen_told import farther, lower
from comity.web.spoken import Spoken
from comity.web.state import View


@dataclass(frozen=True)
class Index(Spoken):
    """Every layer of which scores are held."""

    evidence: Evidence
    view: View

    @property
    def title(self) -> str:
        """What the page is called."""
        return self.voice._("What may come")

    @cached_property
    def layers(self) -> dict[str, Layer]:
        """The layers by name."""
        return foreseen.forecast_layers(self.evidence)

    @cached_property
    def scores(self) -> list[Row]:
        """One row a layer, model and horizon."""
        return foreseen.scores(self.evidence) if self.layers else []

    def rows(self) -> list[tuple[Layer, list[tuple[Row, Row]]]]:
        """For each layer, by horizon, the default's scores and those of the last value."""
        found = {(row["layer"], row["model"], row["horizon"]): row for row in self.scores}
        return [
            (
                layer,
                [
                    (row, found[name, "last_value", ahead])
                    for (which, model, ahead), row in found.items()
                    if which == name and model == "default"
                ],
            )
            for name, layer in self.layers.items()
        ]

    def counted(self) -> dict[str, int]:
        """How many layers and horizons came out how."""
        found = dict.fromkeys(("better", "part", "tie", "worse"), 0)
        for row in self.scores:
            if row["model"] == "default":
                found[verdict(row)] += 1
        return found

    def besides(self) -> dict[str, int]:
        """Where the middle alone, or the worst year of the bands, was worse than the last value."""
        pairs = [pair for _, rows in self.rows() for pair in rows]
        return {
            "farther": sum(farther(row) for row, _ in pairs),
            "lower": sum(lower(row, last) for row, last in pairs),
        }

    def late(self) -> dict[str, list[Layer]]:
        """The layers whose newest forecast was made when periods had begun, or all were over."""
        found: dict[str, list[Layer]] = {"during": [], "after": []}
        for name, row in foreseen.newest_batches(self.evidence).items():
            when = lateness(str(row["made_on"]), (row["first"], row["last"]))
            if when in found and name in self.layers:
                found[when].append(self.layers[name])
        return found

    def named(self, found: list[Layer]) -> str:
        """Layers by title, apart from each other."""
        return self.voice.apart([self.voice._(layer.title) for layer in found])

    @cached_property
    def sources(self) -> list[Source]:
        """Who says so."""
        return foreseen.sources(self.evidence)

    def figures(self, width: int) -> dict[str, list[Figure]]:
        """How much closer than the last value each layer is, one period ahead."""
        words = Words(self.view.language)
        rows = [row for row in self.scores if row["model"] == "default" and row["horizon"] == 1]
        named = {row["layer"]: row for row in rows}
        lanes = [
            skill_of(named[name], "log", words.say(layer.title))
            for name, layer in self.layers.items()
            if name in named
        ]
        if not lanes:
            return {}
        how: dict[str, Any] = {"words": words, "width": width, "sources": self.sources}
        title = words.say("How much closer than the last value, one year or one month ahead")
        caption = words.say("Every series counts alike. The line at zero is the last value.")
        return {"skill": [skill(lanes, title, caption=caption, **how)]}

    def as_json(self) -> dict[str, Any]:
        """The page as plain data."""
        return {
            "title": "What may come",
            "as_of": self.evidence.today,
            "layers": [
                {
                    "name": layer.name,
                    "title": layer.title,
                    "dataset": layer.dataset,
                    "step": layer.step,
                    "horizons": layer.rules.horizons,
                    "address": foresight_urls.layer(layer.name),
                }
                for layer in self.layers.values()
            ],
            "scores": self.scores,
            "sources": [one.as_json() for one in self.sources],
        }
