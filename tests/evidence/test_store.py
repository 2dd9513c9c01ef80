"""The store keeps every vintage whole, whoever writes, dies or runs out of disk beside it."""

import errno
import fcntl
import hashlib
import json
import os
import random
import shutil
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import locks
from comity.core.errors import ComityError, FileTrouble, NotHeld, StoreTrouble, UnknownDataset
from comity.core.files import TEMPORARY
from comity.evidence import embedded, open_evidence
from comity.evidence import store as store_module
from comity.evidence.catalogue import Dataset, catalogue
from comity.evidence.embedded import embedded_digest, load_embedded, loaded_at, shipped
from comity.evidence.manifest import FORMAT, NAME, Changes, Vintage, read_manifest
from comity.evidence.reading import Evidence
from comity.evidence.store import Store, compare, default_home
from tests.core.faults import Disk, failing
from tests.evidence.children import counted, described, put_pair, watch_pairs, whole

Orders = Callable[..., list[dict[str, Any]]]
OURS = described("ours")
JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def add(store: Store, number: int, day: date = JANUARY) -> tuple[Store, Vintage]:
    return store.append(OURS, counted(number), vintage=day, origin="test")


def persons(store: Store, as_of: date | None = None) -> int:
    values = store.read("ours", as_of)["persons"].unique().to_list()
    assert len(values) == 1
    return int(values[0])


def page(home: Path) -> bytes:
    path = home / "evidence" / NAME
    return path.read_bytes() if path.exists() else b""


def left_behind(home: Path) -> list[Path]:
    return list(home.rglob(f"{TEMPORARY}*"))


def assert_whole(home: Path) -> Store:
    """The store opens, every vintage it names passes its checksum, and no file is half there."""
    store = Store.open(home)
    named = [vintage.file for _, vintage in store.check()]
    assert len(named) == len(set(named))
    files = {
        str(path.relative_to(store.folder)) for path in store.folder.glob("tables/*/*.parquet")
    }
    assert set(named) <= files
    assert [name for name in files if not whole(store.folder / name)] == []
    return store


# --- Append-only vintages, read as of a day ---------------------------------------------------


def test_an_empty_home_is_an_empty_store(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "nowhere")
    assert store.datasets() == {}
    assert store.manifest.generation == 0
    assert list(store.check()) == []
    assert not (tmp_path / "nowhere").exists(), "to look is not to write"


