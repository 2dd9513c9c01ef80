"""`comity services recruitment cost`: what one job would cost, from a table or from options."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.speaking import (
    JSON,
    OUTPUT,
    check_ending,
    give,
    note,
    one_of,
    print_table,
    say,
    subject_of,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from fractions import Fraction

    from comity.core.places import Corridor
    from comity.evidence import Evidence
    from comity.services.recruitment import Cap, Cost, Deduction, Loan, Quoted

_ENDINGS = (".csv", ".json", ".xlsx")
_TIMES = re.compile(r"[x*×]", re.IGNORECASE)


def cost(
    file: Path | None = typer.Argument(
        None, metavar="[FILE]", help="What is asked: 'comity services recruitment template'."
    ),
    item: list[str] = typer.Option(
        [], "--item", metavar="NAME=AMOUNT", help="One thing asked, as in 'passport=60'. Repeat."
    ),
    wage: str = typer.Option(..., "--wage", help="What the first full month pays."),
    currency: str = typer.Option("USD", "--currency", help="The currency of the wage."),
    wage_received: bool = typer.Option(
        False, "--wage-received", help="The wage is what is left after the monthly deduction."
    ),
    reimbursed: str = typer.Option("0", "--reimbursed", help="What was paid back, in all."),
    deducted: str | None = typer.Option(
        None, "--deducted", metavar="AMOUNTxMONTHS", help="Taken from the wages, as in 50x10."
    ),
    loan: str | None = typer.Option(
        None, "--loan", metavar="SUMxRATE%xMONTHS", help="A loan for it, as in 2000x3%x12."
    ),
    repaid: str = typer.Option("end", "--repaid", help="How the loan is repaid: end or monthly."),
    rate: list[str] = typer.Option(
        [], "--rate", metavar="CUR=WORTH", help="A rate of your own, as in NPR=0.0075. Repeat."
    ),
    corridor: str | None = typer.Option(
        None, "--corridor", metavar="FROM-TO", help="Where the worker goes, as in NPL-QAT."
    ),
    occupation: str = typer.Option("", "--occupation", help="The occupation, as the law has it."),
    day: str | None = typer.Option(
        None, "--date", metavar="DATE", help="The day of recruitment. Default: today."
    ),
    caps: Path | None = typer.Option(
        None, "--caps", metavar="FILE", help="A table of limits; see the command 'caps'."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Work out what a job costs in months of wages, item by item; nothing is kept.

    Example: comity services recruitment cost --item "agency=3000" --wage 500 --reimbursed 600
    """
    from comity.services.recruitment import Job, work_out
    from comity.services.recruitment.asking import number, read
    from comity.services.recruitment.job import REPAID, known_currency

    check_ending(output, _ENDINGS, "A cost")
    one_of("repaid", repaid, REPAID)
    unit = known_currency(currency)
    if file is None and not item:
        raise ComityError("Say what is asked: a FILE, or --item 'passport=60' for each thing.")
    asked = (*(read(file, unit) if file else ()), *(_quoted(one, unit) for one in item))
    job = Job(
        asked,
        number(wage, "The wage"),
        unit,
        number(reimbursed, "What was paid back"),
        _deduction(deducted),
        _loan(loan, repaid),
        wage_received,
        _pair(corridor),
        occupation,
        _day(day),
        dict(_rate(one) for one in rate),
    )
    evidence = _kept() if job.corridor else None
    found = work_out(job, _limits(caps, evidence))
    _hand_over(found, _published(evidence, job.corridor), output, as_json=as_json)


def _quoted(written: str, unit: str) -> Quoted:
    """`passport=60`, or `agency=100000 NPR`."""
    from comity.services.recruitment import Quoted, item
    from comity.services.recruitment.asking import number
    from comity.services.recruitment.job import known_currency

    name, equals, worth = written.rpartition("=")
    if not equals:
        raise ComityError(f"--item '{shown(written)}': write name and amount, as in 'passport=60'.")
    told = re.fullmatch(r"(.+?)\s*([A-Za-z]{3})", worth.strip())  # letters alone are no currency
    amount, code = told.groups() if told else (worth, None)
    used = known_currency(code) if code else unit
    return Quoted(item(name).code, number(amount, f"The amount of '{shown(name)}'"), used)


