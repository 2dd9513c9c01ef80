"""`comity quality`: how complete and how old the evidence is, and where its sources differ."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.speaking import AS_OF, JSON, check_ending, read_day, subject_of, the_evidence
from comity.core.errors import ComityError, UnknownPlace

if TYPE_CHECKING:
    from comity.briefs.dossier import Dossier
    from comity.evidence import Evidence


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("quality")(quality)


def quality(
    subject: list[str] = typer.Argument(
        ...,
        metavar="SUBJECT",
        help="A country, a corridor (FROM-TO), a region, or the name of a dataset.",
    ),
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file; its ending says in which form: .html .md .json .csv .xlsx.",
    ),
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell how far the evidence on a subject can be trusted.

    Example: comity quality Germany
    """
    from comity.briefs.render import ENDINGS
    from comity.cli.dossiers import hand_over

    read_day(as_of)
    check_ending(output, ENDINGS, "A quality report")
    evidence = the_evidence(as_of)
    hand_over(_report(evidence, subject), output, as_json=as_json)


def _report(evidence: Evidence, words: list[str]) -> Dossier:
    from comity.cli.quality_report import dossier_on_dataset, dossier_on_subject

    written = " ".join(words)
    if written in evidence.store.datasets():
        return dossier_on_dataset(evidence, written)
    try:
        subject = subject_of(words)
    except UnknownPlace as error:
        raise _neither(written, error, [*evidence.datasets]) from error
    return dossier_on_subject(evidence, subject)


def _neither(written: str, error: UnknownPlace, names: list[str]) -> ComityError:
    """The error for a name that is neither; datasets are suggested where no place is near."""
    if error.suggestions:
        return error
    from comity.evidence.catalogue import unknown_dataset

    told = str(unknown_dataset(written, names))
    return UnknownPlace(told.replace("No dataset is", "No dataset, country or region is"))
