"""A session of trade-off questions as it is kept: every question, every answer, and what they say.

What is kept is enough to take the session up again, and to check it: the estimate is never kept
without its bounds, nor the weights without the contradictions in what they were made of.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from comity.agreements.elicitation import Answer, Session
from comity.agreements.scenario import BadScenario, Scenario
from comity.agreements.tradeoffs import Question


def record(session: Session, date: str = "") -> dict[str, Any]:
    """Everything about a session, for JSON."""
    stated = session.stated(date)
    return {
        "scenario": session.scenario.id, "illustration": session.scenario.illustration,
        "party": session.party, "date": date,
        "seed": session.seed, "method": stated.method, "weights": dict(stated.weights),
        "bounds": {issue: list(pair) for issue, pair in session.bounds().items()},
        "ranking": list(session.ranking), "ratings": dict(session.ratings),
        "answers": [
            {"a": dict(one.question.a), "b": dict(one.question.b),
             "repeats": one.question.repeats, "verdict": one.verdict}
            for one in session.answers
        ],
        "consistent": session.consistent, "contradictions": list(session.contradictions),
        "repeats_agree": [same for _, _, same in session.repeats()],
    }  # fmt: skip


def as_csv(session: Session) -> str:
    """The answers, one a line."""
    told = io.StringIO()
    out = csv.writer(told, lineterminator="\n")
    out.writerow(["number", "a", "b", "verdict", "repeats", "illustration"])
    mark = session.scenario.illustration
    out.writerows([n, *_line(one), mark] for n, one in enumerate(session.answers, start=1))
    return told.getvalue()


def _line(answer: Answer) -> list[str | int]:
    one = answer.question
    sides = [" + ".join(f"{i}={o}" for i, o in side.items()) for side in (one.a, one.b)]
    return [*sides, answer.verdict, "" if one.repeats is None else one.repeats + 1]


def resumed(scenario: Scenario, record: Mapping[str, Any]) -> Session:
    """A session from its record; `BadScenario` where the record does not fit the scenario."""
    try:
        session = Session(
            scenario, str(record["party"]), ranking=tuple(record.get("ranking", ())),
            ratings=dict(record.get("ratings", {})), seed=int(record.get("seed", 0)),
        )  # fmt: skip
        for one in record.get("answers", ()):
            question = Question(dict(one["a"]), dict(one["b"]), one.get("repeats"))
            session = session.answered(question, str(one["verdict"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadScenario(
            "The record of questions and answers is not complete; take it as it was written, "
            "with party, answers, and a, b and verdict of each."
        ) from error
    return session
