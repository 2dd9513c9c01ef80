"""Coverage of the compact on migration: complete actions, and what the others lack."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable
from comity.policy.coding.gcm import PARTS, Coverage, coverage, objectives, principles
from tests.policy.coding.written import table

HEAD = "objective,action,owner,date,budget,currency,indicator,evidence"
WHOLE = "Ministry,2027-06-30,0,,agencies licensed,Decree 12"


def plan(*lines: str) -> Coverage:
    return coverage(table("\n".join([HEAD, *lines])), "actions.csv")


def test_the_compact_has_23_objectives_and_10_principles() -> None:
    assert [one.number for one in objectives()] == list(range(1, 24))
    assert len(principles()) == 10
    assert all(one.related_targets for one in objectives())


def test_the_share_of_objectives_with_a_complete_action() -> None:
    found = plan(
        f"6,License agencies,{WHOLE}",
        f"6,Publish fees,{WHOLE}",
        "6,Train inspectors,Ministry,,,,,",
        f"20,Compare costs,{WHOLE}",
        "13,Alternatives to detention,,2027-01-01,100,USD,people released,",
        "22,,,,,,,",
    )
    # objectives 6 and 20 have a complete action, 13 has none, 22 is named without an action
    assert (found.covered, found.share) == (2, 2 / 23)
    lacking = {one.action: one.lacks for one in found.actions if one.lacks}
    assert lacking == {
        "Train inspectors": ("date", "budget", "indicator", "evidence"),
        "Alternatives to detention": ("owner", "evidence"),
    }
    states = {one.objective: one.state for one in found.objectives}
    assert states[6] == "at least one complete action"
    assert states[13] == "incomplete actions only"
    assert states[22] == "no action in the file"


def test_a_budget_of_zero_is_a_budget_and_any_other_has_a_currency() -> None:
    assert plan(f"1,Publish tables,{WHOLE}").actions[0].budget == 0
    (one,) = plan("1,Act,Ministry,2027-01-01,5,,x,y").actions
    assert one.lacks == ("currency",)
    (one,) = plan("1,Act,Ministry,2027-01-01,5,kgs,x,y").actions
    assert (one.currency, one.lacks) == ("KGS", ())


cells = st.tuples(st.integers(1, 23), *(st.booleans() for _ in PARTS))


@given(st.lists(cells, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_coverage_grows_only_with_complete_actions(
    drawn: list[tuple[int, bool, bool, bool, bool, bool, bool]], chance: random.Random
) -> None:
    values = ("Ministry", "2027-01-01", "5", "usd", "how many", "Act")
    lines, complete = [], set[int]()
    for n, (objective, *has) in enumerate(drawn):
        told = [value if there else "" for value, there in zip(values, has, strict=True)]
        told[2] = told[2] or ("0" if told[3] else "")  # a currency stands beside a sum
        has[2] = bool(told[2])
        lines.append(f"{objective},Action {n},{','.join(told)}")
        complete |= {objective} if all(has) else set()
    found = plan(*lines)
    assert found.covered == len(complete)
    assert 0 <= found.share <= 1
    chance.shuffle(lines)
    assert plan(*lines).objectives == found.objectives


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"24,Act,{WHOLE}", "column 'objective': '24' is above 23"),
        ("1,Act,Ministry,soon,1,,x,y", "column 'date': 'soon' is not a day as in"),
        ("1,Act,Ministry,2027-01-01,-1,,x,y", "column 'budget': '-1.0' is below 0"),
        ("1,Act,Ministry,2027-01-01,much,,x,y", "column 'budget': 'much' is not a number"),
        ("1,Act,Ministry,2027-01-01,,USD,x,y", "column 'budget': the cell is empty beside a cur"),
        ("1,Act,Ministry,2027-01-01,5,soms,x,y", "column 'currency': 'soms' is no currency; write"),
        ("1,Act,Ministry,2027-01-01,1e308,USD,x,y", "column 'budget': '1e+308' is above 1e+15"),
        (f"1,,{WHOLE}", "column 'action': the cell is empty beside what is told of it"),
    ],
)
def test_slips_name_row_and_column(line: str, says: str) -> None:
    with pytest.raises(BadTable, match=r"^actions\.csv, row 2") as slip:
        plan(line)
    assert says in str(slip.value)
