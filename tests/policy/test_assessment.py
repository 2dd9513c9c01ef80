"""From a file to an assessment: layers apart, what is missing, withheld, and refused."""

import csv
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from comity.core.errors import BadTable
from comity.core.places import find_place
from comity.core.templates import template_bytes
from comity.evidence import Evidence
from comity.policy.assessment import assess
from comity.policy.templates import templates

Write = Callable[[str], Path]


@pytest.fixture
def file(tmp_path: Path) -> Write:
    """Writes a table; the first line names the columns."""

    def written(text: str) -> Path:
        path = tmp_path / "mine.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def answers(**given: str) -> str:
    """Yes to everything, or in domain 1 for those with legal status; `d2a="no"` says otherwise."""
    usual = {"1": "yes_legal_status_only"}
    lines = [
        f"{d},{i},{given.get(f'd{d}{i}', usual.get(d, 'yes'))}"
        for d, i in product("123456", "abcde")
    ]
    return "\n".join(["domain,item,answer", *lines, ""])


def test_answers_scores_and_categories_stand_apart(file: Write) -> None:
    found = assess("10.7.2", file(answers(d2a="no", d2b="", d3c="not_answered"))).as_json()
    first, second, third = found["domains"][:3]
    assert (first["score"], first["category_code"]) == (50, 2)
    assert (second["score"], second["answered"], second["category"]) == (75, 4, "Partially meets")
    assert (third["score"], third["answered"], third["required"]) == (100, 4, 4)
    assert (found["answered"], found["required"], found["of"]) == (28, 24, 30)
    assert found["score"] == pytest.approx(100 * (2.5 + 22) / 28)
    assert (found["category"], found["category_code"]) == ("Meets", 3)
    raw = {(one["domain"], one["item"]): (one["answer"], one["score"]) for one in found["answers"]}
    assert raw["1", "a"] == ("yes_legal_status_only", 0.5)
    assert raw["2", "b"] == raw["3", "c"] == (None, None)
    assert "version 1" in found["method"]
    assert any("not an index of practice" in note for note in found["notes"])


def test_a_domain_with_three_answers_takes_the_whole_score_away(file: Write) -> None:
    found = assess("10.7.2", file(answers(d6a="", d6b=""))).as_json()
    assert (found["score"], found["category"], found["answered"]) == (None, None, 28)
    assert found["domains"][5]["score"] is None


def test_rows_that_are_not_there_are_not_answered(file: Write) -> None:
    found = assess("10.7.2", file("domain,item,answer\n2,a,yes\n")).as_json()
    assert (found["answered"], found["score"]) == (1, None)
    assert len(found["answers"]) == 30


def test_the_published_category_stands_beside(file: Write, evidence: Evidence) -> None:
    place = find_place("KGZ")
    found = assess("10.7.2", file(answers()), evidence, place).as_json()
    assert [(one["period"], one["value"]) for one in found["published"]] == [("2019", 3)]
    assert found["published"][0]["lineage"]["datasets"][0]["name"] == "sdg_10_7_2"


WORKERS = """worker,cost,reimbursed,deducted,first_month_earnings,weight,currency,sex
Amina-17,3000,,,500,1,USD,female
b,3000,600,,500,1,USD,female
c,3000,0,500,500,1,USD,female
d,500,0,0,500,2,USD,female
e,1000,0,0,500,,USD,female
f,20000,0,0,500,1,USD,male
g,500,0,0,500,1,USD,male
h,700,0,0,0,1,USD,male
i,,0,0,500,1,USD,male
"""


def test_recruitment_costs(file: Write) -> None:
    """By hand: 6, 4.8, 7, 1 (weight 2), 2, 40 and 1 months; half of the weight of 8 ends at 2."""
    found = assess("10.7.1", file(WORKERS)).as_json()
    assert found["n"] == 7
    assert found["median"] == pytest.approx((2 + 4.8) / 2)
    assert found["mean"] == pytest.approx((6 + 4.8 + 7 + 2 * 1 + 2 + 40 + 1) / 8)
    assert found["ratio"] == pytest.approx(found["mean"])  # everybody earns the same
    assert found["percentiles"] == {"p25": 1.0, "p75": 6.5, "p90": 40.0}
    assert found["shares"] == {"above_1": None, "above_3": None, "above_6": None}  # of few people
    assert found["flags"] == {
        "cost_above_36_months": 1, "earnings_not_positive": 1, "not_answered": 1, "weight_zero": 0,
    }  # fmt: skip


