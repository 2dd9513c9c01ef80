"""How sure the broker can be: what is proven, what weights may do to the deal, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreements.breaking import breaking
from comity.agreements.chances import chances
from comity.agreements.explain import Explanation
from comity.briefs.agreements.papers import Part, Sheet
from comity.briefs.agreements.saying import Saying

DRAWS = 5000


def certainty(saying: Saying, told: Explanation) -> Part:
    """Bound, gap and proofs, then what uncertain weights would do."""
    sheets = tuple(_weights(saying, told))
    text = (*_proven(saying, told), *_chances(saying, told))
    return Part("certainty", saying._("How sure is this?"), text, sheets=sheets)


def _proven(saying: Saying, told: Explanation) -> Iterator[str]:
    _, sure = saying._, told.certainty
    if sure.status == "optimal":
        yield _("It is proven that no package is better by this rule.")
    elif sure.slack is not None:
        yield _(
            "It is not proven to be the best: another package could give the parties a mean gain up to {share} larger, and no more."
        ).format(share=saying.voice.percent(100 * sure.slack, 2))
    else:
        yield _(
            "It is not proven to be the best: by this rule a package could be worth up to {bound}, and this one is worth {value}."
        ).format(bound=saying.points(sure.bound), value=saying.points(sure.value))
    if sure.efficient:
        yield _("It is proven that no party could gain more without another gaining less.")
    elif sure.efficient is None:
        yield _(
            "Whether some party could gain more without another gaining less was not proven in the time given."
        )


def _spread(told: Explanation) -> bool:
    """Whether any party's weights may differ from what it stated."""
    stated = told.package.scenario.stated.values()
    return any(one.spread > 0 or one.low or one.high for one in stated)


def _chances(saying: Saying, told: Explanation) -> Iterator[str]:
    """In how many draws of the weights all gain."""
    if not _spread(told):
        return
    _, package = saying._, told.package
    found = chances(package.scenario, package.package, package.money, draws=DRAWS)
    share = found.all_gain
    yield _("If the weights of each party may lie anywhere between the bounds that it stated, all parties gain in {share} of cases (95 % sure: {low} to {high}; {n} draws).").format(
        share=saying.share(share.value), low=saying.voice.percent(100 * share.low, 1), high=saying.voice.percent(100 * share.high, 1),
        n=saying.voice.exact(found.draws),
    )  # fmt: skip


def _weights(saying: Saying, told: Explanation) -> Iterator[Sheet]:
    """By how much weights must change before a party gains nothing."""
    _, package = saying._, told.package
    found = {one.party: one for one in breaking(package.scenario, package.package, package.money)}
    if not found:
        return
    rows = []
    for name in saying.ordered():
        if (one := found.get(name)) is not None:
            least = saying.share(one.change) if one.change is not None else _("none breaks it")
            alone = saying.issue(one.issue) if one.issue else ""
            rows.append((saying.heading(name), least, alone))
    columns = (
        _("Party"),
        _("Smallest change of its weights that leaves it no gain"),
        _("Issue whose weight alone does so soonest"),
    )
    yield Sheet(
        _("How far weights can change before the deal is no gain"),
        columns,
        tuple(rows),
        frozenset([1]),
    )


def unknown(saying: Saying, told: Explanation) -> Part:
    """What the report cannot say, and what reading the scenario found odd."""
    warnings = tuple(saying.kept(one) for one in told.package.scenario.warnings)
    return Part("unknown", saying._("What is not known?"), (), (*_gaps(saying, told), *warnings))


def _gaps(saying: Saying, told: Explanation) -> Iterator[str]:
    _, scenario = saying._, told.package.scenario
    plain = [one.id for one in scenario.parties if one.id not in scenario.stated]
    silent = [one.id for one in scenario.parties if one.reservation is None]
    open_ones = sum(one.verdict == "unknown" for one in told.why_not)
    if plain:
        yield _("How sure their points are was not stated by these parties: {parties}.").format(
            parties=saying.parties(plain)
        )
    if silent and scenario.status_quo is not None:
        yield _(
            "What stands today counts as the outside option of these parties, which named no alternative: {parties}."
        ).format(parties=saying.parties(silent))
    if scenario.status_quo is None:
        yield _(
            "Not every issue has an option that stands today, so gains are not compared with today."
        )
    if not told.certainty.ideal_exact:
        yield _(
            "The most that each party could gain is not proven; true shares may be larger than those shown."
        )
    if open_ones:
        yield _(
            "What would happen with some options was not worked out in the time given; their number is {n}."
        ).format(n=saying.voice.exact(open_ones))
    yield _(
        "Whether parties stated what they truly want: no rule makes that best for each of them and is also efficient, voluntary and balanced (Myerson and Satterthwaite, 1983)."
    )
