"""Coverage of a list in the manner of MGI: shares, and what is not known."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable
from comity.policy.coding.mgi import ANSWERS, POINTS, code
from comity.policy.coding.records import Coding
from tests.policy.coding.written import table

HEAD = "country,year,domain,item,answer,source,date,coder,reviewer"


def coded(*lines: str) -> Coding:
    return code(table("\n".join([HEAD, *lines])), "mgi.csv")


def answered(answers: list[str]) -> list[str]:
    return [f"KGZ,2024,crises,{n},{answer},Act,2019-01-01,Aida,"
            for n, answer in enumerate(answers)]  # fmt: skip


def test_coverage_by_hand() -> None:
    answers = ["yes", "yes", "partial", "no", "no", "not applicable"]
    (score,) = coded(*answered(answers)).scores
    assert score.value == (2 + 0.5 * 1) / (2 + 1 + 2)  # 0.5
    assert (score.answered, score.required, score.listed) == (5, 4, 5)
    assert score.category == ""


def test_too_little_information_gives_no_coverage() -> None:
    (score,) = coded(*answered(["yes", "yes", "yes", "no information"])).scores
    assert (score.value, score.answered, score.required) == (None, 3, 4)
    (enough,) = coded(*answered(["yes", "yes", "yes", "no", "no information"])).scores
    assert enough.value == 3 / 4  # what nobody knows is not in the denominator


def test_how_much_of_the_questionnaire_is_in_the_file_is_said() -> None:
    found = coded("KGZ,2024,Crises,1,YES,Act,,,")
    assert (found.items[0].group, found.items[0].answer) == ("crises", "yes")
    assert (
        "Questions named in the file: 1; the questionnaire is recalled to have about 90"
        in (found.caveats[-1])
    )


def test_nobody_is_named_and_nothing_is_summed_over_domains() -> None:
    found = coded(*answered(["yes"]), "KGZ,2024,partnerships,1,no,,,Aida,Bek")
    assert {one.level for one in found.scores} == {"domain"}
    plain = json.dumps(found.as_json())
    assert "Aida" not in plain
    assert "Bek" not in plain
    assert [one["reviewed"] for one in found.counts] == [1, 0]


@given(
    st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=9), st.randoms(use_true_random=False)
)
def test_coverage_is_a_share(answers: list[str], chance: random.Random) -> None:
    (score,) = coded(*answered(answers)).scores
    assert score.value is None or 0 <= score.value <= 1
    assert score.answered == sum(answer in POINTS for answer in answers)
    lines = answered(answers)
    chance.shuffle(lines)
    assert coded(*lines).scores == (score,)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("KGZ,2024,crises,1,maybe,Act,,,", "column 'answer': 'maybe' is none of: yes, partial, no"),
        ("KGZ,2024,crises,1,yes,,,,", "column 'source': the cell is empty; an answer 'yes' names"),
        (
            "KGZ,2024,crises,1,yes,Act,2999-01-01,,",
            "column 'date': '2999-01-01' lies in the future",
        ),
        ("KGZ,2024,crisis,1,yes,Act,,,", "column 'domain': 'crisis' is none of: migrants_rights"),
    ],
)
def test_slips_name_row_and_column(line: str, says: str) -> None:
    with pytest.raises(BadTable, match=r"^mgi\.csv, row 2") as slip:
        coded(line)
    assert says in str(slip.value)
