"""What the search knows of displacement: the pages on it, and every case that is kept here."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.foresight.displacement.live.kept import kept_cases
from comity.web import displaced, displaced_urls
from comity.web.library import Library
from comity.web.search.entries import Entry
from comity.web.search.saying import said
from comity.web.state import View

_TITLE = N_("Displacement: {case}")
_HINT = N_("Camps, reports, forecasts and runs of a case that is kept here")
_ABOUT = (N_("Displacement"), N_("Camps"), N_("Camp or settlement"), N_("Simulated"))


def called(library: Library, asked: str) -> bool:
    """Whether a case is kept under what was typed."""
    return any(one.name == asked.strip().casefold() for one in kept_cases(library.home))


def cases(library: Library, view: View) -> Iterator[Entry]:
    """Every kept case by its name, its camps and its countries."""
    voice = Voice(view.language)
    for one, case, _ in displaced.readable(library.home):
        places = case.places if case else ()
        countries = {displaced.country_name(place.country, view) for place in places}
        camps = [series.name for series in case.camps] if case else []
        yield Entry(
            "forecast",
            voice._(_TITLE).format(case=one.name),
            displaced_urls.case(one.name),
            voice._(_HINT),
            (one.name, *camps),
            (*countries, *(text for words in _ABOUT for text in said(words))),
        )


_PAGES = (
    (
        displaced_urls.HOME,
        N_("Where people go when they must leave"),
        N_("Cases of displacement, simulated and forecast by camp"),
    ),
    (
        displaced_urls.SCORES,
        N_("Displacement: how good it is"),
        N_("Simulations and forecasts beside FLEE and plain rules"),
    ),
)


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The pages on all cases."""
    voice = Voice(view.language)
    for address, title, hint in _PAGES:
        more = [text for words in _ABOUT for text in said(words)]
        yield Entry(
            "page",
            voice._(title),
            address,
            voice._(hint),
            said(title),
            (*said(hint), *more, "FLEE"),
        )
