"""Estimated flows as findings: each with method and interval, sums with intervals of their own."""

import pytest

from comity.core.periods import Period
from comity.core.places import Corridor, find_place
from comity.core.regions import find_subject
from comity.evidence.accounts import flows
from comity.evidence.accounts.area import Area
from comity.evidence.reading import Evidence

LAST = Period.span(2020, 2024)


def _pair(code: str) -> Corridor:
    origin, destination = code.split("-")
    return Corridor(find_place(origin), find_place(destination))


def _area(evidence: Evidence, name: str) -> Area:
    return Area.of(evidence, find_subject(name))


def test_periods_are_the_gaps_between_stocks(evidence: Evidence) -> None:
    assert [str(period) for period in flows.flow_periods(evidence)] == [
        "1990-1995", "1995-2000", "2000-2005", "2005-2010", "2010-2015", "2015-2020", "2020-2024",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["TJK-RUS", "SYR-TUR", "MEX-USA", "UKR-DEU"])
def test_every_flow_carries_method_and_interval(evidence: Evidence, code: str) -> None:
    found = flows.corridor_flows(evidence, _pair(code))
    assert len(found) == 7
    for one in found:
        assert one.status == "estimated"
        assert dict(one.about)["method"] == "pseudo-bayes"
        assert one.interval == "80 %"
        assert one.value is not None
        assert one.low is not None
        assert one.high is not None
        assert one.low <= one.value <= one.high
        assert [source.dataset for source in one.lineage.sources] == [
            "migration_flows", "migrant_stock", "demography",
        ]  # fmt: skip


def test_who_fled_is_seen(evidence: Evidence) -> None:
    """People left Syria for Türkiye after 2010, and Ukraine for Poland after 2020."""
    syria = {str(f.period): f.value or 0 for f in flows.corridor_flows(evidence, _pair("SYR-TUR"))}
    assert syria["2010-2015"] > 1e6 > 20 * syria["2005-2010"]
    ukraine = flows.corridor_flows(evidence, _pair("UKR-POL"))
    assert (ukraine[-1].low or 0) > 2 * (ukraine[-2].value or 0)


def test_women_and_men_add_up(evidence: Evidence) -> None:
    pair = _pair("PHL-USA")
    both = flows.corridor_flows(evidence, pair)
    sexes = flows.corridor_sexes(evidence, pair)
    for total in both:
        parts = [f.value or 0 for f in sexes if f.period == total.period]
        assert len(parts) == 2
        assert abs(sum(parts) - (total.value or 0)) <= 1


def test_methods_stand_beside_each_other(evidence: Evidence) -> None:
    found = flows.corridor_methods(evidence, _pair("IND-ARE"), LAST)
    values = {dict(f.about)["method"]: f.value or 0 for f in found}
    assert list(values) == [*flows.METHODS]
    mixture = 0.87 * values["closed-minimum"] + 0.13 * values["independence"]
    assert values["pseudo-bayes"] == pytest.approx(mixture, abs=1)
    assert values["difference-drop"] <= values["difference-reverse"]
    assert [f.interval for f in found if f.low is not None] == ["80 %"]


def test_totals_of_a_country_are_the_sums_of_its_corridors(evidence: Evidence) -> None:
    found = flows.totals(evidence, _area(evidence, "UZB"))
    arrivals = next(f for f in found if f.measure == "estimated_arrivals" and f.period == LAST)
    (row,) = evidence.query(
        """SELECT sum(pseudo_bayes) AS n, sum(low) AS low, sum(high) AS high FROM migration_flows
           WHERE destination = 'UZB' AND sex = 'total' AND year0 = 2020"""
    )
    assert arrivals.value == pytest.approx(row["n"], abs=150)  # cells are whole people
    assert row["low"] < (arrivals.low or 0) < (arrivals.high or 0) < row["high"] * 1.5
    net = next(f for f in found if f.measure == "estimated_net" and f.period == LAST)
    gone = next(f for f in found if f.measure == "estimated_departures" and f.period == LAST)
    assert net.value == pytest.approx((arrivals.value or 0) - (gone.value or 0), abs=1)


def test_a_region_counts_who_crossed_its_border(evidence: Evidence) -> None:
    area = _area(evidence, "central-asia")
    found = flows.totals(evidence, area)
    assert {f.interval for f in found} == {flows.WIDEST}
    codes = "('KAZ','KGZ','TJK','TKM','UZB')"
    (row,) = evidence.query(
        f"""SELECT sum(pseudo_bayes) AS n FROM migration_flows WHERE sex = 'total' AND year0 = 2020
            AND destination IN {codes} AND origin NOT IN {codes}"""
    )
    arrivals = [f for f in found if f.measure == "estimated_arrivals"]
    assert arrivals[-1].value == row["n"]
    for one in flows.largest(evidence, area, "destination"):
        assert isinstance(one.subject, Corridor)
        assert one.subject.origin.code not in codes
        assert one.subject.destination.code in codes


def test_the_world_has_one_total(evidence: Evidence) -> None:
    found = flows.totals(evidence, _area(evidence, "world"))
    assert {f.measure for f in found} == {"estimated_arrivals"}
    assert all((f.low or 0) < (f.value or 0) < (f.high or 0) for f in found)


def test_a_place_without_stocks_has_no_flows(evidence: Evidence) -> None:
    assert flows.totals(evidence, _area(evidence, "ATA")) == []
    assert flows.corridor_flows(evidence, _pair("ATA-DEU")) == []


def test_before_the_stocks_were_public_there_were_no_flows(evidence: Evidence) -> None:
    early = Evidence(evidence.store, as_of=Period.parse("2024").end)
    assert flows.flow_periods(early) == []
    assert flows.corridor_flows(early, _pair("TJK-RUS")) == []
    assert flows.totals(early, _area(early, "DEU")) == []
