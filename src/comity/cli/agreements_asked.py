"""What is asked of the engine of agreements: which scenario, which concept, how exactly, how long.

The options that several commands share stand here, with the sentences that refuse a wrong one.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.speaking import note
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.agreements.packages import Package
    from comity.agreements.scenario import Scenario
    from comity.agreements.wish import Wish

SCENARIO = typer.Argument(
    ...,
    metavar="SCENARIO",
    help="A file (.json .yaml .csv .xlsx), or an illustration (see 'comity agreements examples').",
)
CONCEPT = typer.Option(
    "nash",
    "--concept",
    metavar="NAME",
    help="nash, leximin, kalai-smorodinsky, utilitarian or minimal-regret.",
)
SCALE = typer.Option(
    "raw",
    "--scale",
    metavar="NAME",
    help="What gains are measured in: raw points, or shares of each party's range or ideal.",
)
GAP = typer.Option(
    1e-6,
    "--gap",
    metavar="G",
    help="How near to the bound is good enough, in the concept's own value (Nash: log points).",
)
TIME_LIMIT = typer.Option(
    50.0, "--time-limit", metavar="SECONDS", help="After which the best so far is told, as bounded."
)
EPS = typer.Option(
    None,
    "--eps",
    metavar="E",
    help="The least gain of each party: points on the scale (0.5), or a share of its ideal gain "
    "(5%). Default: 1%. With 0 no party may be worse off, and nash still asks for some gain.",
)
WEIGHT = typer.Option(
    [],
    "--weight",
    metavar="PARTY=W",
    help="A bargaining weight, as in TJK=2 (nash, utilitarian); may be repeated. Default: equal.",
)

QUIET, APART = 2.0, 5.0
"""Seconds before the first word of progress, and between two where nobody watches."""


def scenario_of(written: str, *outputs: Path | None) -> Scenario:
    """The scenario of a file, or the illustration of that name; raises `ComityError`.

    Files that will be written must not be the scenario, and must be such as can be written: said
    before anything is computed.
    """
    path = Path(written)
    check_outputs(path, *outputs)
    if path.is_file() or path.suffix or len(path.parts) > 1:
        from comity.agreements.documents import read_scenario

        return read_scenario(path)
    from comity.agreements import examples

    if written not in examples.names():
        raise ComityError(
            f"'{shown(written)}' is neither a file nor an illustration; name a file, or one of "
            f"{', '.join(examples.names())}."
        )
    return examples.load(written)


def check_outputs(source: Path, *outputs: Path | None) -> None:
    """Refuse files that cannot be written, or that are what is read; raises `ComityError`."""
    from comity.cli.flows_written import check_files

    for output in outputs:
        if output is not None and output.exists() and source.exists() and output.samefile(source):
            raise ComityError(f"{output} is read here, and would be lost; write another file.")
        check_files({"output": output}, {})


def weights_of(said: Sequence[str]) -> dict[str, float]:
    """Weights by party from `PARTY=W`; raises `ComityError` for what is written otherwise.

    >>> weights_of(["TJK=2", "RUS=0.5"])
    {'TJK': 2.0, 'RUS': 0.5}
    """
    found: dict[str, float] = {}
    for words in said:
        party, _, number = words.rpartition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = math.nan
        if not party or math.isnan(weight):
            raise ComityError(
                f"--weight is written PARTY=NUMBER, as in --weight TJK=2, not '{shown(words)}'."
            )
        if party in found:
            raise ComityError(f"--weight names {shown(party)} twice; give it one weight.")
        found[party] = weight
    return found


def wish_of(
    scenario: Scenario,
    concept: str,
    scale: str,
    gap: float,
    time_limit: float,
    eps: str | None,
    weight: Sequence[str] = (),
    alternatives: int = 3,
) -> Wish:
    """The wish that the options make; raises `ComityError` in one sentence."""
    from comity.agreements.wish import Wish

    weights = weights_of(weight)
    wish = Wish(concept, scale, gap, time_limit, eps, weights, alternatives).checked(scenario)
    if weights and concept not in ("nash", "utilitarian"):
        raise ComityError(
            f"--weight is for nash and utilitarian, not for {concept}, which treats parties alike; "
            "leave it out, or choose another --concept."
        )
    return wish


def solved(
    scenario: Scenario, concept: str, time_limit: float, *, scale: str = "raw", as_json: bool
) -> Package:
    """The package of a concept, for commands that go on from it; raises where there is none."""
    from comity.agreements.packages import solve
    from comity.agreements.wish import Wish

    wish = Wish(concept, scale, time_limit=time_limit, alternatives=0)
    with watched(concept, as_json=as_json) as progress:
        found = solve(scenario, wish, progress)
    if not found.package:
        reason = (
            "No package lets every party gain"
            if found.status == "infeasible"
            else f"No package was found within {time_limit:g} seconds"
        )
        raise ComityError(f"{reason}; 'comity agreements solve' says why and what would help.")
    return found


@contextmanager
def watched(concept: str, *, as_json: bool) -> Iterator[Callable[[float, float], None] | None]:
    """What to call while a package is sought: it tells value and bound on the standard error."""
    live = sys.stderr.isatty()
    if as_json and not live:
        yield None
        return
    started, told, best = time.monotonic(), QUIET - APART, -math.inf

    def tell(value: float, bound: float) -> None:
        nonlocal told, best
        behind, best = value < best, max(best, value)
        now = time.monotonic() - started
        if now < QUIET or (not live and now < told + APART):
            return
        told = now
        reached = "next-best packages" if behind else _reached(concept, value, bound)
        line = f"{concept}, {now:.0f} s: {reached}"
        if live:
            sys.stderr.write(f"\r{line:<78}")
            sys.stderr.flush()
        else:
            note(line)

    try:
        yield tell
    finally:
        if live and told > 0:
            sys.stderr.write(f"\r{'':<78}\r")
            sys.stderr.flush()


def _reached(concept: str, value: float, bound: float) -> str:
    if concept not in ("nash", "utilitarian") and bound >= 1:
        return f"{value:.0f} of the {bound:.0f} smallest gains weighed"
    best = f"{value:.6f}" if math.isfinite(value) else "none yet"
    most = f"{bound:.6f}" if math.isfinite(bound) else "not known yet"
    return f"best value {best}, bound {most}"
