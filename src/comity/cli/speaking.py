"""How the command line speaks: tables on a terminal, JSON for machines, notes beside the output.

Answers go to the standard output; everything said about them (what was written, what is loading)
goes to the standard error, so that an answer can be piped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.core.errors import ComityError, FileTrouble, UnknownPlace, shown

if TYPE_CHECKING:
    from datetime import date

    import polars as pl
    from rich.console import Console

    from comity.core.regions import Subject
    from comity.core.templates import Template
    from comity.evidence import Evidence, Store

AS_OF = typer.Option(
    None,
    "--as-of",
    metavar="DATE",
    help="Read what was public by then: a day, month or year, as in 2024-06-30. Default: today.",
)
OUTPUT = typer.Option(
    None,
    "-o",
    "--output",
    metavar="FILE",
    help="Write a file; its ending says in which form: .csv .json .xlsx.",
)
"""The option of commands whose answer is a table."""
JSON = typer.Option(False, "--json", help="Print JSON for machines.")
MISSING = "not reported"
_PIPED_WIDTH = 160


def console() -> Console:
    """The standard output; wider than a terminal where nobody watches, so that nothing is cut."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _PIPED_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False)


def say(words: str, style: str = "", *, after: str = "") -> None:
    """Print a line of text, `after` it something dim; broken at the edge of a terminal only."""
    from rich.text import Text

    line = Text(words, style=style)
    if after:
        line.append(f" {after}", style="dim")
    console().print(line, soft_wrap=not sys.stdout.isatty())


def note(sentence: str) -> None:
    """Say something about the answer, on the standard error."""
    typer.echo(sentence, err=True)


def print_json(plain: Any) -> None:
    """Print plain data as JSON."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    typer.echo(json.dumps(plain, ensure_ascii=not unicode, allow_nan=False, indent=1))


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str = "",
    right: Sequence[str] = (),
) -> None:
    """Print a table under its title; columns named in `right` are aligned for numbers."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if title:
        say(f"\n{title}", "italic")
    headed = any(columns)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=headed)
    for name in columns:
        table.add_column(Text(name), justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(text(cell)) for cell in row))
    console().print(table)


def text(cell: object) -> str:
    """A cell as it is read: numbers with separators, what is missing in words.

    >>> text(1234567), text(0.25), text(None), text(-3)
    ('1,234,567', '0.25', 'not reported', '−3')
    """
    if cell is None:
        return MISSING
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    if isinstance(cell, float):
        shown = f"{cell:,.4f}" if abs(cell) >= 0.001 or cell == 0 else f"{cell:.3g}"
        return (shown.rstrip("0").rstrip(".") if "." in shown else shown).replace("-", "\u2212")
    return f"{cell:,}".replace("-", "\u2212")


def read_day(written: str | None) -> date | None:
    """The day of an `--as-of`, read before anything is loaded, so that a slip costs no time.

    Raises `ComityError` for what is no day, and for a day that is not over.
    """
    from datetime import date

    from comity.core.periods import as_of

    day = as_of(written)
    if day and day > date.today():
        raise ComityError(
            f"--as-of {shown(written or '')} is not over yet; leave it out to read the latest."
        )
    return day


def subject_of(words: Sequence[str]) -> Subject:
    """The subject that one or several words name; raises `UnknownPlace`."""
    from comity.core.places import Corridor, find_place
    from comity.core.regions import find_subject

    written = " ".join(words)
    try:
        return find_subject(written)
    except UnknownPlace:
        if len(words) != 2:
            raise
        try:
            pair = Corridor(find_place(words[0]), find_place(words[1]))
        except UnknownPlace:
            pair = None
        if pair is None or pair.origin == pair.destination:
            raise
        raise UnknownPlace(
            f"'{written}' names two places; write {pair.code} for people who go from the first to "
            "the second.",
            (pair.code,),
        ) from None


def the_store() -> Store:
    """The store with the embedded figures in it, telling what happens while they are loaded."""
    from comity.evidence import Store
    from comity.evidence.embedded import load_embedded

    with _loading() as (progress, waiting):
        return load_embedded(Store.open(), progress, waiting)


def the_evidence(as_of: str | None = None) -> Evidence:
    """The evidence as of a day, private datasets included: the command line is its owner's."""
    from comity.evidence import Evidence

    until = read_day(as_of)
    return Evidence(the_store(), until)


@contextmanager
def _loading() -> Iterator[tuple[Any, Any]]:
    """What to call while figures load: a bar where somebody watches, else one line."""

    def waiting() -> None:
        note("Another Comity is writing to the store; waiting for it.")

    if not sys.stderr.isatty():

        def line(_name: str, number: int, of: int) -> None:
            if number == 1:
                note(f"Comity: loading the {of} datasets that ship with it, once.")

        yield line, waiting
        return
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("Loading", start=False)

    def draw(name: str, number: int, of: int) -> None:
        bar.start()
        bar.update(task, completed=number, total=of, description=f"Loading {name}")

    try:
        yield draw, waiting
    finally:
        bar.stop()


def check_ending(path: Path | None, endings: Sequence[str], what: str) -> None:
    """Refuse an ending before anything is computed; raises `FileTrouble`."""
    if path is None or path.suffix.lower() in endings:
        return
    shown = f"'{path.suffix}'" if path.suffix else "a name without ending"
    raise FileTrouble(f"{what} can be written as {', '.join(endings)}, not as {shown}.")


def write(path: Path, data: bytes) -> None:
    """Write a file whole and say so."""
    from comity.core.files import write_whole

    write_whole(path, data)
    note(f"Wrote {path} ({len(data):,} bytes).")


def give(
    output: Path | None,
    *,
    as_json: bool,
    plain: Any,
    sheets: Callable[[], Mapping[str, pl.DataFrame]],
    show: Callable[[], None],
) -> None:
    """Print what was found as JSON, write it to a file by its ending, or show it in the terminal.

    `sheets` are its tables; the first of them is the whole of a `.csv`, and the others stand in a
    workbook where they have rows.
    """
    if as_json:
        print_json(plain)
    if output is not None:
        write(output, _filed(output.suffix.lower(), plain, sheets))
    elif not as_json:
        show()


def give_template(form: Template, output: Path | None, *, as_json: bool) -> None:
    """Print what belongs into each column of a table to fill in, or write the table itself."""
    from comity.core.templates import WRITES, template_bytes

    check_ending(output, WRITES, "A template")
    if as_json:
        print_json(form.as_json())
    if output is not None:
        write(output, template_bytes(form, output.suffix.lower()))
    elif not as_json:
        rows = form.explained().rows()
        print_table(["Column", "Needed", "What it holds", "Example"], rows, title=form.title)


def _filed(ending: str, plain: Any, sheets: Callable[[], Mapping[str, pl.DataFrame]]) -> bytes:
    from comity.core.sheets import table_bytes, workbook_bytes

    if ending == ".json":
        return json.dumps(plain, ensure_ascii=False, indent=1).encode()
    (name, first), *others = sheets().items()
    if ending == ".xlsx":
        return workbook_bytes({name: first} | {more: one for more, one in others if one.height})
    return table_bytes(first, ending)


def one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    """Refuse a word that an option does not know; raises `ComityError`."""
    if value not in allowed:
        raise ComityError(f"--{name} is one of {', '.join(allowed)}, not '{value[:40]}'.")
