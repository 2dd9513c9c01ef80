"""The methods that lineages name are all explained, and each explanation is of use."""

from __future__ import annotations

import pytest

from comity.briefs.compose import dossier
from comity.briefs.workings import WORKINGS, working_of
from comity.core.findings import Finding
from comity.core.places import Corridor, find_place
from comity.core.regions import find_subject
from comity.evidence.openness import (
    free_movement_of,
    legal_opportunity,
    mobility_of,
    openness_of,
    reciprocity_of,
)
from comity.evidence.quality import quality_of_dataset, quality_of_subject
from comity.evidence.reading import Evidence

SUBJECTS = ("DEU", "SYR", "USA", "HND", "TJK-RUS", "SYR-DEU", "MEX-USA", "world", "eaeu")


@pytest.fixture(scope="module")
def named(evidence: Evidence) -> set[str]:
    """Every method that the lineages of these subjects and of all datasets name."""
    found = []
    for subject in map(find_subject, SUBJECTS):
        found += [*dossier(evidence, subject).findings, *quality_of_subject(evidence, subject)]
    for name in evidence.datasets:
        found += quality_of_dataset(evidence, name)
    found += _openness(evidence)
    return {finding.lineage.method for finding in found}


def _openness(evidence: Evidence) -> list[Finding]:
    place = find_place("DEU")
    pair = legal_opportunity(evidence, Corridor(find_place("TJK"), place))
    indices = [ask(evidence, place) for ask in (openness_of, mobility_of, reciprocity_of)]
    asked = [finding for index in indices if index for finding in index.findings]
    return [*pair.findings, *asked, *free_movement_of(evidence, place).counts]


def test_every_method_is_explained(named: set[str]) -> None:
    assert len(named) > 30
    assert not {method for method in named if working_of(method) is None}


def test_no_explanation_is_left_over(named: set[str]) -> None:
    used = {working_of(method) for method in named}
    assert [one.method for one in WORKINGS if one not in used] == []


def test_a_general_name_does_not_hide_a_particular_one() -> None:
    assert [one for one in WORKINGS if working_of(one.method) != one] == []
    assert working_of("guessed by a friend") is None
