"""`comity agreements commitments`: what a package binds each party to, and what statistics show.

Commitments are made from what is open in a scenario; nothing in them tells what a party gains.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import (
    CONCEPT,
    SCALE,
    SCENARIO,
    TIME_LIMIT,
    scenario_of,
    solved,
)
from comity.cli.agreements_shown import ABSENT, head
from comity.cli.agreements_told import LANGUAGE
from comity.cli.agreements_written import finite, json_bytes
from comity.cli.speaking import (
    AS_OF,
    JSON,
    check_ending,
    note,
    one_of,
    print_json,
    print_table,
    read_day,
    say,
    the_evidence,
    write,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.agreements.commitments import Commitment, Progress
    from comity.core.findings import Finding

_ENDINGS = (".csv", ".json", ".xlsx", ".ics")
_YEARS = (1900, 2200)


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("commitments")(commitments)


def commitments(
    scenario: str = SCENARIO,
    concept: str = CONCEPT,
    scale: str = SCALE,
    signed: str | None = typer.Option(
        None,
        "--from",
        metavar="DATE",
        help="The day of signature, as in 2027-01-01. Default: today.",
    ),
    years: int | None = typer.Option(
        None,
        "--years",
        metavar="N",
        min=1,
        max=100,
        help="How long they last. Default: as long as the agreement.",
    ),
    measure: bool = typer.Option(
        False, "--measure", help="Add what the evidence shows of each: before, since, and target."
    ),
    as_of: str | None = AS_OF,
    language: str = LANGUAGE,
    time_limit: float = TIME_LIMIT,
    output: Path | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FILE",
        help="Write a file: .csv .json .xlsx, or the days of review as .ics.",
    ),
    as_json: bool = JSON,
) -> None:
    """Turn a package into commitments: who owes what to whom, from when, and what shows it.

    Example: comity agreements commitments pacific --from 2027-01-01 --years 5 -o owed.csv
    """
    from comity.core.places import LANGUAGES

    read_day(as_of)
    one_of("language", language, LANGUAGES)
    check_ending(output, _ENDINGS, "Commitments")
    if measure and output is not None and output.suffix.lower() != ".json":
        raise ComityError("With --measure, -o writes .json; leave out one of them.")
    day = _day(signed)
    asked = scenario_of(scenario, output)
    found = solved(asked, concept, time_limit, scale=scale, as_json=as_json)
    from comity.agreements.commitments import commitments_of
    from comity.core.speech import Language

    made = commitments_of(asked, found, signed=day, years=years)
    speech = Language(language)
    progress = _measured(made, as_of) if measure else ()
    plain = {
        "scenario": asked.id,
        "concept": concept,
        "illustration": asked.illustration,
        "commitments": [one.as_json(speech) for one in made],
        "progress": [one.as_json() for one in progress],
    }
    if output is not None and output.suffix.lower() == ".json":
        write(output, json_bytes(plain))
    elif output is not None:
        from comity.agreements.commitments import export

        export(made, output, speech)
        note(f"Wrote {output}.")
    if as_json:
        print_json(finite(plain))
    elif output is None:
        head(asked)
        for one in made:
            say(f"- {one.text(speech)}")
        _show(made, progress)


def _day(written: str | None) -> date | None:
    """The day that `--from` names; raises `ComityError`."""
    if written is None:
        return None
    try:
        day = date.fromisoformat(written.strip())
    except ValueError:
        day = date.min
    if not _YEARS[0] <= day.year <= _YEARS[1]:
        raise ComityError(f"--from is a day, as in --from 2027-01-01, not '{shown(written)}'.")
    return day


def _measured(made: Sequence[Commitment], as_of: str | None) -> tuple[Progress, ...]:
    from comity.agreements.commitments import measure

    return measure(the_evidence(as_of), made)


def _show(made: Sequence[Commitment], progress: Sequence[Progress]) -> None:
    if not made:
        say("The package leaves everything as it is today, so nobody owes anything.")
    if not progress:
        return
    from comity.agreements.progress import SAID

    subjects = {one.id: one.subject for one in made}
    rows = []
    for one in progress:
        target = ABSENT if one.target is None else f"{one.wanted} {one.target:g}"
        rows.append([
            subjects[one.commitment], _cell(one.baseline), _cell(one.latest), target,
            one.indicator or SAID[one.status],
        ])  # fmt: skip
    columns = ["Commitment", "Before", "Since", "Target", "What shows it"]
    print_table(columns, rows, title="What statistics show", right=columns[1:4])
    from comity.core.findings import sources_of

    for source in sources_of([one for each in progress for one in each.findings]):
        say(f"Source: {source.citation.rstrip('.')}.", "dim")
    say("A figure that changed after a signature need not have changed because of it.", "dim")


def _cell(one: Finding | None) -> str:
    from comity.briefs.render.cells import cell_of
    from comity.briefs.voice import Voice

    if one is None:
        return ABSENT
    unit = "" if one.unit == "percent" else f" {one.unit}"
    return f"{cell_of(one, Voice()).text}{unit} ({one.period})"
