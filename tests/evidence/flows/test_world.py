"""The flows of the world: what ships is what the methods give, and each row names its interval."""

from datetime import date

import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.evidence import open_evidence
from comity.evidence.flows.estimation import METHODS, estimate
from comity.evidence.flows.periods import estimates, inputs_of
from comity.evidence.flows.world import NAMES, World, build, periods, stored
from comity.evidence.reading import Evidence

LAST = (2020, 2024)
MEASURES = [method.replace("-", "_") for method in METHODS]


@pytest.fixture(scope="module")
def world(evidence: Evidence) -> World:
    """The last period with few draws: bounds that nobody should quote, values that all can."""
    return build(evidence, [LAST], draws=8, seed=3)


def _of_last(evidence: Evidence, name: str) -> pl.DataFrame:
    frame = evidence.store.read(name)
    return frame.filter(pl.col("year0") == LAST[0])


def test_seven_gaps_since_1990(evidence: Evidence) -> None:
    found = periods(evidence)
    assert found == [
        (1990, 1995), (1995, 2000), (2000, 2005), (2005, 2010), (2010, 2015), (2015, 2020), LAST,
    ]  # fmt: skip


def test_what_ships_is_what_the_methods_give(evidence: Evidence, world: World) -> None:
    """Every method, sex and cell of the shipped table comes out again; so do the adjustments."""
    key = ["origin", "destination", "sex"]
    shipped = _of_last(evidence, NAMES[0]).select(*key, *MEASURES).sort(key)
    assert world.tables[NAMES[0]].select(*key, *MEASURES).sort(key).equals(shipped)
    sums = ["country", "sex", "arrivals", "departures", "net"]
    assert world.tables[NAMES[1]].select(sums).equals(_of_last(evidence, NAMES[1]).select(sums))
    says = ["kind", "places", "says"]
    assert world.tables[NAMES[2]].select(says).equals(_of_last(evidence, NAMES[2]).select(says))


def test_every_estimate_lies_in_its_interval(evidence: Evidence) -> None:
    flows = evidence.store.read(NAMES[0])
    assert flows.filter(~pl.col("pseudo_bayes").is_between("low", "high")).is_empty()
    totals = evidence.store.read(NAMES[1])
    for name in ("arrivals", "departures", "net"):
        outside = ~pl.col(name).is_between(f"{name}_low", f"{name}_high")
        assert totals.filter(outside).is_empty()


def test_women_and_men_add_up_to_both_where_they_were_split(evidence: Evidence) -> None:
    flows = _of_last(evidence, NAMES[0])
    sums = flows.pivot(on="sex", index=["origin", "destination"], values=MEASURES).fill_null(0)
    for method in MEASURES:
        if method == "difference_reverse":  # one sex may grow while the other declines
            continue
        both = sums[f"{method}_female"] + sums[f"{method}_male"]
        apart = (both - sums[f"{method}_total"]).abs().max()
        assert apart <= 2 or method == "difference_drop", method


def test_net_is_that_of_the_population_prospects(evidence: Evidence) -> None:
    """Closed methods balance to the population; what is left is the balance of natives."""
    (row,) = evidence.query(
        """SELECT max(abs(t.net - d.net)) AS off, count(*) AS n FROM migration_flow_totals t JOIN (
             SELECT country, sum(net_migration * CASE WHEN year IN (2020, 2024) THEN 0.5 ELSE 1 END)
               AS net FROM demography WHERE year BETWEEN 2020 AND 2024 GROUP BY country) d
           USING (country)
           WHERE year0 = 2020 AND sex = 'total' AND country NOT IN ('SRB', 'XCI', 'WLD')"""
    )
    assert row["n"] > 220
    assert row["off"] < 500


def test_it_is_stored_with_what_it_was_made_from(world: World, tmp_path) -> None:  # type: ignore[no-untyped-def]
    store = stored(open_evidence(tmp_path).store, world)
    held = store.vintage(NAMES[0])
    assert held.derived is not None
    assert held.derived.made_from == {
        "migrant_stock": date(2025, 1, 27),
        "demography": date(2024, 7, 11),
    }
    assert held.derived.parameters == {"draws": "8", "seed": "3", "level": "0.8"}
    entry = Evidence(store).datasets[NAMES[0]]
    assert entry.release.startswith("2020-2024, made on ")
    assert entry.derived == held.derived
    again = stored(store, world)
    assert again.manifest.datasets[NAMES[0]] == store.manifest.datasets[NAMES[0]]


def test_a_period_without_stocks_is_refused(evidence: Evidence) -> None:
    with pytest.raises(ComityError, match="2011-2016 is no gap between two stocks of the store;"):
        build(evidence, [(2011, 2016)])


def test_one_period_at_a_time_gives_what_all_together_give(evidence: Evidence) -> None:
    """Sharing the accounts between methods changes no number."""
    stocks, people = (evidence.store.read(n) for n in ("migrant_stock", "demography"))
    made = estimates(inputs_of(stocks, people, LAST), sexes=("total", "female"))
    for method, sex in (("pseudo-bayes", "total"), ("rate", "female"), ("open-minimum", "female")):
        alone = estimate(stocks, people, LAST, method, sex=sex)  # type: ignore[arg-type]
        assert abs(alone.flows - made[method, sex].flows).max() < 1e-6  # type: ignore[index]