def test_nobody_can_be_found_in_a_survey(file: Write) -> None:
    """Two men are too few, and with them hidden the women would be all that is left."""
    found = assess("10.7.1", file(WORKERS))
    assert [one["withheld"] for one in found.plain["by"]["sex"]] == [True, True]
    assert {one["n"] for one in found.plain["by"]["sex"]} == {None}
    assert "Amina" not in str(found)
    few = assess("10.7.1", file("\n".join(WORKERS.splitlines()[:3]))).as_json()
    assert (few["n"], few["median"]) == (2, pytest.approx((6 + 4.8) / 2))
    assert "for the owner of the file alone" in few["notes"][0]
    assert {one["n"] for groups in few["by"].values() for one in groups} <= {None}


def test_groups_and_shares_that_tell_of_nobody_are_shown(file: Write) -> None:
    """Six paid 4 months and six 2; one more group of five, and two of one each, hide a third."""
    groups = ["a"] * 6 + ["b"] * 6 + ["c"] * 5 + ["d", "e"]
    rows = [f"{n},{400 if one == 'a' else 200},100,{one}" for n, one in enumerate(groups)]
    found = assess("10.7.1", file("\n".join(["worker,cost,first_month_earnings,channel", *rows])))
    assert found.plain["shares"] == {"above_1": 1.0, "above_3": 6 / 19, "above_6": 0.0}
    told = {one["group"]: one["median"] for one in found.plain["by"]["channel"]}
    assert told == {"a": 4, "b": 2, "c": None, "d": None, "e": None}


def test_several_currencies_have_medians_and_no_ratio(file: Write) -> None:
    found = assess("10.7.1", file(WORKERS.replace("2,USD", "2,KGS"))).as_json()
    assert found["ratio"] is None
    assert found["median"] == pytest.approx(3.4)
    assert any("several currencies" in note for note in found["notes"])


def test_quotes_of_services(file: Write) -> None:
    found = assess("10.c.1", file(
        "corridor,provider,amount,fee,rate,interbank_rate,speed_days,pickup,coverage,transparent\n"
        "RUS-TJK,A,33000,2257.2,96.9,100,Same day,Cash,High,Yes\n"
        "RUS-TJK,B,1000,10,100,100,3-5 days,account,,yes\n"
        "RUS-TJK,C,1000,0,,100,0,account,,yes\n"
    )).as_json()  # fmt: skip
    corridor = found["corridors"][0]
    assert (corridor["services"], corridor["services_in_mean"]) == (3, 2)
    assert corridor["mean_pct"] == pytest.approx((9.94 + 1) / 2)
    assert corridor["gap_to_3"] == pytest.approx(2.47)
    assert (corridor["smart_services"], corridor["corridor_target_met"]) == (2, False)
    assert found["services"][2]["total_pct"] is None


def test_quotes_in_doubt_are_in_no_mean(file: Write) -> None:
    """A rate in other units and a fee of all that is sent are slips; an empty cell is no yes."""
    head = "corridor,provider,amount,fee,rate,interbank_rate,speed_days,transparent\n"
    found = assess("10.c.1", file(
        f"{head}RUS-KGZ,A,1000,20,1,1,0,\nRUS-KGZ,B,1000,20,0.01,1,0,yes\n"
        "RUS-KGZ,C,1000,20,100,1,0,yes\nRUS-KGZ,D,1000,1000,1,1,0,yes\n"
    )).as_json()  # fmt: skip
    (corridor,) = found["corridors"]
    assert (corridor["mean_pct"], corridor["services_in_mean"]) == (2, 1)
    assert (corridor["smart_services"], corridor["corridor_target_met"]) == (0, False)
    assert [one["review"] for one in found["services"]] == [False, True, True, True]
    assert found["services"][3]["received_fee_inside"] is None
    assert sum("Quotes to look at again: 3" in note for note in found["notes"]) == 1
    untold = assess("10.c.1", file(f"{head}RUS-KGZ,A,1000,20,,,0,yes\n"))
    assert untold.plain["corridors"][0]["corridor_target_met"] is None
    assert untold.parts[0].rows[0][-1] == "not known"


def survey(*groups: tuple[str, int, int]) -> str:
    """Groups by name with how many paid 10 months and how many one half."""
    rows = [f"{name},{1000 if n < many else 50},100" for name, many, few in groups
            for n in range(many + few)]  # fmt: skip
    keyed = [f"{n},{row}" for n, row in enumerate(rows)]
    return "\n".join(["worker,sex,cost,first_month_earnings", *keyed, ""])


