"""The broker's report: everything that the engine knows of a package, for the mediator alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from comity import __version__
from comity.agreements.explain import Explanation, explain
from comity.agreements.packages import Package
from comity.agreements.views import open_table, terms_of
from comity.briefs.agreements import answers, doubts, impasse, returns
from comity.briefs.agreements.papers import Part, Report, Sheet
from comity.briefs.agreements.plain import open_facts
from comity.briefs.agreements.saying import CONCEPTS, SHORT, Saying, full
from comity.core.marks import N_


def broker_report(
    package: Package,
    others: Sequence[Package] = (),
    *,
    language: str = "en",
    day: date | None = None,
    seconds: float = 15.0,
) -> Report:
    """All that is known of a package; `others` are those of other concepts, to set beside it.

    Where no package lets all gain, the report says what stands in the way. What is worked out for
    the report (forced solves, proofs) takes at most about `seconds`.
    """
    saying = Saying(open_table(package.scenario), language)
    if package.package:
        told = explain(package, others, seconds=seconds / 2)
        parts, facts = _parts(saying, told, seconds / 4), _facts(told)
    else:
        parts, facts = impasse.parts(saying, package), package.as_json()
    facts.pop("seconds", None)  # the same package has the same report, however long it took
    _ = saying._
    return Report(
        kind="broker",
        title=_("{title}: report to the mediator").format(
            title=saying.text(package.scenario.title)
        ),
        about=_("What was found, why, and how sure it is."),
        seal=_(
            "Confidential: for the mediator only. It holds what parties have told in confidence."
        ),
        notes=saying.illustration(),
        parts=tuple(part for part in parts if part),
        facts=facts,
        made=saying.made(day or date.today()),
        language=language,
        day=day or date.today(),
        version=__version__,
        labels=saying.labels(),
    )


def _parts(saying: Saying, told: Explanation, seconds: float) -> list[Part]:
    return [
        saying.settled(terms_of(told.package)),
        gains(saying, told),
        _why_in(saying, told),
        answers.why_not(saying, told),
        answers.moves(saying, told),
        returns.exchanged(saying, told, seconds),
        returns.standing(saying, told, seconds),
        _fairness(saying, told),
        doubts.certainty(saying, told),
        saying.floor(),
        doubts.unknown(saying, told),
    ]


def gains(saying: Saying, told: Explanation) -> Part:
    """What each party gains, and what it would gain under other ideas of fairness."""
    _, package, judge = saying._, told.package, told.judge
    shares = judge.shares(judge.gains)
    columns = [_("Party"), _("Gain in points"), _("Share of what it could gain")]
    columns += [_(SHORT[one.wish.concept]) for one in told.others]
    rows = []
    for name in saying.ordered():
        own = [saying.heading(name), saying.points(package.gains[name]), saying.share(shares[name])]
        rows.append((*own, *(_other(saying, told, one, name) for one in told.others)))
    sheet = Sheet(
        _("Gains by party"), tuple(columns), tuple(rows), frozenset(range(1, len(columns)))
    )
    return Part(
        "gains",
        _("What does each party gain?"),
        tuple(_of_gains(saying, told, shares)),
        sheets=(sheet,),
    )


def _other(saying: Saying, told: Explanation, one: Package, name: str) -> str:
    gain = one.gains[name]
    return saying.share(gain / dict(zip(told.judge.parties, told.judge.full, strict=True))[name])


def _of_gains(saying: Saying, told: Explanation, shares: dict[str, float]) -> Iterator[str]:
    _, package = saying._, told.package
    least = min(shares, key=lambda name: shares[name])
    yield _(
        "A gain is what a party has above what it has without an agreement, in points as the parties stated them."
    )
    yield _("{party} has the smallest share of what it could gain: {share}.").format(
        party=saying.heading(least), share=saying.share(shares[least])
    )
    if told.others:
        yield _(
            "The columns to the end of the table show each party's share under other ideas of fairness."
        )
    price = package.price_of_fairness
    if price is not None and price >= 0.005:
        yield _(
            "The sum of gains is {share} below the largest sum in which every party gains: the price of this idea of fairness."
        ).format(share=saying.share(price))
    yield _source(saying, package)


def _source(saying: Saying, package: Package) -> str:
    """Where the points come from, and by which method."""
    wish = package.wish
    scale = "ideal" if wish.concept == "kalai-smorodinsky" else wish.scale
    return saying._("Source: scenario {scenario}; rule: {concept}; scale: {scale}; Comity {version}.").format(
        scenario=saying.kept(package.scenario.id), concept=saying.rule(wish.concept),
        scale=saying._(_SCALES[scale]), version=__version__,
    )  # fmt: skip


def _why_in(saying: Saying, told: Explanation) -> Part:
    _ = saying._
    rows = [
        (saying.heading(name), saying.thing(one), saying.points(one.points))
        for name in saying.ordered()
        for one in (*told.why[name].leading()[0], *told.why[name].leading()[1])
    ]
    columns = (_("Party"), _("Part of the package"), _("Points"))
    sheet = full(
        Sheet(_("The largest gains and costs of each party"), columns, tuple(rows), frozenset([2]))
    )
    text = [saying.why(told.why[name]) for name in saying.ordered()]
    start = saying.counted_from(next(iter(told.why.values())))
    return Part("why", _("Why can each party accept it?"), (start,), tuple(text), (sheet,))


def _fairness(saying: Saying, told: Explanation) -> Part:
    _ = saying._
    heading = _("How do ideas of fairness differ here?")
    if not told.others:
        return Part("fairness", heading)
    if not told.differences:
        return Part("fairness", heading, (_("They do not: each of them gives this package."),))
    names = [told.package.wish.concept, *(one.wish.concept for one in told.others)]
    rows = tuple(
        (saying.issue(one.issue), *(saying.option(one.issue, one.options[name]) for name in names))
        for one in told.differences
    )
    sheet = Sheet(
        _("Issues that they settle differently"), (_("Issue"), *(_(SHORT[n]) for n in names)), rows
    )
    points = tuple(
        _("{name} seeks {concept}.").format(name=_(SHORT[n]), concept=_(CONCEPTS[n])) for n in names
    )
    return Part("fairness", heading, (), points, (sheet,))


def _facts(told: Explanation) -> dict[str, Any]:
    package = told.package
    others = {one.wish.concept: {"package": one.package, "gains": one.gains} for one in told.others}
    return {
        **package.as_json(),
        **told.as_json(),
        "terms": open_facts(open_table(package.scenario), terms_of(package)),
        "other_concepts": others,
    }


_SCALES = {"raw": N_("points as stated"), "range": N_("own range"), "ideal": N_("ideal gain")}
