"""The broker's report where no package lets all parties gain: who blocks, and what would help."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreements.changes import Change
from comity.agreements.infeasible import Diagnosis
from comity.agreements.packages import Package
from comity.agreements.relief import WayOut
from comity.briefs.agreements.papers import Part
from comity.briefs.agreements.saying import Saying


def parts(saying: Saying, package: Package) -> list[Part]:
    """What stands in the way, what would help, and what the human-rights floor removed."""
    _, found = saying._, package.diagnosis
    heading = _("What stands in the way of an agreement?")
    if found is None:
        told = _(
            "No package was found in the time given, and it is not proven that there is none. Seek longer."
        )
        return [Part("impasse", heading, (told,)), saying.floor()]
    return [
        Part("impasse", heading, tuple(_why(saying, found)), tuple(_nearest(saying, found))),
        _ways(saying, found),
        saying.floor(),
    ]


def _why(saying: Saying, found: Diagnosis) -> Iterator[str]:
    _ = saying._
    held = [saying.text(one.label) for one in found.constraints if one.label]
    match found.reason:
        case "floor":
            issues = saying.voice.apart([saying.issue(one) for one in found.issues])
            yield _(
                "The human-rights floor rules out every option of these issues: {issues}."
            ).format(issues=issues)
        case "payments":
            yield _(
                "The side payments cannot cover what is lost on their way; raise their limits or lower the loss."
            )
        case "constraints":
            yield _("No package at all keeps these conditions together, whatever anybody gains.")
        case "party":
            named = saying.parties([one.party for one in found.hopeless])
            yield _("No package gives enough to {parties}, whatever the others have.").format(
                parties=named
            )
        case "conflict":
            named = saying.parties(found.parties)
            if found.too_much:
                yield _(
                    "No package lets these parties gain as much together as was asked for: {parties}."
                ).format(parties=named)
            else:
                yield _("No package lets these parties gain together: {parties}.").format(
                    parties=named
                )
        case _:
            yield _(
                "No package was found that lets every party gain; whether there is one is not proven."
            )
    if held:
        yield _("These conditions take part in it: {conditions}.").format(
            conditions=saying.voice.apart(held)
        )


def _nearest(saying: Saying, found: Diagnosis) -> Iterator[str]:
    """Who falls short in the package that comes nearest to a deal."""
    for one in found.nearest.shortfalls if found.nearest else ():
        yield saying._(
            "In the nearest package {party} has a gain of {gain} points; {missing} points are missing."
        ).format(
            party=saying.party(one.party),
            gain=saying.points(one.gain),
            missing=saying.points(one.missing),
        )


def _ways(saying: Saying, found: Diagnosis) -> Part:
    _ = saying._
    heading = _("What would make an agreement possible?")
    if not found.ways:
        return Part(
            "ways", heading, (_("No small change was found that would make one possible."),)
        )
    text = _(
        "Each of these was tried and makes a package possible; the human-rights floor stays in every one."
    )
    return Part("ways", heading, (text,), tuple(_way(saying, one) for one in found.ways))


def _way(saying: Saying, one: WayOut) -> str:
    _ = saying._
    changes = saying.voice.apart([_change(saying, each) for each in one.changes])
    if one.everyone:
        return _("{changes}. Every party then gains.").format(changes=changes)
    return _("{changes}. Packages then exist, though none in which every party gains.").format(
        changes=changes
    )


def _change(saying: Saying, one: Change) -> str:
    """One change, as a piece of a sentence."""
    _ = saying._
    parts = {
        "condition": saying.text(one.constraint or ""),
        "party": saying.heading(one.party) if one.party else "",
        "receiver": saying.party(one.receiver) if one.receiver else "",
        "before": _size(saying, one.before, one.unit),
        "after": _size(saying, one.after, one.unit),
    }
    if one.kind == "payment" and not one.receiver:
        return _("{party} bears {after} that is lost on the way").format(**parts)
    return {
        "limit": _("The limit of “{condition}” moves from {before} to {after}"),
        "drop": _("“{condition}” is given up"),
        "payment": _("{party} pays {receiver} {after}"),
        "least": _("A smaller least gain is asked for everybody: {after} instead of {before}"),
        "outside": _("{party} expects less without an agreement: {after} instead of {before}"),
    }[one.kind].format(**parts)


def _size(saying: Saying, value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "share":
        return saying.voice.percent(100 * value, 2)
    if unit == "points":
        return saying._("{number} points").format(number=saying.points(value))
    return saying.amount(float(f"{value:.6g}"), unit)
