"""How shares, and fair beside actual, are shown in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.cli.speaking import print_table, say
from comity.core.places import places
from comity.services.sharing.actual import KINDS, Actual
from comity.services.sharing.key import INDICATORS
from comity.services.sharing.known import STANDINGS
from comity.services.sharing.report import CAVEATS
from comity.services.sharing.report_rows import method

if TYPE_CHECKING:
    from comity.services.sharing.report import Report

_MOST_MOVES = 12


def show(report: Report) -> None:
    """The whole report."""
    many = len(report.found.places)
    say(f"{report.key.title}: {'one state' if many == 1 else f'{many} states'}", "bold")
    say(method(report.key), "dim")
    _shares(report)
    _pulls(report)
    for one in report.actual:
        _actual(one)
    if report.beside:
        place, error = report.beside.largest
        say(
            f"Beside the annex ({report.beside.published.proposal}): mean error "
            f"{report.beside.mean:.3f} percentage points, largest {error:+.2f} "
            f"({places()[place].name})."
        )
    told = [*report.remarks, *(report.beside.remarks if report.beside else ())]
    for line in (*told, *report.key.words, STANDINGS.get(report.key.standing, ""), *CAVEATS):
        say(f"- {line}", "dim")
    for cited in (*report.key.sources, *(source.citation for source in report.sources)):
        say(f"Source: {cited}", "dim")


def _by_name(codes: tuple[str, ...]) -> list[str]:
    return sorted(codes, key=lambda code: places()[code].name)


def _shares(report: Report) -> None:
    people = report.allocated
    heads = ["State", "Share %", "80 % of draws"]
    rows = []
    for place in _by_name(report.found.places):
        share = report.found.by_place[place]
        low, high = report.doubt.low[place], report.doubt.high[place]
        row: list[object] = [
            places()[place].name,
            f"{100 * share:.2f}",
            f"{100 * low:.2f} to {100 * high:.2f}",
        ]
        rows.append(row + ([people[place]] if people else []))
    heads += ["People"] if people else []
    year = f", {report.inputs.year}" if report.inputs.year else ""
    print_table(heads, rows, title=f"Shares from {report.inputs.name}{year}", right=heads[1:])
    if people:
        say(f"Together {sum(people.values()):,} people, by largest remainder.")


def _pulls(report: Report) -> None:
    for pull in report.pulls:
        what = INDICATORS.get(pull.indicator, pull.indicator)
        if pull.raised:
            raised = ", ".join(_by_name(tuple(pull.raised)))
            say(f"More weight on '{what}' would give a larger share to: {raised}.")
        else:
            say(f"More weight on '{what}' would change next to nothing.")


def _actual(one: Actual) -> None:
    rows = []
    for place in _by_name(tuple(line.place for line in one.lines)):
        line = next(each for each in one.lines if each.place == place)
        rows.append(
            [
                places()[place].name,
                line.people,
                f"{100 * line.actual_share:.1f}",
                f"{100 * line.fair_share:.1f}",
                line.fair,
                line.gap,
                "none fair" if line.ratio is None else f"{line.ratio:.2f}",
                None if line.per_thousand is None else f"{line.per_thousand:.1f}",
                None if line.per_gdp is None else f"{line.per_gdp:.0f}",
            ]
        )
    heads = [
        "State",
        "People",
        "Actual %",
        "Key %",
        "By the key",
        "Above or below",
        "Actual / key",
        "Per 1,000 people",
        "Per billion USD",
    ]
    print_table(heads, rows, title=f"{KINDS[one.kind]}, {one.year}", right=heads[1:])
    say(f"Today and the key differ by {one.moved:,} of {one.total:,} people.")
    if one.rate:
        say(
            f"At {one.rate.currency} {one.rate.amount:,.0f} a person ({one.rate.source}) that "
            f"number stands for {one.rate.currency} {one.rate.of(one.moved):,.0f}."
        )
    if one.tradable:
        rate = one.rate
        worth = f": {rate.currency} {rate.of(one.by_money):,.0f}" if rate else ""
        say(f"Of them {one.by_money:,} may be met by money{worth}.")
    if one.moves:
        _moves(one)
    for remark in one.remarks:
        say(f"- {remark}", "dim")


def _moves(one: Actual) -> None:
    """One way to reach the key, the largest steps first."""
    steps = one.moves
    say("One way with the fewest people, an option and no demand:", "dim")
    for move in steps[:_MOST_MOVES]:
        pair = f"{places()[move.origin].name} to {places()[move.destination].name}"
        say(f"  {pair}, {move.persons:,}", "dim")
    if len(steps) > _MOST_MOVES:
        say(f"  and {len(steps) - _MOST_MOVES} more; --json lists all.", "dim")


def show_annex(told: dict[str, Any]) -> None:
    """The published key."""
    people = told.get("persons") or {}
    heads = ["State", "Share %", "People in the annex", *(["People now"] if people else [])]
    rows = [
        [
            places()[code].name,
            f"{told['shares'][code]:.3f}",
            told["published_persons"][code],
            *([people[code]] if people else []),
        ]
        for code in _by_name(tuple(told["shares"]))
    ]
    print_table(heads, rows, title=f"As published: {told['proposal']}", right=heads[1:])
    for line in told["notes"]:
        say(f"- {line}", "dim")
