"""The eight questions of the guide: each command runs and says what the guide says."""

from __future__ import annotations

import re
from pathlib import Path
from shlex import split

import pytest

from tests.cli.speaker import Command

GUIDE = (Path(__file__).parents[2] / "docs/policy-questions.md").read_text("utf-8")
ASKED = re.findall(r"^comity (.+)$", GUIDE, re.MULTILINE)
SAID = (
    r"Migrant Workers Convention +party +1 of 4 +TJK +2026-02-10",
    r"closed to its own +53\n.*closed to theirs +1\n",
    r"Refugee Convention, 27 .*binds it +1997-01-06",
    r"Refugee Convention +has consented, not yet in force .*1996-10-08 +1997-01-06",
    r"Rome Statute .*gap by this list; later not known(.*\n)+CPED_2006 +accession",
    r"reported migration policies \(1 to 4\) +2019 +3 ",
    r"8 for, 0 against, 1 abstained, 1 did not vote",
    r"SDG: 3 of 17 have a figure: 2 by the official indicator or its formula, 1 by a proxy alone. "
    r"Beside 5 others stands only a rule on paper",
)
"""What each answer holds, in the order of the guide."""


@pytest.mark.parametrize(("words", "said"), [*zip(ASKED, SAID, strict=True)])
def test_each_question_is_answered(comity: Command, words: str, said: str) -> None:
    found = comity(*split(words))
    assert found.status == 0, found.err
    assert re.search(said, found.out), found.out[:1500]