def test_no_share_can_be_worked_out_from_the_others(file: Write) -> None:
    """Of 20 women 10 paid much, of 15 men 3: told of women and of all, it would be told of men."""
    found = assess("10.7.1", file(survey(("female", 10, 10), ("male", 3, 12)))).plain
    assert found["shares"]["above_6"] == pytest.approx(13 / 35)
    assert [set(one["shares"].values()) for one in found["by"]["sex"]] == [{None}, {None}]
    three = survey(("female", 10, 10), ("male", 3, 12), ("other", 30, 30))
    told = {one["group"]: one["shares"]["above_1"]
            for one in assess("10.7.1", file(three)).plain["by"]["sex"]}  # fmt: skip
    assert told == {"female": None, "male": None, "other": 0.5}


def test_two_shares_do_not_tell_of_the_few_between_them(file: Write) -> None:
    costs = [50] * 10 + [200] * 3 + [700] * 7  # of 20, 10 above one month, 7 above three
    rows = [f"{n},{cost},100" for n, cost in enumerate(costs)]
    found = assess("10.7.1", file("\n".join(["worker,cost,first_month_earnings", *rows]))).plain
    assert found["shares"] == {"above_1": 0.5, "above_3": None, "above_6": None}


def test_groups_and_currencies_have_one_spelling(file: Write) -> None:
    rows = [f"{n},100,100,{'usd' if n % 2 else 'USD'},{'Female' if n % 2 else 'female'}"
            for n in range(10)]  # fmt: skip
    head = "worker,cost,first_month_earnings,currency,sex"
    found = assess("10.7.1", file("\n".join([head, *rows]))).plain
    assert (found["currencies"], found["ratio"]) == (["USD"], 1)
    assert [(one["group"], one["n"]) for one in found["by"]["sex"]] == [("female", 10)]


def test_every_note_stands_once_and_weights_of_zero_are_no_lack_of_answers(file: Write) -> None:
    nobody = assess("10.7.1", file("worker,cost,first_month_earnings,weight\na,10,5,0\n"))
    said = " ".join((nobody.headline, *nobody.notes))
    assert "answered in full" not in said
    assert "Rows with a weight of zero: 1" in said
    for found in (nobody, assess("10.7.1", file(WORKERS))):
        assert len({*found.notes, found.headline}) == len(found.notes) + 1


def test_incidents(file: Write) -> None:
    found = assess("10.7.3", file(
        "date,dead,missing,region,stage\n2024-06-14,2,11,Sea,transit\n2024-07,,3,Sea,\n"
        "2023,1,,Desert,camp\n2023-05,,,Desert,\n"
    )).as_json()  # fmt: skip
    assert (found["value"], found["dead"], found["missing"]) == (16, 2, 14)
    assert found["by_year"][0]["value"] is None
    assert found["left_out"]["camp"] == 1


def test_rates_are_findings_and_small_ones_are_withheld(file: Write) -> None:
    found = assess("8.8.1", file(
        "country,year,severity,status,injuries,workers\n"
        "KGZ,2023,fatal,migrant,12,100000\nKGZ,2023,fatal,national,80,2000000\n"
        "KGZ,2023,other,migrant,3,100000\nKGZ,2023,other,national,900,2000000\n"
    ))  # fmt: skip
    assert [one["value"] for one in found.plain["values"]] == [12, 4, None, 45]
    assert [one["value"] for one in found.plain["ratios"]] == [3, None]
    assert found.findings[2].status == "withheld"
    registered = "country,year,registered,children\nKGZ,2020,97,100\nKGZ,2021,83,100\n"
    shares = assess("16.9.1", file(registered)).plain["values"]
    assert [one["value"] for one in shares] == [None, 83]


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ({"total": 60, "female": 3, "male": 57}, {"female", "male"}),
        ({"": 60, "female": 3, "male": 57}, {"female", "male"}),
        ({"total": 8, "female": 4, "male": 4}, {"total", "female", "male"}),
        ({"total": 60, "female": 3}, {"female"}),
        ({"total": 60, "female": 20, "male": 40}, set[str]()),
    ],
)
def test_a_part_is_not_told_by_the_whole(
    file: Write, counts: dict[str, int], withheld: set[str]
) -> None:
    rows = [f"KGZ,2023,{sex},{n},1000000" for sex, n in counts.items()]
    found = assess("16.2.2", file("\n".join(["country,year,sex,victims,population", *rows])))
    hidden = [one for one in found.findings if one.status == "withheld"]
    assert {dict(one.about).get("sex", "") for one in hidden} == withheld
    assert len({one.note for one in hidden}) <= 1  # or the note tells which is the small one


def test_a_ratio_does_not_tell_of_a_withheld_rate(file: Write) -> None:
    found = assess("8.8.1", file(
        "country,year,severity,status,injuries,workers\nKGZ,2023,fatal,total,90,9000\n"
        "KGZ,2023,fatal,migrant,20,4000\nKGZ,2023,fatal,national,67,4900\n"
        "KGZ,2024,fatal,total,90,9000\nKGZ,2024,fatal,migrant,3,4000\n"
        "KGZ,2024,fatal,national,87,5000\n"
    )).plain  # fmt: skip
    assert [one["value"] is None for one in found["ratios"]] == [False, True]


