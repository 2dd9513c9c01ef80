"""Bringing a table: shown before it is stored, asked for where somebody can answer."""

import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from comity.evidence import Store
from tests.cli.speaker import Command, environment


def _held() -> dict[str, int]:
    return {name: len(one.vintages) for name, one in Store.open().manifest.datasets.items()}


def test_without_a_terminal_nothing_is_stored_unless_yes_is_said(
    program: Command, permits: Path
) -> None:
    said = program("data", "add", permits, "--dataset", "permits")
    assert said.status == 2
    assert "permits_issued" in said.out
    assert said.err.splitlines()[-1].endswith("say so with --yes.")
    assert "permits" not in _held()
    said = program("data", "add", permits, "--dataset", "permits", "--yes")
    assert said.status == 0
    assert _held()["permits"] == 1


@pytest.mark.parametrize(("typed", "stored"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_comity_asks(typed: str, stored: bool, permits: Path) -> None:
    ours, theirs = pty.openpty()
    words = [
        sys.executable,
        "-m",
        "comity.cli",
        "data",
        "add",
        str(permits),
        "--dataset",
        "permits",
    ]
    with subprocess.Popen(
        words,
        env=environment(),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as running:
        os.write(ours, typed.encode())
        _, told = running.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert running.returncode == 0
    assert "Store this as your own dataset permits?" in told
    assert ("Nothing was stored." not in told) == stored
    assert ("permits" in _held()) == stored


def test_a_private_dataset_is_its_owners_alone(comity: Command, permits: Path) -> None:
    words = ["data", "add", permits, "--dataset", "permits"]
    assert comity(*words, "--yes", "--private").status == 0
    store = Store.open()
    path = store.path(store.vintage("permits"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    listed = {one["name"]: one for one in json.loads(comity("data", "list", "--json").out)}
    assert listed["permits"]["private"]
    assert "private" in comity("data").out
    said = comity(*words, "--public")
    assert "description of permits is new" in said.err
    assert stat.S_IMODE(path.stat().st_mode) & 0o044
    assert _held()["permits"] == 1


def test_what_changed_is_shown_and_kept(comity: Command, permits: Path, tmp_path: Path) -> None:
    comity("data", "add", permits, "--dataset", "permits", "--yes", "--vintage", "2026-01-31")
    newer = tmp_path / "newer.csv"
    newer.write_text(
        "Country name,Year,Permits issued,Remark\n"
        "Russia,2023,1250,\nUzbekistan,2024,55,\nTajikistan,2024,7,new\n"
    )
    said = comity("data", "add", newer, "--dataset", "permits", "--vintage", "2026-02-28")
    assert said.status == 0
    assert "Against the release of 2026-01-31 (rows: 3): 1 added, 2 changed, 1 gone." in said.out
    assert "1,500" in said.out
    assert "1,312" in said.out
    assert "left out: Remark" in said.err
    same = comity("data", "add", newer, "--dataset", "permits")
    assert "Nothing changed against the release of 2026-02-28" in same.out
    assert "exactly this already" in same.err
    told = json.loads(comity("data", "history", "permits", "--json").out)
    assert [one["vintage"] for one in told] == ["2026-01-31", "2026-02-28"]
    assert told[1]["changes"] == {"added": 1, "changed": 2, "gone": 1}
    assert "2026-02-28" in comity("data", "history", "permits").out


def test_a_new_release_of_a_published_dataset(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "idps.csv"
    comity("data", "export", "internally_displaced", "-o", path)
    text = (
        path.read_text()
        .replace("country,", "iso3,", 1)
        .replace("AFG,2009,297000", "AFG,2009,297001")
    )
    path.write_text(text)
    said = comity("data", "add", path, "--dataset", "internally_displaced")
    assert said.status == 0
    assert "0 added, 1 changed, 0 gone" in said.out
    assert _held()["internally_displaced"] == 2


BAD = {
    "unclosed": ('iso3,year,persons\nAFG,2020,"1\n', "quot"),
    "uneven": ("iso3,year,persons\nAFG,2020\n", "row 2"),
    "twice": ("iso3,year,persons\nAFG,2020,1\nAFG,2020,1\n", "rows 2 and 3"),
    "nowhere": ("iso3,year,persons\nAFGX,2020,1\n", "row 2, column 'country'"),
    "wordy": ("iso3,year,persons\nAFG,2020,many\n", "row 2, column 'persons'"),
    "headless": ("a,b\n1,2\n", "no column 'country'"),
    "empty": ("", "empty"),
    "rowless": ("iso3,year,persons\n", "no rows"),
    "latin": (b"iso3,year,persons\nAFG,2020,\xe9\n", "UTF-8"),
    "negative": ("iso3,year,persons\nAFG,2020,-5\n", "below 0"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_tables_are_one_sentence_and_never_change_the_store(
    kind: str, comity: Command, tmp_path: Path
) -> None:
    content, told = BAD[kind]
    path = tmp_path / "bad.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    comity("data")
    before = (Store.open().folder / "manifest.json").read_bytes()
    said = comity("data", "add", path, "--dataset", "internally_displaced")
    assert said.status == 2
    assert said.err.startswith("bad.csv")
    assert said.err.count("\n") == 1
    assert told in said.err
    assert (Store.open().folder / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--dataset", "Permits"], "small letters"),
        (["--dataset", "peru"], "also means Peru"),
        (["--dataset", "permits", "--vintage", "2999-01-01"], "lies ahead"),
        (["--dataset", "permits", "--vintage", "2024"], "takes a day"),
        (["--dataset", "permits", "--vintage", "soon"], "no period"),
        (["--dataset", "migrant_stock", "--private"], "leave out --private"),
        (["--dataset", "migrant_stock", "--title", "Mine"], "leave out --title"),
    ],
)
def test_words_that_cannot_be_meant(
    words: list[str], told: str, comity: Command, permits: Path
) -> None:
    said = comity("data", "add", permits, *words, "--yes")
    assert said.status == 2
    assert told in said.err.splitlines()[-1]
    assert "permits" not in _held()


def test_files_that_are_not_there(comity: Command, tmp_path: Path) -> None:
    said = comity("data", "add", tmp_path / "none.csv", "--dataset", "permits", "--yes")
    assert said.status == 2
    assert "no such file" in said.err
    said = comity("data", "add", tmp_path, "--dataset", "permits", "--yes")
    assert said.status == 2
