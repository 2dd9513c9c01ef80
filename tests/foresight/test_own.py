"""Tables as people keep them are read as they are meant, or refused in one sentence."""

import datetime as dt
import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.foresight.own import Own, read_own
from comity.foresight.running import QUANTILES, forecast, recipe_named

NAN = np.nan


def own(folder: Path, text: str, by: tuple[str, ...] = ("who",), **more: object) -> Own:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return read_own(path, by, "when", "n", **more)  # type: ignore[arg-type]


def values(found: Own) -> list[list[float]]:
    return np.nan_to_num(found.panel.values, nan=-1).tolist()  # type: ignore[no-any-return]


def test_an_absent_period_is_zero_within_the_life_of_a_series(tmp_path: Path) -> None:
    text = "who,when,n\nB,2024-02,3\nA,2024-03,7.5\nA,2024-01,5\nA,2024-05,..\n"
    assert values(own(tmp_path, text)) == [[5, 0, 7.5, 0, -1], [-1, 3, 0, 0, 0]]
    missing = own(tmp_path, text, absent="missing")
    assert values(missing) == [[5, -1, 7.5, -1, -1], [-1, 3, -1, -1, -1]]
    assert missing.panel.keys == (("A",), ("B",))


@pytest.mark.parametrize(
    ("written", "step", "labels", "next_one"),
    [
        (("2019", "2020"), "year", ("2019", "2020"), "2021"),
        (("2019.0", "2020.0"), "year", ("2019", "2020"), "2021"),
        (("2019-11", "2019-12"), "month", ("2019-11", "2019-12"), "2020-01"),
        (("2019M11", "2019M12"), "month", ("2019-11", "2019-12"), "2020M01"),
        (("201911", "201912"), "month", ("2019-11", "2019-12"), "202001"),
        (("2019-11-01", "2019-12-01"), "month", ("2019-11", "2019-12"), "2020-01-01"),
        (("2019-11-30", "2019-12-31"), "month", ("2019-11", "2019-12"), "2020-01-31"),
        (("2019-12-31", "2020-12-31"), "year", ("2019", "2020"), "2021-12-31"),
    ],
)
def test_periods_are_read_and_written_as_the_file_writes_them(
    tmp_path: Path, written: tuple[str, str], step: str, labels: tuple[str, str], next_one: str
) -> None:
    found = own(tmp_path, f"who,when,n\nA,{written[0]},1\nA,{written[1]},2\n")
    assert found.panel.step == step
    assert (found.panel.label(0), found.panel.label(1)) == labels
    assert found.times.written(found.panel.first + 2) == next_one
    assert found.times.written(found.panel.first) == written[0].removesuffix(".0")


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
def test_real_dates_of_other_files(tmp_path: Path, ending: str) -> None:
    days = [dt.date(2019, 5, 1), dt.date(2019, 6, 1)]
    frame = pl.DataFrame({"who": ["A", "A"], "when": days, "n": [1.5, 2.0]})
    path = tmp_path / f"mine{ending}"
    (frame.write_excel if ending == ".xlsx" else frame.write_parquet)(path)
    found = read_own(path, ("who",), "when", "n")
    assert (found.panel.step, values(found)) == ("month", [[1.5, 2.0]])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A,2019-W05,1", "row 2, column 'when': '2019-W05' is a week; add the weeks up to months"),
        ("A,2019Q1,1", "row 2, column 'when': '2019Q1' is a quarter; bring months"),
        (
            "A,2019-05-01,1\nA,2019-05-08,1",
            "rows 2 and 3, column 'when': 2019-05-01 and 2019-05-08 "
            "are different days of their months",
        ),
        ("A,2019-05,1\nB,2019,1", "rows 2 and 3, column 'when': '2019-05' and '2019' are not"),
        ("A,2019-13,1", "row 2, column 'when': '2019-13' is no period"),
        ("A,2019-02-30,1", "row 2, column 'when': '2019-02-30' is no day of the calendar"),
        ("A,,1", "row 2, column 'when': the cell is empty"),
        ("A,2019,1\nA,2020,-4", "row 3, column 'n': '-4.0' is below 0"),
        ("A,2019,some", "row 2, column 'n': 'some' is not a number"),
        ("A,2019,1\nB,2019,2\nA,2019,3", "rows 2 and 4: both speak of who A, when 2019"),
        ("A,1919,1\nA,2019,1", "has no row between 1919 and 2019; look at row 3"),
        ("A,2019-05,1\nA,2091-05,1", "row 3, column 'when': 2091-05 has not begun"),
        ("A,2019,1\nA,2091,1", "row 3, column 'when': 2091 has not begun"),
        ("A,2019,", "column 'n' holds no number"),
        (",2019,1", "row 2, column 'who': the cell is empty"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ComityError, match=re.escape(says)) as refused:
        own(tmp_path, f"who,when,n\n{text}\n")
    assert str(refused.value).startswith("mine.csv")
    assert "\n" not in str(refused.value)


