"""`comity data`: which datasets there are, what is in them, and whether their files are sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import (
    AS_OF,
    JSON,
    note,
    print_json,
    print_table,
    say,
    text,
    the_evidence,
    the_store,
)

if TYPE_CHECKING:
    import polars as pl

    from comity.evidence import Evidence, Store
    from comity.evidence.catalogue import Dataset

NAME = typer.Argument(..., metavar="NAME", help="The dataset's name, as 'comity data' lists it.")

group = typer.Typer(rich_markup_mode=None, add_completion=False)


def register(app: typer.Typer) -> None:
    """Add the family to the command line."""
    app.add_typer(group, name="data")


@group.callback(invoke_without_command=True)
def data(context: typer.Context) -> None:
    """See, add, take away and cite the datasets.

    Example: comity data show migrant_stock
    """
    if context.invoked_subcommand is None:
        list_datasets(as_json=False)


@group.command("list")
def list_datasets(as_json: bool = JSON) -> None:
    """List the datasets with their newest release.

    Example: comity data list --json
    """
    store = the_store()
    entries = list(store.datasets().values())
    if as_json:
        print_json([_summary(store, entry) for entry in entries])
        return
    rows = []
    for entry in entries:
        told = _summary(store, entry)
        marks = [word for word in ("private", "left_out") if told[word]]
        rows.append(
            [
                entry.name,
                entry.title,
                entry.short,
                told["rows"],
                told["vintage"],
                ", ".join(marks).replace("_", " "),
            ]
        )
    print_table(["Name", "What it is", "Source", "Rows", "Released", ""], rows, right=["Rows"])


def _summary(store: Store, entry: Dataset) -> dict[str, Any]:
    held = store.manifest.datasets[entry.name]
    newest = held.at(None)
    return {
        "name": entry.name,
        "title": entry.title,
        "publisher": entry.publisher,
        "licence": entry.licence,
        "counts": entry.counts,
        "frequency": entry.frequency,
        "rows": newest.rows if newest else 0,
        "vintage": newest.vintage.isoformat() if newest else None,
        "releases": len(held.vintages),
        "left_out": held.left_out,
        "private": entry.private,
    }


@group.command("show")
def show(
    name: str = NAME,
    rows: int = typer.Option(10, "--rows", min=0, metavar="N", help="How many rows to show."),
    as_of: str | None = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Describe a dataset and show its first rows.

    Example: comity data show migrant_stock --rows 5
    """
    evidence = the_evidence(as_of)
    entry = evidence.store.dataset(name)
    frame = evidence.store.read(name, evidence.as_of)
    if as_json:
        plain = entry.model_dump(mode="json") | {"first_rows": frame.head(rows).to_dicts()}
        print_json(plain)
        return
    _describe(evidence, entry, frame.height)
    columns = [[one.name, one.type, one.unit or "", one.description] for one in entry.columns]
    print_table(["Column", "Type", "Unit", "Meaning"], columns, title="Columns")
    if rows:
        _first_rows(entry, frame.head(rows))


def _describe(evidence: Evidence, entry: Dataset, rows: int) -> None:
    vintage = evidence.store.vintage(entry.name, evidence.as_of)
    say(f"{entry.title} ({entry.name})", "bold")
    say(entry.summary)
    known = [
        ("Publisher", entry.publisher),
        ("Release", f"{entry.release}, public from {vintage.vintage}. {entry.vintage_note}"),
        ("Counts", f"{entry.counts} of {entry.counted}, {entry.frequency}"),
        ("Who counted", entry.who_counted),
        ("Rows", text(rows)),
        ("Licence", f"{entry.licence} {entry.licence_url or ''}".strip()),
        ("Cite as", entry.citation),
        ("Address", entry.url),
        ("Private", "yes: never on pages or in the API" if entry.private else ""),
    ]
    print_table(["", ""], [pair for pair in known if pair[1]])
    for caveat in entry.caveats:
        say(f"- {caveat}")


def _first_rows(entry: Dataset, frame: pl.DataFrame) -> None:
    kinds = {one.name: one for one in entry.columns}
    right = [one.name for one in entry.columns if one.type in ("integer", "number")]

    def cell(name: str, value: Any) -> str:
        if value is None and not kinds[name].measure:
            return ""
        return str(value) if kinds[name].type == "year" else text(value)

    rows = [[cell(*pair) for pair in row.items()] for row in frame.to_dicts()]
    print_table(frame.columns, rows, title="First rows", right=right)


@group.command("history")
def history(name: str = NAME, as_json: bool = JSON) -> None:
    """List the releases of a dataset and what each changed.

    Example: comity data history migrant_stock
    """
    store = the_store()
    store.dataset(name)
    vintages = store.manifest.datasets[name].vintages
    if as_json:
        print_json([vintage.model_dump(mode="json") for vintage in vintages])
        return
    rows = [
        [
            one.vintage,
            one.rows,
            f"{one.stored_at:%Y-%m-%d %H:%M} UTC",
            one.origin,
            *(
                [one.changes.added, one.changes.changed, one.changes.gone]
                if one.changes
                else ["", "", ""]
            ),
        ]
        for one in vintages
    ]
    numbers = ["Rows", "Added", "Changed", "Gone"]
    print_table(
        ["Released", "Rows", "Stored", "From", "Added", "Changed", "Gone"], rows, right=numbers
    )


@group.command("check")
def check() -> None:
    """Read every file of the store against its checksum.

    Example: comity data check
    """
    store = the_store()
    sound = sum(1 for _ in store.check())
    say(f"{sound} files in {store.folder} are as they were stored.")


@group.command("leave-out")
def leave_out(name: str = NAME) -> None:
    """Leave a dataset out of everything that is shown.

    Example: comity data leave-out visa_requirements
    """
    store = the_store()
    store.dataset(name)
    if store.manifest.datasets[name].left_out:
        note(f"{name} was left out already.")
        return
    store.leave_out(name)
    note(f"{name} is left out now; 'comity data bring-back {name}' shows it again.")


@group.command("bring-back")
def bring_back(name: str = NAME) -> None:
    """Show a dataset again that was left out.

    Example: comity data bring-back visa_requirements
    """
    store = the_store()
    store.dataset(name)
    if not store.manifest.datasets[name].left_out:
        note(f"{name} was not left out.")
        return
    store.leave_out(name, left_out=False)
    note(f"{name} is shown again.")
