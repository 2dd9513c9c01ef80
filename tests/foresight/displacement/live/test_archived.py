"""The archive of a kept case: what was forecast stands as it was said, beside what came."""

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import ComityError, StoreTrouble
from comity.foresight.displacement.cases.case import Case, Series
from comity.foresight.displacement.live import archived
from comity.foresight.displacement.live.archived import (
    FORECASTS,
    Known,
    add_forecast,
    altered_batches,
    beside,
    changes,
    judged,
    newest,
    outcomes,
    read_archive,
)
from comity.foresight.displacement.live.live import TOTAL, Report

WHAT = Known(30, "2020-01-30", "2020-02-02", 2, "abc", "forecast")
LATER = Known(60, "2020-02-29", "2020-03-02", 5, "abc", "forecast")


def _rows(first: int, **medians: float) -> pl.DataFrame:
    """Forecasts for two days of February and March, the bands 10 and 20 to either side."""
    return pl.DataFrame(
        [
            {
                "camp": camp,
                "country": "Chad",
                "date": f"2020-03-{first + step:02}",
                "horizon": step,
                "median": middle,
                "q025": middle - 20,
                "q100": middle - 10,
                "q900": middle + 10,
                "q975": middle + 20,
            }
            for camp, middle in medians.items()
            for step in (1, 2)
        ]
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "displacement" / "made"
    made.mkdir(parents=True)
    return made


def test_a_forecast_is_archived_once_and_never_changed(folder: Path) -> None:
    rows = _rows(1, East=100.0, West=50.0)
    digest, new = add_forecast(folder, rows, WHAT, datetime(2026, 11, 23, 4, tzinfo=UTC))
    assert new
    assert add_forecast(folder, rows.reverse(), WHAT) == (digest, False)
    _, other = add_forecast(folder, _rows(1, East=101.0, West=50.0), WHAT)
    assert other
    kept = read_archive(folder / FORECASTS)
    assert kept["batch"].n_unique() == 2
    first = kept.filter(batch=digest)
    assert first["made_at"].unique().to_list() == ["2026-11-23T04:00:00+00:00"]
    assert first.sort("camp", "horizon")["median"].to_list() == [100, 100, 50, 50]


def test_a_forecast_of_more_reports_is_another_though_it_says_the_same(folder: Path) -> None:
    rows = _rows(1, East=100.0)
    for lines in (2, 3):
        what = Known(30, "2020-01-30", "2020-02-02", lines, "abc", "forecast")
        assert add_forecast(folder, rows, what)[1]


@pytest.mark.parametrize("column", ["median", "made_at", "reports", "camp"])
def test_whatever_is_altered_is_named_by_its_digest(folder: Path, column: str) -> None:
    digest, _ = add_forecast(folder, _rows(1, East=100.0, West=50.0), WHAT)
    add_forecast(folder, _rows(2, East=100.0), LATER)
    path = folder / FORECASTS
    wrong = pl.when(pl.col("horizon") == 2).then(pl.col(column).max()).otherwise(pl.lit(None))
    changed = pl.read_parquet(path).with_columns(
        pl.when(pl.col("batch") == digest).then(wrong).otherwise(pl.col(column)).alias(column)
    )
    changed.write_parquet(path)
    assert altered_batches(path) == [digest]
    with pytest.raises(StoreTrouble, match=digest[:16]):
        read_archive(path)
    with pytest.raises(StoreTrouble, match="restore"):
        add_forecast(folder, _rows(3, East=1.0), LATER)


def test_a_writer_that_dies_leaves_the_archive_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_forecast(folder, _rows(1, East=100.0), WHAT)
    before = (folder / FORECASTS).read_bytes()

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archived, "write_whole", die)
        with pytest.raises(KeyboardInterrupt):
            add_forecast(folder, _rows(2, East=100.0), LATER)
    assert (folder / FORECASTS).read_bytes() == before
    (folder / FORECASTS).write_bytes(before[:100])
    with pytest.raises(StoreTrouble, match="cannot be read as an archive"):
        read_archive(folder / FORECASTS)


def test_a_case_that_was_forgotten_meanwhile_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="is not kept any more"):
        add_forecast(tmp_path / "gone", _rows(1, East=100.0), WHAT)


def test_only_reports_of_the_very_day_are_outcomes(folder: Path) -> None:
    add_forecast(folder, _rows(1, East=100.0, West=50.0, total=150.0), WHAT)
    came = {
        ("East", "2020-03-02"): 112.0,
        ("West", "2020-03-02"): 50.0,
        ("East", "2020-03-03"): 75.0,
    }
    told = beside(read_archive(folder / FORECASTS), came).sort("camp", "date")
    assert told.select("camp", "date", "reported", "error", "inside80", "inside95").rows() == [
        ("East", "2020-03-02", 112.0, -12.0, False, True),
        ("East", "2020-03-03", 75.0, 25.0, False, False),
        ("West", "2020-03-02", 50.0, 0.0, True, True),
        ("West", "2020-03-03", None, None, None, None),
        (TOTAL, "2020-03-02", 162.0, -12.0, False, True),
        (TOTAL, "2020-03-03", None, None, None, None),
    ]


