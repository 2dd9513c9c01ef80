"""What articles oblige to: numbers that full texts bear out, and what binds a state on a day."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.places import Place, find_place
from comity.evidence import Evidence
from comity.policy.instruments import find_instrument, instruments
from comity.policy.obligations import (
    ANSWERS,
    Duty,
    Obligation,
    UnknownTopic,
    articles_in,
    bare,
    duties,
    find_topic,
    obligations,
    obligations_of,
    topics,
)

DAY = date(2026, 2, 10)
EVERY = [one for topic in topics().values() for one in topic.obligations]
BORNE_OUT = [
    ("REFUGEE_CONV_1951", "22", "elementary"),
    ("REFUGEE_CONV_1951", "25", "documents or certifications"),
    ("REFUGEE_CONV_1951", "27", "identity papers"),
    ("REFUGEE_CONV_1951", "28", "travel documents"),
    ("REFUGEE_CONV_1951", "29", "administrative documents"),
    ("REFUGEE_CONV_1951", "31", "penalties"),
    ("REFUGEE_CONV_1951", "32", "national security or public order"),
    ("REFUGEE_CONV_1951", "33", "refouler"),
    ("REFUGEE_CONV_1951", "34", "naturalization"),
    ("CAT_1984", "3", "refouler"),
    ("CAT_1984", "6", "representative of the State"),
    ("CAT_1984", "22", "communications"),
    ("ICCPR_1966", "7", "torture"),
    ("ICCPR_1966", "9", "arbitrary arrest or detention"),
    ("ICCPR_1966", "12", "enter his own country"),
    ("ICCPR_1966", "13", "alien lawfully in the territory"),
    ("ICCPR_1966", "23", "family"),
    ("ICCPR_1966", "24", "registered immediately after birth"),
    ("ICCPR_1966", "26", "equal protection of the law"),
    ("ICESCR_1966", "2", "non-nationals"),
    ("ICESCR_1966", "9", "social security"),
    ("ICESCR_1966", "12", "health"),
    ("ICESCR_1966", "13", "Primary education"),
    ("CRC_1989", "3", "best interests"),
    ("CRC_1989", "9", "separated from his or her parents"),
    ("CRC_1989", "10", "family reunification"),
    ("CRC_1989", "22", "refugee"),
    ("CRC_1989", "28", "education"),
    ("CRC_1989", "35", "traffic in children"),
    ("CRC_1989", "37", "last resort"),
    ("CEDAW_1979", "6", "traffic in women"),
    ("CEDAW_1979", "9", "nationality"),
    ("CRPD_2006", "18", "immigration"),
    ("CRPD_2006", "11", "humanitarian emergencies"),
    ("ICERD_1965", "1", "citizens and noncitizens"),
    ("ICERD_1965", "5", "without distinction as to race"),
    ("VCCR_1963", "36", "without delay, inform the consular post"),
    ("UDHR_1948", "14", "asylum"),
    ("ROME_STATUTE_1998", "86", "cooperate fully with the Court"),
]
RESERVED = [
    ("REFUGEE_CONV_1951", "42", "1, 3, 4, 16 (1), 33, 36-46"),
    ("ROME_STATUTE_1998", "120", "No reservations"),
    ("ICERD_1965", "20", "incompatible with the object and purpose"),
    ("CRPD_2006", "46", "object and purpose"),
]
WAITS = {
    "REFUGEE_CONV_1951": "ninetieth day following",
    "CAT_1984": "thirtieth day after",
    "CEDAW_1979": "thirtieth day after",
    "CRC_1989": "thirtieth day after",
    "CRPD_2006": "thirtieth day after",
    "ICERD_1965": "thirtieth day after",
    "ICCPR_1966": "three months after",
    "ICESCR_1966": "three months after",
    "VCCR_1963": "thirtieth day after",
    "ROME_STATUTE_1998": "first day of the month after the 60th day",
}


@pytest.fixture(scope="module")
def full(mirror: Path) -> dict[tuple[str, str], str]:
    """The full texts of the mirror; only the numbers of the Rome Statute differ from the order."""
    from comity.policy.texts import read

    frame = read(mirror / "policy" / "treaties" / "treaty_articles_en.parquet")[1]
    return {(code, number): f"{title} {text}" for code, number, title, text in frame.select(
        "treaty_code", "article", pl.col("title").fill_null(""), "text").iter_rows()}  # fmt: skip


@pytest.fixture
def kyrgyzstan() -> Place:
    return find_place("KGZ")


def test_articles_say_what_our_sentences_say(full: dict[tuple[str, str], str]) -> None:
    for code, article, word in [*BORNE_OUT, *RESERVED]:
        assert word.replace(" ", "") in full[code, article].replace(" ", "").replace("\n", ""), (
            code,
            article,
        )
    ours = {one.text_at for one in EVERY if not one.of}
    assert {(code, article) for code, article, _ in BORNE_OUT} <= ours


def test_what_claims_to_be_read_was_there_to_be_read(full: dict[tuple[str, str], str]) -> None:
    readable = {code for code, _ in full}
    for one in EVERY:
        assert (one.checked == "text") == (one.instrument.code in readable), one
        if one.checked == "text":
            assert one.text_at in full


def test_days_of_entry_follow_the_final_clauses(full: dict[tuple[str, str], str]) -> None:
    for code, words in WAITS.items():
        one = find_instrument(code)
        number = one.checked.split(";")[0].removeprefix("article ")
        assert words.replace(" ", "") in full[code, number].replace(" ", ""), code
        assert one.waits is not None
        stated = (one.waits.days, one.waits.months, one.waits.first_of_month)
        assert stated == {
            "ninetieth": (90, 0, False), "thirtieth": (30, 0, False), "three": (0, 3, False),
            "first": (60, 0, True),
        }[words.split()[0]]  # fmt: skip


def test_summaries_are_our_own(full: dict[tuple[str, str], str]) -> None:
    """No sentence takes over seven words in a row from the article that it tells of."""
    for one in EVERY:
        text = " ".join(full.get(one.text_at, "").lower().split())
        words = one.summary.lower().rstrip(".").split()
        runs = [" ".join(words[i : i + 7]) for i in range(len(words) - 6)]
        assert not [run for run in runs if run in text], one


def test_every_instrument_but_one_speaks_and_soft_law_never_obliges() -> None:
    silent = [code for code, one in instruments().items() if not obligations_of(one)]
    assert silent == ["ICCPR_OP2_1989"]  # the death penalty is no topic here
    assert len(topics()) == 29
    for one in EVERY:
        assert one.instrument.binds or one.kind == "should", one
        assert one.summary.endswith(".")
        assert one.kind in ("must", "must not", "may", "should")


def _rule(code: str, article: str) -> tuple[str, str]:
    found = next(o for o in EVERY if (o.instrument.code, o.article, o.of) == (code, article, None))
    return found.reservations, found.reservations_by


def test_articles_that_admit_no_reservation() -> None:
    assert _rule("REFUGEE_CONV_1951", "33") == ("excluded", "42")
    assert _rule("REFUGEE_CONV_1951", "16") == ("partly", "42")
    assert _rule("REFUGEE_CONV_1951", "28") == ("", "")
    assert _rule("STATELESS_1961", "8") == ("excluded", "17")
    assert _rule("CRC_1989", "9") == ("limited", "51")
    assert _rule("C143", "9(1)") == ("parts", "16")  # Part I or II may be left out


def test_texts_have_as_many_articles_as_we_say(full: dict[tuple[str, str], str]) -> None:
    for code in {code for code, _ in full}:
        numbers = [int(number) for held, number in full if held == code and number.isdigit()]
        assert max(numbers) == len(numbers) == articles_in(code)


def _found(evidence: Evidence, code: str, topic: str, day: date = DAY) -> dict[str, Duty]:
    found = duties(evidence, find_place(code), topic, day)
    return {f"{one.obligation.instrument.code} {one.obligation.article}": one for one in found}


def test_what_binds_a_state_that_joined_the_protocol_alone(evidence: Evidence) -> None:
    """The United States never joined the Convention; its articles 2 to 34 bind it even so."""
    found = duties(evidence, find_place("USA"), "non-refoulement", DAY)
    of_33 = {
        one.obligation.instrument.code: one
        for one in found
        if one.obligation.text_at == ("REFUGEE_CONV_1951", "33")
    }
    assert of_33["REFUGEE_CONV_1951"].answer == "none"
    assert of_33["REFUGEE_PROT_1967"].answer == "bound"
    assert of_33["REFUGEE_PROT_1967"].obligation.through == "33"
    assert of_33["REFUGEE_PROT_1967"].obligation.reservations == "excluded"


def test_documents_in_kyrgyzstan(evidence: Evidence, kyrgyzstan: Place) -> None:
    now = _found(evidence, "KGZ", "documents")
    assert now["REFUGEE_CONV_1951 28"].answer == "bound"
    assert now["REFUGEE_CONV_1951 28"].status.in_force_from == date(1997, 1, 6)
    assert now["ICRMW_1990 21"].answer == "bound"
    assert now["STATELESS_1954 27"].answer == "none"
    assert now["C189 9"].answer == "not listed"  # a partial list leaves it open
    assert now["OAU_1969 VI"].answer == "not open"
    assert now["UDHR_1948 6"].answer == "soft law"
    waiting = _found(evidence, "KGZ", "documents", date(1996, 12, 31))
    assert waiting["REFUGEE_CONV_1951 28"].answer == "later"
    before = _found(evidence, "KGZ", "documents", date(1996, 1, 1))
    assert before["REFUGEE_CONV_1951 28"].answer == "none"
    assert {one.answer for one in now.values()} <= {*ANSWERS}
    assert "fees" not in {one.topic.code for one in bare(evidence, kyrgyzstan, DAY)}


def test_topics_on_which_nothing_is_known_to_bind(evidence: Evidence) -> None:
    found = {one.topic.code: one.untold for one in bare(evidence, find_place("PLW"), DAY)}
    assert {"naturalisation", "transfers"} <= {*found}
    assert "children" not in found  # every state but one is a party to the Convention on it
    assert found["transfers"] == 4  # the list of C097 is partial, and three others are old
    kenya = {one.topic.code: one for one in bare(evidence, find_place("KEN"), date(1960, 1, 1))}
    assert kenya["displacement"].untold == 0  # Kampala was yet to be made


def test_a_topic_by_name_or_by_slip() -> None:
    assert find_topic("Fees and costs").code == "fees"
    with pytest.raises(UnknownTopic, match="did you mean documents"):
        find_topic("document")
    assert isinstance(obligations("fees")[0], Obligation)
