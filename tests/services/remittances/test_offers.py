"""Offers side by side: by their whole cost, never by the fee, and with nothing taken for zero."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import BadTable, ComityError
from comity.evidence.indicators import Quote
from comity.evidence.quotes import Service
from comity.services.remittances import compare
from comity.services.remittances.compared import Comparison
from comity.services.remittances.needs import Needs, read_needs
from comity.services.remittances.priced import priced
from tests.services.remittances.conftest import Write

ROWS = (
    "RUS-TJK,Free,,200,18000,0,0.116,0.119,Same day,yes,account,,card,,2026-11-01\n"
    "RUS-TJK,Fee,,200,18000,180,0.119,0.119,Next day,yes,cash,high,cash; card,5,2026-11-01\n"
    "RUS-TJK,Gift,,200,18000,10,0.122,0.119,Same day,yes,account,,card,,2026-11-01\n"
    "RUS-TJK,Silent,,200,18000,0,,0.119,Same day,no,account,,card,,2026-11-01\n"
    "RUS-TJK,Slow,,200,18000,90,0.119,0.119,6 days or more,yes,account,,card,,2026-11-01\n"
)


def names(one: Comparison, group: str) -> list[str]:
    return [placed.offer.service.provider for placed in one.of(group)]


def test_the_published_example() -> None:
    """2,257.2 on 33,000 is 6.84 percent; with a margin of 3.10 the whole cost is 9.94."""
    one = Service("AGO-NAM", "200", "Post", "", Quote(33_000, 2257.2, 0.969, 1.0))
    found = priced([one], None)
    assert round(found.fee_pct, 2) == 6.84
    assert found.margin_pct == pytest.approx(3.10)
    assert round(found.total_pct or 0, 2) == 9.94
    assert found.on_top == pytest.approx(33_000 * 0.969)
    assert found.inside == pytest.approx((33_000 - 2257.2) * 0.969)


def test_a_fee_of_nothing_does_not_lead(offers: Write) -> None:
    (one,) = compare(offers(ROWS)).comparisons
    assert names(one, "ranked") == ["Slow", "Fee", "Free"]
    assert (names(one, "promotions"), names(one, "not_told")) == (["Gift"], ["Silent"])
    silent = one.of("not_told")[0].offer
    assert (silent.total_pct, silent.margin_pct, silent.on_top) == (None, None, None)
    told = compare(offers(ROWS)).as_json()
    assert "A fee of 0 is not free" in told["notes"][0]
    assert told["comparisons"][0]["mean_pct"] == pytest.approx(
        (300 / 119 + 1 + (1000 / 180 / 100 - 300 / 119) + 0.5) / 4
    )


def test_what_is_needed_comes_first(offers: Write) -> None:
    (one,) = compare(offers(ROWS), needs=read_needs("speed=1,payin=card")).comparisons
    assert names(one, "ranked") == ["Fee", "Free"]
    assert names(one, "unfit") == ["Slow"]
    (cash,) = compare(offers(ROWS), needs=read_needs("payout=cash")).comparisons
    assert names(cash, "ranked") == ["Fee"]
    (there,) = compare(offers(ROWS), needs=Needs(place="online")).comparisons
    assert names(there, "ranked") == []
    assert names(there, "may_fit") == ["Slow", "Fee", "Free"]


def test_what_the_receiver_pays_stands_apart(offers: Write) -> None:
    (one,) = compare(offers(ROWS)).comparisons
    fee = next(p.offer for p in one.of("ranked") if p.offer.service.provider == "Fee")
    assert fee.total_pct == pytest.approx(1.0)
    assert fee.on_top == pytest.approx(2142)
    assert fee.after(fee.on_top) == pytest.approx(2137)
    free = next(p.offer for p in one.of("ranked") if p.offer.service.provider == "Free")
    assert free.after(free.on_top) is None  # nobody told of a fee; that is no zero


def test_slips_stand_apart(offers: Write) -> None:
    rows = (
        "RUS-TJK,Units,,200,18000,10,11.9,0.119,0,yes,,,,,\n"
        "RUS-TJK,All,,200,100,100,1,1,0,yes,,,,,\n"
    )
    found = compare(offers(rows))
    assert names(found.comparisons[0], "doubtful") == ["Units", "All"]
    assert names(found.comparisons[0], "ranked") == []
    assert any("have no day" in note for note in found.notes)


def test_an_amount_between_two_quotes_lies_between_them() -> None:
    small = Service("A-B", "200", "X", "", Quote(200, 4, 9.8, 10))
    large = Service("A-B", "500", "X", "", Quote(500, 4, 9.9, 10))
    found = priced([large, small], 350)
    assert (found.basis, found.fee) == ("between two quotes", 4)
    assert found.margin_pct == pytest.approx(1.5)
    assert found.on_top == pytest.approx(350 * 9.85)
    beyond = priced([large, small], 1000)
    assert (beyond.basis, beyond.fee) == ("same percentages", 8)
    assert priced([large, small], 500).basis == "as quoted"


@given(
    st.floats(1, 1e4),
    st.floats(0, 100),
    st.floats(0, 50),
    st.floats(-5, 20),
)
def test_a_price_keeps_its_percentages_at_any_amount(
    amount: float, factor: float, fee_pct: float, margin: float
) -> None:
    quote = Quote(200, 2 * fee_pct, 10 * (1 - margin / 100), 10)
    found = priced([Service("A-B", "200", "X", "", quote)], amount * (1 + factor))
    assert found.total_pct == pytest.approx(fee_pct + margin, abs=1e-6)
    assert found.cost == pytest.approx(
        found.amount * (fee_pct + margin) / 100, abs=1e-6 * found.amount
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("speed", "'speed' is no need"),
        ("colour=red", "'colour=red' is no need"),
        ("speed=soon", "'soon' is no number of days"),
        ("speed=1,speed=2", "named twice"),
        ("payin=", "'payin=' is no need"),
    ],
)
def test_needs_that_cannot_be_read(written: str, says: str) -> None:
    with pytest.raises(ComityError, match=says):
        read_needs(written)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("RUS-TJK,A,,200,0,1,1,1,0,yes,,,,,\n", "row 2, column 'amount': it is zero"),
        ("RUS-TJK,A,,200,9,1,1,1,0,yes,,,,,2999-01-01\n", "column 'date': 2999-01-01 lies ahead"),
        ("RUS-TJK,A,,200,9,1,1,1,0,yes,,,,-2,\n", "column 'recipient_fee'"),
        ("RUS-TJK,A,,200,9,1,1,1,0,yes,,,,,\n" * 2, "rows 2 and 3: both speak of"),
    ],
)
def test_a_table_that_does_not_fit(offers: Write, row: str, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        compare(offers(row))


def test_an_amount_of_nothing_is_refused(offers: Write) -> None:
    for amount in (0, -1, float("nan")):
        with pytest.raises(ComityError, match="above zero"):
            compare(offers(ROWS), amount)


def test_each_old_offer_is_named_with_its_age(offers: Write) -> None:
    """A price of seven years ago keeps its place in the order, and says how old it is."""
    rows = (
        "RUS-TJK,Old,,200,18000,90,0.119,0.119,0,yes,,,,,2020-01-01\n"
        "RUS-TJK,New,,200,18000,180,0.119,0.119,0,yes,,,,,2026-10-23\n"
        "RUS-TJK,Dayless,,200,18000,270,0.119,0.119,0,yes,,,,,\n"
    )
    found = compare(offers(rows), today=date(2026, 11, 23))
    (one,) = found.as_json()["comparisons"]
    assert [(offer["provider"], offer["why"]) for offer in one["ranked"]] == [
        ("Old", ["asked 2,518 days ago"]),
        ("New", []),
        ("Dayless", ["no day told"]),
    ]
    later = compare(offers(rows), today=date(2026, 11, 24)).as_json()["comparisons"][0]
    assert later["ranked"][1]["why"] == ["asked 32 days ago"]
    (part,) = found.parts()
    assert part.rows[0][-1] == "asked 2,518 days ago"
