"""Every type of page with an ordinary address and with hard ones: what browsers are sent to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RELEASED, LATER = "migrant_stock", date(2026, 1, 2)
"""The table of which the tried application holds a second release, without three of its rows."""

PATIENCE = 90_000
"""Milliseconds until a page counts as lost; only the budgets are about speed."""


@dataclass(frozen=True, slots=True)
class Address:
    """One page to look at; `hard` tells what makes it so, and is empty for the ordinary ones."""

    kind: str
    path: str
    hard: str = ""
    status: int = 200
    framed: bool = False

    @property
    def name(self) -> str:
        """A short name for files and test reports."""
        return f"{self.kind}-{self.hard.replace(' ', '-')}" if self.hard else self.kind

    @property
    def alike(self) -> bool:
        """Whether an address before it is made by the same template, with another picture."""
        return self.kind.startswith(("figure-", "embed-")) and not self.kind.endswith("-country")

    def said_in(self, language: str) -> str:
        """The address in a language."""
        if language == "en":
            return self.path
        path, hash_, place = self.path.partition("#")
        return f"{path}{'&' if '?' in path else '?'}lang={language}{hash_}{place}"


ORDINARY = (
    Address("start", "/"),
    Address("countries", "/countries"),
    Address("country", "/countries/UZB"),
    Address("corridors", "/corridors"),
    Address("corridor", "/corridors/TJK-RUS"),
    Address("regions", "/regions"),
    Address("region", "/regions/central-asia"),
    Address("figure-country", "/countries/UZB/figures/refuge"),
    Address("figure-corridor", "/corridors/TJK-RUS/figures/living-there"),
    Address("figure-region", "/regions/central-asia/figures/living-here-map"),
    Address("embed-country", "/embed/countries/UZB/figures/refuge", framed=True),
    Address("embed-corridor", "/embed/corridors/TJK-RUS/figures/living-there", framed=True),
    Address("embed-region", "/embed/regions/central-asia/figures/living-here-map", framed=True),
    Address("flows", "/flows"),
    Address("flows-corridor", "/flows/TJK-RUS"),
    Address("figure-flows", "/flows/TJK-RUS/figures/methods"),
    Address("embed-flows", "/embed/flows/central-asia/figures/chord", framed=True),
    Address("agreements", "/agreements"),
    Address("agreement", "/agreements/triangle"),
    Address("agreement-packages", "/agreements/triangle/packages?concept=leximin"),
    Address("agreement-sensitivity", "/agreements/triangle/sensitivity"),
    Address("agreement-power", "/agreements/triangle/power"),
    Address("agreement-terms", "/agreements/triangle/terms"),
    Address("figure-agreement", "/agreements/triangle/packages/figures/exchange"),
    Address("embed-agreement", "/embed/agreements/triangle/packages/figures/gains", framed=True),
    Address("policy", "/policy"),
    Address("norms", "/policy/norms"),
    Address("norms-moved", "/policy/instruments"),
    Address("norms-country", "/policy/norms/KGZ?as_of=2015-03-14"),
    Address("norms-region", "/policy/norms/central-asia"),
    Address("instrument", "/policy/instruments/icrmw-1990"),
    Address("figure-norms", "/policy/norms/KGZ/figures/timeline"),
    Address("embed-norms", "/embed/policy/norms/KGZ/figures/timeline", framed=True),
    Address("figure-instrument", "/policy/instruments/icrmw-1990/figures/map"),
    Address("embed-instrument", "/embed/policy/instruments/icrmw-1990/figures/map", framed=True),
    Address("policy-monitor-world", "/policy/monitor"),
    Address("policy-monitor", "/policy/monitor/KGZ"),
    Address("openness", "/policy/openness"),
    Address("openness-country", "/policy/openness/KGZ"),
    Address("openness-region", "/policy/openness/central-asia"),
    Address("openness-corridor", "/policy/openness/KGZ-TJK"),
    Address("figure-openness", "/policy/openness/central-asia/figures/matrix"),
    Address("embed-openness", "/embed/policy/openness/world/figures/map", framed=True),
    Address("services", "/services"),
    Address("comparing", "/compare"),
    Address("comparison", "/compare/KAZ,UZB,TJK"),
    Address("figure-comparison", "/compare/KAZ,UZB,TJK/figures/displaced"),
    Address("embed-comparison", "/embed/compare/KAZ,UZB,TJK/figures/displaced", framed=True),
    Address("measures", "/measures"),
    Address("measure", "/measures/displaced"),
    Address("figure-measure", "/measures/displaced/figures/ranking"),
    Address("embed-measure", "/embed/measures/displaced/figures/map", framed=True),
    Address("data", "/data"),
    Address("freshness", "/data/status"),
    Address("dataset", f"/data/{RELEASED}"),
    Address("changes", f"/data/{RELEASED}/changes/{LATER}"),
    Address("glossary", "/glossary"),
    Address("term", "/glossary/refugee"),
    Address("methods", "/methods"),
    Address("method", "/methods/quality"),
    Address("find", "/find?q=stan"),
    Address("about", "/about"),
    Address("policy-indicators", "/policy/indicators"),
    Address("policy-indicator", "/policy/indicators/10.7.2"),
    Address("figure-indicator", "/policy/indicators/10.7.3/figures/years"),
    Address("embed-indicator", "/embed/policy/indicators/10.7.3/figures/years", framed=True),
    Address("policy-topics", "/policy/topics?place=KGZ"),
    Address("policy-topic", "/policy/topics/documents?place=KGZ"),
    Address("policy-coding", "/policy/coding"),
    Address("policy-compacts", "/policy/compacts"),
    Address("policy-compact", "/policy/compacts/gcm?region=europe"),
    Address("foresight", "/foresight"),
    Address("foresight-layer", "/foresight/asylum-corridors"),
    Address("foresight-series", "/foresight/asylum-corridors/AFG-DEU?made_from=2020"),
    Address("foresight-record", "/foresight/record"),
    Address("foresight-breaks", "/foresight/breaks?place=VEN"),
    Address("figure-forecasts", "/foresight/figures/skill"),
    Address("embed-forecasts", "/embed/foresight/figures/skill", framed=True),
    Address("figure-layer", "/foresight/asylum-corridors/figures/skill"),
    Address("embed-series", "/embed/foresight/asylum-corridors/AFG-DEU/figures/fan", framed=True),
    Address("figure-breaks", "/foresight/breaks/figures/breaks?place=VEN"),
    Address("embed-breaks", "/embed/foresight/breaks/figures/breaks?place=VEN", framed=True),
    Address("figure-foresight", "/foresight/asylum-corridors/AFG-DEU/figures/fan"),
    Address("embed-foresight", "/embed/foresight/asylum-corridors/figures/skill", framed=True),
    Address("displacement", "/foresight/displacement"),
    Address("displacement-scores", "/foresight/displacement/scores"),
    Address("displacement-case", "/foresight/displacement/valley"),
    Address("displacement-run", "/foresight/displacement/valley/runs/sample?day=30"),
    Address("figure-displacement", "/foresight/displacement/figures/valley"),
    Address("embed-displacement", "/embed/foresight/displacement/figures/valley", framed=True),
    Address("figure-camps", "/foresight/displacement/valley/figures/camps"),
    Address("embed-camps", "/embed/foresight/displacement/valley/figures/camps", framed=True),
    Address("figure-run", "/foresight/displacement/valley/runs/sample/figures/map?day=30"),
    Address(
        "embed-run",
        "/embed/foresight/displacement/valley/runs/sample/figures/map?day=30",
        framed=True,
    ),
    Address("services-contract", "/services/contract"),
    Address("services-contract-form", "/services/contract/form"),
    Address("services-contract-model", "/services/contract/model?domestic=yes"),
    Address("services-training", "/services/training"),
    Address("services-training-one", "/services/training/palim"),
    Address("services-recruitment", "/services/recruitment"),
    Address("services-recruitment-corridor", "/services/recruitment/NPL-QAT"),
    Address("services-sharing", "/services/sharing"),
    Address("services-placement", "/services/placement"),
    Address("services-remittances", "/services/remittances"),
    Address("services-corridor", "/services/remittances/RUS-TJK"),
    Address("services-offers", "/services/remittances/compare?corridor=RUS-TJK"),
    Address("services-rules", "/services/remittances/rules?fee=yes&links=no"),
    Address("figure-remittances", "/services/remittances/RUS-TJK/figures/history"),
    Address("embed-remittances", "/embed/services/remittances/world/figures/history", framed=True),
    Address("missing", "/countries/UZX", status=404),
)

HARD = (
    Address("start", "/?as_of=2024-12-31", "past"),
    Address("country", "/countries/TUV", "small island"),
    Address("country", "/countries/XKX", "special notes"),
    Address("country", "/countries/TUR?as_of=2025-12-31&from=2000&to=2015&compare=DEU", "narrowed"),
    Address("corridor", "/corridors/NRU-PCN", "without data"),
    Address("region", "/regions/world", "most members"),
    Address("flows", "/flows/GGY", "counted elsewhere"),
    Address("comparison", "/compare/world,TUV?unit=per-1000&from=2005&to=2020", "unlike"),
    Address("measure", "/measures/immigrants?as_of=2025-12-31&to=2010&unit=per-1000", "past"),
    Address("dataset", "/data/displaced_stock", "large"),
    Address("dataset", "/data/governance", "not held"),
    Address("glossary", "/glossary?q=asylum", "sifted"),
    Address(
        "services-sharing",
        "/services/sharing?key=eu-2015-may&group=eu-2015-example&persons=24000",
        "beside the annex",
    ),
    Address("services-training-one", "/services/training/triple-win", "no gain for all"),
    Address("services-corridor", "/services/remittances/NRU-TUV", "without a price"),
    Address("services-corridor", "/services/remittances/USA-MEX?amount=350.5", "another amount"),
    Address("find", "/find?q=", "empty"),
    Address("find", "/find?q=qqzzxx", "nothing found", status=404),
    Address("missing", "/countries/DEU?from=2020&to=2010", "bad state", status=400),
    Address("missing", "/nowhere", "no page", status=404),
)

ADDRESSES = (*ORDINARY, *HARD)
