"""What a job costs in months of wages: worked examples by hand, and what must always hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.core.places import Corridor
from comity.core.regions import find_subject
from comity.services.recruitment import Deduction, Job, Loan, Quoted, items, work_out
from comity.services.recruitment.caps import Cap
from comity.services.recruitment.checking import NEVER

DAY = date(2026, 11, 1)


def quoted(code: str, amount: float, unit: str = "USD", payer: str = "worker") -> Quoted:
    return Quoted(code, Fraction(str(amount)), unit, payer)


def job(*quotes: Quoted, wage: float = 500, **more: Any) -> Job:
    return Job(quotes, Fraction(str(wage)), "USD", **more)


def corridor(code: str = "NPL-QAT") -> Corridor:
    found = find_subject(code)
    assert isinstance(found, Corridor)
    return found


def cap(item: str, amount: float, unit: str = "USD", **more: Any) -> Cap:
    whole: dict[str, Any] = {
        "kind": "cap",
        "origin": "NPL",
        "destination": "QAT",
        "occupation": "",
        "item": item,
        "amount": Fraction(str(amount)),
        "unit": unit,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        "source": "a law",
        "as_of": date(2026, 1, 1),
    }
    return Cap(**(whole | more))


def test_three_thousand_at_five_hundred_a_month_is_six_months() -> None:
    asked = job(quoted("agency", 2000), quoted("travel_abroad", 700), quoted("medical", 300))
    found = work_out(asked)
    assert (float(found.total), float(found.months)) == (3000, 6.0)
    assert found.sentence == "You would work 6 months only to pay for the job."


def test_what_was_paid_back_is_taken_off() -> None:
    found = work_out(job(quoted("agency", 3000), reimbursed=Fraction(600)))
    assert float(found.months) == 4.8
    assert found.sentence == "You would work 4.8 months only to pay for the job."


def test_deductions_are_added_to_the_cost_and_the_wage_is_that_before_them() -> None:
    taken = Deduction(Fraction(50), 10)
    before = work_out(job(quoted("agency", 3000), deducted=taken))
    assert (float(before.total), float(before.job.earnings), float(before.months)) == (3500, 500, 7)
    left = job(quoted("agency", 3000), wage=450, deducted=taken, wage_received=True)
    assert work_out(left).months == before.months


def test_interest_counts_and_what_was_borrowed_does_not() -> None:
    found = work_out(job(quoted("agency", 2000), loan=Loan(Fraction(2000), Fraction(3), 12)))
    assert float(found.total) == 2000 + 720
    # An annuity worked out by hand: 1,000 at 1 % over 12 months is 88.848789 a month.
    monthly = Loan(Fraction(1000), Fraction(1), 12, "monthly").interest
    assert float(monthly) == pytest.approx(12 * 88.848789 - 1000, abs=1e-4)
    assert Loan(Fraction(1000), Fraction(), 12, "monthly").interest == 0


def test_what_the_employer_pays_is_told_and_not_counted() -> None:
    found = work_out(job(quoted("visa", 400, payer="employer"), quoted("passport", 100)))
    assert float(found.total) == 100
    told = {line["item"]: line for line in found.as_json()["items"]}
    assert (told["visa"]["counted"], told["visa"]["cap"]) == (False, None)


def test_other_currencies_need_a_rate_that_somebody_gives() -> None:
    with pytest.raises(ComityError, match="say how many USD one NPR is worth"):
        job(quoted("agency", 100_000, "NPR"))
    found = work_out(job(quoted("agency", 100_000, "NPR"), rates={"NPR": Fraction(1, 100)}))
    assert float(found.months) == 2
    with pytest.raises(ComityError, match="above zero"):
        job(quoted("agency", 1), rates={"NPR": Fraction()})


def test_without_a_table_nothing_is_checked_and_all_of_it_should_not_be_paid() -> None:
    found = work_out(job(quoted("agency", 900), quoted("bribe", 100), corridor=corridor()))
    assert {one.state for one in found.checks.values()} == {"not_checked"}
    assert found.share == 1
    assert {rule: float(amount) for rule, amount in found.by_rule.items()} == {
        "never": 100,
        "employer": 0,
        "exception": 900,
    }


def test_a_limit_in_law_is_ok_above_or_not_checked() -> None:
    asked = job(
        quoted("agency", 900),
        quoted("medical", 50),
        quoted("bribe", 10),
        corridor=corridor(),
        day=DAY,
    )
    found = work_out(asked, [cap("agency", 500), cap("medical", 60), cap("bribe", 20)])
    states = {name: one.state for name, one in found.checks.items()}
    assert (states["agency"], states["medical"]) == ("above", "ok")
    assert (states["bribe"], states["total"]) == ("not_checked", "not_checked")
    assert found.checks["bribe"].why == NEVER
    assert float(found.checks["agency"].above_by) == 400
    # 500 of the fee and the health check are allowed; a bribe never is, whatever a table says.
    assert float(found.should_not_pay) == 960 - 500 - 50
    assert any("does not mean fair" in note for note in found.notes)


def test_a_limit_in_months_or_in_another_currency() -> None:
    asked = job(quoted("agency", 600), corridor=corridor(), day=DAY)
    assert work_out(asked, [cap("agency", 1, "months")]).checks["agency"].state == "above"
    unknown = work_out(asked, [cap("agency", 10_000, "NPR")]).checks["agency"]
    assert (unknown.state, "no rate" in unknown.why) == ("not_checked", True)
    changed = job(
        quoted("agency", 600), corridor=corridor(), day=DAY, rates={"NPR": Fraction(1, 100)}
    )
    assert float(work_out(changed, [cap("agency", 10_000, "NPR")]).checks["agency"].above_by) == 500


def test_the_wage_beside_the_least_wage_in_law() -> None:
    least = cap("", 520, kind="minimum_wage", origin="")
    asked = job(quoted("agency", 1), corridor=corridor(), day=DAY)
    check = work_out(asked, [least]).wage_check
    assert check
    assert check.state == "below"
    assert work_out(asked, [cap("agency", 1)]).wage_check is None


def test_what_is_told_of_never_decides() -> None:
    asked = job(
        quoted("agency", 10_000, "NPR"),
        corridor=corridor(),
        day=DAY,
        rates={"NPR": Fraction(1, 100)},
    )
    found = work_out(asked)
    assert [one["amount"] for one in found.as_json()["told_of"]] == [10_000]
    assert found.checks["agency"].state == "not_checked"
    held = work_out(asked, [cap("agency", 200)])
    assert held.told == []
    old = job(quoted("agency", 1), corridor=corridor(), day=date(2010, 1, 1))
    assert work_out(old).told == []


def test_the_sentence_for_little_for_one_and_for_nothing() -> None:
    def sentence(amount: float, **more: Any) -> str:
        return work_out(job(quoted("agency", amount), **more)).sentence

    assert "work 12 days only" in sentence(200)
    assert "work one day only" in sentence(10)
    assert "work one month only" in sentence(500)
    assert "asked for nothing" in sentence(0)
    assert "all of it came back" in sentence(70, reimbursed=Fraction(70))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"wage": 0}, "wage is nothing"),
        ({"reimbursed": Fraction(200)}, "more than was paid"),
        ({"deducted": Deduction(Fraction(1), 1)}, "tell of the same"),
    ],
)
def test_what_cannot_be_meant_is_refused(more: dict[str, Any], says: str) -> None:
    with pytest.raises(ComityError, match=says):
        job(quoted("deduction", 100), **more)


def test_twenty_items_all_count_and_three_are_never_to_be_paid() -> None:
    assert (len(items()), all(one.counts for one in items().values())) == (20, True)
    never = {one.code for one in items().values() if one.rule == "never"}
    assert never == {"visa_trade", "bribe", "deduction"}
    assert [one.code for one in items().values() if one.rule == "exception"] == ["agency"]


AMOUNTS = st.integers(0, 10_000)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(items())), AMOUNTS, min_size=1), AMOUNTS, AMOUNTS)
def test_sums_agree_whatever_is_asked(asked: dict[str, int], limit: int, back: int) -> None:
    total = sum(asked.values())
    back = min(back, total)
    quotes = [quoted(code, amount) for code, amount in asked.items()]
    whole = job(*quotes, reimbursed=Fraction(back), corridor=corridor(), day=DAY)
    found = work_out(whole, [cap(code, limit) for code in asked])
    assert found.total == total - back
    assert found.months * 500 == found.total
    assert sum(found.by_rule.values()) == found.asked == total
    never = sum(asked.get(code, 0) for code in ("visa_trade", "bribe", "deduction"))
    assert never <= found.should_not_pay <= total
    assert found.should_not_pay + found.allowed == total
