"""`comity services remittances`: corridors, the monitor, offers, the rules, and the workbook."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.speaker import Command
from tests.evidence.sources.shape_remittance_quotes import QUOTES, workbook

ASK = ("services", "remittances")
OFFERS = (
    "corridor,provider,amount,fee,rate,interbank_rate,speed,transparent,payin\n"
    "RUS-TJK,A,18000,0,0.116,0.119,Same day,yes,card\n"
    "RUS-TJK,B,18000,180,0.119,0.119,Next day,yes,cash\n"
)


def test_a_corridor_as_the_issue_asks_it(comity: Command) -> None:
    said = comity(*ASK, "RUS-TJK", "--amount", "200", "--json")
    found = json.loads(said.out)
    assert said.status == 0
    assert (found["latest"]["quarter"], found["latest"]["cost_percent"]) == ("2020Q3", 2.0)
    assert (found["gap_to_target"], found["amount"]["cost"]) == (0, 4)
    assert found["history"][0].keys() == {"quarter", "cost_percent", "negative"}


def test_what_a_person_reads_says_how_old_it_is(comity: Command) -> None:
    said = comity(*ASK, "USA-MEX")
    assert "years ago" in said.out
    assert "about 354 million US dollars a year" in said.out
    back = comity(*ASK, "TJK-RUS").out
    assert "No price is in the evidence.\n" in back
    assert "goes the other way: RUS-TJK." in back
    past = comity(*ASK, "SAU-SDN", "--as-of", "2018-01-01").out
    assert "No price is in the evidence as of 1 January 2018." in past
    assert "Nobody publishes" not in back + past
    none = comity(*ASK, "NRU-TUV", "--json")
    assert (none.status, json.loads(none.out)["latest"]) == (0, None)


def test_the_goal_for_a_receiver_a_sender_a_region_and_the_world(
    comity: Command, tmp_path: Path
) -> None:
    for words, corridors in (
        (["--to", "TJK"], 2),
        (["--from", "RUS"], 13),
        (["--region", "central-asia"], 6),
        (["--world"], 367),
    ):
        found = json.loads(comity(*ASK, *words, "--json").out)
        assert found["latest"]["corridors"] == corridors
    out = tmp_path / "world.csv"
    assert comity(*ASK, "--world", "-o", out).status == 0
    assert pl.read_csv(out).filter(pl.col("Quarter") == "2016Q3")["Corridors"].to_list() == [360]
    shown = comity(*ASK, "--world").out
    assert "7.55" in shown
    assert "7.42" in shown


def test_offers_from_the_template_on(comity: Command, tmp_path: Path) -> None:
    form = tmp_path / "form.csv"
    assert comity(*ASK, "template", "-o", form).status == 0
    assert "recipient_fee" in form.read_text(encoding="utf-8")
    offers, out = tmp_path / "offers.csv", tmp_path / "answer.xlsx"
    offers.write_text(OFFERS, encoding="utf-8")
    said = comity(*ASK, "compare", offers, "--need", "speed=1", "--json", "-o", out)
    (one,) = json.loads(said.out)["comparisons"]
    assert [offer["provider"] for offer in one["ranked"]] == ["B", "A"]
    assert out.exists()
    shown = comity(*ASK, "compare", offers, "--amount", "20000").out
    assert "A fee of 0 is not free" in shown
    assert "same percentages" in shown


def test_the_rules_as_questions(comity: Command, tmp_path: Path) -> None:
    form = tmp_path / "rules.csv"
    assert comity(*ASK, "template", "--rules", "-o", form).status == 0
    form.write_text("rule,answer\nfee,yes\nlinks,no\n", encoding="utf-8")
    told = json.loads(comity(*ASK, "rules", form, "--json").out)
    assert (told["met"], told["not_met"], told["not_answered"]) == (1, 1, 10)
    assert "no approval" in comity(*ASK, "rules").out


def test_the_workbook_brings_quotes_and_averages(comity: Command, tmp_path: Path) -> None:
    """The averages differ from the ones that ship, so they wait; the quotes are told at once."""
    book = tmp_path / "rpw_dataset_2011_2025_q3.xlsx"
    book.write_bytes(workbook())
    said = comity(*ASK, "import", book, "--released", "2026-05-06")
    assert said.status == 2
    assert f"remittance_quotes: Stored as the release of 2026-05-06; {len(QUOTES) + 1}" in said.out
    assert "remittance_prices: It differs more than releases usually do" in said.out
    assert "The averages by corridor are not in use yet" in said.out
    assert "'comity sync --confirm remittance_prices'" in said.out.splitlines()[-1]
    assert "remittance_quotes: reading its file." in said.err
    assert "asking its publisher" not in said.err
    found = json.loads(comity(*ASK, "DEU-TUR", "--json").out)["quotes"]
    assert found["services"] == 7
    assert found["smart_pct"] == pytest.approx(13 / 3)
    assert "The three cheapest services" in comity(*ASK, "DEU-TUR").out
    assert "comity sync --confirm remittance_prices" in comity(*ASK, "DEU-TUR").out
    assert "comity sync --confirm remittance_prices" in comity(*ASK, "--to", "TUR").out
    region = json.loads(comity(*ASK, "--to", "TUR", "--json").out)["quotes"]
    assert region["service_mean_pct"] == pytest.approx(3.25)
    assert comity(*ASK, "import", book, "--released", "2026-05-06", "--dry-run").status == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "is no corridor of money"),
        (["TJK"], "Tajikistan is no corridor"),
        (["RUS-RUS"], "starts and ends in Russian Federation"),
        (["ZZZ-TJK"], "is known as 'ZZZ'"),
        (["RUS-TJK", "--to", "TJK"], "Name one thing"),
        (["--to", "RUS-TJK"], "is a corridor; write it alone"),
        (["--world", "--amount", "5"], "--amount goes with a corridor"),
        (["RUS-TJK", "--amount", "0"], "An amount is from 1"),
        (["compare", "nothing.csv"], "nothing.csv"),
        (["import", "nothing.xlsx"], "nothing.xlsx is no file"),
        (["RUS-TJK", "-o", "x.pdf"], ".csv, .json, .xlsx"),
    ],
)
def test_a_slip_is_one_sentence(comity: Command, words: list[str], says: str) -> None:
    said = comity(*ASK, *words)
    assert (said.status, said.out, says in said.err, said.err.count("\n")) == (2, "", True, 1)
