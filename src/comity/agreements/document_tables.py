"""A scenario as a table: one row for each party and option, with its points.

The columns party, issue, option and utility are needed; the others describe the party, issue or
option of their row, and may stand in one of its rows or in all. Interactions, constraints,
payments and stated weights do not fit in such a table; they need JSON or YAML.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comity.agreements.document_checks import Source, Written, asked, listed
from comity.agreements.scenario import BadScenario, Issue, Option, Party, Scenario
from comity.core.errors import BadTable, shown

NEEDED = ("party", "issue", "option", "utility")
DESCRIBES: Mapping[str, tuple[str, str]] = {
    "party_label": ("party", "label"), "country": ("party", "country"),
    "reservation": ("party", "reservation"), "money": ("party", "money"),
    "issue_label": ("issue", "label"), "type": ("issue", "type"), "unit": ("issue", "unit"),
    "giver": ("issue", "giver"), "receiver": ("issue", "receiver"), "payer": ("issue", "payer"),
    "indicator": ("issue", "indicator"),
    "option_label": ("option", "label"), "level": ("option", "level"),
    "inadmissible": ("option", "inadmissible"), "status_quo": ("option", "status_quo"),
}  # fmt: skip
"""What each column describes, and under which name a document says it."""


@dataclass
class _Reading:
    """What the rows have said so far, and where each thing was said first."""

    file: str
    parties: dict[str, dict[str, Any]] = field(default_factory=dict)
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    options: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    utilities: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def fault(self, row: int, column: str, told: str) -> BadScenario:
        return BadScenario(f"{self.file}, row {row}, column {column}: {told}")


def read_rows(path: Path) -> tuple[dict[str, Any], Source]:
    """The document that a CSV or XLSX table says, and where in the table each part stands."""
    from comity.core.sheets import read_table

    try:
        frame = read_table(path)
    except BadTable as error:
        raise BadScenario(str(error)) from error
    _columns(path.name, frame.columns)
    reading = _Reading(path.name)
    for number, row in enumerate(frame.iter_rows(named=True), start=2):
        _row(reading, number, {key: (cell or "").strip() for key, cell in row.items()})
    issues = [
        {**told, "options": list(reading.options[name].values())}
        for name, told in reading.issues.items()
    ]
    document = {
        "id": path.stem,
        "parties": list(reading.parties.values()),
        "issues": issues,
        "utilities": reading.utilities,
    }
    return document, Source(path.name, reading.places)


def _columns(file: str, names: list[str]) -> None:
    known = (*NEEDED, *DESCRIBES)
    for name in names:
        if name not in known:
            ask = asked(name, known) or f"the columns are {listed(known, len(known))}."
            raise BadScenario(f"{file}, row 1: '{shown(name)}' is no column of a scenario; {ask}")
    for name in NEEDED:
        if name not in names:
            raise BadScenario(f"{file}, row 1: the column '{name}' is missing; add it.")


def _row(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    for column in NEEDED[:3]:
        if not row[column]:
            raise reading.fault(number, column, f"it is blank; write the id of the {column}.")
    party, issue, option = (row[column] for column in NEEDED[:3])
    paths = {
        "party": f"parties.{shown(party)}",
        "issue": f"issues.{shown(issue)}",
        "option": f"issues.{shown(issue)}.options.{shown(option)}",
    }
    holders = {
        "party": reading.parties.setdefault(party, {"id": party}),
        "issue": reading.issues.setdefault(issue, {"id": issue}),
        "option": reading.options.setdefault(issue, {}).setdefault(option, {"id": option}),
    }
    for column in row.keys() & DESCRIBES.keys():
        whose, name = DESCRIBES[column]
        if column == "status_quo":
            _today(reading, number, row, holders["issue"], paths["issue"])
        elif row[column]:
            _describe(
                reading, number, column, holders[whose], f"{paths[whose]}.{name}", row[column]
            )
    _points(reading, number, row)
    for column, path in paths.items():
        reading.places.setdefault(path, f"row {number}, column {column}")
        reading.places.setdefault(f"{path}.id", f"row {number}, column {column}")


def _describe(
    reading: _Reading, number: int, column: str, holder: dict[str, Any], path: str, cell: str
) -> None:
    name = DESCRIBES[column][1]
    if holder.setdefault(name, Written(cell)) != cell:
        raise reading.fault(
            number,
            column,
            f"'{shown(cell)}' contradicts '{shown(holder[name])}' in row {reading.rows[path]}; "
            "keep one of them.",
        )
    reading.rows.setdefault(path, number)
    reading.places.setdefault(path, f"row {number}, column {column}")


def _today(
    reading: _Reading, number: int, row: Mapping[str, str], issue: dict[str, Any], path: str
) -> None:
    """A yes in the column status_quo makes the row's option today's."""
    told = row["status_quo"].lower()
    if told not in ("", "yes", "no"):
        raise reading.fault(number, "status_quo", f"'{shown(told)}' is neither yes nor no.")
    if told == "yes" and issue.setdefault("status_quo", row["option"]) != row["option"]:
        raise reading.fault(
            number,
            "status_quo",
            f"row {reading.rows[path]} says that '{shown(issue['status_quo'])}' is what stands "
            "today; keep one of them.",
        )
    if told == "yes":
        reading.rows.setdefault(path, number)


def _points(reading: _Reading, number: int, row: Mapping[str, str]) -> None:
    party, issue, option = (row[column] for column in NEEDED[:3])
    path = f"utilities.{shown(party)}.{shown(issue)}.{shown(option)}"
    key = "\n".join((party, issue, option))
    if key in reading.rows:
        raise reading.fault(
            number,
            "option",
            f"row {reading.rows[key]} is about the same party and option; keep one of them.",
        )
    reading.rows[key] = number
    reading.places[path] = f"row {number}, column utility"
    points = reading.utilities.setdefault(party, {}).setdefault(issue, {})
    if row["utility"]:
        points[option] = Written(row["utility"])


def table_bytes(scenario: Scenario) -> bytes:
    """The scenario as CSV; refused where it holds what would change its results if left out."""
    held = {
        "interactions": scenario.interactions, "constraints": scenario.constraints,
        "payments": scenario.payments, "stated preferences": scenario.stated,
        "the mark of an illustration": scenario.illustration,
    }  # fmt: skip
    if left := [what for what, found in held.items() if found]:
        raise BadScenario(
            f"A CSV table cannot hold {listed(left)} of {scenario.id}; write .json or .yaml."
        )
    rows = [
        _cells(scenario, party, issue, option)
        for party in scenario.parties
        for issue, option in scenario.options()
    ]
    used = [name for name in DESCRIBES if any(row[name] for row in rows)]
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, [*NEEDED, *used], extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _cells(scenario: Scenario, party: Party, issue: Issue, option: Option) -> dict[str, object]:
    points = scenario.points.get(party.id, {}).get(issue.id, {}).get(option.id)
    return {
        "party": party.id, "issue": issue.id, "option": option.id,
        "utility": "" if points is None else points,
        "party_label": party.label if party.label != party.id else "",
        "country": party.country or "",
        "reservation": "" if party.reservation is None else repr(party.reservation),
        "money": party.money if party.money != 1 else "",
        "issue_label": issue.label if issue.label != issue.id else "",
        "type": issue.kind if issue.kind != "categorical" else "",
        "unit": issue.unit, "indicator": issue.indicator,
        "giver": issue.giver or "", "receiver": issue.receiver or "", "payer": issue.payer or "",
        "option_label": option.label if option.label != option.id else "",
        "level": "" if option.level is None else repr(option.level),
        "inadmissible": option.inadmissible,
        "status_quo": "yes" if issue.status_quo == option.id else "",
    }  # fmt: skip
