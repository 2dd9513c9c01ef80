"""How states voted, as the command line tells it."""

from __future__ import annotations

import json

import pytest

from tests.cli.speaker import Command


@pytest.mark.parametrize(
    ("compact", "counts"), [("gcm", [152, 5, 12, 24]), ("gcr", [181, 2, 3, 7])]
)
def test_the_world_voted_as_is_on_record(comity: Command, compact: str, counts: list[int]) -> None:
    told = json.loads(comity("policy", "votes", compact, "--json").out)
    assert [one["value"] for one in told["counts"]] == counts
    assert len(told["votes"]) == sum(counts)


def test_a_region_is_told_by_its_members(comity: Command) -> None:
    """Of ASEAN's ten members of 2018, Singapore abstained and Brunei did not vote."""
    told = json.loads(comity("policy", "votes", "gcm", "--among", "asean", "--json").out)
    by_vote = {one["country"]: one["vote"] for one in told["votes"]}
    assert len(by_vote) == 10
    assert {code for code, vote in by_vote.items() if vote != "yes"} == {"SGP", "BRN"}


def test_a_slip_is_said(comity: Command) -> None:
    said = comity("policy", "votes", "gcx")
    assert (said.status, said.err.count("\n")) == (2, 1)
