"""Mixed accounts against tables worked by hand, and against files summed another way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, rankdata

from comity.core.errors import BadPeriod
from comity.core.findings import Finding
from comity.core.periods import Period
from comity.core.places import Corridor, find_place, places
from comity.core.regions import find_subject
from comity.evidence.catalogue import catalogue
from comity.evidence.mixed import (
    Account,
    Rates,
    gap,
    gap_of,
    mixed_account,
    period_of,
    pressure,
    recognition,
    wilson,
)
from comity.evidence.mixed.mismatch import free_movement, offer, opportunities
from comity.evidence.mixed.recognition import Decided
from comity.evidence.openness import legal_opportunity
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

EMBEDDED = Path(__file__).parents[2] / "src/comity/evidence/embedded"
SPAN = Period.span(2015, 2020)
Rows = Sequence[tuple[object, ...]]

REGISTERED = [  # origin, destination, year, category, persons
    ("SYR", "DEU", 2015, "asylum_seekers", 100),
    ("SYR", "DEU", 2016, "asylum_seekers", 40),
    ("SYR", "DEU", 2016, "refugees", 200),
    ("SYR", "DEU", 2018, "oip", 30),
    ("SYR", "DEU", 2020, "asylum_seekers", 20),
    ("SYR", "TUR", 2017, "refugees", 2000),
    ("KAZ", "KGZ", 2016, "asylum_seekers", 70),
    ("AFG", "KGZ", 2016, "asylum_seekers", 50),
]
FLOWS = [  # origin, destination, recommended, low, high
    ("SYR", "DEU", 1000, 300, 1500),
    ("SYR", "TUR", 500, 100, 3000),
    ("KAZ", "KGZ", 900, 800, 1000),
    ("AFG", "KGZ", 60, 55, 80),
    ("KGZ", "RUS", 400, 0, 500),
]
DECIDED = [  # destination, year, unit, recognised, complementary, rejected, otherwise closed
    ("DEU", 2017, "P", 200, 100, 100, 40),
    ("FRA", 2017, "P", 50, 0, 50, 0),
    ("FRA", 2020, "P", 100, 0, 100, 0),
    ("ITA", 2015, "P", 160, 0, 40, 0),
    ("SWE", 2018, "P", 150, 50, 200, 0),
    ("SWE", 2018, "C", 99, 0, 0, 0),
    ("NLD", 2018, "P", 99, 0, 0, 0),
]


def stored(store: Store, name: str, rows: Rows, columns: list[str], **same: object) -> Store:
    """The store with a table of these rows, of which every column not given is the same."""
    entry = catalogue()[name]
    frame = pl.DataFrame(list(rows), schema=columns, orient="row")
    frame = frame.with_columns(pl.lit(value).alias(column) for column, value in same.items())
    order = [column.name for column in entry.columns if column.name in frame.columns]
    grown, _ = store.append(entry, frame.select(order), vintage=entry.vintage, origin="test")
    return grown


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """A few corridors, so that every number can be worked by hand."""
    store = Store.open(tmp_path_factory.mktemp("small"))
    columns = ["origin", "destination", "year", "category", "persons"]
    store = stored(store, "displacement_flows", REGISTERED, columns)
    others = [column.name for column in catalogue()["migration_flows"].columns[5:12]]
    store = stored(
        store,
        "migration_flows",
        [(a, b, n, low, high, *[n] * 6) for a, b, n, low, high in FLOWS],
        ["origin", "destination", "pseudo_bayes", "low", "high",
         *(name for name in others if name != "pseudo_bayes")],
        year0=2015, year1=2020, sex="total",
    )  # fmt: skip
    sums = {"arrivals": 960, "departures": 400, "net": 560}
    totals = {f"{name}{end}": n for name, n in sums.items() for end in ("", "_low", "_high")}
    store = stored(
        store, "migration_flow_totals", [("KGZ", 2015)], ["country", "year0"],
        year1=2020, sex="total", **totals,
    )  # fmt: skip
    columns = ["destination", "year", "unit", "recognised", "complementary", "rejected",
               "otherwise_closed"]  # fmt: skip
    store = stored(
        store, "asylum_decisions", DECIDED, columns, origin="SYR", level="first_instance"
    )
    opened = Evidence(store)
    yield opened
    opened.close()


def told(account: Account, part: str, measure: str, *about: str, when: object = SPAN) -> Finding:
    """The one finding of a measure in a period, narrowed by exactly these words."""
    [found] = [
        one
        for one in account.parts[part]
        if one.measure == measure
        and one.period == when
        and tuple(word for _, word in one.about) == about
    ]
    return found


def numbers(one: Finding) -> tuple[float | None, float | None, float | None]:
    return one.value, one.low, one.high


def test_calendar_years_count_by_halves_and_categories_stay_apart(small: Evidence) -> None:
    account = mixed_account(small, find_subject("SYR-DEU"))
    asked = told(account, "movement", "protection_movement", "asked for asylum")
    group = told(
        account, "movement", "protection_movement", "recognised as a group or under temporary "
        "protection",
    )  # fmt: skip
    other = told(account, "movement", "protection_movement", "otherwise in need of protection")
    assert (asked.value, group.value, other.value) == (100 / 2 + 40 + 20 / 2, 200, 30)
    assert str(other.note) == "counted since 2018 only"
    assert told(account, "movement", "protection_movement").value == 330


def test_what_is_left_is_never_cut_off(small: Evidence) -> None:
    """Below the estimate there is other movement, above it an excess; bounds cross zero."""
    account = mixed_account(small, find_subject("SYR-DEU"))
    assert numbers(told(account, "movement", "other_movement")) == (670, -30, 1170)
    share = numbers(told(account, "movement", "protection_share"))
    assert share == pytest.approx((33, 22, 110))
    beyond = mixed_account(small, find_subject("SYR-TUR"))
    assert numbers(told(beyond, "movement", "protection_exceeds")) == (1500, -1000, 1900)
    assert told(beyond, "movement", "protection_exceeds").interval == "80 %"
    assert "other_movement" not in {one.measure for one in beyond.findings}


def test_nothing_registered_is_not_nobody(small: Evidence) -> None:
    account = mixed_account(small, find_subject("KGZ-RUS"))
    assert [one.measure for one in account.findings] == ["estimated_flow"]


def test_a_country_adds_and_a_region_counts_its_border(small: Evidence) -> None:
    """Movement between members is a country's, and not the region's."""
    country = mixed_account(small, find_subject("KGZ"))
    assert told(country, "movement", "protection_movement", "arriving").value == 120
    assert told(country, "movement", "other_movement", "arriving").value == 960 - 120
    region = mixed_account(small, find_subject("Central Asia"))
    assert told(region, "movement", "protection_movement", "arriving").value == 50
    left = told(region, "movement", "other_movement", "arriving")
    assert numbers(left) == (10, 5, 30)
    assert left.interval == "bounds added"


def test_recognition_is_set_beside_the_same_people_elsewhere(small: Evidence) -> None:
    account = mixed_account(small, find_subject("SYR-DEU"))
    rate = told(account, "recognition", "recognition_rate", "persons")
    known = binomtest(300, 400).proportion_ci(0.95, "wilson")
    assert numbers(rate) == pytest.approx((75, 100 * known.low, 100 * known.high))
    elsewhere = (100 + 80 + 200) / 700  # France and Italy by halves; 99 decisions are too few
    mean = ("other destinations", "mean weighted by decisions")
    found = told(account, "recognition", "recognition_across", *mean)
    assert found.value == pytest.approx(100 * elsewhere)
    highest = told(
        account, "recognition", "recognition_across", "other destinations", "highest", "ITA"
    )
    assert highest.value == pytest.approx(80)
    quartile = told(
        account, "recognition", "recognition_across", "other destinations", "upper quartile"
    )
    assert quartile.value == pytest.approx(65)
    departs = told(account, "recognition", "recognition_departure", "persons")
    assert departs.value == pytest.approx(75 - 100 * elsewhere)
    assert departs.unit == "percentage points"


def test_persons_and_cases_are_never_added(small: Evidence) -> None:
    account = mixed_account(small, find_subject("SYR-SWE"))
    decisions = [one for one in account.findings if one.measure == "decisions"]
    assert [(one.value, dict(one.about)["counted in"]) for one in decisions] == [(400, "persons")]


def test_the_gap_is_that_of_the_rate_elsewhere(small: Evidence) -> None:
    sweden = mixed_account(small, find_subject("SYR-SWE"))
    refused = told(sweden, "gap", "protection_gap", "refused", "persons")
    pooled = (300 + 100 + 80) / 700
    assert numbers(refused) == (round(400 * pooled - 200), 400 * 0.625 - 200, 400 * 0.775 - 200)
    germany = mixed_account(small, find_subject("SYR-DEU"))
    none = told(germany, "gap", "protection_gap", "refused", "persons")
    assert numbers(none) == (0, 0, 0)
    assert "zero by this rule" in none.note
    closed = told(germany, "gap", "protection_gap", "closed without a decision", "persons")
    assert numbers(closed) == (22, 20, 26)
    origin = told(
        mixed_account(small, find_subject("SYR")),
        "gap", "protection_gap", "people from here", "refused",
    )  # fmt: skip
    france = 200 * (300 + 80 + 200) / 900 - 100
    assert origin.value == round(400 * pooled - 200 + france)


def test_no_rate_tells_of_one_to_four_people(small: Evidence) -> None:
    """What is 2.5 of 5 is a secret also as 50 %, as a departure, and as a part of a gap."""
    others = [decided(code, granted, 60) for code, granted in
              (("FRA", 90), ("ITA", 80), ("SWE", 700), ("NLD", 3))]  # fmt: skip
    for granted, refused, few in ((2.5, 2.5, True), (300, 4, True), (0, 7, False), (5, 6, False)):
        one = decided("DEU", granted, refused)
        pair = find_subject("SYR-DEU")
        assert isinstance(pair, Corridor)
        found = [*recognition.on_corridor(small, pair, [one, *others]),
                 *gap.on_corridor(small, pair, [one, *others])]  # fmt: skip
        held = {one.measure for one in found if "DEU" not in one.note and one.value is None}
        resting = {"recognition_rate", "recognition_departure", "protection_gap"}
        assert (resting <= held) == few, found
        rate = next(one for one in found if one.measure == "recognition_rate")
        assert (rate.status == "withheld") == few
        assert ("fewer than 5" in rate.note, rate.low is None) == (few, few)
        assert next(one for one in found if one.measure == "decisions").value == granted + refused
    assert others[3].few
    across = recognition.spread(small, pair, SPAN, Rates.of([*others, decided("NLD", 3, 200)]))
    ends = {dict(one.about)["statistic"]: one for one in across if "statistic" in dict(one.about)}
    assert ends["lowest"].status == "withheld"
    assert ends["highest"].value == pytest.approx(100 * 700 / 760)


def test_a_gap_names_the_destination_that_weighs_most(small: Evidence) -> None:
    pair = find_subject("SYR-DEU")
    assert isinstance(pair, Corridor)
    here = decided("DEU", 100, 100)
    others = [decided("FRA", 600, 0), decided("ITA", 100, 100), decided("SWE", 100, 100)]
    [found] = gap.on_corridor(small, pair, [here, *others])
    assert "one has 60 % of them" in found.note
    said = dict(found.lineage.parameters)
    assert (said["heaviest_destination"], said["its_share_of_decisions"]) == ("FRA", "0.60")
    [even] = gap.on_corridor(small, pair, [here, decided("FRA", 150, 0), *others[1:]])
    assert even.value
    assert even.note == ""


def decided(name: str, granted: float, refused: float) -> Decided:
    return Decided("SYR", name, SPAN, "persons", granted, granted + refused, 0, "derived", "")


many = st.integers(50, 5000)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(many, many), min_size=3, max_size=8), st.tuples(many, many))
def test_a_gap_lies_between_nobody_and_all_who_were_refused(
    others: list[tuple[int, int]], here: tuple[int, int]
) -> None:
    rates = Rates.of(decided(f"X{n}", *one) for n, one in enumerate(others))
    one = decided("DEU", *here)
    gap = gap_of(one, rates)
    assert gap
    assert gap.refused
    middle, low, high = gap.refused
    assert 0 <= low <= middle <= high <= here[1] + 1e-9
    assert gap.more_here == (one.rate > rates.mean + 1e-12) or middle == pytest.approx(0, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(many, many, st.integers(2, 9))
def test_a_gap_is_nothing_at_equal_rates_and_grows_with_the_rate(
    granted: int, refused: int, times: int
) -> None:
    one = decided("DEU", granted, refused)
    same = Rates.of(decided(name, times * granted, times * refused) for name in "ABC")
    better = Rates.of(decided(name, times * granted + 10, times * refused) for name in "ABC")
    at_same, at_better = gap_of(one, same), gap_of(one, better)
    assert at_same
    assert at_better
    assert at_same.refused == pytest.approx((0, 0, 0), abs=1e-6)
    assert at_better.refused
    assert at_better.refused[0] > 0


def test_too_few_destinations_make_no_gap() -> None:
    assert gap_of(decided("DEU", 50, 60), Rates.of(decided(name, 90, 90) for name in "AB")) is None


@pytest.mark.parametrize(("part", "whole"), [(0, 12), (5, 10), (48, 48), (999, 1000)])
def test_intervals_are_those_of_wilson(part: int, whole: int) -> None:
    known = binomtest(part, whole).proportion_ci(0.95, "wilson")
    assert wilson(part, whole) == pytest.approx((known.low, known.high), abs=1e-6)


def test_what_is_not_held_is_named_and_the_rest_told(small: Evidence) -> None:
    without = Evidence(small.store.leave_out("migration_flows"))
    account = mixed_account(without, find_subject("SYR-DEU"))
    assert account.lacking == ("migration_flows", "visa_requirements")
    assert {one.measure for one in account.parts["movement"]} == {"protection_movement"}
    assert account.parts["gap"]
    assert not account.parts["pressure"]
    without.close()
    small.store.leave_out("migration_flows", left_out=False)


def test_only_known_periods_are_asked_for() -> None:
    assert period_of("2015-2020") == SPAN
    with pytest.raises(BadPeriod, match=r"write 1990-1995, .* or 2020-2024"):
        period_of("2016-2021")


# -------------------------------------------------------------- on the embedded figures


@cache
def table(name: str) -> pl.DataFrame:
    return pl.read_parquet(EMBEDDED / f"{name}.parquet")


def by_halves(frame: pl.DataFrame, column: str, first: int, last: int) -> float:
    """The sum from mid-year to mid-year, year by year."""
    years = dict(frame.group_by("year").agg(pl.col(column).sum()).rows())
    ends = sum(years.get(year, 0) for year in (first, last)) / 2
    return ends + sum(years.get(year, 0) for year in range(first + 1, last))


@pytest.mark.parametrize("code", ["SYR-DEU", "AFG-TUR", "TJK-RUS", "VEN-COL"])
def test_registrations_beside_the_estimate(evidence: Evidence, code: str) -> None:
    origin, destination = code.split("-")
    account = mixed_account(evidence, find_subject(code))
    rows = table("displacement_flows").filter(origin=origin, destination=destination)
    estimates = table("migration_flows").filter(origin=origin, destination=destination, sex="total")
    for first, last in ((2015, 2020), (2020, 2024)):
        when = Period.span(first, last)
        people = told(account, "movement", "protection_movement", when=when)
        assert people.value == pytest.approx(by_halves(rows, "persons", first, last), abs=2)
        moved = estimates.filter(year0=first)["pseudo_bayes"].item()
        rest = moved - (people.value or 0)
        measure = "other_movement" if rest >= 0 else "protection_exceeds"
        assert told(account, "movement", measure, when=when).value == abs(rest)


def test_registrations_anybody_can_check(evidence: Evidence) -> None:
    """UNHCR's own figures: most of those registered in Colombia are other people in need."""
    found = told(
        mixed_account(evidence, find_subject("SYR-DEU")), "movement", "protection_movement"
    )
    assert found.value == round(158_657 / 2 + 266_250 + 48_974 + 44_167 + 39_270 + 36_433 / 2)
    colombia = mixed_account(evidence, find_subject("VEN-COL"))
    other = told(colombia, "movement", "protection_movement", "otherwise in need of protection")
    assert other.value == round(1_102_818 + 599_685 + 82_933 / 2)


