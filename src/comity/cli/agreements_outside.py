"""`comity agreements elicit --outside`: which packages a party would refuse, and what follows.

Each answer halves what is open about the points that the party has without a deal.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.agreements_asking import answer
from comity.cli.agreements_shown import head, label
from comity.cli.agreements_written import finite, json_bytes, write_private
from comity.cli.speaking import check_ending, note, print_json, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.agreements.refusal import OutsideOption
    from comity.agreements.scenario import Scenario

_SAID = {"y": "yes", "yes": "yes", "n": "no", "no": "no"}


def seek(
    asked: Scenario,
    party: str,
    questions: int,
    into: Path | None,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Ask, and hand over what the answers say; raises `ComityError` where they say nothing."""
    from comity.agreements.refusal import OutsideOption

    check_ending(output, (".json",), "A record of --outside")
    found = OutsideOption(asked, party)
    if sys.stdin is not None and not as_json:
        found = _ask(asked, found, questions)
    _check_ground(found, into, output)
    plain = _plain(found)
    if output is not None:
        write_private(output, json_bytes(plain))
    if into is not None:
        _write_scenario(found.applied(), into)
    if as_json:
        print_json(finite(plain))
    elif output is None or sys.stdin.isatty():
        _show(asked, found)


def _ask(asked: Scenario, found: OutsideOption, questions: int) -> OutsideOption:
    name = label(asked, found.party)
    note(f"Would {name} take the package (y), or rather have none (n)? An empty line ends.")
    while len(found.refusals) < questions:
        package = found.next_refusal_question()
        if package is None:
            note("No other package would tell more that matters.")
            break
        note(f"\n{len(found.refusals) + 1}. The package, without payments:")
        for line in _lines(asked, package):
            note(f"   {line}")
        said = answer(_SAID, "y or n")
        if not said:
            break
        found = found.answered(package, refused=said == "no")
    return found


def _lines(asked: Scenario, package: Mapping[str, str]) -> list[str]:
    """What is settled otherwise than today, and that the rest is not."""
    moved = [one for one in asked.issues if package[one.id] != one.status_quo]
    if not moved:
        return ["Everything as today."]
    lines = [f"{one.label}: {one.option(package[one.id]).label}" for one in moved]
    return lines if len(moved) == len(asked.issues) else [*lines, "All else as today."]


def _check_ground(found: OutsideOption, into: Path | None, output: Path | None) -> None:
    if (into or output) and not found.refusals:
        raise ComityError("No question was answered, so there is nothing to write; answer one.")
    if into and found.contradictions:
        raise ComityError(
            "The answers contradict each other: a package was taken that is worth no more than one "
            "that was refused; answer again, or set the reservation in the scenario."
        )


def _plain(found: OutsideOption) -> dict[str, Any]:
    return {
        "scenario": found.scenario.id,
        "illustration": found.scenario.illustration,
        "party": found.party,
        "date": date.today().isoformat(),
        "bounds": list(found.bounds),
        "refusals": [
            {"package": dict(one.package), "worth": found.worth(one.package)}
            | {"refused": one.refused}
            for one in found.refusals
        ],
        "consistent": not found.contradictions,
        "next": found.next_refusal_question(),
    }


def _write_scenario(applied: Scenario, into: Path) -> None:
    from comity.agreements.document_texts import json_bytes as as_json_text
    from comity.agreements.document_texts import yaml_bytes
    from comity.agreements.documents import document_of

    in_form = as_json_text if into.suffix.lower() == ".json" else yaml_bytes
    write_private(into, in_form(document_of(applied)))


def _show(asked: Scenario, found: OutsideOption) -> None:
    head(asked)
    low, high = found.bounds
    if found.contradictions:
        say("The answers contradict each other: one taken is worth no more than one refused.")
    else:
        say(
            f"{label(asked, found.party)}: without a deal between {low:.4g} and {high:.4g} points, "
            f"from {len(found.refusals)} answers.",
            "bold",
        )
    rows = [
        [number, found.worth(one.package), "rather none" if one.refused else "would take it"]
        for number, one in enumerate(found.refusals, 1)
    ]
    if rows:
        print_table(["Question", "Worth, in points", "Answer"], rows, right=["Question"])
