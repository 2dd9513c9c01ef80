"""`comity policy gcm` and `gcr`: what a plan covers, what is known of the indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.policy import group
from comity.cli.policy_coding import hand_over, tell
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    print_table,
    read_day,
    say,
    the_evidence,
)
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.core.places import Place
    from comity.core.regions import Region
    from comity.policy.coding.gcm import Coverage
    from comity.policy.coding.gcr import Report
    from comity.policy.coding.known import Known

_ENDINGS = (".csv", ".json", ".xlsx")


def register(_app: typer.Typer) -> None:
    """The commands join the family when this module is read."""


@group.command("gcm")
def gcm(
    actions: Path = typer.Argument(..., metavar="ACTIONS", help="Your table of actions."),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell which objectives of the compact on migration a plan covers, and what it lacks.

    Example: comity policy gcm actions.csv -o coverage.xlsx
    """
    from comity.core.sheets import read_table
    from comity.policy.coding.gcm import coverage

    check_ending(output, _ENDINGS, "Coverage")
    found = coverage(read_table(actions, blank_rows=True), actions.name)
    plain = found.as_json()
    about = {"method": plain["method"], "note": plain["caveats"][0]}
    objectives = [asdict(one) | {"state": one.state} | about for one in found.objectives]
    tables = {"objectives": objectives, "actions": [asdict(one) for one in found.actions]}
    hand_over(plain, {name: rows for name, rows in tables.items() if rows}, output, as_json=as_json)
    if output is None and not as_json:
        _show_coverage(found)


@group.command("gcr")
def gcr(
    file: Path | None = typer.Argument(None, metavar="[FILE]", help="Your table of values."),
    country: str = typer.Option(
        "", "--country", metavar="PLACE", help="A country or region; default: the world, or all."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
    as_of: str | None = AS_OF,
) -> None:
    """Tell the indicators of the compact on refugees: from your file, or what the evidence has.

    Example: comity policy gcr --country KEN
    """
    from comity.core.places import Corridor
    from comity.core.regions import find_subject

    read_day(as_of)
    check_ending(output, _ENDINGS, "Indicators")
    about = find_subject(country or "world")
    if isinstance(about, Corridor):
        raise ComityError("--country is a country or a region, not a pair; write KEN, for example.")
    if file is not None:
        _tell_report(file, country and about.code, output, as_json=as_json)
    else:
        _tell_known(about, as_of, output, as_json=as_json)


def _tell_report(file: Path, country: str, output: Path | None, *, as_json: bool) -> None:
    from comity.core.sheets import read_table
    from comity.policy.coding.gcr import Report, report

    whole = report(read_table(file, blank_rows=True), file.name)
    kept = tuple(one for one in whole.given if country in ("", one.value.subject.code))
    if not kept:
        raise ComityError(f"{file.name} has no row of {country}; name a country that it has.")
    found = Report(whole.file, kept)
    rows = [_given_row(one.indicator, one.availability, one.value) for one in found.given]
    hand_over(found.as_json(), {"values": rows}, output, as_json=as_json)
    if output is None and not as_json:
        _show_values(found, rows)


def _tell_known(
    about: Place | Region, as_of: str | None, output: Path | None, *, as_json: bool
) -> None:
    from comity.core.findings import subject_json
    from comity.policy.coding.gcr import UNVERIFIED, indicators
    from comity.policy.coding.known import BASES, hosted, known

    evidence = the_evidence(as_of)
    found, people = known(evidence, about), hosted(evidence, about)
    plain = {
        "subject": subject_json(about),
        "day": evidence.today.isoformat(),
        "refugees_hosted": people.as_json() if people else None,
        "indicators": [
            {
                **asdict(indicators()[one.indicator]),
                "basis": one.basis,
                "finding": one.finding.as_json() if one.finding else None,
                "note": one.note,
            }
            for one in found
        ],
        "caveats": [UNVERIFIED],
    }
    rows = [_given_row(one.indicator, BASES[one.basis], one.finding, one.note) for one in found]
    hand_over(plain, {"indicators": rows}, output, as_json=as_json)
    if output is None and not as_json:
        _show_known(about, people, found)


def _given_row(
    indicator: str, state: str, finding: Finding | None, note: str = ""
) -> dict[str, Any]:
    from comity.policy.coding.gcr import indicators

    return {
        "indicator": indicator,
        "text": indicators()[indicator].text,
        "verification": indicators()[indicator].verification,
        "place": finding.subject.code if finding else "",
        "period": str(finding.period) if finding else "",
        "value": None if finding is None or finding.value is None else float(finding.value),
        "unit": finding.unit if finding else "",
        "status": finding.status if finding else "",
        "state": state,
        "source": "; ".join(s.citation for s in finding.lineage.sources) if finding else "",
        "note": note or (finding.note if finding else ""),
    }


def _show_coverage(found: Coverage) -> None:
    from comity.policy.coding.gcm import CAVEATS, PARTS

    rows = [[one.objective, one.title, one.actions, one.complete, one.state]
            for one in found.objectives]  # fmt: skip
    covered = f"{found.covered} of {len(found.objectives)} objectives"
    title = f"{found.file}: {covered} with a complete action"
    heads = ["Objective", "Title", "Actions", "Complete", "State"]
    print_table(heads, rows, title=title, right=["Actions", "Complete"])
    for action in found.actions:
        if action.lacks:
            lacks = ", ".join(PARTS[name] for name in action.lacks)
            where = f"row {action.row}, objective {action.objective}, {shown(action.action)}"
            say(f"- {where}: lacks {lacks}")
    tell(CAVEATS)


def _show_values(found: Report, rows: Sequence[Mapping[str, Any]]) -> None:
    from comity.policy.coding.gcr import CAVEATS

    cells = [
        [row["place"], row["indicator"], row["period"], _amount(row), row["source"]] for row in rows
    ]
    heads = ["Place", "Indicator", "Day", "Value", "Source"]
    print_table(heads, cells, title=f"{found.file}: indicators of the compact on refugees",
                right=["Value"])  # fmt: skip
    tell(CAVEATS)


def _amount(row: Mapping[str, Any]) -> str:
    from comity.cli.speaking import text

    if row["status"] == "withheld":
        return "withheld"
    if row["value"] is None:
        return str(row["state"])
    return f"{text(row['value'])} {'%' if row['unit'] == 'percent' else row['unit']}"


def _show_known(about: Place | Region, people: Finding | None, found: Sequence[Known]) -> None:
    from comity.policy.coding.gcr import UNVERIFIED, indicators
    from comity.policy.coding.known import BASES

    say(f"{about.name}: indicators of the compact on refugees", "bold")
    if people:
        say(f"Refugees hosted at the end of {people.period}: "
            f"{'withheld' if people.value is None else f'{people.value:,}'}.")  # fmt: skip
    rows = [
        [one.indicator, indicators()[one.indicator].text,
         one.finding.value if one.finding else "", one.finding.period if one.finding else "",
         BASES[one.basis], one.note]
        for one in found
    ]  # fmt: skip
    print_table(["Indicator", "Asks", "Value", "Year", "Basis", "Note"], rows, right=["Value"])
    findings = [one.finding for one in found if one.finding]
    tell([UNVERIFIED])
    for source in dict.fromkeys(s.citation for one in findings for s in one.lineage.sources):
        say(f"Source: {source.rstrip('.')}.", "dim")
