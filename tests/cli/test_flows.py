"""Flows on the command line: files in, files out, and what was adjusted is always told."""

import json
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from comity.evidence.flows import METHODS
from comity.evidence.flows.assumed import STAYERS_WEIGHT
from tests.cli.speaker import Command

STOCKS = """origin_iso3,destination_iso3,year,sex,stock
TJK,RUS,2015,total,100
TJK,RUS,2020,total,160
RUS,TJK,2015,total,50
RUS,TJK,2020,total,40
UZB,RUS,2015,total,80
UZB,RUS,2020,total,90
RUS,UZB,2015,total,30
RUS,UZB,2020,total,30
TJK,UZB,2015,total,10
TJK,UZB,2020,total,12
UZB,TJK,2015,total,5
UZB,TJK,2020,total,9
OTH,RUS,2020,total,3
"""
PEOPLE = """iso3,year0,pop_start,pop_end,births,deaths,net_migration
TJK,2015,900,915,60,50,5
RUS,2015,2000,2035,60,50,25
UZB,2015,1500,1480,60,50,-30
"""
Given = tuple[str, ...]


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """A small table of stocks, and vital events."""
    (tmp_path / "stocks.csv").write_text(STOCKS)
    (tmp_path / "people.csv").write_text(PEOPLE)
    files = ("--stocks", tmp_path / "stocks.csv", "--demography", tmp_path / "people.csv")
    return ("flows", "estimate", "--period", "2015-2020", *map(str, files))


def test_methods_are_listed_with_what_they_assume(comity: Command) -> None:
    told = json.loads(comity("flows", "methods", "--json").out)
    assert [one["method"] for one in told] == [*METHODS]
    assert all(one["assumes"] and "(" in one["source"] for one in told)
    assert "As few" not in comity("flows", "methods").err


@pytest.mark.parametrize("method", METHODS)
def test_every_method_writes_a_table(
    method: str, given: Given, comity: Command, tmp_path: Path
) -> None:
    said = comity(*given, "--method", method, "-o", tmp_path / "f.csv")
    assert (said.status, said.out) == (0, "")
    assert f"Estimated by {method}" in said.err
    table = pl.read_csv(tmp_path / "f.csv")
    assert table.columns == ["origin", "destination", "flow", "year0", "year1"]
    assert table.height == 6
    assert table["flow"].sum() > 0


def test_every_form_says_the_same_and_what_was_adjusted(
    given: Given, comity: Command, tmp_path: Path
) -> None:
    paths = [tmp_path / f"f{ending}" for ending in (".csv", ".parquet", ".xlsx", ".json")]
    for path in paths:
        said = comity(*given, "--sex", "total", "-o", path)
        assert "- In 2020 the origin of 3 people is other or unknown" in said.err
    csv, parquet = pl.read_csv(paths[0]), pl.read_parquet(paths[1])
    book = fastexcel.read_excel(paths[2])
    assert book.sheet_names == ["Flows", "Adjustments", "About"]
    told = json.loads(paths[3].read_text())
    assert told == json.loads(comity(*given, "--json").out)
    for flows in (csv["flow"], parquet["flow"], book.load_sheet(0).to_polars()["flow"]):
        assert flows.to_list() == pytest.approx([one["flow"] for one in told["flows"]], rel=1e-12)
    assert told["total"] == pytest.approx(csv["flow"].sum())
    assert told["places"] == ["RUS", "TJK", "UZB"]
    assert told["parameters"]["weight"] == STAYERS_WEIGHT
    assert [one["file"] for one in told["sources"]] == ["stocks.csv", "people.csv"]
    assert "unknown_origin" in {one["kind"] for one in told["adjustments"]}
    listed = book.load_sheet(1).to_polars()["says"].to_list()
    assert listed == [one["says"] for one in told["adjustments"]]


def test_the_same_input_gives_the_same_bytes(given: Given, comity: Command, tmp_path: Path) -> None:
    for ending in (".csv", ".parquet", ".json", ".xlsx"):
        both = [tmp_path / f"{name}{ending}" for name in "ab"]
        for path in both:
            comity(*given, "-o", path)
        assert both[0].read_bytes() == both[1].read_bytes()


