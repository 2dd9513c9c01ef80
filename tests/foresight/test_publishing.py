"""Publishing adds to the archive, whole or not at all, and reads nothing that was not public."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from comity.core.errors import ComityError, NotHeld, StoreTrouble
from comity.evidence import store as storing
from comity.evidence.catalogue import catalogue
from comity.evidence.embedded import embedded_bytes
from comity.evidence.manifest import Changes
from comity.evidence.reading import Evidence
from comity.evidence.store import Store, Writer
from comity.foresight import publishing, today
from comity.foresight.archive import FORECASTS, archive, batches
from comity.foresight.backtest import backtest
from comity.foresight.bands import LEVELS
from comity.foresight.heeding import heeded
from comity.foresight.layers import layers
from comity.foresight.methods import Pooled
from comity.foresight.publishing import BACKTEST, SCORES, publish, stored
from comity.foresight.recipe import BAR, Recipe, carry_out
from comity.foresight.record import record
from comity.foresight.today import SHOWN, rounded

LAYER = "asylum-destinations"
FIGURES = pl.read_parquet(embedded_bytes("asylum_applications"))
FIRST, SECOND = date(2025, 7, 1), date(2026, 7, 1)


def with_figures(folder: Path) -> Store:
    """A store with applications to 2024 and nothing else."""
    known = FIGURES.filter(pl.col("year") <= 2024)
    return Store.open(folder).append(
        catalogue()["asylum_applications"], known, vintage=date(2025, 6, 20), origin="test"
    )[0]


QUICK = Recipe("default", (Pooled(("mean:4",)),))


@pytest.fixture(scope="module", autouse=True)
def _quickly() -> Iterator[None]:
    """A default that takes no seconds; how well it forecasts is tested elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(today, "default_for", lambda panel: QUICK)
        patch.setattr(publishing, "backtest", lambda panel: backtest(panel, (QUICK, BAR)))
        yield


