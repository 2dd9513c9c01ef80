"""Rolling scores are what one gets by making every forecast by hand and counting errors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from comity.core.errors import ComityError
from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.reading import read_case
from comity.foresight.displacement.forecasts.forecasting import forecast
from comity.foresight.displacement.forecasts.learning import (
    INFORMATION,
    learned,
    learned_from,
    reach_of,
    without,
)
from comity.foresight.displacement.forecasts.rolling import rolling, scene
from comity.foresight.displacement.forecasts.vintages import reference
from tests.foresight.displacement.small import LOCATIONS, START, write_case

DAYS = 130
MORE = LOCATIONS + "C3,West,Yed,11.0,22.6,camp,,500\n"
ORIGINS = (30, 60, 90, 120)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Two camps that grow, one that always reports 100 people, and one that lies nowhere."""
    chance = np.random.default_rng(5)
    reports = {
        name: [
            (int(day), int(400 + pace * day + chance.integers(0, 80)))
            for day in sorted(chance.choice(np.arange(DAYS), 22, replace=False))
        ]
        for name, pace in (("C1", 30), ("C2", 9), ("Nowhere", 5))
    }
    reports["C3"] = [(5, 0), (20, 100), (70, 100)]
    told = write_case(
        tmp_path_factory.mktemp("cases") / "border",
        locations=MORE,
        reports=reports,
        days=DAYS,
        conflicts={"A": [1.0] * DAYS},
    )
    return read_case(told)


def test_camps_that_test_nothing_are_left_out_and_named(case: Case) -> None:
    here = scene(case)
    assert (here.names, here.left_out, here.unplaced) == (("C1", "C2"), ("C3",), ("Nowhere",))
    assert tuple(here.origins) == ORIGINS


@pytest.mark.parametrize("horizon", [30, 45])
def test_errors_are_those_of_forecasts_made_one_by_one(case: Case, horizon: int) -> None:
    told = {one.name: dict(zip(one.days, one.persons, strict=True)) for one in case.camps}
    truth = reference(case)
    wrong, people, by_day, inside, dates, per_date = 0.0, 0.0, [], [], [], []
    for day in ORIGINS:
        ahead = min(horizon, DAYS - 1 - day)
        rows = forecast(case, day, horizon).rows
        apart = np.zeros(ahead)
        on_date: dict[int, list[float]] = {}
        for row in rows.filter(camp="C1").rows(named=True) + rows.filter(camp="C2").rows(
            named=True
        ):
            if row["day"] >= DAYS:
                continue
            apart[row["horizon"] - 1] += abs(row["median"] - truth[row["camp"]][row["day"]])
            reports = {f"{when}": count for when, count in told[row["camp"]].items()}
            if row["date"] in reports:
                count = reports[row["date"]]
                wrong, people = wrong + abs(row["median"] - count), people + count
                both = on_date.setdefault(row["horizon"] - 1, [0.0, 0.0])
                both[0], both[1] = both[0] + abs(row["median"] - count), both[1] + count
                inside.append(row["q100"] <= count <= row["q900"])
        totals = (truth["C1"] + truth["C2"])[day + 1 : day + 1 + ahead]
        by_day += (apart / totals).tolist()
        dates += [(apart / totals)[when] for when in on_date]
        per_date += list(on_date.values())
    scores = rolling(case, "forecast", horizon)
    assert scores["error_normal"]["mean"] == pytest.approx(wrong / people, abs=1e-3)
    assert scores["camp_days"]["error_normal"]["mean"] == pytest.approx(np.mean(by_day), abs=1e-3)
    assert scores["report_dates"]["error_normal"]["mean"] == pytest.approx(np.mean(dates), abs=1e-3)
    for kind, least in (("by_date", 0), ("by_date_large", 1000)):
        each = [apart / reported for apart, reported in per_date if reported >= least]
        assert scores[kind]["error_normal"]["mean"] == pytest.approx(np.mean(each), abs=1e-3)
        bar = scores["baselines"][scores[kind]["best_open"]][kind]["error_normal"]["mean"]
        assert scores[kind]["skill"] == pytest.approx(
            1 - scores[kind]["error_normal"]["mean"] / bar, abs=1e-3
        )
    assert len(dates) < len(by_day)
    assert scores["reports"] == len(inside)
    assert scores["coverage80"] == pytest.approx(100 * np.mean(inside), abs=100 / len(inside) + 0.1)


