"""`comity forecast publish`, `record` and `scores`: what was said, what came, how good it was."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from comity.evidence.store import Store
from comity.foresight import today
from comity.foresight.archive import FORECASTS, archive
from comity.foresight.methods import Pooled
from comity.foresight.recipe import Recipe
from tests.cli.speaker import Command


@pytest.fixture(scope="module", autouse=True)
def _loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One home for all, and a default that takes no seconds."""
    quick = Recipe("default", (Pooled(("mean:4",)),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("record")))
        patch.setattr(today, "default_for", lambda panel: quick)
        yield


def test_the_archive_is_listed_with_its_digests(comity: Command) -> None:
    said = comity("forecast", "record", "--json")
    assert said.status == 0
    plain = json.loads(said.out)
    assert plain["intact"] is True
    rows = {row["layer"]: row for row in plain["batches"]}
    assert len(rows["asylum-corridors"]["digest"]) == 64
    assert rows["us-encounters"]["in_time"] == 0  # those months were over when it was made
    assert "A digest is no signature" in comity("forecast", "record").out


def test_a_series_by_code_name_and_layer(comity: Command, tmp_path: Path) -> None:
    by_code = comity("forecast", "record", "asylum-corridors", "AFG-DEU", "--json")
    by_name = comity("forecast", "record", "asylum-corridors", "afghanistan-germany", "--json")
    assert by_code.status == 0
    assert by_name.out == by_code.out
    (one,) = json.loads(by_code.out)["records"]
    assert [row["made"] for row in one["ahead"]] == ["during", "before", "before"]
    assert {row["kind"] for row in one["past"]} == {"reconstructed"}
    assert one["past"][0]["inside95"] is False  # misses first
    assert {source["dataset"] for source in one["sources"]} == {
        "forecasts",
        "forecast_backtest",
        "asylum_applications",
    }
    path = tmp_path / "afghans.csv"
    assert comity("forecast", "record", "AFG-DEU", "-o", path).status == 0
    assert set(pl.read_csv(path)["layer"]) == {
        "asylum-corridors",
        "refugee-corridors",
        "displacement-corridors",
    }
    shown = comity("forecast", "record", "eu-detections", "western-balkan-route~SYR").out
    assert "made after the period" in shown
    assert "Reconstructed before, misses first" in shown


def test_a_layer_tells_what_came_and_the_worst_misses(comity: Command) -> None:
    said = comity("forecast", "record", "route-deaths", "-n", "3", "--json")
    plain = json.loads(said.out)
    assert plain["archived"] == {"known": 0, "inside80": 0, "inside95": 0}
    assert [row["inside95"] for row in plain["forecasts"]] == [False] * 3
    assert (
        "Of no archived forecast is the outcome known yet."
        in comity("forecast", "record", "route-deaths").out
    )


def test_the_scores_stand_beside_the_last_value(comity: Command, tmp_path: Path) -> None:
    said = comity("forecast", "scores", "eu-detections", "--by", "size", "--json")
    plain = json.loads(said.out)
    assert {row["model"] for row in plain["scores"]} >= {"default", "last_value"}
    assert {row["grouping"] for row in plain["scores"]} == {"all", "size"}
    assert [one["nominal"] for one in plain["reliability"]][4] == 50
    assert "border_detections_eu" in {source["dataset"] for source in plain["sources"]}
    assert (
        "eu-detections, size: small"
        in comity("forecast", "scores", "eu-detections", "--by", "size").out
    )
    path = tmp_path / "scores.xlsx"
    assert comity("forecast", "scores", "route-deaths", "-o", path).status == 0
    assert path.read_bytes()[:2] == b"PK"


def test_publishing_adds_once_and_a_file_archives_nothing(comity: Command, tmp_path: Path) -> None:
    before = archive(Store.open())
    path = tmp_path / "said.parquet"
    assert comity("forecast", "publish", "--layer", "us-encounters", "-o", path).status == 0
    assert Store.open().manifest.datasets[FORECASTS].vintages[-1].origin == "embedded"
    assert pl.read_parquet(path).columns == before.columns
    said = comity("forecast", "publish", "--layer", "us-encounters", "--json")
    (batch,) = json.loads(said.out)["batches"]
    assert batch["added"] is True
    after = archive(Store.open())
    assert after.join(before, on="batch", how="semi").equals(before)
    assert set(after["batch"]) - set(before["batch"]) == {batch["digest"]}
    again = comity("forecast", "publish", "--layer", "us-encounters")
    assert "nothing new" in again.out
    assert archive(Store.open()).equals(after)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["record", "Atlantis"], "No country, area or region is known as 'Atlantis'"),
        (["record", "nolayer"], "The layers are asylum-corridors, "),
        (["record", "asylum-corridors", "AFG-ATA"], "'AFG-ATA' is no series of asylum-corridors"),
        (["record", "ATA-DEU"], "No forecast of ATA-DEU is archived"),
        (["record", "asylum-corridors", "--as-of", "2026-06-30"], "was public by 2026-06-30"),
        (["record", "asylum-corridors", "-o", "x.pdf"], "can be written as .csv, .json, .xlsx"),
        (["scores", "asylum"], "'asylum' is no layer; the layers are"),
        (["scores", "route-deaths", "--by", "month"], "--by is one of size, region, year"),
        (["publish", "--layer", "detections"], "'detections' is no layer"),
        (["publish", "--scores", "-o", "x.csv"], "archives nothing; leave --scores or -o out"),
        (["publish", "--layer", "eu-asylum-corridors"], "'comity sync asylum_applicants_eu_"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    comity: Command, words: list[str], sentence: str
) -> None:
    said = comity("forecast", *words)
    assert said.status == 2
    assert said.out == ""
    assert sentence in said.err
    assert not Path(words[-1]).exists()
