"""`comity services remittances`: what it costs to send money home.

A corridor is written as the money goes: RUS-TJK is money from the Russian Federation to Tajikistan.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from comity.cli.services import group as services
from comity.cli.services_remittances_shown import (
    give_check,
    give_compared,
    give_monitor,
    give_sending,
)
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    read_day,
    subject_of,
    the_evidence,
)
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.core.regions import Subject

ENDINGS = (".csv", ".json", ".xlsx")


class Corridors(TyperGroup):
    """Commands, and corridors: a word that is no command is asked of `show`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `show` before what is neither a command nor a question for help."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


group = typer.Typer(cls=Corridors, rich_markup_mode=None, add_completion=False)


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    services.add_typer(group, name="remittances")


@group.callback(invoke_without_command=True)
def remittances(context: typer.Context) -> None:
    """Tell what sending money home costs, compare offers, and watch the goal of 3 percent.

    Example: comity services remittances RUS-TJK
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@group.command("show")
def show(
    corridor: str | None = typer.Argument(
        None, metavar="[FROM-TO]", help="A corridor as the money goes, as in RUS-TJK."
    ),
    amount: float | None = typer.Option(
        None, "--amount", metavar="USD", help="The amount to send, in US dollars. Default: 200."
    ),
    to: str | None = typer.Option(
        None, "--to", metavar="PLACE", help="Every corridor to a country or a region."
    ),
    from_: str | None = typer.Option(
        None, "--from", metavar="PLACE", help="Every corridor from a country or a region."
    ),
    region: str | None = typer.Option(
        None, "--region", metavar="REGION", help="Every corridor to the countries of a region."
    ),
    world: bool = typer.Option(False, "--world", help="Every corridor of the world."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell what sending costs on a corridor, to or from a place, in a region or the world.

    Example: comity services remittances show RUS-TJK --amount 200 --json
    """
    read_day(as_of)
    check_ending(output, ENDINGS, "What sending costs")
    asked = [one for one in (corridor, to, from_, region) if one is not None]
    if len(asked) + world != 1:
        raise ComityError(
            "Name one thing: a corridor (RUS-TJK), --to, --from, --region, or --world."
        )
    if corridor is not None:
        from comity.services.remittances import money_pair, sending
        from comity.services.remittances.amounts import checked_amount

        pair, sent = money_pair(corridor), checked_amount(200.0 if amount is None else amount)
        give_sending(sending(the_evidence(as_of), pair, sent), output, as_json=as_json)
        return
    if amount is not None:
        raise ComityError("--amount goes with a corridor, as in RUS-TJK --amount 200.")
    from comity.services.remittances import monitor

    subject = _subject("world" if world else asked[0])
    found = monitor(the_evidence(as_of), subject, "sender" if from_ else "receiver")
    give_monitor(found, output, as_json=as_json)


def _subject(written: str) -> Subject:
    from comity.core.places import Corridor

    found = subject_of([written])
    if isinstance(found, Corridor):
        raise ComityError(
            f"{found.code} is a corridor; write it alone, as in 'comity services remittances "
            f"{found.code}'."
        )
    return found


@group.command("compare")
def compare(
    quotes: Path = typer.Argument(
        ..., metavar="QUOTES", help="A table of offers; see 'comity services remittances template'."
    ),
    amount: float | None = typer.Option(
        None, "--amount", metavar="N", help="The amount to send, in the currency of the table."
    ),
    need: str = typer.Option(
        "",
        "--need",
        metavar="NEEDS",
        help="What you need: speed=1,payin=card,payout=cash,place=online.",
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Set offers side by side by their whole cost, among those that fit what you need.

    Example: comity services remittances compare QUOTES.csv --amount 200 --need speed=1
    """
    from comity.services.remittances import compare as compared
    from comity.services.remittances.needs import read_needs

    check_ending(output, ENDINGS, "A comparison")
    give_compared(compared(quotes, amount, read_needs(need)), output, as_json=as_json)


@group.command("template")
def template(
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="The file to write: .csv or .xlsx."
    ),
    for_rules: bool = typer.Option(
        False, "--rules", help="The questions on a price database instead of the table of offers."
    ),
    as_json: bool = JSON,
) -> None:
    """Write the table of offers to fill in, or the questions on a price database.

    Example: comity services remittances template -o quotes.csv
    """
    from comity.cli.speaking import give_template
    from comity.core.templates import WRITES
    from comity.services.remittances.compared import TEMPLATE
    from comity.services.remittances.rules import template as questions

    check_ending(output, WRITES, "A template")
    give_template(questions() if for_rules else TEMPLATE, output, as_json=as_json)


@group.command("rules")
def rules(
    answers: Path | None = typer.Argument(
        None, metavar="[ANSWERS]", help="Your answers; see 'template --rules'. Default: none."
    ),
    prices: Path | None = typer.Option(
        None,
        "--prices",
        metavar="QUOTES",
        help="Your table of prices, to see what it shows itself.",
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Hold a database of prices against the twelve rules for one; this is no approval.

    Example: comity services remittances rules ANSWERS.csv --prices QUOTES.csv
    """
    from comity.evidence.quotes import read_quotes
    from comity.services.remittances.rules import checked, read_answers

    check_ending(output, ENDINGS, "A check")
    told = read_answers(answers) if answers else {}
    quoted = read_quotes(prices, offers=True)[1] if prices else []
    give_check(checked(told, quoted), output, as_json=as_json)


@group.command("import")
def bring(
    file: Path = typer.Argument(
        ..., metavar="FILE", help="The workbook of Remittance Prices Worldwide (.xlsx)."
    ),
    released: str | None = typer.Option(
        None, "--released", metavar="DATE", help="The day on which the workbook came out."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Read and compare, but store nothing."),
    as_json: bool = JSON,
) -> None:
    """Store the quotes of Remittance Prices Worldwide, and the averages made from them.

    Example: comity services remittances import rpw_dataset.xlsx --released 2026-05-06
    """
    from comity.cli.services_remittances_shown import tell_what_waits
    from comity.cli.sync import bring_files
    from comity.core.errors import FileTrouble

    if not file.is_file():
        raise FileTrouble(f"{file} is no file; name the workbook of Remittance Prices Worldwide.")
    datasets = dict.fromkeys(("remittance_quotes", "remittance_prices"), (file,))
    try:
        bring_files(datasets, released, dry_run=dry_run, as_json=as_json)
    finally:
        if not dry_run and not as_json:
            tell_what_waits()
