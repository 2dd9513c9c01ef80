"""What is compared is what the page of each place says: the accounts, asked for many at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.core.findings import Finding, at
from comity.core.places import find_place, places
from comity.core.regions import find_region
from comity.evidence import Evidence, open_evidence
from comity.evidence.accounts import population, pressure
from comity.evidence.accounts.area import Area
from comity.evidence.accounts.displacement import displaced
from comity.evidence.offers import offered
from comity.evidence.panels import ENOUGH, ahead, covered, everywhere, offer, panel

EMBEDDED = Path(__file__).parents[2] / "src/comity/evidence/embedded"
SOME = [find_place(code) for code in ("DEU", "TJK", "TUV", "SYR", "XKX", "GGY")]


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    opened = open_evidence(tmp_path_factory.mktemp("panels"), as_of="2026-11-22")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kept(evidence: Evidence) -> Iterator[Evidence]:
    """Evidence as a server holds it, which puts each question once for all places."""
    opened = Evidence(evidence.store, evidence.as_of, kept=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("code", offered())
@pytest.mark.parametrize("per_thousand", [False, True])
def test_asked_for_all_at_once_each_place_has_the_same_numbers(
    evidence: Evidence, kept: Evidence, code: str, per_thousand: bool
) -> None:
    """The answers for all places come from one scan of a table; those for one from its own."""
    at_once = panel(kept, code, years=range(2015, 2027), per_thousand=per_thousand)
    for place in SOME:
        alone = panel(evidence, code, [place], years=range(2015, 2027), per_thousand=per_thousand)
        assert [f for f in at_once if f.subject == place] == alone
    assert {f.measure for f in at_once} == {
        "rate_per_thousand" if per_thousand and offer(code).rate else offer(code).measure
    }


def test_a_place_has_one_number_a_year_of_each_measure(evidence: Evidence) -> None:
    """What a measure counts on two sides, or in two units, is never mixed in one line."""
    for code in offered():
        for subject in (*SOME, find_region("asia"), find_region("world")):
            found = [str(f.period) for f in panel(evidence, code, [subject])]
            assert len(found) == len(set(found)), (code, subject.name)


def test_immigrants_are_the_sum_of_the_table_wherever_a_place_has_a_row(
    evidence: Evidence,
) -> None:
    rows = pl.read_parquet(EMBEDDED / "migrant_stock.parquet").filter(pl.col("year") == 2020)
    sums = rows.group_by("destination").agg(n=pl.col("female").sum() + pl.col("male").sum())
    expected = {code: n for code, n in sums.rows() if code in places()}
    found = panel(evidence, "immigrants", years=range(2020, 2021))
    assert {f.subject.code: f.value for f in found} == {
        code: None if 0 < n < 5 else n for code, n in expected.items()
    }
    assert len(found) > 200


def test_both_sides_of_a_border_stay_apart(evidence: Evidence) -> None:
    syria, germany = find_place("SYR"), find_place("DEU")
    year = range(2024, 2025)
    fled, hosted = (
        {f.subject.code: f.value or 0 for f in panel(evidence, code, [syria, germany], years=year)}
        for code in ("refugees_from", "refugees")
    )
    assert fled["SYR"] > 100 * hosted["SYR"]
    assert hosted["DEU"] > 100 * fled["DEU"]


def test_a_rate_is_the_count_divided_by_the_population_of_its_year(evidence: Evidence) -> None:
    uganda = find_place("UGA")
    area = Area.of(evidence, uganda)
    people = [f for f in population.demography(evidence, area) if f.measure == "population"]
    counts = panel(evidence, "displaced", [uganda])
    rates = panel(evidence, "displaced", [uganda], per_thousand=True)
    assert [r.period for r in rates] == [c.period for c in counts]
    for rate, count in zip(rates, counts, strict=True):
        inhabitants = at(people, count.period)
        assert inhabitants is not None
        assert rate.value == pytest.approx(1000 * count.value / inhabitants.value)
        assert {s.dataset for s in rate.lineage.sources} == {"displaced_stock", "demography"}
    told = pressure.pressure(evidence, displaced(evidence, area, "destination"), people, [])
    assert [f.value for f in rates] == pytest.approx([f.value for f in told])


def test_a_rate_below_five_is_no_small_count(kept: Evidence) -> None:
    rates = panel(kept, "emigrants", years=range(2024, 2025), per_thousand=True)
    assert any(f.value is not None and 0 < f.value < 5 for f in rates)


def test_a_withheld_count_gives_a_withheld_rate(
    evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    tuvalu = find_place("TUV")
    lineage = evidence.lineage("displaced_stock")
    people = panel(evidence, "population", [tuvalu], years=range(2020, 2021))
    small = Finding(tuvalu, "refugees", people[0].period, 3, lineage, about=(("role", "hosted"),))
    chosen = offer("refugees")
    stub = type(chosen)(
        chosen.code, chosen.group, chosen.measure, chosen.table, lambda *_: [small],
        about=chosen.about, rate=True,
    )  # fmt: skip
    monkeypatch.setattr("comity.evidence.panels.offer", lambda code: stub)
    (rate,) = panel(evidence, "refugees", [tuvalu], per_thousand=True)
    assert (rate.value, rate.status) == (None, "withheld")
    assert "withheld" in rate.note


def test_projections_are_marked_carry_their_interval_and_stay_projections_when_divided(
    evidence: Evidence,
) -> None:
    germany = find_place("DEU")
    for per_thousand in (False, True):
        found = panel(evidence, "net_migration", [germany], per_thousand=per_thousand)
        future = [f for f in found if f.period.start.year > 2023]
        assert len(future) == 27
        assert all(f.status == "projected" and f.interval == "80 %" for f in future)
        assert all(f.low <= f.value <= f.high for f in future)
        assert not [f for f in found if f.period.start.year <= 2023 and f.status == "projected"]
    assert covered(evidence, "net_migration")[-1] == 2023
    assert ahead(evidence, "net_migration") == tuple(range(2024, 2051))
    assert ahead(evidence, "immigrants") == ()


def test_the_latest_year_is_one_that_is_told_of_most_places(kept: Evidence) -> None:
    for code in offered():
        found = everywhere(kept, code)
        (year,) = {f.period.start.year for f in found}
        assert len({f.subject.code for f in found}) == len(found)
        assert not any(f.status == "projected" for f in found)
        recent = [y for y in covered(kept, code) if y >= year - 3][-3:]
        told = {y: len(panel(kept, code, years=range(y, y + 1))) for y in recent}
        assert told[year] >= ENOUGH * max(told.values()), code
        assert all(told[y] < ENOUGH * max(told.values()) for y in recent if y > year), code


def test_a_year_without_figures_is_answered_with_the_newest_before_it(evidence: Evidence) -> None:
    for asked, shown in ((2015, 2015), (2017, 2015), (1990, 1990), (2099, 2024)):
        assert {f.period.start.year for f in everywhere(evidence, "immigrants", asked)} == {shown}
    assert everywhere(evidence, "immigrants", 1989) == []
    assert {f.status for f in everywhere(evidence, "population", 2040)} == {"projected"}


def test_what_was_not_public_yet_is_not_compared(evidence: Evidence) -> None:
    past = Evidence(evidence.store, as_of=evidence.today.replace(year=2000))
    assert covered(past, "immigrants") == ()
    assert everywhere(past, "immigrants") == []
    assert panel(past, "immigrants", [find_place("DEU")]) == []
    past.close()


def test_an_unknown_measure_is_refused_with_what_may_be_meant(evidence: Evidence) -> None:
    with pytest.raises(ComityError, match="did you mean immigrants"):
        panel(evidence, "imigrants")
    with pytest.raises(ComityError, match="/measures lists"):
        offer("qqq")
