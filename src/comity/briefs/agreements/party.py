"""A party's own report: the package, what it brings this party and asks of it, and all obligations.

It is made from a `PartyView` and nothing else, so it cannot say, or depend on, what the others keep
to themselves: their weights, outside options or gains, how near the package is to the best, what
else was possible, or how long it took to find.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from comity import __version__
from comity.agreements.packages import Package
from comity.agreements.reasons import Reason, Why, why
from comity.agreements.views import PartyView, view_for
from comity.briefs.agreements.duties import duties
from comity.briefs.agreements.papers import Part, Report, Sheet
from comity.briefs.agreements.plain import open_facts
from comity.briefs.agreements.saying import SIZES, Saying, full


def party_report(
    package: Package,
    party: str,
    *,
    allow_fairness: bool = False,
    language: str = "en",
    day: date | None = None,
) -> Report:
    """What one party may read of a package; `BadScenario` where there is no package or party.

    `allow_fairness` is the mediator's leave to tell that no party gains less than some share of its
    ideal. `day` is the day that the report bears, today by default.
    """
    view = view_for(package, party, allow_fairness=allow_fairness)
    return report_of(view, language=language, day=day or date.today())


def report_of(view: PartyView, *, language: str, day: date) -> Report:
    """The report of a view: a pure function of what the party may read."""
    saying = Saying(view.table, language)
    _ = saying._
    told = why(view.table.issues, view.own, view.terms)
    name = saying.party(view.own.party)
    parts = (
        duties(saying, view.terms, day),
        _brings(saying, view, told),
        saying.conditions(),
        _fairness(saying, view),
        saying.floor(),
        _left_out(saying, view),
    )
    return Report(
        kind="party",
        title=_("{title}: report to {party}").format(
            title=saying.text(view.table.title), party=name
        ),
        about=_("What the proposed package settles, and what it means for {party}.").format(
            party=name
        ),
        seal=_("Confidential: for {party} and the mediator only.").format(party=name),
        notes=saying.illustration(),
        parts=tuple(part for part in parts if part),
        facts=_facts(view, told),
        made=saying.made(day),
        language=language,
        day=day,
        version=__version__,
        labels=saying.labels(),
    )


def _brings(saying: Saying, view: PartyView, told: Why) -> Part:
    _ = saying._
    name = saying.party(view.own.party)
    gains, costs = told.leading()
    columns = (
        _("Part of the package"),
        _("For this party"),
        _("Place of the issue in its ranking"),
    )
    rows = tuple(_row(saying, one) for one in (*gains, *costs))
    sheets = (full(Sheet(_("The largest gains and costs"), columns, rows)),) if rows else ()
    heading = _("What does the package bring {party}?").format(party=name)
    text = (*_own_share(saying, told), saying.counted_from(told))
    return Part("own", heading, text, (saying.why(told),), sheets)


def _own_share(saying: Saying, told: Why) -> list[str]:
    """The party's gain beside its outside option, as a coarse share of its own reach."""
    _ = saying._
    name = saying.heading(told.party)
    outside = {
        "today": _("Without an agreement {party} would keep what stands today.").format(party=name),
        "alternative": _(
            "Without an agreement {party} would take the alternative that it has told the mediator of."
        ).format(party=name),
        "none": _("{party} has told the mediator of no alternative to an agreement.").format(
            party=name
        ),
    }[told.outside]
    if told.share is None:
        return [outside]
    compared = _compared(saying, told.share)
    return [outside, compared.format(share=saying.share(max(told.share, 5) / 100))]


def _compared(saying: Saying, share: int) -> str:
    """A template for a share in per cent."""
    _ = saying._
    if share > 100:
        return _(
            "Compared with that, the package with its payments gives it more than all that it could gain if it chose every issue alone."
        )
    if share > 0:
        return _(
            "Compared with that, the package gives it about {share} of what it could gain if it chose every issue alone."
        )
    if share == 0:
        return _(
            "Compared with that, the package is worth about the same to it: less than {share} of what it could gain if it chose every issue alone."
        )
    return _("By what it has stated, the package is worth less to it than that.")


def _row(saying: Saying, one: Reason) -> tuple[str, ...]:
    size = saying._(SIZES[one.size, one.points > 0])
    return (saying.thing(one), size, saying.voice.exact(one.rank) if one.rank else "")


def _fairness(saying: Saying, view: PartyView) -> Part:
    """What the mediator allowed to be said of all."""
    _ = saying._
    heading = _("How are gains shared?")
    rule = _("The mediator sought the package by this rule: {concept}.").format(
        concept=saying.rule(view.concept)
    )
    if view.least_share is None:
        return Part("fairness", heading, (rule,))
    least = _(
        "No party gains less than {share} of the most that it could gain in a package that all can accept."
    )
    return Part(
        "fairness", heading, (rule, least.format(share=saying.share(view.least_share / 100)))
    )


def _left_out(saying: Saying, view: PartyView) -> Part:
    _ = saying._
    told = (
        _("The package itself was sought with what all parties have told the mediator. This report is made from the package, the open terms and what {party} itself has told."),
        _("It does not say what others want or gain, what else was possible, or how near the package is to the best. The share above is rounded to five points."),
        _("Its sentence on the least share of all parties rests on what all have told; the mediator has allowed it.")
        if view.least_share is not None
        else _("With the same package it would be the same, word for word, whatever other parties had told in confidence."),
    )  # fmt: skip
    name = saying.party(view.own.party)
    return Part(
        "left-out",
        _("What does this report not say?"),
        tuple(one.format(party=name) for one in told),
    )


def _facts(view: PartyView, told: Why) -> dict[str, Any]:
    gains, costs = told.leading()
    return {
        **open_facts(view.table, view.terms),
        "party": view.own.party,
        "concept": view.concept,
        "own": {
            "share_of_own_reach_percent": told.share,
            "outside_option": told.outside,
            "counted_from": "today" if told.from_today else "mean of options",
            "gains": [_reason(one) for one in gains],
            "costs": [_reason(one) for one in costs],
        },
        "no_party_below_percent_of_ideal": view.least_share,
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {"kind": one.kind, "settled": dict(one.settled), "size": one.size, "rank": one.rank}
