"""`comity services recruitment`: options and files in, months out, one sentence at fault."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.speaker import Command

COST = ("services", "recruitment", "cost")


def test_the_published_examples(comity: Command) -> None:
    asked = (*COST, "--item", "agency=3000", "--wage", "500")
    assert json.loads(comity(*asked, "--json").out)["months"] == 6.0
    assert json.loads(comity(*asked, "--reimbursed", "600", "--json").out)["months"] == 4.8
    taken = json.loads(comity(*asked, "--deducted", "50x10", "--json").out)
    assert (taken["total"], taken["wage"], taken["deducted"]) == (3500, 500, 500)
    shown = comity(*asked, "--reimbursed", "600").out
    assert shown.startswith("You would work 4.8 months only to pay for the job.")
    assert "not checked" in shown


def test_a_table_a_loan_a_rate_and_limits(comity: Command, tmp_path: Path) -> None:
    form, limits, out = tmp_path / "asked.csv", tmp_path / "limits.csv", tmp_path / "out.xlsx"
    assert comity("services", "recruitment", "template", "-o", form).status == 0
    rows = form.read_text(encoding="utf-8").replace("\nagency,,,,", "\nagency,100000,NPR,,")
    form.write_text(rows, encoding="utf-8")
    limits.write_text(
        "kind,origin,destination,item,amount,unit,source,as_of\n"
        "cap,NPL,QAT,agency,10000,NPR,A notice,2026-01-15\n",
        encoding="utf-8",
    )
    checked = comity("services", "recruitment", "caps", "check", limits, "--json")
    assert json.loads(checked.out)["corridors"] == ["NPL-QAT"]
    said = comity(
        *COST,
        form,
        "--wage",
        "1000",
        "--currency",
        "QAR",
        "--rate",
        "NPR=0.025",
        "--loan",
        "2000x3%x12",
        "--corridor",
        "NPL-QAT",
        "--caps",
        limits,
        "-o",
        out,
        "--json",
    )
    plain = json.loads(said.out)
    assert (plain["months"], plain["interest"]) == (3.22, 720)
    agency = next(one for one in plain["items"] if one["item"] == "agency")
    assert (agency["amount"], agency["cap"], agency["above_by"]) == (2500, "above", 2250)
    assert (plain["told_of"], plain["published"]) == ([], [])
    assert pl.read_excel(out, sheet_name="Item by item")["Paid by"].to_list() == ["worker"] * 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--wage", "500"], "Say what is asked"),
        (["--item", "agency", "--wage", "5"], "write name and amount"),
        (["--item", "shoes=3", "--wage", "5"], "is no item of the list"),
        (["--item", "agency=3,000", "--wage", "5"], "without a comma"),
        (["--item", "agency=-3000", "--wage", "5"], "is below zero"),
        (["--item", "agency=nan", "--wage", "5"], "The amount of 'agency', 'nan', is no number"),
        (["--item", "agency=3", "--wage", "-1"], "The wage, '-1', is below zero"),
        (["--item", "agency=1e15", "--wage", "5"], "is too large"),
        (["--item", "agency=3 XXQ", "--wage", "5"], "is no currency"),
        (["--item", "agency=3 NPR", "--wage", "5"], "say how many USD one NPR is worth"),
        (["--item", "agency=3", "--wage", "0"], "wage is nothing"),
        (["--item", "agency=3", "--wage", "5", "--deducted", "50"], "AMOUNTxMONTHS"),
        (["--item", "agency=3", "--wage", "5", "--loan", "2000x3"], "SUMxRATE%xMONTHS"),
        (["--item", "agency=3", "--wage", "5", "--corridor", "NPL"], "is no corridor"),
        (["--item", "agency=3", "--wage", "5", "--date", "soon"], "is no day"),
        (["--item", "agency=3", "--wage", "5", "--reimbursed", "9"], "more than was paid"),
        (["--item", "agency=3", "--wage", "5", "--caps", "none.csv"], "none.csv"),
    ],
)
def test_a_slip_is_one_sentence(comity: Command, words: list[str], says: str) -> None:
    said = comity(*COST, *words)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert says in said.err


def test_the_list_and_what_is_told_of(comity: Command) -> None:
    listed = json.loads(comity("services", "recruitment", "items", "--json").out)["items"]
    assert len(listed) == 20
    told = json.loads(comity("services", "recruitment", "caps", "told", "--json").out)["told_of"]
    assert told
    assert not any(one["checked"] for one in told)
    assert "Nobody may ask you" in comity("services", "recruitment", "items").out
    assert "a table that somebody read" in comity("services", "recruitment", "caps", "told").out


def test_a_survey_gives_the_indicator_as_the_policy_wing_does(
    comity: Command, tmp_path: Path
) -> None:
    table = tmp_path / "workers.csv"
    rows = (
        "a,3000,0,0,500",
        "b,3000,600,0,500",
        "c,3000,0,500,500",
        "d,3000,0,0,500",
        "e,3000,600,0,500",
    )
    head = "worker,cost,reimbursed,deducted,first_month_earnings\n"
    table.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    mine = json.loads(comity("services", "recruitment", "survey", table, "--json").out)
    theirs = json.loads(comity("policy", "indicator", "10.7.1", table, "--json").out)
    assert mine == theirs
    assert (mine["median"], mine["mean"]) == (6.0, pytest.approx((6 + 4.8 + 7 + 6 + 4.8) / 5))


def test_limits_that_were_added_to_the_store_are_used(comity: Command, tmp_path: Path) -> None:
    limits = tmp_path / "limits.csv"
    limits.write_text(
        "kind,origin,destination,occupation,item,amount,unit,valid_from,valid_to,source,as_of\n"
        "cap,NPL,QAT,,agency,100,USD,2015-01-01,,A notice,2026-01-15\n",
        encoding="utf-8",
    )
    added = comity(
        "data",
        "add",
        limits,
        "--dataset",
        "recruitment_caps",
        "--private",
        "--yes",
        "--publisher",
        "A ministry",
    )
    assert added.status == 0, added.err
    said = comity(*COST, "--item", "agency=300", "--wage", "500", "--corridor", "NPL-QAT", "--json")
    assert json.loads(said.out)["items"][0]["cap"] == "above"
