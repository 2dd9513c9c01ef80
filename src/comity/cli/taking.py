"""`comity data export` and `comity data cite`: take a table with you, and say where it is from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.data import NAME, group
from comity.cli.speaking import AS_OF, check_ending, note, one_of, the_evidence, write

if TYPE_CHECKING:
    from datetime import date

    from comity.evidence.catalogue import Dataset

FORMATS = ("text", "bibtex", "ris")


def register(_app: typer.Typer) -> None:
    """Add the commands to the data family."""
    group.command("export")(export)
    group.command("cite")(cite)


def export(
    name: str = NAME,
    output: Path = typer.Option(
        ...,
        "-o",
        "--output",
        metavar="FILE",
        help="The file to write; its ending says in which form: .csv .json .parquet .xlsx.",
    ),
    as_of: str | None = AS_OF,
) -> None:
    """Write a whole dataset to a file.

    Example: comity data export migrant_stock -o stock.xlsx
    """
    from comity.core.sheets import WRITES, table_bytes

    check_ending(output, WRITES, "A dataset")
    evidence = the_evidence(as_of)
    frame = evidence.store.read(name, evidence.as_of)
    write(output, table_bytes(frame, output.suffix.lower()))
    entry = evidence.store.dataset(name)
    note(f"Source: {entry.citation} Licence: {entry.licence}.")


def cite(
    name: str = NAME,
    form: str = typer.Option("text", "--format", metavar="FORM", help="text, bibtex or ris."),
    as_of: str | None = AS_OF,
) -> None:
    """Say how to cite a dataset.

    Example: comity data cite migrant_stock --format bibtex
    """
    one_of("format", form, FORMATS)
    evidence = the_evidence(as_of)
    entry = evidence.store.dataset(name)
    released = evidence.store.vintage(name, evidence.as_of).vintage
    typer.echo({"text": _text, "bibtex": _bibtex, "ris": _ris}[form](entry, released))


def _text(entry: Dataset, released: date) -> str:
    parts = [entry.citation, entry.url, f"Release of {released:%Y-%m-%d}.", f"{entry.licence}."]
    return " ".join(part for part in parts if part)


def _bibtex(entry: Dataset, released: date) -> str:
    fields = {
        "author": f"{{{_tex(entry.publisher)}}}",
        "title": f"{{{_tex(entry.title)}}}",
        "year": str(released.year),
        "version": _tex(entry.release),
        "url": entry.url,
        "note": _tex(f"Release of {released}. Licence: {entry.licence}"),
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    return "\n".join([f"@misc{{{entry.name}_{released.year},", *lines, "}"])


def _tex(words: str) -> str:
    special = {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{one: f"\\{one}" for one in "&%$#_"},
    }
    return "".join(special.get(letter, letter) for letter in words)


def _ris(entry: Dataset, released: date) -> str:
    fields = [
        ("TY", "DATA"),
        ("AU", entry.publisher),
        ("TI", entry.title),
        ("PY", str(released.year)),
        ("DA", f"{released:%Y/%m/%d}"),
        ("ET", entry.release),
        ("UR", entry.url),
        ("N1", f"Licence: {entry.licence}"),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])
