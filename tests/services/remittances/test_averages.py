"""Averages over quotes, each worked by hand from a workbook in the published schema."""

import polars as pl
import pytest

from comity.services.remittances.averages import averages, smart_by_corridor
from tests.evidence.sources.loopback import brought, stored
from tests.evidence.sources.shape_remittance_quotes import QUOTES, service, workbook

FLOWS = {("DEU", "TUR"): 300.0, ("AGO", "NAM"): 100.0}


@pytest.fixture(scope="module")
def quotes() -> pl.DataFrame:
    """The quotes of the third quarter of 2025."""
    return newest(workbook())


def newest(data: bytes) -> pl.DataFrame:
    return stored("remittance_quotes", brought("remittance_quotes", ("rpw.xlsx", data))).filter(
        quarter="2025Q3"
    )


def test_every_average_is_the_one_worked_by_hand(quotes: pl.DataFrame) -> None:
    """See `shape_remittance_quotes`, where the numbers are."""
    found = averages(quotes, FLOWS)
    assert (found.services, found.disclosed, found.negative, found.corridors) == (8, 7, 1, 2)
    assert found.service_mean == pytest.approx((19.5 + 9.94) / 7)
    assert found.corridor_mean == pytest.approx((3.25 + 9.94) / 2)
    assert found.weighted.mean == pytest.approx((300 * 3.25 + 100 * 9.94) / 400)
    assert found.smart == pytest.approx((13 / 3 + 9.94) / 2)
    assert (found.smart_corridors, found.smart_met) == (2, 1)
    assert found.by_type == (
        ("Bank", 5, pytest.approx((4 + 2.5 + 5 + 6 - 1) / 5)),
        ("Money Transfer Operator", 1, 3.0),
        ("Post office", 1, 9.94),
    )


def test_smart_takes_the_three_cheapest_that_people_can_use(quotes: pl.DataFrame) -> None:
    """Not C (six days), D (few places), F (a promotion) or G (a hidden rate): A, B and E."""
    told = {row[1]: row[2:] for row in smart_by_corridor(quotes).rows()}
    assert told["TUR"] == (pytest.approx((3 + 4 + 6) / 3), 3)
    assert told["NAM"] == (9.94, 1)
    without = quotes.filter(pl.col("firm") != "E")
    assert averages(without.filter(sender="DEU")).smart == pytest.approx(3.5)
    assert averages(without.filter(sender="DEU")).smart_met == 0  # two services are too few


def test_a_speed_or_a_coverage_that_is_not_told_does_not_qualify() -> None:
    rows = [
        service("A", 1.7, 1.0),
        service("B", 1.7, 1.0, **{"speed actual": "Same day", "pickup method": "Cash"}),
        service("C", 1.7, 1.0, transparent=None, **{"speed actual": "Same day"}),
    ]
    found = averages(newest(workbook(rows)))
    assert (found.disclosed, found.smart, found.smart_met) == (3, None, 0)
    assert found.service_mean == 2.0


def test_the_operators_index_takes_those_in_nearly_all_corridors() -> None:
    kind = {"firm_type": "Money Transfer Operator"}
    rows = [
        service("Wide", 3.4, 1.0, **kind),
        service("Wide", 1.7, 1.0, **kind, destination_code="MAR"),
        service("Narrow", 8.5, 1.0, **kind),
        service("Bank", 8.5, 1.0),
        service("Bank", 8.5, 1.0, destination_code="MAR"),
    ]
    found = averages(newest(workbook(rows)))
    assert (found.operators, found.operator_mean) == (1, pytest.approx(2.5))


def test_quotes_of_two_quarters_are_no_quarter(quotes: pl.DataFrame) -> None:
    later = quotes.with_columns(quarter=pl.lit("2025Q4"))
    with pytest.raises(ValueError, match="one quarter"):
        averages(pl.concat([quotes, later]))
    assert len(QUOTES) == quotes.height