def test_a_forecast_is_held_against_the_counting_of_its_day(folder: Path) -> None:
    days = tuple(date(2020, 3, day) for day in (2, 3, 20))
    halved = Series("East", days, (120.0, 100.0, 50.0), corrected=days[2])
    case = Case("made", folder, date(2020, 1, 1), 90, (), (), (), {}, None, (halved,))
    add_forecast(folder, _rows(1, East=100.0), WHAT)
    after = Known(80, "2020-03-20", "2020-03-21", 9, "abc", "forecast")
    add_forecast(folder, _rows(1, East=50.0), after)
    told = judged(read_archive(folder / FORECASTS), case).sort("day", "date")
    assert told.select("day", "date", "reported", "held", "counts").rows() == [
        (30, "2020-03-02", 120.0, None, True),
        (30, "2020-03-03", 100.0, None, True),
        (80, "2020-03-02", None, 60.0, False),
        (80, "2020-03-03", None, 50.0, False),
    ]
    (found,) = outcomes(told)
    assert (found.with_outcome, found.held, found.afterwards) == (2, 2, 2)
    assert judged(read_archive(folder / "none.parquet"), case).is_empty()


def test_an_outcome_is_what_was_not_held_when_the_forecast_was_made(folder: Path) -> None:
    """East's report came late: a forecast made between its day and its arrival is held to it."""
    empty = Case("made", folder, date(2020, 1, 1), 90, (), (), (), {}, None, ())
    arrived = date(2020, 3, 9)
    log = [
        Report("East", date(2020, 3, 2), 112, arrived, number=1),
        Report("West", date(2020, 3, 2), 50, date(2020, 3, 4), number=2),
        Report("East", date(2020, 3, 3), 75, arrived, number=3),
        Report("East", date(2020, 3, 3), None, date(2020, 3, 10), number=4),
    ]
    for by, lines in (("2020-03-05", 4), ("2020-03-09", 1)):
        made = datetime.fromisoformat(f"{by}T12:00:00+00:00")
        what = Known(30, "2020-01-30", by, lines, "abc", "forecast")
        add_forecast(folder, _rows(1, East=100.0, West=50.0, total=150.0), what, made)
    told = judged(read_archive(folder / FORECASTS), empty, log).filter(date="2020-03-02")
    assert told.sort("known_by", "camp").select("known_by", "camp", "reported", "held").rows() == [
        ("2020-03-05", "East", 112.0, None),
        ("2020-03-05", "West", None, 50.0),
        ("2020-03-05", TOTAL, None, 162.0),
        ("2020-03-09", "East", None, 112.0),
        ("2020-03-09", "West", 50.0, None),
        ("2020-03-09", TOTAL, None, 162.0),
    ]
    (found,) = outcomes(told)
    assert (found.with_outcome, found.held, found.afterwards) == (2, 2, 0)


def test_forecasts_that_stand_on_one_day_are_judged_once(folder: Path) -> None:
    """The one from the most reports is, and for dates of which it does not speak the other."""
    came = Series("East", (date(2020, 3, 2), date(2020, 3, 3)), (112.0, 75.0))
    case = Case("made", folder, date(2020, 1, 1), 90, (), (), (), {}, None, (came,))
    for lines, rows in ((4, _rows(1, East=100.0).head(1)), (2, _rows(1, East=90.0))):
        what = Known(30, "2020-01-30", "2020-02-02", lines, "abc", "forecast")
        add_forecast(folder, rows, what)
    add_forecast(folder, _rows(1, East=70.0), Known(31, "2020-01-31", "2020-02-02", 5, "abc", "x"))
    told = judged(read_archive(folder / FORECASTS), case)
    assert told["reported"].null_count() == 0
    counted = told.filter("counts").sort("day", "date")
    assert counted.select("day", "date", "median").rows() == [
        (30, "2020-03-02", 100.0),
        (30, "2020-03-03", 90.0),
        (31, "2020-03-02", 70.0),
        (31, "2020-03-03", 70.0),
    ]
    found, _ = outcomes(told)
    assert (found.forecasts, found.with_outcome) == (2, 2)
    assert (found.inside80, found.inside95) == (0.0, 100.0)
    assert found.error == pytest.approx((12 + 15) / (112 + 75))


def test_what_changed_is_read_on_the_last_day_of_which_both_speak(folder: Path) -> None:
    before = _rows(1, East=100.0, West=50.0)
    now = _rows(2, East=130.0, West=50.0, North=7.0)
    told = changes(before, now)
    assert told.select("camp", "date", "median_before", "median", "change").rows() == [
        ("East", "2020-03-03", 100.0, 130.0, 30.0),
        ("West", "2020-03-03", 50.0, 50.0, 0.0),
        ("North", "2020-03-03", None, 7.0, None),
    ]
    assert changes(before, _rows(20, East=1.0)).is_empty()


def test_the_newest_forecast_is_that_with_most_reports_known(folder: Path) -> None:
    add_forecast(folder, _rows(2, East=100.0), LATER)
    earlier = Known(40, "2020-02-09", "2020-03-05", 6, "abc", "forecast")
    add_forecast(folder, _rows(1, East=90.0), earlier)  # after the newest report was taken back
    add_forecast(folder, _rows(1, East=80.0), WHAT)
    assert newest(read_archive(folder / FORECASTS))["median"].unique().to_list() == [90.0]
    assert newest(read_archive(folder / "none.parquet")).is_empty()