def test_birthplace_type_rates_stayers_and_a_seed(
    given: Given, comity: Command, tmp_path: Path
) -> None:
    def made(*more: object) -> pl.DataFrame:
        said = comity(*given, "--method", "closed-minimum", *more, "-o", tmp_path / "f.csv")
        assert said.status == 0, said.err
        return pl.read_csv(tmp_path / "f.csv")

    plain = made()
    total = pytest.approx(plain["flow"].sum())
    assert made("--by", "birthplace")["flow"].sum() == total
    assert made("--by", "type")["flow"].sum() == total
    assert {*made("--by", "type")["type"]} == {"outward", "return", "transit"}
    rates = made("--rates", "--stayers", tmp_path / "s.csv").filter(pl.col("origin") == "UZB")
    assert rates["rate_per_thousand"].to_list() == pytest.approx(
        (rates["flow"] / 5 / 1500 * 1000).to_list()
    )
    stay = pl.read_csv(tmp_path / "s.csv")
    assert stay.columns == ["country", "stayers", "year0", "year1"]
    seed = tmp_path / "seed.csv"
    seed.write_text("origin,TJK,RUS,UZB\nTJK,1,1,1\nRUS,1,1,90\nUZB,1,1,1\n")
    seeded = made("--seed-matrix", seed)
    assert seeded["flow"].sum() == total
    seed.write_text(seed.read_text().replace("origin", ""))
    assert made("--seed-matrix", seed).equals(seeded)
    assert made("--balance", "after", "--births", "proportion").height == 6


def test_on_a_terminal_the_largest_come_first(given: Given, comity: Command) -> None:
    said = comity(*given, "--method", "open-minimum", "--rates")
    assert said.status == 0
    assert "Estimated by open-minimum (births native, deaths proportion, matching open-dr)" in (
        said.out
    )
    assert "without interval" in said.out
    assert "Source (stocks): stocks.csv" in " ".join(said.out.split())
    assert "- In 2020 the origin of 3 people" in said.err


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--method", "guess"), "--method is one of closed-minimum"),
        (("--sex", "women"), "--sex is one of total, female, male, not 'women'."),
        (("--sex", "female"), "stocks.csv has no rows of sex female"),
        (("--by", "age"), "--by is one of birthplace, type"),
        (("--method", "rate", "--by", "type"), "rate does not say where those who moved were born"),
        (("--method", "closed-minimum", "--matching", "open"), "closed-minimum is closed"),
        (("--matching", "some"), "--matching is one of rescale, open, open-dr"),
        (("--method", "rate", "--births", "native"), "--births is for closed-minimum, open-min"),
        (("--method", "difference-drop", "--deaths", "proportion"), "not for difference-drop; le"),
        (("--method", "rate", "--matching", "open"), "--matching is for closed-minimum, open-m"),
        (("--method", "rate", "--seed-matrix", "s.csv"), "--seed-matrix is for closed-minimum"),
        (("--method", "closed-minimum", "--weight", "0.87"), "--weight is for pseudo-bayes, not"),
        (("--method", "open-minimum", "--balance", "before"), "with the matching open-dr; leave"),
        (("--matching", "open", "--balance", "after"), "not for pseudo-bayes with the matching op"),
        (("--weight", "1.2"), "The weight lies between 0 and 1"),
        (("--period", "2014-2020"), "people.csv has no period that starts in 2014; it has 2015."),
        (("--period", "2015"), "'2015' is no span between two stocks"),
        (("--stocks", "none.csv"), "Cannot read none.csv: there is no such file"),
        (("--as-of", "soon"), "'soon' is no"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(
    more: Given, says: str, given: Given, comity: Command, tmp_path: Path
) -> None:
    said = comity(*given, *more, "-o", tmp_path / "f.csv")
    assert (said.status, said.out) == (2, "")
    assert says in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "f.csv").exists()


def test_neither_file_is_written_where_one_cannot_be(
    given: Given, comity: Command, tmp_path: Path
) -> None:
    files = ("-o", tmp_path / "f.csv", "--stayers", tmp_path / "s.csv")
    said = comity(*given, "--method", "rate", *files)
    assert said.status == 2
    assert "does not say who stayed" in said.err
    said = comity(*given, "-o", tmp_path / "f.csv", "--stayers", tmp_path / "s.pdf")
    assert said.status == 2
    said = comity(*given, "-o", tmp_path / "f.csv", "--stayers", tmp_path / "f.csv")
    assert "name two files" in said.err
    (tmp_path / "dir.csv").mkdir()
    for way in ("dir.csv", "people.csv/s.csv", "f.csv/s.csv"):
        said = comity(*given, "-o", tmp_path / "f.csv", "--stayers", tmp_path / way)
        assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "f.csv").exists()


