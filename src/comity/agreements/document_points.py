"""What each party wants, read from points or from weights and values, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from comity.agreements.document_checks import Part
from comity.agreements.document_parts import Table
from comity.agreements.scenario import Issue, Stated
from comity.core.errors import shown
from comity.core.marks import N_, Note

Points = dict[str, dict[str, dict[str, float]]]

NAMED = 8
"""How many places a warning names before it only counts them."""

EVEN = 1e-9
"""Weights whose sum is this near to 1 are left as they stand."""

_STATED = ("weights", "values", "spread", "low", "high", "method", "date")


def read_utilities(part: Part, table: Table) -> Points:
    """Points by party, issue and option, as they stand."""
    return {
        party: {
            issue: options.numbers(table.options(issue), f"option of {issue}")
            for issue, options in issues.keyed(table.issues, "issue of this scenario").items()
        }
        for party, issues in part.keyed(table.parties, "party of this scenario").items()
    }


def read_preferences(part: Part, table: Table, warnings: list[str]) -> dict[str, Stated]:
    """Weights and values by party; weights that do not add up to 1 are brought to it."""
    return {
        party: _stated(one, party, table, warnings)
        for party, one in part.keyed(table.parties, "party of this scenario").items()
    }


def _stated(part: Part, party: str, table: Table, warnings: list[str]) -> Stated:
    fields = part.fields(_STATED, ["weights", "values"])
    issue = "issue of this scenario"
    weights, low, high = (
        fields[key].numbers(table.issues, issue, low=0) if key in fields else {}
        for key in ("weights", "low", "high")
    )
    _in_bounds(part, weights, low, high)
    total = sum(weights.values())
    if total <= 0:
        raise fields["weights"].fault("every weight is zero; give at least one issue some weight.")
    if abs(total - 1) > EVEN:
        note = N_("The weights of {party} add up to {total} and were brought to 1.")
        warnings.append(Note(note, party=party, total=f"{total:g}"))
        weights, low, high = ({k: v / total for k, v in d.items()} for d in (weights, low, high))
    return Stated(
        weights=weights,
        values={
            name: one.numbers(table.options(name), f"option of {name}", low=-1, high=1)
            for name, one in fields["values"].keyed(table.issues, issue).items()
        },
        spread=fields["spread"].number(0, 1) if "spread" in fields else 0.0,
        low=low,
        high=high,
        method=fields["method"].text() if "method" in fields else "",
        date=fields["date"].text() if "date" in fields else "",
    )


def _in_bounds(
    part: Part, weights: Mapping[str, float], low: Mapping[str, float], high: Mapping[str, float]
) -> None:
    for issue in {**low, **high}:
        weight = weights.get(issue, 0.0)
        if not low.get(issue, 0.0) <= weight <= high.get(issue, weight):
            raise part.fault(
                f"the weight of {issue}, {weight:g}, is not between its low and high; correct one."
            )


def weighed(stated: Stated) -> dict[str, dict[str, float]]:
    """Points of a party: weight times value."""
    return {
        issue: {option: stated.weights.get(issue, 0.0) * value for option, value in values.items()}
        for issue, values in stated.values.items()
    }


def oddities(table: Table, stated: Mapping[str, Stated]) -> Iterator[str]:
    """Sentences on what can be borne but should be looked at."""
    yield from _no_outside(table)
    yield from _told(
        [gap for party in table.parties for gap in _gaps(party, table, stated.get(party))],
        N_("What is not given counts 0: {names}."),
        N_("What is not given counts 0: {names}, and {more} more."),
    )
    yield from _told(
        [
            f"{party}.{issue.id}"
            for party, points in table.points.items()
            for issue in table.issues.values()
            if issue.kind in ("ordered", "integer") and _uneven(issue, points.get(issue.id, {}))
        ],
        N_("Points rise and fall along the levels, often a typing error: {names}."),
        N_(
            "Points rise and fall along the levels, often a typing error: {names}, and {more} more."
        ),
    )


def _no_outside(table: Table) -> Iterator[str]:
    bare = [issue.id for issue in table.issues.values() if issue.status_quo is None]
    if not bare:
        return
    yield from _told(
        [party.id for party in table.parties.values() if party.reservation is None],
        N_("Without a reservation or a complete status quo, 0 points count for {names}."),
        N_(
            "Without a reservation or a complete status quo, 0 points count for {names}, and "
            "{more} more."
        ),
    )
    if len(bare) < len(table.issues):
        yield from _told(
            bare,
            N_("The status quo is not complete, so it is left aside; add it for {names}."),
            N_(
                "The status quo is not complete, so it is left aside; add it for {names}, and "
                "{more} more."
            ),
        )


def _told(names: Sequence[str], all_named: str, some_named: str) -> Iterator[Note]:
    """One sentence for all, however many they are; none where there are none."""
    first = ", ".join(shown(name) for name in names[:NAMED])
    if len(names) > NAMED:
        yield Note(some_named, names=first, more=len(names) - NAMED)
    elif names:
        yield Note(all_named, names=first)


def _gaps(party: str, table: Table, stated: Stated | None) -> Iterator[str]:
    """Where a party gave no points: whole issues first, then single options."""
    points = table.points.get(party, {})
    if not points:
        yield party
        return
    for name, issue in table.issues.items():
        given = points.get(name, {})
        free = {issue.status_quo} if stated else set()
        wanted = [o.id for o in issue.options if not o.inadmissible and o.id not in free]
        gaps = [option for option in wanted if option not in given]
        whole = len(gaps) == len(wanted)
        if gaps and whole:
            yield f"{party}.{name}"
        elif gaps:
            yield from (f"{party}.{name}.{option}" for option in gaps)
        if stated and given and name not in stated.weights:
            yield f"preferences.{party}.weights.{name}"


def _uneven(issue: Issue, points: Mapping[str, float]) -> bool:
    options = list(issue.options)
    levels = [option.level for option in options]
    if all(level is not None for level in levels):
        options.sort(key=lambda option: option.level or 0.0)
    steps = [b - a for a, b in pairwise(points[o.id] for o in options if o.id in points)]
    return any(step > 1e-12 for step in steps) and any(step < -1e-12 for step in steps)
