"""Learn from the published displacement cases: how settings did, and how far off forecasts were.

    COMITY_MIRROR=… python -m scripts.displacement_learn

Writes `learned.json` beside the forecaster: for each case the error of every setting and baseline
at real reports, and quantiles of scaled errors, but no report. Then prints what rolling forecasts
earn when the case that is forecast is left out, and puts that into the scoreboard, if there is one.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import comity.foresight.displacement as here
from comity.core.files import write_whole
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.forecasts.baselines import LAST, candidates
from comity.foresight.displacement.forecasts.coverage import ranked
from comity.foresight.displacement.forecasts.forecasting import hedge_of
from comity.foresight.displacement.forecasts.hedging import EVERY, Hedge, reports_within
from comity.foresight.displacement.forecasts.learning import (
    INFORMATION,
    REACHES,
    Information,
    marks_of,
    names_of,
    taken,
)
from comity.foresight.displacement.forecasts.rolling import (
    KINDS,
    REPORTS,
    Scene,
    given_to,
    scene,
    scored,
)

CASES = ("burundi", "car", "ethiopia", "mali", "ssudan", "syria")
FOLDER = Path(here.__path__[0])
BOARD = FOLDER / "scoreboard.json"
Floats = NDArray[np.float64]


def main() -> None:
    """Learn from every case, write what was learned, and score each case without itself."""
    mirror = Path(os.environ["COMITY_MIRROR"]) / "displacement"
    scenes = {name: scene(read_case(mirror / name)) for name in CASES}
    told = {name: _told(one) for name, one in scenes.items()}
    plain = {
        "cases": {
            name: {"marks": marks_of(scenes[name].case), "told": told[name]} for name in CASES
        },
    }
    write_whole(FOLDER / "learned.json", (json.dumps(plain, indent=1) + "\n").encode())
    earned: dict[str, Any] = {}
    for information in INFORMATION:
        for horizon in REACHES:
            answers = _without(scenes, told, information, horizon)
            earned[f"{information}-{horizon}"] = {"cases": answers}
            for kind in KINDS:
                _say(f"{information} {horizon}", answers, kind)
    if BOARD.is_file():
        board = json.loads(BOARD.read_text(encoding="utf-8")) | {"forecasts": earned}
        write_whole(BOARD, (json.dumps(board, ensure_ascii=False, indent=1) + "\n").encode())


def _told(one: Scene) -> dict[str, Any]:
    return {
        information: {str(reach): _at(one, information, reach) for reach in REACHES}
        for information in INFORMATION
    }


def _at(one: Scene, information: Information, reach: int) -> dict[str, Any]:
    """What a case says at one horizon, with every setting weighing alike."""
    total = one.people.sum(axis=1) if information == "split" else None
    alike = taken({}, information, reach)
    hedge = hedge_of(one.case, one.names, one.told, total, alike, reach)
    origins = [(day, min(reach, len(one.people) - 1 - day)) for day in one.origins]
    came = {day: reports_within(one.told, day, ahead) for day, ahead in origins}
    people = sum(float(reported.sum()) for _, _, reported in came.values())
    wrong = np.zeros(len(names_of(information)))
    pencilled = {choice.named(setting): 0.0 for choice, setting in candidates()}
    for day, ahead in origins:
        dates, camps, reported = came[day]
        at = dates - day - 1, camps
        _, told = hedge.settings(day, ahead)
        wrong += np.abs(told[:, *at] - reported).sum(axis=1)
        given = given_to(one, hedge, day, ahead)
        for choice, setting in candidates():
            apart = np.abs(choice.rule(given, setting)[at] - reported).sum()
            pencilled[choice.named(setting)] += float(apart)
    errors, of_total = _errors(one, hedge, reach)
    return {
        "settings": _rounded(dict(zip(names_of(information), wrong / people, strict=True))),
        "baselines": _rounded({name: error / people for name, error in pencilled.items()}),
        "errors": ranked(errors),
        "errors_of_total": ranked(of_total),
    }


def _errors(one: Scene, hedge: Hedge, reach: int) -> tuple[Floats, Floats]:
    """Scaled errors at reports, and those of the total on every fifth day ahead."""
    camps, totals = [], []
    for day in range(2 * EVERY, len(one.people) - 1, EVERY):
        ahead = min(reach, len(one.people) - 1 - day)
        dates, which, reported = reports_within(one.told, day, ahead)
        told = hedge.forecast(day, ahead)
        at = dates - day - 1, which
        camps.append((reported - told.people[at]) / told.scale[at])
        later = one.people[day + 1 :][:ahead].sum(axis=1)
        totals.append(((later - told.total) / told.scale_of_total)[4::5])
    return np.concatenate(camps), np.concatenate(totals)


def _rounded(errors: dict[str, float]) -> dict[str, float]:
    return {name: round(float(error), 5) for name, error in errors.items()}


def _without(
    scenes: dict[str, Scene],
    told: dict[str, dict[str, Any]],
    information: Information,
    horizon: int,
) -> dict[str, dict[str, Any]]:
    """What each case earns by the lessons of the others."""
    found = {}
    for name, one in scenes.items():
        others = {other: said for other, said in told.items() if other != name}
        found[name] = scored(one, information, horizon, taken(others, information, horizon))
    return found


def _say(title: str, answers: dict[str, dict[str, Any]], kind: str) -> None:
    """All cases together, and each by itself."""
    rules = {name: one["baselines"] for name, one in answers.items()}
    parts = answers
    if kind != REPORTS:
        parts = {name: one[kind] for name, one in answers.items()}
        rules = {
            name: {rule: said[kind] for rule, said in one.items()} for name, one in rules.items()
        }
    mine = [one["error_normal"]["mean"] for one in parts.values()]
    bars = [rules[name][one["best_open"]]["error_normal"]["mean"] for name, one in parts.items()]
    last = [rules[name][LAST]["error_normal"]["mean"] for name in parts]
    lines = [
        f"{title} {kind}: error {np.mean(mine):.4f} against {np.mean(bars):.4f}, skill "
        f"{1 - sum(mine) / sum(bars):+.3f}, wins {sum(np.less(mine, bars))}, over last count "
        f"{1 - sum(mine) / sum(last):+.3f}",
        *(
            f"   {name}: {one['error_normal']['mean']} against {one['best_open']}, "
            f"{one['skill']:+.3f}, inside {one.get('coverage80')} and {one.get('coverage95')}"
            for name, one in parts.items()
        ),
    ]
    if kind == REPORTS:
        many = sum(one["reports"] for one in answers.values())
        for level in ("coverage80", "coverage95"):
            inside = sum(one[level] * one["reports"] for one in answers.values())
            lines.append(f"   {level} of all reports: {inside / many:.1f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
