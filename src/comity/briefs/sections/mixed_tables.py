"""The tables of a mixed account: movement and its parts, recognition, the gap, and pressure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from comity.briefs.desk import of
from comity.briefs.dossier import Line, Table
from comity.briefs.voice import Voice
from comity.core.findings import Finding, at
from comity.core.marks import N_
from comity.evidence.mixed import PARTS

_ABSENT = N_("none, not reported, or not worked out")
SIDES = {"arriving": "estimated_arrivals", "leaving": "estimated_departures", "": "estimated_flow"}
_PRESSED = ("emigration_pressure", "pressure_rank")
_OFFERED = ("legal_opportunity", "opportunity_rank")
_CAPTIONS = {
    "arriving": N_("People who came: protection-related and other movement"),
    "leaving": N_("People who left: protection-related and other movement"),
    "": N_("Protection-related and other movement"),
}
_KINDS = {
    "arriving": N_("Protection-related movement of people who came, by category"),
    "leaving": N_("Protection-related movement of people who left, by category"),
    "": N_("Protection-related movement by category"),
}


def movement(voice: Voice, found: Sequence[Finding]) -> list[Table | None]:
    """For each way people move: the estimate with its parts, and the categories of registrations."""
    made: list[Table | None] = []
    for role, measure in SIDES.items():
        own = [f for f in found if dict(f.about).get("role", "") == role]
        moved, people = of(found, measure), of(own, "protection_movement")
        if not people:
            continue
        columns = {
            voice._("Estimated movement"): moved,
            voice._("Protection-related"): [f for f in people if "category" not in dict(f.about)],
            voice._("Other movement"): of(own, "other_movement"),
            voice._("Beyond the estimate"): of(own, "protection_exceeds"),
        }
        made.append(_by_period(voice, voice._(_CAPTIONS[role]), columns))
        kinds = dict.fromkeys(kind for f in people if (kind := dict(f.about).get("category")))
        categories = {
            voice._(kind): [f for f in people if ("category", kind) in f.about] for kind in kinds
        }
        made.append(_by_period(voice, voice._(_KINDS[role]), categories))
    return made


def statistic(found: Sequence[Finding], name: str) -> list[Finding]:
    """One statistic of the rates of destinations, by period."""
    return [f for f in of(found, "recognition_across") if dict(f.about)["statistic"] == name]


def across(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """Recognition of people of one origin, summed up over destinations."""
    caption = voice._("Recognition of people from here, across destinations")
    return _by_period(voice, caption, _statistics(voice, found))


def here(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """Recognition on a corridor, and how far it departs from the other destinations."""
    columns = {
        voice._("Granted protection"): of(found, "recognition_rate"),
        voice._("Decisions"): of(found, "decisions"),
        voice._("Here minus elsewhere"): of(found, "recognition_departure"),
    }
    return _by_period(voice, voice._("Recognition on this corridor"), columns)


def elsewhere(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """Recognition of the same people in other destinations."""
    caption = voice._("Recognition of the same people in other destinations")
    return _by_period(voice, caption, _statistics(voice, found))


def _statistics(voice: Voice, found: Sequence[Finding]) -> dict[str, Sequence[Finding]]:
    """Columns of what sums up the destinations."""
    return {
        voice._("Mean of destinations"): statistic(found, "mean weighted by decisions"),
        voice._("Lowest"): statistic(found, "lowest"),
        voice._("Lower quartile"): statistic(found, "lower quartile"),
        voice._("Upper quartile"): statistic(found, "upper quartile"),
        voice._("Highest"): statistic(found, "highest"),
        voice._("Destinations"): of(found, "recognition_destinations"),
    }


def gaps(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """People who fall outside protection, a column a group."""
    labels = {
        ("role", "decided here"): voice._("Refused here"),
        ("role", "people from here"): voice._("Refused elsewhere, people from here"),
        ("among", "refused"): voice._("Refused"),
        ("among", "closed without a decision"): voice._("Closed without a decision"),
    }
    columns: dict[str, list[Finding]] = {}
    for finding in found:
        label = next(text for mark, text in labels.items() if mark in finding.about)
        columns.setdefault(label, []).append(finding)
    caption = voice._("Likely in need of protection, and outside it (estimated)")
    return _by_period(voice, caption, columns) if columns else None


def parts(voice: Voice, found: Sequence[Finding]) -> Table | None:
    """The parts of the newest pressure, the pressure, and what stands against it."""
    ranked = of(found, "pressure_part")
    now = max((f.period for f in ranked), default=None)
    if now is None:
        return None
    measured = {(f.measure, str(f.period)): f for f in found}
    lines = []
    for one in (f for f in ranked if f.period == now):
        about = dict(one.about)
        part = next(part for part in PARTS if part.name == about["of"])
        lines.append(
            Line(voice._(part.name), (measured.get((part.measure, about["figure of"])), one))
        )
    for first, second in (_PRESSED, _OFFERED):
        whole = [f for f in of(found, first) if f.period == now or f.period.kind == "day"]
        lines += [Line(voice.label(f), (f, _like(f, of(found, second)))) for f in whole]
    lines += [Line(voice.label(f), (f, None)) for f in of(found, "mismatch")]
    return Table(
        voice._("Emigration pressure and legal opportunity, each compared with all countries"),
        voice._("What is compared"),
        (voice._("Value"), voice._("Percentile")),
        tuple(lines),
        "\u2013",
    )


def _like(one: Finding, others: Sequence[Finding]) -> Finding | None:
    """The finding of the same period that is narrowed in the same way."""
    return next((f for f in others if (f.period, f.about) == (one.period, one.about)), None)


def _by_period(
    voice: Voice, caption: str, columns: Mapping[str, Sequence[Finding]]
) -> Table | None:
    """A table with a row a period, newest first; None where it is empty."""
    periods = sorted({f.period for found in columns.values() for f in found}, reverse=True)
    lines = tuple(
        Line(voice.period(when), tuple(at(found, when) for found in columns.values()))
        for when in periods
    )
    return Table(caption, voice._("Period"), tuple(columns), lines, _ABSENT) if lines else None
