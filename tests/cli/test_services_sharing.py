"""`comity services sharing`: the keys of 2015, a key of one's own, a group of the evidence."""

import csv
import io
import json
from pathlib import Path

import pytest

from comity.services.sharing.known import example_bytes, published
from tests.cli.speaker import Command

LIMITED = """title: Half and half, with bounds
parts:
  - {indicator: population, weight: 50}
  - {indicator: gdp, weight: 50}
floors: {MLT: 1}
most: 20
"""


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    path = tmp_path / "inputs.csv"
    path.write_bytes(example_bytes())
    return path


def errors(shares: dict[str, float], name: str) -> float:
    annex = published(name).percent
    assert shares.keys() == annex.keys()
    return sum(abs(shares[p] - float(share)) for p, share in annex.items()) / len(annex)


def test_the_keys_of_2015_as_data(comity: Command, inputs: Path) -> None:
    told = comity(
        "services", "sharing", "--key", "eu-2015-may", inputs, "--persons", 24000, "--json"
    )
    plain = json.loads(told.out)
    assert errors(plain["shares"], "eu-2015-may") < 0.1
    assert sum(plain["persons"].values()) == 24_000
    assert any("Croatia" in note and "guess" in note for note in plain["published"]["notes"])
    told = comity("services", "sharing", inputs, "--key", "eu-2015-september", "--json")
    plain = json.loads(told.out)
    assert errors(plain["shares"], "eu-2015-september") < 0.05
    assert "persons" not in plain
    assert any("Hungary" in note for note in plain["notes"])


def test_the_annex_shared_out_anew(comity: Command) -> None:
    asked = ("services", "sharing", "--key", "eu-2015-may", "--published", "--persons", 24000)
    plain = json.loads(comity(*asked, "--json").out)
    assert sum(plain["persons"].values()) == 24_000
    printed = plain["published_persons"]
    assert max(abs(plain["persons"][p] - n) for p, n in printed.items()) <= 1
    assert "23,998" in comity(*asked).out


def test_a_key_in_a_file_and_its_bounds(comity: Command, inputs: Path, tmp_path: Path) -> None:
    rule = tmp_path / "ours.yaml"
    rule.write_text(LIMITED)
    plain = json.loads(comity("services", "sharing", "--key", rule, inputs, "--json").out)
    assert plain["shares"]["MLT"] == pytest.approx(1)
    assert plain["shares"]["DEU"] == pytest.approx(20)
    assert plain["held"] == {"DEU": "cap", "FRA": "cap", "MLT": "floor"}
    assert sum(plain["shares"].values()) == pytest.approx(100)


def test_a_group_of_the_evidence_in_the_terminal_and_in_files(
    comity: Command, tmp_path: Path
) -> None:
    asked = ("services", "sharing", "--group", "central-asia", "--persons", 1000)
    said = comity(*asked)
    assert said.status == 0
    assert "Together 1,000 people" in said.out
    assert "World Bank" in said.out
    assert "burden" not in said.out.lower()
    for ending in (".csv", ".json", ".xlsx"):
        comity(*asked, "-o", tmp_path / f"shares{ending}")
    rows = [*csv.DictReader(io.StringIO((tmp_path / "shares.csv").read_text()))]
    assert [row["state"] for row in rows] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert sum(int(row["persons"]) for row in rows) == 1000
    plain = json.loads((tmp_path / "shares.json").read_text())
    assert plain["people"] == 1000
    assert {one["kind"] for one in plain["actual"]} == {"refugees", "applications"}
    assert (tmp_path / "shares.xlsx").read_bytes()[:2] == b"PK"


def test_one_state_is_told_in_the_singular(comity: Command) -> None:
    said = comity("services", "sharing", "--group", "KGZ").out
    assert "one state" in said
    assert "share to: nobody" not in said


def test_money_names_its_source_and_is_no_default_for_others(comity: Command) -> None:
    asked = ("services", "sharing", "--group", "AFG,PAK,IRN")
    assert "a person (" not in comity(*asked).out
    own = " ".join(comity(*asked, "--money", "1500 USD").out.split())
    assert "At USD 1,500 a person (your own figure) that number stands for USD" in own
    union = " ".join(comity("services", "sharing", "--group", "eu").out.split())
    reference = "the reference in Regulation (EU) 2024/1351 of 2024, recalled and not read again"
    assert union.count(f"At EUR 20,000 a person ({reference})") == 2  # not for resettlement


def test_the_same_seed_says_the_same(comity: Command, inputs: Path) -> None:
    asked = ("services", "sharing", inputs, "--weights", "population=70,effort=30", "--json")
    first, again = comity(*asked), comity(*asked)
    assert first.out == again.out != comity(*asked, "--seed", 2).out
    assert json.loads(first.out)["key"]["parts"][1]["direction"] == "inverse"


def test_a_template_is_written(comity: Command, tmp_path: Path) -> None:
    comity("services", "sharing", "--template", tmp_path / "blank.csv")
    assert (tmp_path / "blank.csv").read_text().startswith("iso3,population,gdp")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "INPUTS.csv"),
        (("{inputs}", "--group", "eu"), "either"),
        (("{inputs}", "--key", "banana"), "No key is called 'banana'"),
        (("{inputs}", "--persons", "-1"), "cannot be shared"),
        (("{inputs}", "--persons", "99999999999999"), "cannot be shared"),
        (("{inputs}", "--year", "2020"), "--group or --actual"),
        (("{inputs}", "--draws", "3"), "--draws"),
        (("--group", "eu", "--year", "1800"), "write a year from 1950 to 2100"),
        (("--group", "KGZ,TJK", "--money", "plenty"), "no amount a person"),
        (("{inputs}", "--money", "20000 EUR"), "give it with --actual or --group"),
        (("{inputs}", "--include", "Atlantis"), "Atlantis"),
        (("{inputs}", "--weights", "colour=1"), "none of them"),
        (("{inputs}", "-o", "a.docx"), ".docx"),
        (("--key", "population-gdp", "--published"), "No shares were published"),
        (("missing.csv",), "missing.csv"),
        (("--key", "missing.yaml", "{inputs}"), "missing.yaml"),
    ],
)
def test_slips_end_with_one_sentence(
    comity: Command, inputs: Path, words: tuple[str, ...], says: str
) -> None:
    said = comity("services", "sharing", *(word.format(inputs=inputs) for word in words))
    assert said.status == 2
    assert says in said.err
    assert "Traceback" not in said.err
    assert said.out == ""
