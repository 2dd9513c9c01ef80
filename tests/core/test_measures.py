"""The vocabulary of findings: every measure says what it counts, in what, and when."""

from collections import Counter

import pytest

from comity.core.measures import Measure, measures
from comity.core.places import rows_of

TIMINGS = {"mid-year", "year-end", "during", "quarter", "month", "day", "span", "mid-years"}
UNITS = {
    "persons", "percent", "cases", "decisions", "detections", "encounters", "deaths", "USD",
    "million USD", "international $", "per 1000", "per billion USD", "days", "countries", "years",
    "rows", "number", "ratio", "per million", "percentile", "percentile points",
    "movements", "objectives", "pairs", "treaties", "parties", "percentage points",
    "category", "months", "per 100,000", "applications",
}  # fmt: skip

# Balances of persons: they can be negative, so small ones name nobody and are not withheld.
BALANCES = {
    "natural_change", "net_migration", "stock_change", "net_migration_sum", "disagreement",
    "estimated_net",
}  # fmt: skip


def test_codes_are_unique() -> None:
    counted = Counter(row["code"] for row in rows_of("measures.csv"))
    assert [code for code, count in counted.items() if count > 1] == []
    assert len(measures()) == sum(counted.values()) >= 70
    labels = Counter(measure.label for measure in measures().values())
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("measure", measures().values(), ids=lambda measure: measure.code)
def test_every_measure_is_declared_in_full(measure: Measure) -> None:
    assert measure.code.replace("_", "").isalnum()
    assert measure.code == measure.code.lower()
    assert measure.unit in UNITS
    assert measure.timing in TIMINGS
    assert len(measure.label) >= 3
    assert measure.label[0].isupper()
    assert len(measure.definition) > len("Persons")
    assert not measure.definition.endswith(".")


def test_every_count_of_people_is_protected() -> None:
    """Small counts are withheld only where the table says that people are counted."""
    persons = {code for code, measure in measures().items() if measure.unit == "persons"}
    protected = {code for code, measure in measures().items() if measure.counts_people}
    assert persons - protected == BALANCES
    events = {measures()[code].unit for code in protected - persons}
    assert events <= {"applications", "cases", "decisions", "detections", "encounters"}
    shares = {code for code, measure in measures().items() if measure.unit == "percent"}
    assert not shares & protected


def test_the_column_is_yes_or_no() -> None:
    assert {row["counts_people"] for row in rows_of("measures.csv")} == {"yes", "no"}


def test_stocks_and_flows_say_when() -> None:
    """A stock stands on a day, a flow fills a year: the two are never added."""
    timed = {code: measures()[code].timing for code in ("migrant_stock", "refugees", "births")}
    assert timed == {"migrant_stock": "mid-year", "refugees": "year-end", "births": "during"}
