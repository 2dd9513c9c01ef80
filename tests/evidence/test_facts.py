"""`make facts`: what ships is rebuilt from a synced store, whole, and says what changed."""

import io
import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import yaml

from comity.core.errors import ComityError
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.embedded import embedded_bytes
from comity.evidence.store import Store
from scripts import facts

NAME = "economy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what ships, to be rebuilt."""
    made = tmp_path / "evidence"
    (made / "embedded").mkdir(parents=True)
    shutil.copy(facts.EVIDENCE / "catalogue.yaml", made)
    shutil.copy(facts.EVIDENCE / "embedded" / f"{NAME}.parquet", made / "embedded")
    return made


def synced(home: Path, day: date = date(2026, 10, 14)) -> tuple[Store, pl.DataFrame]:
    """A store that fetched one more year of one country."""
    store = Store.open(home)
    old = store.read(NAME)
    more = old.filter(country="UZB", year=2023).with_columns(
        year=pl.lit(2024, pl.Int16), value=pl.lit(7.0)
    )
    new = pl.concat([old.filter(~((pl.col("country") == "UZB") & (pl.col("year") == 2024))), more])
    frame = new.sort("country", "year", "indicator")
    store, _ = store.append(
        catalogue()[NAME], frame, vintage=day, origin="sync", release="update of 2026-10-14",
        stated=True, note="As stated by the publisher.",
    )  # fmt: skip
    return store, frame


def test_what_ships_becomes_what_was_fetched(home: Path, folder: Path) -> None:
    """The table is the release held; the catalogue cites it, and nothing else in it changes."""
    store, frame = synced(home)
    found = [*facts.renewals(store, folder)]
    assert [one.before.name for one in found] == [NAME]
    before = (folder / "catalogue.yaml").read_text()
    facts.write(found, folder)
    made = pl.read_parquet(io.BytesIO((folder / "embedded" / f"{NAME}.parquet").read_bytes()))
    assert made.equals(frame)
    after = (folder / "catalogue.yaml").read_text()
    entry = next(e for e in yaml.safe_load(after) if e["name"] == NAME)
    assert (entry["release"], entry["vintage"]) == ("update of 2026-10-14", date(2026, 10, 14))
    assert "update of 2026-10-14" in entry["citation"]
    others = {e["name"]: e for e in yaml.safe_load(before)}
    assert all(others[e["name"]] == e for e in yaml.safe_load(after) if e["name"] != NAME)
    assert before.count("\n#") == after.count("\n#"), "comments stay"
    Dataset.model_validate(entry)
    said = facts.told(found[0])
    assert "rows" in said
    assert "sum of value" in said


def test_nothing_newer_changes_nothing(home: Path, folder: Path) -> None:
    """A store with the embedded figures only, or with an older release."""
    assert [*facts.renewals(Store.open(home), folder)] == []
    store, _ = synced(home, date(2020, 1, 1))
    assert [*facts.renewals(store, folder)] == []


def test_what_does_not_ship_is_refused(home: Path, folder: Path) -> None:
    """In one sentence."""
    with pytest.raises(ComityError, match="governance does not ship"):
        [*facts.renewals(Store.open(home), folder, ["governance"])]


def test_a_catalogue_that_cannot_be_retold_leaves_the_tables(home: Path, folder: Path) -> None:
    """All is made before anything is written."""
    store, _ = synced(home)
    found = [*facts.renewals(store, folder)]
    path = folder / "catalogue.yaml"
    path.write_text(path.read_text().replace("- name: economy", "- name:  economy"))
    with pytest.raises(ComityError, match="no entry"):
        facts.write(found, folder)
    assert (folder / "embedded" / f"{NAME}.parquet").read_bytes() == embedded_bytes(NAME)


@pytest.mark.parametrize("name", [name for name, one in catalogue().items() if one.embedded])
def test_every_entry_can_be_retold(name: str) -> None:
    """Each field that speaks of a release stands on one line of its own."""
    text = (facts.EVIDENCE / "catalogue.yaml").read_text()
    entry = catalogue()[name].issued(date(2026, 1, 2), "some: 'release'", stated=True, note="a # b")
    made = yaml.safe_load(facts.retold(text, entry))
    changed = next(one for one in made if one["name"] == name)
    assert changed["vintage"] == date(2026, 1, 2)
    assert [one["name"] for one in made] == [one["name"] for one in yaml.safe_load(text)]
