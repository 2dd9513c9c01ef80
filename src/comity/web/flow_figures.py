"""The figures of the pages of movement: curves, chords, rankings, net and gross, methods, sexes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from comity.briefs.dossier import Dossier
from comity.briefs.hanging import Hanger
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import Corridor, Place
from comity.evidence.accounts import flow_sums, flows
from comity.figures import Figure, chord, comparison, flow_maps, net_gross, ranking
from comity.figures.theme import WIDTH

_RANGED = N_("Pseudo-Bayesian method, mid-year to mid-year. Ranges: 80 in 100.")
_SUMMED = N_("Pseudo-Bayesian method, mid-year to mid-year. Ranges are sums, wider than 80 in 100.")
_POINTS = N_(
    "{ranges} Each point stands at the end of its period; the last has four years, the others five."
)
_METHOD = ("method", flows.RECOMMENDED)


def figures_of(
    dossier: Dossier, period: Period | None, *, width: int = WIDTH
) -> dict[str, list[Figure]]:
    """The figures of each section of a page of movement, by the slug of the section."""
    made: dict[str, list[Figure]] = {}
    for section in dossier.sections:
        make = _MADE.get(section.slug)
        if make and period and (found := make(_Wall(dossier, section, width, period))):
            made[section.slug] = found
    return made


@dataclass(frozen=True)
class _Wall(Hanger):
    """A section to hang figures in, and the period that they show."""

    period: Period

    @property
    def how(self) -> dict[str, Any]:
        """What every figure is drawn with."""
        return {"words": self.words, "width": self.width}

    def dated(self, text: str) -> str:
        """A title with the period behind it."""
        when = self.voice.period(self.period)
        return self.voice._("{measure}, {year}").format(measure=self.title(text), year=when)

    def caption(self, found: Sequence[Finding]) -> str:
        """By which method, and what the ranges are."""
        summed = any(f.interval == flows.WIDEST for f in found)
        return self.voice._(_SUMMED if summed else _RANGED)

    def over_time(self) -> str:
        """The same below a series, with how to read its points."""
        return self.voice._(_POINTS).format(ranges=self.caption(self.findings))

    def moves(self) -> list[Finding]:
        """The movements of the section that have people in them, in their order."""
        found = [f for f in self.findings if f.measure == "estimated_flow" and f.value]
        return [f for f in found if isinstance(f.subject, Corridor)]


def _moved(wall: _Wall) -> list[Figure]:
    subject = wall.dossier.subject
    if isinstance(subject, Corridor):
        back = [f for f in wall.findings if f.subject == subject.reversed()]
        lines = {N_("There"): wall.own("estimated_flow", _METHOD), N_("Back"): back}
        title = wall.title(N_("People who moved from {a} to {b}, and back"))
        return wall.series(lines, title, wall.over_time())
    title = wall.title(N_("People who came to live in {place}, and who left"))
    if subject.slug == "world":
        title = wall.voice._("People who moved from one country to another")
    lines = {
        N_("Came"): wall.own("estimated_arrivals", _METHOD),
        N_("Left"): wall.own("estimated_departures", _METHOD),
    }
    made = wall.series(lines, title, wall.over_time())
    net = {N_("Came minus left"): wall.own("estimated_net", _METHOD)}
    title = wall.title(N_("People who came to {place} minus people who left"))
    return made + wall.series(net, title, wall.over_time(), "moved-net")


def _corridors(wall: _Wall) -> list[Figure]:
    found = wall.moves()
    subject = wall.dossier.subject
    world = subject.slug == "world"
    title = N_("The largest movements to and from {place}")
    if world:
        title = N_("The largest movements between countries")
    caption, focus = wall.caption(found), subject if isinstance(subject, Place) else None
    made: list[Figure] = []
    if len(found) > 1:
        made += flow_maps(
            found, wall.dated(title), focus=focus, caption=caption, name="map", **wall.how
        )
    sides: list[tuple[str, str, list[Finding], Callable[[Finding], str]]]
    if world:
        sides = [("ranking", title, found, lambda f: wall.words.name(f.subject))]
    else:
        codes = _codes(wall)
        into = [f for f in found if _end(f, "destination").code in codes]
        out = [f for f in found if f not in into]
        came, left = (
            N_("The largest movements to {place}"),
            N_("The largest movements from {place}"),
        )
        sides = [
            ("came", came, into, lambda f: _called(wall, f, "origin")),
            ("left", left, out, lambda f: _called(wall, f, "destination")),
        ]
    for name, text, some, label in sides:
        if some:
            made.append(
                ranking(some, wall.dated(text), caption=caption, name=name, label=label, **wall.how)
            )
    return made


def _codes(wall: _Wall) -> set[str]:
    """The places that a section is about, told by where its movements meet."""
    subject = wall.dossier.subject
    if isinstance(subject, Place):
        return {subject.code}
    assert not isinstance(subject, Corridor)
    return {place.code for place in subject.members(wall.dossier.as_of)}


def _end(finding: Finding, side: str) -> Place:
    pair = finding.subject
    assert isinstance(pair, Corridor)
    return pair.origin if side == "origin" else pair.destination


def _called(wall: _Wall, finding: Finding, side: str) -> str:
    """The other end where the page is about one place, or both."""
    one = isinstance(wall.dossier.subject, Place)
    return wall.words.name(_end(finding, side) if one else finding.subject)


def _within(wall: _Wall) -> list[Figure]:
    found = wall.moves()
    title = N_("Movement between members of {place}")
    if wall.dossier.subject.slug == "world":
        title = N_("Movement between parts of the world")
    return [chord(found, wall.dated(title), caption=wall.caption(found), name="chord", **wall.how)]


def _each(wall: _Wall) -> list[Figure]:
    came, left, net = (
        [f for f in wall.findings if f.measure == f"estimated_{side}"] for side in flow_sums.SIDES
    )
    title = wall.dated(N_("Places with most people who came or left"))
    caption = wall.caption(came)
    return [net_gross(came, left, net, title, caption=caption, name="net-gross", **wall.how)]


def _sexes(wall: _Wall) -> list[Figure]:
    lines = {
        N_("Women and girls"): wall.own("estimated_flow", _METHOD, ("sex", "female")),
        N_("Men and boys"): wall.own("estimated_flow", _METHOD, ("sex", "male")),
    }
    title = wall.title(N_("Women and men who moved from {a} to {b}"))
    return wall.series(lines, title, wall.over_time())


def _methods(wall: _Wall) -> list[Figure]:
    by_method = {dict(f.about)["method"]: f for f in wall.findings}
    found = [by_method[code] for code in flows.METHODS if code in by_method]
    if not any(f.value is not None for f in found):
        return []
    labels = {code: wall.voice._(name) for code, name in flows.METHOD_NAMES.items()}
    title = N_("People who moved from {a} to {b}, by method")
    only = N_("The line is the range of the recommended method, 80 in 100; others have none.")
    return [
        comparison(
            found,
            wall.dated(title),
            labels=labels,
            recommended=flows.RECOMMENDED,
            caption=wall.voice._(only),
            name="methods",
            **wall.how,
        )
    ]


_MADE: dict[str, Callable[[_Wall], list[Figure]]] = {
    "moved": _moved,
    "corridors": _corridors,
    "within": _within,
    "each": _each,
    "sexes": _sexes,
    "methods": _methods,
}
