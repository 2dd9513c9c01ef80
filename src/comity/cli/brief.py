"""`comity brief`: everything the evidence says about a country, a corridor or a region."""

from __future__ import annotations

from pathlib import Path

import typer

from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    one_of,
    read_day,
    subject_of,
    the_evidence,
)
from comity.core.errors import ComityError


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("brief")(brief)


def brief(
    subject: list[str] = typer.Argument(
        ...,
        metavar="SUBJECT",
        help="A country, a corridor (FROM-TO, as people move) or a region: a name or a code.",
    ),
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file; its ending says in which form: .html .pdf .md .json .csv .xlsx .zip.",
    ),
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
    language: str = typer.Option("en", "--language", metavar="CODE", help="en fr es ru zh or ar."),
    compare: str | None = typer.Option(
        None,
        "--compare",
        metavar="PLACE",
        help="The country in whose population the pressure of hosting is expressed.",
    ),
) -> None:
    """Tell what is known about a country, corridor or region.

    Example: comity brief TJK-RUS -o corridor.html
    """
    from comity.cli.dossiers import hand_over
    from comity.core.places import LANGUAGES, Corridor, find_place

    read_day(as_of)
    one_of("language", language, LANGUAGES)
    asked = subject_of(subject)
    other = find_place(compare) if compare else None
    if other and isinstance(asked, Corridor):
        raise ComityError("--compare goes with a country or a region, not with a corridor.")

    from comity.briefs.render import ENDINGS

    check_ending(output, ENDINGS, "A brief")

    from comity.briefs.compose import dossier

    evidence = the_evidence(as_of)
    hand_over(dossier(evidence, asked, language=language, compare=other), output, as_json=as_json)
