"""What instruments ask of a state, by topic and down to the article, and whether they bind it.

`topics()` reads the record that ships (`obligations.yaml`): each obligation is one article, told in
one sentence of our own, with the kind of duty, the people it covers, and how far it was checked.
`duties(evidence, place, topic, day)` says which of them bind a state on a day, `bare` on which
topics none does, as far as the lists of parties tell. What binds on paper is not what is done.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from comity.core.errors import ComityError, shown
from comity.core.marks import N_
from comity.core.places import Place
from comity.evidence.reading import Evidence
from comity.policy.instruments import Instrument, instruments
from comity.policy.norms import STATES, Status, statuses

Kind = Literal["must", "must not", "may", "should"]
KINDS: dict[Kind, str] = {
    "must": N_("duty"),
    "must not": N_("prohibition"),
    "may": N_("permission"),
    "should": N_("aim"),
}
"""The kinds of obligation, as they are said. An aim is soft law, or a treaty's "shall consider"."""
_KIND: dict[str, Kind] = {kind: kind for kind in KINDS}

WHO = {
    one: one
    for one in (
        N_("everybody"),
        N_("foreigners"),
        N_("foreigners lawfully in the territory"),
        N_("refugees"),
        N_("refugees in the territory"),
        N_("refugees lawfully in the territory"),
        N_("refugees lawfully staying"),
        N_("stateless people"),
        N_("stateless people in the territory"),
        N_("stateless people lawfully in the territory"),
        N_("stateless people lawfully staying"),
        N_("people who would otherwise be stateless"),
        N_("foundlings"),
        N_("all migrant workers and their families"),
        N_("people who migrate for employment"),
        N_("documented migrant workers"),
        N_("documented migrant workers and their families"),
        N_("families of documented migrant workers"),
        N_("children of migrant workers"),
        N_("migrant workers lawfully in the territory"),
        N_("migrant workers admitted for good and their families"),
        N_("domestic workers"),
        N_("agency workers and jobseekers"),
        N_("health personnel"),
        N_("children"),
        N_("children and their parents"),
        N_("children seeking or having refugee status"),
        N_("children with disabilities"),
        N_("children without family care"),
        N_("child victims"),
        N_("women"),
        N_("people with disabilities"),
        N_("people deprived of liberty"),
        N_("people in forced labour"),
        N_("smuggled persons"),
        N_("victims of organised crime"),
        N_("victims of torture"),
        N_("victims of trafficking"),
        N_("people displaced within their country"),
        N_("people displaced across borders by disasters"),
        N_("migrants in a country in crisis"),
    )
}
"""Whom an article covers, as it is said."""

ANSWERS: dict[str, str] = {
    "bound": N_("binds it"),
    "later": N_("consented, not yet in force"),
    **{state: said for state, said in STATES.items() if state != "party"},
}
"""Whether an obligation binds a state on a day, as it is said."""

UNTOLD = ("unverified", "not listed", "not named", "not held")
"""Answers that leave open whether the state is bound."""

Shut = Literal["excluded", "partly", "limited", "parts", ""]
SHUT: dict[Shut, str] = {
    "excluded": N_("no reservation is admitted"),
    "partly": N_("no reservation is admitted to a part of it"),
    "limited": N_("no reservation against the object and purpose is admitted"),
    "parts": N_("a state may leave out this part by a declaration when it joins"),
}
"""What an instrument says of reservations to an article, or of leaving it out."""


class UnknownTopic(ComityError):
    """There is no topic of this name."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one article of an instrument asks, in a sentence of our own.

    `through` is the article of another treaty that the instrument makes its own.
    """

    topic: str
    instrument: Instrument
    article: str
    kind: Kind
    who: str
    checked: str
    summary: str
    reservations: Shut = ""
    reservations_by: str = ""
    through: str = ""
    of: Instrument | None = None

    @property
    def text_at(self) -> tuple[str, str]:
        """The instrument and the number under which its full text stands.

        >>> obligations("documents")[1].text_at
        ('REFUGEE_CONV_1951', '27')
        """
        source = self.of or self.instrument
        return source.code, number_of(self.through or self.article)

    def as_json(self) -> dict[str, Any]:
        """The obligation as plain data."""
        return {
            "topic": self.topic,
            "instrument": self.instrument.code,
            "title": self.instrument.title,
            "article": self.article,
            "through": f"{self.of.code} {self.through}" if self.of else None,
            "kind": self.kind,
            "who": self.who,
            "summary": self.summary,
            "checked": self.checked,
            "reservations": SHUT.get(self.reservations),
            "reservations_by": self.reservations_by or None,
        }


