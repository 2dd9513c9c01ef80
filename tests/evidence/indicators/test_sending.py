"""SDG 10.c.1: the publisher's own arithmetic, and what counts among the cheapest."""

import pytest

from comity.evidence.indicators import Quote, corridor_mean, gap, smart


def costing(percent: float, **more: object) -> Quote:
    """A service that costs so many percent, all of it a fee, within a day."""
    told: dict[str, object] = {"rate": 10, "interbank": 10, "days": 1}
    return Quote(200, 2 * percent, **(told | more))  # type: ignore[arg-type]


def test_the_publishers_record() -> None:
    """A fee of 2,257.2 on 33,000 is 6.84 %; with a margin of 3.10 % the whole is 9.94 %."""
    quote = Quote(33_000, 2257.2, rate=96.9, interbank=100)
    assert (quote.fee_pct, quote.margin_pct, quote.total_pct) == (6.84, 3.1, 9.94)


def test_what_arrives_depends_on_where_the_fee_is_taken() -> None:
    assert Quote(200, 5, rate=10, interbank=10.5).received == (2000, 1950)


def test_smart_is_the_mean_of_the_three_cheapest_that_qualify() -> None:
    quotes = [costing(cost) for cost in (1, 4, 6, 9)]
    found = smart([
        *quotes,
        costing(0.5, rate=None),  # the margin is not told: unknown, not zero
        costing(0, rate=10.1),  # a promotion
        costing(0.5, days=6),
        costing(0.5, days=None),
        costing(0.5, cash=True, coverage="low"),
        costing(0.5, restricted=True),
        costing(0.5, transparent=False),
    ])  # fmt: skip
    assert (found.services, found.met) == (3, True)
    assert found.mean == pytest.approx(11 / 3)


def test_with_fewer_than_three_the_target_is_not_met() -> None:
    found = smart([costing(1), costing(2)])
    assert (found.mean, found.services, found.met) == (1.5, 2, False)
    assert smart([]).mean is None


def test_an_untold_margin_is_in_no_average_and_a_negative_one_is() -> None:
    assert corridor_mean([costing(4), costing(8), costing(0, rate=None)]) == 6
    assert corridor_mean([costing(4), costing(0, rate=10.2)]) == 1
    assert corridor_mean([costing(0, rate=None)]) is None


def test_the_gap_is_never_below_zero() -> None:
    assert (gap(9.94, 3), gap(3, 3), gap(-0.5, 5)) == (6.94, 0, 0)
