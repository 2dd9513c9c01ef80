"""Accounts against sums worked out another way: Polars on the embedded files, not SQL."""

from pathlib import Path

import polars as pl
import pytest

from comity.core.findings import Finding, at, latest
from comity.core.places import Corridor, find_place, places
from comity.core.regions import find_region, find_subject
from comity.evidence import Evidence
from comity.evidence.accounts import (
    asylum,
    displacement,
    members,
    money,
    people,
    perceptions,
    population,
    pressure,
    routes,
    visits,
)
from comity.evidence.accounts.area import Area

EMBEDDED = Path(__file__).parents[3] / "src/comity/evidence/embedded"


def table(name: str) -> pl.DataFrame:
    return pl.read_parquet(EMBEDDED / f"{name}.parquet")


def area(evidence: Evidence, code: str) -> Area:
    return Area.of(evidence, find_place(code))


def pair(origin: str, destination: str) -> Corridor:
    return Corridor(find_place(origin), find_place(destination))


def values(findings: list[Finding], measure: str) -> dict[int, float | None]:
    return {f.period.start.year: f.value for f in findings if f.measure == measure}


@pytest.mark.parametrize(
    ("side", "measure"), [("destination", "immigrants"), ("origin", "emigrants")]
)
@pytest.mark.parametrize("code", ["DEU", "MEX", "TUV"])
def test_stock_is_the_sum_over_the_other_side(
    evidence: Evidence, code: str, side: people.Side, measure: str
) -> None:
    rows = table("migrant_stock").filter(pl.col(side) == code)
    rows = rows.with_columns(n=pl.col("female") + pl.col("male"))
    expected = dict(rows.group_by("year").agg(pl.col("n").sum()).rows())
    found = people.stock(evidence, area(evidence, code), side)
    assert values(found, measure) == {
        year: None if 0 < n < 5 else n for year, n in expected.items()
    }
    for f in (f for f in found if f.measure == "women" and f.value is not None):
        men = at([m for m in found if m.measure == "men"], f.period)
        both = at([m for m in found if m.measure == measure], f.period)
        if men and both and men.value is not None and both.value is not None:
            assert f.value + men.value == both.value


def test_a_region_counts_its_members_of_that_day_and_the_channel_islands(
    evidence: Evidence,
) -> None:
    region = find_region("Northern Europe")
    codes = [place.code for place in region.members()]
    rows = table("migrant_stock").filter(
        pl.col("destination").is_in([*codes, "XCI"]) & (pl.col("year") == 2024)
    )
    found = people.stock(evidence, Area.of(evidence, region), "destination")
    assert values(found, "immigrants")[2024] == rows["female"].sum() + rows["male"].sum()


def test_people_within_a_region_have_both_ends_in_it(evidence: Evidence) -> None:
    codes = [place.code for place in find_region("Central Asia").members()]
    rows = table("migrant_stock").filter(
        pl.col("destination").is_in(codes)
        & pl.col("origin").is_in(codes)
        & (pl.col("year") == 2024)
    )
    found = people.within(evidence, Area.of(evidence, find_region("Central Asia")))
    assert values(found, "migrants_within")[2024] == rows["female"].sum() + rows["male"].sum()


def test_largest_are_largest_and_have_pages(evidence: Evidence) -> None:
    found = people.largest(evidence, area(evidence, "USA"), "destination")
    numbers = [f.value or 0 for f in found]
    assert numbers == sorted(numbers, reverse=True)
    assert [f.subject.code for f in found[:2]] == ["MEX-USA", "IND-USA"]
    assert all(not f.subject.code.startswith("OOO") for f in found)


def test_displaced_is_three_categories(evidence: Evidence) -> None:
    rows = table("displaced_stock").filter(
        (pl.col("destination") == "COL")
        & (pl.col("year") == 2024)
        & pl.col("category").is_in(["refugees", "asylum_seekers", "oip"])
    )
    found = displacement.displaced(evidence, area(evidence, "COL"), "destination")
    assert values(found, "displaced")[2024] == rows["persons"].sum()
    assert (
        values(found, "others_in_need")[2024]
        == rows.filter(pl.col("category") == "oip")["persons"].sum()
    )


