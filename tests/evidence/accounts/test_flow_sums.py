"""Sums of estimated movement: they are those of the table, and their ranges say what they are."""

from __future__ import annotations

import polars as pl
import pytest

from comity.core.findings import SMALLEST_COUNT, Finding
from comity.core.places import Corridor, find_place, places
from comity.core.regions import find_region, regions
from comity.evidence import Evidence, open_evidence
from comity.evidence.accounts import flow_records, flow_sums, flows
from comity.evidence.accounts.area import Area

BOUNDS = ("pseudo_bayes", "low", "high")


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return open_evidence(private=False)


@pytest.fixture(scope="module")
def table(evidence: Evidence) -> pl.DataFrame:
    """The newest period, both sexes together."""
    period = flows.flow_periods(evidence)[-1]
    newest = pl.col("year0") == period.start.year
    return evidence.store.read(flows.FLOWS).filter(newest, pl.col("sex") == "total")


def numbers(found: Finding) -> tuple[object, ...]:
    return found.value, found.low, found.high


def test_movement_between_regions_is_the_sum_over_their_countries(
    evidence: Evidence, table: pl.DataFrame
) -> None:
    period = flows.flow_periods(evidence)[-1]
    parts = flow_sums.parts_of(places().values(), 1)
    found = {f.subject.code: f for f in flow_sums.between_regions(evidence, parts, period)}
    here, there = (
        [place.code for place in find_region(name).members()]
        for name in ("Central Asia", "Eastern Europe")
    )
    for ours, theirs, code in ((here, there, "143-151"), (here, here, "143-143")):
        inside = pl.col("origin").is_in(ours) & pl.col("destination").is_in(theirs)
        assert numbers(found[code]) == table.filter(inside).select(pl.sum(*BOUNDS)).row(0)
        assert found[code].interval == flows.WIDEST
    every = table.filter(*(pl.col(end).is_in([*parts]) for end in ("origin", "destination")))
    few = sum(f.value is None for f in found.values())
    left = every["pseudo_bayes"].sum() - sum(f.value or 0 for f in found.values())
    assert few <= left < SMALLEST_COUNT * few


def test_a_pair_of_regions_has_no_page() -> None:
    ends = [flow_sums.standing_for(regions()[name]) for name in ("central-asia", "ecowas")]
    assert not flow_sums.has_page(Corridor(ends[0], ends[1]))
    assert flow_sums.has_page(Corridor(find_place("TJK"), find_place("RUS")))
    assert ends[0].name_in("fr") == "Asie centrale"
    assert ends[1].name_in("fr") == "Economic Community of West African States"


def test_every_place_is_its_own_total(evidence: Evidence) -> None:
    period = flows.flow_periods(evidence)[0]
    area = Area.of(evidence, find_region("Central Asia"))
    found = flow_sums.every_place(evidence, area, period)
    assert len(found) == 15
    for finding in found:
        place = finding.subject
        own = flows.totals(evidence, Area(find_place(place.code), (place.code,)))
        assert numbers(finding) in [
            numbers(f) for f in own if (f.measure, f.period) == (finding.measure, period)
        ]
    gross = [found[n].value + found[n + 1].value for n in range(0, 15, 3)]  # type: ignore[operator]
    assert gross == sorted(gross, reverse=True)


def test_what_is_asked_in_parts_is_the_whole(evidence: Evidence, table: pl.DataFrame) -> None:
    """Neither a part is shown twice nor is one lost; others than countries are left out."""
    period = flows.flow_periods(evidence)[-1]
    area = Area.of(evidence, find_region("Oceania"))
    first, all_that_fit = flow_sums.listed(evidence, destination=area, period=period, most=500)
    second, _ = flow_sums.listed(evidence, destination=area, period=period, most=9999, after=500)
    inside = pl.col("destination").is_in(area.codes or ()) & (pl.col("pseudo_bayes") > 0)
    asked = table.filter(inside, pl.col("origin") != "XCI")
    assert len(first) + len(second) == all_that_fit == asked.height
    assert len({f.subject.code for f in (*first, *second)}) == asked.height


def test_how_places_take_part(evidence: Evidence) -> None:
    def part(code: str) -> flow_records.Part:
        return flow_records.part_of(evidence, find_place(code))

    assert part("DEU").how == part("SDN").how == part("SRB").how == "itself"
    assert part("GGY").how == part("JEY").how == "channel islands"
    assert (part("XKX").other, part("XKX").alone) == (find_place("SRB"), False)
    assert part("SSD").alone
    assert [str(period) for period in part("SSD").periods][-1] == "2005-2010"
    assert part("VAT").how == part("ATA").how == "not at all"


def test_records_are_told_once_with_all_their_periods(evidence: Evidence) -> None:
    every = flow_records.records(evidence)
    assert len({(one.kind, one.says) for one in every}) == len(every)
    rows = evidence.query("SELECT count(*) AS n FROM migration_flow_adjustments")
    assert sum(len(one.periods) for one in every) == rows[0]["n"]
    about = flow_records.records(evidence, [find_place("XKX"), find_place("DEU")])
    assert {one.places for one in about} == {("SRB", "XKX")}
    assert [str(span) for span in about[0].spans] == ["1990-2024"]
