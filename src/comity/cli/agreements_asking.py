"""`comity agreements elicit`: questions about trade-offs, from which a party's weights are found.

It asks on a terminal, and takes answers from a pipe, one a line. With `--json` nobody is asked: it
says where the answers of a file lead, and what to ask next. The record that `-o` writes can be
given back as `--answers`, to go on where one stopped. No weights are written that rest on nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import SCENARIO, scenario_of
from comity.cli.agreements_shown import head
from comity.cli.agreements_written import finite, json_bytes, write_private
from comity.cli.speaking import JSON, check_ending, note, print_json, print_table, say
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.agreements.elicitation import Session
    from comity.agreements.scenario import Scenario
    from comity.agreements.tradeoffs import Question

ENOUGH = 8
"""After so many answers, questions end when the recommended package is settled."""

_SIGNS = "A, B, = or ?"
_VERDICTS = {"a": "A", "b": "B", "=": "equal", "equal": "equal", "?": "cannot say",
             "cannot say": "cannot say"}  # fmt: skip


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("elicit")(elicit)


def elicit(
    scenario: str = SCENARIO,
    party: str = typer.Option(..., "--party", metavar="ID", help="The party that answers."),
    ranking: str = typer.Option(
        "",
        "--ranking",
        metavar="ISSUES",
        help="Issues by how much they matter, the first most, as in visas,return.",
    ),
    answers: Path | None = typer.Option(
        None, "--answers", metavar="FILE", help="What was answered before: a record of -o (.json)."
    ),
    questions: int = typer.Option(
        15, "--questions", metavar="N", min=1, max=40, help="Ask at most so many in all."
    ),
    seed: int = typer.Option(
        0, "--seed", metavar="N", min=0, help="Which questions are drawn; the same asks the same."
    ),
    outside: bool = typer.Option(
        False,
        "--outside",
        help="Ask instead which whole packages the party would refuse, to find its outside option.",
    ),
    into: Path | None = typer.Option(
        None,
        "--into",
        metavar="FILE",
        help="Write the scenario with the weights (or the outside option): .yaml .json.",
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write the record: .json, or answers as .csv."
    ),
    as_json: bool = JSON,
) -> None:
    """Ask a party about trade-offs, and find what its answers say about its weights.

    Example: comity agreements elicit triangle --party SEN -o senegal.json

    Each question sets two alternatives side by side; the answer is A, B, = (equal) or ? (cannot
    say), typed or from a pipe, one a line; an empty line or the end of input ends the questions.
    Answers that contradict each other are shown. The weights come with their bounds. With --json
    nothing is asked: the next question is printed. With --outside the answer is y or n.
    """
    check_ending(output, (".json", ".csv"), "A record")
    check_ending(into, (".yaml", ".yml", ".json"), "A scenario with weights")
    asked = scenario_of(scenario, output, into)
    if party not in [one.id for one in asked.parties]:
        raise ComityError(
            f"'{shown(party)}' is no party of {asked.id}; --party is one of "
            f"{', '.join(one.id for one in asked.parties)}."
        )
    if outside:
        if ranking or answers is not None:
            raise ComityError("--outside begins anew; leave out --ranking and --answers.")
        from comity.cli.agreements_outside import seek

        seek(asked, party, questions, into, output, as_json=as_json)
        return
    session = _begun(asked, party, ranking, answers, questions, seed)
    if sys.stdin is not None and not as_json:
        session = _ask(asked, session)
    _check_ground(session, into, output)
    _hand_over(asked, session, into, output, as_json=as_json)


def _begun(
    asked: Scenario, party: str, ranking: str, answers: Path | None, questions: int, seed: int
) -> Session:
    """A session, with the answers of a record in it."""
    from dataclasses import replace

    from comity.agreements.elicitation import Session
    from comity.agreements.interviews import resumed

    order = tuple(one.strip() for one in ranking.split(",") if one.strip())
    if answers is None:
        return Session(asked, party, ranking=order, seed=seed, most=questions)
    record = _record(answers)
    if record.get("party") != party:
        raise ComityError(
            f"{answers.name} holds answers of '{shown(record.get('party'))}', not of {party}; name "
            "that party, or another file."
        )
    session: Session = resumed(asked, record)
    return replace(session, most=questions, ranking=order or session.ranking)


def _record(path: Path) -> Mapping[str, Any]:
    from comity.core.files import read_whole

    try:
        record = json.loads(read_whole(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ComityError(f"{path.name} is not JSON; give a record that -o wrote.") from error
    if not isinstance(record, dict):
        raise ComityError(f"{path.name} is no record of answers; give a file that -o wrote.")
    return record


def _ask(asked: Scenario, session: Session) -> Session:
    """Ask until nothing is left to learn, or the person stops with an empty line."""
    note("Answer A, B, = (equal) or ? (cannot say); an empty line ends the questions.")
    while (question := session.next_question()) is not None:
        note(f"\n{len(session.answers) + 1}. Which would you rather have, all else the same?")
        for name, side in (("A", question.a), ("B", question.b)):
            note(f"   {name}: {_side(asked, side)}")
        verdict = answer(_VERDICTS, _SIGNS)
        if not verdict:
            break
        session = session.answered(question, verdict)
        if len(session.answers) >= ENOUGH and session.finished() == "settled":
            note("What is still open about the weights changes the package no more.")
            break
    return session


def answer(known: Mapping[str, str], signs: str) -> str:
    """What was answered, by what is typed for it; empty where the person stops, or a pipe ends."""
    watched = sys.stdin.isatty()
    while True:
        sys.stderr.write("   > ")
        sys.stderr.flush()
        said = " ".join(sys.stdin.readline().split())
        if not watched:
            note(shown(said))
        if not said or said.lower() in known:
            return known.get(said.lower(), "")
        if not watched:
            raise ComityError(
                f"The answer '{shown(said)}' is not understood; write {signs} on each line. "
                "Nothing was written."
            )
        note(f"   Write {signs}; an empty line ends the questions.")


def _check_ground(session: Session, into: Path | None, output: Path | None) -> None:
    """Refuse to write weights that nobody's words stand behind; raises `ComityError`."""
    if into is not None and not session.grounds:
        raise ComityError(
            f"Nothing was said of what matters more to {shown(session.party)}, so there are no "
            "weights to write; answer questions, or give --ranking or --answers."
        )
    if output is not None and not (session.answers or session.grounds):
        raise ComityError(
            f"No question was answered, so there is no record to write to {output}; answer "
            "questions, or give --ranking or --answers."
        )


