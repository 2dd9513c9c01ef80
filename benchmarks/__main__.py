"""`python -m benchmarks`: every measurement, as medians; or one part alone, by its name.

The parts are `pages`, `flows`, `bootstrap`, `agreements`, `forecast` and `displacement`.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks import agreements, bootstrap, displacement, flows, forecast, pages, placement
from benchmarks.timing import Row, side_by_side
from comity import open_evidence
from comity.briefs.compose import dossier
from comity.briefs.render import render
from comity.core.regions import find_subject
from comity.evidence.embedded import load_embedded
from comity.evidence.store import Store


def measured(folder: Path) -> Iterator[Row]:
    """Every row of the report, one after the other."""
    evidence = open_evidence(folder / "home")
    files = {
        name: str(evidence.store.path(evidence.store.vintage(name))) for name in evidence.datasets
    }
    stock = pd.read_parquet(files["migrant_stock"])
    yield side_by_side(
        "one corridor by year, files cold",
        lambda: evidence.query(
            "SELECT year, female + male AS n FROM migrant_stock "
            "WHERE origin = ? AND destination = ? "
            "ORDER BY year",
            ["TJK", "RUS"],
        ),
        lambda: _corridor(pd.read_parquet(files["migrant_stock"])),
        "pandas: read the file, filter",
    )
    yield side_by_side(
        "people living in a country by year",
        lambda: evidence.query(
            "SELECT year, sum(female + male) AS n FROM migrant_stock WHERE destination = 'DEU' "
            "GROUP BY year ORDER BY year"
        ),
        lambda: _country(stock),
        "pandas: table already in memory",
    )
    yield side_by_side(
        "the same, files cold",
        lambda: evidence.query(
            "SELECT year, sum(female + male) AS n FROM migrant_stock WHERE destination = 'DEU' "
            "GROUP BY year ORDER BY year"
        ),
        lambda: _country(pd.read_parquet(files["migrant_stock"])),
        "pandas: read the file, filter, group",
    )
    germany = find_subject("DEU")
    yield side_by_side("country dossier, composed", lambda: dossier(evidence, germany), None, "")
    made = dossier(evidence, germany)
    yield side_by_side("country dossier, written as HTML", lambda: render(made, ".html"), None, "")
    yield side_by_side(
        "store: load the embedded figures",
        lambda: _load(folder),
        lambda: [pd.read_parquet(path) for path in files.values()],
        "pandas: read the same files (nothing stored)",
    )
    evidence.close()
    yield side_by_side(
        "whole process: comity --help",
        lambda: _process("-m", "comity.cli", "--help"),
        lambda: _process("-c", "import pandas"),
        "python -c 'import pandas'",
    )
    yield side_by_side(
        "whole process: comity brief TJK-RUS --json",
        lambda: _process("-m", "comity.cli", "brief", "TJK-RUS", "--json"),
        lambda: _process("-c", f"import pandas; pandas.read_parquet({files['migrant_stock']!r})"),
        "python: import pandas, read one of 25 files",
    )


def _corridor(stock: pd.DataFrame) -> object:
    own = stock[(stock["origin"] == "TJK") & (stock["destination"] == "RUS")]
    return (own["female"] + own["male"]).tolist()


def _country(stock: pd.DataFrame) -> object:
    own = stock[stock["destination"] == "DEU"]
    return (own["female"] + own["male"]).groupby(own["year"]).sum().to_dict()


def _load(folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as home:
        load_embedded(Store.open(Path(home)))


def _process(*words: str) -> None:
    environment = os.environ | {"COMITY_HOME": str(_home)}
    subprocess.run([sys.executable, *words], check=True, capture_output=True, env=environment)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        _home = Path(place) / "home"
        print(
            f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, "
            f"pandas {pd.__version__}"
        )
        print("Medians of seven runs; a ratio above 1 means that Comity is faster.\n")
        print(f"{'':<46} {'Comity':>13} {'peer':>13} {'ratio':>9}   peer")
        parts = {"pages", "flows", "bootstrap", "agreements", "forecast", "displacement"} | {
            "placement"
        }
        wanted = {*sys.argv[1:]} & parts or {"all", *parts}
        if "all" in wanted:
            for row in measured(Path(place)):
                print(row, flush=True)
        if "pages" in wanted:
            print(
                "\nPages from one process, twelve connections; Datasette reads the same tables.\n"
            )
            for line in pages.measured(Path(place)):
                print(line, flush=True)
        if "flows" in wanted:
            print("\nFlows between countries.\n")
            flows.main()
        if "bootstrap" in wanted:
            print("\nIntervals of flows.\n")
            bootstrap.main()
        if "agreements" in wanted:
            print("\nPackages in which every party gains.\n")
            agreements.main()
        if "forecast" in wanted:
            print("\nForecasts, with their record.\n")
            forecast.main()
        if "displacement" in wanted:
            print("\nDisplacement, agent by agent and in cohorts.\n")
            displacement.main()
        if "placement" in wanted:
            print("\nFamilies to places, and people who arrive over a year.\n")
            placement.main()
