"""Published files become tidy tables; what a reader does not know is refused by row and column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import BadTable, ComityError
from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.published import KINDS, read

VISAS = {
    "passport_iso3": ["KGZ", "KGZ", "KGZ", "KGZ"],
    "destination_iso3": ["UZB", "DEU", "KGZ", "GBR"],
    "requirement": ["60", "visa required", "-1", "EVW"],
    "snapshot": ["2021-01-25"] * 4,
}
LAW = {"iso3": ["KGZ"], "year": ["2024"], "A06_bin": ["1"], "A02_cat": ["0"], "dualcit_comb": ["3"]}
VOTE = {
    "rcid": ["9"], "session": ["1"], "date": ["1946-02-01"], "unres": ["R/1"], "title": ["X"],
    "palestine_item": ["False"], "iso3": ["USA"], "country": ["United States"], "vote": ["no"],
}  # fmt: skip
Write = Callable[[dict[str, list[str]]], Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes a table as a publisher's file."""

    def write(columns: dict[str, list[str]]) -> Path:
        path = tmp_path / "file.csv"
        pl.DataFrame(columns).write_csv(path)
        return path

    return write


def tidy(kind: str, path: Path) -> pl.DataFrame:
    return conform(read(kind, path), catalogue()[KINDS[kind]].schema_, path.name)


def test_rules_for_ones_own_nationals_are_left_out_and_codes_become_words(written: Write) -> None:
    found = tidy("visa-history", written(VISAS))
    assert found.drop("snapshot").rows() == [
        ("KGZ", "DEU", "visa required", None),
        ("KGZ", "GBR", "eta", None),
        ("KGZ", "UZB", "visa free (days)", 60),
    ]


@pytest.mark.parametrize(
    ("code", "category", "days"),
    [("3", "visa free", None), ("0", "visa required", None), ("1", "unclear", None),
     ("2", "unclear", None), ("VOA", "unclear", None), ("ETA", "unclear", None),
     ("30", "visa free (days)", 30)],
)  # fmt: skip
def test_early_codes_that_cannot_be_told_apart_are_unclear(
    written: Write, code: str, category: str, days: int | None
) -> None:
    row = {"passport_iso3": ["KGZ"], "destination_iso3": ["UZB"], "requirement": [code],
           "snapshot": ["2020-05-09"]}  # fmt: skip
    found = tidy("visa-history", written(row))
    assert found.select("category", "days").rows() == [(category, days)]


def changed(table: dict[str, list[str]], column: str, *cells: str) -> dict[str, list[str]]:
    return table | {column: [*cells, *table[column][len(cells) :]]}


@pytest.mark.parametrize(
    ("kind", "table", "says"),
    [
        ("visa-history", changed(VISAS, "requirement", "60", "perhaps"), "row 3, column 'req"),
        ("visa-history", changed(VISAS, "snapshot", "2099-01-01"), "'2099-01-01' lies in the fut"),
        ("visa-history", changed(VISAS, "destination_iso3", "UZB", "QQQ"), "no known country"),
        ("visa-history", LAW, "no column 'passport_iso3', so it is not the history"),
        ("citizenship-law", changed(LAW, "iso3", "Atlantis"), "row 2, column 'iso3': 'Atlantis'"),
        ("citizenship-law", changed(LAW, "A02_cat", "often"), "row 2, column 'A02_cat': 'often'"),
        ("citizenship-law", changed(LAW, "year", "2099"), "'2099' lies in the future"),
        ("citizenship-law", VOTE, "it is not GLOBALCIT's country-year table"),
        ("roll-calls", changed(VOTE, "vote", "maybe"), "row 2, column 'vote': 'maybe' is none of"),
        ("roll-calls", changed(VOTE, "iso3", "ZZZ"), "'ZZZ' is no known country or area"),
        ("roll-calls", changed(VOTE, "palestine_item", "so"), "is neither True nor False"),
        ("asylum-policies", VOTE, "no column 'Q1', so it is not APLA's table"),
        ("asylum-policies", {"Q1": ["Chile"], "Q2": ["1990"]}, "no column that ends with '#1_1'"),
    ],
)
def test_what_does_not_fit_is_one_sentence(
    written: Write, kind: str, table: dict[str, list[str]], says: str
) -> None:
    with pytest.raises(BadTable) as caught:
        tidy(kind, written(table))
    assert says in str(caught.value)
    assert "file.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_nothing_is_later_than_the_day_on_which_the_file_came_out(written: Write) -> None:
    late = {**VISAS, "snapshot": ["2021-01-25", "2021-01-25", "2021-02-03", "2021-01-25"]}
    with pytest.raises(BadTable, match=r"row 4, column 'snapshot': '2021-02-03' lies after"):
        read("visa-history", written(late), date(2021, 1, 31))
    assert read("visa-history", written(late), date(2021, 2, 3)).height == 3
    with pytest.raises(BadTable, match="row 2, column 'year': '2024' lies after 2023-06-01"):
        read("citizenship-law", written(LAW), date(2023, 6, 1))
    assert read("citizenship-law", written(LAW), date(2024, 6, 1)).height


