"""`comity agreements`: packages in which every party gains, solved and set side by side.

A scenario is a file of the user's or one of the illustrations that ship. It may hold what parties
told their broker in confidence: nothing of it is logged, and files that tell it are written for
their owner alone.
"""

from __future__ import annotations

from pathlib import Path

import typer

from comity.cli.agreements_asked import (
    CONCEPT,
    EPS,
    GAP,
    SCALE,
    SCENARIO,
    TIME_LIMIT,
    WEIGHT,
    scenario_of,
    watched,
    weights_of,
    wish_of,
)
from comity.cli.speaking import JSON, check_ending, print_json

SOLVED = (".json", ".csv", ".xlsx", ".md", ".html", ".pdf")
COMPARED = (".json", ".csv", ".xlsx")

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="agreements")


@group.callback(invoke_without_command=True)
def agreements(context: typer.Context) -> None:
    """Find packages in which every party gains, prove them, and explain them.

    Example: comity agreements solve triangle
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("solve")
def solve(
    scenario: str = SCENARIO,
    concept: str = CONCEPT,
    scale: str = SCALE,
    gap: float = GAP,
    time_limit: float = TIME_LIMIT,
    eps: str | None = EPS,
    weight: list[str] = WEIGHT,
    alternatives: int = typer.Option(
        3, "--alternatives", metavar="N", min=0, max=20, help="How many next-best packages to list."
    ),
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file: .json .csv .xlsx, or the broker's report as .md .html .pdf.",
    ),
    as_json: bool = JSON,
) -> None:
    """Find the package that a concept of fairness prefers, with its proof.

    Example: comity agreements solve triangle --concept leximin --scale ideal

    Where no package lets every party gain, the status is "infeasible", with the reason and ways
    out; that is an answer too, so the command still leaves with 0.
    """
    from comity.cli.agreements_shown import show
    from comity.cli.agreements_written import finite, write_package

    check_ending(output, SOLVED, "A package")
    asked = scenario_of(scenario, output)
    wish = wish_of(asked, concept, scale, gap, time_limit, eps, weight, alternatives)
    from comity.agreements.packages import solve as solved

    with watched(concept, as_json=as_json) as progress:
        found = solved(asked, wish, progress)
    if output is not None:
        write_package(output, found)
    if as_json:
        print_json(finite(found.as_json()))
    elif output is None:
        show(found)


@group.command("compare")
def compare(
    scenario: str = SCENARIO,
    concept: list[str] = typer.Option(
        [],
        "--concept",
        metavar="NAME",
        help="One of those to compare; may be repeated. Default: all five.",
    ),
    scale: str = SCALE,
    gap: float = GAP,
    time_limit: float = TIME_LIMIT,
    eps: str | None = EPS,
    weight: list[str] = WEIGHT,
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .json .csv .xlsx."
    ),
    as_json: bool = JSON,
) -> None:
    """Set the packages of several concepts side by side, with each party's gain.

    Example: comity agreements compare triangle --concept nash --concept leximin

    With --weight, Nash and the largest sum stand there twice: with equal weights and with yours.
    """
    from comity.cli.agreements_shown import show_compared
    from comity.cli.agreements_written import compared, write_compared

    check_ending(output, COMPARED, "A comparison")
    asked = scenario_of(scenario, output)
    from comity.agreements.packages import solve as solved
    from comity.agreements.wish import CONCEPTS

    found = []
    for name in dict.fromkeys(concept or CONCEPTS):
        given = [(), weight] if weights_of(weight) and name in ("nash", "utilitarian") else [()]
        for own in given:
            wish = wish_of(asked, name, scale, gap, time_limit, eps, own, 0)
            with watched(name, as_json=as_json) as progress:
                found.append(solved(asked, wish, progress))
    if output is not None:
        write_compared(output, found)
    if as_json:
        print_json(compared(found))
    elif output is None:
        show_compared(found)