def test_persons_and_cases_are_never_added(evidence: Evidence) -> None:
    rows = table("asylum_applications").filter(
        (pl.col("destination") == "USA") & (pl.col("year") == 2019)
    )
    found = asylum.applications(evidence, area(evidence, "USA"), "destination")
    assert (
        values(found, "applications")[2019]
        == rows.filter(pl.col("unit") == "P")["applications"].sum()
    )
    assert (
        values(found, "application_cases")[2019]
        == rows.filter(pl.col("unit") == "C")["applications"].sum()
    )
    assert {f.unit for f in found if f.measure == "application_cases"} == {"cases"}


@pytest.mark.parametrize(
    ("origin", "destination", "year"), [("SYR", "DEU", 2016), ("ALB", "FRA", 2019)]
)
def test_protection_rate_by_hand(
    evidence: Evidence, origin: str, destination: str, year: int
) -> None:
    rows = table("asylum_decisions").filter(
        (pl.col("origin") == origin)
        & (pl.col("destination") == destination)
        & (pl.col("year") == year)
        & (pl.col("level") == "first_instance")
    )
    by_unit = (
        rows.group_by("unit")
        .agg(
            granted=(pl.col("recognised") + pl.col("complementary")).sum(),
            decided=(pl.col("recognised") + pl.col("complementary") + pl.col("rejected")).sum(),
        )
        .sort("decided", descending=True)
    )
    found = asylum.protection(evidence, pair(origin, destination), "destination")
    rate = values(found, "protection_rate")[year]
    assert rate == pytest.approx(100 * by_unit["granted"][0] / by_unit["decided"][0])
    assert values(found, "decisions")[year] == by_unit["decided"][0]


def test_rates_rest_on_a_hundred_decisions(evidence: Evidence) -> None:
    found = asylum.protection_by_destination(evidence, find_place("AFG"))
    assert min(f.value or 0 for f in found if f.measure == "decisions") >= asylum.FEWEST_DECISIONS
    low, high = asylum.spread(evidence, found) or (None, None)
    assert low
    assert high
    assert (low.value or 0) <= (high.value or 0)


def test_zero_remittances_are_not_reported(evidence: Evidence) -> None:
    rows = table("economy").filter(
        (pl.col("country") == "SOM") & (pl.col("indicator") == "remittances_received_usd")
    )
    assert (rows["value"] == 0).any()
    found = population.economy(evidence, area(evidence, "SOM"))
    assert all(value for value in values(found, "remittances_received").values())


def test_estimates_end_and_projections_say_so(evidence: Evidence) -> None:
    found = population.demography(evidence, area(evidence, "KEN"))
    people_ = {f.period.start.year: f.status for f in found if f.measure == "population"}
    assert people_[2023] == "estimated"
    assert people_[2024] == "projected"
    ahead = at(population.migration_ahead(evidence, area(evidence, "KEN")), 2030)
    assert ahead
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead.value is not None
    assert ahead.low < ahead.value < ahead.high
    assert ahead.interval == "80 %"


def test_pressure_pairs_the_same_years(evidence: Evidence) -> None:
    here = area(evidence, "LBN")
    hosted = displacement.displaced(evidence, here, "destination")
    count = population.demography(evidence, here)
    rates = pressure.pressure(evidence, hosted, count, population.economy(evidence, here))
    rate = at([f for f in rates if f.measure == "per_thousand"], 2015)
    assert rate
    assert rate.value == pytest.approx(
        1000 * (values(hosted, "displaced")[2015] or 0) / (values(count, "population")[2015] or 1)
    )
    assert {s.dataset for s in rate.lineage.sources} == {"displaced_stock", "demography"}
    same = pressure.as_if(evidence, rates, find_place("DEU"))
    newest = latest([f for f in rates if f.measure == "per_thousand"])
    there = values(population.demography(evidence, area(evidence, "DEU")), "population")
    assert same
    assert newest
    assert same.value == round((newest.value or 0) / 1000 * (there[newest.period.start.year] or 0))


def test_the_corridor_of_money_runs_against_the_corridor_of_people(evidence: Evidence) -> None:
    rows = table("remittances_bilateral").filter(
        (pl.col("sender") == "USA") & (pl.col("receiver") == "MEX")
    )
    found = money.sent(evidence, pair("MEX", "USA"))
    assert found
    assert found.value == rows["usd_million"][0]
    assert found.status == "estimated"


def test_negative_costs_are_flagged(evidence: Evidence) -> None:
    rows = table("remittance_prices").filter(pl.col("cost_percent") < 0)
    sender, receiver = rows["sender"][0], rows["receiver"][0]
    found = [f for f in money.costs(evidence, pair(receiver, sender)) if (f.value or 0) < 0]
    assert found
    assert all("negative as published" in f.note for f in found)


