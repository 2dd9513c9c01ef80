"""Full texts, reservations and lists of parties that somebody brings: stored whole or not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from comity.core.errors import BadTable, ComityError
from comity.core.places import find_place
from comity.evidence import Evidence, Store
from comity.policy.counts import count, recount
from comity.policy.imports import forget
from comity.policy.instruments import find_instrument
from comity.policy.norms import IMPORTED, party_lists, status_of, statuses
from comity.policy.obligations import duties, find_topic
from comity.policy.obligations_told import of_topic
from comity.policy.party_import import import_parties
from comity.policy.texts import articles, import_texts
from comity.policy.told import status_rows

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
    declared = plain["declared"]  # of the instrument, and never of an article
    assert (declared["REFUGEE_CONV_1951"], declared["C189"]) == (True, None)
    assert "declared" not in plain["obligations"][0]
    today = date.today().isoformat()
    assert any(
        f"the file that was imported (b.csv, {today})" in s["citation"] for s in plain["sources"]
    )
    assert any("objections by other states" in note for note in plain["notes"])
    store, _ = import_texts(store, [given("treaty_code,article,title,text\nC097,2,,Help.\n")])
    store, _ = import_texts(store, [given("treaty_code,article,title,text\nC189,9,,New.\n")])
    evidence = Evidence(store)
    assert articles(evidence, "C097")["2"].text == "Help."
    held = articles(evidence, "C189")  # only what is named is replaced, and the order stays
    assert [(key, one.text) for key, one in held.items()] == [("9", "New."), ("10", "Rest.")]
    store, _ = import_texts(
        store, [given("treaty_code,article,title,text\nC189,1,,All.\n")], complete=True
    )
    assert [*articles(Evidence(store), "C189")] == ["1"]
    assert [*articles(Evidence(store), "C097")] == ["2"]


def test_one_row_more_leaves_the_other_reservations(tmp_path: Path, given: Written) -> None:
    """Silence is told from a complete list alone, and only if it is younger than the act."""
    from comity import open_evidence

    held = open_evidence(tmp_path / "home")
    head = "treaty_code,country,text,as_of\n"
    egypt = given(head + "ICRMW_1990,EGY,Declares,2015-03-14\n")
    store, _ = import_texts(held.store, [egypt], complete=True)
    store, _ = import_texts(
        store, [given(head + "ICRMW_1990,KGZ,Declares,2026-01-01\nC189,KEN,x,2026-01-01\n")]
    )

    def told(country: str, code: str) -> bool | None:
        plain = of_topic(Evidence(store), find_topic("work"), find_place(country), DAY)
        answer: bool | None = plain["declared"][code]
        return answer

    assert [told(code, "ICRMW_1990") for code in ("EGY", "KGZ", "MEX")] == [True, True, False]
    assert told("TCD", "ICRMW_1990") is None  # bound in 2022, after the list was read
    assert told("PHL", "C189") is None  # the list of C189 is partial
    held.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("treaty_code,article,title,text\nC999,1,,x\n", "column 'treaty_code': 'C999' is no"),
        ("treaty_code,article,title,text\nC189,1,,x\nC189,1,,y\n", "rows 2 and 3: both speak of"),
        ("treaty_code,article,title,text\nC189,1,,\n", "row 2, column 'text': the cell is empty"),
        ("treaty_code,iso3,text,as_of\nC189,QQQ,x,2020-01-01\n", "'country': 'QQQ' is no"),
        ("treaty_code,iso3,text,as_of\nC189,KGZ,x,2999-01-01\n", "'as_of': 2999-01-01 lies"),
        ("treaty,article\nC189,1\n", "has no column 'treaty_code'"),
        ("treaty_code,iso3,action_date,as_of\nC189,KGZ,2001-01-01,2020-01-01\n",
         "has no column 'text', so it tells of no reservation"),
        ("treaty_code,iso3,text,as_of\nC189,KGZ, ,2020-01-01\n", "has no text in its column"),
        ("treaty_code,article,title,text\nCRC_1989,99,,x\n", "CRC_1989 has 54 articles, and"),
        (f"treaty_code,article,title,text\nC189,1,,{'x' * 200_001}\n", "200,000 are the most"),
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
        (["OAU_1969,FRA,,1992,accession,,x"], "'country': OAU_1969 is open to members of the Afr"),
        (["C189,EUE,,2015,ratification,,x"], "'country': C189 is open to members of the ILO only"),
        (["OAU_1969,KEN,,1960,accession,,x"], "'action_date': 1960 lies before 1969-09-10, when"),
        ([f"OAU_1969,KEN,,1992,accession,,{'x' * 501}"], "column 'source': the cell holds 501"),
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
    [row] = status_rows(one.as_json() for one in statuses(Evidence(store), kenya, DAY)
                        if one.instrument == oau)  # fmt: skip
    assert (row["entry_source"], row["entry_extent"]) == ("status list", "partial")
    assert known.sources[0].dataset == "treaty_parties_imported"
    assert f"(a.csv, {date.today()})" in known.sources[0].citation
    assert count(Evidence(store), oau, DAY).parties.value == 1
    found = duties(Evidence(store), kenya, "asylum", DAY)
    assert {one.answer for one in found if one.obligation.instrument == oau} == {"bound"}
    store, _ = import_parties(store, given("\n".join([HEAD, *rows])), complete=True)
    assert status_of(party_lists(Evidence(store))["OAU_1969"], "TZA", DAY).state == "none"
    later = f"{HEAD},as_of\nOAU_1969,TZA,,1975-01-10,accession,,a paper,2026-11-01"
    store, _ = import_parties(store, given(later))
    known = party_lists(Evidence(store))["OAU_1969"]
    assert {*known.entries} == {"KEN", "UGA", "MUS", "TZA"}  # added, and the list is still complete
    assert known.complete
    assert known.as_of == date.today()
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


def test_lists_add_up_and_can_be_forgotten(store: Store, given: Written) -> None:
    rows = ["KAMPALA_2009,UGA,,2010-01-29,ratification,,x", "KAMPALA_2009,TCD,,2011,accession,,x"]
    for row in (*rows, "OAU_1969,KEN,,1992,accession,,x"):
        store, _ = import_parties(store, given(f"{HEAD}\n{row}"))
    assert {*party_lists(Evidence(store))["KAMPALA_2009"].entries} == {"UGA", "TCD"}
    store, gone = forget(store, [IMPORTED], "KAMPALA_2009")
    assert gone == 2
    assert not party_lists(Evidence(store))["KAMPALA_2009"].entries
    assert {*party_lists(Evidence(store))["OAU_1969"].entries} == {"KEN"}
    store, _ = forget(store, [IMPORTED], "OAU_1969")
    with pytest.raises(ComityError, match="Nothing was imported of OAU_1969"):
        forget(store, [IMPORTED], "OAU_1969")
    store, _ = import_parties(store, given(f"{HEAD}\n{rows[0]}"))  # the first state once more
    assert {*party_lists(Evidence(store))["KAMPALA_2009"].entries} == {"UGA"}


def test_who_is_no_state_and_what_came_after_the_list(evidence: Evidence, given: Written) -> None:
    for row, says in (
        ("ICRMW_1990,GRL,,1992,accession,,x,2020-01-01", "'country': GRL is no state in any"),
        ("ICRMW_1990,KEN,,2001,accession,,x,2000-01-01", "'action_date': 2001 lies after 2000"),
    ):
        with pytest.raises(BadTable, match=says):
            import_parties(evidence.store, given(f"{HEAD},as_of\n{row}"))
