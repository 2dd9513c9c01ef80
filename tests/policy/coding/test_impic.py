"""IMPIC in miniature: standard scores, means from items up, tracks that do not exist."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable
from comity.policy.coding.impic import FIELDS, NOT_APPLICABLE, code, standard
from comity.policy.coding.records import Score
from tests.policy.coding.written import table

HEAD = "country,year,field,dimension,item,track,kind,answer,open,restrictive,options,source"
FULL = [
    "KGZ,2020,labour_migration,eligibility,quota,low,binary,1,,,,Act",
    "KGZ,2020,labour_migration,conditions,fee,low,numeric,50,0,200,,Act",
    "KGZ,2020,labour_migration,conditions,language,,ordinal,1,,,3,Act",
    "KGZ,2020,labour_migration,security,years,low,numeric,2,10,0,,Act",
    "KGZ,2020,labour_migration,rights,change,low,binary,0,,,,Act",
]


def scores(lines: list[str]) -> dict[str, Score]:
    coded = code(table("\n".join([HEAD, *lines])), "impic.csv")
    return {one.code: one for one in coded.scores if one.country == "KGZ"}


def others(answer: int = 0) -> list[str]:
    """The other three fields, every dimension with one binary item."""
    return [
        f"KGZ,2020,{field},{dimension},x,,binary,{answer},,,,Act"
        for field in FIELDS
        if field != "labour_migration"
        for dimension in ("eligibility", "conditions", "security", "rights")
    ]


def test_item_dimension_locus_field_whole() -> None:
    found = scores([*FULL, *others(1)])
    # conditions: fee 50 of 0..200 = 0.25, language option 1 of 0..2 = 0.5; mean 0.375
    assert found["labour_migration/conditions"].value == 0.375
    # external: (eligibility 1 + conditions 0.375) / 2 = 0.6875
    assert found["labour_migration/external"].value == 0.6875
    # security: 2 years between 10 (open) and 0 (restrictive) = 0.8; rights 0; internal 0.4
    assert found["labour_migration/internal"].value == pytest.approx(0.4)
    assert found["labour_migration"].value == pytest.approx((0.6875 + 0.4) / 2)  # 0.54375
    assert found["impic"].value == pytest.approx((0.54375 + 3) / 4)


def test_numbers_beyond_the_ends_are_held_inside() -> None:
    assert [standard(x, 0, 200) for x in (-5, 0, 500)] == [0, 0, 1]
    assert [standard(x, 10, 0) for x in (12, 5, -1)] == [0, 0.5, 1]


def test_a_track_that_does_not_exist_is_closed_and_leaves_the_rest_out() -> None:
    lines = [
        "KGZ,2020,labour_migration,eligibility,quota,low,binary,no track,,,,Act",
        "KGZ,2020,labour_migration,conditions,fee,low,numeric,not applicable,0,200,,Act",
        "KGZ,2020,labour_migration,security,years,low,binary,,,,,",
        "KGZ,2020,labour_migration,rights,change,low,binary,not applicable,,,,Act",
    ]
    found = scores([*lines, *others()])
    assert found["labour_migration/eligibility"].value == 1
    assert found["labour_migration/internal"].category == NOT_APPLICABLE
    assert found["labour_migration"].value == 1  # of eligibility alone, not (1 + 0) / 2
    assert found["impic"].value == 0.25


def test_other_tracks_still_count_where_one_is_missing() -> None:
    lines = [
        "KGZ,2020,labour_migration,eligibility,quota,low,binary,no track,,,,Act",
        "KGZ,2020,labour_migration,eligibility,points,high,binary,0,,,,Act",
        "KGZ,2020,labour_migration,conditions,fee,low,binary,,,,,",
        "KGZ,2020,labour_migration,conditions,fee_high,high,binary,1,,,,Act",
    ]
    found = scores(lines)
    assert found["labour_migration/eligibility"].value == 0.5
    assert found["labour_migration/conditions"].value == 1
    assert found["labour_migration/conditions"].listed == 1


def test_missing_is_not_open() -> None:
    found = scores(
        [*FULL[:-1], "KGZ,2020,labour_migration,rights,change,low,binary,,,,,", *others()]
    )
    assert found["labour_migration/rights"].value is None
    assert found["labour_migration"].value is None
    assert (found["impic"].value, found["impic"].answered, found["impic"].required) == (None, 3, 4)


def test_control_stands_beside_the_whole() -> None:
    control = [
        "KGZ,2020,control,external,visa,,binary,1,,,,Act",
        "KGZ,2020,control,internal,checks,,binary,0,,,,Act",
    ]
    with_control, without = scores([*FULL, *others(), *control]), scores([*FULL, *others()])
    assert with_control["control"].value == 0.5
    assert with_control["impic"] == without["impic"]


@given(st.lists(st.integers(-3, 9), min_size=4, max_size=12), st.randoms(use_true_random=False))
def test_scores_stay_in_bounds_and_order_does_not_matter(
    values: list[int], chance: random.Random
) -> None:
    names = ("eligibility", "conditions", "security", "rights")
    lines = [
        f"KGZ,2020,labour_migration,{names[n % 4]},{n},,numeric,{value},5,1,,Act"
        for n, value in enumerate(values)
    ]
    found = scores(lines)
    assert found["labour_migration"].value is not None
    assert all(one.value is None or 0 <= one.value <= 1 for one in found.values())
    chance.shuffle(lines)
    assert scores(lines) == found


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("KGZ,2020,control,rights,x,,binary,1,,,,Act", "column 'dimension': 'rights' does not go"),
        ("KGZ,2020,co_ethnics,rights,x,,binary,2,,,,Act", "is neither 0 (open) nor 1"),
        ("KGZ,2020,co_ethnics,rights,x,,ordinal,3,,,3,Act", "is no option; they go from 0"),
        ("KGZ,2020,co_ethnics,rights,x,,ordinal,1,,,,Act", "column 'options': the cell is no"),
        ("KGZ,2020,co_ethnics,rights,x,,numeric,1,3,3,,Act", "is the same as 'open'"),
        ("KGZ,2020,co_ethnics,rights,x,,numeric,1,,3,,Act", "column 'open': the cell is empty"),
        ("KGZ,2020,co_ethnics,rights,x,,numeric,much,0,3,,Act", "'much' is not a number"),
        ("KGZ,2020,co_ethnics,rights,x,,numeric,nan,0,3,,Act", "'nan' is not a number"),
        ("KGZ,2020,co_ethnics,rights,x,,numeric,1e308,0,3,,Act", "too large; numbers are at most"),
        ("KGZ,2020,co_ethnics,rights,x,t,binary,no track,,,,Act", "is for eligibility"),
        ("KGZ,2020,co_ethnics,eligibility,x,,binary,no track,,,,Act", "name the track"),
    ],
)  # fmt: skip
def test_slips_name_row_and_column(line: str, says: str) -> None:
    with pytest.raises(BadTable, match=r"^impic\.csv, row 2, column") as slip:
        scores([line])
    assert says in str(slip.value)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (
            "numeric,5,0,100,",
            "rows 2 and 3, column 'restrictive': item fee has one scale in a file",
        ),
        ("ordinal,1,,,3", "rows 2 and 3, column 'kind': item fee has one scale in a file"),
    ],
)
def test_an_item_has_one_scale_in_a_file(other: str, says: str) -> None:
    lines = [
        "KGZ,2020,co_ethnics,rights,fee,,Numeric,5,0,200,,Act",
        f"TJK,2024,co_ethnics,rights,fee,,{other},Act",
    ]
    with pytest.raises(BadTable) as slip:
        scores(lines)
    assert says in str(slip.value)
    scores([lines[0], "TJK,2024,co_ethnics,rights,fee,,numeric,,,,,"])  # unanswered needs no ends


def test_an_answer_about_a_track_that_does_not_exist_contradicts() -> None:
    lines = [
        "KGZ,2020,co_ethnics,eligibility,x,t,binary,no track,,,,Act",
        "KGZ,2020,co_ethnics,rights,y,t,binary,1,,,,Act",
    ]
    with pytest.raises(BadTable, match=r"row 3, column 'answer': '1' contradicts 'no track'"):
        scores(lines)
