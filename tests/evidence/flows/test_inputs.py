"""Tables of people: what is bad is one sentence, what is put right is listed."""

import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.evidence.flows import Estimate, estimate

STOCKS = [("TJK", "RUS", 100.0, 120.0), ("RUS", "TJK", 50.0, 40.0), ("UZB", "RUS", 80.0, 90.0),
          ("RUS", "UZB", 30.0, 30.0), ("TJK", "UZB", 10.0, 12.0),
          ("UZB", "TJK", 5.0, 9.0)]  # fmt: skip


def stocks(*more: tuple[str, str, float, float]) -> pl.DataFrame:
    rows = [(o, d, year, n) for o, d, *both in (*STOCKS, *more)
            for year, n in zip((2015, 2020), both, strict=True)]  # fmt: skip
    return pl.DataFrame(rows, ["origin_iso3", "destination_iso3", "year", "stock"], orient="row")


def people(*places: str) -> pl.DataFrame:
    names = list(places or ("TJK", "RUS", "UZB"))
    return pl.DataFrame({"iso3": names, "year0": 2015, "births": 60.0, "deaths": 50.0,
                         "pop_start": 900.0, "pop_end": 915.0, "net_migration": 5.0})  # fmt: skip


def made(
    stock: pl.DataFrame, events: pl.DataFrame | None = None, method: str = "closed-minimum"
) -> Estimate:
    return estimate(
        stock, people() if events is None else events, "2015-2020", method,  # type: ignore[arg-type]
        names=("s.csv", "d.csv", "w.csv"),
    )  # fmt: skip


def refused(*given: object, **more: object) -> str:
    with pytest.raises(ComityError) as caught:
        made(*given, **more)  # type: ignore[arg-type]
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_unknown_origins_are_in_no_flow_and_reported() -> None:
    found = made(stocks(("OTH", "RUS", 7.0, 9.0), ("Other North", "UZB", 1.0, 0.0)))
    assert found.places == ("RUS", "TJK", "UZB")
    told = [(one.people, one.says) for one in found.adjustments if one.kind == "unknown_origin"]
    assert [number for number, _ in told] == [8, 9]
    assert "In 2015 the origin of 8 people is other or unknown" in told[0][1]
    assert (found.flows == made(stocks()).flows).all()


def test_who_cannot_take_part_is_listed_with_the_people_it_stands_for() -> None:
    found = made(stocks(("AFG", "TJK", 20.0, 30.0), ("RUS", "VAT", 1.0, 2.0)),
                 people("TJK", "RUS", "UZB", "AFG", "KAZ"))  # fmt: skip
    told = {one.places: one for one in found.adjustments if one.kind == "left_out"}
    assert told["VAT",].says == "Left out (no demography): VAT."
    assert told["AFG",].people == 30
    assert "KAZ" in told["KAZ",].says


def test_a_group_in_the_demography_is_no_place() -> None:
    found = made(stocks(), people("TJK", "RUS", "UZB", "WLD"))
    assert found.adjustments == made(stocks()).adjustments


def test_natives_below_zero_and_births_above_natives_are_listed() -> None:
    crowded = stocks(("TJK", "KGZ", 700.0, 860.0), ("RUS", "KGZ", 300.0, 20.0),
                     ("KGZ", "RUS", 5.0, 5.0))  # fmt: skip
    found = made(crowded, people("TJK", "RUS", "UZB", "KGZ"))
    told = {one.kind: one for one in found.adjustments}
    assert told["negative_natives"].says.startswith(
        "In 2015 KGZ has 100 more people from elsewhere"
    )
    assert told["negative_natives"].people == 100
    assert told["many_births"].places == ("KGZ",)
    assert told["balanced"].people
    kyrgyzstan = found.places.index("KGZ")
    assert found.inputs.start[:, kyrgyzstan].sum() == pytest.approx(900)


def test_natives_may_stand_in_the_stocks() -> None:
    home = [(c, c, 800.0, 815.0) for c in ("TJK", "RUS", "UZB")]
    events = people().drop("pop_start", "pop_end", "net_migration")
    found = made(stocks(*home), events)
    assert found.inputs.start.diagonal().tolist() == [800.0] * 3
    assert "no population of UZB in 2015" in refused(stocks(*home[:2]), events)
    both = made(stocks(home[0]))  # one place as stated, the others from their population
    assert both.inputs.start.diagonal().tolist() == [900 - 180, 800, 900 - 40]


