"""Why not otherwise, and what could still move: the broker's answers to what is asked at the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from comity.agreements.explain import Explanation
from comity.agreements.forced import WhyNot, losers
from comity.agreements.packages import Alternative
from comity.agreements.swaps import Swap
from comity.briefs.agreements.papers import Part, Sheet
from comity.briefs.agreements.saying import Saying


def why_not(saying: Saying, told: Explanation) -> Part:
    """What would happen with each option that some party wants more."""
    _ = saying._
    heading = _("Why not otherwise?")
    if not told.why_not:
        return Part(
            "why-not", heading, (_("No party would get more points from any other option."),)
        )
    rows = tuple(
        (
            saying.issue(one.issue),
            saying.option(one.issue, one.option),
            saying.parties(one.wanted_by),
            answer(saying, told, one),
        )
        for one in told.why_not
        if one.verdict != "unknown"
    )
    columns = (_("Issue"), _("Option"), _("Wanted more by"), _("What would happen"))
    text = _(
        "Each option that some party wants more was put in the package, and the best package with it was sought by the same rule."
    )
    sheet = Sheet(_("Options that were not chosen"), columns, rows)
    return Part("why-not", heading, (text,), sheets=(sheet,) if rows else ())


def answer(saying: Saying, told: Explanation, one: WhyNot) -> str:
    """What would happen if an issue were settled by another option, in a sentence or two."""
    _ = saying._
    said = _ANSWERS[one.verdict](saying, told, one)
    if one.verdict in ("costs", "equal") and not one.proven:
        space = "" if saying.voice.language == "zh" else " "
        return said + space + _("The search was stopped before its end.")
    return said


def _breaks(saying: Saying, told: Explanation, one: WhyNot) -> str:
    _, labels = saying._, [saying.text(label) for label in one.constraints if label]
    if not labels:
        return _("No package that keeps all conditions has it.")
    if len(labels) == 1:
        return _("It breaks this condition: {condition}.").format(condition=labels[0])
    return _("It cannot be had together with these conditions: {conditions}.").format(
        conditions=saying.voice.apart(labels)
    )


def _falls(saying: Saying, told: Explanation, one: WhyNot) -> str:
    _ = saying._
    if one.below:
        return _(
            "No package with it lets every party gain: in the nearest one, less than without an agreement is left to {parties}."
        ).format(parties=saying.parties(one.below))
    return _(
        "No package with it gives every party the least gain that was asked for: in the nearest one, too little is left to {parties}."
    ).format(parties=saying.parties(list(one.short)))


def _costs(saying: Saying, told: Explanation, one: WhyNot) -> str:
    _, before = saying._, told.judge.shares(told.judge.gains)
    first, then = min(before, key=before.__getitem__), min(one.shares, key=one.shares.__getitem__)
    if _percent(one.shares[then]) < _percent(before[first]):
        return _("It lowers the smallest share of what a party could gain from {before} ({first}) to {after} ({then}).").format(
            before=saying.share(before[first]), first=saying.party(first),
            after=saying.share(one.shares[then]), then=saying.party(then),
        )  # fmt: skip
    for party, was, would in losers(told.judge, one):
        if _percent(would) < _percent(was):
            return _(
                "{party} falls from {before} to {after} of what it could gain, and what others win by it does not make up for that under the rule."
            ).format(
                party=saying.heading(party), before=saying.share(was), after=saying.share(would)
            )
    return _("By the rule of this package it is a little worse for the parties together.")


def _equal(saying: Saying, told: Explanation, one: WhyNot) -> str:
    return saying._(
        "A package with it is as good by the rule of this package: the parties may choose."
    )


def _better(saying: Saying, told: Explanation, one: WhyNot) -> str:
    return saying._(
        "A package with it is better by the rule: this package is not yet the best. Seek longer."
    )


_ANSWERS = {
    "breaks": _breaks, "falls": _falls, "costs": _costs,
    "equal": _equal, "better": _better,
}  # fmt: skip


def _percent(share: float) -> int:
    return round(100 * share)


def moves(saying: Saying, told: Explanation) -> Part:
    """Single changes after which every party still gains, and the next-best packages."""
    _ = saying._
    columns = (
        _("Issue"),
        _("Instead of"),
        _("This"),
        _("Who wins by it"),
        _("Who loses by it"),
        _("Efficient"),
    )
    rows = tuple(_swap(saying, one) for one in told.swaps)
    sheets = (
        [Sheet(_("One issue settled otherwise, all else as it is"), columns, rows)] if rows else []
    )
    text = [
        _("Every party still gains after any one of these changes.")
        if rows
        else _(
            "No single issue can be settled otherwise, all else as it is, so that every party still gains."
        )
    ]
    if rows:
        text.append(
            _("A package is efficient if no other is better for one party and worse for none.")
        )
    points = tuple(_next(saying, told, one) for one in told.package.alternatives)
    return Part("moves", _("What could still move?"), tuple(text), points, tuple(sheets))


def _swap(saying: Saying, one: Swap) -> tuple[str, ...]:
    _ = saying._
    proof = {True: _("yes"), False: _("no"), None: _("not known")}[one.efficient]
    return (
        saying.issue(one.issue),
        saying.option(one.issue, one.before),
        saying.option(one.issue, one.after),
        _changes(saying, one.changes, up=True),
        _changes(saying, one.changes, up=False),
        proof,
    )


def _changes(saying: Saying, changes: Mapping[str, float], *, up: bool) -> str:
    """Who wins (or loses) how many points by a swap, most first."""
    _ = saying._
    size = 1e-9 * max([1.0, *map(abs, changes.values())])
    moved = sorted((-abs(v), p) for p, v in changes.items() if (v > size if up else v < -size))
    said = [
        _("{party} ({points})").format(party=saying.party(p), points=saying.points(changes[p]))
        for _size, p in moved
    ]
    return saying.voice.apart(said) if said else _("nobody")


def _next(saying: Saying, told: Explanation, one: Alternative) -> str:
    """A next-best package, by what it settles otherwise."""
    _ = saying._
    changes = saying.voice.apart(list(_otherwise(saying, told.package.package, one.package)))
    full = dict(zip(told.judge.parties, told.judge.full, strict=True))
    shares = {p: gain / full[p] for p, gain in one.gains.items()}
    least = min(shares, key=shares.__getitem__)
    template = (
        _("Next best by the rule: {changes}. The smallest share is then {share} ({party}).")
        if one.proven
        else _("A good package nearby: {changes}. The smallest share is then {share} ({party}).")
    )
    return template.format(
        changes=changes, share=saying.share(shares[least]), party=saying.party(least)
    )


def _otherwise(
    saying: Saying, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[str]:
    for issue, option in after.items():
        if before[issue] != option:
            yield saying._("“{option}” for “{issue}”").format(
                option=saying.option(issue, option), issue=saying.issue(issue)
            )
