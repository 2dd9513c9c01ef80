"""What the search knows of forecasts: every layer, and the pages on all of them."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.measures import measures
from comity.web import foreseen, foresight_urls
from comity.web.library import Library
from comity.web.search.entries import Entry
from comity.web.search.saying import said
from comity.web.state import View

_TITLE = N_("Forecasts: {what}")


def layers(library: Library, view: View) -> Iterator[Entry]:
    """What is forecast, layer by layer, by its title and by what is counted."""
    voice = Voice(view.language)
    for name, layer in foreseen.forecast_layers(library.evidence(view.as_of)).items():
        kind = measures()[layer.measure]
        yield Entry(
            "forecast",
            voice._(_TITLE).format(what=voice._(layer.title)),
            foresight_urls.layer(name),
            voice._(kind.definition),
            (*said(layer.title), name),
            (*said(kind.label), *said(N_("Forecasts")), *said(N_("What may come"))),
        )


_PAGES = (
    ("/foresight", N_("What may come"), N_("Forecasts with bands, and how good they are")),
    ("/foresight/record", N_("The record of forecasts"), N_("Every forecast, and what came of it")),
)


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The pages on all forecasts."""
    voice = Voice(view.language)
    for address, title, hint in _PAGES:
        words = (*said(hint), *said(N_("Forecasts")), "foresight")
        yield Entry("page", voice._(title), address, voice._(hint), said(title), words)
