"""The model contract: every term of the list, fillable, readable again, and without a problem."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import docx
import pytest

from comity.core.errors import BadTable, FileTrouble
from comity.core.templates import template_bytes
from comity.services.contracts.model import (
    BLANK,
    as_json,
    blanks,
    fill,
    model,
    read_values,
    shown_blank,
    template,
)
from comity.services.contracts.model_written import written
from comity.services.contracts.reading import read
from comity.services.contracts.records import checks

EXAMPLE = {one.name: one.example for one in blanks()}

C189_ARTICLE_7 = "abcdefghijk"
"""The points of article 7, from the names to the terms of ending the contract."""

ELSEWHERE = {"FEE_04"}
"""Checks of what no contract can state: a limit in law."""


def test_every_check_has_its_clause() -> None:
    answered = {check for clause in model().clauses for check in clause.checks}
    assert answered == {check.id for check in checks()} - ELSEWHERE
    assert all(clause.source for clause in model(domestic=True).clauses)


def test_every_term_that_c189_asks_for_is_there() -> None:
    sources = " ".join(clause.source for clause in model(domestic=True).clauses)
    assert set(re.findall(r"\b7\((\w)\)", sources)) == set(C189_ARTICLE_7)
    for article in ("6", "8", "9(a)", "9(b)", "9(c)", "10(2)", "11", "12(1)", "12(2)", "15(1)(e)"):
        assert re.search(rf"C189 arts? [^;]*{re.escape(article)}", sources), article


def test_work_in_a_household_has_more_clauses_and_its_own_numbers() -> None:
    plain, household = model(), model(domestic=True)
    added = {clause.text for clause in household.clauses} - {one.text for one in plain.clauses}
    assert len(added) == len(household.clauses) - len(plain.clauses) >= 4
    for one in (plain, household):
        for place, (_, clauses) in enumerate(one.sections(), start=1):
            assert [clause.number for clause in clauses] == [
                f"{place}.{at}" for at in range(1, len(clauses) + 1)
            ]


def test_blanks_and_clauses_know_each_other() -> None:
    used = {
        name for one in model(domestic=True).clauses for name in re.findall(r"{(\w+)}", one.text)
    }
    assert used == EXAMPLE.keys()
    assert all(EXAMPLE.values())


def test_sentences_are_short_and_plain() -> None:
    for clause in model(domestic=True).clauses:
        for sentence in re.split(r"(?<=\.)\s", clause.text):
            assert len(sentence.split()) <= 36, sentence
        assert not re.search(r"\b(hereinafter|hereby|thereof|shall|notwithstanding)\b", clause.text)


def test_it_is_filled_and_what_is_left_open_stays_a_line() -> None:
    one = fill(model(), {"employer_name": "  Blue\nRiver ", "wage_amount": "900"})
    assert one.clauses[0].text.startswith(f"The Employer is Blue River, of {BLANK}")
    assert "USD" not in one.clauses[6].text
    whole = fill(model(domestic=True), EXAMPLE)
    assert not any(BLANK in clause.text or "{" in clause.text for clause in whole.clauses)
    with pytest.raises(BadTable, match="has no field 'salary'; its fields are: annual_leave"):
        fill(model(), {"salary": "1"})
    with pytest.raises(BadTable, match="more than 400 letters"):
        fill(model(), {"tasks": "x" * 401})


def test_braces_in_a_value_are_only_letters() -> None:
    one = fill(model(), {"employer_name": "{worker_name}", "worker_name": "Ama"})
    assert one.clauses[0].text.startswith("The Employer is (worker_name), of")
    assert shown_blank(one.clauses[0].text) == one.clauses[0].text


def test_values_are_read_from_a_table_or_json(tmp_path: Path) -> None:
    form = tmp_path / "fields.csv"
    text = template_bytes(template(), ".csv").decode()
    form.write_text(text.replace("employer_name,,", "employer_name,Blue River,"), encoding="utf-8")
    values = read_values(form)
    assert values["employer_name"] == "Blue River"
    assert values.keys() == EXAMPLE.keys()
    fill(model(), values)
    plain = tmp_path / "fields.json"
    plain.write_text(json.dumps({"wage_amount": 900, "currency": "USD"}), encoding="utf-8")
    assert read_values(plain) == {"wage_amount": "900", "currency": "USD"}


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "field,worth\nx,1\n", "has no column 'value'"),
        ("a.csv", "field,value\nx,1\nx,2\n", "row 3: 'x' stands twice"),
        ("a.json", "[1]", "holds no fields"),
        ("a.json", "{", "is no JSON"),
        ("a.json", '{"tasks": ["a"]}', "'tasks': write a text or a number"),
        ("a.json", '{"tasks": true}', "'tasks': write a text or a number"),
    ],
)
def test_values_of_another_form_are_one_sentence(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=re.escape(says)):
        read_values(path)


@pytest.mark.parametrize("ending", [".txt", ".md", ".docx"])
def test_what_is_written_is_read_again(ending: str) -> None:
    one = fill(model(domestic=True), EXAMPLE)
    found = read(f"contract{ending}", written(one, ending))
    whole = " ".join(block.text for block in found.blocks)
    for clause in one.clauses:
        assert f"{clause.number} {clause.text}" in whole
    assert not found.notes
    assert not found.trouble
    assert written(one, ending) == written(one, ending)


def test_the_template_names_sources_and_a_filled_contract_does_not() -> None:
    for ending in (".txt", ".md"):
        assert "C189" in written(model(), ending).decode()
        assert "C189" not in written(fill(model(), EXAMPLE), ending).decode()
    made = docx.Document(io.BytesIO(written(model(), ".docx")))
    assert len(made.tables[0].rows) == len(model().clauses) + 1
    with pytest.raises(FileTrouble, match=r"is written as \.docx, \.pdf"):
        written(model(), ".html")


def test_as_data_it_is_whole() -> None:
    plain = as_json(model(domestic=True))
    assert len(plain["clauses"]) == len(model(domestic=True).clauses)
    json.dumps(plain)
