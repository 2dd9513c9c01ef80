"""Pages of forecasts: misses first, the last value beside, reconstructed told from archived."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from comity.foresight.archive import seal
from comity.foresight.layers import layers
from comity.web import foreseen
from comity.web.api.foresight import ForecastLayer, ForecastRecord, ForecastSeries, Foresight
from comity.web.foreseen_series import plain_rows
from comity.web.foreseen_told import verdict
from tests.web.reading import read

SERIES = "/foresight/asylum-corridors/AFG-DEU"


@pytest.fixture(scope="module")
def every(client: TestClient) -> dict[str, Any]:
    """All layers with their scores, as data."""
    return dict(client.get("/foresight.json").json())


def test_every_layer_and_horizon_stands_beside_the_last_value(
    client: TestClient, every: dict[str, Any]
) -> None:
    page = read(client.get("/foresight").text).all("table")[0]
    rows = [row for body in page.all("tbody") for row in body.all("tr")[1:]]
    asked = [row for row in every["scores"] if row["model"] == "default"]
    assert len(rows) == len(asked) >= 30
    bars = {(r["layer"], r["horizon"]): r for r in every["scores"] if r["model"] == "last_value"}
    order = {layer["name"]: n for n, layer in enumerate(every["layers"])}
    asked.sort(key=lambda row: (order[row["layer"]], row["horizon"]))
    for shown, row in zip(rows, asked, strict=True):
        cells = [cell.text() for cell in shown.all("td")]
        bar = bars[row["layer"], row["horizon"]]
        assert f"{row['coverage80']:.1f}" in cells[4]
        assert f"{bar['coverage80']:.1f}" in cells[4]
        assert "1.00" in cells[3]


def test_the_verdict_follows_the_intervals(every: dict[str, Any], client: TestClient) -> None:
    page = client.get("/foresight").text
    for row in every["scores"]:
        if row["model"] != "default":
            continue
        lows = [row["skill_log_low"], row["skill_natural_low"]]
        highs = [row["skill_log_high"], row["skill_natural_high"]]
        if all(low > 0 for low in lows):
            assert verdict(row) == "better"
        elif any(high < 0 for high in highs):
            assert verdict(row) == "worse"
        elif not any(low > 0 for low in lows):
            assert verdict(row) == "tie"
            assert "no better than the last value" in page


def test_a_notice_names_the_periods_for_which_a_forecast_is_frozen_or_widened(
    client: TestClient,
) -> None:
    """Where a record freezes one year and widens the next, no notice speaks of the whole."""
    path = "/foresight/refugee-corridors/AFG-IRN"
    rows = client.get(f"{path}.json").json()["forecast"]
    marks = {"frozen": "instead of the usual method", "widened": "ask for"}
    notices = [n.text() for n in read(client.get(path).text).all("p", class_="illustration")]
    assert {row["state"] for row in rows} & set(marks)
    for state, mark in marks.items():
        here = {row["period"] for row in rows if row["state"] == state}
        told = [set(re.findall(r"\d{4}", notice)) for notice in notices if mark in notice]
        assert told == [here] * bool(here)


def test_misses_come_first_and_each_lies_outside_its_band(client: TestClient) -> None:
    page = client.get("/foresight/asylum-corridors").text
    parts = re.findall(r'<h2 id="([a-z]+)"', page)
    assert parts[0] == "missed"
    told = client.get("/foresight/asylum-corridors.json").json()
    ends = [(one["observed"] or 0, one["q100"], one["q900"]) for one in told["worst_misses"]]
    assert len(ends) >= 10
    assert all(came < low or came > high for came, low, high in ends)
    far = [max(came - high, low - came) for came, low, high in ends]
    assert far == sorted(far, reverse=True)
    assert f"{told['missed']['one_period_ahead']:,} of {told['missed']['of']:,} outcomes" in page


def test_a_missed_target_is_told_with_its_size(client: TestClient) -> None:
    told = client.get("/foresight/asylum-corridors.json").json()["targets"]
    page = client.get("/foresight/asylum-corridors").text
    missed = [one for one in told if one["missed_by"]]
    assert page.count("<strong>missed by ") == len(missed)
    assert f"{len(told) - len(missed)} of {len(told)} are reached" in page
    for one in missed:
        assert not (one["at_least"] or -1e9) <= one["reached"] <= (one["at_most"] or 1e9)


def test_reconstructed_and_archived_are_told_apart(client: TestClient) -> None:
    now, then = client.get(SERIES).text, client.get(f"{SERIES}?made_from=2020").text
    assert "Archived on " in now
    assert "reconstructed afterwards; nobody published it then" in then
    assert "Archived on" not in then
    plain = client.get(f"{SERIES}.json?made_from=2020").json()
    assert plain["reconstructed"]
    assert {row["made_from"] for row in plain["forecast"]} == {"2020"}
    said = [f for f in plain["findings"] if f["about"].get("forecast")]
    assert {f["status"] for f in said} <= {"projected", "withheld"}
    assert {f["about"]["forecast"] for f in said} == {"reconstructed afterwards"}
    kinds = {f["about"].get("forecast") for f in client.get(f"{SERIES}.json").json()["findings"]}
    assert kinds == {None, "archived", "reconstructed afterwards"}


def test_a_series_shows_what_came_and_whether_it_was_inside(client: TestClient) -> None:
    plain = client.get(f"{SERIES}.json?made_from=2015").json()
    table = read(client.get(f"{SERIES}?made_from=2015").text).all("table")[0]
    rows = [[cell.text() for cell in row.all("td")] for row in table.all("tr")[1:]]
    for row, shown in zip(plain["forecast"], rows, strict=True):
        assert shown[5] == f"{row['observed']:,.0f}"
        inside = row["q100"] <= row["observed"] <= row["q900"]
        assert shown[6] == ("yes" if inside else "no")


def test_a_count_of_one_to_four_people_is_withheld(app: FastAPI, client: TestClient) -> None:
    evidence = app.state.library.evidence()
    row = evidence.query(
        "SELECT layer, series, period FROM forecasts WHERE layer <> 'route-deaths' "
        "AND horizon = 1 AND q500 > 0 AND q500 < 5 ORDER BY layer, series LIMIT 1"
    )[0]
    address = f"/foresight/{row['layer']}/{row['series']}"
    assert '<span class="missing">withheld</span>' in client.get(address).text
    plain = client.get(f"{address}.json").json()
    asked = ("q025", "q100", "q250", "q500", "q975")
    assert {plain["forecast"][0][name] for name in asked} == {None}
    held = [f for f in plain["findings"] if f["period"] == row["period"]]
    assert held
    assert all(f["status"] == "withheld" and f["value"] is f["low"] is None for f in held)


def test_a_series_without_a_band_that_may_be_shown_has_a_page_without_a_chart(
    app: FastAPI, client: TestClient
) -> None:
    row = app.state.library.evidence().query(
        "SELECT layer, series FROM forecasts ANTI JOIN forecast_backtest USING (layer, series) "
        "WHERE layer <> 'route-deaths' GROUP BY ALL HAVING max(q500) < 5 AND min(q500) > 0 "
        "ORDER BY ALL LIMIT 1"
    )[0]
    address = f"/foresight/{row['layer']}/{row['series']}"
    page = client.get(address)
    assert page.status_code == 200
    assert "<picture" not in page.text
    assert "A band may begin below five" in page.text
    assert client.get(f"{address}.svg").status_code == 404


def test_what_tells_of_a_withheld_outcome_is_withheld_too() -> None:
    row = {"last": 60.0, "q025": 1.8, "q500": 40.0, "observed": 3.0, "far": 9.0, "wis_log": 1.0}
    (told,) = plain_rows([row], layers()["asylum-corridors"])
    assert told == row | {"observed": None, "far": None, "wis_log": None}
    assert plain_rows([row], layers()["route-deaths"]) == [row]


def test_the_record_has_every_batch_whose_digest_is_that_of_its_rows(
    app: FastAPI, client: TestClient
) -> None:
    told = client.get("/foresight/record.json").json()["batches"]
    evidence = app.state.library.evidence()
    frame = evidence.store.read("forecasts", None)
    assert sum(one["rows"] for one in told) == frame.height
    small = min(told, key=lambda one: int(one["rows"]))
    assert seal(frame.filter(frame["batch"] == small["digest"])) == small["digest"]
    page = client.get("/foresight/record").text
    assert page.count('<tr id="') == len(told)
    assert "never count as archived" in page
    feed = ET.fromstring(client.get("/foresight/feed.atom").content)
    ids = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}id")][1:]
    assert len(set(ids)) == len(ids) == len(told)


def test_what_came_is_counted_once_its_period_is_known(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    evidence, layer = app.state.library.evidence(), layers()["asylum-destinations"]
    came = evidence.query(
        "SELECT CAST(sum(applications) AS DOUBLE) AS n FROM asylum_applications "
        "WHERE destination = 'DEU' AND year = 2024"
    )[0]["n"]
    rows = [
        {"series": "DEU", "period": "2024", "q100": came - 1, "q900": came},
        {"series": "DEU", "period": "2024", "q100": came + 1, "q900": came + 2},
        {"series": "DEU", "period": "2099", "q100": 0, "q900": 1},
    ]
    monkeypatch.setattr(foreseen, "_rows_of", lambda *_: rows)
    batch = {"first": "2024", "digest": "x"}
    assert foreseen.outcomes(evidence, layer, batch) == {"known": 2, "inside": 1}
    assert foreseen.outcomes(evidence, layer, batch | {"first": "2098"})["known"] == 0


def test_the_list_of_today_can_be_searched_in_every_language(client: TestClient) -> None:
    page = client.get("/foresight/asylum-destinations?q=deutschland").text
    assert "No series of this layer has that name." in page
    found = client.get("/foresight/asylum-destinations?q=allemagne&lang=fr").text
    assert 'href="/foresight/asylum-destinations/DEU?lang=fr"' in found
    assert "/foresight/asylum-destinations/FRA?" not in found


def test_the_api_says_what_the_pages_say(client: TestClient) -> None:
    for path, model in (
        ("/foresight", Foresight),
        ("/foresight/record", ForecastRecord),
        ("/foresight/route-deaths", ForecastLayer),
        (SERIES, ForecastSeries),
    ):
        answer = client.get(f"/api/v1{path}")
        model.model_validate_json(answer.content, extra="forbid")
        assert answer.json() == client.get(f"{path}.json").json()


def test_what_is_not_forecast_is_said_in_a_sentence(client: TestClient) -> None:
    for path in (
        "/foresight/weather",
        "/foresight/asylum-corridors/AFG-XYZ",
        f"{SERIES}?made_from=1999",
        "/foresight/asylum-corridors?as_of=2020-01-01",
    ):
        assert client.get(path).status_code == 404, path
    assert "from 2012 to 2024" in client.get(f"{SERIES}?made_from=1999").text
    assert "No forecast was in the evidence" in client.get("/foresight?as_of=2020-01-01").text
    moved = client.get("/foresight/asylum-corridors/afg-deu?made_from=2020")
    assert (moved.status_code, moved.headers["location"]) == (308, f"{SERIES}?made_from=2020")


def test_pages_are_light_and_carry_no_style_of_their_own(client: TestClient) -> None:
    for path in (
        "/foresight",
        "/foresight/eu-detections",
        SERIES,
        "/foresight/record",
        "/foresight/eu-detections/western-balkan-route~SYR",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert len(answer.content) < 200_000, path
        assert 'style="' not in answer.text
        assert "<script" not in answer.text


def test_files_and_figures_have_their_addresses(client: TestClient) -> None:
    assert client.get("/foresight/asylum-origins.xlsx").content[:2] == b"PK"
    header = client.get(f"{SERIES}.csv").text.splitlines()[0]
    assert {"period", "value", "low", "high", "interval", "status"} <= set(header.split(","))
    for path in (
        f"{SERIES}/figures/fan.json",
        "/foresight/asylum-origins/figures/reliability.csv",
        "/foresight/figures/skill.csv",
    ):
        assert client.get(path).status_code == 200, path
    rows = client.get("/foresight/asylum-origins/figures/skill.csv").text.splitlines()
    assert len(rows) == 1 + 2 * layers()["asylum-origins"].rules.horizons


def test_a_search_finds_what_is_forecast(client: TestClient) -> None:
    page = client.get("/find?q=forecast+detections").text
    assert 'href="/foresight/eu-detections"' in page
    for typed, address in (
        ("temporary protection", "/foresight/breaks"),
        ("asylum forecast Germany", "/foresight/asylum-destinations/DEU"),
        ("forecast detections Syria", "/foresight/eu-detections/eastern-mediterranean-route~SYR"),
        ("прогноз Сирия Германия", "/foresight/asylum-corridors/SYR-DEU"),
    ):
        found = [one["address"] for one in client.get(f"/find.json?q={typed}").json()["entries"]]
        assert any(one.partition("?")[0].endswith(address) for one in found[:3]), (typed, found[:5])


def test_the_last_value_stands_beside_misses_targets_and_parts(
    app: FastAPI, client: TestClient
) -> None:
    bars = {
        (row["grouping"], row["stratum"], row["horizon"]): row
        for row in app.state.library.evidence().query(
            "SELECT * FROM forecast_scores WHERE layer = 'asylum-origins' AND model = 'last_value'"
        )
    }
    page = read(client.get("/foresight/asylum-origins").text)
    outside = round(650 * (1 - bars["all", "all", 1]["coverage80"] / 100))
    assert f"outside the last value's own band lay {outside}" in page.text()
    tables = {one.one("caption").text(): one for one in page.all("table")}
    worst = tables["Targets, missed ones first"].text()
    assert f"{bars['all', 'all', 1]['worst_year_coverage80']:.1f}" in worst
    named = (("size", size, 1) for size in ("small", "middle", "large"))
    smallest = next(bars[one] for one in named if one in bars)
    sizes = tables["By size"].all("tr")[1].all("td")
    assert f"{smallest['coverage80']:.1f}" in sizes[-1].text()
    assert "In its worst year, 2020, 36.0" in page.text()
    bar = bars["all", "all", 1]
    told = f"in that of the last value, {bar['worst_year']}, {bar['worst_year_coverage80']:.1f}"
    assert told in page.text()


def test_a_middle_further_off_than_the_last_value_is_said_though_bands_are_closer(
    client: TestClient, every: dict[str, Any]
) -> None:
    own = [row for row in every["scores"] if row["model"] == "default"]
    farther = [row for row in own if round(row["relative_mae"], 2) > 1]
    assert any(verdict(row) == "better" for row in farther)
    said = "Its middle alone lay further off than the last value."
    assert client.get("/foresight").text.count(said) == len(farther)
    assert said in client.get("/foresight/us-encounters").text
    assert said not in client.get("/foresight/route-deaths").text


def test_a_forecast_made_after_its_periods_says_so_wherever_it_is_told(client: TestClient) -> None:
    over = "All of these periods were already over then"
    assert over in client.get("/foresight/eu-detections").text
    assert over not in client.get("/foresight/asylum-corridors").text
    assert "came too late to be of use" in client.get("/foresight").text
    made = client.get("/foresight/record.json").json()["batches"]
    late = [one for one in made if one["made_on"][:7] > one["last"]]
    assert client.get("/foresight/feed.atom").text.count(over) == len(late) > 0
