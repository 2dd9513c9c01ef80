"""`comity services placement`: which family finds a place where.

Files are read and never kept. Nothing is logged; what is found is printed, or written where asked.
"""

from __future__ import annotations

from pathlib import Path

import typer

from comity.cli.services import group as services
from comity.cli.services_placement_asked import (
    FAMILIES,
    FIRST,
    FLOOR,
    GAP,
    OUTCOMES,
    PLACES,
    SECONDS,
    problem_of,
    wish_of,
)
from comity.cli.speaking import JSON, OUTPUT, check_ending, give, note, say, write

group = typer.Typer(rich_markup_mode=None, add_completion=False)
_ENDINGS = (".csv", ".json", ".xlsx")
_CONCEPT = typer.Option(
    "efficiency", "--concept", metavar="NAME", help="What to seek: efficiency, max-min or nash."
)
_OVER = typer.Option(
    "places", "--over", metavar="WHO", help="Among whom max-min and nash share: places or groups."
)
_TOP = typer.Option(3, "--top", metavar="K", help="How many first wishes of a family count.")
_TOP_SHARE = typer.Option(
    0.0,
    "--top-share",
    metavar="SHARE",
    help="Least share of families with wishes that get one, as in 0.6.",
)


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    services.add_typer(group, name="placement")


@group.callback(invoke_without_command=True)
def placement(context: typer.Context) -> None:
    """Find places for families: none is split, no place is overfull, nothing is kept.

    Example: comity services placement solve families.csv places.csv outcomes.csv
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("solve")
def solve(
    families: Path = FAMILIES,
    places: Path = PLACES,
    outcomes: Path = OUTCOMES,
    concept: str = _CONCEPT,
    over: str = _OVER,
    first: str = FIRST,
    floor: list[str] = FLOOR,
    top: int = _TOP,
    top_share: float = _TOP_SHARE,
    gap: float | None = GAP,
    time_limit: float = SECONDS,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Place families: the placement, what it is worth, and how sure it is the best.

    Example: comity services placement solve families.csv places.csv outcomes.csv --concept nash
    """
    from comity.cli.services_placement_shown import show
    from comity.services.placement.placing import place
    from comity.services.placement.telling import sheets

    check_ending(output, _ENDINGS, "A placement")
    wish = wish_of(concept, over, first, floor, top, top_share, gap, time_limit)
    found = place(problem_of(families, places, outcomes), wish)
    give(
        output,
        as_json=as_json,
        plain=found.as_json(),
        sheets=lambda: sheets(found),
        show=lambda: show(found),
    )


@group.command("why")
def why(
    family: str = typer.Argument(..., metavar="FAMILY", help="The key of the family."),
    families: Path = FAMILIES,
    places: Path = PLACES,
    outcomes: Path = OUTCOMES,
    concept: str = _CONCEPT,
    over: str = _OVER,
    first: str = FIRST,
    floor: list[str] = FLOOR,
    top: int = _TOP,
    top_share: float = _TOP_SHARE,
    gap: float | None = GAP,
    time_limit: float = SECONDS,
    letter: bool = typer.Option(
        False, "--letter", help="Print sentences for the family itself; nothing of others."
    ),
    as_json: bool = JSON,
) -> None:
    """Say why a family is where it is, and what would change that.

    Example: comity services placement why F001 families.csv places.csv outcomes.csv --letter
    """
    from comity.cli.services_placement_shown import show_why
    from comity.services.placement.placing import find_family, place
    from comity.services.placement.why import why as told

    wish = wish_of(concept, over, first, floor, top, top_share, gap, time_limit)
    problem = problem_of(families, places, outcomes)
    find_family(problem, family)
    found = told(place(problem, wish), family)
    if letter and not as_json:
        for line in found.letter():
            say(line)
        return
    plain = found.as_json() | ({"letter": found.letter()} if letter else {})
    give(None, as_json=as_json, plain=plain, sheets=dict, show=lambda: show_why(found))


