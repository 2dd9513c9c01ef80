"""A price database held against the rules: what is met, what is open, what the prices show."""

from pathlib import Path

import pytest

from comity.core.errors import BadTable
from comity.core.templates import template_bytes
from comity.evidence.quotes import read_quotes
from comity.services.remittances import checked
from comity.services.remittances.rules import Answer, read_answers, rules, template
from tests.services.remittances.conftest import Write


def test_nothing_that_is_not_answered_counts_as_met() -> None:
    told = checked({}).as_json()
    assert (told["rules"], told["met"], told["not_answered"], told["all_met"]) == (12, 0, 12, None)
    every = checked({one.key: ("yes", "") for one in rules()}).as_json()
    assert (every["met"], every["all_met"]) == (12, True)
    some = checked({"fee": ("partly", ""), "links": ("no", "")}).as_json()
    assert (some["partly"], some["not_met"], some["all_met"]) == (1, 1, False)


def test_prices_can_contradict_an_answer(offers: Write) -> None:
    rows = "RUS-TJK,A,,200,9,1,1,1,0,yes,cash,high,,,\nRUS-TJK,B,,200,9,1,,1,,no,,,,,\n"
    prices = read_quotes(offers(rows), offers=True)[1]
    said: dict[str, tuple[Answer, str]] = {one.key: ("yes", "") for one in rules()}
    told = {one["rule"]: one for one in checked(said, prices).as_json()["answers"]}
    assert told["fee"]["seen_in_prices"] == "in every row"
    assert (told["rate"]["seen_in_prices"], told["rate"]["contradicted"]) == ("in some rows", True)
    assert told["two-amounts"]["seen_in_prices"] == "in no row"
    assert (told["coverage"]["seen_in_prices"], told["coverage"]["contradicted"]) == (None, False)


def test_the_questions_can_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(template_bytes(template(), ".csv"))
    assert {word for word, _ in read_answers(path).values()} == {"not answered"}
    path.write_text("rule,answer,note\nfee,yes,since 2020\nlinks,partly,\n", encoding="utf-8")
    assert read_answers(path) == {"fee": ("yes", "since 2020"), "links": ("partly", "")}
    for row, says in (("price,yes,", "'price' is none of"), ("fee,maybe,", "maybe")):
        path.write_text(f"rule,answer,note\n{row}\n", encoding="utf-8")
        with pytest.raises(BadTable, match=says):
            read_answers(path)
