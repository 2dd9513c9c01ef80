"""The methods that lineages name are all explained, and each explanation is of use."""

from __future__ import annotations

import pytest

from comity.briefs.compose import dossier
from comity.briefs.workings import WORKINGS, working_of
from comity.core.regions import find_subject
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
    return {finding.lineage.method for finding in found}


def test_every_method_is_explained(named: set[str]) -> None:
    assert len(named) > 30
    assert not {method for method in named if working_of(method) is None}


def test_no_explanation_is_left_over(named: set[str]) -> None:
    used = {working_of(method) for method in named}
    assert [one.method for one in WORKINGS if one not in used] == []


def test_a_general_name_does_not_hide_a_particular_one() -> None:
    assert [one for one in WORKINGS if working_of(one.method) != one] == []
    assert working_of("guessed by a friend") is None
