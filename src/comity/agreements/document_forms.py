"""The forms in which people write a constraint: implication, budget, parity, balance and others.

Each function reads one form and says which sums with which bounds it comes to (section 4.4 of the
method). `document_constraints.py` makes rows for the engine of them, and forms of rows again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comity.agreements.document_checks import Part
from comity.agreements.document_parts import Table, read_choice
from comity.agreements.scenario import Choice
from comity.core.marks import N_, Note

Fields = Mapping[str, Part]
Amounts = dict[tuple[str, str], float]
INFINITE = float("inf")


@dataclass(frozen=True)
class Made:
    """What one form comes to: its words again, its rows with their bounds, and its name."""

    form: dict[str, Any]
    rows: list[tuple[Amounts, float, float]]
    label: str
    party: str | None = None
    open: bool = False


def nested(amounts: Mapping[tuple[str, str], float]) -> dict[str, dict[str, float]]:
    """Amounts by issue and option, as a document holds them."""
    found: dict[str, dict[str, float]] = {}
    for (issue, option), amount in amounts.items():
        found.setdefault(issue, {})[option] = amount
    return found


def read_amounts(part: Part, table: Table, low: float | None = None) -> Amounts:
    """Amounts by issue and option, not below `low`."""
    bound = {} if low is None else {"low": low}
    return {
        (issue, option): amount
        for issue, options in part.keyed(table.issues, "issue of this scenario").items()
        for option, amount in options.numbers(
            table.options(issue), f"option of {issue}", **bound
        ).items()
    }


def _implication(fields: Fields, part: Part, table: Table) -> Made:
    """If any of some options is chosen, so is one of some others: x_a - sum x_b <= 0."""
    first, then = read_choice(fields["if"], table), read_choice(fields["then"], table)
    if first.issue == then.issue:
        raise part.fault("'if' and 'then' name the same issue; name two.")
    amounts = {**_ones([first]), **dict.fromkeys(_ones([then]), -1.0)}
    note = Note(
        N_("{first} only together with {then}"),
        first=_named(first, table),
        then=_named(then, table),
    )
    form = {"if": choice_form(first, table), "then": choice_form(then, table)}
    return Made(form, [(amounts, -INFINITE, 0.0)], note)


def _exclusion(fields: Fields, part: Part, table: Table) -> Made:
    """At most one of two or more choices: sum <= 1."""
    choices = _choices(fields["choices"], table, least=2)
    note = Note(N_("Not together: {choices}"), choices=_all_named(choices, table))
    form = {"choices": [choice_form(choice, table) for choice in choices]}
    return Made(form, [(_ones(choices), -INFINITE, 1.0)], note)


def _at_least(fields: Fields, part: Part, table: Table) -> Made:
    choices, count = _choices(fields["choices"], table), fields["count"].whole()
    if count > len(choices):
        raise fields["count"].fault(f"only {len(choices)} choices are named; lower the count.")
    note = Note(
        N_("At least {count} of: {choices}"), count=count, choices=_all_named(choices, table)
    )
    form = {"choices": [choice_form(choice, table) for choice in choices], "count": count}
    return Made(form, [(_ones(choices), float(count), INFINITE)], note)


def _at_most(fields: Fields, part: Part, table: Table) -> Made:
    choices, count = _choices(fields["choices"], table), fields["count"].whole()
    note = Note(
        N_("At most {count} of: {choices}"), count=count, choices=_all_named(choices, table)
    )
    form = {"choices": [choice_form(choice, table) for choice in choices], "count": count}
    return Made(form, [(_ones(choices), -INFINITE, float(count))], note)


def _budget(fields: Fields, part: Part, table: Table) -> Made:
    """What the options cost a party stays within its limit."""
    party = fields["party"].one_of(table.parties, "party of this scenario")
    limit, costs = fields["limit"].number(0), read_amounts(fields["costs"], table, low=0)
    note = Note(N_("The budget of {party}"), party=table.parties[party].label)
    form = {"party": party, "limit": limit, "costs": nested(costs)}
    return Made(form, [(costs, -INFINITE, limit)], note, party)


def _cap(fields: Fields, part: Part, table: Table) -> Made:
    """Places (or any amount) in total stay within a limit; counted as given, or by level."""
    limit = fields["limit"].number(0)
    if ("places" in fields) == ("issues" in fields):
        raise part.fault("give either 'places' by issue and option, or 'issues' to add up levels.")
    if "places" in fields:
        places = read_amounts(fields["places"], table, low=0)
        form: dict[str, Any] = {"limit": limit, "places": nested(places)}
    else:
        names = _issues(fields["issues"], table)
        places = {}
        for name in names:
            places |= _sizes(name, fields["issues"], table, by_level=True)
        form = {"limit": limit, "issues": names}
    return Made(
        form, [(places, -INFINITE, limit)], Note(N_("The cap of {limit:g} in all"), limit=limit)
    )


def _parity(fields: Fields, part: Part, table: Table) -> Made:
    """Two issues stay within delta of each other, by level or by position in the list."""
    names = _issues(fields["issues"], table)
    if len(names) != 2:
        raise fields["issues"].fault("parity is between two issues; name two.")
    delta = fields["delta"].number(0)
    by = (
        fields["by"].one_of(("level", "position"), "measure of parity")
        if "by" in fields
        else "level"
    )
    one, other = (_sizes(name, fields["issues"], table, by == "level") for name in names)
    units = {table.issues[name].unit for name in names} - {""}
    if by == "level" and len(units) > 1:
        raise fields["issues"].fault("their levels have different units; use 'by: position'.")
    amounts = {**one, **{pair: -amount for pair, amount in other.items()}}
    note = Note(
        N_("Parity of {one} and {other}"),
        one=_title(names[0], table),
        other=_title(names[1], table),
    )
    form = {"issues": names, "delta": delta, "by": by}
    return Made(form, [(amounts, -delta, delta)], note)


def _reciprocity(fields: Fields, part: Part, table: Table) -> Made:
    """Who moves on one issue gets movement on at least m of some others."""
    issue = fields["issue"].one_of(table.issues, "issue of this scenario")
    giver = table.issues[issue].giver
    party = (
        fields["party"].one_of(table.parties, "party of this scenario")
        if "party" in fields
        else giver
    )
    if giver not in (None, party):
        raise fields["party"].fault(f"{giver} is the giver of {issue}; name it, or nobody.")
    counters = _issues(fields["counter"], table)
    least = fields["at_least"].whole(1) if "at_least" in fields else 1
    if issue in counters:
        raise fields["counter"].fault(f"{issue} cannot be given in return for itself; remove it.")
    if least > len(counters):
        raise fields["at_least"].fault(f"only {len(counters)} issues are named; lower it.")
    given = {(issue, option): float(least) for option in _moves(issue, part, table)}
    back = {(name, option): -1.0 for name in counters for option in _moves(name, part, table)}
    note = Note(
        N_("{issue} only in return for at least {count} of: {issues}"),
        issue=_title(issue, table), count=least,
        issues="; ".join(_title(name, table) for name in counters),
    )  # fmt: skip
    form = {"issue": issue, "counter": counters, "at_least": least}
    form |= {"party": party} if "party" in fields else {}
    shown = "open" in fields and fields["open"].flag()
    form |= {"open": True} if shown else {}
    return Made(form, [({**given, **back}, -INFINITE, 0.0)], note, party, shown)


def _balance(fields: Fields, part: Part, table: Table) -> Made:
    """What p gives q and q gives p, in points of who receives it, stay within a ratio."""
    names = [
        one.one_of(table.parties, "party of this scenario") for one in fields["parties"].items()
    ]
    if len(set(names)) != 2 or len(names) != 2:
        raise fields["parties"].fault("a balance is between two parties; name two.")
    ratio = fields["ratio"].number(1)
    there, back = (_value(names[i], names[1 - i], part, table) for i in (0, 1))
    rows = [
        ({**one, **{pair: -ratio * amount for pair, amount in other.items()}}, -INFINITE, 0.0)
        for one, other in ((there, back), (back, there))
    ]
    note = Note(
        N_("The balance of what {one} and {other} give each other"),
        one=table.parties[names[0]].label, other=table.parties[names[1]].label,
    )  # fmt: skip
    return Made({"parties": names, "ratio": ratio}, rows, note)


def _value(giver: str, receiver: str, part: Part, table: Table) -> Amounts:
    """What the issues from one party to the other are worth to the receiver, above today."""
    found: Amounts = {}
    for issue in table.issues.values():
        if (issue.giver, issue.receiver) != (giver, receiver):
            continue
        points = table.points.get(receiver, {}).get(issue.id, {})
        today = points.get(_today(issue.id, part, table), 0.0)
        for option in table.options(issue.id):
            if amount := points.get(option, 0.0) - today:
                found[issue.id, option] = amount
    if not found:
        raise part.fault(
            f"nothing that {giver} gives {receiver} is worth points; set the givers and receivers."
        )
    return found


def _choices(part: Part, table: Table, least: int = 1) -> list[Choice]:
    choices = [read_choice(one, table) for one in part.items(least=least)]
    if len({c.issue for c in choices}) < len(choices):
        raise part.fault("an issue stands in two choices; put its options into one.")
    return choices


def _issues(part: Part, table: Table) -> list[str]:
    names = [one.one_of(table.issues, "issue of this scenario") for one in part.items(least=1)]
    if len(set(names)) < len(names):
        raise part.fault("an issue stands twice; name each once.")
    return names


def _moves(issue: str, part: Part, table: Table) -> list[str]:
    today = _today(issue, part, table)
    return [option for option in table.options(issue) if option != today]


def _today(issue: str, part: Part, table: Table) -> str:
    today = table.issues[issue].status_quo
    if today is None:
        raise part.fault(f"{issue} has no status quo to move from; name it.")
    return today


def _sizes(issue: str, part: Part, table: Table, by_level: bool) -> Amounts:
    """How much each option is: its level, or its place in the list; zeros are left out."""
    found: Amounts = {}
    for position, option in enumerate(table.issues[issue].options):
        size = option.level if by_level else float(position)
        if size is None and not option.inadmissible:
            raise part.fault(f"the option {option.id} of {issue} has no level; give it one.")
        if size:
            found[issue, option.id] = size
    return found


def _ones(choices: Sequence[Choice]) -> Amounts:
    return {(c.issue, option): 1.0 for c in choices for option in sorted(c.options)}


def choice_form(choice: Choice, table: Table) -> dict[str, Any]:
    """A choice as a document says it, its options in the order of the issue."""
    names = [option for option in table.options(choice.issue) if option in choice.options]
    return {"issue": choice.issue, "options": names}


def _named(choice: Choice, table: Table) -> str:
    issue = table.issues[choice.issue]
    told = [option.label for option in issue.options if option.id in choice.options]
    return f"{issue.label} ({' / '.join(told)})"


def _all_named(choices: Sequence[Choice], table: Table) -> str:
    return "; ".join(_named(choice, table) for choice in choices)


def _title(issue: str, table: Table) -> str:
    return table.issues[issue].label


FORMS: Mapping[
    str, tuple[Callable[[Fields, Part, Table], Made], tuple[str, ...], tuple[str, ...]]
] = {
    "implication": (_implication, ("if", "then"), ()),
    "exclusion": (_exclusion, ("choices",), ()),
    "at_least": (_at_least, ("choices", "count"), ()),
    "at_most": (_at_most, ("choices", "count"), ()),
    "budget": (_budget, ("party", "limit", "costs"), ()),
    "cap": (_cap, ("limit",), ("places", "issues")),
    "parity": (_parity, ("issues", "delta"), ("by",)),
    "reciprocity": (_reciprocity, ("issue", "counter"), ("party", "at_least", "open")),
    "balance": (_balance, ("parties", "ratio"), ()),
}
"""How each form is read, what it must say, and what it may say."""
