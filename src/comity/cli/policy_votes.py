"""`comity policy votes`: how states voted on the two global compacts, and how a region did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from comity.cli.policy import group
from comity.cli.policy_coding import hand_over
from comity.cli.speaking import JSON, OUTPUT, check_ending, print_table, say, the_evidence
from comity.core.errors import ComityError, shown

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.policy.coding.votes import Vote

_PAPER = "A vote is a position of its day; neither compact binds anybody."


def register(_app: typer.Typer) -> None:
    """The command joins the family when this module is read."""


@group.command("votes")
def votes(
    compact: str = typer.Argument(..., metavar="gcm|gcr", help="Which of the two compacts."),
    among: str = typer.Option(
        "world", "--among", metavar="REGION", help="The members of a region; default: the world."
    ),
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Tell how states voted on a global compact in December 2018.

    Example: comity policy votes gcm --among asean
    """
    from comity.core.regions import find_region
    from comity.policy.coding.votes import VOTES, sums
    from comity.policy.coding.votes import votes as cast_on

    check_ending(output, (".csv", ".json", ".xlsx"), "Votes")
    name = compact.strip().lower()
    if name not in ("gcm", "gcr"):
        raise ComityError(f"'{shown(compact)}' is no compact; write gcm or gcr.")
    area = find_region(among)
    evidence = the_evidence(None)
    found = cast_on(evidence, "gcm" if name == "gcm" else "gcr")
    if not found:
        raise ComityError("The dataset compact_votes is not held; nobody's vote can be told.")
    inside = {place.code for place in area.members(found[0].day)}
    here = [vote for vote in found if vote.country.code in inside]
    counted = sums(evidence, "gcm" if name == "gcm" else "gcr", area)
    rows = [_row(vote) for vote in here]
    plain = {
        "compact": name,
        "among": area.slug,
        "counts": [one.as_json() for one in counted],
        "votes": rows,
        "notes": [_PAPER],
    }
    hand_over(plain, {"votes": rows}, output, as_json=as_json)
    if output is None and not as_json:
        _show(here, counted, VOTES)


def _row(vote: Vote) -> dict[str, str]:
    return {
        "country": vote.country.code,
        "name": vote.country.name,
        "vote": vote.vote,
        "resolution": vote.resolution,
        "date": vote.day.isoformat(),
        "source": vote.source.short,
    }


def _show(here: list[Vote], counted: list[Finding], words: dict[str, str]) -> None:
    told = ", ".join(f"{one.value} {words[dict(one.about)['vote']]}" for one in counted)
    said = f"{counted[0].subject.name}: {told}"
    say(f"{said} ({here[0].resolution}, {here[0].day})" if here else said, "bold")
    print_table(["State", "Vote"], [[one.country.name, words[one.vote]] for one in here])
    say(f"- {_PAPER}", "dim")
    for source in counted[0].lineage.sources:
        say(f"Source: {source.citation}", "dim")
