"""`comity figures`: drawing what pages show ahead of time, so that no reader waits for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from comity.cli.speaking import note, one_of, the_evidence

if TYPE_CHECKING:
    from comity.core.regions import Subject
    from comity.evidence import Evidence


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("figures")(figures)


def figures(
    subjects: list[str] = typer.Argument(
        None,
        metavar="[SUBJECT]...",
        help="Countries, corridors (FROM-TO) or regions; without any, all countries and regions.",
    ),
    language: str = typer.Option("en", "--language", metavar="CODE", help="en fr es ru zh or ar."),
) -> None:
    """Draw the figures of pages ahead of time.

    A server draws a figure when a page first shows it; after this command, and until the evidence
    changes, it is there already. All countries and regions take some minutes.

    Example: comity figures UZB TJK-RUS central-asia
    """
    from comity.core.places import LANGUAGES, places
    from comity.core.regions import find_subject, regions

    one_of("language", language, LANGUAGES)
    asked: Sequence[Subject] = [find_subject(name) for name in subjects or ()]
    made = _draw(the_evidence(), asked or [*places().values(), *regions().values()], language)
    note(f"{made:,} pictures are ready.")


def _draw(evidence: Evidence, subjects: Sequence[Subject], language: str) -> int:
    """Draw what the pages of these subjects show; how many pictures there are."""
    from rich.console import Console
    from rich.progress import track

    from comity.briefs.compose import dossier
    from comity.briefs.pictures import figures_for
    from comity.figures import svg
    from comity.figures.theme import NARROW, WIDTH

    made = 0
    watched = Console(stderr=True, quiet=not sys.stderr.isatty())
    for subject in track(subjects, "Drawing", console=watched, transient=True):
        told = dossier(evidence, subject, language=language)
        for width in (WIDTH, NARROW):
            for found in figures_for(told, width=width).values():
                for figure in found:
                    svg(figure, theme=None, alone=False)
                    made += 1
    return made