@group.command("batches")
def batches(
    families: Path = FAMILIES,
    places: Path = PLACES,
    outcomes: Path = OUTCOMES,
    past_families: Path | None = typer.Option(
        None,
        "--past-families",
        metavar="FILE",
        help="Families of the year before, of whom prices are made. Default: those placed.",
    ),
    past_outcomes: Path | None = typer.Option(
        None, "--past-outcomes", metavar="FILE", help="Their predicted outcomes."
    ),
    may_wait: bool = typer.Option(
        False,
        "--may-wait",
        help="Families may stay without a place though there is room, for later ones.",
    ),
    seed: int = typer.Option(0, "--seed", metavar="N", min=0, help="For what is drawn."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Place families batch by batch with prices, beside greedy ways and hindsight.

    Example: comity services placement batches families.csv places.csv outcomes.csv --seed 7
    """
    from comity.cli.services_placement_shown import show_year, year_sheet
    from comity.core.errors import ComityError
    from comity.services.placement.programme import compile_problem
    from comity.services.placement.years import lived

    check_ending(output, _ENDINGS, "A year")
    if (past_families is None) != (past_outcomes is None):
        raise ComityError("--past-families and --past-outcomes go together; give both or neither.")
    year = compile_problem(problem_of(families, places, outcomes))
    past = year
    if past_families is not None and past_outcomes is not None:
        past = compile_problem(problem_of(past_families, places, past_outcomes))
    else:
        note("Prices are made of the families themselves, so this is kinder than a real year.")
    found = lived(year, past, seed=seed, wait=may_wait)
    plain = found.as_json() | {"seed": seed, "may_wait": may_wait, "past": past is not year}
    give(
        output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: {"Ways": year_sheet(found)},
        show=lambda: show_year(found),
    )


@group.command("choose")
def choose(
    families: Path = FAMILIES,
    places: Path = PLACES,
    choices: Path = typer.Argument(
        ..., metavar="CHOICES", help="Ranks of families and places: see 'placement template'."
    ),
    rule: str = typer.Option("fill", "--rule", metavar="RULE", help="fill or strict."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Match families and places that both choose, and list the objections that remain.

    Example: comity services placement choose families.csv places.csv choices.csv --rule strict
    """
    from comity.cli.services_placement_asked import choices_of
    from comity.cli.services_placement_shown import chosen_sheets, show_chosen
    from comity.services.placement.choosing import choose as chosen

    check_ending(output, _ENDINGS, "A matching")
    found = chosen(choices_of(families, places, choices), rule)
    give(
        output,
        as_json=as_json,
        plain=found.as_json(),
        sheets=lambda: chosen_sheets(found),
        show=lambda: show_chosen(found),
    )


@group.command("check")
def check(
    results: Path = typer.Argument(
        ..., metavar="RESULTS", help="What was predicted and what came, one family a row."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Hold predictions against what came, in all and by group.

    Example: comity services placement check results.csv --json
    """
    from comity.cli.services_placement_shown import check_sheet, show_check
    from comity.services.placement.checking import check as checked
    from comity.services.placement.reading import Given

    check_ending(output, _ENDINGS, "A check")
    found = checked(Given(results))
    give(
        output,
        as_json=as_json,
        plain=found.as_json(),
        sheets=lambda: check_sheet(found),
        show=lambda: show_check(found),
    )


@group.command("template")
def template(
    output: Path = typer.Option(
        ..., "-o", "--output", metavar="DIR", help="The folder to write the tables into."
    ),
    example: bool = typer.Option(
        False, "--example", help="Write the made-up example instead of empty tables."
    ),
) -> None:
    """Write the tables to fill in, or a made-up example that can be solved at once.

    Example: comity services placement template -o my-tables --example
    """
    from comity.core.errors import FileTrouble
    from comity.core.templates import template_bytes
    from comity.services.placement import example as made
    from comity.services.placement.forms import FORMS

    if output.exists() and not output.is_dir():
        raise FileTrouble(f"{output} is a file; name a folder to write the tables into.")
    found: dict[str, bytes] = (
        made.files()
        if example
        else {f"{name}.csv": template_bytes(one, ".csv") for name, one in FORMS.items()}
    )
    for name in found:
        if (output / name).exists():
            raise FileTrouble(f"{output / name} is there already; move it, or name another folder.")
    output.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        write(output / name, data)