def test_adversarial_stocks() -> None:
    good = stocks()
    assert "no column 'stock'" in refused(good.drop("stock"))
    assert "no column 'origin'" in refused(good.drop("origin_iso3"))
    typo = good.with_columns(pl.col("origin_iso3").replace("UZB", "UZX"))
    assert "column 'origin' ('UZX', first in the" in refused(typo)
    assert "several rows for origin" in refused(pl.concat([good, good[:1]]))
    named = pl.concat([good, good[:1].with_columns(origin_iso3=pl.lit("Tajikistan"))])
    assert "several rows for origin TJK, destination RUS, year 2015" in refused(named)
    assert "s.csv has no stocks of 2020" in refused(good.filter(pl.col("year") != 2020))
    assert "it has 2015." in refused(good.filter(pl.col("year") != 2020))
    below = good.with_columns(stock=pl.when(pl.col("stock") == 50).then(-50.0).otherwise("stock"))
    assert "s.csv, row 4, column 'stock': '-50.0' is below 0" in refused(below)
    words = good.with_columns(pl.col("stock").cast(pl.String).replace("50.0", "many"))
    assert "s.csv, row 4, column 'stock': 'many' is not" in refused(words)
    assert "has no" in refused(good.clear())
    assert "Fewer than two places" in refused(good, people("KAZ"))


def test_adversarial_demography() -> None:
    good = people()
    assert "d.csv has no column 'births'" in refused(stocks(), good.drop("births"))
    assert "several rows for country" in refused(stocks(), pl.concat([good, good[:1]]))
    twice = pl.concat([good, good[:1].with_columns(iso3=pl.lit("Таджикистан"))])
    assert "several rows for country TJK" in refused(stocks(), twice)
    other = good.with_columns(year0=2010)
    assert "no period that starts in 2015; it has 2010" in refused(stocks(), other)
    long = good.with_columns(year1=2030)
    assert "from 2015 to 2030, not to 2020" in refused(stocks(), long)
    yearly = pl.concat([good.with_columns(year0=year) for year in (2015, 2016)])
    assert "that of 2015 seems not to end in 2020" in refused(stocks(), yearly)
    gap = good.with_columns(births=pl.when(pl.col("iso3") == "RUS").then(None).otherwise("births"))
    assert "d.csv, row 3, column 'births': the cell is empty" in refused(stocks(), gap)
    less = good.with_columns(deaths=-1.0)
    assert "d.csv, row 2, column 'deaths'" in refused(stocks(), less)
    huge = good.with_columns(births=5e6)
    assert "more births of RUS (5,000,000) than people at the end (915)" in refused(stocks(), huge)


def test_rates_need_to_know_every_net_migration() -> None:
    unknown = people().drop("net_migration", "pop_end")
    assert "no net migration of RUS" in refused(stocks(), unknown, method="rate")


def test_a_seed_names_every_place_once() -> None:
    places = ("TJK", "RUS", "UZB")
    full = pl.DataFrame([(a, b, 2.0) for a in places for b in places],
                        ["origin", "destination", "weight"], orient="row")  # fmt: skip

    def seeded(seed: pl.DataFrame) -> Estimate:
        return estimate(stocks(), people(), "2015-2020", "closed-minimum", seed=seed)

    assert (seeded(full).flows - made(stocks()).flows).max() < 1e-9
    square = full.pivot(on="destination", index="origin", values="weight")
    assert (seeded(square).flows - made(stocks()).flows).max() < 1e-9
    for seed, says in (
        (full.filter(pl.col("origin") != "UZB"), "seed has no weights for UZB"),
        (pl.concat([full, full[:1]]), "several rows for origin TJK, destination TJK"),
        (full.with_columns(weight=-1.0), "below 0"),
        (full.with_columns(weight=0.0), "every cell there is zero"),
    ):
        with pytest.raises(ComityError, match=says):
            seeded(seed)


def test_a_typo_in_the_events_of_one_place_is_named() -> None:
    """Balancing would spread it over everybody, so it is refused before."""
    for what, when in (("births", "at the end"), ("deaths", "at the start")):
        wrong = people().with_columns(
            pl.when(pl.col("iso3") == "TJK").then(5e4).otherwise(pl.col(what)).alias(what)
        )
        told = refused(stocks(), wrong)
        assert f"d.csv has more {what} of TJK (50,000) than people {when}" in told


def test_growth_that_the_events_do_not_explain_is_listed() -> None:
    off = people().with_columns(
        births=pl.when(pl.col("iso3") == "UZB").then(400.0).otherwise(pl.col("births"))
    )
    (told,) = [a for a in made(stocks(), off).adjustments if a.kind == "does_not_add_up"]
    assert told.places == ("UZB",)
    assert "UZB (-340)" in told.says
    assert not [a for a in made(stocks()).adjustments if a.kind == "does_not_add_up"]


def test_a_period_without_an_end_is_said_to_be_assumed() -> None:
    (told,) = [one for one in made(stocks()).adjustments if one.kind == "assumed"]
    assert told.says == "d.csv does not say when its period ends; it is taken to be 2015 to 2020."
    stated = people().with_columns(year1=pl.lit(2020))
    assert not [one for one in made(stocks(), stated).adjustments if one.kind == "assumed"]