def test_each_vintage_is_read_as_of_its_day(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    for number, day in ((10, JANUARY), (20, FEBRUARY), (30, MARCH)):
        store, _ = add(store, number, day)
    asked = (JANUARY, date(2024, 1, 31), FEBRUARY, date(2024, 2, 29), MARCH, date(2030, 1, 1), None)
    assert [persons(store, day) for day in asked] == [10, 10, 20, 20, 30, 30, 30]
    with pytest.raises(NotHeld, match="No release of ours that was public by 2023-12-31"):
        store.read("ours", date(2023, 12, 31))


def test_a_vintage_that_arrives_late_takes_its_place_in_time(tmp_path: Path) -> None:
    store, _ = add(Store.open(tmp_path), 30, MARCH)
    store, late = add(store, 10, JANUARY)
    assert (persons(store), persons(store, FEBRUARY)) == (30, 10)
    assert late.changes is None, "nothing was released before it"
    _, between = add(store, 20, FEBRUARY)
    assert between.changes == Changes(added=0, changed=3, gone=0)


def test_a_correction_of_the_same_day_is_kept_beside_what_it_corrects(tmp_path: Path) -> None:
    store, first = add(Store.open(tmp_path), 10)
    store, second = add(store, 11)
    assert persons(store) == persons(store, JANUARY) == 11
    assert store.frame("ours", first)["persons"].to_list() == [10, 10, 10]
    assert [v.sha256 for v in store.manifest.datasets["ours"].vintages] == [
        first.sha256,
        second.sha256,
    ]


def test_a_correction_counts_though_the_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = add(Store.open(tmp_path), 10)

    class Yesterday(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) - timedelta(days=1)

    monkeypatch.setattr(store_module, "datetime", Yesterday)
    store, corrected = add(store, 11)
    assert corrected.stored_at < store.manifest.datasets["ours"].vintages[0].stored_at
    assert persons(store) == 11


def test_the_same_content_adds_nothing(tmp_path: Path) -> None:
    store, first = add(Store.open(tmp_path), 10)
    before = page(tmp_path)
    again, same = add(store, 10)
    assert same == first
    assert page(tmp_path) == before
    assert again.manifest.generation == 1
    again, other_day = add(again, 10, FEBRUARY)
    assert other_day.changes == Changes(added=0, changed=0, gone=0)
    assert again.manifest.generation == 2


def test_no_file_of_the_store_is_ever_written_twice(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    times: dict[Path, int] = {}
    for number in range(1, 6):
        store, _ = add(store, number, JANUARY + timedelta(days=number))
        found = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
        assert found.items() >= times.items()
        assert len(found) == number
        times = found


def test_every_change_is_one_generation(tmp_path: Path) -> None:
    store = load_embedded(Store.open(tmp_path))
    assert store.manifest.generation == 1
    store, _ = add(store, 10)
    store = store.leave_out("ours")
    store = store.leave_out("ours", left_out=False)
    assert store.manifest.generation == 4
    assert Store.open(tmp_path).manifest == store.manifest


def test_what_a_vintage_says_of_itself(tmp_path: Path) -> None:
    before = datetime.now(UTC)
    store, vintage = add(Store.open(tmp_path), 10)
    data = store.path(vintage).read_bytes()
    assert vintage.sha256 == hashlib.sha256(data).hexdigest()
    assert (vintage.rows, vintage.origin, vintage.vintage) == (3, "test", JANUARY)
    assert before <= vintage.stored_at <= datetime.now(UTC)
    assert store.dataset("ours") == OURS
    assert pl.read_parquet(store.path(vintage)).equals(counted(10))


def test_a_dataset_nobody_holds_names_what_may_be_meant(home: Path) -> None:
    with pytest.raises(UnknownDataset, match=r"'migrant_stok'; did you mean migrant_stock"):
        Store.open(home).read("migrant_stok")


def test_datasets_stand_in_the_order_of_the_catalogue_then_a_users_own(home: Path) -> None:
    store, _ = add(Store.open(home), 10)
    assert list(store.datasets()) == [*shipped(), "ours"]


# --- What is left out -------------------------------------------------------------------------


def test_a_dataset_left_out_is_shown_nowhere_and_comes_back_whole(home: Path) -> None:
    store = Store.open(home).leave_out("demography")
    with pytest.raises(NotHeld, match="The dataset demography is left out of this deployment"):
        store.read("demography")
    evidence = Evidence(store)
    assert "demography" not in evidence.datasets
    assert not evidence.holds("demography")
    with pytest.raises(duckdb.CatalogException):
        evidence.query("SELECT * FROM demography")
    assert len(list(store.check())) == 32, "it is still kept"
    back = store.leave_out("demography", left_out=False)
    assert back.read("demography").equals(Store.open(home).read("demography"))
    with pytest.raises(UnknownDataset):
        back.leave_out("nothing")


def test_a_dataset_stays_left_out_when_it_is_loaded_anew(home: Path) -> None:
    Store.open(home).leave_out("demography")
    written = json.loads(page(home))
    written["embedded"] = "older"
    (home / "evidence" / NAME).write_text(json.dumps(written))
    store = load_embedded(Store.open(home))
    assert store.manifest.embedded == embedded_digest()
    assert store.manifest.datasets["demography"].left_out
    assert sum(len(held.vintages) for held in store.manifest.datasets.values()) == 32


# --- What changed -----------------------------------------------------------------------------

rows = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.integers(0, 2), max_size=6)


@given(rows, rows)
def test_compare_counts_rows_as_a_reader_would(
    before: dict[str, int | None], after: dict[str, int | None]
) -> None:
    def table(rows: dict[str, int | None]) -> pl.DataFrame:
        types = {"key": pl.String, "n": pl.Int64}
        return pl.DataFrame({"key": list(rows), "n": list(rows.values())}, schema=types)

    assert compare(table(before), table(after), ("key",)) == Changes(
        added=len(after.keys() - before.keys()),
        changed=sum(before[key] != after[key] for key in before.keys() & after.keys()),
        gone=len(before.keys() - after.keys()),
    )


def test_compare_where_a_key_is_empty_or_there_is_none() -> None:
    old = pl.DataFrame({"key": ["a", None], "n": [1, 2]})
    new = pl.DataFrame({"key": ["a", None], "n": [1, 3]})
    assert compare(old, new, ("key",)) == Changes(added=0, changed=1, gone=0)
    assert compare(old, old, ()) == Changes(added=0, changed=0, gone=0)
    assert compare(old, new, ()) == Changes(added=2, changed=0, gone=2)
    wider = old.with_columns(m=pl.lit(1))
    assert compare(old, wider, ("key",)) == Changes(added=2, changed=0, gone=2)


# --- The manifest -----------------------------------------------------------------------------


def test_a_newer_format_is_refused_in_one_sentence(home: Path) -> None:
    written = json.loads(page(home))
    newer = {"format": FORMAT + 1, "comity": "9.9.9", "something": "else"}
    for content in (newer, written | newer):
        (home / "evidence" / NAME).write_text(json.dumps(content))
        with pytest.raises(StoreTrouble) as caught:
            Store.open(home)
        assert str(caught.value) == (
            f"The store {home / 'evidence'} was written by a newer Comity (9.9.9, format 2; this "
            "one reads 1): upgrade Comity, or set COMITY_HOME to another folder."
        )
    with pytest.raises(StoreTrouble, match="newer Comity"):
        add(Store(home / "evidence", read_manifest(home / "empty")), 1)
    assert json.loads(page(home)) == written | newer, "what a newer one wrote is left alone"


def test_more_than_this_version_knows_is_read_past(home: Path) -> None:
    written = json.loads(page(home))
    written["colour"] = "blue"
    written["datasets"]["demography"]["vintages"][0]["signature"] = "abc"
    (home / "evidence" / NAME).write_text(json.dumps(written))
    assert len(list(Store.open(home).check())) == 32


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"7", b'"text"', b"{}", b'{"format": 1}', b'{"format": "x"}',
        b'{"format": null}', b'{"format": 1, "generation": 1, "embedded": "", "datasets": []}',
        b'{"format": 1, "generation": "x", "embedded": "", "datasets": {}}',
        b'{"format": 1, "generation": 1, "embedded": "", "datasets": {"a": {"vintages": [{}]}}}',
        b"\xff\xfe\x00", b"\x00" * 4096,
    ],
)  # fmt: skip
def test_a_damaged_manifest_is_one_sentence_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / NAME).write_bytes(content)
    for use in (lambda: Store.open(tmp_path), lambda: open_evidence(tmp_path)):
        with pytest.raises(StoreTrouble, match=r"is damaged: restore it from a backup, or move"):
            use()
    assert page(tmp_path) == content