@pytest.mark.parametrize(
    ("code", "rate"), [("SYR-DEU", 99.6), ("AFG-TUR", 64.1), ("VEN-COL", 96.9)]
)
def test_recognition_is_that_of_first_instance(evidence: Evidence, code: str, rate: float) -> None:
    origin, destination = code.split("-")
    rows = table("asylum_decisions").filter(
        origin=origin, destination=destination, level="first_instance", unit="P"
    )
    sums = [
        by_halves(rows, name, 2015, 2020) for name in ("recognised", "complementary", "rejected")
    ]
    account = mixed_account(evidence, find_subject(code))
    found = told(account, "recognition", "recognition_rate", "persons")
    assert found.value == pytest.approx(100 * (sums[0] + sums[1]) / sum(sums))
    assert found.value == pytest.approx(rate, abs=0.05)


def test_where_a_country_is_stricter_than_others_there_is_a_gap(evidence: Evidence) -> None:
    """Türkiye recognised Afghans as often as others did to 2020, and less often after."""
    account = mixed_account(evidence, find_subject("AFG-TUR"))
    before = told(account, "gap", "protection_gap", "refused", "persons")
    after = told(
        account, "gap", "protection_gap", "refused", "persons", when=Period.span(2020, 2024)
    )
    assert before.value == 0
    assert before.note
    assert after.value
    assert after.low is not None
    assert after.high is not None
    assert 5_000 < after.low <= after.value <= after.high < 15_000


