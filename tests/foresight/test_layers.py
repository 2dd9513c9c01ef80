"""The layers hold what the datasets hold, end where they end, and begin where counting began."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError, NotHeld
from comity.core.measures import measures
from comity.evidence import Evidence
from comity.evidence.catalogue import Dataset, catalogue
from comity.foresight.bands import outer
from comity.foresight.design import Design
from comity.foresight.layers import Layer, find_layer, layers
from comity.foresight.wide import wide

SHIPPED = [layer for layer in layers().values() if catalogue()[layer.dataset].embedded]


class Released:
    """A store that holds whatever is asked, in a release of one day."""

    day: date
    as_of = None
    datasets = catalogue()

    @property
    def store(self) -> "Released":
        return self

    def vintage(self, name: str, _: None) -> Dataset:
        return catalogue()[name].model_copy(update={"vintage": self.day})


@pytest.mark.parametrize("layer", layers().values(), ids=lambda layer: layer.name)
def test_a_layer_is_declared_in_full(layer: Layer) -> None:
    columns = {column.name: column for column in catalogue()[layer.dataset].columns}
    assert {*layer.by, layer.value, layer.step, *(name for name, _ in layer.only)} <= {*columns}
    for name, values in layer.only:
        assert {*values} <= {*columns[name].allowed}
    assert columns[layer.value].measure
    assert layer.measure in measures()
    assert layer.settled <= layer.released
    assert not layer.title.endswith(".")
    assert layer.rhythm.endswith(".")


@pytest.mark.parametrize("layer", SHIPPED, ids=lambda layer: layer.name)
def test_no_count_is_lost_or_invented(layer: Layer, evidence: Evidence) -> None:
    panel = layer.panel(evidence)
    wanted = {
        "applications": "true",
        "detections": "true",
        "encounters": "true",
        "dead_missing": "true",
        "persons": "category IN ('refugees', 'oip') AND origin <> destination"
        if layer.dataset == "displaced_stock"
        else "true",
    }[layer.value]
    since = "true" if layer.step == "month" else "year >= 2000"
    row = evidence.query(
        f"SELECT sum({layer.value}) AS n, max({layer.step}) AS last FROM {layer.dataset} "
        f"WHERE {wanted} AND {since}"
    )[0]
    assert np.nansum(panel.values) == row["n"]
    assert panel.label(panel.periods - 1) == str(row["last"])
    begins = np.isfinite(panel.values).argmax(axis=1)
    assert (panel.values[np.arange(len(begins)), begins] > 0).all()
    assert np.isnan(panel.values[np.arange(panel.periods) < begins[:, None]]).all()
    assert len(panel.groups) == len(panel.keys) == len(set(panel.keys))
    assert panel.name == layer.name


def test_a_corridor_is_what_the_table_says(evidence: Evidence) -> None:
    panel = layers()["asylum-corridors"].panel(evidence)
    row = panel.keys.index(("SYR", "DEU"))
    told = evidence.query(
        "SELECT year, sum(applications) AS n FROM asylum_applications "
        "WHERE origin = 'SYR' AND destination = 'DEU' AND year >= 2000 GROUP BY year"
    )
    for one in told:
        assert panel.values[row, panel.column(str(one["year"]))] == one["n"]
    assert panel.groups[row] == "Asia"


def test_a_transit_chain_joins_the_same_people(evidence: Evidence) -> None:
    panel = layers()["eu-detections"].panel(evidence)
    assert len(panel.chains) > 50
    for after, before in panel.chains.items():
        assert panel.keys[after] == ("Western Balkan Route", panel.keys[before][1])
        assert panel.keys[before][0] == "Eastern Mediterranean Route"


@pytest.mark.parametrize(
    ("name", "horizons"), [("asylum-corridors", (1, 2, 3)), ("eu-detections", (1, 2, 4, 8))]
)
def test_wide_bands_are_as_wide_as_counts_have_strayed(
    name: str, horizons: tuple[int, ...], evidence: Evidence
) -> None:
    panel = layers()[name].panel(evidence)
    design = Design(panel)
    for horizon in horizons:
        strayed = design.ahead(horizon)
        known = strayed[np.isfinite(strayed) & (panel.cells.bins > 0)]
        bands = wide(0.0, panel.step, horizon)
        for level, least, most in ((0.8, 0.74, 0.9), (0.95, 0.93, 0.99)):
            low, high = (bands[at] for at in outer(level))
            assert least <= ((known >= low) & (known <= high)).mean() <= most, (horizon, level)


def test_what_was_not_public_is_not_read(evidence: Evidence) -> None:
    earlier = Evidence(evidence.store, date(2025, 6, 3))
    assert layers()["eu-detections"].panel(earlier).label(195) == "2025-04"
    for name in ("us-encounters", "asylum-origins"):
        with pytest.raises(NotHeld, match="nothing was public by 2025-06-03"):
            layers()[name].panel(earlier)
    earlier.close()


def test_figures_of_an_unfinished_period_are_left_out() -> None:
    """A release in November holds mid-year figures of the running year, and half a month."""

    class Held(Released):
        day = date(2026, 11, 10)

        def query(self, sql: str, _: object) -> list[dict[str, object]]:
            if "asylum_applications" in sql:
                return [{"origin": "SYR", "t": [2024, 2025, 2026], "n": [9.0, 8.0, 4.0]}]
            months = [2026 * 12 + month for month in (7, 8, 9)]
            return [{"route": "Other", "origin": "SYR", "t": months, "n": [9.0, 8.0, 4.0]}]

    held: Evidence = Held()  # type: ignore[assignment]
    yearly = layers()["asylum-origins"].panel(held)
    assert (yearly.label(yearly.periods - 1), yearly.values.tolist()) == ("2025", [[9, 8]])
    monthly = layers()["eu-detections"].panel(held)
    assert monthly.label(monthly.periods - 1) == "2026-09"


def test_what_a_state_reported_nothing_of_is_not_known(tmp_path: Path) -> None:
    """Eurostat: a zero is a zero, an absent row and an empty cell are neither."""
    rows = [
        ("SYR", "DEU", "2024-01", 90),
        ("SYR", "DEU", "2024-02", 0),
        ("SYR", "DEU", "2024-04", 70),
        ("SYR", "AUT", "2024-01", None),
        ("SYR", "AUT", "2024-03", 20),
        ("MLI", "AUT", "2024-03", 5),
    ]
    columns = ["origin", "destination", "month", "applicants"]
    frame = pl.DataFrame(rows, columns, orient="row")
    kinds = [frame.with_columns(applicant=pl.lit(kind)) for kind in ("first_time", "all")]
    pl.concat(kinds).write_parquet(tmp_path / "held.parquet")
    name = "asylum_applicants_eu_monthly"

    class Held(Released):
        day = date(2024, 8, 1)

        def query(self, sql: str, asked: object) -> list[dict[str, object]]:
            with duckdb.connect() as connection:
                connection.execute(f"CREATE VIEW {name} AS FROM '{tmp_path / 'held.parquet'}'")
                made = connection.execute(sql, asked)
                names = [column[0] for column in made.description or ()]
                return [dict(zip(names, row, strict=True)) for row in made.fetchall()]

    held: Evidence = Held()  # type: ignore[assignment]
    corridors = layers()["eu-asylum-corridors"].panel(held)
    known = dict(zip(corridors.keys, np.nan_to_num(corridors.values, nan=-1).tolist(), strict=True))
    assert known == {
        ("MLI", "AUT"): [-1, -1, 5, -1],
        ("SYR", "AUT"): [-1, -1, 20, -1],
        ("SYR", "DEU"): [90, 0, -1, 70],
    }
    states = layers()["eu-asylum-destinations"].panel(held)
    assert states.keys == (("AUT",), ("DEU",))
    assert states.values[0, 2] == 25


def test_a_layer_that_is_not_held_says_how_to_get_it(evidence: Evidence) -> None:
    with pytest.raises(NotHeld, match="'comity sync asylum_applicants_eu_monthly' fetches it"):
        layers()["eu-asylum-corridors"].panel(evidence)
    with pytest.raises(ComityError, match="'asylum' is no layer; the layers are asylum-corridors"):
        find_layer("asylum")