def test_a_manifest_cut_short_anywhere_is_noticed(home: Path) -> None:
    whole_page = page(home)
    for length in range(0, len(whole_page) - 1, 61):
        (home / "evidence" / NAME).write_bytes(whole_page[:length])
        with pytest.raises(StoreTrouble, match="is damaged"):
            Store.open(home)


# --- Files that were altered ------------------------------------------------------------------


def damaged(data: bytes, how: str) -> bytes:
    middle = len(data) // 2
    return {
        "one bit": data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :],
        "cut short": data[:middle],
        "emptied": b"",
        "grown": data + b"x",
    }[how]


@pytest.mark.parametrize("how", ["one bit", "cut short", "emptied", "grown"])
def test_an_altered_file_is_found_and_named(home: Path, how: str) -> None:
    store = Store.open(home)
    path = store.path(store.vintage("youth_share"))
    path.write_bytes(damaged(path.read_bytes(), how))
    for use in (lambda: list(store.check()), lambda: store.read("youth_share")):
        with pytest.raises(StoreTrouble) as caught:
            use()
        assert str(caught.value).startswith(f"The file {path} of dataset youth_share was altered")
    assert store.read("demography").height > 0, "the others can still be read"


def test_two_files_that_changed_places_are_found(home: Path) -> None:
    store = Store.open(home)
    one, other = (store.path(store.vintage(name)) for name in ("solutions", "dyads"))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    with pytest.raises(StoreTrouble, match="was altered after it was stored"):
        list(store.check())


def test_a_missing_file_is_named(home: Path) -> None:
    store = Store.open(home)
    path = store.path(store.vintage("youth_share"))
    path.unlink()
    for use in (
        lambda: list(store.check()),
        lambda: store.read("youth_share"),
        lambda: Evidence(store).query("SELECT * FROM youth_share"),
    ):
        with pytest.raises(StoreTrouble, match=rf"The file {path} of dataset youth_share is miss"):
            use()


