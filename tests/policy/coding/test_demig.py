"""DEMIG POLICY in miniature: direction times magnitude, summed and cumulated."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable
from comity.policy.coding.demig import Change, code
from tests.policy.coding.written import table

HEAD = "country,year,title,level,area,tool,target_group,target_origin,change,magnitude,source"


def line(year: int, title: str, change: int, magnitude: int, area: str = "exit",
         group: str = "all") -> str:  # fmt: skip
    return (
        f"KGZ,{year},{title},national,{area},quota,{group},all_foreign,{change},{magnitude},Gazette"
    )


def changes(lines: list[str]) -> list[Change]:
    return list(code(table("\n".join([HEAD, *lines])), "demig.csv").changes)


LAWS = [
    line(2010, "A", -1, 3, "integration", "family"),
    line(2010, "B", 1, 1, "exit", "low_skilled"),
    line(2010, "C", 0, 4, "exit", "low_skilled"),
    line(2013, "D", 1, 4, "integration", "family"),
]


def test_sums_by_year_and_the_stock() -> None:
    whole = [one for one in changes(LAWS) if one.by == "all"]
    # 2010: -1*3 + 1*1 + 0*4 = -2; 2013: 1*4 = 4; stock -2, then 2
    assert [(one.year, one.weighted_change, one.stock) for one in whole] == [
        (2010, -2, -2),
        (2013, 4, 2),
    ]
    assert (whole[0].measures, whole[0].more, whole[0].less, whole[0].neutral) == (3, 1, 1, 1)
    assert [one.category for one in whole] == ["less restrictive", "more restrictive"]


def test_sums_by_area_and_group() -> None:
    found = {(one.by, one.code, one.year): one for one in changes(LAWS)}
    assert found["area", "integration", 2013].stock == -3 + 4
    assert found["area", "exit", 2010].weighted_change == 1
    assert found["target_group", "family", 2013].stock == 1
    assert found["target_group", "low_skilled", 2010].stock_since == 2010


def test_years_without_a_measure_are_not_given() -> None:
    assert {one.year for one in changes(LAWS)} == {2010, 2013}


laws = st.lists(
    st.tuples(st.integers(2000, 2004), st.integers(-1, 1), st.integers(1, 4),
              st.sampled_from(["exit", "integration"])),
    min_size=1, max_size=12,
)  # fmt: skip


@given(laws, st.randoms(use_true_random=False))
def test_areas_add_up_to_the_whole(
    drawn: list[tuple[int, int, int, str]], chance: random.Random
) -> None:
    lines = [line(year, f"L{n}", change, size, area)
             for n, (year, change, size, area) in enumerate(drawn)]  # fmt: skip
    found = changes(lines)
    for whole in (one for one in found if one.by == "all"):
        parts = [one for one in found if one.by == "area" and one.year == whole.year]
        assert sum(one.weighted_change for one in parts) == whole.weighted_change
        assert abs(whole.weighted_change) <= 4 * whole.measures
    last = [one for one in found if one.by == "all"][-1]
    assert last.stock == sum(change * size for _, change, size, _ in drawn)
    chance.shuffle(lines)
    assert changes(lines) == found


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (line(2010, "A", 2, 1), "column 'change': '2' is above 1"),
        (line(2010, "A", 1, 5), "column 'magnitude': '5' is above 4"),
        (line(2010, "A", 1, 0), "column 'magnitude': '0' is below 1"),
        (line(2010, "A", 1, 1, "borders"), "column 'area': 'borders' is none of: border_land"),
        (line(2010, "A", 1, 1, "exit", "men"), "column 'target_group': 'men' is none of: all"),
        (line(2999, "A", 1, 1), "column 'year': '2999' lies in the future"),
    ],
)
def test_slips_name_row_and_column(wrong: str, says: str) -> None:
    with pytest.raises(BadTable, match=r"^demig\.csv, row 2") as slip:
        changes([wrong])
    assert says in str(slip.value)


def test_one_measure_cannot_go_both_ways() -> None:
    with pytest.raises(BadTable, match=r"rows 2 and 3, column 'change': .* is answered twice"):
        changes([line(2010, "A", 1, 1), line(2010, "A", -1, 1)])
