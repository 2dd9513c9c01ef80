"""`comity services contract`: a work contract held against thirty-two checks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.services import group
from comity.cli.speaking import (
    JSON,
    check_ending,
    give,
    note,
    print_json,
    print_table,
    say,
    write,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from comity.services.contracts import Document, Report
    from comity.services.contracts.records import Outcome

ENDINGS = (".csv", ".json", ".xlsx")
_ORDER = ("fail", "not stated", "not checked", "pass", "not applicable")


def register(_app: typer.Typer) -> None:
    """Add the commands to the family."""
    group.command("contract")(contract)


def contract(
    file: Path | None = typer.Argument(
        None, metavar="[FILE]", help="The contract: .pdf .docx .txt .md. It is read and not kept."
    ),
    form: Path | None = typer.Option(
        None, "--form", metavar="FILE", help="A filled form in place of a contract: .csv .xlsx."
    ),
    template: bool = typer.Option(
        False, "--template", help="The form to fill in; with -o as .csv or .xlsx."
    ),
    second: Path | None = typer.Option(
        None, "--second", metavar="FILE", help="The contract at the destination, to be compared."
    ),
    origin: str = typer.Option("", "--origin", metavar="PLACE", help="Where the worker is from."),
    destination: str = typer.Option(
        "", "--destination", metavar="PLACE", help="Where the work is."
    ),
    occupation: str = typer.Option("", "--occupation", metavar="WORDS", help="The kind of work."),
    domestic: bool | None = typer.Option(
        None, "--domestic/--no-domestic", help="Whether it is work in a household."
    ),
    adult: bool | None = typer.Option(
        None, "--adult/--minor", help="Whether the worker is 18 or older."
    ),
    licensed: bool | None = typer.Option(
        None, "--licensed/--unlicensed", help="Whether the recruiter is in the official register."
    ),
    departure: str = typer.Option(
        "", "--departure", metavar="DATE", help="The day of departure, as in 2026-03-01."
    ),
    signed: str = typer.Option(
        "", "--signed", metavar="DATE", help="The day of the contract, as in 2026-02-01."
    ),
    languages: str = typer.Option(
        "", "--languages", metavar="WORDS", help="Languages of the worker, as in 'Nepali, English'."
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write the report: .csv .json .xlsx."
    ),
    as_json: bool = JSON,
) -> None:
    """Hold a work contract against 32 checks; nothing of it is stored or logged.

    Example: comity services contract contract.pdf --origin NPL --destination QAT --adult
    """
    if template:
        _template(output, as_json=as_json)
        return
    check_ending(output, ENDINGS, "A report")
    if (file is None) == (form is None):
        raise ComityError("Name one file with the contract, or one form with --form FILE.")
    from comity.services.contracts import Case, check

    case = Case(
        origin=_place(origin),
        destination=_place(destination),
        occupation=occupation,
        domestic=domestic,
        adult=adult,
        licensed=licensed,
        departure_date=_day("--departure", departure),
        contract_date=_day("--signed", signed),
        worker_languages=tuple(one.strip() for one in languages.split(",") if one.strip()),
        second=_document(second) if second else None,
    )
    report = check(_given(file, form), case, filled=form is not None)
    give(
        output,
        as_json=as_json,
        plain=report.as_json(),
        sheets=lambda: {"checks": _frame(report)},
        show=lambda: _show(report),
    )


def _given(file: Path | None, form: Path | None) -> Document:
    if form is not None:
        from comity.services.contracts.form import read_form

        return read_form(form)
    assert file is not None
    return _document(file)


def _document(path: Path) -> Document:
    from comity.core.files import read_whole
    from comity.services.contracts.reading import read

    return read(path.name, read_whole(path))


def _template(output: Path | None, *, as_json: bool) -> None:
    from comity.core.templates import WRITES, template_bytes
    from comity.services.contracts.form import template

    check_ending(output, WRITES, "A template")
    one = template()
    if as_json:
        print_json(one.as_json() | {"rows": list(one.rows)})
    if output is not None:
        write(output, template_bytes(one, output.suffix.lower()))
    elif not as_json:
        print_table(("field", "question"), [(r["field"], r["question"]) for r in one.rows])


def _place(written: str) -> str:
    if not written:
        return ""
    from comity.core.places import find_place

    return find_place(written).code


def _day(option: str, written: str) -> date | None:
    if not written:
        return None
    from datetime import date

    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ComityError(
            f"{option} '{shown(written)}' is no day; write it as in 2026-03-01."
        ) from None


def _frame(report: Report) -> pl.DataFrame:
    import polars as pl

    rows: list[Mapping[str, object]] = [
        {
            "check": o.check,
            "question": o.question,
            "answer": o.answer,
            "level": o.level,
            "why": str(o.why),
            "quote": " / ".join(q.text for q in o.quotes),
            "place": " / ".join(q.place for q in o.quotes),
            "ask": o.ask,
            "source": o.source,
            "mark": o.mark,
        }
        for o in report.outcomes
    ]
    names = (
        "check",
        "question",
        "answer",
        "level",
        "why",
        "quote",
        "place",
        "ask",
        "source",
        "mark",
    )
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _show(report: Report) -> None:
    from comity.services.contracts.records import MARKS
    from comity.services.contracts.report import VERDICTS

    say(VERDICTS[report.verdict], "bold")
    if report.trouble:
        say(str(report.trouble))
    for words in report.notes:
        note(str(words))
    for answer in _ORDER:
        for one in report.of(answer):
            _show_one(one)
    if report.outcomes:
        say(f"\nSources are marked R: {MARKS['R']}.", "dim")
    for words in reversed(report.caveats):
        say(words)
    say("Help: " + "; ".join(report.help) + ".")


def _show_one(one: Outcome) -> None:
    say(f"\n{one.check}  {one.answer.upper()}  ({one.level})  {one.question}", "bold")
    say(f"  {one.why}")
    for quote in one.quotes:
        say(f"  “{quote.text}”", after=f"({quote.place})")
    if one.ask:
        say(f"  {one.ask}")
    if one.answer not in ("pass", "not applicable"):
        say(f"  {one.source} [{one.mark}]", "dim")
