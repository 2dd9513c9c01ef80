"""Issues that mobility talks are about, with reference points from real instruments, to begin with.

A template is an issue without parties and without points; `for_corridor` makes an issue of it
between two parties. The steps between its options are design choices, not citations. Options that
fall below the human-rights floor say so, with the standard that rules them out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from comity.agreements.scenario import BadScenario, Issue, Kind, Option


@dataclass(frozen=True)
class Template:
    """An issue that waits for its parties."""

    id: str
    label: str
    kind: Kind
    giver: str
    receiver: str
    """Who gives and gets by role: origin, transit, destination, or both."""
    payer: str
    """The role that bears the cost, where the issue has one; else empty."""
    unit: str
    options: tuple[Option, ...]
    status_quo: str
    safeguard: str
    """What every option presumes, with the law that demands it; else empty."""
    anchors: tuple[str, ...]


@cache
def issue_templates() -> tuple[Template, ...]:
    """Every template that ships with Comity.

    >>> [one.id for one in issue_templates()][:3]
    ['low_skill_quota', 'skilled_quota', 'stay_rights']
    """
    text = (files("comity.agreements") / "data" / "issue_templates.json").read_text("utf-8")
    return tuple(_template(told) for told in json.loads(text)["issues"])


def issue_template(name: str) -> Template:
    """The template of that id; `BadScenario` says which there are.

    >>> issue_template("remittance_cost").unit
    '% of a 200 USD transfer'
    """
    found = {one.id: one for one in issue_templates()}
    if name not in found:
        raise BadScenario(f"There is no issue template '{name}'; there is {', '.join(found)}.")
    return found[name]


def for_corridor(template: Template, giver: str, receiver: str) -> Issue:
    """The issue of a template between two parties, by id: one that gives and one that gets.

    What every option presumes stands first among its anchors, so that it is read with the issue.

    >>> issue = for_corridor(issue_template("low_skill_quota"), "DEU", "UZB")
    >>> issue.id, issue.giver, issue.options[2].level
    ('low_skill_quota.DEU.UZB', 'DEU', 5000.0)
    """
    if giver == receiver:
        raise BadScenario(f"{template.id}: {giver} would give to itself; name two parties.")
    payers = {template.giver: giver, template.receiver: receiver}
    return Issue(
        id=f"{template.id}.{giver}.{receiver}",
        label=f"{template.label} ({giver} → {receiver})",
        options=template.options,
        kind=template.kind,
        status_quo=template.status_quo,
        giver=giver,
        receiver=receiver,
        payer=payers.get(template.payer),
        unit=template.unit,
        anchors=(template.safeguard, *template.anchors) if template.safeguard else template.anchors,
    )


def _template(told: dict[str, Any]) -> Template:
    return Template(
        id=told["id"],
        label=told["label"],
        kind=told["kind"],
        giver=told["giver"],
        receiver=told["receiver"],
        payer=told.get("payer", ""),
        unit=told.get("unit", ""),
        options=tuple(_option(one) for one in told["options"]),
        status_quo=told["status_quo"],
        safeguard=told.get("safeguard", ""),
        anchors=tuple(told["anchors"]),
    )


def _option(told: dict[str, Any]) -> Option:
    level = float(told["level"]) if "level" in told else None
    return Option(told["id"], told["label"], level, told.get("inadmissible", ""))
