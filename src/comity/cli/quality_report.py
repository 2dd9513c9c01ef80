"""A report on quality as a dossier: what is covered, where sources differ, who counted what."""

from __future__ import annotations

from comity import __version__
from comity.briefs.dossier import Dossier, Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.regions import Subject
from comity.evidence import Evidence
from comity.evidence.coverage import spelled
from comity.evidence.quality import (
    Comparison,
    Coverage,
    Quality,
    compared_by_country,
    report_on_dataset,
    report_on_subject,
)


def dossier_on_subject(evidence: Evidence, subject: Subject) -> Dossier:
    """The quality of the evidence on a country, corridor or region."""
    voice = Voice()
    found = report_on_subject(evidence, subject)
    return _dossier(evidence, voice, found, f"Quality: {voice.title(subject)}", whole=False)


def dossier_on_dataset(evidence: Evidence, name: str) -> Dossier:
    """The quality of one dataset for the whole world."""
    found = report_on_dataset(evidence, name)
    title = f"Quality: {evidence.datasets[name].title}"
    return _dossier(evidence, Voice(), found, title, whole=True)


def _dossier(
    evidence: Evidence, voice: Voice, found: Quality, title: str, *, whole: bool
) -> Dossier:
    sections = (
        _covered(voice, found),
        *(_compared(voice, one) for one in found.comparisons),
        _alone(found, whole=whole),
        _counted(found),
    )
    return Dossier(
        subject=found.subject,
        title=title,
        sections=sections,
        as_of=evidence.today,
        version=__version__,
        language=voice.language,
    )


def _covered(voice: Voice, found: Quality) -> Section:
    series = [one for one in found.coverage if one.coverage is not None]
    return Section(
        "coverage",
        "How complete and how old is the evidence?",
        tuple(_sentences(voice, series)),
        tuple(table for table in _tables(found, series) if table.lines),
        tuple(
            f"{one.title}: no figure for {spelled(one.missing)}." for one in series if one.missing
        ),
    )


def _tables(found: Quality, series: list[Coverage]) -> list[Table]:
    ahead = [one for one in series if one.dataset.counts == "projection"]
    records = [one for one in found.coverage if one.coverage is None]
    regional = any(one.places is not None for one in found.coverage)
    columns = ("Years with a figure", "Years missing inside", "Age in years", "Rows")
    return [
        Table(
            "Series: years with a figure in percent of the years that the table covers",
            "Dataset",
            (*columns, "Members named") if regional else columns,
            tuple(_series_line(one, regional=regional) for one in series if one not in ahead),
        ),
        Table(
            "Projections",
            "Dataset",
            ("Years with a figure", "Years missing inside", "Rows"),
            tuple(Line(one.title, (one.coverage, one.gaps, one.rows)) for one in ahead),
        ),
        Table(
            "Rules and records",
            "Dataset",
            ("Age of the release in years", "Rows"),
            tuple(Line(one.title, (one.age, one.rows)) for one in records),
        ),
        Table(
            "Cells without a number, in percent of all rows",
            "Column",
            ("Without a number",),
            tuple(Line(dict(one.about)["column"], (one,)) for one in found.columns),
        ),
    ]


def _series_line(one: Coverage, *, regional: bool) -> Line:
    cells = (one.coverage, one.gaps, one.age, one.rows)
    return Line(one.title, (*cells, one.places) if regional else cells)


def _sentences(voice: Voice, series: list[Coverage]) -> list[Sentence]:
    """The oldest series and the one with most holes, where there is something to say."""
    if not series:
        return [Sentence("No series speaks of this.", ())]
    said = []
    ages = [(one.age.value, one) for one in series if one.age and one.age.value is not None]
    if ages:
        oldest = max(ages, key=lambda pair: pair[0])[1]
        if oldest.age:
            told = "The newest figure of {title} is {age.exact} years old."
            if len(ages) > 1:
                told = "The newest figure of the oldest series, {title}, is {age.exact} years old."
            said.append(voice.say(told, title=oldest.title, age=oldest.age))
    shares = [(one.coverage.value or 0, one) for one in series if one.coverage]
    share, thin = min(shares, key=lambda pair: pair[0])
    if share < 100 and thin.coverage:
        told = "{title} has a figure for {share} of the years that its table covers."
        said.append(voice.say(told, title=thin.title, share=thin.coverage))
    return said


def _compared(voice: Voice, one: Comparison) -> Section:
    first = "Years" if one.slug == "migration" else "Year"
    lines = tuple(Line(str(line[0].period), line) for line in one.lines)
    return Section(
        one.slug,
        f"Do the sources agree? {one.title}",
        tuple(_difference(voice, one)),
        (Table("The two side by side", first, one.columns, lines),),
        one.why,
    )


def _difference(voice: Voice, one: Comparison) -> list[Sentence]:
    line = one.newest
    if line[-1].value is None:
        return []
    if one.slug == "migration":
        told = (
            "{net.when}, net migration adds up to {net}; the change of migrant stocks implies "
            "{implied}."
        )
        return [voice.say(told, net=line[0], implied=line[3])]
    told = (
        "{first.when}, UNHCR counts {first} new applications where Eurostat counts {second} "
        "applicants, over the same origins and destinations."
    )
    return [voice.say(told, first=line[0], second=line[1])]


def _alone(found: Quality, *, whole: bool) -> Section:
    """The datasets that nothing else here can test."""
    notes = []
    for entry in found.alone:
        if whole and compared_by_country(entry.name):
            notes.append(f"{entry.title}: a second source is compared country by country.")
        else:
            notes.append(f"{entry.title}: no second source measures this here.")
    return Section("alone", "What has only one source?", (), (), tuple(notes))


def _counted(found: Quality) -> Section:
    entries = {one.dataset.name: one.dataset for one in found.coverage}
    notes = []
    for entry in entries.values():
        notes.append(f"{entry.title}: {entry.counts} of {entry.counted}. {entry.who_counted}")
        notes += [f"{entry.title}: {caveat}" for caveat in entry.caveats]
    if found.silent:
        notes.append(f"No row on this in: {', '.join(one.title for one in found.silent)}.")
    return Section("counted", "Who counted, and what?", (), (), tuple(notes))
