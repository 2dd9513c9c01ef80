"""What the search knows of forecasts: every layer, the pages on all of them, and some series.

Series are no entries of the index, which would be slow with thousands more: they are offered where
a question asks for a forecast and names a place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.places import Place
from comity.evidence.reading import Evidence, Row
from comity.foresight.break_records import KINDS
from comity.foresight.layers import find_layer
from comity.web import foreseen, foresight_urls
from comity.web.foreseen_told import series_title
from comity.web.library import Library
from comity.web.search.entries import Entry
from comity.web.search.index import Index
from comity.web.search.question import Question
from comity.web.search.saying import said
from comity.web.search.words import words
from comity.web.state import View

_TITLE = N_("Forecasts: {what}")
_ASKED = frozenset(
    words(
        "forecast forecasts forecasting prediction predictions expected outlook projection "
        "prevision previsions prevu prevus prediction predictions "
        "pronostico pronosticos prevision previsiones esperado esperados "
        "прогноз прогнозы прогнозов ожидается توقع توقعات التوقعات 预测 预报"
    )
)
"""Words that ask what may come."""

_MOST = 12
"""Series that a question is answered with."""


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
    ("/foresight", N_("What may come"), N_("Forecasts with bands, and how good they are"), ()),
    (
        "/foresight/record",
        N_("The record of forecasts"),
        N_("Every forecast, and what came of it"),
        (),
    ),
    (
        "/foresight/breaks",
        N_("Changes of rules and of counting"),
        N_("Changes of rules and of counting after which a forecast is frozen or widened"),
        tuple(KINDS.values()),
    ),
)


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The pages on all forecasts."""
    voice = Voice(view.language)
    for address, title, hint, kinds in _PAGES:
        more = [text for kind in kinds for text in said(kind)]
        found = (*said(hint), *said(N_("Forecasts")), "foresight", *more)
        yield Entry("page", voice._(title), address, voice._(hint), said(title), found)


class _Judged:
    """The judged series of the newest forecasts, by place, read once while the evidence is open."""

    def __init__(self, evidence: Evidence) -> None:
        self.of: dict[str, list[Row]] = defaultdict(list)
        for name in foreseen.forecast_layers(evidence):
            for row in foreseen.current(evidence, name):
                for code in {row["origin"], row["destination"]} - {None} if row["judged"] else ():
                    self.of[code].append(row)


def of_places(question: Question, index: Index, library: Library, view: View) -> Iterator[Entry]:
    """The series of the places that a question names, where it asks what may come.

    A layer that holds all words goes before: a title can name a place.
    """
    if not _ASKED & {*question.words}:
        return
    yield from (entry for entry in index.find(question.telling) if entry.kind == "forecast")
    known = library.evidence(view.as_of).once(_Judged).of
    asked = {entry.address for entry in index.find(question.rest)}
    rows = _about(question, known)
    fitting = [row for row in rows if foresight_urls.layer(row["layer"]) in asked]
    for row in (fitting or rows)[:_MOST]:
        yield _series(row, Voice(view.language))


def _about(question: Question, known: dict[str, list[Row]]) -> list[Row]:
    """Series between the two countries named; else of each country, its totals first."""
    places = [one for one in question.subjects if isinstance(one, Place)]
    if pair := question.pair:
        ends = (pair.origin.code, pair.destination.code)
        both = [
            row for row in known.get(ends[0], ()) if (row["origin"], row["destination"]) == ends
        ]
        if both:
            return both
    found = [row for place in places for row in known.get(place.code, ())]
    return sorted(
        found, key=lambda row: row["origin"] is not None and row["destination"] is not None
    )


def _series(row: Row, voice: Voice) -> Entry:
    layer = find_layer(row["layer"])
    return Entry(
        "forecast",
        voice._(N_("Forecast: {series}")).format(series=series_title(row, voice)),
        foresight_urls.one(layer.name, row["series"]),
        voice._(layer.title),
    )