@dataclass(frozen=True, slots=True)
class Topic:
    """A question on which instruments oblige states."""

    code: str
    title: str
    about: str
    obligations: tuple[Obligation, ...]

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The instruments that speak to it, in the order of the catalogue."""
        there = {one.instrument.code for one in self.obligations}
        return tuple(one for one in instruments().values() if one.code in there)

    @property
    def articles(self) -> int:
        """How many articles speak to it."""
        return len({(one.instrument.code, one.text_at) for one in self.obligations})


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation, and what a state is to the instrument on a day."""

    obligation: Obligation
    status: Status

    @property
    def answer(self) -> str:
        """Whether it binds the state: a key of `ANSWERS`."""
        if self.status.state == "party":
            return "bound" if self.status.bound_now else "later"
        return self.status.state

    @property
    def untold(self) -> bool:
        """Whether the lists leave open if the state is bound."""
        return self.answer in UNTOLD or self.status.left_open

    @property
    def said(self) -> str:
        """The answer in words; for what is open to members only, to members of what."""
        return ANSWERS[self.answer] if self.status.state == "party" else self.status.said

    def as_json(self) -> dict[str, Any]:
        """The duty as plain data."""
        day, read = self.status.in_force_from, self.status.list_as_of
        return self.obligation.as_json() | {
            "answer": self.answer,
            "later_unknown": self.status.later_unknown,
            "in_force_date": day and day.isoformat(),
            "list_as_of": read and read.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Bare:
    """A topic on which no treaty is known to bind a state; `untold` treaties are left open."""

    topic: Topic
    untold: int


@cache
def topics() -> dict[str, Topic]:
    """Every topic by its code, in the order in which they are shown.

    >>> topics()["documents"].title
    'Identity and travel documents'
    """
    record = _record()
    return {code: _topic(code, told, record) for code, told in record["topics"].items()}


def find_topic(text: str) -> Topic:
    """The topic that a code or a title means; raises `UnknownTopic` with what may be meant.

    >>> find_topic("Family unity").code
    'family'
    """
    wanted = text.strip().casefold()
    for one in topics().values():
        if wanted in (one.code, one.title.casefold()):
            return one
    near = difflib.get_close_matches(wanted, [*topics()], n=1, cutoff=0.6)
    ask = f"did you mean {near[0]}?" if near else "'comity policy topics' lists them."
    raise UnknownTopic(f"'{shown(text)}' is no topic of obligations; {ask}")


def obligations(topic: str) -> tuple[Obligation, ...]:
    """What instruments ask on a topic.

    >>> [one.article for one in obligations("non-refoulement")][:3]
    ['33', 'I', '3']
    """
    return find_topic(topic).obligations


def obligations_of(instrument: Instrument) -> tuple[Obligation, ...]:
    """What one instrument asks, on every topic.

    >>> from comity.policy.instruments import find_instrument
    >>> {one.article for one in obligations_of(find_instrument("OPCAT"))} == {"4", "17"}
    True
    """
    every = (one for topic in topics().values() for one in topic.obligations)
    return tuple(one for one in every if one.instrument.code == instrument.code)


def duties(evidence: Evidence, place: Place, topic: str, day: date) -> list[Duty]:
    """What instruments ask on a topic, and whether each binds the state on the day.

    >>> from comity.core.places import find_place
    >>> found = duties(evidence, find_place("KGZ"), "documents", date(2026, 2, 10))
    >>> [one.answer for one in found if one.obligation.text_at == ("REFUGEE_CONV_1951", "28")]
    ['bound', 'bound']
    """
    return _duties(find_topic(topic), _by_code(evidence, place, day))


def bare(evidence: Evidence, place: Place, day: date) -> list[Bare]:
    """The topics on which no treaty in force is known to bind the state.

    Permissions and soft law do not count as binding.

    >>> from comity.core.places import find_place
    >>> [one.topic.code for one in bare(evidence, find_place("KGZ"), date(1995, 1, 1))][:2]
    ['entry', 'return']
    """
    known = _by_code(evidence, place, day)
    found = []
    for topic in topics().values():
        told = [one for one in _duties(topic, known) if one.obligation.kind != "may"]
        if not any(one.answer == "bound" for one in told):
            open_ = {one.status.instrument.code for one in told if one.untold}
            found.append(Bare(topic, len(open_)))
    return found


def number_of(article: str) -> str:
    """The number of an article without its paragraphs.

    >>> number_of("7(1)(d)"), number_of("II(3)"), number_of("guideline 10")
    ('7', 'II', 'guideline 10')
    """
    return article.partition("(")[0].strip()


@cache
def articles_in(instrument: str) -> int | None:
    """How many articles an instrument has; None where that is not on record.

    >>> articles_in("CRC_1989"), articles_in("KAMPALA_2009")
    (54, None)
    """
    counts: dict[str, int] = _record()["articles"]
    return counts.get(instrument)


def messages() -> Iterator[str]:
    """Every text of the record that people read on pages."""
    for topic in topics().values():
        yield from (topic.title, topic.about)
        yield from (one.summary for one in topic.obligations)


def _by_code(evidence: Evidence, place: Place, day: date) -> dict[str, Status]:
    return {one.instrument.code: one for one in statuses(evidence, place, day)}


def _duties(topic: Topic, known: dict[str, Status]) -> list[Duty]:
    return [Duty(one, known[one.instrument.code]) for one in topic.obligations]


def _record() -> dict[str, Any]:
    text = (files("comity.policy") / "obligations.yaml").read_text(encoding="utf-8")
    record: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)
    return record


