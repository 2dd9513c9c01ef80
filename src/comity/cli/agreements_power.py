"""`comity agreements power`: what parties have elsewhere, and what that does to the deal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import SCENARIO, TIME_LIMIT, scenario_of
from comity.cli.agreements_shown import ABSENT, head, label, percent
from comity.cli.agreements_written import finite, json_bytes, write_private
from comity.cli.speaking import JSON, check_ending, print_json, print_table, say, the_evidence
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from comity.agreements.misreport import Misreport
    from comity.agreements.power import Fairness, Power, Response
    from comity.agreements.scenario import Scenario
    from comity.core.findings import Finding

_BASIS = {
    "status quo": "today",
    "alternative": "its alternative",
    "nothing stated": "nothing stated",
}


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("power")(power)


def power(
    scenario: str = SCENARIO,
    unit: float = typer.Option(
        0.1,
        "--unit",
        metavar="SHARE",
        help="By how much outside options are raised: this share of the ideal gain.",
    ),
    misreport: bool = typer.Option(
        False, "--misreport", help="Also ask what overstating its outside option would bring each."
    ),
    by_people: bool = typer.Option(
        False,
        "--by-people",
        help="Also find the package in which each party counts by its people, from the evidence.",
    ),
    time_limit: float = TIME_LIMIT,
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .json."
    ),
    as_json: bool = JSON,
) -> None:
    """Show outside options, dependence on a deal, and what a better alternative would change.

    Example: comity agreements power triangle --misreport

    Packages are Nash's. With --misreport, gains are judged by what parties truly have.
    """
    check_ending(output, (".json",), "Power")
    if not 0 < unit <= 1:
        raise ComityError("--unit is a share above zero, up to 1, as in --unit 0.1.")
    asked = scenario_of(scenario, output)
    from comity.agreements.power import power as found_power
    from comity.agreements.wish import Wish

    wish = Wish(time_limit=time_limit, alternatives=0).checked(asked)
    found = found_power(asked, wish, unit)
    if found is None:
        raise ComityError(
            "No package lets every party gain, so there is no deal to lean on; 'comity agreements "
            "solve' says why and what would help."
        )
    lies = _overstated(asked, wish) if misreport else []
    people = _people(asked) if by_people else {}
    fair = _by_people(asked, people, wish) if by_people else ()
    plain: dict[str, Any] = {
        "scenario": asked.id,
        "illustration": asked.illustration,
        "unit": unit,
        **found.as_json(),
    }
    if misreport:
        plain["misreports"] = [one.as_json() for one in lies]
    if by_people:
        plain["fairness"] = [one.as_json() for one in fair]
    if output is not None:
        write_private(output, json_bytes(plain))
    if as_json:
        print_json(finite(plain))
    elif output is None:
        _show(asked, found, unit)
        if misreport:
            _show_overstated(asked, lies)
        if by_people:
            _show_by_people(asked, people, fair)


def _overstated(asked: Scenario, wish: Any) -> list[Misreport]:
    from comity.agreements.misreport import misreports

    return misreports(asked, wish)


def _people(asked: Scenario) -> dict[str, Finding]:
    from comity.agreements.evidence import people_of

    people = people_of(the_evidence(None), asked)
    if not people:
        raise ComityError(
            "The evidence has no population for each party, so parties cannot be weighted by "
            "people; give each its country (alpha-3) in the scenario, or use 'comity agreements "
            "compare' with --weight."
        )
    return people


def _by_people(asked: Scenario, people: Mapping[str, Finding], wish: Any) -> tuple[Fairness, ...]:
    from comity.agreements.power import alternatives

    counts = {party: float(one.value or 0) for party, one in people.items()}
    return alternatives(asked, {"people": counts}, wish)


def _show(asked: Scenario, found: Power, unit: float) -> None:
    from comity import __version__

    head(asked)
    rows = [
        [label(asked, one.party), one.outside, _BASIS[one.stands_on], one.ideal, one.gain,
         percent(one.share), one.dependence]
        for one in found.standings
    ]  # fmt: skip
    columns = ["Party", "Without a deal", "That is", "Most it could gain", "Gain", "Share of it",
               "Ease of leaving"]  # fmt: skip
    title = "What each has, could have, and gets in the Nash package, in points"
    print_table(columns, rows, title=title, right=[*columns[1:2], *columns[3:]])
    say("Ease of leaving is one over what a deal could bring: the less that is, the larger.")
    names = [label(asked, party.id) for party in asked.parties]
    changes = [[label(asked, one.party), *_changes(asked, one)] for one in found.responses]
    title = (
        "Change of what each has after the deal, in points, if one alternative were better by "
        f"{percent(unit)} of that party's ideal gain"
    )
    print_table(["Better alternative of", *names], changes, title=title, right=names)
    if any(one.method == "relaxed" for one in found.responses):
        say("Some were worked out as if packages could be mixed: a first approximation.")
    say(
        f"Source: scenario {asked.id}; Nash, solved anew for each party; Comity {__version__}.",
        "dim",
    )


def _changes(asked: Scenario, one: Response) -> list[str]:
    if not one.deal:
        return ["no deal"] * len(asked.parties)
    return [_signed(one.points[party.id]) for party in asked.parties]


def _signed(change: float) -> str:
    """A change as it is read.

    >>> _signed(-0.25), _signed(0.0), _signed(3.0)
    ('−0.25', '0', '+3')
    """
    if abs(change) < 5e-10:
        return "0"
    return f"{change:+.4g}".replace("-", "\u2212")


def _show_overstated(asked: Scenario, lies: Sequence[Misreport]) -> None:
    from comity.agreements.misreport import WARNING

    rows = []
    for one in lies:
        others = [change for party, change in one.changes.items() if party != one.party]
        rows.append([
            label(asked, one.party), percent(one.amount), one.status,
            _signed(one.changes[one.party]), _signed(min(others)) if others else ABSENT,
        ])  # fmt: skip
    columns = ["Party", "Overstates by", "Then", "Its true gain", "Largest loss of another"]
    title = "If one party overstated its outside option, by a share of its ideal gain"
    print_table(columns, rows, title=title, right=["Overstates by", *columns[3:]])
    say(WARNING)


def _show_by_people(
    asked: Scenario, people: Mapping[str, Finding], fair: Sequence[Fairness]
) -> None:
    from comity.core.findings import sources_of

    equal, weighted = fair
    rows = [
        [
            label(asked, party.id),
            percent(weighted.weights[party.id]),
            equal.found.gains.get(party.id, ABSENT),
            weighted.found.gains.get(party.id, ABSENT),
        ]
        for party in asked.parties
    ]
    columns = ["Party", "Part of all people", "Gain, equal weights", "Gain, by people"]
    print_table(columns, rows, title="Equal fairness, and fairness by people", right=columns[1:])
    for source in sources_of(people.values()):
        say(f"Source of the populations: {source.short}.", "dim")
