"""What the search knows of policy: treaties, what they oblige to, indicators, and their pages."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.regions import Region
from comity.evidence.indicators import formulas
from comity.policy.instruments import THEMES, Instrument, instruments
from comity.policy.obligations import topics
from comity.web import policy_urls, urls
from comity.web.library import Library
from comity.web.search.entries import Entry
from comity.web.search.naming import GOALS, TREATIES, VISAS, Named
from comity.web.search.question import Question
from comity.web.search.saying import said
from comity.web.state import View

_FORMS = ("Convention", "Protocol", "Covenant", "Declaration", "Statute", "Agenda")
"""What an instrument is, with the year of which many know it: the 1951 Convention."""


def treaties(library: Library, view: View) -> Iterator[Entry]:
    """Treaties and soft law by short name, title, code, and the year of which they are known."""
    voice = Voice(view.language)
    for one in instruments().values():
        theme = said(THEMES[one.theme])
        names = (*said(one.short), *said(one.title), one.code, one.slug, *_known_as(one))
        yield Entry(
            "instrument",
            voice._(one.short),
            policy_urls.instrument(one.slug),
            voice._(one.title),
            names,
            (*theme, one.register, one.adopted[:4]),
        )


def _known_as(one: Instrument) -> Iterator[str]:
    """How people name it in short: "CRC", "1951 Convention", "ILO 189"."""
    year = one.adopted[:4]
    if one.code.endswith(f"_{year}"):
        yield one.code.removesuffix(f"_{year}")
    for form in _FORMS:
        if form in one.title:
            yield from (f"{year} {form}", f"{form} {year}")
    if one.held == "ilo":
        number = one.code.lstrip("CP0")
        yield from (f"ILO {number}", f"Convention {number}", f"C{number}")


def duties(library: Library, view: View) -> Iterator[Entry]:
    """Topics on which treaties oblige states, by title, what is asked, and who is covered."""
    voice = Voice(view.language)
    for code, topic in topics().items():
        yield Entry(
            "topic",
            voice._(topic.title),
            policy_urls.topic(code),
            voice._(topic.about),
            (*said(topic.title), code),
            said(topic.about),
        )


def indicators(library: Library, view: View) -> Iterator[Entry]:
    """Indicators of the goals that have a page, by number and title."""
    voice = Voice(view.language)
    for one in formulas().values():
        if one.page:
            title = voice._(N_("SDG {code}, {title}"))
            called = title.format(code=one.code, title=voice._(one.title))
            yield Entry(
                "indicator",
                called,
                policy_urls.indicator(one.code),
                voice._(one.measures),
                (called, *said(one.title), one.code, f"SDG {one.code}"),
                said(one.measures),
            )


_PAGES = (
    ("/policy", N_("Policy"), N_("What states have promised, what they do, and how far they came")),
    ("/policy/norms", N_("Treaties and who is bound"), N_("Every instrument with its parties")),
    ("/policy/topics", N_("What treaties oblige to"), N_("Topic by topic, down to the article")),
    ("/policy/indicators", N_("Indicators of the goals"), N_("How each is worked out")),
    ("/policy/openness", N_("Openness"), N_("Visa rules, free movement and reciprocity")),
    ("/policy/monitor", N_("What is known"), N_("Targets and objectives, and who measures them")),
    ("/policy/coding", N_("Coding policies"), N_("Schemes by which laws are coded and compared")),
    ("/policy/compacts", N_("The global compacts"), N_("How states voted, objective by objective")),
)  # fmt: skip


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The pages that lead to all others on policy."""
    voice = Voice(view.language)
    for address, title, hint in _PAGES:
        yield Entry("page", voice._(title), address, voice._(hint), said(title), said(hint))


def of_places(question: Question, voice: Voice) -> Iterator[Entry]:
    """The pages on policy of the places that a question names, where it asks for policy."""
    asked = {*question.words}
    for subject in question.subjects:
        if isinstance(subject, Region) and subject.slug == "world":
            continue
        if TREATIES & asked:
            yield _of(subject, voice, N_("Treaties: {place}"), policy_urls.norms(subject))
        if VISAS & asked:
            yield _of(subject, voice, N_("Openness: {place}"), urls.openness(subject))
        if GOALS & asked:
            yield _of(subject, voice, N_("What is known: {place}"), policy_urls.monitor(subject))


def _of(subject: Named, voice: Voice, title: str, address: str) -> Entry:
    name = subject.name_in(voice.language)
    return Entry("policy", voice._(title).format(place=name), address)