def _topic(code: str, told: dict[str, Any], record: dict[str, Any]) -> Topic:
    rules = {rule["instrument"]: rule for rule in record["reservations"]}
    made = (
        one for row in told["obligations"] for one in _with_through(code, row, rules, record)
    )  # fmt: skip
    return Topic(code, told["title"], told["about"], tuple(made))


def _with_through(
    topic: str, row: list[str], rules: dict[str, Any], record: dict[str, Any]
) -> Iterator[Obligation]:
    """The obligation, and the same where another instrument makes the article its own."""
    code, article, asked, who, checked, summary = row
    one, kind = instruments()[code], _KIND[asked]
    shut = _shut(rules.get(code), article)
    by = rules[code]["by"] if shut else ""
    yield Obligation(topic, one, article, kind, WHO[who], checked, summary, shut, by)
    for way in record["through"]:
        number = number_of(article)
        if way["of"] != code or not way["first"] <= int(number) <= way["last"]:
            continue
        other = way["instrument"]
        shut = _shut(rules.get(other), article)
        by = rules[other]["by"] if shut else ""
        yield Obligation(
            topic, instruments()[other], way["article"], kind, WHO[who],
            way["checked"], summary, shut, by, article, one,
        )  # fmt: skip


def _shut(rule: dict[str, Any] | None, article: str) -> Shut:
    """What the instrument says of reservations to this article.

    >>> rule = {"excluded": "1, 16(1), 36-46"}
    >>> _shut(rule, "40"), _shut(rule, "16"), _shut(rule, "16(1)"), _shut(rule, "28")
    ('excluded', 'partly', 'excluded', '')
    """
    if rule is None:
        return ""
    if rule.get("limited"):
        return "limited"
    if "parts" in rule:
        return "parts" if _among(article, rule["parts"]) else ""
    if rule["excluded"] == "all" or _among(article, rule["excluded"]):
        return "excluded"
    begun = f"{number_of(article)}("
    return "partly" if any(one.startswith(begun) for one in _listed(rule["excluded"])) else ""


def _listed(text: str) -> list[str]:
    return [one.strip() for one in text.split(",")]


def _among(article: str, text: str) -> bool:
    """Whether a list such as `1, 16(1), 36-46` names the article."""
    number = number_of(article)
    if {article, number} & {*_listed(text)}:
        return True
    spans = [one.split("-") for one in _listed(text) if re.fullmatch(r"\d+-\d+", one)]
    return number.isdigit() and any(int(first) <= int(number) <= int(last) for first, last in spans)
