"""What rules are called in words, and tables that countries and regions share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity import __version__
from comity.briefs.dossier import Dossier, Line, Section, Table, Word
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Place
from comity.core.regions import Subject
from comity.evidence.accounts.visits import Rule
from comity.evidence.reading import Evidence
from comity.policy.openness import PAPER, Beside, Citizenship
from comity.policy.openness.beside import COLUMNS
from comity.policy.openness.citizenship import CAVEATS as OF_LAWS

RULES = {
    "visa free": N_("no visa"),
    "eta": N_("electronic authorisation"),
    "visa on arrival": N_("visa on arrival"),
    "e-visa": N_("e-visa"),
    "visa required": N_("visa beforehand"),
    "no admission": N_("not admitted"),
    "covid ban": N_("ban of the pandemic"),
    "unclear": N_("unclear"),
}
_DAYS = N_("{n} days without a visa")
NO_RULE = N_("no rule in the table")
LAW_MISSING = N_(
    "Laws on citizenship were not imported; the table of the European University Institute comes "
    "with the command comity policy import citizenship-law FILE."
)
_YEARS = N_(
    "Years of residence that the law asks of a person without other ties before naturalisation, "
    "{years.when}: {years}."
)
HISTORY_MISSING = N_(
    "The history of visa rules was not imported; it comes with the command comity policy import "
    "visa-history FILE."
)


def by_name(lines: Iterable[Line], voice: Voice) -> tuple[Line, ...]:
    """Lines about places in the order of the alphabet, as the reader's language has their names."""

    def name(line: Line) -> str:
        return line.heading if isinstance(line.heading, str) else voice.title(line.heading)

    return tuple(sorted(lines, key=name))


def kind_said(category: str, voice: Voice) -> str:
    """A kind of rule in words."""
    return voice._(RULES[category.removesuffix(" (days)")])


def rule_said(rule: Rule | None, voice: Voice) -> Word | None:
    """A rule in words, with its days where there are some."""
    return category_said(rule.category, rule.days, voice) if rule else None


def category_said(category: str, days: Finding, voice: Voice) -> Word:
    """A kind of rule in words, with the days where there are some."""
    if days.value:
        said = voice.counted(_DAYS, days.value).format(n=voice.exact(days.value))
        return Word(said, days)
    return Word(kind_said(category, voice), days)


def beside_table(members: Sequence[Beside], voice: Voice) -> Table:
    """Openness beside pressure, a line a country."""
    return Table(
        voice._("Openness beside pressure"),
        voice._("Country or area"),
        tuple(voice._(column) for column in COLUMNS.values()),
        by_name((Line(one.place, one.cells) for one in members), voice),
    )


def citizenship_section(
    laws: Sequence[Citizenship] | None, subject: Place | None, voice: Voice
) -> Section:
    """How the law lets people become citizens, or how to bring the table that says it."""
    question = voice._("How can people become citizens?")
    if laws is None:
        note = voice._(LAW_MISSING)
        return Section("citizenship", question, (), (), (note,))
    if not laws:
        note = voice._("The table of laws on citizenship has no row for this place.")
        return Section("citizenship", question, (), (), (note,))
    tables, sentences = [_laws(laws, voice)], []
    if subject:
        tables.append(_through_time(laws[0], voice))
        if laws[0].years.value is not None:
            sentences.append(voice.say(_YEARS, years=laws[0].years))
    caveats = tuple(voice._(caveat) for caveat in OF_LAWS)
    return Section("citizenship", question, tuple(sentences), tuple(tables), caveats)


def _laws(laws: Iterable[Citizenship], voice: Voice) -> Table:
    columns = (N_("By residence"), N_("Years of residence asked for"),
               N_("Birth in the country"), N_("Dual citizenship"))  # fmt: skip
    lines = [
        Line(
            law.place,
            (
                Word(voice._(law.residence), law.years),
                law.years,
                Word(voice._(law.birth), law.years),
                Word(voice._(law.dual), law.years),
            ),
        )
        for law in laws
    ]
    return Table(
        voice._("Ways to citizenship by law"),
        voice._("Country or area"),
        tuple(voice._(column) for column in columns),
        by_name(lines, voice),
    )


def _through_time(law: Citizenship, voice: Voice) -> Table:
    lines = [
        Line(f"{one.first}\u2013{one.last}", (Word(voice._(one.says), law.years),))
        for one in law.course
    ]
    return Table(
        voice._("Dual citizenship through time"),
        voice._("Years"),
        (voice._("Dual citizenship"),),
        tuple(lines),
    )


def composed(
    evidence: Evidence, subject: Subject, title: str, sections: Iterable[Section], voice: Voice
) -> Dossier:
    """The sections as a dossier that says at its head what it is not."""
    return Dossier(
        subject,
        title,
        tuple(sections),
        evidence.today,
        __version__,
        voice.language,
        voice._(PAPER),
    )