def test_a_file_that_is_read_is_never_written_over(
    given: Given, comity: Command, tmp_path: Path
) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "stocks.csv")
    said = comity(*given, "-o", tmp_path / "link.csv")
    assert said.status == 2
    assert "which --stocks reads; name another file." in said.err
    said = comity(*given, "-o", tmp_path / "f.csv", "--stayers", tmp_path / "people.csv")
    assert "which --demography reads" in said.err
    assert (tmp_path / "stocks.csv").read_text() == STOCKS
    assert (tmp_path / "people.csv").read_text() == PEOPLE
    assert not (tmp_path / "f.csv").exists()


def test_who_is_left_out_is_told_with_the_people_it_stands_for(
    given: Given, comity: Command, tmp_path: Path
) -> None:
    (tmp_path / "stocks.csv").write_text(
        f"{STOCKS}KGZ,RUS,2015,total,1000\nKGZ,RUS,2020,total,1234\n"
    )
    said = comity(*given)
    assert said.status == 0
    assert "- Left out (no demography): KGZ. (1,234 people in the stocks at the end)\n" in said.err


def test_an_empty_table_is_refused(given: Given, comity: Command, tmp_path: Path) -> None:
    (tmp_path / "stocks.csv").write_text("origin,destination,year,stock\n")
    said = comity(*given)
    assert (said.status, said.out) == (2, "")
    assert said.err == "stocks.csv has no rows below its heading; nothing was read.\n"


def test_the_store_s_own_tables_are_used_and_cited(comity: Command, tmp_path: Path) -> None:
    words = ("flows", "estimate", "--period", "2020-2024", "--method", "difference-reverse")
    said = comity(*words, "-o", tmp_path / "f.json")
    assert said.status == 0
    told = json.loads((tmp_path / "f.json").read_text())
    assert [one["dataset"] for one in told["sources"]] == ["migrant_stock"]
    assert told["period"] == [2020, 2024]
    assert len(told["places"]) > 200
    assert "unknown_origin" in {one["kind"] for one in told["adjustments"]}


def test_the_world_is_estimated_to_a_folder(comity: Command, tmp_path: Path) -> None:
    words = ("flows", "world", "--periods", "2020-2024", "--draws", "2", "-o", tmp_path / "w")
    said = comity(*words)
    assert said.status == 0
    assert "2020-2024: 2 draws." in said.err
    names = {path.name for path in (tmp_path / "w").iterdir()}
    assert names == {"migration_flows.parquet", "migration_flow_totals.parquet",
                     "migration_flow_adjustments.parquet", "made.json"}  # fmt: skip
    made = json.loads((tmp_path / "w" / "made.json").read_text())
    assert {*made["made_from"]} == {"migrant_stock", "demography"}
    flows = pl.read_parquet(tmp_path / "w" / "migration_flows.parquet")
    assert flows.select("year0", "year1").unique().rows() == [(2020, 2024)]


def test_the_world_knows_its_periods(comity: Command, tmp_path: Path) -> None:
    part = comity("flows", "world", "--periods", "2020-2024")
    assert part.status == 2
    assert "take the place of the whole" in part.err
    said = comity("flows", "world", "--periods", "2013-2020", "-o", tmp_path / "w")
    assert said.status == 2
    assert "2013-2020 is no gap between two stocks of the store" in said.err
    (tmp_path / "file").touch()
    assert "name a folder" in comity("flows", "world", "-o", tmp_path / "file").err


def test_a_period_is_split_into_years_labelled_as_modelled(comity: Command, tmp_path: Path) -> None:
    path = tmp_path / "years.parquet"
    said = comity("flows", "annual", "--period", "2020-2024", "--totals", "-o", path)
    assert (said.status, said.out) == (0, "")
    assert "Modelled: who moved twice" in said.err
    rows = pl.read_parquet(path)
    assert sorted(rows["year"].unique()) == [2020, 2021, 2022, 2023]
    assert rows["status"].unique().to_list() == ["modelled: pseudo-bayes, split into years"]
    said = comity("flows", "annual", "--period", "2020-2024", "--method", "difference-drop")
    assert said.status == 2
    assert "cannot have the net migration that is published" in said.err
