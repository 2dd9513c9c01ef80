"""`comity policy import-texts` and `import-parties`: full texts, reservations, lists of parties."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.policy import group
from comity.cli.speaking import note, text, the_store
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.policy.texts import Imported

_FORGET = typer.Option(
    None,
    "--forget",
    metavar="INSTRUMENT",
    help="Import nothing, and forget what was imported of this instrument, as in OAU_1969.",
)


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("import-texts")(bring_texts)
    group.command("import-parties")(bring_parties)


def bring_texts(
    files: list[Path] | None = typer.Argument(
        None,
        metavar="FILE...",
        help="Full texts (treaty_code, article, title, text) or reservations (treaty_code, "
        "country, text, as_of): .csv .xlsx .parquet.",
    ),
    complete: bool = typer.Option(
        False,
        "--complete",
        help="The files hold all of each of their instruments, and replace all that is held of it.",
    ),
    forget: str | None = _FORGET,
) -> None:
    """Import full texts by article, and reservations; they are shown beside our own summaries.

    Example: comity policy import-texts treaty_articles.csv reservations.csv
    """
    from comity.policy.texts import ARTICLES, RESERVATIONS, import_texts

    _refuse_both(bool(files), forget)
    if forget:
        _forget(forget, (ARTICLES, RESERVATIONS))
    else:
        for told in import_texts(the_store(), files or [], complete=complete)[1]:
            _told(told)


def bring_parties(
    file: Path | None = typer.Argument(
        None, metavar="FILE", help="The filled-in template of parties."
    ),
    complete: bool = typer.Option(
        False,
        "--complete",
        help="The list names every party of each of its instruments: who is missing is not bound.",
    ),
    forget: str | None = _FORGET,
) -> None:
    """Import a list of parties; 'comity policy template parties' writes the table to fill in.

    Example: comity policy import-parties oau.csv --complete
    """
    from comity.policy.norms import IMPORTED
    from comity.policy.party_import import import_parties

    _refuse_both(file is not None, forget)
    if forget:
        _forget(forget, (IMPORTED,))
    elif file:
        _told(import_parties(the_store(), file, complete=complete)[1])


def _refuse_both(given: bool, forget: str | None) -> None:
    if given == bool(forget):
        raise ComityError("Name a file to import, or with --forget the instrument to forget.")


def _forget(text: str, datasets: tuple[str, ...]) -> None:
    from comity.policy.imports import forget
    from comity.policy.instruments import find_instrument

    code = find_instrument(text).code
    _, rows = forget(the_store(), datasets, code)
    note(f"Forgot what was imported of {code}: {rows} rows. Earlier states stay in the store.")


def _told(told: Imported) -> None:
    for remark in told.notes:
        note(f"Note: {remark}")
    names = ", ".join(told.treaties)
    note(f"Stored {told.file} in {told.dataset}: {text(told.rows)} rows of {names}.")
