"""A vintage knows the reports dated up to its day, and nothing that was drawn from later ones."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import BadTable
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.forecasts.vintages import (
    constant,
    counted,
    known_by,
    reference,
    vintage,
)
from tests.foresight.displacement.small import START, write_case

CORRECTED = f"C1,{START + timedelta(30)}\n"


def test_a_count_is_held_after_the_newest_report_instead_of_leaning_to_the_next(
    tmp_path: Path,
) -> None:
    case = read_case(write_case(tmp_path / "a"))
    known = vintage(counted(case, ["C1", "C2"]), 29)
    # C1 reports 150 on day 10 and 600 on day 30: FLEE's series says 577 on day 29.
    assert reference(case)["C1"][29] == 577
    assert known.levels[[5, 10, 29], 0].tolist() == [125, 150, 150]
    assert (known.last.tolist(), known.persons.tolist()) == ([10, 20], [150, 400])
    assert (known.age.tolist(), known.shares.round(3).tolist()) == ([19, 9], [0.273, 0.727])


def test_a_camp_without_a_report_is_told_from_one_that_reports_nobody() -> None:
    told = (np.array([40]), np.array([900.0])), (np.array([-5, 3]), np.array([10.0, 0.0]))
    known = vintage(told, 20)
    assert known.reported.tolist() == [False, True]
    assert known.levels[:, 0].tolist() == [0.0] * 21
    assert known.levels[[0, 3, 20], 1].tolist() == [3.75, 0.0, 0.0]
    assert known.shares.tolist() == [0.5, 0.5]


def test_a_re_registration_counts_from_its_day_on_or_throughout(tmp_path: Path) -> None:
    case = read_case(write_case(tmp_path / "a", corrections=CORRECTED))
    # On day 30 the 150 people of day 10 turn out to be 600: everything before is times four.
    assert counted(known_by(case, 29), ["C1"])[0][1].tolist() == [100, 150]
    assert counted(known_by(case, 30), ["C1"])[0][1].tolist() == [400, 600, 600]
    throughout = vintage(counted(case, ["C1"]), 29)
    assert throughout.persons.tolist() == [600]


FIRST = ((0, 100), (10, 150), (30, 600), (50, 560))
SECOND = ((5, 7), (20, 9), (30, 4), (58, 3))


def _two_files(folder: Path, day: int = 99) -> Path:
    """A camp that reports in two files, both without their rows after a day."""
    files = {"source/data_layout.csv": "total,refugees.csv\nC1,c1.csv,outside.csv\nC2,c2.csv\n"}
    for name, told in (("c1", FIRST), ("outside", SECOND)):
        rows = (f"{START + timedelta(on)},{people}\n" for on, people in told if on <= day)
        files[f"source/{name}.csv"] = "Date,n\n" + "".join(rows)
    return write_case(folder, files=files, corrections=f"C1,{START + timedelta(30)}\n")


def test_of_two_files_of_a_camp_each_counts_with_what_it_said_last(tmp_path: Path) -> None:
    """FLEE adds 600 people of day 30 to the 9 of day 20, and drops what the longer file adds."""
    days, people = counted(read_case(_two_files(tmp_path / "a")), ["C1"])[0]
    factor = 604 / 159
    assert days.tolist() == [0, 5, 10, 20, 30, 50, 58]
    told = [100 * factor, 107 * factor, 157 * factor, 604, 604, 564, 563]
    assert people.tolist() == pytest.approx(told)


@pytest.mark.parametrize("day", [3, 7, 20, 29, 30, 40, 55])
def test_a_vintage_is_the_same_when_later_rows_of_every_file_are_gone(
    tmp_path: Path, day: int
) -> None:
    whole, cut = (
        read_case(_two_files(tmp_path / name, to)) for name, to in (("a", 99), ("b", day))
    )
    said, again = (counted(known_by(case, day), ["C1", "C2"]) for case in (whole, cut))
    for (days, people), (other_days, others) in zip(said, again, strict=True):
        assert days.tolist() == other_days.tolist()
        assert people.tolist() == others.tolist()


def test_cutting_a_case_takes_away_all_that_is_later(tmp_path: Path) -> None:
    case = known_by(read_case(write_case(tmp_path / "a")), 19)
    assert [(one.name, one.persons) for one in case.camps] == [("C1", (100, 150)), ("C2", (0,))]
    assert case.total is None


def test_only_a_camp_that_never_changes_tests_nothing() -> None:
    assert constant(np.array([0.0, 0.0, 100.0, 100.0]))
    assert not constant(np.array([100.0, 0.0, 90.0]))


def test_the_reference_series_of_a_case_is_read_and_holes_are_bridged(tmp_path: Path) -> None:
    text = "day,date,C1,Elsewhere\n0,2020-01-01,10,1\n4,2020-01-05,30,1\n"
    case = read_case(write_case(tmp_path / "a", files={"reference_series.csv": text}))
    assert {name: people.tolist() for name, people in reference(case).items()} == {
        "C1": [10, 15, 20, 25, 30]
    }
    broken = text.replace("30", "many")
    case = read_case(write_case(tmp_path / "b", files={"reference_series.csv": broken}))
    with pytest.raises(BadTable, match="column C1, has a cell that is no number"):
        reference(case)
