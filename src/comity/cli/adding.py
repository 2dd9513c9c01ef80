"""`comity data add`: bring a table; see what it is and what it changes before it is stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.data import group
from comity.cli.speaking import note, print_table, say, text, the_store
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from datetime import date

    from comity.evidence.own import Proposal


def register(_app: typer.Typer) -> None:
    """Add the command to the data family."""
    group.command("add")(add)


def _say(*, name: str, words: str) -> str | None:
    option: str | None = typer.Option(None, name, metavar="TEXT", help=words)
    return option


def add(
    file: Path = typer.Argument(
        ..., metavar="FILE", help="A table: .csv .tsv .txt .xlsx .parquet."
    ),
    dataset: str = typer.Option(
        ...,
        "--dataset",
        metavar="NAME",
        help="A dataset of 'comity data' for a new release of it, or a new name for your own.",
    ),
    yes: bool = typer.Option(
        False, "--yes", "-y", help="Store a table of your own without being asked."
    ),
    private: bool | None = typer.Option(
        None,
        "--private/--public",
        help="Keep your own dataset from pages and the API, or show it there again.",
        show_default=False,
    ),
    vintage: str | None = typer.Option(
        None,
        "--vintage",
        metavar="DATE",
        help="The day on which the table became public, as in 2025-06-30. Default: today.",
    ),
    title: str | None = _say(name="--title", words="What your own dataset is called."),
    publisher: str | None = _say(name="--publisher", words="Who publishes your own dataset."),
    licence: str | None = _say(name="--licence", words="Under which licence others may use it."),
    citation: str | None = _say(name="--citation", words="How to cite your own dataset."),
    url: str | None = _say(name="--url", words="Where your own dataset is found."),
) -> None:
    """Add a table: a new release of a dataset, or one of your own.

    Example: comity data add permits.csv --dataset labour_permits --publisher "Ministry of Labour"
    """
    from comity.evidence.own import Provenance, accept, propose

    day = released(vintage)
    store = the_store()
    said = Provenance(title, publisher, licence, citation, url, private)
    proposal = propose(store, file, dataset, vintage=day, provenance=said)
    _tell(proposal)
    if proposal.same:
        note(f"The store holds exactly this already; {dataset} stays as it is.")
        return
    if proposal.guessed and not yes and not _consent(dataset):
        note("Nothing was stored.")
        return
    _, stored = accept(store, proposal)
    if proposal.unchanged and stored == proposal.before:
        note(f"The description of {dataset} is new; its rows are those of {stored.vintage}.")
        return
    note(f"Stored as the release of {stored.vintage} of {dataset}; rows: {text(stored.rows)}.")


def released(written: str | None) -> date | None:
    """The day of `--vintage`; raises `ComityError` for a month or a year."""
    from comity.core.periods import Period

    if written is None:
        return None
    period = Period.parse(written)
    if period.kind != "day":
        raise ComityError(f"--vintage takes a day, as in 2025-06-30, not '{written[:40]}'.")
    return period.start


def _consent(name: str) -> bool:
    """Ask at a terminal; raises `ComityError` where nobody can answer."""
    if not sys.stdin.isatty():
        raise ComityError(
            f"{name} would be a dataset of your own with the columns above; to store it, say so "
            "with --yes."
        )
    return typer.confirm(f"Store this as your own dataset {name}?", err=True)


def _tell(proposal: Proposal) -> None:
    """Show the columns and what the table changes."""
    entry = proposal.dataset
    kind = "your own dataset" if proposal.own else "a new release of a published dataset"
    say(f"{proposal.file} is for {entry.name}, {kind}. Rows: {text(proposal.frame.height)}.")
    if proposal.guessed:
        rows = [
            [one.name, one.type, "yes" if one.measure else "", example]
            for one, example in zip(entry.columns, proposal.examples, strict=True)
        ]
        print_table(["Column", "Type", "Measure", "Example"], rows, title="Columns as guessed")
        say(f"Publisher: {entry.publisher}. Licence: {entry.licence}.")
    if entry.private:
        say("Private: never on pages or in the API.")
    tell_changes(proposal)
    for remark in proposal.notes:
        note(f"Note: {remark}")


def tell_changes(proposal: Proposal) -> None:
    """Say how many rows come, change and go against the release before, and what they add up to."""
    changes, before = proposal.changes, proposal.before
    if changes is None or before is None:
        return
    if proposal.unchanged:
        say(f"Nothing changed against the release of {before.vintage}.")
        return
    say(
        f"Against the release of {before.vintage} (rows: {text(before.rows)}): "
        f"{text(changes.added)} added, {text(changes.changed)} changed, {text(changes.gone)} gone."
    )
    rows = [[one.column, one.unit or "", one.before, one.after] for one in proposal.sums]
    if rows:
        print_table(
            ["Sum of", "Unit", "Before", "Now"],
            rows,
            right=["Before", "Now"],
            title="Sums over all rows, to see the size of the change",
        )