@pytest.mark.parametrize("how", ["cut short", "emptied", "grown"])
def test_a_question_to_an_altered_file_names_it(home: Path, how: str) -> None:
    store = Store.open(home)
    path = store.path(store.vintage("youth_share"))
    path.write_bytes(damaged(path.read_bytes(), how))
    with pytest.raises(StoreTrouble, match="of dataset youth_share was altered"):
        Evidence(store).query("SELECT sum(youth_share) FROM youth_share")


def test_a_question_that_is_wrong_in_itself_is_not_blamed_on_the_store(evidence: Evidence) -> None:
    with pytest.raises(duckdb.BinderException, match="nothing"):
        evidence.query("SELECT nothing FROM youth_share")


# --- Readers keep what they opened ------------------------------------------------------------


@pytest.mark.parametrize("asked_before", [True, False])
def test_a_reader_keeps_its_answers_while_others_write(home: Path, asked_before: bool) -> None:
    store, _ = add(Store.open(home), 10)
    reader = Evidence(store)
    question = "SELECT DISTINCT persons FROM ours"
    if asked_before:
        assert reader.query(question) == [{"persons": 10}]
    version = reader.version
    store, _ = add(store, 20, MARCH)
    store = store.leave_out("ours")
    assert reader.query(question) == [{"persons": 10}]
    assert reader.version == version
    store = store.leave_out("ours", left_out=False)
    assert Evidence(store).query(question) == [{"persons": 20}]
    assert Evidence(store, FEBRUARY).query(question) == [{"persons": 10}]
    assert Evidence(store).version != version


def test_many_threads_may_ask_one_reader(evidence: Evidence) -> None:
    question = "SELECT sum(female + male) AS n FROM migrant_stock WHERE year = ?"
    expected = {year: evidence.query(question, [year]) for year in (1990, 2000, 2010, 2024)}
    wrong: list[Any] = []

    def ask() -> None:
        for year, answer in list(expected.items()) * 5:
            if (got := evidence.query(question, [year])) != answer:
                wrong.append((year, got))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize(
    "name", ["it's", "what?", "all*", "[a]", "é ü 中", "a{b,c}", "**", "#1%20"]
)
def test_a_home_of_any_name(tmp_path: Path, name: str) -> None:
    """Files are named by their content, so the same one lies in homes of names that are alike."""
    for other in ("whatx", "allx", "a", "ab", "x"):
        add(Store.open(tmp_path / other), 77)
    store, _ = add(Store.open(tmp_path / name), 77)
    assert Evidence(store).query("SELECT persons FROM ours") == [{"persons": 77}] * 3
    assert len(list(store.check())) == 1


def test_where_the_home_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COMITY_HOME", "~/here")
    assert default_home() == tmp_path / "here"
    monkeypatch.setenv("COMITY_HOME", "")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_home() == tmp_path / "data" / "comity"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert default_home() == tmp_path / ".local" / "share" / "comity"


# --- Loading what ships with Comity -----------------------------------------------------------