def test_pressure_is_the_mean_of_percentiles_worked_out_another_way(evidence: Evidence) -> None:
    known = pl.DataFrame({"place": [*places()]})
    people = table("demography").filter(year=2020).select(place="country", n="pop_jul1")
    fled = table("displaced_stock").filter(
        pl.col("category").is_in(["refugees", "asylum_seekers", "oip"]),
        pl.col("origin") != pl.col("destination"),
        year=2020,
    )
    stock = table("migrant_stock").filter(year=2020)
    parts = [
        fled.group_by(place="origin").agg(v=pl.col("persons").sum()).join(people, on="place"),
        table("economy").filter(year=2020, indicator="gdp_per_capita_ppp").select(
            place="country", v=-pl.col("value"), n=pl.lit(1)
        ),
        table("youth_share").filter(year=2020).select(
            place="country", v="youth_share", n=pl.lit(1)
        ),
        table("conflict_deaths")
        .filter(pl.col("country") != "ISR", year=2020)
        .select(place="country", v="deaths_total")
        .join(people, on="place"),
        stock.group_by(place="origin").agg(v=pl.sum("female") + pl.sum("male")).join(
            people, on="place"
        ),
    ]  # fmt: skip
    ranked = []
    for part in parts:
        rows = part.join(known, on="place").drop_nulls().with_columns(x=pl.col("v") / pl.col("n"))
        percentiles = 100 * (rankdata(rows["x"].to_numpy()) - 0.5) / rows.height
        ranked.append(rows.select("place").with_columns(p=pl.Series(percentiles)))
    means = (
        pl.concat(ranked)
        .group_by("place")
        .agg(
            mean=pl.col("p").mean(),
            n=pl.len(),
            low=(pl.col("p").sum() - pl.col("p").max()) / (pl.len() - 1),
            high=(pl.col("p").sum() - pl.col("p").min()) / (pl.len() - 1),
        )
        .filter(pl.col("n") >= 3)
        .sort("place")
    )
    ranks = 100 * (rankdata(means["mean"].to_numpy()) - 0.5) / means.height
    for code in ("AFG", "TJK", "VEN", "DEU", "NRU"):
        found = pressure(evidence, find_place(code))
        account = Account(find_place(code), {"pressure": tuple(found)}, ())
        row = means["place"].index_of(code)
        whole = told(account, "pressure", "emigration_pressure", when=Period.year(2020))
        assert numbers(whole) == pytest.approx(tuple(means[row, ["mean", "low", "high"]].row(0)))
        assert str(whole.note) == f"mean of {means[row, 'n']} parts out of 5"
        rank = told(account, "pressure", "pressure_rank", when=Period.year(2020))
        assert rank.value == pytest.approx(ranks[row])
        assert rank.low is not None
        assert rank.high is not None
        assert rank.low <= ranks[row] <= rank.high


