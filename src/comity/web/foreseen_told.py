"""How pages speak of forecasts: what series, models, horizons and verdicts are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.places import Corridor, Place, places, special_codes
from comity.core.regions import Subject, regions
from comity.core.speech import Language
from comity.foresight.layers import Layer
from comity.foresight.outlook import verdict

Row = Mapping[str, Any]

MODELS = {
    "default": N_("Comity's default"),
    "last_value": N_("Last value"),
    "pooled": N_("Pooled mean reversion"),
    "boosted": N_("Gradient boosting"),
    "last_value_fan": N_("Last value, with the default's bands"),
    "leaning": N_("Last value, with bands that lean as errors did"),
}
VERDICTS = {
    "better": N_("closer than the last value"),
    "tie": N_("no better than the last value"),
    "worse": N_("further off than the last value"),
}
SIZES = {"small": N_("small series"), "middle": N_("middle series"), "large": N_("large series")}
GROUPINGS = {
    "size": N_("By size"),
    "region": N_("By region or route"),
    "year": N_("By calendar year"),
}
STATES = {
    "widened": N_(
        "For {list}, a change of rules or of counting is known, and bands are as wide as the "
        "outcomes after earlier changes ask for."
    ),
    "frozen": N_(
        "For {list}, the forecast follows the last value and its past deviations instead of the "
        "usual method, since a change of rules or of counting is known."
    ),
}
SHORT = {"ordinary": N_("ordinary"), "widened": N_("widened"), "frozen": N_("frozen")}
_YEARS, _MONTHS = N_("{n} years ahead"), N_("{n} months ahead")
_NEXT = {"year": N_("1 year ahead"), "month": N_("1 month ahead")}


def horizon(layer: Layer, ahead: int, voice: Language) -> str:
    """How far ahead: "2 years ahead".

    >>> from comity.foresight.layers import layers
    >>> horizon(layers()["eu-detections"], 3, Voice())
    '3 months ahead'
    >>> horizon(layers()["asylum-origins"], 1, Voice())
    '1 year ahead'
    """
    if ahead == 1:
        return voice._(_NEXT[layer.step])
    message = _YEARS if layer.step == "year" else _MONTHS
    return voice.counted(message, ahead).format(n=voice.exact(ahead))


def points(share: float, voice: Language, *, plus: bool = False) -> str:
    """A share in percent, rounded as charts round it; a zero has no sign.

    >>> points(0.02549, Voice(), plus=True), points(-0.0004, Voice())
    ('+2.5', '0.0')
    """
    value = round(100 * share, 1) + 0.0
    return voice.decimal(value, "+0.0;-0.0" if plus and value else "0.0")


def name_of(code: str, voice: Language) -> str:
    """A country or area by name, or what a code stands for that is none."""
    if code in places():
        return places()[code].name_in(voice.language)
    return voice._(special_codes()[code].name) if code in special_codes() else code


def series_title(row: Row, voice: Voice) -> str:
    """What a series is called: "Afghanistan → Germany", or a nationality on a route."""
    origin, destination = (
        name_of(row[end], voice) if row[end] else "" for end in ("origin", "destination")
    )
    route = voice._(row["route"]) if row["route"] else ""
    if origin and destination:
        return voice._("{a} \u2192 {b}").format(a=origin, b=destination)
    if route and origin:
        place = places().get(row["origin"])
        people = voice._("{route}, people from {origin}") if place else "{route}, {origin}"
        return people.format(route=route, origin=voice.name(place) if place else origin)
    return route or origin or destination


def subject_of(row: Row) -> Subject:
    """Whom the numbers of a series are about; the world where no country is named."""
    ends = [places().get(row[end] or "") for end in ("origin", "destination")]
    if ends[0] and ends[1]:
        return Corridor(ends[0], ends[1])
    return ends[0] or ends[1] or regions()["world"]


def place_in(subject: Subject) -> list[Subject]:
    """The pages that tell more of whom a series is about."""
    if isinstance(subject, Corridor):
        return [subject, subject.origin, subject.destination]
    return [subject] if isinstance(subject, Place) else []


def farther(row: Row) -> bool:
    """Whether the middle alone lay further off than the last value, as the table shows it.

    >>> farther({"relative_mae": 1.01}), farther({"relative_mae": 1.004})
    (True, False)
    """
    return row["relative_mae"] is not None and round(row["relative_mae"], 2) > 1


def lower(row: Row, last: Row) -> bool:
    """Whether the worst year held fewer outcomes in the 80 % band than that of the last value."""
    own, other = (one["worst_year_coverage80"] for one in (row, last))
    return own is not None and other is not None and own < other


def beside(row: Row, last: Row, voice: Voice) -> list[str]:
    """What the verdict leaves out: a middle that is further off, and the worst year of both."""
    told = []
    if farther(row):
        told.append(voice._("Its middle alone lay further off than the last value."))
    if row["worst_year"] and last["worst_year"]:
        template = voice._(
            "In its worst year, {year}, {share} of outcomes lay inside the 80 % band; in that of "
            "the last value, {other}, {theirs}."
        )
        told.append(
            template.format(
                year=row["worst_year"],
                share=voice.percent(row["worst_year_coverage80"], 1),
                other=last["worst_year"],
                theirs=voice.percent(last["worst_year_coverage80"], 1),
            )
        )
    return told


def judged(row: Row, voice: Voice) -> str:
    """The verdict on one horizon in words."""
    match verdict(row):
        case "better":
            return voice._("closer than the last value")
        case "part" if row["verdict_log"] == "better":
            return voice._("closer where every series counts alike, else no better")
        case "part":
            return voice._("closer where large series weigh more, else no better")
        case "worse":
            return voice._("further off than the last value by one of the two scores, or both")
    return voice._("no better than the last value")
