"""The record says what was said and what came, and tells archived and reconstructed apart."""

from datetime import date

import numpy as np
import pytest

from comity.core.errors import ComityError, NotHeld
from comity.evidence.reading import Evidence
from comity.foresight.layers import layers
from comity.foresight.naming import series_name
from comity.foresight.past import panel_of, past_of, subject_of, timing
from comity.foresight.record import layers_with, record
from comity.foresight.standing import (
    batches_of,
    misses,
    outcomes_of,
    reliability,
    scores_of,
    told_inside,
)
from comity.foresight.today import SHOWN, batch_of, offered

LAYER = "asylum-corridors"


def counted(evidence: Evidence, year: str) -> int:
    """Applications of people from Afghanistan in Germany, asked of the figures themselves."""
    rows = evidence.query(
        "SELECT sum(applications) AS n FROM asylum_applications "
        "WHERE origin = 'AFG' AND destination = 'DEU' AND year = ?",
        [int(year)],
    )
    return int(rows[0]["n"])


def test_a_series_beside_what_was_counted(evidence: Evidence) -> None:
    found = record(evidence, LAYER, ("AFG", "DEU"))
    assert (found.series, found.subject.code) == ("AFG-DEU", "AFG-DEU")
    assert {str(one.period): one.value for one in found.history}["2016"] == 127_012
    for one in found.past:
        assert one.outcome
        assert one.outcome.value == counted(evidence, str(one.said.period))
        assert one.last.value == counted(evidence, one.made_from)
        assert int(one.said.period.start.year) == int(one.made_from) + one.horizon
        low, high = one.band("95 %") or (0, 0)
        assert one.inside95 is (low <= (one.outcome.value or 0) <= high)
        assert one.inside95 is (one.distance == 0)
        assert low <= (one.said.low or 0) <= (one.said.value or 0) <= (one.said.high or 0) <= high
    ranks = [(not one.distance, one.inside80 is not False) for one in found.past]
    assert ranks == sorted(ranks)  # misses first


def test_today_is_ahead_and_says_of_what_it_was_made(evidence: Evidence) -> None:
    found = record(evidence, LAYER, "AFG-DEU")
    assert [str(one.said.period) for one in found.ahead] == ["2026", "2027", "2028"]
    assert [one.timing for one in found.ahead] == ["during", "before", "before"]
    said = found.ahead[0].said
    assert (said.status, said.interval) == ("projected", "80 %")
    assert said.measure == layers()[LAYER].measure
    named = {one.dataset: one.vintage for one in said.lineage.sources}
    assert named == {"forecasts": date(2026, 11, 23), "asylum_applications": date(2026, 6, 25)}
    assert dict(said.lineage.parameters)["made_from"] == "2025"
    assert [one.made_on for one in found.ahead] == ["2026-11-23"] * 3


def test_what_ships_is_what_the_default_says_of_what_ships(evidence: Evidence) -> None:
    """Else `make forecasts` is due; a layer that takes no seconds stands for all."""
    panel = panel_of(evidence, layers()["asylum-destinations"])
    said, marks = offered(panel)
    made = {"made_on": date(2026, 11, 23), "vintage": date(2026, 6, 25)}
    now = batch_of(panel, said, marks=marks, **made).sort("series", "horizon")
    rows = evidence.query(
        "SELECT * FROM forecasts WHERE layer = ? AND made_on = '2026-11-23' "
        "ORDER BY series, horizon",
        [panel.name],
    )
    assert [row["series"] for row in rows] == now["series"].to_list()
    for name in ("last", *SHOWN):
        assert np.allclose([row[name] for row in rows], now[name], rtol=0.01, atol=0.11), name


def test_what_was_reconstructed_is_never_called_archived(evidence: Evidence) -> None:
    found = record(evidence, LAYER, "SYR-DEU")
    assert found.reconstructed == found.past
    assert found.archived == ()
    for one in found.reconstructed:
        assert (one.made_on, one.timing) == ("", None)
        assert one.said.lineage.method == "Reconstructed forecast"
        assert one.said.lineage.sources[0].dataset == "forecast_backtest"
    assert all(one.said.lineage.method == "Forecast" for one in found.ahead)
    assert told_inside(outcomes_of(evidence, "us-encounters")) == {
        "known": 0,
        "inside80": 0,
        "inside95": 0,
    }


def test_a_month_that_was_over_is_not_called_in_time(evidence: Evidence) -> None:
    found = record(evidence, "eu-detections", "Western-Balkan-Route~SYR")
    assert {one.timing for one in found.ahead} == {"after"}
    assert found.subject.code == "SYR"
    assert found.ahead[0].said.about == (("route", "Western Balkan Route"),)
    assert timing("2026-11-23", "2026-11") == "during"
    assert {row["layer"]: row["in_time"] for row in batches_of(evidence)}["eu-detections"] == 0


