"""A forecast reads nothing after its day, says how sure it is, and shares known totals whole."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.forecasts.forecasting import forecast
from comity.foresight.displacement.forecasts.hedging import Hedge
from comity.foresight.displacement.forecasts.increments import POWERS, SHARED, drawn, shared_growth
from comity.foresight.displacement.forecasts.learning import Information
from comity.foresight.displacement.forecasts.vintages import Reports, vintage
from comity.foresight.displacement.live.live import Report
from tests.foresight.displacement.small import START, write_case

DAY, HORIZON, DAYS = 50, 20, 90
Told = dict[str, list[tuple[int, int]]]


def _reports(seed: int = 1) -> Told:
    """Two camps that grow by chance, reported on days of their own."""
    chance = np.random.default_rng(seed)
    told = {}
    for name, pace in (("C1", 30), ("C2", 12)):
        days = [0, *sorted(chance.choice(np.arange(1, DAYS), 16, replace=False).tolist())]
        grown = np.cumsum(chance.poisson(pace, DAYS))
        told[name] = [(int(day), int(grown[day])) for day in days]
    return told


def _later(change: Callable[[int, np.random.Generator], int]) -> Told:
    """The same reports up to the day, and others after it."""
    chance = np.random.default_rng(7)
    return {
        name: [(day, people if day <= DAY else change(people, chance)) for day, people in told]
        for name, told in _reports().items()
    }


FUTURES: dict[str, Told] = {
    "shuffled": _later(lambda _, chance: int(chance.integers(0, 3000))),
    "inflated": _later(lambda people, _: people * 1000),
    "nobody": _later(lambda _people, _chance: 0),
    "gone": {name: [one for one in told if one[0] <= DAY] for name, told in _reports().items()},
}
WAR = {"A": [1.0] * DAYS, "B": [0.0] * 15 + [0.5] * (DAYS - 15)}


def _case(folder: Path, reports: Told, **what: object) -> Case:
    told: dict[str, object] = {"conflicts": WAR, "days": DAYS, **what}
    return read_case(write_case(folder, reports=reports, **told))  # type: ignore[arg-type]


def _rows(case: Case, information: Information, totals: np.ndarray | None = None) -> pl.DataFrame:
    return forecast(case, DAY, HORIZON, information, totals).rows


@pytest.mark.parametrize("future", FUTURES)
def test_nothing_dated_later_is_read(tmp_path: Path, future: str) -> None:
    """Reports, re-registrations, totals, wars and closures after the day, all of them."""
    as_it_was = _rows(_case(tmp_path / "a", _reports()), "forecast")
    told = FUTURES[future]
    again = [day for day, _ in told["C1"] if day > DAY]
    war = {place: [*col[: DAY + 1], *([0.0] * (DAYS - DAY - 1))] for place, col in WAR.items()}
    other = _case(
        tmp_path / "b",
        told,
        conflicts=war,
        closures=f"country,Home,Zed,{DAY + 1},-1\n",
        corrections=f"C1,{START + timedelta(again[0])}\n" if again else "",
        files={"source/refugees.csv": f"Date,Persons\n{START},0\n{START + timedelta(80)},9\n"},
    )
    assert _rows(other, "forecast").equals(as_it_was)


@pytest.mark.parametrize("future", FUTURES)
def test_with_the_total_given_who_was_where_later_is_not_read(tmp_path: Path, future: str) -> None:
    totals = np.linspace(0, 4000, DAYS)
    as_it_was = _rows(_case(tmp_path / "a", _reports()), "split", totals)
    beyond = totals.copy()
    beyond[DAY + HORIZON + 1 :] = 1e6
    assert _rows(_case(tmp_path / "b", FUTURES[future]), "split", beyond).equals(as_it_was)


def test_what_was_known_by_the_day_is_read(tmp_path: Path) -> None:
    as_it_was = _rows(_case(tmp_path / "a", _reports()), "forecast")
    newest = max(day for day, _ in _reports()["C1"] if day <= DAY)
    told = _reports()
    told["C1"] = [(day, people + 500 * (day == newest)) for day, people in told["C1"]]
    other = _rows(_case(tmp_path / "b", told), "forecast")
    camp = pl.col("camp") == "C1"
    assert (other.filter(camp)["median"] > as_it_was.filter(camp)["median"]).all()
    same = forecast(
        _case(tmp_path / "c", _reports()),
        DAY,
        HORIZON,
        reports=[
            Report("C1", START + timedelta(newest), dict(told["C1"])[newest], START, number=1)
        ],
    ).rows
    assert same.equals(other)


def test_later_re_registrations_count_only_where_they_are_asked_for(tmp_path: Path) -> None:
    again = next(day for day, _ in _reports()["C1"] if day > DAY)
    corrected = f"C1,{START + timedelta(again)}\n"
    case = _case(tmp_path / "a", _reports(), corrections=corrected)
    known, all_of_them = (
        forecast(case, DAY, HORIZON, corrections=word).basis.newest.filter(camp="C1")["persons"][0]
        for word in ("known", "throughout")
    )
    told = [people for day, people in _reports()["C1"] if day <= again]
    # The re-registration says that the people of the report before it are those of its own day.
    assert (known, all_of_them) == (told[-2], pytest.approx(told[-1]))


@pytest.mark.parametrize("information", ["split", "forecast"])
def test_rows_are_tidy_and_every_band_holds_its_median(
    tmp_path: Path, information: Information
) -> None:
    case = _case(tmp_path / "a", _reports())
    made = forecast(case, DAY, HORIZON, information)
    rows = made.rows
    assert rows.group_by("camp").len().sort("camp").rows() == [
        ("C1", 20),
        ("C2", 20),
        ("total", 20),
    ]
    assert rows["date"][0] == (START + timedelta(DAY + 1)).isoformat()
    bounds = rows.select("q025", "q100", "median", "q900", "q975").to_numpy()
    assert (np.diff(bounds, axis=1) >= 0).all()
    assert (bounds >= 0).all()
    wide = (pl.col("q975") - pl.col("q025")).mean()
    ends = rows.filter(pl.col("camp") != "total").group_by("horizon").agg(wide).sort("horizon")
    assert ends["q975"][-1] > ends["q975"][0]
    by_day = rows.pivot("camp", index="horizon", values="median")
    apart = (by_day["C1"] + by_day["C2"] - by_day["total"]).abs()
    if information == "forecast":
        assert apart.max() <= 1
    else:  # medians need not add up to a total that is given, and that is said
        assert 0 < apart[-1] < 0.15 * by_day["total"][-1]
        assert f"the total given is {by_day['total'][-1]:,.0f}" in made.remarks[0]
    assert made.basis.settings["weight"].sum() == pytest.approx(1, abs=0.01)


def test_given_totals_are_shared_out_whole_and_have_no_band(tmp_path: Path) -> None:
    totals = np.linspace(0, 4000, DAYS)
    rows = _rows(_case(tmp_path / "a", _reports()), "split", totals).filter(camp="total")
    assert rows["median"].to_list() == totals[DAY + 1 : DAY + HORIZON + 1].round().tolist()
    assert rows["q025"].equals(rows["q975"].rename("q025"))


def test_silent_and_stale_camps_are_named_and_never_taken_for_empty(tmp_path: Path) -> None:
    told: Told = {"C1": [(0, 100), (5, 400)], "C2": [(80, 900)]}
    made = forecast(_case(tmp_path / "a", told), 70, 10)
    assert made.remarks[:2] == (
        "No report yet from C2; nobody is known to be there.",
        "The newest count is more than 60 days old in C1.",
    )
    newest = made.basis.newest.rows_by_key("camp", named=True, unique=True)
    assert (newest["C1"]["age_days"], newest["C2"]["persons"]) == (65, None)


@pytest.mark.parametrize("information", ["split", "forecast"])
def test_a_camp_that_opens_later_is_the_same_as_one_with_its_heading_only(
    tmp_path: Path, information: Information
) -> None:
    told: Told = {"C1": [(0, 100), (20, 400), (30, 380)], "C2": [(80, 900)]}
    totals = np.linspace(0, 900, DAYS)
    later, empty = (
        forecast(_case(tmp_path / name, reports), DAY, HORIZON, information, totals)
        for name, reports in (("a", told), ("b", told | {"C2": []}))
    )
    assert later.rows.equals(empty.rows)
    assert later.remarks == empty.remarks
    assert "No report yet from C2; nobody is known to be there." in empty.remarks
    one_more = [Report("C1", START + timedelta(40), 390, START + timedelta(41), number=1)]
    live = forecast(_case(tmp_path / "b", told | {"C2": []}), DAY, 5, reports=one_more)
    assert live.rows["camp"].unique().sort().to_list() == ["C1", "C2", "total"]


def test_an_empty_camp_stays_empty_until_it_is_expected_to_hold_a_part_of_all() -> None:
    silent = np.zeros(0, dtype=np.int64), np.zeros(0)
    told: Reports = (FRESH[0], silent, (np.array([0]), np.array([60.0])))
    total = np.linspace(100, 1100, 41)
    for share, opens in ((1e-6, False), (0.9, True)):
        rules = {power: np.tile([0.99 - share, share, 0.01], (41, 1)) for power in POWERS}
        hedge = Hedge(told, total, rules, np.full(len(SHARED), 1 / len(SHARED)))
        people = hedge.forecast(30, 10).people[-1]
        assert (people[1] > 0) == opens


def _total_and_rules(
    told: Reports, ahead: int = 10
) -> tuple[np.ndarray, Mapping[float, np.ndarray]]:
    total = np.linspace(100, 1100, 31 + ahead)
    return total, {power: np.tile([0.7, 0.2, 0.1], (31 + ahead, 1)) for power in POWERS}


FRESH: Reports = (
    (np.array([0, 10, 20, 30]), np.array([40.0, 200.0, 380.0, 560.0])),
    (np.array([0, 30]), np.array([40.0, 60.0])),
    (np.array([0, 4]), np.array([20.0, 30.0])),
)


def test_people_are_shared_whole_by_every_setting_whatever_the_order_or_the_number() -> None:
    known = vintage(FRESH, 30)
    total, rules = _total_and_rules(FRESH)
    said = shared_growth(known, total, rules, 10)
    assert said.shape == (len(SHARED), 10, 3)
    assert np.allclose(said.sum(axis=2), total[31:])
    turned = {power: table[:, ::-1] for power, table in rules.items()}
    assert np.allclose(
        shared_growth(vintage(FRESH[::-1], 30), total, turned, 10), said[:, :, ::-1], rtol=1e-6
    )
    ten = tuple((days, people * 10) for days, people in FRESH)
    assert np.allclose(shared_growth(vintage(ten, 30), total * 10, rules, 10), said * 10, rtol=1e-6)
    assert (shared_growth(known, np.minimum(total, 500), rules, 10) >= 0).all()


def test_what_a_total_grew_beyond_fresh_reports_is_in_the_camp_that_is_silent() -> None:
    known = vintage(FRESH, 30)
    total, rules = _total_and_rules(FRESH)
    # On day 30 two camps report 620 of 850 people; the third is silent since day 4.
    said = shared_growth(known, total, rules, 10)
    assert total[30] - 620 == pytest.approx(230, abs=5)
    assert (said[:, 0, 2] > 200).all()


def test_attraction_is_the_prior_times_a_gamma_poisson_factor() -> None:
    known = vintage(FRESH, 30)
    total, rules = _total_and_rules(FRESH)
    found = drawn(known, total, rules[1.0], 0.0)
    assert found[5] / rules[1.0][5] == pytest.approx(found[40] / rules[1.0][40])
    days = np.arange(31)
    weight = np.exp(-(30 - days) / 90)
    came = np.r_[0, np.full(10, 16), np.full(20, 18)]
    expected = 0.7 * np.r_[0, np.full(30, total[1] - total[0])]
    factor = (0.01 * total[30] + weight @ came) / (0.01 * total[30] + weight @ expected)
    assert found[40, 0] == pytest.approx(0.7 * factor)
    # The second camp drew far fewer than the rules say, so its attraction falls below the prior.
    assert found[40, 1] < 0.2 / 2


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        ({"day": -1}, "lies before 2020-01-01"),
        ({"horizon": 0}, "A horizon of 0 days"),
        ({"information": "both"}, "split or forecast, not 'both'"),
        ({"leave_out": "atlantis"}, "learned nothing from 'atlantis'"),
        ({"information": "split", "horizon": 60}, "known up to day 89"),
        ({"information": "split", "totals": [5.0] * 60 + [-1.0] * 40}, "no number of people"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(
    tmp_path: Path, ask: dict[str, object], sentence: str
) -> None:
    case = _case(tmp_path / "a", _reports())
    with pytest.raises(ComityError, match=sentence):
        forecast(case, **{"day": DAY, "horizon": HORIZON, **ask})  # type: ignore[arg-type]


def test_before_any_report_there_is_nothing_to_forecast_from(tmp_path: Path) -> None:
    case = _case(tmp_path / "a", {"C1": [(10, 100)], "C2": [(12, 100)]})
    with pytest.raises(ComityError, match="No camp of a has a report up to day 9"):
        forecast(case, 9, 5)