def test_deaths_are_counted_by_route(evidence: Evidence) -> None:
    rows = table("missing_migrants").filter(
        (pl.col("route") == "Central Mediterranean Route") & pl.col("month").str.starts_with("2016")
    )
    italy = area(evidence, "ITA")
    chosen = [*routes.routes_through(italy, "missing_migrants")]
    assert "Central Mediterranean Route" in chosen
    found = [
        f
        for f in routes.deaths(evidence, italy, chosen)
        if dict(f.about)["route"] == "Central Mediterranean Route"
    ]
    assert values(found, "deaths_route")[2016] == rows["dead_missing"].sum()
    newest = max(found, key=lambda f: f.period)
    assert newest.note.startswith("to 2025-04 only")


def test_a_country_on_no_route_has_no_deaths(evidence: Evidence) -> None:
    assert routes.deaths(evidence, area(evidence, "UZB"), []) == []


def test_routes_name_places_and_routes_that_exist() -> None:
    named = {
        name: set(table(name)["route"]) for name in ("missing_migrants", "border_detections_eu")
    }
    for touch in routes.touches():
        assert find_place(touch.country).code == touch.country
        assert touch.verification in ("documented", "compiled")
        assert touch.source
        if touch.dataset in named:
            assert touch.route in named[touch.dataset]


def test_where_displaced_people_live(evidence: Evidence) -> None:
    near = perceptions.neighbours(evidence, find_place("SYR"))
    rows = table("displaced_stock").filter(
        (pl.col("origin") == "SYR")
        & (pl.col("year") == 2025)
        & pl.col("category").is_in(["refugees", "asylum_seekers", "oip"])
    )
    beside = rows.filter(pl.col("destination").is_in(["TUR", "LBN", "JOR", "IRQ", "ISR"]))
    assert near
    assert near.value == pytest.approx(100 * beside["persons"].sum() / rows["persons"].sum())
    poor = perceptions.low_and_middle(evidence, Area.of(evidence, find_region("world")))
    assert poor
    assert 50 < (poor.value or 0) < 90
    assert perceptions.same_region(evidence, find_place("ATA")) is None


@pytest.mark.parametrize("code", ["SSD", "SDN", "UGA"])
def test_borders_that_the_table_lacks_are_not_guessed(evidence: Evidence, code: str) -> None:
    assert perceptions.neighbours(evidence, find_place(code)) is None


def test_visa_rules_of_a_pair(evidence: Evidence) -> None:
    there = visits.rule(evidence, pair("TJK", "RUS"))
    back = visits.rule(evidence, pair("RUS", "TJK"))
    assert there
    assert back
    assert there.free
    assert back.free
    assert (there.days.value, back.days.value) == (90, None)
    assert visits.openness(evidence, find_place("ATA")) is None


def test_members_stand_side_by_side(evidence: Evidence) -> None:
    found = members.by_member(evidence, Area.of(evidence, find_region("Central Asia")))
    assert [place.code for place in found] == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    uzbekistan = found[find_place("UZB")]
    assert (
        uzbekistan["emigrants"].value
        == values(people.stock(evidence, area(evidence, "UZB"), "origin"), "emigrants")[2024]
    )
    assert (
        "remittances_gdp" not in found[find_place("TKM")]
        or found[find_place("TKM")]["remittances_gdp"].value
    )


@pytest.mark.parametrize("code", ["AUS-LIE", "NRU-TUV"])
def test_neither_sex_tells_of_the_other(evidence: Evidence, code: str) -> None:
    """All less one sex is the other: where one is withheld, so is the other."""
    pair = find_subject(code)
    assert isinstance(pair, Corridor)
    found = people.corridor_stock(evidence, pair)
    for total in people.of(found, "migrant_stock"):
        women, men = (at(people.of(found, sex), total.period) for sex in ("women", "men"))
        assert women is not None
        assert men is not None
        assert (women.status == "withheld") == (men.status == "withheld") or total.value is None


@pytest.mark.parametrize("code", ["VAT", "FLK", "PLW", "SPM", "TUV"])
def test_a_complete_list_does_not_tell_what_it_withholds(evidence: Evidence, code: str) -> None:
    area = Area(places()[code], (code,))
    found = people.largest(evidence, area, "origin")
    held = [finding for finding in found if finding.status == "withheld"]
    assert len(held) != 1
