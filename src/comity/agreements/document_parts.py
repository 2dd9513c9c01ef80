"""Who sits at the table and over what: parties, issues, interactions and payments of a document."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from comity.agreements.document_checks import Part
from comity.agreements.scenario import (
    Choice,
    Fund,
    Interaction,
    Issue,
    Kind,
    Option,
    Party,
    Payments,
)
from comity.core.marks import N_

MOST_PARTIES = 500
MOST_ISSUES = 5_000
MOST_OPTIONS = 100_000
MOST_INTERACTIONS = 20_000

RULED_OUT = N_("Ruled out by the human-rights floor of this scenario.")
"""The reason that stands where a document only says `inadmissible: true`."""

KINDS: Mapping[str, Kind] = {
    "categorical": "categorical", "discrete": "categorical", "ordered": "ordered",
    "integer": "integer", "onoff": "onoff", "on/off": "onoff",
}  # fmt: skip

_PARTY = ("id", "label", "reservation", "country", "money")
_CARRIED = ("weights", "role", "declared_max", "reservation_in_source", "discount_in_source")
_OPTION = ("id", "label", "level", "inadmissible")
_ISSUE = (
    "id", "label", "type", "kind", "options", "status_quo", "giver", "receiver", "payer", "unit",
    "indicator", "anchors",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The parties and issues that the rest of a document refers to, by id."""

    parties: Mapping[str, Party]
    issues: Mapping[str, Issue]
    points: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)

    def options(self, issue: str) -> list[str]:
        """The ids of the options of an issue."""
        return [option.id for option in self.issues[issue].options]


def read_parties(part: Part) -> tuple[Party, ...]:
    """The parties of a document."""
    parties = [_party(one) for one in part.items(least=1, most=MOST_PARTIES)]
    _apart(part, [party.id for party in parties], "party")
    return tuple(parties)


def _party(part: Part) -> Party:
    fields = part.fields(_PARTY, ["id"], _CARRIED)
    name = fields["id"].identity()
    return Party(
        id=name,
        label=_text(fields, "label") or name,
        reservation=fields["reservation"].number() if "reservation" in fields else None,
        country=_country(fields["country"]) if "country" in fields else None,
        money=fields["money"].number(1e-12) if "money" in fields else 1.0,
    )


def _country(part: Part) -> str:
    from comity.core.errors import UnknownPlace
    from comity.core.places import find_place

    try:
        return find_place(part.text()).code
    except UnknownPlace as error:
        raise part.fault(str(error)) from error


def read_issues(part: Part, parties: Collection[str], today: Part) -> tuple[Issue, ...]:
    """The issues of a document; `today` is the status quo as one map for all of them."""
    issues = []
    count = 0
    for one in part.items(least=1, most=MOST_ISSUES):
        issues.append(_issue(one, parties))
        count += len(issues[-1].options)
        if count > MOST_OPTIONS:
            raise one.fault(f"the scenario has more than {MOST_OPTIONS:,} options; leave some out.")
    _apart(part, [issue.id for issue in issues], "issue")
    return _with_today(issues, today)


def _issue(part: Part, parties: Collection[str]) -> Issue:
    fields = part.fields(_ISSUE, ["id", "options"])
    name = fields["id"].identity()
    kind = _issue_kind(fields)
    options = _options(fields["options"], kind)
    names = [option.id for option in options]
    quo = fields.get("status_quo")
    roles = {
        role: fields[role].one_of(parties, "party of this scenario")
        for role in ("giver", "receiver", "payer")
        if role in fields
    }
    return Issue(
        id=name,
        label=_text(fields, "label") or name,
        options=options,
        kind=kind,
        status_quo=quo.one_of(names, f"option of {name}") if quo else None,
        unit=_text(fields, "unit"),
        indicator=_text(fields, "indicator"),
        anchors=tuple(p.text() for p in fields["anchors"].items()) if "anchors" in fields else (),
        **roles,
    )


def _issue_kind(fields: Mapping[str, Part]) -> Kind:
    told = {
        KINDS[fields[key].one_of(KINDS, "type of issue")] for key in ("type", "kind")
        if key in fields
    }  # fmt: skip
    if len(told) > 1:
        raise fields["kind"].fault("it contradicts the type beside it; keep one of them.")
    return told.pop() if told else "categorical"


def _options(part: Part, kind: Kind) -> tuple[Option, ...]:
    options = tuple(_option(one, kind) for one in part.items(least=1))
    _apart(part, [option.id for option in options], "option")
    if all(option.inadmissible for option in options):
        raise part.fault("every option is inadmissible, so nothing could be agreed; add one.")
    if kind == "onoff" and len(options) != 2:
        raise part.fault(f"an on/off issue has two options, not {len(options)}; correct its type.")
    return options


