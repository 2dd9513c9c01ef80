"""Who gives what to whom and what comes back, and what each party has without the others."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from comity.agreements.coalitions import added_by_broker, bilateral, blocking
from comity.agreements.explain import Explanation
from comity.agreements.power import Power, Response, Standing, power
from comity.agreements.reciprocity import Arc, Exchanges, Piece, exchanges
from comity.agreements.views import terms_of
from comity.briefs.agreements.papers import Part, Sheet
from comity.briefs.agreements.saying import Saying

Paid = Set[tuple[str, str]]
"""Who pays whom."""


def exchanged(saying: Saying, told: Explanation, seconds: float) -> Part:
    """The package taken apart into direct exchanges, cycles and gifts, and what only all can reach."""
    _, package = saying._, told.package
    scales = dict(zip(told.judge.parties, told.judge.full.tolist(), strict=True))
    found = exchanges(package.scenario, package.package, terms_of(package).payments, scales)
    paid = {(one.payer, one.receiver) for one in terms_of(package).payments}
    points = tuple(_piece(saying, found, piece, paid) for piece in found.pieces)
    text = [saying.voice.noted(note) for note in found.notes]
    if not found.notes:
        text += [*_together(saying, told, seconds / 2), *_blocking(saying, told, seconds / 2)]
    return Part("returns", _("Who gives what to whom, and what comes back?"), tuple(text), points)


def _piece(saying: Saying, found: Exchanges, piece: Piece, paid: Paid) -> str:
    _ = saying._
    template = {
        "direct": _("A direct exchange: {steps}."),
        "cycle": _("A cycle, in which what each gives comes back from another: {steps}."),
        "gift": _("A gift that nothing returns directly: {steps}."),
    }[piece.kind]
    return template.format(
        steps=saying.voice.apart([_arc(saying, found, arc, paid) for arc in piece.arcs])
    )


def _arc(saying: Saying, found: Exchanges, arc: Arc, paid: Paid) -> str:
    """What one party gives another: the issues by name, and what they are worth to it here."""
    _ = saying._
    named = [
        _("“{issue}”").format(issue=saying.issue(step.issue))
        for step in found.steps
        if step.giver == arc.giver and step.values.get(arc.receiver, 0.0) > 0
    ]
    if (arc.giver, arc.receiver) in paid:
        named.append(_("a payment"))
    return _("{giver} gives {receiver} {things} (worth {share} of what {receiver} could gain)").format(
        giver=saying.party(arc.giver), receiver=saying.party(arc.receiver),
        things=saying.voice.list(named), share=saying.share(arc.share),
    )  # fmt: skip


def _together(saying: Saying, told: Explanation, seconds: float) -> Iterator[str]:
    """Who gains only because all sit at the table."""
    _, package = saying._, told.package
    talks = bilateral(package.scenario, (2,), time_limit=seconds)
    found = added_by_broker(package.scenario, package.package, package.money, talks)
    if found.only_together:
        yield _(
            "No deal between two parties gives these any gain; they gain only here: {parties}."
        ).format(parties=saying.parties(found.only_together))
    elif not found.notes:
        yield _("Each party could also gain in some deal between two.")


def _blocking(saying: Saying, told: Explanation, seconds: float) -> Iterator[str]:
    """Pairs and triples whose members could each have more alone."""
    _, package = saying._, told.package
    found = blocking(package.scenario, package.package, (2, 3), package.money, seconds)
    for deal in found.coalitions:
        yield _(
            "By a deal of their own each of these could have more than here: {parties}."
        ).format(parties=saying.parties(deal.members))
    if not found.coalitions and not found.notes:
        yield _("No two or three parties could each have more by a deal of their own.")


def standing(saying: Saying, told: Explanation, seconds: float) -> Part:
    """What each party has elsewhere, could have here, and could move by expecting more."""
    _ = saying._
    found = power(told.package.scenario, replace(told.package.wish, time_limit=seconds))
    heading = _("Who can do without an agreement, and who cannot?")
    if found is None:
        return Part("power", heading)
    text = _(
        "A party that could gain little here can walk away easily. The second table shows, under the rule of the largest product of gains, what would change if one party had more without an agreement."
    )
    return Part(
        "power", heading, (text,), sheets=(_standings(saying, found), _responses(saying, found))
    )


def _standings(saying: Saying, found: Power) -> Sheet:
    _ = saying._
    by = {one.party: one for one in found.standings}
    columns = (
        _("Party"),
        _("Points without an agreement"),
        _("Which is"),
        _("Most that it could gain"),
        _("Dependence"),
    )
    rows = tuple(_stands(saying, by[name]) for name in saying.ordered())
    return Sheet(_("What each party has, and could gain"), columns, rows, frozenset([1, 3, 4]))


def _stands(saying: Saying, one: Standing) -> tuple[str, ...]:
    _ = saying._
    basis = {
        "status quo": _("what stands today"),
        "alternative": _("an alternative that it named"),
        "nothing stated": _("nothing stated"),
    }[one.stands_on]
    return (
        saying.heading(one.party),
        saying.points(one.outside),
        basis,
        saying.points(one.ideal),
        saying.points(one.dependence),
    )


def _responses(saying: Saying, found: Power) -> Sheet:
    _ = saying._
    by, names = {one.party: one for one in found.responses}, saying.ordered()
    columns = (
        _("If this party had more"),
        _("By so many points"),
        *(saying.heading(name) for name in names),
    )
    rows = tuple(_responds(saying, by[name], names) for name in names)
    caption = _("Change of what each party has after the deal, in points")
    return Sheet(caption, columns, rows, frozenset(range(1, len(columns))))


def _responds(saying: Saying, one: Response, names: list[str]) -> tuple[str, ...]:
    moved = (
        [saying.points(one.points[name]) for name in names]
        if one.deal
        else [saying._("no deal") for _name in names]
    )
    return (saying.heading(one.party), saying.points(one.unit), *moved)