def test_an_unknown_kind_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ComityError, match="one of visa-history, citizenship-law"):
        read("tax-law", tmp_path / "x.csv")


def test_former_states_keep_their_code_and_both_yemens_their_vote(written: Write) -> None:
    names = ["Yemen People's Republic", "Yemen Arab Republic", "Yugoslavia"]
    table = {column: cells * 3 for column, cells in VOTE.items()}
    table |= {"country": names, "iso3": ["YEM", "YEM", ""], "vote": ["yes", "no", "abstain"]}
    found = tidy("roll-calls", written(table))
    assert found.select("country", "vote").rows() == [
        ("YEM", "no"), ("YMD", "yes"), ("YUG", "abstain"),
    ]  # fmt: skip


def test_the_published_asylum_policies(mirror: Path) -> None:
    found = tidy("asylum-policies", mirror / "policy/indices/apla_raw_2022.csv")
    assert found["country"].n_unique() == 19
    assert found["item"].n_unique() == 65
    assert (found["year"].min(), found["year"].max()) == (1990, 2020)
    raw = pl.read_csv(mirror / "policy/indices/apla_raw_2022.csv", infer_schema=False)
    answered = raw.slice(1).select(pl.col("^.*#1_1$").is_not_null().sum()).sum_horizontal()[0]
    assert found.height == answered  # a blank cell was not coded, and is no "no"
    argentina = found.filter((pl.col("country") == "ARG") & (pl.col("year") == 1990))
    first = argentina.filter(pl.col("item") == "Q5").row(0, named=True)
    assert (first["present"], first["liberal"]) == ("yes", "yes")
    detained = found.filter((pl.col("item") == "Q133") & (pl.col("present") == "yes"))
    assert {*detained["liberal"]} == {"no"}  # asylum seekers who may be detained
    assert first["question"].startswith("Is the country party to the UN Convention relating to Ref")
    shares = {
        year: found.filter(pl.col("year") == year)["liberal"].eq("yes").mean() or 0
        for year in (1990, 2005, 2020)
    }
    assert shares[1990] < shares[2005] < shares[2020]  # the trend that the authors report


def test_the_published_roll_calls(mirror: Path) -> None:
    path = mirror / "policy/votes/unga_migration_refugee_rollcalls_1946_2019.csv"
    found = tidy("roll-calls", path)
    assert found.height == 44_746
    assert found["rollcall"].n_unique() == 299
    marked = found.filter(pl.col("palestine_item") == "yes")
    assert marked["rollcall"].n_unique() == 244
    assert {"YUG", "DDR", "YMD"} <= {*found["country"]}


def test_the_published_visa_history(mirror: Path, tmp_path: Path) -> None:
    raw = pl.read_parquet(mirror / "policy/visa/passport_index_history.parquet")
    some = raw.filter(pl.col("passport_iso3").is_in(["XKX", "KWT"]))
    some.write_parquet(tmp_path / "some.parquet")
    found = tidy("visa-history", tmp_path / "some.parquet")
    beside = found.join(
        some, left_on=["passport", "destination", "snapshot"],
        right_on=["passport_iso3", "destination_iso3", "snapshot"],
    )  # fmt: skip
    others = beside.filter(pl.col("category") != pl.col("category_right"))
    assert {*others.select("category", "category_right").unique().rows()} == {
        ("unclear", "voa_eta_evisa (unclear)"), ("eta", "EVW"), ("e-visa", "Hayya Entry Permit"),
    }  # fmt: skip
    assert beside["days"].cast(pl.Float64).equals(beside["visa_free_days"])
    unclear = found.filter(pl.col("category") == "unclear")["snapshot"]
    assert unclear.max() == "2020-05-09"