def _option(part: Part, kind: Kind) -> Option:
    if isinstance(part.value, str):
        name = part.identity()
        return Option(name, name, _level(name, kind))
    fields = part.fields(_OPTION, ["id"])
    name = fields["id"].identity()
    return Option(
        id=name,
        label=_text(fields, "label") or name,
        level=fields["level"].number() if "level" in fields else _level(name, kind),
        inadmissible=_reason(fields["inadmissible"]) if "inadmissible" in fields else "",
    )


def _level(name: str, kind: Kind) -> float | None:
    """The options of an integer issue are named by their level."""
    plain = kind == "integer" and re.fullmatch(r"[-+]?[0-9]{1,12}", name)
    return float(name) if plain else None


def _reason(part: Part) -> str:
    if isinstance(part.value, bool) or str(part.value).lower() in ("true", "false", "yes", "no"):
        yes = part.value if isinstance(part.value, bool) else str(part.value).lower() in (
            "true", "yes",
        )  # fmt: skip
        return RULED_OUT if yes else ""
    return part.text()


def _with_today(issues: list[Issue], today: Part) -> tuple[Issue, ...]:
    told = today.keyed([issue.id for issue in issues], "issue of this scenario")
    return tuple(_at(issue, told[issue.id]) if issue.id in told else issue for issue in issues)


def _at(issue: Issue, part: Part) -> Issue:
    quo = part.one_of([option.id for option in issue.options], f"option of {issue.id}")
    if issue.status_quo not in (None, quo):
        raise part.fault(f"the issue itself says '{issue.status_quo}'; keep one of them.")
    return replace(issue, status_quo=quo)


def read_interactions(part: Part, table: Table) -> tuple[Interaction, ...]:
    """What combinations of options are worth beyond the sum of their points."""
    return tuple(_interaction(one, table) for one in part.items(most=MOST_INTERACTIONS))


def _interaction(part: Part, table: Table) -> Interaction:
    fields = part.fields(("party", "value", "all_of"), ["party", "value", "all_of"])
    choices = tuple(read_choice(one, table) for one in fields["all_of"].items(least=1))
    _apart(fields["all_of"], [choice.issue for choice in choices], "issue")
    return Interaction(
        fields["party"].one_of(table.parties, "party of this scenario"),
        fields["value"].number(),
        choices,
    )


def read_choice(part: Part, table: Table) -> Choice:
    """`{issue: visas, options: [free]}`: any of these options of the issue."""
    fields = part.fields(("issue", "option", "options"), ["issue"])
    issue = fields["issue"].one_of(table.issues, "issue of this scenario")
    if ("option" in fields) == ("options" in fields):
        raise part.fault("name either one 'option' or a list of 'options' of the issue.")
    told = [fields["option"]] if "option" in fields else fields["options"].items(least=1)
    names = [one.one_of(table.options(issue), f"option of {issue}") for one in told]
    _apart(part, names, "option")
    return Choice(issue, frozenset(names))


def read_payments(part: Part, parties: Collection[str]) -> Payments:
    """Side payments: none, a pot with limits, earmarked funds, or a common unit without bounds."""
    fields = part.fields(("limits", "overhead", "funds", "unlimited", "unit"))
    party = "party of this scenario"
    limits = fields["limits"].numbers(parties, party, low=0) if "limits" in fields else {}
    unlimited = fields["unlimited"].flag() if "unlimited" in fields else False
    if limits and unlimited:
        raise fields["unlimited"].fault("limits are given too; keep one of them.")
    if "overhead" in fields and not (limits or unlimited):
        raise fields["overhead"].fault("nobody pays into the pot; give 'limits', or remove it.")
    return Payments(
        limits=limits,
        overhead=fields["overhead"].number(0) if "overhead" in fields else 0.0,
        funds=tuple(_fund(one, parties) for one in fields["funds"].items())
        if "funds" in fields
        else (),
        unlimited=unlimited,
        unit=_text(fields, "unit"),
    )


def _fund(part: Part, parties: Collection[str]) -> Fund:
    needed = ("payer", "receiver", "limit")
    fields = part.fields((*needed, "purpose", "unit"), needed)
    payer, receiver = (
        fields[role].one_of(parties, "party of this scenario") for role in ("payer", "receiver")
    )
    if payer == receiver:
        raise part.fault(f"{payer} would pay itself; name another receiver.")
    limit = fields["limit"].number(0)
    return Fund(payer, receiver, limit, _text(fields, "purpose"), _text(fields, "unit"))


def _text(fields: Mapping[str, Part], key: str) -> str:
    return fields[key].text() if key in fields else ""


def _apart(part: Part, names: list[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise part.fault(f"the {what} '{name}' stands twice; keep one or rename the other.")
        seen.add(name)
