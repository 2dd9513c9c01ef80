"""A report on a contract as its page tells it: the verdict first, then what matters most."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from comity.core.marks import N_
from comity.services.contracts import VERDICTS, Report
from comity.services.contracts.records import (
    ANSWERS,
    FAIL,
    LEVELS,
    NOT_APPLICABLE,
    NOT_CHECKED,
    NOT_STATED,
    PASS,
    Outcome,
    checks,
)
from comity.services.contracts.report import (
    ASK,
    DO_NOT_SIGN,
    NO_PROBLEM,
    NOT_READ,
    NOTHING_CHECKED,
)
from comity.web.spoken import Spoken
from comity.web.state import View

SIGNS = {
    PASS: "\u2713",
    FAIL: "\u2717",
    NOT_STATED: "?",
    NOT_APPLICABLE: "\u2013",
    NOT_CHECKED: "\u2013",
}
"""A sign beside the word of each answer; the word always stands there too."""

_SAYS = {
    DO_NOT_SIGN: N_("Something in this contract, or missing from it, can do you serious harm."),
    ASK: N_("Some terms are worse than the rules allow. Ask for changes before you sign."),
    NO_PROBLEM: N_("No check failed. That does not promise that all will be well."),
    NOT_READ: NOTHING_CHECKED,
}
_WORTH = {
    "critical": N_("can do serious harm"),
    "high": N_("important"),
    "medium": N_("worth asking for"),
}
"""How grave a failure is, in words for the page."""

_ORDER = {level: place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Group:
    """Outcomes that belong together, under a heading; folded where they can wait."""

    slug: str
    title: str
    outcomes: tuple[Outcome, ...]
    folded: bool = False


@dataclass(frozen=True)
class Shown(Spoken):
    """One report in the language of its reader."""

    report: Report
    view: View

    def verdict(self) -> tuple[str, str]:
        """The verdict in the language of the page, and what it means."""
        verdict = self.report.verdict
        return self.voice._(VERDICTS[verdict]), self.voice._(_SAYS[verdict])

    def groups(self) -> list[Group]:
        """What speaks against signing, what is missing, what is well, what was not looked at."""
        outcomes = sorted(self.report.outcomes, key=lambda one: _ORDER[one.level])

        missing = [one for one in self.report.why if one.answer == NOT_STATED]

        def those(*answers: str, critical: bool | None = None) -> tuple[Outcome, ...]:
            return tuple(
                one
                for one in outcomes
                if one.answer in answers
                and critical in (None, one.level == "critical")
                and one not in missing
            )

        found = [
            Group("against", N_("Do not accept this"), those(FAIL, critical=True)),
            Group("missing", N_("Missing: have this written in"), tuple(missing)),
            Group("change", N_("Ask for these changes"), those(FAIL, critical=False)),
            Group("silent", N_("Not stated, or not clear"), those(NOT_STATED), folded=True),
            Group("well", N_("No problem found"), those(PASS), folded=True),
            Group("open", N_("Not checked"), those(NOT_APPLICABLE, NOT_CHECKED), folded=True),
        ]
        return [group for group in found if group.outcomes]

    def answer(self, one: Outcome) -> str:
        """The word for an answer."""
        return self.voice._(ANSWERS[one.answer])

    def sign(self, one: Outcome) -> str:
        """The sign for an answer."""
        return SIGNS[one.answer]

    def worth(self, one: Outcome) -> str:
        """How grave a failure is, in plain words."""
        return self.voice._(_WORTH[one.level])

    def say(self, text: str) -> str:
        """A text of the report in the language of the page, where it is known there."""
        return self.voice.noted(text)

    def english(self, text: str) -> bool:
        """Whether a text stays in English on a page in another language."""
        return self.view.language != "en" and self.say(text) == text


def outcome_rows(report: Report) -> pl.DataFrame:
    """The outcomes as a table, a row a check."""
    rows = [
        (
            one.check,
            one.question,
            one.answer,
            one.level,
            one.quote,
            str(one.place),
            one.why,
            one.ask,
            one.source,
            one.mark,
        )
        for one in report.outcomes
    ]
    names = (
        "check",
        "question",
        "answer",
        "level",
        "quote",
        "place",
        "why",
        "ask",
        "source",
        "mark",
    )
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def check_rows() -> list[dict[str, str]]:
    """The checks themselves, a row each."""
    return [
        {
            "check": one.id,
            "question": one.question,
            "rule": one.rule,
            "level": one.level,
            "source": one.source,
            "mark": one.mark,
            "ask": one.ask,
        }
        for one in checks()
    ]