def test_what_is_offered_is_what_openness_says(evidence: Evidence) -> None:
    """The table of all pairs agrees with the account of openness, pair by pair."""
    made = opportunities(evidence)
    assert made
    day = made.when.end
    for code in ("POL-DEU", "TJK-RUS", "KGZ-RUS", "VEN-COL", "NGA-GHA", "SYR-DEU", "SOM-KEN",
                 "NPL-IND", "GBR-FRA", "AUS-NZL"):  # fmt: skip
        pair = find_subject(code)
        found = legal_opportunity(evidence, pair, day)  # type: ignore[arg-type]
        origin, destination = code.split("-")
        rights = free_movement(day).get((origin, destination), frozenset())
        assert rights == set(found.rights), code
        value = made.offered[made.index[origin], made.index[destination]]
        assert found.ease
        assert found.ease.value is not None
        assert value == pytest.approx(offer(found.ease.value / 100, rights))
    assert free_movement(date(2003, 1, 1)).get(("POL", "DEU")) is None


@pytest.mark.parametrize("code", ["TJK-RUS", "SYR-DEU"])
def test_mismatch_is_one_rank_minus_the_other(evidence: Evidence, code: str) -> None:
    account = mixed_account(evidence, find_subject(code))
    made = opportunities(evidence)
    assert made
    gap = told(account, "pressure", "mismatch", when=made.when)
    rank = told(account, "pressure", "pressure_rank", when=Period.year(2024))
    offered = told(account, "pressure", "opportunity_rank", when=made.when)
    expected = [number - offered.value for number in numbers(rank)]  # type: ignore[operator]
    assert numbers(gap) == pytest.approx(tuple(expected))
    assert (gap.value or 0) > 50 or code == "TJK-RUS"
    within = account.within(SPAN)
    assert {one.period for one in within.parts["movement"]} == {SPAN}
    assert "mismatch" not in {one.measure for one in within.findings}
    assert gap in account.within(Period.span(2020, 2024)).findings


@pytest.mark.parametrize("code", ["SYR-DEU", "DEU", "Central Asia", "world"])
def test_every_number_has_its_sources_and_where_estimated_its_range(
    evidence: Evidence, code: str
) -> None:
    for one in mixed_account(evidence, find_subject(code)).findings:
        assert one.lineage.sources
        if one.status == "estimated" and one.measure != "youth_share":
            assert one.low is not None
            assert one.high is not None
            assert one.interval != "as published"
        if one.low is not None and one.high is not None and one.value is not None:
            assert one.low - 1e-9 <= one.value <= one.high + 1e-9, one
        if one.measure in ("other_movement", "protection_exceeds", "protection_gap"):
            assert one.value is None or one.value >= 0
