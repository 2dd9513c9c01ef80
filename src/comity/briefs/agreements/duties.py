"""Who does what for whom: the commitments of a package as all may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from comity.agreements.commitments import Commitment, commitments_of
from comity.agreements.views import Terms
from comity.briefs.agreements.papers import Part, Sheet
from comity.briefs.agreements.saying import Saying, full
from comity.core.measures import measures


def duties(
    saying: Saying, terms: Terms, signed: date, years: int | None = None, *, dated: bool = False
) -> Part:
    """One row a commitment, then what stays as it is; days only where they are `dated`."""
    _ = saying._
    made = commitments_of(saying.table, terms, signed=signed, years=years)
    undertaken = [one for one in made if one.undertaking]
    columns = (_("Issue"), _("Who"), _("To whom"), _("Undertaking"), _("How much"))
    first = Sheet(
        _("Obligations, issue by issue"), columns, tuple(_row(saying, one) for one in undertaken)
    )
    more = (
        _("Issue"), _("Today"), _("Who pays"), _("Begins"), _("Ends"), _("Shown by"), _("Depends on"),
    )  # fmt: skip
    rows = tuple(_more(saying, one, dated=dated) for one in undertaken)
    second = Sheet(
        _("What each obligation changes, and what would show that it is kept"), more, rows
    )
    return Part(
        "duties",
        _("Who does what, and for whom?"),
        tuple(_unchanged(saying, undertaken)),
        tuple(saying.paid(one) for one in terms.payments),
        (full(first), full(second)) if rows else (),
    )


def _unchanged(saying: Saying, undertaken: Sequence[Commitment]) -> Iterator[str]:
    changing = {one.id for one in undertaken}
    same = [saying.issue(one.id) for one in saying.table.issues if one.id not in changing]
    if same:
        yield saying._("These issues stay as they stand today: {issues}.").format(
            issues=saying.voice.apart(same)
        )


def _row(saying: Saying, one: Commitment) -> tuple[str, ...]:
    together = len(one.givers) > 1
    return (
        saying.issue(one.id),
        saying._("All parties") if together else saying.heading(one.givers[0]),
        saying._("All parties") if together else saying.parties(one.receivers),
        saying.text(one.undertaking),
        "" if one.amount is None else saying.amount(one.amount, one.unit),
    )


def _more(saying: Saying, one: Commitment, *, dated: bool) -> tuple[str, ...]:
    issue = saying.table.issue(one.id)
    days = [saying.voice.day(day) if dated and day else "" for day in (one.starts, one.ends)]
    return (
        saying.issue(one.id),
        saying.option(issue.id, issue.status_quo) if issue.status_quo else "",
        saying.heading(one.payer) if one.payer else "",
        *days,
        _shown(saying, one),
        saying.voice.apart([saying.issue(name) for name in one.depends_on]),
    )


def _shown(saying: Saying, one: Commitment) -> str:
    """What would show that it is kept: the name of a measure, or the scenario's own words."""
    name = one.measure or one.indicator
    known = measures().get(name)
    return saying.text(known.label if known else name)
