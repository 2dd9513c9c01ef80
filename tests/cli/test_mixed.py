"""`comity mixed`: tables with sources and assumptions, JSON, files, one sentence for slips."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.speaker import Command

TODAY = ("--as-of", "2026-11-22")


@pytest.fixture(scope="module", autouse=True)
def _one_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One loaded home for all of these: nothing here writes to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("mixed")))
        yield


def test_a_corridor_in_tables_with_what_it_assumes(comity: Command) -> None:
    said = comity("mixed", "AFG-TUR", *TODAY)
    assert said.status == 0
    assert said.out.startswith("Afghanistan and T\u00fcrkiye: mixed-migration account")
    assert "Periods run from 1 July of the first year to 30 June of the last." in said.out
    assert "233,223" in said.out
    assert "zero by this rule" in said.out
    assert "Registrations and estimated movement have different definitions." in said.out
    assert "are not estimated: no source counts them" in said.out
    assert "Emigration pressure of Afghanistan, 2024" in said.out
    assert "Source: UNHCR (2026). Forced displacement flow dataset" in said.out


def test_json_is_only_json_and_a_file_beside_it_has_the_same(
    comity: Command, tmp_path: Path
) -> None:
    file = tmp_path / "account.csv"
    period = ("--period", "2015-2020")
    plain = json.loads(comity("mixed", "SYR-DEU", *period, "--json", "-o", file, *TODAY).out)
    assert plain["subject"]["code"] == "SYR-DEU"
    assert plain["as_of"] == "2026-11-22"
    assert plain["not_held"] == []
    assert {one["period"] for one in plain["parts"]["movement"]} == {"2015-2020"}
    assert set(plain["parts"]) == set(plain["assumptions"])
    people = [one for one in plain["parts"]["movement"] if one["measure"] == "protection_movement"]
    assert people[0]["value"] == 496_206
    every = [one for found in plain["parts"].values() for one in found]
    assert all(one["lineage"]["datasets"] for one in every)
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert [row["measure"] for row in rows] == [one["measure"] for one in every]
    assert all(row["source"] for row in rows)


def test_a_region_has_both_directions(comity: Command) -> None:
    said = comity("mixed", "Central", "Asia", "--period", "2015-2020", *TODAY)
    assert said.status == 0
    assert "Movement (arriving)" in said.out
    assert "Movement (leaving)" in said.out
    assert "outside it (people from here)" in said.out


def test_a_day_on_which_nothing_was_public(comity: Command) -> None:
    said = comity("mixed", "AFG-TUR", "--as-of", "2012")
    assert said.status == 0
    assert "No release of displacement_flows was public by 31 December 2012." in said.out
    assert "The evidence has no figure for this account." in said.out


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("TJK-RUS", "--period", "2015-2021"), "write 1990-1995"),
        (("TJK-RUS", "--period", "soon"), "is no period"),
        (("TJK", "RUS"), "write TJK-RUS"),
        (("TJK-RUS", "-o", "account.pdf"), ".csv, .json, .xlsx"),
        (("Atlantis",), "Atlantis"),
    ],
)
def test_slips_are_one_sentence(words: tuple[str, ...], remedy: str, comity: Command) -> None:
    said = comity("mixed", *words)
    assert (said.status, said.out) == (2, "")
    assert remedy in said.err
    assert said.err.count("\n") == 1
