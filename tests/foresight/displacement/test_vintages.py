"""A vintage knows the reports dated up to its day, and nothing that was drawn from later ones."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import BadTable
from comity.foresight.displacement.reading import read_case
from comity.foresight.displacement.vintages import constant, counted, known_by, reference, vintage
from tests.foresight.displacement.cases import START, write_case

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


def test_of_two_files_of_a_camp_no_day_counts_that_adds_a_report_to_come(tmp_path: Path) -> None:
    files = {
        "source/data_layout.csv": "total,refugees.csv\nC1,c1.csv,outside.csv\n",
        "source/outside.csv": "".join(
            f"{START + timedelta(day)},{people}\n" for day, people in ((0, 5), (20, 7), (50, 9))
        ),
    }
    case = read_case(write_case(tmp_path / "a", files=files))
    # FLEE adds 7 people of day 20 to the 600 that the camp itself reports on day 30.
    assert dict(zip(case.camps[0].days, case.camps[0].persons, strict=True))[
        START + timedelta(20)
    ] == pytest.approx(607)
    days, people = counted(case, ["C1"])[0]
    assert (days.tolist(), people.tolist()) == ([0, 10, 30, 50], [105, 155, 607, 569])


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
