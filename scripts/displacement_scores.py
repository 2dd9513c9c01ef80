"""Score FLEE's six published cases anew and write the scoreboard that ships.

`COMITY_MIRROR=folder python -m scripts.displacement_scores [CASE …]` reads `displacement/<case>/`
there, runs both engines under both rules at full scale with five runs each (`--runs`; minutes), and
writes `foresight/displacement/runs/scoreboard.json`. Cases that are not named, and the scores of
forecasts, stay as they stand in it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from comity import __version__
from comity.core.files import write_whole
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.cases.settings import Rules, Settings
from comity.foresight.displacement.engines.ensemble import Ensemble, chosen, simulate
from comity.foresight.displacement.plans.plan import Plan
from comity.foresight.displacement.plans.planning import make_plan
from comity.foresight.displacement.runs.naive import naive
from comity.foresight.displacement.runs.truths import truth
from comity.foresight.displacement.runs.validation import validate

BOARD = Path(__file__).parents[1] / "src/comity/foresight/displacement/runs/scoreboard.json"
SEED = 1
CASES = {
    "burundi": "BDI",
    "car": "CAF",
    "ethiopia": "ETH",
    "mali": "MLI",
    "ssudan": "SSD",
    "syria": "SYR",
}
"""Each case with the country that people leave."""

FLEE = {
    "burundi": (20, (0.586, 0.003), (0.550, 0.004)),
    "car": (50, (0.427, 0.006), (0.388, 0.005)),
    "ethiopia": (50, (1.403, 0.021), (1.691, 0.032)),
    "mali": (10, (0.382, 0.003), (0.315, 0.005)),
    "ssudan": (100, (0.490, 0.004), (0.584, 0.021)),
    "syria": (500, (0.268, 0.006), (0.281, 0.007)),
}
"""FLEE itself, run on 22 November 2026 from commit 02cd2cb with its default settings, three seeds:
one person in so many, error normal and rescaled with their standard deviations."""

SOURCES = (
    {
        "name": "FLEE",
        "citation": "Suleimenova, D., Bell, D. and Groen, D. (2017). A generalized simulation "
        "development approach for predicting refugee destinations. Scientific Reports 7:13377. "
        "FLEE 3, commit 02cd2cb of 14 May 2026, run by Comity on 22 November 2026.",
        "url": "https://doi.org/10.1038/s41598-017-13828-9",
        "licence": "BSD-3-Clause",
    },
    {
        "name": "UNHCR",
        "citation": "Camp registrations of the UNHCR data portal, as gathered for the validation "
        "cases of FLEE.",
        "url": "https://data.unhcr.org/",
        "licence": "BSD-3-Clause (the files of FLEE)",
    },
)


def scored(name: str, folder: Path, runs: int) -> dict[str, Any]:
    """A case as it stands in the scoreboard."""
    case = read_case(folder)
    plan = make_plan(case, Settings(), "flee")
    made = {
        (engine, rules): _ran(plan, engine, rules, runs)
        for rules in ("flee", "comity")
        for engine in ("counts", "agents")
    }
    ran = {key: one for key, one in made.items() if one is not None}
    first = next(iter(ran.values()))
    known = truth(plan)
    return {
        "name": name,
        "country": CASES[name],
        "start": plan.start.isoformat(),
        "last": (plan.start + timedelta(days=plan.days - 1)).isoformat(),
        "days": plan.days,
        "places": len(plan.places),
        "camps": len(known.names),
        "people": int(first.at[0, -1].sum() + first.under_way[0, -1]),
        "reports": _reports(plan),
        "rows": [
            _flee(name),
            *(_engine(one, engine, rules) for (engine, rules), one in ran.items()),
            *(_naive(one.as_json(), one.name) for one in naive(plan, known)),
        ],
    }


def _ran(plan: Plan, engine: str, rules: Rules, runs: int) -> Ensemble | None:
    """The runs of an engine; None where it is not exact for this case."""
    ready = plan if rules == plan.rules else make_plan(plan.case, plan.settings, rules)
    if engine == "counts" and chosen(ready, "auto") != "counts":
        return None
    print(f"{plan.case.name}: {engine}, rules {rules}", file=sys.stderr)  # noqa: T201
    return simulate(ready, engine, runs, SEED)


def _reports(plan: Plan) -> int:
    """Camp reports within the run, not drawn between others."""
    scored_camps = {plan.places[place] for place in plan.camps}
    end = plan.start + timedelta(days=plan.days)
    return sum(
        plan.start <= day < end
        for series in plan.case.camps
        if series.name in scored_camps
        for day in set(series.days)
    )


def _flee(name: str) -> dict[str, Any]:
    scale, normal, rescaled = FLEE[name]
    return {
        "name": "flee",
        "kind": "flee",
        "open": False,
        "rules": "flee",
        "runs": 3,
        "scale": scale,
        "error_normal": dict(zip(("mean", "sd"), normal, strict=True)),
        "error_rescaled": dict(zip(("mean", "sd"), rescaled, strict=True)),
    }


def _engine(made: Ensemble, engine: str, rules: str) -> dict[str, Any]:
    scores = validate(made)
    return {
        "name": engine,
        "kind": "engine",
        "open": False,
        "rules": rules,
        "runs": made.members,
        "scale": made.plan.scale,
        "error_normal": scores["error_normal"],
        "error_rescaled": scores["error_rescaled"],
    }


def _naive(plain: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "baseline",
        "open": plain["open"],
        "error_normal": plain["error_normal"],
        "error_rescaled": plain["error_rescaled"],
    }


def main(arguments: list[str]) -> None:
    """Score the named cases, or all, and write the scoreboard once they are done."""
    asked = argparse.ArgumentParser(prog="python -m scripts.displacement_scores")
    asked.add_argument("cases", nargs="*", metavar="CASE")
    asked.add_argument("--runs", type=int, default=5)
    given = asked.parse_args(arguments)
    root = Path(os.environ["COMITY_MIRROR"]) / "displacement"
    made = {name: scored(name, root / name, given.runs) for name in given.cases or CASES}
    old = json.loads(BOARD.read_text(encoding="utf-8")) if BOARD.exists() else {}
    cases = {one["name"]: one for one in old.get("cases", [])} | made
    board = {
        "made_on": date.today().isoformat(),
        "version": __version__,
        "sources": SOURCES,
        "cases": [cases[name] for name in sorted(cases)],
        "forecasts": old.get("forecasts", {}),
    }
    write_whole(BOARD, json.dumps(board, ensure_ascii=False, indent=1).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
