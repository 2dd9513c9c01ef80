"""`comity agreements exchanges`: who gives what to whom, and what took more than two parties."""

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

if TYPE_CHECKING:
    from comity.agreements.coalition_deals import Deal
    from comity.agreements.coalitions import Added, Bilateral, Blocking
    from comity.agreements.packages import Package
    from comity.agreements.reciprocity import Exchanges
    from comity.agreements.scenario import Scenario

_KINDS = {"direct": "direct exchange", "cycle": "cycle", "gift": "one-sided"}


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("exchanges")(exchanges)


def exchanges(
    scenario: str = SCENARIO,
    concept: str = CONCEPT,
    scale: str = SCALE,
    time_limit: float = TIME_LIMIT,
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Write a file: .json."
    ),
    as_json: bool = JSON,
) -> None:
    """Take a package apart into exchanges and cycles, and ask what pairs could do alone.

    Example: comity agreements exchanges triangle
    """
    check_ending(output, (".json",), "Exchanges")
    asked = scenario_of(scenario, output)
    found = solved(asked, concept, time_limit, scale=scale, as_json=as_json)
    from comity.agreements import coalitions, reciprocity

    web = reciprocity.exchanges(asked, found.package, found.payments)
    talks = coalitions.bilateral(asked, time_limit=time_limit)
    added = coalitions.added_by_broker(asked, found.package, found.money, talks)
    blocking = coalitions.blocking(asked, found.package, money=found.money, time_limit=time_limit)
    plain: dict[str, Any] = {
        "scenario": asked.id,
        "illustration": asked.illustration,
        "concept": concept,
        "package": found.package,
        "exchanges": web.as_json(),
        "bilateral": talks.as_json(),
        "added": added.as_json(),
        "blocking": blocking.as_json(),
    }
    if output is not None:
        write_private(output, json_bytes(plain))
    if as_json:
        print_json(finite(plain))
    elif output is None:
        head(asked)
        _show_web(asked, web)
        _show_added(found, talks, added)
        _show_blocking(asked, blocking)
        for sentence in dict.fromkeys((*web.notes, *talks.notes, *added.notes, *blocking.notes)):
            say(sentence)
        say(f"Source: {source(found)}.", "dim")


def _show_web(asked: Scenario, web: Exchanges) -> None:
    rows = []
    for piece in web.pieces:
        arcs = [f"{label(asked, a.giver)} \u2192 {label(asked, a.receiver)}" for a in piece.arcs]
        shares = "; ".join(percent(arc.share) for arc in piece.arcs)
        rows.append([_KINDS[piece.kind], ", ".join(arcs), shares])
    if rows:
        columns = ["Kind", "Who gives to whom", "Worth to each receiver"]
        title = "Exchanges, as shares of what each receiver could hope for"
        print_table(columns, rows, title=title, right=columns[2:])
    for arc in web.harms:
        giver, other = label(asked, arc.giver), label(asked, arc.receiver)
        say(f"What {giver} gives costs {other} {percent(-arc.share)} of what it could hope for.")
    if web.common:
        named = "; ".join(asked.issue(issue).label for issue in web.common)
        say(f"Settled in common, without one giver and one receiver: {named}.")


def _show_added(found: Package, talks: Bilateral, added: Added) -> None:
    if not added.bilateral:
        return
    rows = []
    for party in found.scenario.parties:
        alone = added.best_pair.get(party.id)
        rows.append([
            party.label, found.gains[party.id], added.bilateral.get(party.id),
            alone or ABSENT, added.added.get(party.id),
        ])  # fmt: skip
    columns = ["Party", "In the package", "By all deals of two", "By its best deal of two",
               "What the table adds"]  # fmt: skip
    print_table(columns, rows, title="Gains, in points", right=columns[1:])
    names = [label(found.scenario, party) for party in added.only_together]
    if names:
        say(f"No deal of two brings a gain to: {', '.join(names)}.")
    pairs, triples = (_named(found.scenario, deals) for deals in (talks.pairs, talks.triples))
    say(f"Pairs that could gain alone: {pairs or 'none'}. Triples: {triples or 'none'}.")


def _named(asked: Scenario, deals: Sequence[Deal]) -> str:
    return "; ".join(" and ".join(label(asked, one) for one in deal.members) for deal in deals)


def _show_blocking(asked: Scenario, blocking: Blocking) -> None:
    for deal in blocking.coalitions:
        more = ", ".join(f"{label(asked, p)} {gain:+.4g}" for p, gain in deal.gains.items())
        say(f"Could have more among themselves than in the package: {more} points.")
    if blocking.checked and not blocking.coalitions:
        say(f"Of {blocking.checked} pairs and triples, none could have more on its own.")
