"""`comity agreements sensitivity`: whether a package stands when weights are only nearly known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.agreements import group
from comity.cli.agreements_asked import CONCEPT, SCALE, SCENARIO, TIME_LIMIT, scenario_of, solved
from comity.cli.agreements_shown import ABSENT, head, label, percent, source
from comity.cli.agreements_written import finite, json_bytes, write_private
from comity.cli.speaking import JSON, check_ending, print_json, print_table, say
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.agreements.asking import Worth
    from comity.agreements.breaking import Breaking
    from comity.agreements.chances import Chances, Share
    from comity.agreements.packages import Package
    from comity.agreements.robust import Robust
    from comity.agreements.scenario import Scenario


MOST = 10
"""Weights that are listed as worth asking about."""


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("sensitivity")(sensitivity)


def sensitivity(
    scenario: str = SCENARIO,
    concept: str = CONCEPT,
    scale: str = SCALE,
    spread: float | None = typer.Option(
        None,
        "--spread",
        metavar="SHARE",
        help="Half the width of each weight's interval, from 0 to 1 (0.3: 30 %). Default: as "
        "parties stated.",
    ),
    draws: int = typer.Option(
        10_000, "--draws", metavar="N", min=100, max=1_000_000, help="How many weights to draw."
    ),
    seed: int = typer.Option(
        0, "--seed", metavar="N", min=0, help="Which draws; the same number gives the same."
    ),
    robust: bool = typer.Option(
        False, "--robust", help="Also seek the package that is best under the worst weights."
    ),
    ask: bool = typer.Option(
        False, "--ask", help="Also say which weights are most worth asking about."
    ),
    time_limit: float = TIME_LIMIT,
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .json."
    ),
    as_json: bool = JSON,
) -> None:
    """Ask how sure each gain is: chances, worst weights, and what change breaks the deal.

    Example: comity agreements sensitivity triangle --spread 0.3 --robust
    """
    from comity.agreements.breaking import breaking
    from comity.agreements.chances import chances
    from comity.agreements.robust import robust_gains

    check_ending(output, (".json",), "A sensitivity")
    if spread is not None and not 0 <= spread <= 1:
        raise ComityError("--spread is a share from 0 to 1, as in --spread 0.3 for 30 %.")
    asked = scenario_of(scenario, output)
    if not asked.stated:
        raise ComityError(
            f"No party of {asked.id} states weights and values apart (preferences), so there is "
            "nothing to vary; 'comity agreements elicit' asks for weights."
        )
    found = solved(asked, concept, time_limit, scale=scale, as_json=as_json)
    chance = chances(asked, found.package, found.money, spread=spread, draws=draws, seed=seed)
    worst = robust_gains(asked, found.package, found.money, spread)
    breaks = breaking(asked, found.package, found.money)
    other = _robust(asked, spread, time_limit) if robust else None
    worth = _worth(asked, found, spread) if ask else []
    plain: dict[str, Any] = {
        "scenario": asked.id,
        "illustration": asked.illustration,
        "concept": concept,
        "spread": spread,
        "package": found.package,
        "gains": found.gains,
        "worst": worst,
        "chances": chance.as_json(),
        "breaking": [one.as_json() for one in breaks],
        "robust": None if other is None else other.as_json(),
        **({"worth_asking": [one.as_json() for one in worth]} if ask else {}),
    }
    if output is not None:
        write_private(output, json_bytes(plain))
    if as_json:
        print_json(finite(plain))
    elif output is None:
        _show(found, chance, worst, breaks)
        if other is not None:
            _show_robust(other)
        if ask:
            _show_worth(asked, worth)
        say(f"Source: {source(found)}; {draws:,} draws, seed {seed}.", "dim")


def _robust(asked: Scenario, spread: float | None, time_limit: float) -> Robust:
    from comity.agreements.robust import robust_nash
    from comity.agreements.wish import Wish

    return robust_nash(asked, Wish(time_limit=time_limit), spread=spread)


def _worth(asked: Scenario, found: Package, spread: float | None) -> list[Worth]:
    from comity.agreements.asking import worth_asking

    return worth_asking(asked, found.package, spread=spread)


def _show_worth(asked: Scenario, worth: Sequence[Worth]) -> None:
    """The weights on which the package hangs, the one that matters most first."""
    rows = [
        [label(asked, one.party), asked.issue(one.issue).label, one.low, one.high]
        for one in worth
        if one.changes
    ][:MOST]
    if not rows:
        say("No single weight was found that changes the package within its bounds.")
        return
    columns = ["Party", "Issue", "At least", "At most"]
    title = "Weights within whose bounds another package becomes better; ask about these first"
    print_table(columns, rows, title=title, right=columns[2:])


def _show(found: Package, chance: Chances, worst: dict[str, float], breaks: list[Breaking]) -> None:
    head(found.scenario)
    say(f"All parties gain in {_chance(chance.all_gain)} of the weights drawn.", "bold")
    change = {one.party: one for one in breaks}
    rows = []
    for party in found.scenario.parties:
        own = change.get(party.id)
        rows.append([
            party.label, found.gains[party.id], worst[party.id], _chance(chance.gain[party.id]),
            percent(own.change) if own else ABSENT, _alone(found.scenario, own),
        ])  # fmt: skip
    columns = [
        "Party", "Gain", "At the worst weights", "Gains in", "Breaks when weights change by",
        "Soonest by one weight alone",
    ]  # fmt: skip
    print_table(columns, rows, title="How sure each gain is, in points", right=columns[1:5])
    say(
        f"{ABSENT}: no change of weights breaks the deal for it, or it stated no weights. That the "
        "bounds are right is assumed, not tested."
    )


def _chance(share: Share) -> str:
    return f"{100 * share.value:.1f} % ({100 * share.low:.1f} to {100 * share.high:.1f})"


def _alone(scenario: Scenario, one: Breaking | None) -> str:
    if one is None or one.issue is None or one.issue_change is None:
        return ABSENT
    change = f"{100 * one.issue_change:+.0f} %".replace("-", "\u2212")
    return f"{scenario.issue(one.issue).label}: {change}"


def _show_robust(other: Robust) -> None:
    if not other.package:
        say("No package was found that leaves every party a gain whatever its weights are.")
        return
    same = other.package == other.nominal
    rows = [
        [party.label, other.gains[party.id], other.worst[party.id],
         other.nominal_worst.get(party.id)]
        for party in other.scenario.parties
    ]  # fmt: skip
    columns = ["Party", "Gain", "At the worst weights", "Nash package at the worst weights"]
    print_table(columns, rows, title="The package best under the worst weights", right=columns[1:])
    say("It is the Nash package." if same else f"It is another package than Nash's{_cost(other)}.")
    if other.status == "optimal":
        say("Proven: no package has a larger product of worst gains.")
    else:
        say("That no package has a larger product of worst gains is not proven.")


def _cost(other: Robust) -> str:
    if other.price is None:
        return ""
    return f", and costs {100 * other.price:.1f} % of the geometric mean of stated gains"
