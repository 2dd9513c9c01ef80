"""`comity forecast`: a file of one's own and the layers, forecast and judged."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.foresight.running import QUANTILES
from tests.cli.speaker import Command


@pytest.fixture(scope="module")
def arrivals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Arrivals by origin and route over four years, sparse, as random walks in the logarithm."""
    draw = np.random.default_rng(8)
    walks = np.exp(np.cumsum(draw.normal(0, 0.3, (6, 46)), axis=1) + 5)
    rows = [
        (origin, f"way {row % 2}", f"{2018 + month // 12}-{month % 12 + 1:02}", int(count))
        for row, (origin, walk) in enumerate(zip(("AFG", "SYR", "MLI") * 2, walks, strict=True))
        for month, count in enumerate(walk)
        if count >= 1
    ]
    frame = pl.DataFrame(rows, schema=["origin", "way", "month", "persons"], orient="row")
    frame = frame.unique(["origin", "month", "way"]).with_columns(
        way=pl.col("way") + " of " + pl.col("origin")
    )
    path = tmp_path_factory.mktemp("own") / "arrivals.csv"
    frame.write_csv(path)
    return path


OWN = ("--by", "origin,way", "--time", "month", "--value", "persons")


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx", ".json"])
def test_run_gives_one_row_a_series_and_horizon(
    comity: Command, arrivals: Path, tmp_path: Path, ending: str
) -> None:
    made = tmp_path / f"made{ending}"
    said = comity(
        "forecast", "run", arrivals, *OWN, "--horizon", 2, "--model", "last_value", "-o", made
    )
    assert (said.status, said.out) == (0, "")
    assert "Wrote" in said.err
    if ending == ".json":
        plain = json.loads(made.read_text("utf-8"))
        assert (plain["file"], plain["made_from"]) == ("arrivals.csv", "2021-10")
        frame = pl.DataFrame(plain["forecasts"])
    else:
        read = {".parquet": pl.read_parquet, ".csv": pl.read_csv, ".xlsx": pl.read_excel}[ending]
        frame = read(made)  # type: ignore[operator]
    known = pl.read_csv(arrivals)
    assert frame.columns == [
        "origin",
        "way",
        "month",
        "horizon",
        "made_from",
        "last",
        "method",
        *QUANTILES,
        "notes",
    ]
    assert frame.height == 2 * known.select("origin", "way").n_unique()
    assert frame["month"].unique().sort().to_list() == ["2021-11", "2021-12"]
    last = known.filter(month="2021-10").select("origin", "way", "persons")
    beside = frame.join(last, on=["origin", "way"])
    assert (beside["last"] == beside["persons"]).all()


def test_backtest_answers_with_scores_and_counts(comity: Command, arrivals: Path) -> None:
    said = comity("forecast", "backtest", arrivals, *OWN, "--horizon", 1, "--json")
    assert said.status == 0, said.err
    assert "default" in said.err
    plain = json.loads(said.out)
    assert {"panel", "scores", "strata", "pit", "file"} <= set(plain)
    keys = {"model", "horizon", "n", "relative_mae", "coverage80", "coverage95"} | {
        f"skill_{of}{end}" for of in ("log", "natural") for end in ("", "_low", "_high")
    }
    models = {row["model"]: row for row in plain["scores"]}
    assert {"default", "last_value"} <= set(models)
    assert all(keys <= set(row) for row in plain["scores"])
    assert models["last_value"]["relative_mae"] == 1
    assert models["last_value"]["skill_log"] == 0
    assert 0 <= models["default"]["coverage80"] <= models["default"]["coverage95"] <= 100
    assert plain["panel"]["first_origin"] == "2021-01"
    assert plain["panel"]["last_origin"] == "2021-09"
    assert plain["panel"]["forecasts"] == models["default"]["n"]
    assert plain["panel"]["judged_series"] == plain["panel"]["series"]


def test_a_layer_speaks_with_its_source(comity: Command) -> None:
    said = comity("forecast", "run", "us-encounters", "--model", "last_value", "--json")
    plain = json.loads(said.out)
    assert plain["sources"][0]["dataset"] == "border_encounters_us"
    assert (plain["made_from"], plain["forecasts"][0]["month"]) == ("2025-05", "2025-06")
    for row in plain["forecasts"]:  # counts of 1 to 4 are of people who could be known
        assert row["last"] is None or row["last"] == 0 or row["last"] >= 5
        assert row["last"] is not None or "withheld" in row["notes"]
    same = comity(
        "forecast",
        "run",
        "border_encounters_us",
        "--by",
        "origin",
        "--model",
        "last_value",
        "--json",
    )
    assert json.loads(same.out) == plain
    shown = comity("forecast", "run", "us-encounters", "--model", "last_value").out
    assert "80 in 100 between" in shown
    assert "Source: United States Customs and Border Protection" in shown
    listed = json.loads(comity("forecast", "layers", "--json").out)
    assert [row["last"] for row in listed if row["layer"] == "us-encounters"] == ["2025-05"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["run", "asylum"], "'asylum' is neither a file nor a layer; the layers are asylum-corri"),
        (["run", "gone.csv", "--time", "t", "--value", "n"], "gone.csv"),
        (["run", "gone.csv"], "gone.csv needs --time and --value"),
        (["run", "economy"], "No layer is made from economy; 'comity data export economy"),
        (["run", "us-encounters", "--by", "route"], "us-encounters is by origin; leave --by out."),
        (["run", "us-encounters", "--horizon", "99"], "--horizon is a number from 1 to 24"),
        (["run", "us-encounters", "--model", "best"], "--model is one of default, last_value"),
        (["run", "us-encounters", "--absent", "no"], "--absent is one of zero, missing"),
        (["run", "us-encounters", "-o", "a.pdf"], "A forecast can be written as .csv, .json"),
        (["backtest", "SHORT", "--by", "o", "--time", "t", "--value", "n"], "back-test needs"),
    ],
    ids=lambda words: words if isinstance(words, str) else " ".join(words[:2]),
)
def test_what_cannot_be_is_one_sentence(
    comity: Command, tmp_path: Path, words: list[str], says: str
) -> None:
    short = tmp_path / "short.csv"
    short.write_text("o,t,n\nA,2019,500\nA,2020,700\n", encoding="utf-8")
    said = comity("forecast", *(str(short) if word == "SHORT" else word for word in words))
    assert said.status == 2
    assert says in said.err
    assert said.out == ""
