"""MIPEX in miniature: the arithmetic of the scheme by hand, and what missing answers do."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable
from comity.policy.coding.mipex import AREAS, band, code
from comity.policy.coding.records import Score
from tests.policy.coding.written import table

HEAD = "country,year,area,indicator,question,score,source"


def scores(lines: list[str]) -> dict[tuple[str, str], Score]:
    coded = code(table("\n".join([HEAD, *lines])), "answers.csv")
    return {(one.country, one.code): one for one in coded.scores}


def other_areas(country: str = "KGZ", score: int = 50) -> list[str]:
    """Every area but education, each with one indicator."""
    return [f"{country},2024,{area},1,,{score},Act 1" for area in AREAS if area != "education"]


def test_questions_then_indicators_then_areas() -> None:
    found = scores([
        *other_areas(),
        "KGZ,2024,education,1,,100,Act 1",
        "KGZ,2024,education,2,,0,Act 2",
        "KGZ,2024,education,3,a,100,Act 3",
        "KGZ,2024,education,3,b,50,Act 3",
        "KGZ,2024,education,3,c,0,Act 3",
        "KGZ,2024,education,3,d,0,Act 3",
    ])  # fmt: skip
    # The composite first: (100 + 50 + 0 + 0) / 4 = 37.5, one indicator among three.
    assert found["KGZ", "education/3"].value == 37.5
    assert found["KGZ", "education"].value == pytest.approx((100 + 0 + 37.5) / 3)  # 45.83
    # Seven areas at 50 and education: (350 + 45.83...) / 8 = 49.479...
    assert found["KGZ", "mipex"].value == pytest.approx((7 * 50 + 137.5 / 3) / 8)
    assert found["KGZ", "mipex"].category == "halfway favourable"


def test_four_of_five_indicators_are_enough_and_three_are_not() -> None:
    def education(answers: list[str]) -> Score:
        rows = [f"KGZ,2024,education,{n},,{score},Act {n}" for n, score in enumerate(answers)]
        return scores([*other_areas(), *rows])["KGZ", "education"]

    four = education(["100", "100", "0", "0", ""])
    assert (four.value, four.answered, four.required, four.listed) == (50, 4, 4, 5)
    three = education(["100", "100", "100", "", ""])
    assert (three.value, three.answered, three.required, three.category) == (None, 3, 4, "")


def test_a_missing_area_leaves_no_whole_and_is_not_zero() -> None:
    found = scores(other_areas())
    assert found["KGZ", "education"].value is None
    whole = found["KGZ", "mipex"]
    assert (whole.value, whole.answered, whole.required) == (None, 7, 8)


def test_what_one_country_answers_is_missing_in_the_other() -> None:
    """The list is that of the whole file: leaving rows out does not make a score better."""
    found = scores([
        *other_areas(), *other_areas("TJK"),
        "KGZ,2024,education,1,,100,Act", "KGZ,2024,education,2,,0,Act",
        "TJK,2024,education,1,,100,Act",
        "KGZ,2024,health,2,a,100,Act", "KGZ,2024,health,2,b,100,Act", "TJK,2024,health,2,a,100,Act",
    ])  # fmt: skip
    assert found["KGZ", "education"].value == 50
    assert found["TJK", "education"].value is None
    assert (found["TJK", "education"].answered, found["TJK", "education"].listed) == (1, 2)
    assert found["TJK", "health/2"].value is None  # one of two questions


def test_bands_at_their_borders() -> None:
    points = [100, 80, 79, 60, 59, 41, 40, 21, 20, 1, 0]
    read = [band(one) for one in points]
    assert read == [
        "favourable", "favourable", "slightly favourable", "slightly favourable",
        "halfway favourable", "halfway favourable", "slightly unfavourable",
        "slightly unfavourable", "unfavourable", "unfavourable", "critically unfavourable",
    ]  # fmt: skip


answers = st.lists(
    st.lists(st.sampled_from(["0", "50", "100", ""]), min_size=1, max_size=5),
    min_size=len(AREAS), max_size=len(AREAS),
)  # fmt: skip


@given(answers, st.randoms(use_true_random=False))
def test_scores_stay_in_bounds_and_order_does_not_matter(
    given_answers: list[list[str]], chance: random.Random
) -> None:
    lines = [
        f"KGZ,2024,{area},{n},,{score},Act"
        for area, inside in zip(AREAS, given_answers, strict=True)
        for n, score in enumerate(inside)
    ]
    found = scores(lines)
    for score in found.values():
        assert score.value is None or 0 <= score.value <= 100
        assert (score.value is not None) == (score.answered >= score.required)
    chance.shuffle(lines)
    assert scores(lines) == found


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["KGZ,2024,education,1,,75,Act"], "row 2, column 'score': '75' is none of: 0, 50, 100"),
        (["KGZ,2024,education,1,,half,Act"], "row 2, column 'score': 'half' is not a whole number"),
        (["KGZ,2024,schools,1,,50,Act"], "row 2, column 'area': 'schools' is none of: labour"),
        (["KGZ,2124,education,1,,50,Act"], "column 'year': '2124' lies in the future"),
        (["KGZ,2024,education,1,,50,"], "row 2, column 'source': the cell is empty; say where"),
        (["XYZ,2024,education,1,,50,Act"], "row 2, column 'country': 'XYZ' is no known country"),
        (
            ["# said,,,,,,", "KGZ,2024,education,1,,50,Act", "KGZ,2024,education,1,,0,Act"],
            "rows 3 and 4, column 'score': country KGZ, year 2024, area education, indicator 1 is "
            "answered twice ('50' and '0'); keep one",
        ),
        (
            ["KGZ,2024,education,1,,50,Act", "KGZ,2024,education,1,a,0,Act"],
            "row 3, column 'question': 'a' stands beside a score of the whole indicator in row 2",
        ),
        (
            ["KGZ,2020,Education,1,,50,Act", "KGZ,2024,education,1,a,0,Act"],
            "row 3, column 'question': 'a' stands beside a score of the whole indicator in row 2",
        ),
        (["KGZ,1024,education,1,,50,Act"], "row 2, column 'year': '1024' is below 1900"),
    ],
)
def test_slips_name_row_and_column(lines: list[str], says: str) -> None:
    with pytest.raises(BadTable, match=r"^answers\.csv, row") as slip:
        scores(lines)
    assert says in str(slip.value)
