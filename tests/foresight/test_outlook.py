"""What may come for a place: the newest batch alone, the counts of the panel, the breaks heeded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from comity.core.findings import latest
from comity.evidence import Evidence
from comity.foresight.layers import layers
from comity.foresight.outlook import Judged, Outlook, _outlook, largest, outlooks
from comity.foresight.past import panel_of

AREA = ("asylum-destinations", "refugee-destinations")


def one(evidence: Evidence, layer: str, series: str) -> Outlook:
    [found] = outlooks(evidence, [layer], series)
    return found


@pytest.mark.parametrize(
    ("layer", "key"),
    [
        ("us-encounters", ("MEX",)),
        ("eu-detections", ("Western Balkan Route", "SYR")),
        ("refugee-destinations", ("DEU",)),
        ("asylum-origins", ("SYR",)),
    ],
)
def test_one_series_is_read_as_the_panel_has_it(
    evidence: Evidence, layer: str, key: tuple[str, ...]
) -> None:
    chosen = layers()[layer]
    panel = panel_of(evidence, chosen)
    row = panel.values[panel.keys.index(key)]
    known = {panel.label(n): float(row[n]) for n in range(panel.periods) if np.isfinite(row[n])}
    assert chosen.counts(evidence, key) == known


def test_a_series_that_nobody_counted_is_empty(evidence: Evidence) -> None:
    assert layers()["us-encounters"].counts(evidence, ("TUV",)) == {}
    assert outlooks(evidence, AREA, "TUV") == []


@pytest.mark.parametrize("code", ["SYR", "DEU"])
def test_answers_kept_for_all_places_say_what_one_place_is_told(
    evidence: Evidence, code: str
) -> None:
    names = [*AREA, "asylum-origins", "us-encounters", "eu-detections"]
    kept = Evidence(evidence.store, evidence.as_of, kept=True)
    outlooks(kept, names, "ITA")
    pairs = list(zip(outlooks(kept, names, code), outlooks(evidence, names, code), strict=True))
    assert kept.shelf
    assert kept.shelf._kept
    for ours, single in pairs:
        assert replace(ours, evidence=evidence) == single
    assert pairs
    kept.close()


def test_the_newest_forecast_and_its_past_are_those_of_the_tables(evidence: Evidence) -> None:
    found = one(evidence, "asylum-corridors", "SYR-DEU")
    rows = evidence.query(
        """SELECT period, q100, q500, q900 FROM forecasts
           WHERE layer = 'asylum-corridors' AND series = 'SYR-DEU' ORDER BY made_on, horizon"""
    )[-3:]
    said = [(str(p.said.period), p.said.low, p.said.value, p.said.high) for p in found.ahead]
    assert said == [(r["period"], r["q100"], r["q500"], r["q900"]) for r in rows]
    [held] = evidence.query(
        """SELECT count(*) AS n, count(*) FILTER (observed BETWEEN q100 AND q900) AS k
           FROM forecast_backtest
           WHERE layer = 'asylum-corridors' AND series = 'SYR-DEU' AND horizon = 1"""
    )
    assert (len(found.past), sum(bool(p.inside80) for p in found.past)) == (held["n"], held["k"])
    newest = latest(found.history)
    assert newest
    assert (newest.period, newest.value) == (found.last.period, found.last.value)


def test_forecasts_are_no_counts(evidence: Evidence) -> None:
    """A count, a forecast of the same year and another band of it are three findings."""
    found = one(evidence, "asylum-destinations", "DEU")
    every = [*found.history, *(p.said for p in (*found.ahead, *found.past)), *found.bands()]
    assert len({finding.key for finding in every}) == len(every)
    assert {finding.status for finding in found.history} == {"published"}
    wide = {f.interval: (f.low, f.high) for f in found.bands() if f.period.end.year == 2026}
    low, high = wide["95 %"]
    assert low is not None
    assert low < (found.ahead[0].said.low or 0)
    assert high is not None
    assert high > (found.ahead[0].said.high or 0)


def test_a_forecast_names_the_breaks_that_it_heeds(evidence: Evidence) -> None:
    """Known when it was made, still new then; none where the forecast is ordinary."""
    heeding = one(evidence, "asylum-corridors", "SYR-DEU")
    named = {change.id for change in heeding.breaks}
    assert "germany-border-refusals" in named
    assert "eu-temporary-protection" not in named
    assert one(evidence, "refugee-corridors", "SYR-DEU").breaks == ()
    [*marked] = evidence.query(
        "SELECT DISTINCT layer, series FROM forecasts WHERE state = 'frozen' ORDER BY ALL LIMIT 3"
    )
    assert all(one(evidence, row["layer"], row["series"]).breaks for row in marked)


def test_an_archived_forecast_is_judged_once_its_outcome_is_known(evidence: Evidence) -> None:
    found = one(evidence, "asylum-destinations", "DEU")
    early = found.ahead[0].row | {"made_from": "2024", "period": "2025", "made_on": "2024-12-30"}
    ahead = [past.row for past in found.ahead]
    later = _outlook(evidence, found.layer, "DEU", ahead, [early, *ahead], [*found.before])
    assert len(later.past) == len(found.past) + 1
    known = later.past[-1]
    assert (known.kind, known.timing) == ("archived", "before")
    assert known.outcome
    assert known.outcome.value == found.last.value


def test_routes_come_largest_first(evidence: Evidence) -> None:
    counts = [found.last.value or 0 for found in outlooks(evidence, ["eu-detections"], "SYR")]
    assert len(counts) > 1
    assert counts == sorted(counts, reverse=True)


def test_the_largest_of_some_countries(evidence: Evidence) -> None:
    found = largest(evidence, "asylum-destinations", ["DEU", "FRA", "TUV", "AUT"], 2)
    assert [past[0].said.subject.code for past in found] == ["DEU", "FRA"]
    assert [past.horizon for past in found[0]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("log", "natural", "verdict"),
    [
        ("better", "better", "better"),
        ("better", "tie", "part"),
        ("tie", "tie", "tie"),
        ("better", "worse", "worse"),
    ],
)
def test_a_verdict_takes_both_scores(log: str, natural: str, verdict: str) -> None:
    judged = Judged({"verdict_log": log, "verdict_natural": natural}, {}, (2013, 2025))
    assert judged.verdict == verdict
    assert replace(judged, ours={"verdict_log": natural, "verdict_natural": log}).verdict == verdict
