"""`comity policy norms, instruments, gaps, timeline`: tables, JSON, files, slips."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.cli.speaker import Command


@pytest.fixture(scope="module", autouse=True)
def _loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One home for all: nothing here writes to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("norms")))
        yield


def test_what_binds_a_country_on_a_day(comity: Command) -> None:
    said = comity("policy", "norms", "KGZ", "--as-of", "1996-12-31", "--json")
    assert said.status == 0
    plain = json.loads(said.out)
    by_code = {one["code"]: one for one in plain["treaties"]}
    refugees = by_code["REFUGEE_CONV_1951"]
    assert (refugees["status"], refugees["in_force"]) == ("party", False)
    assert (refugees["action_date"], refugees["in_force_date"]) == ("1996-10-08", "1997-01-06")
    assert refugees["list_as_of"] == "2015-03-14"
    assert by_code["ICRMW_1990"]["status"] == "none"
    assert plain["as_of"] == "1996-12-31"
    assert "REFUGEE_CONV_1951" in plain["register_read"]["2015-03-14"]
    assert plain["compacts"] == [
        {"compact": "GCM", "vote": "not voting", "resolution": "A/RES/73/195",
         "date": "2018-12-19"},
        {"compact": "GCR", "vote": "yes", "resolution": "A/RES/73/151", "date": "2018-12-17"},
    ]  # fmt: skip
    assert {one["theme"] for one in plain["themes"]} >= {"refugees", "human rights"}
    assert plain["themes"][0]["finding"]["lineage"]["datasets"]
    assert plain["sources"]


def test_every_table_says_the_day_and_when_lists_were_read(comity: Command) -> None:
    said = comity("policy", "norms", "KGZ", "--theme", "migrant workers", "--as-of", "2026-02-11")
    assert "Kyrgyzstan: what binds it on 2026-02-11" in said.out
    assert "2004-01-01" in said.out
    assert "the list was read, 2026-02-10; later acts are not known" in said.out
    assert "What a state has promised is not what it does" in said.out
    before = comity("policy", "norms", "KGZ", "--theme", "refugees", "--as-of", "2015-03-14")
    assert "later acts are not known" not in before.out


def test_members_against_instruments(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "norms", "central-asia")
    assert "4 of 5" in said.out
    assert "not verified: 2 listed" in said.out
    assert max(len(line) for line in said.out.split("Members:")[0].splitlines()) <= 80
    union = comity("policy", "norms", "EUE", "--theme", "trafficking and smuggling")
    assert "The European Union as a party itself" in union.out
    every = comity("policy", "norms", "central-asia", "--unverified")
    assert "at least 2 of 5" in every.out
    path = tmp_path / "norms.csv"
    assert comity("policy", "norms", "central-asia", "-o", path).status == 0
    frame = pl.read_csv(path)
    assert set(frame["party"]) == {"KAZ", "KGZ", "TJK", "TKM", "UZB"}
    tajik = frame.filter((pl.col("party") == "TJK") & (pl.col("code") == "C097"))
    assert tajik["status"].to_list() == ["unverified"]


def test_instruments_and_one_of_them(comity: Command) -> None:
    plain = json.loads(comity("policy", "instruments", "--json").out)
    counts = {one["code"]: one["parties"] for one in plain["instruments"]}
    assert counts["CRC_1989"] == 196
    assert counts["C097"] is counts["KAMPALA_2009"] is None
    said = comity("policy", "instruments", "refugee convention", "--as-of", "2015-03-14")
    assert "Recount of the register's list of 2015-03-14: 145; not an official total." in said.out
    said = comity("policy", "instruments", "KAMPALA")
    assert "not held" in said.out
    assert "0" not in said.out.splitlines()[1]


def test_gaps_and_what_would_close_them(comity: Command) -> None:
    said = comity("policy", "gaps", "KGZ", "--against", "neighbours", "--json")
    found = {one["code"]: one for one in json.loads(said.out)["gaps"]}
    assert found["ICRMW_1990"]["bound"] == ["TJK"]
    assert not found["ICRMW_1990"]["gap"]
    asked = ("policy", "gaps", "UZB", "--against", "central-asia", "--theme", "refugees")
    old = comity(*asked)
    assert "gap by this list; later not known" in old.out
    assert "options, no advice" not in old.out
    said = comity(*asked, "--as-of", "2015-03-14")
    assert "options, no advice" in said.out
    assert "accession" in said.out
    assert "rank" not in said.out


def test_timelines(comity: Command, tmp_path: Path) -> None:
    said = comity("policy", "timeline", "MDG", "--json")
    kinds = [one["event"] for one in json.loads(said.out)["timeline"]]
    assert kinds.count("withdrawal") == 1
    path = tmp_path / "icrmw.csv"
    assert comity("policy", "timeline", "ICRMW", "-o", path).status == 0
    acts = pl.read_csv(path).filter(pl.col("event").is_in(["ratification", "accession"]))
    assert acts.height == 60 - pl.read_csv(path).filter(pl.col("event") == "succession").height


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("norms", "KGZ", "--as-of", "2999-01-01"), "is not over yet"),
        (("norms", "KGZ", "--as-of", "1996-13-01"), "is no period"),
        (("norms", "TJK-RUS"), "norms bind states"),
        (("norms", "KGZ", "--theme", "trade"), "--theme is one of"),
        (("norms", "central-asia", "--against", "europe"), "--against goes with a country"),
        (("norms", "KGZ", "-o", "norms.pdf"), "not as '.pdf'"),
        (("instruments", "ICRWM"), "no instrument that Comity knows"),
        (("gaps", "europe", "--against", "asia"), "Gaps are told of a country"),
        (("gaps", "KGZ", "--against", "nowhere"), "nowhere"),
        (("timeline", "nothing"), "no instrument that Comity knows"),
    ],
)
def test_slips_cost_one_sentence(comity: Command, words: tuple[str, ...], sentence: str) -> None:
    said = comity("policy", *words)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err