def test_a_few_people_are_withheld_with_every_band(evidence: Evidence) -> None:
    row = evidence.query("SELECT * FROM forecasts WHERE series = 'AFG-DEU' LIMIT 1")[0]
    few = past_of(evidence, layers()[row["layer"]], row | {"q500": 3.0, "last": 2.0})
    assert (few.said.value, few.said.low, few.said.high) == (None, None, None)
    assert (few.said.status, few.last.status) == ("withheld", "withheld")
    assert few.band("95 %") is None


def test_sides_without_a_page_are_told_beside(evidence: Evidence) -> None:
    subject, about = subject_of({"origin": "UNK", "destination": "DEU"})
    assert (subject.code, about[0][0]) == ("DEU", "origin")
    assert subject_of({"route": "Central Mediterranean Route"})[0].slug == "world"
    for layer in ("asylum-origins", "eu-detections", "route-deaths"):  # no series is without one
        panel = panel_of(evidence, layers()[layer])
        named = [dict(zip(panel.by, key, strict=True)) for key in panel.keys]
        assert all(subject_of(row)[0].code for row in named)
        assert len({series_name(panel.by, key) for key in panel.keys}) == len(panel.keys)


def test_scores_agree_with_the_hindcasts_that_are_shown(evidence: Evidence) -> None:
    """Anybody can work the skill and the coverage out again from the rows that ship."""
    for layer in (LAYER, "eu-detections"):
        for row in scores_of(evidence, layer).rows:
            if row["model"] != "default" or row["horizon"] == 0:
                continue
            again = evidence.query(
                """SELECT count(*) AS n, 1 - sum(wis_log) / sum(wis_log_last) AS skill_log,
                   1 - sum(wis_natural) / sum(wis_natural_last) AS skill_natural,
                   100.0 * count(*) FILTER (WHERE observed BETWEEN q100 AND q900) / count(*) AS c
                   FROM forecast_backtest WHERE layer = ? AND horizon = ?""",
                [layer, row["horizon"]],
            )[0]
            assert row["n"] == again["n"]
            assert row["skill_log"] == pytest.approx(again["skill_log"], abs=2e-4)
            assert row["skill_natural"] == pytest.approx(again["skill_natural"], abs=2e-4)
            assert row["coverage80"] == pytest.approx(again["c"], abs=0.5)


def test_the_last_value_stands_beside_every_score(evidence: Evidence) -> None:
    for layer in {row["layer"] for row in batches_of(evidence)}:
        rows = scores_of(evidence, layer, strata=True).rows
        told = [((row["grouping"], row["stratum"], row["horizon"]), row) for row in rows]
        beside = {key: row["n"] for key, row in told if row["model"] == "last_value"}
        assert all(beside[key] == row["n"] for key, row in told)
        assert {row["relative_mae"] for row in rows if row["model"] == "last_value"} <= {1.0}


def test_reliability_counts_ties_half_and_draws_whole_origins(evidence: Evidence) -> None:
    found = reliability(evidence, LAYER, 1)
    rows = evidence.query(
        "SELECT observed, q900 FROM forecast_backtest WHERE layer = ? AND horizon = 1", [LAYER]
    )
    observed, bound = (np.array([row[name] for row in rows]) for name in ("observed", "q900"))
    share = 100 * np.mean(np.where(observed == bound, 0.5, observed < bound))
    ninety = next(one for one in found if one.nominal == 90)
    assert ninety.observed == pytest.approx(share)
    assert ninety.n == len(rows)
    assert all(one.low <= one.observed <= one.high for one in found)
    binomial = 100 * 1.645 * np.sqrt(0.9 * 0.1 / len(rows))
    assert ninety.high - ninety.low > 2 * binomial  # outcomes of one year resemble each other


def test_the_worst_misses_come_first(evidence: Evidence) -> None:
    worst = misses(evidence, LAYER, 20)
    assert [abs(one.distance) for one in worst] == sorted(
        (abs(one.distance) for one in worst), reverse=True
    )
    assert all(one.inside95 is False for one in worst)
    every = evidence.query(
        "SELECT count(*) AS n FROM forecast_backtest WHERE layer = ? "
        "AND NOT observed BETWEEN q025 AND q975",
        [LAYER],
    )
    assert len(misses(evidence, LAYER, 10_000)) == every[0]["n"]


def test_before_anything_was_archived_that_is_said(evidence: Evidence) -> None:
    early = Evidence(evidence.store, date(2026, 11, 22))
    with pytest.raises(NotHeld, match="No forecast had been archived by 2026-11-22"):
        record(early, LAYER, "AFG-DEU")
    with pytest.raises(NotHeld, match="'comity forecast publish --scores'"):
        scores_of(early, LAYER)


def test_a_series_nobody_knows(evidence: Evidence) -> None:
    assert layers_with(evidence, "SYR") == [
        "asylum-origins",
        "asylum-destinations",
        "refugee-origins",
        "refugee-destinations",
        "displacement-origins",
        "displacement-destinations",
    ]
    with pytest.raises(ComityError, match="'AFG-XYZ' is no series of asylum-corridors"):
        record(evidence, LAYER, "AFG-XYZ")
