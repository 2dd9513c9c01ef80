"""What the search knows: every part of Comity adds its pages here, in all six languages."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.glossary import terms
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.places import places
from comity.core.regions import Region, regions
from comity.evidence.offers import offered
from comity.web import urls
from comity.web.library import Library
from comity.web.search import displacement, foresight, policy, services
from comity.web.search.entries import Entry, Provider
from comity.web.search.saying import said
from comity.web.state import View


def countries(library: Library, view: View) -> Iterator[Entry]:
    """Countries and areas by every name and code, and by their capitals."""
    by_code = {region.code: region for region in regions().values()}
    for place in places().values():
        around = [by_code[code].name_in(view.language) for code in place.m49_regions[-1:]]
        names = (*place.names, place.in_sentence, *place.other_names, place.code, place.iso2)
        yield Entry(
            "country",
            place.name_in(view.language),
            urls.to(place),
            "".join(around),
            names,
            tuple(filter(None, (place.capital, place.m49))),
        )


_GROUPINGS = {
    "World": N_("Part of the world"),
    "M49 region": N_("Part of the world"),
    "M49 sub-region": N_("Part of the world"),
    "M49 intermediate region": N_("Part of the world"),
    "regional body": N_("A body that states have joined"),
    "regional consultative process": N_("A process in which states talk about migration"),
}


def areas(library: Library, view: View) -> Iterator[Entry]:
    """Regions of every kind by name, abbreviation and code."""
    voice = Voice(view.language)
    for region in regions().values():
        hint = _GROUPINGS.get(region.grouping, N_("A group of countries"))
        names = (*region.every_name, region.code, region.slug)
        yield Entry(
            "region",
            region.name_in(view.language),
            urls.to(region),
            voice._(hint),
            names,
            (*said(hint), region.grouping, *_short(region)),
        )


def _short(region: Region) -> tuple[str, ...]:
    """The first letters of a longer name, as people abbreviate it."""
    letters = "".join(word[0] for word in region.name.split() if word[0].isupper())
    return (letters,) if len(letters) > 2 else ()


def compared(library: Library, view: View) -> Iterator[Entry]:
    """Measures that have a page, by label, definition and code."""
    voice = Voice(view.language)
    for offer in offered().values():
        kind = offer.kind
        yield Entry(
            "measure",
            voice._(offer.title),
            urls.measure(offer.code),
            voice._(kind.definition),
            (*said(offer.title), offer.code),
            (*said(kind.label), *said(kind.definition), *said(offer.group)),
        )


def agreements(library: Library, view: View) -> Iterator[Entry]:
    """Worked examples by title, parties, and the labels of their issues."""
    from comity.web.talks import talks  # its documents are read when somebody searches

    voice = Voice(view.language)
    for talk in talks().values():
        scenario = talk.scenario
        who = [name for one in talk.parties if (place := talk.place(one)) for name in place.names]
        labels = [text for issue in scenario.issues for text in said(issue.label)]
        yield Entry(
            "agreement",
            voice._(scenario.title),
            urls.agreement(talk.name),
            voice._(talk.about.summary),
            (*said(scenario.title), talk.name),
            (*said(talk.about.summary), *labels, *who),
        )


def glossary(library: Library, view: View) -> Iterator[Entry]:
    """The words of the glossary, by what they mean and by the measures that they explain."""
    voice = Voice(view.language)
    for term in terms().values():
        labels = tuple(text for code in term.measures for text in said(measures()[code].label))
        yield Entry(
            "term",
            voice._(term.term),
            f"/glossary/{term.slug}",
            voice._(term.definition),
            said(term.term),
            (*said(term.definition), *labels),
        )


def datasets(library: Library, view: View) -> Iterator[Entry]:
    """Datasets by title, publisher, summary and columns."""
    voice = Voice(view.language)
    for entry in library.evidence(view.as_of).datasets.values():
        columns = [text for one in entry.columns for text in (one.name, *said(one.description))]
        yield Entry(
            "dataset",
            voice._(entry.title),
            urls.dataset(entry.name),
            entry.publisher,
            (*said(entry.title), entry.name, entry.short),
            (entry.publisher, *said(entry.summary), *columns),
        )


def methods(library: Library, view: View) -> Iterator[Entry]:
    """The pages on how numbers are made."""
    from comity.web.pages.methods import PAGES  # pages stand above the search

    voice = Voice(view.language)
    for slug, (title, summary) in PAGES.items():
        yield Entry(
            "method",
            voice._(title),
            f"/methods/{slug}",
            voice._(summary),
            said(title),
            said(summary),
        )


_PAGES = (
    ("/countries", N_("Countries and areas"), N_("All of them side by side")),
    ("/corridors", N_("The largest corridors"), N_("From where people come to where they live")),
    ("/regions", N_("Regions"), N_("Parts of the world, bodies and processes with their members")),
    ("/flows", N_("Movement"), N_("Who moved from where to where, estimated, with ranges")),
    ("/agreements", N_("Agreements"), N_("Packages in which every party gains, worked examples")),
    ("/compare", N_("Compare places"), N_("Two to eight places on any measures")),
    ("/measures", N_("Measures"), N_("The world by measure, as a map, a ranking and a table")),
    ("/data", N_("Data"), N_("Every dataset, its releases, and the whole of it to download")),
    ("/glossary", N_("Glossary"), N_("Words and what they mean")),
    ("/methods", N_("Methods"), N_("How numbers are made and checked")),
    ("/about", N_("About"), N_("How to read, cite and reuse this; the API for programs")),
)


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The pages that lead to all others."""
    voice = Voice(view.language)
    for address, title, hint in _PAGES:
        yield Entry("page", voice._(title), address, voice._(hint), said(title), said(hint))


PROVIDERS: tuple[Provider, ...] = (
    countries, areas, compared, policy.treaties, policy.duties, policy.indicators, agreements,
    glossary, datasets, methods, pages, policy.pages, foresight.layers, foresight.pages,
    displacement.cases, displacement.pages, services.pages,
)  # fmt: skip
"""Every part of Comity that can be searched; a new one adds itself here."""