def test_skill_is_over_the_best_open_baseline(case: Case) -> None:
    scores = rolling(case, "split", 30)
    errors = {
        name: one["error_normal"]["mean"]
        for name, one in scores["baselines"].items()
        if one["open"]
    }
    best = scores["best_open"]
    mine = scores["error_normal"]["mean"]
    assert errors[best] == min(errors.values())
    assert scores["skill"] == pytest.approx(1 - mine / errors[best], abs=1e-3)
    assert scores["skill_over_persistence"] == pytest.approx(
        1 - mine / errors["last_count"], abs=1e-3
    )
    # Camps that grow steadily, their total known: a model that is no better than equal shares,
    # or than standing still, would be broken.
    assert scores["skill_over_persistence"] > 0.5
    assert mine < errors["equal_split"] / 2
    assert 0 < scores["crps"] < errors["last_count"]


def test_a_case_that_was_learned_from_is_told_and_can_be_left_out(mirror: Path) -> None:
    """Scores that ship, for two cases, each by the lessons of the five others."""
    for name, split, alone in (("ethiopia", 0.0176, 0.0226), ("mali", 0.0690, 0.1005)):
        case = read_case(mirror / "displacement" / name)
        assert learned_from(case) == name
        for information, error in (("split", split), ("forecast", alone)):
            scores = rolling(case, information, 30, leave_out=name)  # type: ignore[arg-type]
            assert not scores["in_sample"]
            assert scores["error_normal"]["mean"] == pytest.approx(error, abs=2e-3)
            assert scores["skill"] > 0
            assert scores["skill_over_persistence"] > 0.1
        assert forecast(case, 60, 5).basis.in_sample
    assert len(scores["dummies"]) == 0
    ethiopia = scene(read_case(mirror / "displacement" / "ethiopia"))
    assert len(ethiopia.left_out) == 5


def test_a_copy_under_another_name_with_a_camp_renamed_is_the_same_emergency(
    mirror: Path, case: Case
) -> None:
    mali = read_case(mirror / "displacement" / "mali")
    first, *others = mali.camps
    places = tuple(
        replace(place, name="Elsewhere") if place.name == first.name else place
        for place in mali.places
    )
    copy = replace(
        mali, name="x1", places=places, camps=(replace(first, name="Elsewhere"), *others)
    )
    assert learned_from(copy) == without(copy, "x1") == "mali"
    assert learned_from(replace(copy, start=START)) == learned_from(case) == ""


def test_leaving_a_case_out_learns_from_the_others_only() -> None:
    for information in INFORMATION:
        for horizon in (30, 90):
            every, fewer = (learned(information, horizon, out) for out in ("", "syria"))
            assert set(every.cases) - set(fewer.cases) == {"syria"}
            assert len(every.errors) - len(fewer.errors) == 1
            assert not np.allclose(every.prior, fewer.prior)
            assert fewer.prior.sum() == pytest.approx(1)
    assert [reach_of(days) for days in (1, 45, 46, 365)] == [30, 30, 90, 90]


def test_what_cannot_be_scored_is_said_in_a_sentence(case: Case, tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="learned nothing from 'atlantis'"):
        rolling(case, "split", 30, leave_out="atlantis")
    own = rolling(case, "forecast", 5, leave_out=case.name)
    assert (own["left_out"], own["learned_from"][0]) == ("", "burundi")
    nothing = "Nothing was left out: Comity learned nothing from border."
    assert own["remarks"] == [nothing]
    assert nothing in forecast(case, 60, 5, leave_out=case.name).remarks
    short = read_case(write_case(tmp_path / "short", days=20))
    with pytest.raises(ComityError, match="forecasts are scored from day 30 on"):
        rolling(short, "forecast", 30)
    still = {"C1": [(0, 5), (50, 5)], "C2": [(0, 0)]}
    with pytest.raises(ComityError, match="has reports that change"):
        rolling(read_case(write_case(tmp_path / "still", reports=still)), "forecast", 30)