def test_loading_again_writes_nothing(home: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    with Disk().watched() as disk:
        store = load_embedded(Store.open(home))
    assert disk.steps == []
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*")} == before
    assert store.manifest.embedded == embedded_digest()


def test_progress_is_told_once_a_dataset(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    store = load_embedded(Store.open(tmp_path), lambda *step: told.append(step))
    assert told == [(name, n, 32) for n, name in enumerate(shipped(), start=1)]
    at = loaded_at(store)
    assert at is not None
    assert datetime.now(UTC) - at < timedelta(minutes=5)
    assert loaded_at(Store.open(tmp_path / "nowhere")) is None


# --- A full disk, at every step ---------------------------------------------------------------


def with_little_room(disk: Disk, write: Callable[..., object], *what: Any) -> str:
    """What is said when the disk fills up at a step of `write`; nothing when it gets through."""
    try:
        with disk.watched():
            write(*what)
    except ComityError as error:
        return str(error)
    return ""


def test_a_full_disk_at_every_step_of_a_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One step at a time fails until a load gets through without meeting the fault.

    Every third dataset is loaded: each is written in the same steps.
    """
    some = dict([*shipped().items()][::3])
    monkeypatch.setattr(embedded, "shipped", lambda: some)
    refused, at = 0, 0
    while True:
        at += 1
        home = tmp_path / "full"
        disk = Disk(failing(errno.ENOSPC), at=at)
        if trouble := with_little_room(disk, load_embedded, Store.open(home)):
            refused += 1
            assert trouble.endswith("the disk is full; free some space and run this again.")
            assert page(home) == b"", f"step {at}, {disk.steps[-1]}: nothing is half loaded"
        else:
            assert len(Store.open(home).datasets()) == len(some)
        assert left_behind(home) == []
        assert_whole(home)
        if not disk.happened:
            break
        if at % 20 == 0:
            again = load_embedded(Store.open(home))
            assert len(assert_whole(again.folder.parent).datasets()) == len(some)
        shutil.rmtree(home, ignore_errors=True)
    # Six of the steps of each file can fail; a folder that is there or cannot be synced is no harm.
    assert at == len(disk.steps) + 1 > 8 * len(some)
    assert refused > 6 * (len(some) - 1)
    assert len(list(assert_whole(home).check())) == len(some)


def test_a_full_disk_at_every_step_of_an_append(tmp_path: Path) -> None:
    store, _ = add(Store.open(tmp_path), 1)
    refused, at = 0, 0
    while True:
        at += 1
        before, kept = page(tmp_path), Store.open(tmp_path)
        disk, day = Disk(failing(errno.ENOSPC), at=at), FEBRUARY + timedelta(days=at)
        if trouble := with_little_room(disk, add, store, 100 + at, day):
            refused += 1
            assert trouble.endswith("the disk is full; free some space and run this again.")
            assert page(tmp_path) == before
            assert persons(Store.open(tmp_path)) == persons(kept)
        else:
            assert persons(Store.open(tmp_path)) == 100 + at
        assert left_behind(tmp_path) == []
        assert_whole(tmp_path)
        assert page(tmp_path).startswith(b"{\n")
        if not disk.happened:
            break
    assert refused >= 13
    names = [vintage.file for _, vintage in Store.open(tmp_path).check()]
    assert len(names) == 1 + at - refused


def test_a_disk_without_rights_or_made_read_only(tmp_path: Path) -> None:
    store, _ = add(Store.open(tmp_path), 1)
    for number, says in ((errno.EROFS, "read-only"), (errno.EACCES, "no right")):
        with Disk(failing(number), at=2).watched(), pytest.raises(FileTrouble, match=says):
            add(store, 2)
        assert persons(Store.open(tmp_path)) == 1


# --- kill -9, at every step and at any time ---------------------------------------------------

FEW = 3
"""Datasets in a load that dies: each is written as the others are."""


def test_kill_9_at_every_step_of_a_load(tmp_path: Path, orders: Orders) -> None:
    at, alive, leavings = 1, False, 0
    while not alive:
        homes = [tmp_path / str(step) for step in range(at, at + 6)]
        ended = orders(
            *({"do": "load", "home": str(home), "first": FEW, "dies_at": int(home.name)}
              for home in homes)
        )  # fmt: skip
        for home, end in zip(homes, ended, strict=True):
            held = assert_whole(home).datasets()
            assert len(held) == (0 if end["killed"] and page(home) == b"" else FEW)
            leavings += len(left_behind(home))
        alive = not all(end["killed"] for end in ended)
        again = orders(*({"do": "load", "home": str(home), "first": FEW} for home in homes))
        for home, end in zip(homes, again, strict=True):
            assert len(assert_whole(home).datasets()) == FEW, "the next one loads what is missing"
            assert left_behind(home) == [], "and removes what is half there"
            assert end["answer"] in (0, FEW)
        at += len(homes)
    assert at > 9 * FEW
    assert leavings > 4 * FEW, "some died with a file half written"


def test_kill_9_at_every_step_of_an_append(tmp_path: Path, orders: Orders) -> None:
    for number, day in ((1, JANUARY), (2, FEBRUARY)):
        add(Store.open(tmp_path / "before"), number, day)
    kept = Store.open(tmp_path / "before").manifest.datasets["ours"].vintages
    at, alive = 1, False
    while not alive:
        homes = [
            Path(shutil.copytree(tmp_path / "before", tmp_path / str(step)))
            for step in range(at, at + 6)
        ]
        ended = orders(
            *({"do": "add", "home": str(home), "number": 300, "dies_at": int(home.name)}
              for home in homes)
        )  # fmt: skip
        for home, end in zip(homes, ended, strict=True):
            store = assert_whole(home)
            vintages = store.manifest.datasets["ours"].vintages
            assert vintages[:2] == kept
            assert persons(store) in ((2, 300) if end["killed"] else (300,))
            assert persons(store, FEBRUARY) == 2
            store, _ = add(store, 400, date(2025, 6, 1))
            assert left_behind(home) == [], "the next writer removes what is half there"
            assert persons(store) == 400
        alive = not all(end["killed"] for end in ended)
        at += len(homes)
    assert at > 15


def test_kill_9_at_forty_random_times(tmp_path: Path, orders: Orders) -> None:
    chance = random.Random(20)
    kept: tuple[Vintage, ...] = ()
    for _ in range(20):
        home = tmp_path / "one"
        (end,) = orders(
            {"do": "add_for_ever", "home": str(home), "seconds": chance.uniform(0.02, 0.15)}
        )
        assert end["killed"]
        store = assert_whole(home)
        vintages = store.manifest.datasets["ours"].vintages if store.datasets() else ()
        assert vintages[: len(kept)] == kept, "what was stored once stays"
        kept = vintages
        assert persons(store) == len(kept) if kept else True
    assert len(kept) > 20
    found = []
    for number in range(20):
        home = tmp_path / f"load-{number}"
        (end,) = orders({"do": "load", "home": str(home), "seconds": chance.uniform(0, 0.06)})
        found.append(len(assert_whole(home).datasets()))
    assert set(found) <= {0, 32}
    assert len(assert_whole(load_embedded(Store.open(home)).folder.parent).datasets()) == 32
    assert left_behind(home) == []


# --- Several at the same time -----------------------------------------------------------------


def test_processes_that_load_an_empty_home_at_once_load_it_once(
    tmp_path: Path, orders: Orders
) -> None:
    for count in (2, 2, 6):
        home = tmp_path / f"{count}-{len(list(tmp_path.iterdir()))}"
        ended = orders(*[{"do": "load", "home": str(home)}] * count)
        assert sorted(end["answer"] for end in ended) == [0] * (count - 1) + [32]
        store = assert_whole(home)
        assert store.manifest.generation == 1
        assert len(store.datasets()) == 32


def test_threads_that_append_at_once_lose_nothing(tmp_path: Path) -> None:
    def work(number: int) -> None:
        add(Store.open(tmp_path), number, JANUARY + timedelta(days=number))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = assert_whole(tmp_path)
    assert store.manifest.generation == 12
    assert {v.vintage.day for _, v in store.check()} == set(range(2, 14))


def test_eight_threads_read_one_generation_each_time_beside_a_writer(tmp_path: Path) -> None:
    times = 25
    seen: list[list[int]] = []
    broke: list[str] = []

    def read() -> None:
        try:
            seen.append(watch_pairs(tmp_path, times))
        except (AssertionError, ComityError, duckdb.Error) as error:
            broke.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for _ in range(times):
        put_pair(Store.open(tmp_path))
    for reader in readers:
        reader.join()
    assert broke == []
    assert len(seen) == 8
    for generations in seen:
        assert generations == sorted(generations)
        assert generations[-1] == times


def test_eight_processes_read_one_generation_each_time_beside_a_writer(
    tmp_path: Path, orders: Orders
) -> None:
    reader = {"do": "read_pairs", "home": str(tmp_path), "times": 25}
    *ended, writer = orders(*[reader] * 8, reader | {"do": "add_pairs"})
    assert "refused" not in writer
    seen = [end["answer"] for end in ended]
    assert all(generations == sorted(generations) for generations in seen)
    assert {generations[-1] for generations in seen} == {25}
    assert len({g for generations in seen for g in generations}) > 1, "they read while it wrote"


# --- The lock ---------------------------------------------------------------------------------


@pytest.mark.alone
def test_a_writer_waits_and_then_says_for_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "LOCK_SECONDS", 1.2)
    store, _ = add(Store.open(tmp_path), 1)
    told: list[str] = []
    with (tmp_path / "evidence" / "lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = time.monotonic()
        with pytest.raises(StoreTrouble) as caught, store.writing(lambda: told.append("waiting")):
            pytest.fail("two writers at once")
        waited = time.monotonic() - started
        assert persons(Store.open(tmp_path)) == 1, "readers never wait"
    assert 1.2 <= waited < 3
    assert told == ["waiting"]
    assert str(caught.value) == (
        f"Another Comity has been writing to {tmp_path / 'evidence'} for 1 seconds; wait for it to "
        "end and run this again."
    )
    assert persons(add(store, 2)[0]) == 2


@pytest.mark.alone
def test_the_lock_of_a_writer_that_was_killed_is_free(tmp_path: Path, orders: Orders) -> None:
    ready = tmp_path / "ready"
    (end,) = orders({"do": "hold", "home": str(tmp_path), "ready": str(ready), "seconds": 0.3})
    assert end["killed"]
    assert ready.exists()
    started = time.monotonic()
    add(Store.open(tmp_path), 1)
    assert time.monotonic() - started < 2


def test_the_lock_is_let_go_when_a_writer_fails(tmp_path: Path) -> None:
    store, _ = add(Store.open(tmp_path), 1)
    before = page(tmp_path)

    def fail() -> None:
        with store.writing() as writer:
            writer.put("ours", b"half", rows=0, vintage=MARCH, origin="test", described=OURS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert page(tmp_path) == before, "what a failing block put is not named"
    assert persons(add(store, 2)[0]) == 2


@pytest.mark.alone
def test_a_folder_that_cannot_be_locked_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    started = time.monotonic()
    with pytest.raises(FileTrouble, match=r"Cannot lock .*lock: No locks available\."):
        add(Store.open(tmp_path), 1)
    assert time.monotonic() - started < 2


# --- A home that may only be read -------------------------------------------------------------

ASK = "SELECT sum(female + male) AS n FROM migrant_stock WHERE year = 2024"


@pytest.fixture
def reading_only(public_folder: Path, loaded_home: Path) -> Callable[[str, int], dict[str, Any]]:
    """A job for somebody who has no right to write to the homes in the public folder."""
    shutil.copytree(loaded_home, public_folder / "loaded")
    shutil.copytree(loaded_home, public_folder / "rehearsal")
    (public_folder / "empty").mkdir()
    (public_folder / "empty" / "evidence").mkdir()

    def job(name: str, rights: int) -> dict[str, Any]:
        for path in (public_folder / name, public_folder / name / "evidence"):
            path.chmod(rights)
        return {
            "do": "ask", "sql": ASK, "as_nobody": True, "home": str(public_folder / name),
            "rehearsal": str(public_folder / "rehearsal"),
        }  # fmt: skip

    return job


def test_a_loaded_home_can_be_read_without_the_right_to_write(
    reading_only: Callable[[str, int], dict[str, Any]], orders: Orders
) -> None:
    (end,) = orders(reading_only("loaded", 0o555))
    assert end["answer"] == [{"n": 304_021_813}]


def test_an_empty_home_without_the_right_to_write_is_one_sentence(
    reading_only: Callable[[str, int], dict[str, Any]], orders: Orders
) -> None:
    job = reading_only("empty", 0o555)
    (end,) = orders(job)
    assert end["kind"] == "FileTrouble"
    folder = Path(job["home"]) / "evidence"
    assert end["refused"] == (
        f"Cannot write to {folder}: you have no right to; change its rights or the place."
    )


def test_nobody_adds_to_a_home_without_the_right_to_write(
    reading_only: Callable[[str, int], dict[str, Any]], orders: Orders
) -> None:
    job = reading_only("loaded", 0o555)
    (end,) = orders(job | {"do": "add", "number": 1})
    assert "you have no right to" in end["refused"]
    assert "ours" not in assert_whole(Path(job["home"])).datasets()


def test_a_home_that_may_not_even_be_read_is_one_sentence(
    reading_only: Callable[[str, int], dict[str, Any]], orders: Orders, public_folder: Path
) -> None:
    (end,) = orders(reading_only("loaded", 0o000))
    for path in (public_folder / "loaded", public_folder / "loaded" / "evidence"):
        path.chmod(0o755)
    assert end["kind"] == "FileTrouble"
    assert end["refused"].startswith("Cannot read ")
    assert "you have no right to" in end["refused"]


def test_the_datasets_of_the_tests_are_like_those_of_users() -> None:
    assert isinstance(OURS, Dataset)
    assert "ours" not in catalogue()
