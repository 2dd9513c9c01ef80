"""`comity displacement`: where people go when they must leave, simulated and checked by camp."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import JSON, note, one_of, print_json, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.foresight.displacement.cases.settings import Rules
    from comity.foresight.displacement.engines.ensemble import Ensemble
    from comity.foresight.displacement.live.kept import Kept
    from comity.foresight.displacement.plans.plan import Plan

group = typer.Typer(rich_markup_mode=None, add_completion=False)

CASE = typer.Argument(
    ..., metavar="CASE", help="A folder with input/ and source/ as FLEE has them, or a kept case."
)
SETTINGS = typer.Option(
    None, "--settings", metavar="FILE.yml", help="A simsetting.yml. Default: FLEE's own settings."
)
ENGINE = typer.Option(
    "auto",
    "--engine",
    metavar="WORD",
    help="counts (cohorts), agents (persons), or auto: counts wherever that is exact.",
)
RULES = typer.Option(
    "flee",
    "--rules",
    metavar="WORD",
    help="flee (as FLEE 3 moves people, quirks included) or comity (its defects mended).",
)
SEED = typer.Option(
    0, "--seed", min=0, metavar="S", help="Where chance starts; the same gives the same bytes."
)
SCALE = typer.Option(
    1.0, "--scale", metavar="H", help="Simulate one person in H (1 or more), as FLEE's hasten does."
)
DAYS = typer.Option(None, "--days", metavar="N", help="Only the first days of the case.")
WORKERS = typer.Option(
    None, "--workers", metavar="N", help="Threads. Default: as many as there are processors."
)
CLUSTER = typer.Option(
    None, "--cluster", metavar="ADDRESS", help="A Dask scheduler that shares the runs out."
)
_LONGEST = 36_500
_RULE_WORDS = ("flee", "comity")


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="displacement")


def joining(*commands: Callable[..., None]) -> Callable[[typer.Typer], None]:
    """What adds commands of another module to the family, by their names."""

    def register(_app: typer.Typer) -> None:
        for command in commands:
            group.command(command.__name__)(command)

    return register


@group.callback(invoke_without_command=True)
def displacement(context: typer.Context) -> None:
    """Simulate, check and forecast where people go when they must leave.

    Example: comity displacement validate mali
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("run")
def run(
    case: str = CASE,
    settings: Path | None = SETTINGS,
    engine: str = ENGINE,
    rules: str = RULES,
    runs: int = typer.Option(1, "--runs", metavar="N", help="How many runs; bands need 20."),
    seed: int = SEED,
    scale: float = SCALE,
    days: int | None = DAYS,
    workers: int | None = WORKERS,
    cluster: str | None = CLUSTER,
    keep: str | None = typer.Option(
        None, "--keep", metavar="NAME", help="Keep the run with the case of that name, for pages."
    ),
    output: str | None = typer.Option(
        None, "-o", "--output", metavar="DIR/", help="Write out.csv, tables and run.json there."
    ),
    as_json: bool = JSON,
) -> None:
    """Simulate where people go, and write FLEE's out.csv and tidy tables.

    Example: comity displacement run mali --runs 20 --seed 1 -o mali-run/
    """
    from comity.foresight.displacement.engines.ensemble import chosen, simulate
    from comity.foresight.displacement.runs.folders import check_folder, write_folder
    from comity.foresight.displacement.runs.record import FILES, files, told

    _check_names(output, keep)
    written = None if output is None else Path(output)
    if written is not None:
        check_folder(written, FILES)
    plan, remarks = planned(case, settings, rules, scale, days)
    chosen(plan, engine)
    place = None if keep is None else _kept(case, keep)
    with watched("Runs") as progress:
        made = simulate(plan, engine, runs, seed, workers, cluster, progress)
    scores = _scores(made)
    about = told(made, scores, (*remarks, *(scores or {}).get("remarks", ())))
    ready = files(made, about) if written is not None or place else {}
    if place:
        _keep(place, ready)
    if written is not None:
        write_folder(written, ready, FILES)
        note(f"Wrote {written} ({', '.join(ready)}).")
    if as_json:
        print_json(about)
    elif written is None:
        _show_run(made, about)


