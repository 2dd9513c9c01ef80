"""A scenario is a file that people can read, fill in and correct: JSON, YAML, or a table.

`read_scenario` and `write_scenario` are the doors; docs/agreements-scenario.md tells the format.
Whatever is wrong with a file is told in one sentence that names the place and how to mend it; what
can be borne is told in the scenario's warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from comity.agreements.document_checks import Part, Source
from comity.agreements.document_constraints import read_constraints
from comity.agreements.document_parts import (
    Table,
    read_interactions,
    read_issues,
    read_parties,
    read_payments,
)
from comity.agreements.document_points import (
    oddities,
    read_preferences,
    read_utilities,
    weighed,
)
from comity.agreements.document_texts import json_bytes, parsed, yaml_bytes
from comity.agreements.document_writing import SCHEMA, document_of
from comity.agreements.scenario import BadScenario, Issue, Option, Party, Scenario, Stated
from comity.core.errors import shown
from comity.core.files import read_whole, write_whole

__all__ = ["document_of", "read_scenario", "scenario_of", "template", "write_scenario"]

READS = (".json", ".yaml", ".yml", ".csv", ".xlsx")
WRITES = (".json", ".yaml", ".yml", ".csv")

_KEYS: Mapping[str, Callable[[], Any]] = {
    "schema": str, "id": str, "title": str, "parties": list, "issues": list, "utilities": dict,
    "preferences": dict, "interactions": list, "constraints": list, "payments": dict,
    "status_quo": dict, "illustration": str, "provenance": dict,
}  # fmt: skip
"""What a document may speak of, and what each part is where it does not."""


def read_scenario(path: Path) -> Scenario:
    """The scenario in a JSON, YAML, CSV or XLSX file.

    Raises `BadScenario` for what is wrong in it, and `FileTrouble` where it cannot be opened.
    """
    ending = path.suffix.lower()
    if ending not in READS:
        raise BadScenario(
            f"{path.name}: Comity reads scenarios from {', '.join(READS)}; save it as one of them."
        )
    if ending in (".csv", ".xlsx"):
        from comity.agreements.document_tables import read_rows

        document, source = read_rows(path)
        return _scenario(document, source, path.stem)
    document = parsed(read_whole(path), ending, path.name)
    return _scenario(document, Source(path.name), path.stem)


def scenario_of(document: Mapping[str, Any], name: str) -> Scenario:
    """The scenario that plain values say; `name` stands for the file in sentences on faults.

    >>> document = template(["KGZ", "RUS"], ["visas"])
    >>> [party.id for party in scenario_of(document, "talks").parties]
    ['KGZ', 'RUS']
    """
    return _scenario(document, Source(name), Path(name).stem)


def write_scenario(scenario: Scenario, path: Path) -> None:
    """Write the scenario whole, in the form that the file's ending names."""
    match path.suffix.lower():
        case ".json":
            data = json_bytes(document_of(scenario))
        case ".yaml" | ".yml":
            data = yaml_bytes(document_of(scenario))
        case ".csv":
            from comity.agreements.document_tables import table_bytes

            data = table_bytes(scenario)
        case _:
            raise BadScenario(
                f"{path.name}: Comity writes scenarios as {', '.join(WRITES)}; choose one of them."
            )
    write_whole(path, data)


def template(parties: Iterable[Party | str], issues: Iterable[Issue | str]) -> dict[str, Any]:
    """A document to fill in: every option is worth 0 points to everybody, for a start.

    An issue that is only named can be settled with no or yes, and stands at no today.

    >>> template(["KGZ"], ["visas"])["utilities"]
    {'KGZ': {'visas': {'no': 0.0, 'yes': 0.0}}}
    """
    people = tuple(Party(one, one) if isinstance(one, str) else one for one in parties)
    topics = tuple(_yes_or_no(one) if isinstance(one, str) else one for one in issues)
    points = {
        party.id: {issue.id: {option.id: 0.0 for option in issue.options} for issue in topics}
        for party in people
    }
    document = document_of(Scenario("scenario", "", people, topics, points))
    for party, told in zip(people, document["parties"], strict=True):
        told["reservation"] = party.reservation
    return document


def _yes_or_no(name: str) -> Issue:
    return Issue(name, name, (Option("no", "no"), Option("yes", "yes")), "onoff", "no")


def _scenario(document: Mapping[str, Any], source: Source, name: str) -> Scenario:
    part = _parts(document, source)
    parties = read_parties(part["parties"])
    names = [party.id for party in parties]
    issues = read_issues(part["issues"], names, part["status_quo"])
    table = Table({p.id: p for p in parties}, {issue.id: issue for issue in issues})
    warnings: list[str] = []
    stated = read_preferences(part["preferences"], table, warnings)
    table = replace(table, points=_points(part, table, stated))
    own_id = part["id"].identity() if part["id"].value else name
    return Scenario(
        id=own_id,
        title=part["title"].text() or own_id,
        parties=parties,
        issues=issues,
        points=table.points,
        interactions=read_interactions(part["interactions"], table),
        constraints=read_constraints(part["constraints"], table),
        payments=read_payments(part["payments"], names),
        stated=stated,
        provenance=_provenance(part["provenance"]),
        illustration=part["illustration"].text(),
        warnings=(*warnings, *oddities(table, stated)),
    )


def _parts(document: Mapping[str, Any], source: Source) -> dict[str, Part]:
    """The parts of the document by name, empty where it does not speak of them."""
    whole = Part(document, "", source)
    schema = whole.entries().get("schema")
    if schema and schema.value != SCHEMA:
        raise schema.fault(
            f"'{shown(schema.text())}' is no scenario; only {SCHEMA} can be read here."
        )
    told = whole.fields(_KEYS, ["parties", "issues"], ["initial_deal"])
    if not {"utilities", "preferences"} & told.keys():
        raise whole.fault("'utilities' is missing; say what the options are worth to each party.")
    return {key: told.get(key, whole.child(key, empty())) for key, empty in _KEYS.items()}


def _points(
    part: Mapping[str, Part], table: Table, stated: Mapping[str, Stated]
) -> dict[str, Mapping[str, Mapping[str, float]]]:
    """Points of every party, as they stand or as weights times values."""
    points = read_utilities(part["utilities"], table)
    if both := [party for party in stated if points.get(party)]:
        raise part["preferences"].fault(
            f"the points of {both[0]} stand under utilities too; keep one of them."
        )
    made = {party: weighed(one) for party, one in stated.items()}
    return {party: made.get(party) or points.get(party, {}) for party in table.parties}


def _provenance(part: Part) -> dict[str, str]:
    """Where a scenario came from, by name; a mapping or list inside becomes one line of text."""
    return {key: _line(one) for key, one in part.entries().items()}


def _line(part: Part, depth: int = 0) -> str:
    if depth > 2:
        raise part.fault("it is nested too deep; write one line of text.")
    if isinstance(part.value, Mapping):
        told = part.entries().items()
        return "; ".join(f"{key} {_line(one, depth + 1)}" for key, one in told)
    if isinstance(part.value, list):
        return "; ".join(_line(one, depth + 1) for one in part.items())
    if isinstance(part.value, int | float):
        return str(part.value)
    return part.text()