def _deduction(written: str | None) -> Deduction | None:
    from comity.services.recruitment import Deduction
    from comity.services.recruitment.asking import number

    if written is None:
        return None
    parts = _TIMES.split(written)
    if len(parts) != 2:
        raise ComityError(f"--deducted '{shown(written)}': write AMOUNTxMONTHS, as in 50x10.")
    return Deduction(number(parts[0], "What is taken from the wages"), _whole(parts[1]))


def _loan(written: str | None, repaid: str) -> Loan | None:
    from comity.services.recruitment import Loan
    from comity.services.recruitment.asking import number

    if written is None:
        return None
    parts = _TIMES.split(written)
    if len(parts) != 3:
        raise ComityError(f"--loan '{shown(written)}': write SUMxRATE%xMONTHS, as in 2000x3%x12.")
    sum_of, rate = number(parts[0], "The loan"), number(parts[1].strip(" %"), "Its rate")
    return Loan(sum_of, rate, _whole(parts[2]), "monthly" if repaid == "monthly" else "end")


def _whole(written: str) -> int:
    if not (written.strip().isascii() and written.strip().isdigit()) or len(written) > 6:
        raise ComityError(f"'{shown(written)}' is no number of months; write one as in 10.")
    return int(written)


def _rate(written: str) -> tuple[str, Fraction]:
    from comity.services.recruitment.asking import number
    from comity.services.recruitment.job import known_currency

    code, equals, worth = written.partition("=")
    if not equals:
        raise ComityError(f"--rate '{shown(written)}': write what one is worth, as in NPR=0.0075.")
    return known_currency(code), number(worth, f"The rate of {shown(code)}")


def _pair(written: str | None) -> Corridor | None:
    from comity.core.places import Corridor

    if written is None:
        return None
    found = subject_of([written])
    if not isinstance(found, Corridor):
        raise ComityError(f"{found.name} is no corridor; write NPL-QAT, as people go.")
    return found


def _day(written: str | None) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(written) if written else date.today()
    except ValueError as error:
        raise ComityError(
            f"--date '{shown(written or '')}' is no day; write one as in 2026-01-15."
        ) from error


def _kept() -> Evidence:
    """The evidence as it stands; what ships is not loaded, since nothing of it is asked."""
    from comity.evidence import Evidence, Store

    return Evidence(Store.open())


def _limits(path: Path | None, evidence: Evidence | None) -> tuple[Cap, ...]:
    """The limits of a file; else those of a table that somebody added to the store."""
    from comity.services.recruitment.caps_table import held, read

    if path is not None:
        return read(path).caps
    table = held(evidence) if evidence else None
    return table.caps if table else ()


def _published(evidence: Evidence | None, pair: Corridor | None) -> list[dict[str, Any]]:
    """What is published of 10.7.1 for either end, where it was fetched."""
    from comity.policy.published import in_database

    if evidence is None or pair is None:
        return []
    ends = (pair.origin, pair.destination)
    return [one.as_json() for end in ends for one in in_database(evidence, "10.7.1", end)]


def _hand_over(
    found: Cost, published: list[dict[str, Any]], output: Path | None, *, as_json: bool
) -> None:
    from comity.services.recruitment.written import parts

    plain = found.as_json() | {"published": published}
    tables = parts(found)

    def show() -> None:
        say(f"{found.sentence} ({plain['months']:.1f} months)", "bold")
        for part in tables:
            print_table(part.columns, part.rows, title=part.title, right=part.right)
        if not published and found.job.corridor:
            note("No published figure of 10.7.1 for this corridor is in the evidence.")
        for words in (*found.notes, f"Method: {plain['method']}."):
            say(f"- {words}", "dim")

    order = (tables[1], tables[0], *tables[2:])
    give(
        output,
        as_json=as_json,
        plain=plain,
        sheets=lambda: {part.title: part.frame() for part in order},
        show=show,
    )
