"""`comity displacement validate`: simulations and forecasts beside what was reported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.displacement import (
    CASE,
    CLUSTER,
    DAYS,
    ENGINE,
    RULES,
    SCALE,
    SEED,
    SETTINGS,
    WORKERS,
    joining,
    planned,
    watched,
)
from comity.cli.speaking import JSON, OUTPUT, check_ending, give, note, one_of, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    import polars as pl

    from comity.foresight.displacement.forecasts.learning import Information
    from comity.foresight.displacement.plans.plan import Plan

_ENDINGS = (".csv", ".json", ".xlsx")
_PROTOCOLS = ("simulation", "rolling")
_INFORMATION = ("split", "forecast")


def validate(
    context: typer.Context,
    case: str = CASE,
    settings: Path | None = SETTINGS,
    engine: str = ENGINE,
    rules: str = RULES,
    runs: int = typer.Option(5, "--runs", metavar="N", help="How many runs are scored."),
    seed: int = SEED,
    scale: float = SCALE,
    days: int | None = DAYS,
    workers: int | None = WORKERS,
    cluster: str | None = CLUSTER,
    protocol: str = typer.Option(
        "simulation",
        "--protocol",
        metavar="WORD",
        help="simulation (the whole case at once) or rolling (forecasts every 30 days).",
    ),
    information: str | None = typer.Option(
        None,
        "--information",
        metavar="WORD",
        help="With rolling: split (totals are given, the default) or forecast (nothing later is).",
    ),
    horizon: int | None = typer.Option(
        None, "--horizon", metavar="DAYS", help="With rolling: how far ahead. Default: 30."
    ),
    leave_out: str | None = typer.Option(
        None, "--leave-out", metavar="CASE", help="With rolling: learn from all cases but this."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Score simulations, or forecasts, of a case against what was reported.

    Example: comity displacement validate mali --engine agents --runs 5 --json
    """
    one_of("protocol", protocol, _PROTOCOLS)
    check_ending(output, _ENDINGS, "Scores")
    if protocol == "rolling":
        _only_forecasts(context)
        plain = _rolling(
            case,
            "split" if information is None else information,
            30 if horizon is None else horizon,
            leave_out,
        )
    else:
        for name, given in (
            ("--information", information),
            ("--horizon", horizon),
            ("--leave-out", leave_out),
        ):
            if given is not None:
                raise ComityError(f"{name} belongs to forecasts; add --protocol rolling.")
        plan, _ = planned(case, settings, rules, scale, days)
        plain = _simulated(plan, engine, runs, seed, workers, cluster)
    give(
        output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: {"scores": _scored(plain)},
        show=lambda: _show_scores(plain),
    )


_OF_RUNS = (
    "settings",
    "engine",
    "rules",
    "runs",
    "seed",
    "scale",
    "days",
    "workers",
    "cluster",
)


def _only_forecasts(context: typer.Context) -> None:
    """Refuse options that say how simulations are made where forecasts are asked for."""
    source = context.get_parameter_source
    given = [f"--{name}" for name in _OF_RUNS if (by := source(name)) and by.name != "DEFAULT"]
    if given:
        raise ComityError(
            f"{', '.join(given)} say how simulations run, which --protocol rolling has none of; "
            "leave them out."
            if given[1:]
            else f"{given[0]} says how simulations run, which --protocol rolling has none of; "
            "leave it out."
        )


def _simulated(
    plan: Plan, engine: str, runs: int, seed: int, workers: int | None, cluster: str | None
) -> dict[str, Any]:
    """The scores of runs; the seconds are those of the runs, without compiling."""
    from comity.foresight.displacement.engines.ensemble import simulate
    from comity.foresight.displacement.engines.warming import warm
    from comity.foresight.displacement.runs.truths import truth
    from comity.foresight.displacement.runs.validation import validate as scored

    truth(plan)
    compiling = 0.0 if cluster else warm(plan, engine)
    with watched("Runs") as progress:
        made = simulate(plan, engine, runs, seed, workers, cluster, progress)
    scores = scored(made)
    for remark in scores["remarks"]:
        note(remark)
    return {
        "case": plan.case.name,
        "protocol": "simulation",
        "engine": made.engine,
        "rules": plan.rules,
        "runs": made.members,
        "seed": seed,
        "scale": plan.scale,
        "days": plan.days,
        **scores,
        "agent_days": made.agent_days,
        "seconds": round(made.seconds, 4),
        "seconds_compiling": round(compiling, 4),
    }


def _rolling(case: str, information: str, horizon: int, leave_out: str | None) -> dict[str, Any]:
    from comity.foresight.displacement.forecasts.rolling import rolling
    from comity.foresight.displacement.live.kept import open_case

    one_of("information", information, _INFORMATION)
    if horizon < 1:
        raise ComityError(f"--horizon is {horizon}; it must be a day or more.")
    if leave_out is not None and not leave_out.strip():
        raise ComityError("--leave-out is empty; write the name of a case, or leave it out.")
    given: Information = "forecast" if information == "forecast" else "split"
    found = open_case(case)
    with watched("Origins") as progress:
        return rolling(found, given, horizon, leave_out or "", progress=progress)


def _scored(plain: dict[str, Any]) -> pl.DataFrame:
    """A row for what was scored, and one for each baseline."""
    import polars as pl

    ours = plain.get("engine", "comity")
    rows = [(ours, None, plain), *((k, v["open"], v) for k, v in plain["baselines"].items())]
    return pl.DataFrame(
        [
            {
                "name": name,
                "open": is_open,
                **{
                    f"{error}_{part}": (one.get(error) or {}).get(part)
                    for error in ("error_normal", "error_rescaled")
                    for part in ("mean", "sd")
                },
                "crps": one.get("crps"),
                "coverage80": one.get("coverage80"),
                "coverage95": one.get("coverage95"),
            }
            for name, is_open, one in rows
        ],
        schema_overrides={"open": pl.Boolean, "coverage80": pl.Float64, "coverage95": pl.Float64},
    )


def _show_scores(plain: dict[str, Any]) -> None:
    """What was scored and its baselines, the best first."""
    table = _scored(plain)
    first, rest = table.head(1), table.tail(-1).sort("error_normal_mean")
    rows = [
        (row["name"], row["error_normal_mean"], row["error_rescaled_mean"], _standing(row["open"]))
        for row in (*first.iter_rows(named=True), *rest.iter_rows(named=True))
    ]
    columns = ("what", "error", "error rescaled", "")
    print_table(columns, rows, title=plain["case"], right=columns[1:3])
    if plain["protocol"] == "simulation":
        say(
            f"{plain['agent_days']:,} agent-days in {plain['seconds']:.2f} seconds, scored against "
            f"{plain['scored_against']}."
        )
    else:
        for sentence in (_told(plain), *plain["remarks"]):
            say(sentence)
    say("Errors are averaged relative differences: 0 is best, 2 is everybody in the wrong camp.")


def _told(plain: dict[str, Any]) -> str:
    """What rolling forecasts earned, in a sentence."""
    skill = plain["skill"]
    beside = "" if skill is None else f"skill over the best open rule {100 * skill:.1f} %; "
    return (
        f"{plain['horizon']} days ahead from {len(plain['origins'])} days: {beside}the 80 % bands "
        f"held {plain['coverage80']} % of {plain['reports']} reports."
    )


def _standing(is_open: bool | None) -> str:
    return "" if is_open is None else "open" if is_open else "has seen later reports"


register = joining(validate)
