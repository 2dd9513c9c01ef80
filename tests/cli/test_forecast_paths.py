"""`comity forecast run --paths` writes futures, or says in one sentence why it does not."""

from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from comity.cli import app
from comity.cli.forecast_paths import check_paths
from comity.core.errors import ComityError


@pytest.fixture
def own(tmp_path: Path) -> Path:
    rows = [
        {"place": place, "year": year, "persons": 100 * number + 7 * (year % (3 + number))}
        for number, place in enumerate(("north", "south", "west"), 1)
        for year in range(2000, 2024)
    ]
    pl.DataFrame(rows).write_csv(tmp_path / "own.csv")
    return tmp_path / "own.csv"


def test_a_folder_takes_the_forecast_its_paths_and_their_totals(own: Path, tmp_path: Path) -> None:
    asked = [
        "forecast",
        "run",
        str(own),
        "--by",
        "place",
        "--time",
        "year",
        "--value",
        "persons",
        "--model",
        "last_value",
        "--paths",
        "40",
    ]
    for folder in ("one", "two"):
        done = CliRunner().invoke(app, [*asked, "-o", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
    tables = {
        name: pl.read_parquet(tmp_path / "one" / f"{name}.parquet")
        for name in ("forecast", "paths", "totals")
    }
    assert tables["paths"].shape == (9, 3 + 40)
    assert tables["totals"]["total_by"].to_list() == ["all"] * 3
    for name in tables:
        one, two = (tmp_path / folder / f"{name}.parquet" for folder in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("paths", "output", "as_json", "sentence"),
    [
        (3, "x.parquet", False, "3 paths are too few"),
        (10**8, "x.parquet", False, "100,000,000 paths are more than memory holds; ask for 100,00"),
        (50, None, False, "too large to print"),
        (50, "x.parquet", True, "leave --json out"),
        (50, "x.pdf", False, r"\.csv"),
    ],
)
def test_what_cannot_be_drawn_is_said_before_work_begins(
    paths: int, output: str | None, as_json: bool, sentence: str
) -> None:
    with pytest.raises(ComityError, match=sentence):
        check_paths(paths, Path(output) if output else None, as_json)
