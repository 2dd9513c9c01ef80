"""`comity policy import`: bring a researchers' table in the form in which it was published."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.policy import group
from comity.cli.speaking import note, say, text, the_store
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.evidence.own import Proposal


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("import")(bring)


def bring(
    kind: str = typer.Argument(
        ...,
        metavar="KIND",
        help="What the file holds: visa-history, citizenship-law, asylum-policies or roll-calls.",
    ),
    file: Path = typer.Argument(
        ..., metavar="FILE", help="The file as its publisher gives it: .csv .xlsx .parquet."
    ),
    vintage: str | None = typer.Option(
        None,
        "--vintage",
        metavar="DATE",
        help="The day on which the file became public, as in 2025-06-30. Default: today.",
    ),
    yes: bool = typer.Option(
        False, "--yes", "-y", help="Store a file that lacks most of the rows held, unasked."
    ),
) -> None:
    """Import a table that does not ship: visa history, citizenship law, asylum policies, votes.

    Example: comity policy import citizenship-law globalcit_v3_1_country_year.csv
    """
    from comity.cli.adding import released, tell_changes
    from comity.evidence.own import accept, propose
    from comity.evidence.published import dataset_of, read

    day, name = released(vintage), dataset_of(kind)
    raw = read(kind, file, day)
    store = the_store()
    proposal = propose(store, file, name, vintage=day, raw=raw)
    say(f"{file.name} is read as {name}. Rows: {text(proposal.frame.height)}.")
    entry = proposal.dataset
    say(f"Cite as: {entry.citation}")
    say(f"Licence: {entry.licence}.")
    if proposal.same:
        note(f"The store holds exactly this already; {name} stays as it is.")
        return
    tell_changes(proposal)
    for remark in proposal.notes:
        note(f"Note: {remark}")
    if proposal.drops_most and not yes and not _consent(proposal):
        note("Nothing was stored.")
        return
    _, stored = accept(store, proposal)
    note(f"Stored as the release of {stored.vintage} of {name}; rows: {text(stored.rows)}.")


def _consent(proposal: Proposal) -> bool:
    """Ask at a terminal whether most rows shall go; raises `ComityError` where nobody answers."""
    assert proposal.changes
    assert proposal.before
    gone, held = text(proposal.changes.gone), text(proposal.before.rows)
    if not sys.stdin.isatty():
        raise ComityError(
            f"{proposal.file} lacks {gone} of the {held} rows of {proposal.dataset.name} that are "
            "held; bring the whole table, or say with --yes that it replaces them."
        )
    return typer.confirm(f"Let it replace the {held} rows held, {gone} of which it lacks?",
                         err=True)  # fmt: skip