def test_the_running_month_may_have_been_counted(tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m")
    assert own(tmp_path, f"who,when,n\nA,{now},3\n").panel.label(0) == now


def test_columns_that_are_not_there_or_taken(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match=r"periods as headings \(2019, 2020, …\); bring it in l"):
        own(tmp_path, "who,2019,2020,2021\nA,1,2,3\n")
    with pytest.raises(ComityError, match=r"no column 'who', which --by names; its columns are: a"):
        own(tmp_path, "a,when,n\nA,2019,3\n")
    with pytest.raises(ComityError, match="a column 'horizon' of its own"):
        own(tmp_path, "horizon,when,n\nA,2019,3\n", by=("horizon",))
    with pytest.raises(ComityError, match="a column 'path_1' of its own"):
        own(tmp_path, "path_1,when,n\nA,2019,3\n", by=("path_1",))
    assert own(tmp_path, "row,when,n\nA,2019,3\n", by=("row",)).panel.keys == (("A",),)
    with pytest.raises(ComityError, match="rows 2 and 3: both speak of row A, when 2019"):
        own(tmp_path, "row,when,n\nA,2019,3\nA,2019,3\n", by=("row",))
    with pytest.raises(ComityError, match="name 'n' twice"):
        own(tmp_path, "who,when,n\nA,2019,3\n", by=("n",))
    with pytest.raises(ComityError, match="1 to 10 for years, not 40"):
        own(tmp_path, "who,when,n\nA,2019,3\n", horizon=40)


def test_origins_leave_three_years_of_history_or_what_a_short_table_has(tmp_path: Path) -> None:
    months = [f"{2014 + n // 12}-{n % 12 + 1:02}" for n in range(84)]

    def first(count: int) -> str:
        rows = "".join(f"A,{month},40\n" for month in months[:count])
        return own(tmp_path, "who,when,n\n" + rows).panel.rules.first

    assert first(84) == "2017-01"
    assert first(44) == "2016-11"  # six origins before the last four months
    assert first(20) == "2015-01"  # never less than a year of history


def test_regions_are_those_of_the_origin(tmp_path: Path) -> None:
    text = "to,origin,when,n\nDEU,Syria,2019,1\nDEU,Mali,2019,1\n"
    assert own(tmp_path, text, by=("to", "origin")).panel.groups == ("Africa", "Asia")
    assert own(tmp_path, "who,when,n\nNorth gate,2019,1\n").panel.groups == ()


@pytest.mark.parametrize(
    "rows",
    [
        "A,2024-01,4\n",
        "A,2024-01,4\nA,2024-02,0\nA,2024-03,9\n",
        "".join(f"{who},2023-{month:02},0\n" for who in "AB" for month in range(1, 13)),
        "".join(f"A,{2020 + n // 12}-{n % 12 + 1:02},{n % 7 * 10}\n" for n in range(40)),
        "A,2024-01,4\nA,2024-02,5\nB,2024-01,5\nB,2024-02,\nC,2024-02,1e7\n",
    ],
    ids=["one figure", "three", "nobody", "one series", "unknown at the end"],
)
def test_every_series_gets_an_ordered_band(tmp_path: Path, rows: str) -> None:
    panel = own(tmp_path, f"who,when,n\n{rows}").panel
    for model in ("default", "last_value"):
        made = forecast(panel, recipe_named(panel, model)).table
        assert made.height == len(panel.keys) * 4
        quantiles = made.select(QUANTILES).to_numpy()
        assert np.isfinite(quantiles).all()
        assert (quantiles >= 0).all()
        assert (np.diff(quantiles, axis=1) >= 0).all()
        assert (quantiles[:, -1] > quantiles[:, 0]).all() or not panel.values.any()


def test_a_series_without_its_newest_figure_is_forecast_from_further_back(tmp_path: Path) -> None:
    rows = [
        f"{who},{2018 + n // 12}-{n % 12 + 1:02},{40 + 9 * (n % 5) + 7 * (n % 3)}\n"
        for who in "ABCDE"
        for n in range(48 - 2 * (who == "E"))
    ]
    gone = "Z,2018-01,50\nZ,2018-02,40\n"
    panel = own(tmp_path, "who,when,n\n" + "".join(rows) + gone, absent="missing").panel
    made = forecast(panel, recipe_named(panel, "last_value"))
    assert made.silent == (("Z",),)
    late = made.table.filter(pl.col("who") == "E")
    assert late["made_from"].unique().to_list() == ["2021-10"]
    assert late["period"].to_list() == ["2022-01", "2022-02", "2022-03", "2022-04"]
    assert set(late["notes"]) == {"last known 2021-10"}

    earlier = forecast(panel.until(45), recipe_named(panel, "last_value")).table
    then = earlier.filter(pl.col("who") == "E")  # two months fewer known: the same two months ahead
    assert late["last"].to_list() == then["last"].to_list()
    assert late["period"].to_list()[:2] == then["period"].to_list()[2:]
