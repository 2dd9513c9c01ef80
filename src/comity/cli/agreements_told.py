"""`comity agreements explain` and `terms`: why a package is as it is, each reader its own paper.

The broker's report tells everything. A party's report is made from the open terms and from what
that party itself has told, and its file is for the broker to hand to it; the term sheet from the
open terms alone, so it can be read by all.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import (
    CONCEPT,
    SCALE,
    SCENARIO,
    TIME_LIMIT,
    scenario_of,
    solved,
    wish_of,
)
from comity.cli.agreements_written import finite, write_private
from comity.cli.speaking import JSON, check_ending, one_of, print_json, print_table, say, write
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.agreements.packages import Package
    from comity.agreements.scenario import Scenario
    from comity.briefs.agreements import Report

LANGUAGE = typer.Option("en", "--language", metavar="CODE", help="en fr es ru zh or ar.")
OUTPUT = typer.Option(
    None,
    "-o",
    "--output",
    metavar="FILE",
    help="Write a file; its ending says in which form: .html .pdf .md .json.",
)


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("explain")(explain)
    group.command("terms")(terms)


def explain(
    scenario: str = SCENARIO,
    reader: str = typer.Option(
        "broker",
        "--for",
        metavar="READER",
        help="broker (tells everything), or a party by its id.",
    ),
    concept: str = CONCEPT,
    scale: str = SCALE,
    beside: list[str] = typer.Option(
        [],
        "--beside",
        metavar="NAME",
        help="Another concept to set beside it in the broker's report; may be repeated.",
    ),
    allow_fairness: bool = typer.Option(
        False,
        "--allow-fairness",
        help="Let a party's report say which share of its possible gain every party reaches.",
    ),
    language: str = LANGUAGE,
    time_limit: float = TIME_LIMIT,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Explain a package in plain words: to the broker, or to one party.

    Example: comity agreements explain triangle --for SEN -o senegal.pdf
    """
    _checked(language, output)
    asked = scenario_of(scenario, output)
    _known_reader(asked, reader, beside, allow_fairness=allow_fairness)
    from comity.briefs.agreements import broker_report, party_report

    names = list(dict.fromkeys([concept, *beside]))
    found = [_package(asked, name, scale, time_limit, as_json=as_json) for name in names]
    if reader == "broker":
        report = broker_report(found[0], found[1:], language=language)
    else:
        report = party_report(found[0], reader, allow_fairness=allow_fairness, language=language)
    _hand_over(report, output, as_json=as_json)


def terms(
    scenario: str = SCENARIO,
    concept: str = CONCEPT,
    scale: str = SCALE,
    language: str = LANGUAGE,
    time_limit: float = TIME_LIMIT,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Write the term sheet: who does what for whom, and nothing of what it is worth to anybody.

    Example: comity agreements terms triangle -o terms.pdf
    """
    _checked(language, output)
    asked = scenario_of(scenario, output)
    found = solved(asked, concept, time_limit, scale=scale, as_json=as_json)
    from comity.briefs.agreements import term_sheet

    _hand_over(term_sheet(found, language=language), output, as_json=as_json)


def _checked(language: str, output: Path | None) -> None:
    from comity.core.places import LANGUAGES

    one_of("language", language, LANGUAGES)
    check_ending(output, (".html", ".pdf", ".md", ".json"), "A report")


def _known_reader(asked: Scenario, reader: str, beside: list[str], *, allow_fairness: bool) -> None:
    parties = [party.id for party in asked.parties]
    if reader != "broker" and reader not in parties:
        raise ComityError(
            f"'{shown(reader)}' is no party of {asked.id}; --for is broker, or one of "
            f"{', '.join(parties)}."
        )
    if reader == "broker" and allow_fairness:
        raise ComityError("--allow-fairness goes with the report of a party; name it with --for.")
    if reader != "broker" and beside:
        raise ComityError(
            "--beside goes with the broker's report; leave out one of --beside and --for."
        )


def _package(
    asked: Scenario, concept: str, scale: str, time_limit: float, *, as_json: bool
) -> Package:
    from comity.agreements.packages import solve
    from comity.cli.agreements_asked import watched

    wish = wish_of(asked, concept, scale, 1e-6, time_limit, None)
    with watched(concept, as_json=as_json) as progress:
        return solve(asked, wish, progress)


def _hand_over(report: Report, output: Path | None, *, as_json: bool) -> None:
    """Write the report, print it as JSON, or both; print it as text when neither is asked."""
    if output is not None:
        from comity.briefs.agreements import write as written

        keep = write if report.kind == "terms" else write_private
        keep(output, written(report, output.suffix.lower()))
    if as_json:
        print_json(finite(report.as_json()))
    elif output is None:
        _show(report)


def _show(report: Report) -> None:
    say(report.title, "bold")
    for words in (report.about, report.seal, *report.notes):
        say(words)
    for part in report.parts:
        say(f"\n{part.heading}", "bold")
        for sentence in part.text:
            say(sentence)
        for point in part.points:
            say(f"- {point}")
        for sheet in part.sheets:
            right = [sheet.columns[k] for k in sorted(sheet.numbers)]
            print_table(sheet.columns, sheet.rows, title=sheet.caption, right=right)
    say(f"\n{report.made}", "dim")
