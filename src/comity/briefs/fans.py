"""The fans of a dossier: what was counted, what may come, and how earlier forecasts came out."""

from __future__ import annotations

from comity.briefs.hanging import Hanger
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor
from comity.figures import Figure, fan
from comity.figures.fan import Past
from comity.foresight.break_records import touching
from comity.foresight.layers import Layer, layers

_MONTHS = 72
"""Months of history that a figure shows."""
_CAPTION = N_(
    "The bands of a forecast hold 50, 80 and 95 of 100 outcomes, if they keep their word. Bars are "
    "the 80 % bands of forecasts one period ahead."
)
_NOTE = N_("Earlier forecasts were reconstructed afterwards, unless they are called archived.")

Narrow = tuple[tuple[str, str], ...]


def fans(wall: Hanger) -> list[Figure]:
    """One fan a series that the section tells of, in its order."""
    forecast: dict[tuple[str, Narrow], list[Finding]] = {}
    for finding in wall.findings:
        if "forecast" in dict(finding.about) and _layer(finding):
            forecast.setdefault((finding.measure, _plain(finding)), []).append(finding)
    return [one for said in forecast.values() for one in _fan(wall, said)]


def _layer(finding: Finding) -> Layer | None:
    """The layer of a forecast; None of what is no forecast itself."""
    return (
        layers().get(dict(finding.lineage.parameters).get("layer", ""))
        if (finding.status in ("projected", "withheld"))
        else None
    )


def _plain(finding: Finding) -> Narrow:
    """What narrows the series: all that does not tell of the forecast."""
    return tuple(one for one in finding.about if one[0] not in ("forecast", "band"))


def _fan(wall: Hanger, said: list[Finding]) -> list[Figure]:
    layer = _layer(said[0])
    history = sorted(wall.own(said[0].measure, *_plain(said[0])), key=_when)
    if layer is None or sum(one.value is not None for one in history) < 2:
        return []
    drawn = history[-_MONTHS:] if layer.step == "month" else history
    last, came = drawn[-1].period, {one.period: one for one in drawn}
    ahead = sorted((one for one in said if last < one.period), key=_when)
    if not any(one.low is not None for one in ahead):
        return []
    past = [Past(one, came[one.period]) for one in sorted(said, key=_when) if one.period in came]
    return [
        fan(
            drawn,
            ahead,
            _title(wall, layer, said[0]),
            past=past,
            breaks=_breaks(wall, layer, said[0], drawn[0].period, ahead[-1].period),
            caption=wall.voice._(_CAPTION),
            note=wall.voice._(_NOTE),
            name=layer.name,
            words=wall.words,
            width=wall.width,
        )
    ]


def _when(one: Finding) -> Period:
    return one.period


def _title(wall: Hanger, layer: Layer, one: Finding) -> str:
    """What is forecast, and of which place, corridor or route."""
    voice, subject = wall.voice, one.subject
    if isinstance(subject, Corridor):
        names = (end.name_in(voice.language) for end in (subject.origin, subject.destination))
        series = voice._("{a} \u2192 {b}").format(**dict(zip("ab", names, strict=True)))
    else:
        series = subject.name_in(voice.language)
    if route := dict(one.about).get("route"):
        people = voice._("{route}, people from {origin}")
        series = people.format(route=voice._(route), origin=voice.name(subject))
    return voice._("{measure}: {series}").format(measure=voice._(layer.title), series=series)


def _breaks(
    wall: Hanger, layer: Layer, one: Finding, first: Period, last: Period
) -> list[tuple[Period, str]]:
    """The changes of rules or of counting that touch the series, in the years shown."""
    subject = one.subject
    ends = {"origin": subject.code, "destination": subject.code}
    if isinstance(subject, Corridor):
        ends = {"origin": subject.origin.code, "destination": subject.destination.code}
    key = tuple((ends | dict(one.about))[column] for column in layer.by)
    return [
        (Period.parse(change.begins.strftime("%Y-%m")), wall.voice._(change.title))
        for change in touching(layer.name, layer.by, key)
        if first.start <= change.begins <= last.end
    ]
