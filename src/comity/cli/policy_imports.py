"""`comity policy import-texts` and `import-parties`: full texts, reservations, lists of parties."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.policy import group
from comity.cli.speaking import note, text, the_store

if TYPE_CHECKING:
    from comity.policy.texts import Imported


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("import-texts")(bring_texts)
    group.command("import-parties")(bring_parties)


def bring_texts(
    files: list[Path] = typer.Argument(
        ...,
        metavar="FILE...",
        help="Full texts (treaty_code, article, title, text) or reservations (treaty_code, "
        "country, text, as_of): .csv .xlsx .parquet.",
    ),
) -> None:
    """Import full texts by article, and reservations; they are shown beside our own summaries.

    Example: comity policy import-texts treaty_articles.csv reservations.csv
    """
    from comity.policy.texts import import_texts

    for told in import_texts(the_store(), files)[1]:
        _told(told)


def bring_parties(
    file: Path = typer.Argument(..., metavar="FILE", help="The filled-in template of parties."),
    complete: bool = typer.Option(
        False,
        "--complete",
        help="The list names every party of each of its instruments: who is missing is not bound.",
    ),
) -> None:
    """Import a list of parties; 'comity policy template parties' writes the table to fill in.

    Example: comity policy import-parties oau.csv --complete
    """
    from comity.policy.party_import import import_parties

    _told(import_parties(the_store(), file, complete=complete)[1])


def _told(told: Imported) -> None:
    for remark in told.notes:
        note(f"Note: {remark}")
    names = ", ".join(told.treaties)
    note(f"Stored {told.file} in {told.dataset}: {text(told.rows)} rows of {names}.")
