"""`comity services recruitment`: what a job abroad may cost.

What is given stays in the run: nothing is stored.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.services import group
from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    give,
    give_template,
    note,
    print_json,
    print_table,
    say,
    write,
)

if TYPE_CHECKING:
    pass

recruitment = typer.Typer(rich_markup_mode=None, add_completion=False)
caps = typer.Typer(rich_markup_mode=None, add_completion=False)
_ENDINGS = (".csv", ".json", ".xlsx")
_FORM = typer.Option(None, "-o", "--output", metavar="FILE", help="The file: .csv or .xlsx.")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    from comity.cli import services_recruitment_cost

    group.add_typer(recruitment, name="recruitment")
    recruitment.command("cost")(services_recruitment_cost.cost)
    recruitment.command("items")(listed)
    recruitment.command("template")(template)
    recruitment.command("survey")(survey)
    recruitment.add_typer(caps, name="caps")
    caps.command("check")(caps_check)
    caps.command("template")(caps_template)
    caps.command("told")(caps_told)


@recruitment.callback(invoke_without_command=True)
def family(context: typer.Context) -> None:
    """Work out what a job abroad costs in months of wages, and who should pay.

    Example: comity services recruitment items
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@caps.callback(invoke_without_command=True)
def caps_family(context: typer.Context) -> None:
    """Bring dated tables of legal limits and minimum wages, and check them.

    Example: comity services recruitment caps check limits.csv
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def listed(output: Path | None = OUTPUT, as_json: bool = JSON) -> None:
    """List the twenty things people are asked to pay, and who should pay each.

    Example: comity services recruitment items -o items.csv
    """
    from comity.services.recruitment.items import ITEMS_NOTE, MARKS, RULES, items
    from comity.services.recruitment.written import items_frame

    check_ending(output, _ENDINGS, "The list of items")
    plain = {
        "items": [one.as_json() for one in items().values()],
        "note": ITEMS_NOTE,
        "marks": MARKS,
    }

    def show() -> None:
        rows = [[one.code, one.name, RULES[one.rule], one.why] for one in items().values()]
        print_table(["Word", "Item", "Who should pay", "Why"], rows)
        say(f"- {ITEMS_NOTE}", "dim")
        for mark, words in MARKS.items():
            codes = [one.code for one in items().values() if one.provenance == mark]
            say(f"- {mark}: {words} ({len(codes)} items).", "dim")

    give(output, as_json=as_json, plain=plain, sheets=lambda: {"Items": items_frame()}, show=show)


def template(output: Path | None = _FORM, as_json: bool = JSON) -> None:
    """Write a table to fill in: what you are asked to pay, item by item.

    Example: comity services recruitment template -o asked.csv
    """
    from comity.services.recruitment.asking import TEMPLATE

    give_template(TEMPLATE, output, as_json=as_json)


def survey(
    file: Path = typer.Argument(..., metavar="FILE", help="A table with one row a worker."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Work SDG 10.7.1 out from a survey of workers; nothing is stored.

    The same as 'comity policy indicator 10.7.1 FILE'; 'comity policy template 10.7.1' is the form.

    Example: comity services recruitment survey workers.csv --json
    """
    from comity.cli.policy_indicators_shown import assessed, show
    from comity.policy.assessment import assess

    check_ending(output, _ENDINGS, "An indicator")
    found = assess("10.7.1", file)
    if as_json:
        print_json(found.as_json())
    if output is not None:
        write(output, assessed(found, output.suffix.lower()))
    if not as_json and output is None:
        show(found)


def caps_template(output: Path | None = _FORM, as_json: bool = JSON) -> None:
    """Write a table to fill in: legal limits and minimum wages, with source and dates.

    Example: comity services recruitment caps template -o limits.csv
    """
    from comity.services.recruitment.caps_table import TEMPLATE

    give_template(TEMPLATE, output, as_json=as_json)


def caps_check(
    file: Path = typer.Argument(..., metavar="FILE", help="The table: .csv or .xlsx."),
    as_json: bool = JSON,
) -> None:
    """Check a table of limits row by row, and say whom it speaks of.

    To keep it: 'comity data add FILE --dataset recruitment_caps --private'.

    Example: comity services recruitment caps check limits.csv
    """
    from comity.services.recruitment.caps_table import read

    found = read(file)
    if as_json:
        rows = [one.as_json() for one in found.caps]
        print_json({"rows": rows, "corridors": found.corridors(), "notes": list(found.notes)})
        return
    say(f"{found.name}: {len(found.caps)} rows can be used.", "bold")
    print_table(
        ["Kind", "From", "To", "Occupation", "Item", "Amount", "Unit", "Read on"],
        [
            [
                one.kind,
                one.origin or "*",
                one.destination or "*",
                one.occupation or "all",
                one.item or "wage",
                float(one.amount),
                one.unit,
                one.as_of.isoformat(),
            ]
            for one in found.caps
        ],
        right=["Amount"],
    )
    for words in found.notes:
        note(words)


def caps_told(output: Path | None = OUTPUT, as_json: bool = JSON) -> None:
    """List limits that Comity has heard of and that nobody checked in the law.

    Example: comity services recruitment caps told
    """
    import polars as pl

    from comity.services.recruitment.told import READ_IN, all_told

    check_ending(output, _ENDINGS, "The list of limits")
    plain = [one.as_json() for one in all_told()]

    def show() -> None:
        columns = ["origin", "destinations", "occupation", "item", "amount", "unit", "since"]
        rows = [
            [
                ", ".join(row["destinations"]) or "all"
                if name == "destinations"
                else "all"
                if row[name] is None
                else str(row[name])
                if name == "since"
                else row[name]
                for name in columns
            ]
            for row in plain
        ]
        print_table([name.capitalize() for name in columns], rows, right=["Amount"])
        for one in all_told():
            say(f"- {one.source}: {READ_IN[one.provenance]} ({one.read_in}).", "dim")
        say("- None of them decides an answer: bring a table that somebody read.", "dim")

    def sheets() -> dict[str, pl.DataFrame]:
        flat = [row | {"destinations": "|".join(row["destinations"])} for row in plain]
        return {"Told of": pl.DataFrame(flat)}

    give(output, as_json=as_json, plain={"told_of": plain}, sheets=sheets, show=show)
