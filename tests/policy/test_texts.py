"""Full texts, reservations and lists of parties that somebody brings: stored whole or not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from comity.core.errors import BadTable
from comity.core.places import find_place
from comity.evidence import Evidence, Store
from comity.policy.counts import count, recount
from comity.policy.instruments import find_instrument
from comity.policy.norms import party_lists, status_of, statuses
from comity.policy.obligations import duties, find_topic
from comity.policy.obligations_told import of_topic
from comity.policy.party_import import import_parties
from comity.policy.texts import articles, import_texts

TEXTS = "treaty_code,article,title,text\nC189,Article 9,Papers,Keep them.\nC189,10,,Rest.\n"
SAID = "treaty_code,country,text,as_of\nREFUGEE_CONV_1951,Kyrgyzstan,Subject to,2015-03-14\n"
Written = Callable[..., Path]
HEAD = "instrument,country,signature_date,action_date,action,withdrawn,source"
DAY = date(2026, 2, 10)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "home")


@pytest.fixture
def given(tmp_path: Path) -> Written:
    def write(text: str, name: str = "a.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_texts_and_reservations_are_shown_once_brought(store: Store, given: Written) -> None:
    store, told = import_texts(store, [given(TEXTS), given(SAID, "b.csv")])
    assert [(one.dataset, one.rows) for one in told] == [
        ("treaty_articles", 2),
        ("treaty_reservations", 1),
    ]
    evidence = Evidence(store)
    assert [*articles(evidence, "C189")] == ["9", "10"]
    plain = of_topic(evidence, find_topic("documents"), find_place("KGZ"), DAY)
    shown = {row["instrument"]: row["text"] for row in plain["obligations"]}
    assert shown["C189"] == {"title": "Papers", "text": "Keep them."}
    assert shown["ICRMW_1990"] is None
    assert plain["reservations"][0]["as_of"] == "2015-03-14"
    declared = {row["instrument"]: row["declared"] for row in plain["obligations"]}
    assert (declared["REFUGEE_CONV_1951"], declared["C189"]) == (True, None)
    assert any("objections by other states" in note for note in plain["notes"])
    store, _ = import_texts(store, [given("treaty_code,article,title,text\nC097,2,,Help.\n")])
    store, _ = import_texts(store, [given("treaty_code,article,title,text\nC189,9,,New.\n")])
    evidence = Evidence(store)
    assert articles(evidence, "C097")["2"].text == "Help."
    assert {key: one.text for key, one in articles(evidence, "C189").items()} == {"9": "New."}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("treaty_code,article,title,text\nC999,1,,x\n", "column 'treaty_code': 'C999' is no"),
        ("treaty_code,article,title,text\nC189,1,,x\nC189,1,,y\n", "rows 2 and 3: both speak of"),
        ("treaty_code,article,title,text\nC189,1,,\n", "row 2, column 'text': the cell is empty"),
        ("treaty_code,iso3,text,as_of\nC189,QQQ,x,2020-01-01\n", "'country': 'QQQ' is no"),
        ("treaty_code,iso3,text,as_of\nC189,KGZ,x,2999-01-01\n", "'as_of': 2999-01-01 lies"),
        ("treaty,article\nC189,1\n", "has no column 'treaty_code'"),
    ],
)  # fmt: skip
def test_a_slip_in_one_file_stores_none(store: Store, given: Written, text: str, says: str) -> None:
    with pytest.raises(BadTable) as slip:
        import_texts(store, [given(TEXTS), given(text, "slip.csv")])
    assert says in str(slip.value)
    assert str(slip.value).count(".csv") == 1
    assert store.reopened().datasets() == {}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["OAU_1969,KEN,,1992,accession,,x", "OAU_1969,KEN,,1993,accession,,x"], "rows 2 and 3"),
        (["OAU_1969,KEN,1995,1992-06-23,ratification,,x"], "'action_date': 1992-06-23 lies before"),
        (["OAU_1969,KEN,,2999,accession,,x"], "'action_date': 2999 lies in the future"),
        (["OAU_1969,KEN,,1992,accession,1980,x"], "'withdrawn': withdrawn in 1980, before the act"),
        (["OAU_1969,KEN,1970,,,1980,x"], "'withdrawn': withdrawn, but never bound"),
        (["OAU_1969,KEN,,1992,adhesion,,x"], "'action': 'adhesion' is none of"),
        (["OAU_1969,KEN,,1992,,,x"], "'action': empty, beside the date 1992"),
        (["OAU_1969,KEN,,,,,x"], "'action_date': neither signed nor bound"),
        (["OAU_1969,KEN,,soon,accession,,x"], "'action_date': 'soon' is no date"),
        (["OAU_1969,KEN,,1992,accession,,"], "'source': the cell is empty"),
        (["NANSEN_2015,KEN,,1992,accession,,x"], "'instrument': NANSEN_2015 binds nobody"),
        (["# a remark,,,,,,", "OAU_1969,KEN,,2999,accession,,x"], "row 3, column 'action_date'"),
    ],
)
def test_parties_that_contradict_each_other_are_refused(
    store: Store, given: Written, rows: list[str], says: str
) -> None:
    with pytest.raises(BadTable) as slip:
        import_parties(store, given("\n".join([HEAD, *rows])))
    assert says in str(slip.value)
    assert store.reopened().datasets() == {}


def test_a_list_that_was_not_held(evidence: Evidence, tmp_path: Path, given: Written) -> None:
    """OAU 1969: what is not in a partial list stays open, in a complete one it is not bound."""
    oau, kenya = find_instrument("OAU_1969"), find_place("KEN")
    rows = [
        "OAU_1969,KEN,1969-09-10,1992-06-23,ratification,,status list",
        "OAU_1969,UGA,,1987-07,accession,1990-01-01,status list",
        "OAU_1969,MUS,1969-09-10,,,,status list",
    ]
    store = Store.open(tmp_path / "home")
    store, told = import_parties(store, given("\n".join([HEAD, *rows])))
    assert told.treaties == ("OAU_1969",)
    known = party_lists(Evidence(store))["OAU_1969"]
    states = {code: status_of(known, code, DAY).state for code in ("KEN", "UGA", "MUS", "TZA")}
    assert states == {"KEN": "party", "UGA": "withdrawn", "MUS": "signatory", "TZA": "not listed"}
    assert known.entries["KEN"].verification == "imported"
    assert known.sources[0].dataset == "treaty_parties_imported"
    assert count(Evidence(store), oau, DAY).parties.value == 1
    found = duties(Evidence(store), kenya, "asylum", DAY)
    assert {one.answer for one in found if one.obligation.instrument == oau} == {"bound"}
    store, _ = import_parties(store, given("\n".join([HEAD, *rows])), complete=True)
    assert status_of(party_lists(Evidence(store))["OAU_1969"], "TZA", DAY).state == "none"
    assert {one.state for one in statuses(evidence, kenya, DAY) if one.instrument == oau} == {
        "not held"
    }


def test_a_newer_act_extends_the_register(tmp_path: Path, given: Written) -> None:
    from comity import open_evidence

    held = open_evidence(tmp_path / "home")
    smuggling = find_instrument("PALERMO_SMUGGLING_2000")
    before = party_lists(held)[smuggling.code]
    row = f"{smuggling.code},TON,,2020-03-01,accession,,register"
    store, _ = import_parties(held.store, given("\n".join([HEAD, row])))
    after = Evidence(store)
    known = party_lists(after)[smuggling.code]
    assert {*known.entries} == {*before.entries, "TON"}
    assert (known.complete, known.as_of) == (True, before.as_of)
    assert status_of(known, "TON", DAY).in_force_from == date(2020, 3, 31)
    assert recount(after, smuggling).value == recount(held, smuggling).value
    assert (
        count(after, smuggling, DAY).parties.value == 1 + count(held, smuggling, DAY).parties.value
    )
    held.close()
