"""Datasets on the command line: listed, shown, exported, cited, checked and left out."""

import json
from pathlib import Path

import polars as pl
import pytest

from comity.evidence import Store
from comity.evidence.embedded import shipped
from tests.cli.speaker import Command


def test_the_list_names_every_dataset(comity: Command) -> None:
    said = comity("data")
    assert said.status == 0
    assert all(name in said.out for name in shipped())
    assert "76,648" in said.out
    assert said.err.startswith("Comity: loading the ")
    again = comity("data", "list", "--json")
    assert again.err == ""
    told = {entry["name"]: entry for entry in json.loads(again.out)}
    assert list(told) == list(shipped())
    assert told["migrant_stock"]["rows"] == 76_648
    assert told["migrant_stock"]["vintage"] == "2025-01-27"
    assert not any(entry["private"] or entry["left_out"] for entry in told.values())


def test_a_dataset_is_described_with_its_first_rows(comity: Command) -> None:
    said = comity("data", "show", "visa_requirements", "--rows", "2")
    assert said.status == 0
    for part in ("Passport Index", "MIT", "39,402", "Short tourist visits only", "not reported"):
        assert part in said.out
    plain = json.loads(comity("data", "show", "economy", "--rows", "1", "--json").out)
    assert len(plain["first_rows"]) == 1
    assert plain["publisher"] == "World Bank"


def test_years_have_no_separators_and_counts_do(comity: Command) -> None:
    out = comity("data", "show", "demography", "--rows", "1").out
    assert "1990" in out
    assert "1,990" not in out
    assert "63,648" in out


def test_an_unknown_dataset_is_suggested(comity: Command) -> None:
    for words in (["show"], ["cite"], ["history"], ["leave-out"], ["bring-back"]):
        said = comity("data", *words, "migrant_stok")
        assert said.status == 2
        assert "did you mean migrant_stock" in said.err


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet", ".xlsx"])
def test_an_export_holds_the_whole_dataset(ending: str, comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "new" / f"idps{ending}"
    said = comity("data", "export", "internally_displaced", "-o", path)
    assert said.status == 0
    assert "Internal Displacement Monitoring Centre" in said.err
    read = {
        ".csv": pl.read_csv,
        ".json": lambda p: pl.DataFrame(json.loads(p.read_text())),
        ".parquet": pl.read_parquet,
        ".xlsx": pl.read_excel,
    }[ending]
    frame = read(path)
    expected = Store.open().read("internally_displaced")
    assert frame.columns == expected.columns
    assert frame.height == expected.height
    assert frame["persons"].sum() == expected["persons"].sum()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_an_ending_nobody_knows_writes_nothing(comity: Command, tmp_path: Path) -> None:
    said = comity("data", "export", "economy", "-o", tmp_path / "economy.pdf")
    assert said.status == 2
    assert said.err == "A dataset can be written as .csv, .json, .parquet, .xlsx, not as '.pdf'.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_one_sentence(
    comity: Command, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    said = comity("data", "export", "economy", "-o", tmp_path / "file" / "economy.csv")
    assert said.status == 2
    assert said.err.splitlines()[-1].startswith("Cannot write ")
    assert (tmp_path / "file").read_text() == "in the way"


def test_an_export_as_of_a_day_before_the_release_is_refused(
    comity: Command, tmp_path: Path
) -> None:
    said = comity("data", "export", "economy", "-o", tmp_path / "e.csv", "--as-of", "2020")
    assert said.status == 2
    assert "economy" in said.err
    assert not (tmp_path / "e.csv").exists()


def test_citations(comity: Command) -> None:
    text = comity("data", "cite", "migrant_stock").out
    assert "International Migrant Stock 2024" in text
    assert "2025-01-27" in text
    assert "CC BY 3.0 IGO" in text
    bibtex = comity("data", "cite", "migrant_stock", "--format", "bibtex").out
    assert bibtex.startswith("@misc{migrant_stock_2025,\n")
    assert bibtex.count("{") == bibtex.count("}")
    ris = comity("data", "cite", "migrant_stock", "--format", "ris").out.splitlines()
    assert ris[0] == "TY  - DATA"
    assert ris[-1] == "ER  - "
    assert comity("data", "cite", "migrant_stock", "--format", "apa").status == 2


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_dataset_can_be_cited_in_bibtex(name: str, comity: Command) -> None:
    said = comity("data", "cite", name, "--format", "bibtex")
    assert said.status == 0
    fields = [line for line in said.out.splitlines() if line.startswith("  ")]
    assert all(" = {" in line and line.endswith("},") for line in fields)
    assert any(line.startswith("  title") for line in fields)


def test_the_check_finds_what_was_altered_or_lost(comity: Command) -> None:
    assert comity("data", "check").status == 0
    store = Store.open()
    path = store.path(store.vintage("dyads"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    said = comity("data", "check")
    assert said.status == 2
    assert "dyads was altered" in said.err
    path.unlink()
    said = comity("data", "check")
    assert said.status == 2
    assert "dyads is missing" in said.err


def test_a_damaged_file_is_one_sentence_wherever_it_is_read(comity: Command) -> None:
    comity("data")
    store = Store.open()
    path = store.path(store.vintage("migrant_stock"))
    path.write_bytes(path.read_bytes()[:5000])
    for words in (["brief", "DEU"], ["quality", "DEU"], ["data", "show", "migrant_stock"]):
        said = comity(*words)
        assert said.status == 2, words
        assert said.err.count("\n") == 1


def test_leaving_out_and_bringing_back(comity: Command) -> None:
    assert comity("data", "leave-out", "visa_requirements").status == 0
    assert "already" in comity("data", "leave-out", "visa_requirements").err
    assert "left out" in comity("data").out
    said = comity("data", "show", "visa_requirements")
    assert said.status == 2
    assert "left out" in said.err
    assert "Passport Index" not in comity("quality", "TJK-RUS").out
    assert comity("data", "bring-back", "visa_requirements").status == 0
    assert "was not left out" in comity("data", "bring-back", "visa_requirements").err
    assert "Passport" in comity("data", "show", "visa_requirements").out