def planned(
    case: str, settings: Path | None, rules: str, scale: float, days: int | None
) -> tuple[Plan, tuple[str, ...]]:
    """The plan of a case that was checked, and what was noticed, told as it is found."""
    from comity.foresight.displacement.cases.reading_settings import read_settings
    from comity.foresight.displacement.live.kept import find_case
    from comity.foresight.displacement.plans.checks import check
    from comity.foresight.displacement.plans.planning import make_plan

    one_of("rules", rules, _RULE_WORDS)
    if not 1 <= scale < float("inf"):
        raise ComityError(
            f"--scale is {scale:g}; one person in so many is simulated, so it must be 1 or more."
        )
    if days is not None and not 1 <= days <= _LONGEST:
        raise ComityError(f"--days is {days}; a run lasts a day at least, {_LONGEST:,} at most.")
    moved: Rules = "comity" if rules == "comity" else "flee"
    chosen = read_settings(settings)
    named = find_case(case)
    found = named.case
    remarks = check(found, chosen, moved, days)
    if named.kept and (since := len(named.kept.reports)):
        remarks += (f"Lines of the log of reports that are counted in: {since}.",)
    plan = make_plan(found, chosen, moved, scale=scale, days=days)
    if not _people(plan):
        if plan.scale > 1:
            raise ComityError(
                f"Of one person in {plan.scale:g} nobody is left; choose a smaller --scale, or a "
                "smaller hasten in the settings."
            )
        remarks += ("Nobody is in this run, since no reports and no settings drive anybody out.",)
    for remark in remarks:
        note(remark)
    return plan, remarks


def _people(plan: Plan) -> float:
    """How many people are there at first or set out later, by what is known beforehand."""
    told = (plan.initial, plan.arrivals, plan.spawned, plan.poisson)
    return float(sum(people.sum() for people in told))


def _check_names(output: str | None, keep: str | None) -> None:
    """Refuse the empty names that a script leaves where a variable of its own is not set."""
    for option, given in (("-o", output), ("--keep", keep)):
        if given is not None and not given.strip():
            raise ComityError(f"{option} is empty; write a name behind it, or leave it out.")


def _scores(made: Ensemble) -> dict[str, Any] | None:
    """The scores of a run; None where no camp has reports."""
    from comity.foresight.displacement.runs.validation import validate as scored

    if not len(made.plan.camps):
        return None
    found = scored(made)
    for remark in found["remarks"]:
        note(remark)
    return found


def _kept(case: str, name: str) -> Kept:
    """The kept case of that name; this case is kept under it where it is not yet."""
    from comity.foresight.displacement.live.kept import find_case, keep

    found = find_case(case)
    if found.kept is not None and found.kept.name == name:
        return found.kept
    one, new = keep(found.folder, name)
    if new:
        note(f"The case is kept as {one.name} from now on.")
    return one


def _keep(one: Kept, ready: dict[str, bytes]) -> None:
    """Keep a run with its case."""
    import tempfile

    from comity.foresight.displacement.live.kept import keep_run
    from comity.foresight.displacement.runs.folders import write_folder

    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "run"
        write_folder(made, ready, ready)
        note(f"Kept the run {keep_run(None, one.name, made)} with the case {one.name}.")


def _show_run(made: Ensemble, about: dict[str, Any]) -> None:
    """The camps on the last day, and how far the runs lay from what was reported."""
    from comity.foresight.displacement.live.withholding import people

    plan = made.plan
    camps = made.camps[:, -1].mean(axis=0)
    rows = [
        (plan.places[place], people(many), people(plan.observed[-1, column]))
        for column, (place, many) in enumerate(zip(plan.camps, camps, strict=True))
    ]
    ran = "one run" if made.members == 1 else f"mean of {made.members} runs"
    title = f"{about['case']}, day {plan.days - 1}, {ran} by {made.engine}"
    print_table(
        ("camp", "simulated", "reported"), rows, title=title, right=("simulated", "reported")
    )
    if about["scores"]:
        error = about["scores"]["error_normal"]["mean"]
        say(
            f"Averaged relative difference over all days: {error:.3f}; 0 is best, 2 is everybody "
            "in the wrong camp."
        )


@contextmanager
def watched(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar where somebody watches, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)