def files_of(store: Store) -> dict[str, bytes]:
    """Every file below a store."""
    return {str(path): path.read_bytes() for path in store.folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store that published in 2025, got the figures of that year, and published again."""
    store = with_figures(tmp_path_factory.mktemp("twice"))
    store, _ = stored(store, publish(Evidence(store), [LAYER], made_on=FIRST))
    store, _ = store.append(
        catalogue()["asylum_applications"], FIGURES, vintage=date(2026, 6, 25), origin="test"
    )
    return stored(store, publish(Evidence(store), [LAYER], made_on=SECOND))[0]


def test_the_archive_holds_what_the_default_says(twice: Store) -> None:
    evidence = Evidence(twice)
    panel = layers()[LAYER].panel(evidence)
    said, _ = heeded(carry_out(panel, QUICK))
    at = panel.keys.index(("DEU",))
    cell = panel.cells.at(panel.periods - 1).start + at
    assert panel.cells.rows[cell] == at
    rows = archive(twice).filter(pl.col("made_from") == "2025", pl.col("series") == "DEU")
    places = [int(np.argmin(np.abs(LEVELS - int(name[1:]) / 1000))) for name in SHOWN]
    expected = rounded(said.persons()[:, cell][:, places])
    assert np.array_equal(rows.sort("horizon").select(SHOWN).to_numpy(), expected)
    assert rows["last"].unique().to_list() == [
        FIGURES.filter(pl.col("year") == 2025, pl.col("destination") == "DEU")["applications"].sum()
    ]


def test_each_batch_says_when_and_of_what_it_was_made(twice: Store) -> None:
    first, second = batches(archive(twice))
    told = [(one.made_on, one.made_from, one.vintage) for one in (first, second)]
    assert told == [("2025-07-01", "2024", "2025-06-20"), ("2026-07-01", "2025", "2026-06-25")]
    for one in (first, second):  # of three years the first had begun
        assert one.in_time * 3 == one.rows * 2
    newest = twice.vintage(FORECASTS)
    assert newest.changes == Changes(added=second.rows, changed=0, gone=0)
    assert newest.derived
    assert newest.derived.made_from == {"asylum_applications": date(2026, 6, 25)}
    assert newest.derived.parameters["batches"] == "2"


def test_on_an_earlier_day_only_what_was_archived_by_then_is_read(twice: Store) -> None:
    then = record(Evidence(twice, date(2025, 12, 31)), LAYER, "DEU")
    assert [one.made_on for one in then.ahead] == ["2025-07-01"] * 3
    assert then.archived == ()
    now = record(Evidence(twice, SECOND), LAYER, "DEU")
    assert {one.made_on for one in now.ahead} == {"2026-07-01"}
    (came,) = now.archived
    assert (came.made_on, str(came.said.period), came.timing) == ("2025-07-01", "2025", "during")
    assert came.outcome == now.history[-1]
    assert came.outcome
    assert came.said.value == then.ahead[0].said.value
    assert came.inside80 is (came.said.low <= came.outcome.value <= came.said.high)
    with pytest.raises(NotHeld, match="No forecast had been archived by 2025-06-30"):
        record(Evidence(twice, date(2025, 6, 30)), LAYER, "DEU")


def test_figures_released_later_change_nothing(twice: Store) -> None:
    """Working out the forecast of 2025 again in 2026, as of then, says the same: nothing leaks."""
    again = publish(Evidence(twice, date(2025, 12, 31)), [LAYER], made_on=SECOND)
    store, added = stored(twice, again)
    assert added == []
    assert store.manifest == twice.manifest


def test_the_same_evidence_again_adds_nothing(twice: Store) -> None:
    before = files_of(twice)
    assert stored(twice, publish(Evidence(twice), [LAYER], made_on=SECOND))[1] == []
    assert files_of(twice) == before


def test_of_two_that_publish_at_once_neither_loses_a_row(tmp_path: Path) -> None:
    """Both worked from the store as it was; the second to write reads the archive anew."""
    opened = with_figures(tmp_path)
    one, other = (
        publish(Evidence(opened), [name], made_on=FIRST) for name in (LAYER, "asylum-origins")
    )
    stored(opened, one)
    store, _ = stored(opened, other)
    assert {batch.layer for batch in batches(archive(store))} == {LAYER, "asylum-origins"}


class Pulled(BaseException):
    """The plug was pulled."""


@pytest.mark.parametrize("where", ["second table", "list"])
def test_an_interruption_leaves_what_was_there_before(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = with_figures(tmp_path)
    made = publish(Evidence(store), [LAYER], made_on=FIRST, scores=where == "second table")
    put = Writer.put

    def pulled(*given: object, **more: object) -> None:
        raise Pulled

    def until(writer: Writer, name: str, *given: object, **more: object) -> object:
        return put(writer, name, *given, **more) if name == FORECASTS else pulled()  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        if where == "list":
            patch.setattr(storing, "write_manifest", pulled)
        else:
            patch.setattr(Writer, "put", until)
        with pytest.raises(Pulled):
            stored(store, made)
    assert store.reopened().manifest == store.manifest
    after, added = stored(store.reopened(), made)
    assert len(added) == 1
    assert [*after.check()]
    if made.scores:
        assert {FORECASTS, BACKTEST, SCORES} <= after.manifest.datasets.keys()


def test_scores_of_one_layer_leave_those_of_others_alone(tmp_path: Path) -> None:
    store = with_figures(tmp_path)
    for name in (LAYER, "asylum-origins"):
        store, _ = stored(store, publish(Evidence(store), [name], made_on=FIRST, scores=True))
    for table in (BACKTEST, SCORES):
        assert set(store.read(table)["layer"]) == {LAYER, "asylum-origins"}
    hindcasts = store.read(BACKTEST)
    assert hindcasts["period"].max() == "2024"
    assert hindcasts.filter(pl.col("made_from") >= pl.col("period")).height == 0


def test_what_cannot_be_published_is_said_in_a_sentence(twice: Store, tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="'asylum' is no layer; the layers are asylum-corridors"):
        publish(Evidence(twice), ["asylum"])
    with pytest.raises(NotHeld, match="eu-detections is made from border_detections_eu"):
        publish(Evidence(twice), ["eu-detections"])
    with pytest.raises(NotHeld, match="none of the figures"):
        publish(Evidence(Store.open(tmp_path)))
    early = publish(Evidence(twice), ["asylum-origins"], made_on=date(2026, 6, 30))
    with pytest.raises(StoreTrouble, match="holds forecasts of 2026-07-01, which is after 2026"):
        stored(twice, early)


@pytest.fixture(autouse=True)
def _untouched(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test changes the store that they share."""
    shared = request.getfixturevalue("twice") if "twice" in request.fixturenames else None
    before = shared.reopened().manifest if shared else None
    yield
    if shared:
        assert shared.reopened().manifest == before
