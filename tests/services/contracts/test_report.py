"""What a report says beside its answers; a model with its blanks; and how long a table may take."""

from __future__ import annotations

import time

import pytest

from comity.services.contracts import Report, check
from comity.services.contracts.blanks import LEFT_BLANK
from comity.services.contracts.document import of_text
from comity.services.contracts.model import blanks, fill, model
from comity.services.contracts.model_written import written
from comity.services.contracts.reading import read
from comity.services.contracts.report import NO_PROBLEM_MEANS, NOTHING_CHECKED, WRITTEN_ONLY

START = "The employer and the worker agree to this contract. " * 20


def blank(ending: str, more: str = "") -> Report:
    data = written(model(domestic=True), ending)
    return check(read(f"model{ending}", data + more.encode() if more else data))


def answers(report: Report) -> dict[str, str]:
    return {one.check: one.answer for one in report.outcomes}


@pytest.mark.parametrize("ending", [".txt", ".md", ".docx"])
def test_blanks_are_not_stated_and_do_not_fail(ending: str) -> None:
    report = blank(ending)
    told = answers(report)
    assert report.verdict == "do not sign yet"
    for name in ("WAGE_01", "HOUR_01", "HOUR_02", "TERM_01", "TERM_02"):
        assert told[name] == "not stated", name
    assert told["FEE_05"] == "pass"
    (overtime,) = (one for one in report.outcomes if one.check == "HOUR_02")
    assert overtime.why == LEFT_BLANK
    assert "____" in overtime.quote


def test_a_clause_does_not_hide_among_the_sources() -> None:
    more = "\n\n12.1 C189: the Employer shall keep the passport of the Worker.\n"
    assert answers(blank(".txt"))["DOC_01"] == "pass"
    assert answers(blank(".txt", more))["DOC_01"] == "fail"


def test_a_fee_with_a_blank_amount_is_a_fee() -> None:
    text = START + "\n5. Before departure the Worker pays a recruitment fee of USD ________.\n"
    assert answers(check(of_text("a.txt", text)))["FEE_01"] == "fail"


def test_the_caveats_follow_the_verdict() -> None:
    assert check(of_text("a.txt", "Salary")).caveats[1] == NOTHING_CHECKED
    assert blank(".txt").caveats[1] == WRITTEN_ONLY
    assert Report("a", ()).caveats[1] == NO_PROBLEM_MEANS
    said = blank(".txt").as_json()["caveats"]
    assert not any("No problem was found" in words for words in said)


@pytest.mark.parametrize("place", ["Inspection du travail, Rabat", "Kementerian Sumber Manusia"])
def test_the_place_to_complain_may_have_a_foreign_name(place: str) -> None:
    values = {one.name: one.example for one in blanks()} | {"complaint_place": place}
    report = check(read("a.txt", written(fill(model(), values), ".txt")))
    assert answers(report)["REM_01"] == "pass"


def test_long_tables_are_read_in_time() -> None:
    rows = "".join(f"recruitment fee {at % 50} | {at} | worker\n" for at in range(1000))
    start = time.process_time()
    assert answers(check(of_text("a.txt", START + "\n" + rows)))["FEE_01"] == "fail"
    assert time.process_time() - start < 2
