"""Why no package lets every party gain, on a terminal: who blocks, by how little, ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.agreements_shown import all_gain, label
from comity.cli.speaking import print_table, say

if TYPE_CHECKING:
    from comity.agreements.infeasible import NearMiss
    from comity.agreements.packages import Package
    from comity.agreements.scenario import Scenario


def show_diagnosis(found: Package) -> None:
    """Print why, the nearest package, and each way out; every one of them was solved for."""
    told = found.diagnosis
    assert told is not None
    say(
        "No package lets every party gain."
        if all_gain(found)
        else "Every package leaves some party worse off.",
        "bold",
    )
    say(told.text)
    if told.nearest is not None:
        _nearest(found.scenario, told.nearest)
    if told.ways:
        say("\nAny one of these would help:")
    for way in told.ways:
        say(f"- {way.text}")
    if not told.ways:
        say("No single change that was tried makes a deal possible.")
    say("The human-rights floor is never among what can give way.", "dim")


def _nearest(scenario: Scenario, miss: NearMiss) -> None:
    short = {one.party: one.missing for one in miss.shortfalls}
    rows = [
        [label(scenario, party), gain, short.get(party, 0.0)] for party, gain in miss.gains.items()
    ]
    columns = ["Party", "Gain", "Short by"]
    print_table(columns, rows, title="The package that comes nearest, in points", right=columns[1:])
    rest = [[scenario.issue(i).label, scenario.issue(i).option(o).label]
            for i, o in miss.package.items()]  # fmt: skip
    print_table(["Issue", "Settled as"], rest)