@pytest.mark.parametrize(
    ("code", "table", "says"),
    [
        ("10.7.2", "domain,item,answer\n# told,,\n1,a,yes\n",
         "row 3, column 'answer': in domain 1 a plain 'yes' does not say for whom; write "
         "yes_any_status or yes_legal_status_only"),
        ("10.7.2", "domain,item,answer\n2,a,yes\n2,a,no\n", "row 2 gives another answer"),
        ("10.7.2", "domain,item,answer\n2,a,yes\n2,a,yes\n", "row 2 gives the same answer"),
        ("10.7.2", "domain,item,answer\n7,a,yes\n", "row 2, column 'domain': '7' is no domain"),
        ("10.7.2", "domain,item,answer\n2,f,yes\n", "row 2, column 'item': 'f' is no item"),
        ("10.7.2", "domain,item,answer\n2,a,often\n", "'often' is no answer; one of yes, no"),
        ("10.7.2", "domain,item\n2,a\n", "has no column 'answer'"),
        ("10.7.1", "worker,cost,first_month_earnings,reimbursed\nx,10,5,20\n",
         "row 2, column 'reimbursed': 20 is more than what was paid"),
        ("10.7.1", "worker,cost,first_month_earnings\nsecret,10,5\nsecret,10,5\n",
         "row 3, column 'worker': row 2 has the same key"),
        ("10.7.1", "worker,cost,first_month_earnings\nx,10 000,5\n", "row 2, column 'cost'"),
        ("10.7.3", "date,dead,missing\n2031-01-01,1,0\n", "2031-01-01 lies ahead"),
        ("10.7.4", "country,year,refugees,population\nKGZ,2031,10,10\n", "2031 lies ahead"),
        ("10.7.4", "country,year,refugees,population\nKGZ,2020,9,9\nKGZ,2020,9,9\n",
         "rows 2 and 3: both speak of country KGZ, year 2020"),
        ("10.c.1", "corridor,provider,amount,fee,rate,interbank_rate\nRUS,A,1,1,1,1\n",
         "'RUS' is no corridor"),
        ("10.c.1", "corridor,provider,amount,fee,rate,interbank_rate\nRUS-RUS,A,1,1,1,1\n",
         "'RUS-RUS' leaves and arrives in one country"),
        ("10.c.1", "corridor,provider,amount,fee,rate,interbank_rate\nRUS-KGZ,A,1e308,1,1,1\n",
         "row 2, column 'amount': '1e+308' is above 1e+15"),
        ("10.c.1", "corridor,provider,amount,fee,rate,interbank_rate\nRUS-KGZ,A,9,1,1,1e-308\n",
         "row 2, column 'interbank_rate': 1e-308 is too small a number"),
        ("10.7.1", "worker,cost,first_month_earnings\n\nx,1e308,5\n", "row 3, column 'cost'"),
        ("10.7.1", "worker,cost,first_month_earnings\nx,5,1e-300\n", "is too small a number"),
        ("10.7.1", "worker,cost,first_month_earnings,currency\nx,5,1,soms\n",
         "row 2, column 'currency': 'soms' is no currency"),
        ("10.7.3", "date,dead,missing\n2024,99999999999,0\n", "is above 1e+06"),
        ("10.7.4", "country,year,refugees,population\nKGZ,2020,1e308,10\n", "is above 1e+11"),
        ("10.7.4", "country,year,refugees,population\nKGZ,1020,1,10\n", "'1020' is below 1900"),
        ("16.9.1", "country,year,registered,children\nKGZ,2020,50,6\n", "50 is more than"),
    ],
)  # fmt: skip
def test_what_is_refused(file: Write, code: str, table: str, says: str) -> None:
    with pytest.raises(BadTable) as refused:
        assess(code, file(table))
    assert says in str(refused.value)
    assert "mine.csv" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_every_template_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Its example, without the mark of a comment, is a row that the indicator understands."""
    for name in (one for one in templates() if one[0].isdigit() and one != "10.7.2"):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(template_bytes(templates()[name], ".csv"))
        with path.open(encoding="utf-8") as opened:
            rows: list[list[str]] = list(csv.reader(opened))
        rows[-1][0] = rows[-1][0].removeprefix("# ")
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
        plain: dict[str, Any] = assess(name, path).as_json()
        assert plain["indicator"] == name
        assert not any("not read" in note for note in plain["notes"])
    path.write_bytes(template_bytes(templates()["10.7.2"], ".csv"))
    assert assess("10.7.2", path).plain["answered"] == 0