def _side(asked: Scenario, side: Mapping[str, str]) -> str:
    told = [asked.issue(i) for i in side]
    return "; ".join(f"{issue.label}: {issue.option(side[issue.id]).label}" for issue in told)


def _hand_over(
    asked: Scenario, session: Session, into: Path | None, output: Path | None, *, as_json: bool
) -> None:
    from comity.agreements.interviews import as_csv, record

    today = date.today().isoformat()
    coming = session.next_question()
    plain = {**record(session, today), "next": _plain(coming)}
    if output is not None:
        csv = output.suffix.lower() == ".csv"
        write_private(output, as_csv(session).encode() if csv else json_bytes(plain))
    if into is not None:
        from comity.agreements.document_texts import json_bytes as as_json_text
        from comity.agreements.document_texts import yaml_bytes
        from comity.agreements.documents import document_of

        in_form = as_json_text if into.suffix.lower() == ".json" else yaml_bytes
        applied = _complete(session.applied(today), session.party)
        write_private(into, in_form(document_of(applied)))
    if as_json:
        print_json(finite(plain))
    elif output is None or sys.stdin.isatty():
        _show(asked, session, coming)


def _complete(applied: Scenario, party: str) -> Scenario:
    """The scenario with a value for each option, as its points have one; so it can be written."""
    from dataclasses import replace

    stated = applied.stated[party]
    values = {
        issue.id: {o.id: stated.values.get(issue.id, {}).get(o.id, 0.0) for o in issue.options}
        for issue in applied.issues
    }
    return replace(applied, stated={**applied.stated, party: replace(stated, values=values)})


def _plain(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {"a": dict(question.a), "b": dict(question.b), "repeats": question.repeats}


def _show(asked: Scenario, session: Session, coming: Question | None) -> None:
    weights, bounds = session.weights(), session.bounds()
    head(asked)
    say(f"{asked.party(session.party).label}: weights from {len(session.answers)} answers", "bold")
    rows = [
        [issue.label, *(max(0.0, one) for one in (weights[issue.id], *bounds[issue.id]))]
        for issue in asked.issues
    ]
    columns = ["Issue", "Weight", "At least", "At most"]
    print_table(columns, rows, right=columns[1:])
    if not session.consistent:
        say(
            f"These answers cannot all hold: {', '.join(session.contradictions)}. The weights are "
            "those with the least total error; look at the answers again."
        )
    for first, again, same in session.repeats():
        if not same:
            one, two = (session.answers.index(answer) + 1 for answer in (first, again))
            say(f"Questions {one} and {two} are the same with sides exchanged; the answers differ.")
    if coming is not None:
        say("The next question would be:")
        for name, side in (("A", coming.a), ("B", coming.b)):
            say(f"  {name}: {_side(asked, side)}")
