"""The term sheet: what the parties would sign, and nothing of what anybody gains by it.

It is made from the open table alone, so it is the same for everybody and may be published with the
package.
"""

from __future__ import annotations

from datetime import date

from comity import __version__
from comity.agreements.packages import Package
from comity.agreements.scenario import Scenario
from comity.agreements.views import Terms, open_table, terms_of
from comity.briefs.agreements.duties import duties
from comity.briefs.agreements.papers import Part, Report, Sheet
from comity.briefs.agreements.plain import open_facts
from comity.briefs.agreements.saying import Saying


def term_sheet(
    package: Package,
    *,
    language: str = "en",
    day: date | None = None,
    signed: date | None = None,
    years: int | None = None,
) -> Report:
    """The terms of a package as all may read them; `BadScenario` where there is no package.

    `signed` is the day from which obligations run, and `years` how long they last; where they are
    not given the sheet leaves both to the parties. `day` is the day that the sheet bears.
    """
    return sheet_of(
        open_table(package.scenario),
        terms_of(package),
        language=language,
        day=day or date.today(),
        signed=signed,
        years=years,
    )


def sheet_of(
    table: Scenario,
    terms: Terms,
    *,
    language: str,
    day: date,
    signed: date | None = None,
    years: int | None = None,
) -> Report:
    """The term sheet of an open table: a pure function of what everybody may read."""
    saying = Saying(table, language)
    _ = saying._
    parts = (
        _parties(saying),
        duties(saying, terms, signed or day, years, dated=signed is not None),
        saying.conditions(),
        _review(saying, dated=signed is not None),
        saying.floor(),
        _anchors(saying),
    )
    return Report(
        kind="terms",
        title=_("{title}: term sheet").format(title=saying.text(table.title)),
        about=_(
            "A draft for the parties. It binds nobody until they have agreed to it in the form that their law asks."
        ),
        seal=_("Open to all parties."),
        notes=saying.illustration(),
        parts=tuple(part for part in parts if part),
        facts=open_facts(table, terms),
        made=saying.made(day),
        language=language,
        day=day,
        version=__version__,
        labels=saying.labels(),
    )


def _parties(saying: Saying) -> Part:
    named = tuple(saying.heading(name) for name in saying.ordered())
    return Part("parties", saying._("Who agrees?"), points=named)


def _review(saying: Saying, *, dated: bool) -> Part:
    _ = saying._
    begins = _(
        "The parties set the day on which each obligation begins and ends when they sign; where none is set, it begins on signature."
    )
    points = (
        _("The parties meet once a year, look at what shows that each obligation is kept, and publish what they find."),
        _("If an obligation is not kept, the party that receives it may ask for talks, which begin within 60 days; obligations that depend on it may rest until then."),
        _("A change to one obligation opens those that are bound to it, and no others."),
    )  # fmt: skip
    return Part(
        "review",
        _("How is the agreement reviewed?"),
        (_("A proposal, for the parties to change:"),),
        points if dated else (begins, *points),
    )


def _anchors(saying: Saying) -> Part:
    _ = saying._
    rows = tuple(
        (saying.issue(issue.id), saying.text(anchor))
        for issue in saying.table.issues
        for anchor in issue.anchors
    )
    heading = _("Which real instruments are points of reference?")
    if not rows:
        return Part("anchors", heading)
    sheet = Sheet(_("Points of reference"), (_("Issue"), _("Point of reference")), rows)
    return Part(
        "anchors",
        heading,
        (_("They show what exists elsewhere; they are no terms of this agreement."),),
        sheets=(sheet,),
    )
