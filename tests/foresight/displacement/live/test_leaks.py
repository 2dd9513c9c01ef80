"""What a kept case says on a day rests on what had been received by then, and on nothing since.

Whatever is dated or received later is replaced by something else altogether, and not one digit of
the forecast may change.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.foresight.displacement.forecasts.forecasting import forecast
from comity.foresight.displacement.live.following import follow, made_again
from comity.foresight.displacement.live.kept import Kept, keep
from comity.foresight.displacement.live.live import known
from comity.foresight.displacement.live.reporting import Entry, add_reports
from tests.foresight.displacement.small import REPORTS, START, write_case

TODAY = date(2026, 11, 23)
STANDING = START + timedelta(30)
HORIZON = 12


def _day(number: int) -> date:
    return START + timedelta(int(number))


BY_THEN = (
    Entry("C1", _day(25), 480, _day(26)),
    Entry("C2", _day(22), 450, _day(24)),
    Entry("C2", _day(22), 430, _day(29)),
    Entry("C2", _day(20), None, _day(30)),
)


def _followed(folder: Path, name: str, entries: Sequence[Entry]) -> Kept:
    one, _ = keep(folder, name)
    if entries:
        add_reports(one.folder, one.case, entries, TODAY)
    return one


def _numbers(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    return sorted(rows.rows())


def _other_future(folder: Path, chance: np.random.Generator) -> Path:
    """The same case up to the day, and a future of reports, wars and closures drawn at random."""
    future = {
        camp: (
            *[point for point in told if point[0] <= 30],
            *(
                (int(day), int(chance.integers(0, 10**6)))
                for day in sorted(chance.choice(np.arange(31, 60), 4, replace=False))
            ),
        )
        for camp, told in REPORTS.items()
    }
    again = future["C1"][-1][0]
    war = {"A": [1.0] * 31, "B": [0.0] * 15 + [0.5] * 16}
    war = {place: [*told, *chance.random(29).round(2)] for place, told in war.items()}
    return write_case(
        folder,
        reports=future,
        conflicts=war,
        closures="country,Home,Zed,31,50\nlocation,H,C2,35,-1\n",
        corrections=f"C1,{_day(again)}\n",
        files={"reference_series.csv": "day,date,C1,C2\n0,2020-01-01,9,9\n59,2020-02-29,8,8\n"},
    )


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_came_later_changes_what_was_said(tmp_path: Path, seed: int) -> None:
    chance = np.random.default_rng(seed)
    as_it_was = _followed(write_case(tmp_path / "a"), "was", BY_THEN)
    later = [
        Entry(camp, _day(day), int(chance.integers(0, 10**6)), _day(31 + int(chance.integers(99))))
        for camp in ("C1", "C2", "total")
        for day in chance.choice(31, 5, replace=False)
    ]
    taken_back = [Entry("C1", _day(25), None, _day(40)), Entry("C1", _day(30), None, _day(41))]
    shuffled = [*later, *BY_THEN, *taken_back]  # some written down before what came earlier
    other = _followed(_other_future(tmp_path / "b", chance), "other", shuffled)

    said = follow(as_it_was, HORIZON, STANDING)
    again = follow(other, HORIZON, STANDING)
    assert said.day == again.day == STANDING
    assert _numbers(said.rows) == _numbers(again.rows)
    assert follow(other, HORIZON).rows.height
    assert _numbers(follow(other, HORIZON).rows) != _numbers(again.rows)


def test_a_day_of_the_past_is_forecast_as_it_was_when_it_was_the_newest(tmp_path: Path) -> None:
    one = _followed(write_case(tmp_path / "a"), "case", ())
    with_future = forecast(one.case, 30, HORIZON)
    assert _numbers(with_future.rows) == _numbers(follow(one, HORIZON, STANDING).rows)
    assert _numbers(with_future.rows) == _numbers(
        forecast(known(one.case, (), STANDING), 30, 12).rows
    )


def test_every_archived_forecast_is_made_again_to_the_digit(tmp_path: Path) -> None:
    one = _followed(write_case(tmp_path / "a"), "case", ())
    batches = [follow(one, HORIZON, STANDING).batch]
    for entry in BY_THEN:
        add_reports(one.folder, one.case, [entry], TODAY)
        batches.append(follow(one, HORIZON, entry.received).batch)
    for persons in (700, 900):  # twice on one day: only the lines of the log tell these apart
        add_reports(one.folder, one.case, [Entry("C2", _day(28), persons, TODAY)], TODAY)
        batches.append(follow(one, HORIZON, TODAY).batch)
    assert len(set(batches)) == len(batches)
    for batch in batches:
        said, again = made_again(one, batch)
        assert _numbers(said) == _numbers(again)
