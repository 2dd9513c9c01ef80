"""Pages of displacement: real reports apart from lines, small counts withheld, days by address."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from comity.foresight.displacement.cases.case import Series
from comity.foresight.displacement.cases.reading_series import daily
from comity.foresight.displacement.live.kept import Kept, kept
from comity.foresight.displacement.live.reporting import Entry, add_reports
from comity.foresight.displacement.runs.scoreboard import scoreboard
from comity.web.displaced import Teller
from comity.web.displaced_reports import Reports, reference
from comity.web.displaced_run import STOPS
from comity.web.search import displacement as search
from tests.foresight.displacement.small import START
from tests.foresight.displacement.valley import DAY, REPORTS
from tests.web.reading import Element, read

HOME = "/foresight/displacement"
CASE = f"{HOME}/valley"
RUN = f"{CASE}/runs/sample"


@pytest.fixture
def valley(web_home: Path) -> Kept:
    """The case that pages show."""
    return kept(web_home, "valley")


def rows_of(page: str, caption: str) -> dict[str, list[str]]:
    """The rows of a table by their heads."""
    tables = [one for one in read(page).all("table") if one.one("caption").text() == caption]
    assert len(tables) == 1, caption
    body = tables[0].one("tbody").all("tr")
    return {row.one("th").text(): [cell.text() for cell in row.all("td")] for row in body}


def test_the_gallery_shows_reference_cases_by_score_and_kept_cases_with_their_newest_numbers(
    client: TestClient,
) -> None:
    page = client.get(HOME).text
    assert f'href="{CASE}"' in page
    assert "31 January 2020" not in page
    assert "20 February 2020" in page
    told = client.get(f"{HOME}.json").json()
    assert [one["case"] for one in told["kept"]] == ["valley"]
    assert told["kept"][0]["newest_report"] == "2020-02-20"
    for one in scoreboard().cases:
        assert f"{one.row('flee').error_normal.mean:.3f}" in page  # type: ignore[union-attr]
    assert {one["case"] for one in told["reference"]} == {one.name for one in scoreboard().cases}


def test_the_scoreboard_marks_leaky_rules_and_counts_its_wins_from_its_own_rows(
    client: TestClient,
) -> None:
    page = client.get(f"{HOME}/scores").text
    board = scoreboard()
    leaky = {r.name for c in board.cases for r in c.rows if r.kind == "baseline" and not r.open}
    assert page.count("leaky: reads what was known only later") == 2 * len(leaky) > 0
    wins = 0
    for case in board.cases:
        ours = case.row("counts", "flee") or case.row("agents", "flee")
        others = [case.row(name) for name in leaky]
        assert ours is not None
        wins += all(ours.error_normal.mean < r.error_normal.mean for r in others if r)
    assert f"reads capacities or early shares on {wins} of {len(board.cases)}" in page
    rows = pl.read_csv(
        io.BytesIO(client.get(f"{HOME}/scores.csv").content), infer_schema_length=None
    )
    assert rows.filter(what="simulation", name="flee").height == len(board.cases)


def test_a_case_tells_reports_forecasts_and_what_came_and_withholds_small_counts(
    client: TestClient,
) -> None:
    page = client.get(CASE).text
    camps = rows_of(page, "Camps, their newest report, and what is expected")
    assert camps["Oak"][2:4] == ["560", "20 February 2020"]
    assert camps["Oak"][4].startswith("375 338…412"), camps["Oak"]
    assert camps["Fir"][2] == camps["Fir"][4] == "withheld"
    assert camps["Fir"][5] == "–"
    assert camps["All camps"][4] == "withheld"  # or the three people at Fir could be worked out
    came = rows_of(page, "Forecasts beside what was reported later")
    assert came["Oak"][-1] == "no"
    assert came["Oak"][3] in ("600", "560")
    plain = client.get(f"{CASE}.json").json()
    fir = [f for f in plain["findings"] if f["about"]["place"] == "Fir" and f["value"] != 0]
    assert fir
    assert {f["status"] for f in fir} == {"withheld"}
    assert all(f["value"] is f["low"] is f["high"] is None for f in fir)
    assert len(plain["archive"]) == 2
    total = {f["subject"]["name"] for f in plain["findings"] if f["about"]["place"] == "total"}
    assert total == {"Case valley"}
    for address in (f"{CASE}.csv", f"{CASE}/figures/camps.csv", f"{RUN}/figures/camps.csv"):
        assert "World" not in client.get(address).text, address
    book = pl.read_excel(io.BytesIO(client.get(f"{CASE}.xlsx").content), sheet_name="Beside")
    assert book.filter(pl.col("camp").is_in(["Fir", "total"]))["median"].drop_nulls().is_empty()


def test_a_run_marks_real_reports_apart_from_lines_between_them(client: TestClient) -> None:
    page = client.get(f"{RUN}?day=30").text
    there = rows_of(page, "People at each place, 31 January 2020")
    assert there["Oak"][-3:] == ["600", "600", "reported on that day"]
    assert there["Elm"][-3:] == ["–", "600", "between two reports; nobody counted"]
    assert there["Fir"][-3:-1] == ["–", "withheld"]
    later = rows_of(client.get(f"{RUN}?day=59").text, "People at each place, 29 February 2020")
    assert later["Elm"][-3:] == ["–", "1,000", "as in the nearest report; nobody counted"]
    said, low, high = map(int, re.findall(r"\d+", there["Oak"][2]))
    assert low < said < high < 600  # the run was made around nine tenths of what was reported


def test_a_report_before_a_registration_stands_as_published_and_its_level_beside_it(
    valley: Kept,
) -> None:
    days = tuple(START + timedelta(days=n) for n in (0, 10, 20))
    oak = Series("Oak", days, (50.0, 400.0, 100.0), corrected=days[2])
    fir = Series("Fir", days, (3.0, 40.0, 400.0), corrected=days[2])
    case = replace(valley.case, camps=(oak, fir))
    levels = [daily(one, START, 31).tolist() for one in case.camps]
    seen = Reports(Teller(case))
    published = seen.within("Oak", START, days[1])
    assert [(f.value, f.status, f.interval) for f in published] == [
        (50, "published", "as published"),
        (400, "published", "as published"),
    ]
    told = [seen.compared("Oak", START + timedelta(n), levels[0][n]) for n in (0, 5, 10, 20, 25)]
    assert [f.value for f in told] == [12, 56, 100, 100, 100]
    assert [dict(f.about)["as"] for f in told] == [
        "at the level of a later registration",
        "at the level of a later registration",
        "at the level of a later registration",
        "reported",
        "as in the nearest report",
    ]
    assert {f.interval for f in told[:3]} == {"no interval"}
    assert seen.compared("Fir", START, levels[1][0]).status == "withheld"  # or three came out
    assert seen.levelled == ["Oak", "Fir"]


def test_a_run_is_shown_beside_the_reference_series_where_that_says_otherwise(
    valley: Kept, tmp_path: Path
) -> None:
    one = Kept("valley", tmp_path)
    rows = valley.run("sample").table("camps").filter(pl.col("day") < 3)
    same, none = reference(one, rows)
    assert (same.height, none) == (9, frozenset())
    oak = [f"{n},{many}" for n, many in enumerate((900, 901, 902))]
    (tmp_path / "reference_series.csv").write_text("\n".join(["day,Oak", *oak]) + "\n")
    found, given = reference(one, rows)
    assert given == {"Oak"}
    assert found.filter(place="Oak")["observed"].to_list() == [900, 901, 902]
    assert found.filter(place="Elm").equals(rows.filter(place="Elm").cast({"observed": pl.Float64}))


def test_damage_to_one_file_is_named_and_takes_nothing_else_away(
    client: TestClient, valley: Kept
) -> None:
    runs, log = valley.folder / "runs", valley.folder / "reports.csv"
    try:
        shutil.copytree(runs / "sample", runs / "torn")
        (runs / "torn" / "camps.parquet").write_bytes(b"garbage")
        (runs / "broken").mkdir()
        (runs / "broken" / "run.json").write_text("garbage")
        for address in (HOME, CASE):
            page = client.get(address)
            assert page.status_code == 200
            assert "runs/broken/run.json cannot be read" in page.text
            assert str(valley.folder) not in page.text
            assert f"{CASE}/runs/sample" in page.text
        for name in ("torn", "torn.csv", "torn.json", "broken"):
            assert client.get(f"{CASE}/runs/{name}").status_code == 503, name
        log.write_text("garbage\n1\n")
        assert client.get(CASE).status_code == 503
        assert client.get(f"{CASE}.json").status_code == 503
        assert client.get(HOME).status_code == 200
    finally:
        log.unlink(missing_ok=True)
        for name in ("torn", "broken"):
            shutil.rmtree(runs / name, ignore_errors=True)


def test_the_slider_needs_no_script_and_every_day_has_an_address(client: TestClient) -> None:
    page = read(client.get(f"{RUN}?day=31").text)
    marks = page.one("fieldset", class_="film").all("input", type="radio")
    assert STOPS <= len(marks) <= STOPS + 1
    assert [int(one.attributes["value"]) for one in marks][:1] == [0]
    assert [one.attributes["value"] for one in marks if "checked" in one.attributes] == ["31"]
    slider = page.one("input", type="range")
    assert (slider.attributes["max"], slider.attributes["value"]) == ("59", "31")
    assert not page.all("script")
    drawn = [one for one in page.all("svg") if one.attributes.get("class") == "wide"]
    assert len(drawn) == len(marks)
    assert _circles(drawn[0]) != _circles(drawn[-1])
    assert client.get(f"{RUN}?day={DAY}").text.count("checked") == 1
    for bad in ("60", "-1", "x", "2019-12-31"):
        answer = client.get(f"{RUN}.json?day={bad}")
        assert (answer.status_code, "0 to 59" in answer.json()["detail"]) == (400, True), bad


def _circles(picture: Element) -> list[str]:
    return [one.attributes["r"] for one in picture.all("circle")]


def test_figures_are_files_with_the_disclaimer_and_the_numbers_of_their_day(
    client: TestClient,
) -> None:
    told = client.get(f"{RUN}/figures/map.json?day=30").json()
    assert "do not imply official endorsement" in told["note"]
    by_place = {row["place"]: row for row in told["rows"]}
    assert {row["date"] for row in told["rows"]} == {"2020-01-31"}
    assert by_place["Fir"]["persons"] is None
    assert by_place["Ash"]["persons"] == 40
    first = client.get(f"{RUN}/figures/map.csv?day=0").text
    assert "2020-01-01" in first
    days = client.get(f"{RUN}/figures/days.json").json()
    assert len({row["date"] for row in days["rows"]}) == 9
    said = client.get(f"{RUN}/figures/camps.json").json()["findings"]
    real = [f for f in said if f["about"]["as"] == "reported" and f["about"]["place"] == "Oak"]
    assert [f["value"] for f in real] == [many for _, many in REPORTS["Oak"]]


def test_files_of_a_run_hold_no_small_count(client: TestClient) -> None:
    rows = pl.read_csv(io.BytesIO(client.get(f"{RUN}.csv").content))
    assert rows.height == 60 * 3
    fir = rows.filter(place="Fir")
    small = (pl.col("observed").is_between(1, 4)) | pl.col("mean").is_between(1, 4)
    assert fir.filter(small).is_empty()
    assert fir["observed"].null_count() > 30
    asked = client.get(f"/api/v1{RUN}/rows?place=Oak&from=2020-01-31&to=2020-01-31").json()
    assert asked["total"] == 1
    assert asked["rows"][0]["reported"] is True
    assert asked["rows"][0]["observed"] == 600
    seen, following = 0, f"/api/v1{RUN}/rows?limit=100"
    while following:
        part = client.get(following).json()
        seen, following = seen + len(part["rows"]), part["next"]
    assert seen == 180


@pytest.mark.parametrize("path", [f"{HOME}/nix", f"{CASE}/runs/nix", f"/api/v1{HOME}/nix"])
def test_what_is_not_kept_is_said_in_a_sentence(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "valley" in answer.text


def test_pages_say_what_the_api_says(client: TestClient) -> None:
    for path in (HOME, f"{HOME}/scores", CASE):
        assert client.get(f"/api/v1{path}").json() == client.get(f"{path}.json").json()
    asked = client.get(f"/api/v1{RUN}?day=30").json()
    assert asked == client.get(f"{RUN}.json?day=30").json()


def test_a_new_report_changes_the_page_and_its_tag(app: FastAPI, client: TestClient) -> None:
    first = client.get(CASE)
    again = client.get(CASE, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    one = kept(app.state.library.home, "valley")
    log = one.folder / "reports.csv"
    try:
        said = Entry("Oak", date(2020, 2, 25), 777, date(2020, 2, 26))
        add_reports(one.folder, one.case, [said], date(2020, 3, 1))
        after = client.get(CASE)
        assert after.headers["etag"] != first.headers["etag"]
        assert (
            rows_of(after.text, "Camps, their newest report, and what is expected")["Oak"][2]
            == "777"
        )
    finally:
        log.unlink(missing_ok=True)


def test_a_search_finds_cases_though_a_country_is_called_the_same(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for typed, address in (("valley", CASE), ("displacement scores FLEE", f"{HOME}/scores")):
        found = [one["address"] for one in client.get(f"/find.json?q={typed}").json()["entries"]]
        assert any(one.endswith(address) for one in found[:4]), (typed, found[:5])
    library = app.state.library
    asked = {typed: search.called(library, typed) for typed in (" Valley", "Mali", "")}
    assert asked == {" Valley": True, "Mali": False, "": False}
    assert client.get("/find?q=Mali").status_code == 303
    monkeypatch.setattr(search, "called", lambda library, asked: asked == "Mali")
    page = client.get("/find?q=Mali")
    assert (page.status_code, "/countries/MLI" in page.text) == (200, True)
