"""Quality is recomputed here from the embedded tables with Polars, by roads of their own."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity import open_evidence
from comity.core.errors import NotHeld, UnknownDataset
from comity.core.findings import Finding
from comity.core.places import find_place
from comity.core.regions import find_region, find_subject
from comity.evidence import Evidence
from comity.evidence.coverage import Coverage, coverage_of, spelled
from comity.evidence.disagreement import between, comparisons
from comity.evidence.own import accept, propose
from comity.evidence.quality import (
    how_sure,
    quality_of_dataset,
    quality_of_subject,
    report_on_dataset,
    report_on_subject,
)

TODAY = date(2026, 11, 1)
SUBJECTS = ("DEU", "TJK", "AFG", "ABW", "VAT", "SSD", "XKX", "TJK-RUS", "AFG-DEU", "ERI-ETH")
YEARLY = {  # table: first and last year that it can hold
    "displaced_stock": (1990, 2025),
    "displacement_flows": (1990, 2025),
    "internally_displaced": (2009, 2025),
    "solutions": (1990, 2025),
    "conflict_deaths": (1989, 2024),
    "asylum_applications": (2000, 2025),
    "asylum_decisions": (2000, 2025),
    "asylum_applicants_eu": (2011, 2024),
    "demography": (1990, 2023),
    "remittance_prices": (2011, 2020),
    "border_detections_eu": (2009, 2025),
}
STEPS = {
    "migrant_stock": (1990, 1995, 2000, 2005, 2010, 2015, 2020, 2024),
    "sdg_10_7_2": (2019, 2021),
    "remittances_bilateral": (2017,),
    "youth_share": (1990, 1995, 2000, 2005, 2010, 2015),
}


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    opened = open_evidence(tmp_path_factory.mktemp("home"), as_of=TODAY)
    yield opened
    opened.close()


@cache
def _table(name: str) -> pl.DataFrame:
    return pl.read_parquet(
        BytesIO((files("comity.evidence.embedded") / f"{name}.parquet").read_bytes())
    )


def _rows(name: str, code: str) -> pl.DataFrame:
    """The rows of a table on a country or a pair; remittances run against the people."""
    frame = _table(name)
    if "-" in code:
        start, end = code.split("-")
        for one, other in (("origin", "destination"), ("receiver", "sender")):
            if {one, other} <= set(frame.columns):
                return frame.filter(pl.col(one) == start, pl.col(other) == end)
        return frame.clear()
    places = [n for n in ("origin", "destination", "country", "sender", "receiver") if n in frame]
    return frame.filter(pl.any_horizontal(pl.col(name) == code for name in places))


def _years(frame: pl.DataFrame) -> list[int]:
    if "variant" in frame.columns:
        frame = frame.filter(pl.col("variant") == "estimate")
    time = next(name for name in ("year", "quarter", "month") if name in frame.columns)
    return sorted(frame[time].cast(pl.String).str.slice(0, 4).cast(pl.Int32).unique().to_list())


def _named(evidence: Evidence, code: str) -> dict[str, Coverage]:
    found = coverage_of(evidence, find_subject(code))
    return {one.dataset.name: one for one in found if one.indicator is None}


@pytest.mark.parametrize("code", SUBJECTS)
def test_years_gaps_and_rows_of_yearly_tables(evidence: Evidence, code: str) -> None:
    found = _named(evidence, code)
    for name, (first, last) in YEARLY.items():
        rows = _rows(name, code)
        if rows.is_empty():
            assert name not in found
            continue
        one = found[name]
        years = _years(rows)
        assert one.years == tuple(years), name
        assert one.coverage is not None
        assert one.coverage.value == round(100 * len(years) / (last - first + 1), 1)
        assert str(one.coverage.period) == f"{first}-{last}"
        missing = sorted(set(range(years[0], years[-1])) - set(years))
        assert one.missing == tuple(missing)
        assert one.gaps is not None
        assert one.gaps.value == len(missing)
        assert one.rows.value == rows.height


@pytest.mark.parametrize("code", SUBJECTS)
def test_tables_in_steps_are_measured_by_their_steps(evidence: Evidence, code: str) -> None:
    found = _named(evidence, code)
    for name, steps in STEPS.items():
        rows = _rows(name, code)
        if rows.is_empty():
            assert name not in found
            continue
        years = [year for year in _years(rows) if year in steps]
        one = found[name]
        assert one.expected == steps
        assert one.years == tuple(years)
        inside = [year for year in steps if years[0] <= year <= years[-1]]
        assert one.gaps is not None
        assert one.gaps.value == len(inside) - len(years)


def test_age_runs_from_the_end_of_the_newest_period(evidence: Evidence) -> None:
    found = _named(evidence, "TJK-RUS")
    for name, end in (
        ("migrant_stock", date(2024, 12, 31)),
        ("displaced_stock", date(2025, 12, 31)),
        ("remittance_prices", date(2020, 9, 30)),
        ("visa_requirements", date(2025, 1, 12)),
    ):
        age = found[name].age
        assert age is not None
        assert age.value == round((TODAY - end).days / 365.25, 1)
        assert age.period.start == TODAY


def test_projections_are_no_counts(evidence: Evidence) -> None:
    found = _named(evidence, "DEU")
    assert found["net_migration_intervals"].age is None
    assert found["demography"].years[-1] == 2023
    assert found["youth_share"].years[-1] == 2015


def test_indicators_are_told_apart_and_a_zero_remittance_is_no_figure(evidence: Evidence) -> None:
    frame = _table("economy").filter(pl.col("country") == "IRN")
    found = {one.indicator: one for one in coverage_of(evidence, find_place("IRN"), None)}
    for indicator, part in frame.group_by("indicator"):
        name = str(indicator[0])
        counted = part.filter(pl.col("value") != 0) if name.startswith("remit") else part
        assert found[name].years == tuple(_years(counted)), name
    assert found["unemployment"].expected[-1] == 2024
    assert found["gdp_usd"].expected[-1] == 2023


def test_what_nobody_verified_is_not_counted(evidence: Evidence) -> None:
    rows = _rows("ilo_ratifications", "TJK")
    unchecked = rows.filter(pl.col("verification") == "recall_unverified").height
    one = _named(evidence, "TJK")["ilo_ratifications"]
    assert unchecked > 0
    assert one.rows.value == rows.height - unchecked
    assert one.rows.note == f"not verified: {unchecked} listed"


def test_a_region_counts_its_members(evidence: Evidence) -> None:
    region = find_region("Central Asia")
    members = {place.code for place in region.members(TODAY)}
    found = {one.dataset.name: one for one in coverage_of(evidence, region)}
    for name in ("internally_displaced", "remittance_prices", "border_detections_eu"):
        frame = _table(name)
        places = [n for n in ("origin", "country", "sender", "receiver") if n in frame.columns]
        named = {code for column in places for code in frame[column].to_list()} & members
        counted = found[name].places
        assert counted is not None
        assert counted.value == len(named)
        assert counted.note == f"of {len(members)} members"


def test_the_whole_world_is_every_row(evidence: Evidence) -> None:
    found = {one.dataset.name: one for one in coverage_of(evidence, find_region("world"))}
    for name in ("migrant_stock", "missing_migrants", "border_encounters_us"):
        assert found[name].rows.value == _table(name).height


# --- Applications and applicants ------------------------------------------------------------


def _both() -> pl.DataFrame:
    unhcr = _table("asylum_applications")
    pair = ["origin", "destination", "year"]
    cases = unhcr.filter(pl.col("unit") == "C").select(pair)
    persons = unhcr.filter(pl.col("unit") == "P").join(cases, on=pair, how="anti")
    eurostat = _table("asylum_applicants_eu").group_by(pair).agg(pl.col("applicants").sum())
    return persons.join(eurostat, on=pair)


@pytest.mark.parametrize(
    ("code", "column", "slug"),
    [
        ("DEU", "destination", "applications-here"),
        ("DEU", "origin", "applications-from-here"),
        ("FIN", "destination", "applications-here"),
        ("SVK", "destination", "applications-here"),
        ("AFG", "origin", "applications-from-here"),
        ("SRB", "origin", "applications-from-here"),
        ("AFG-DEU", None, "applications"),
        ("TUR-SWE", None, "applications"),
    ],
)
def test_ratios_of_unhcr_and_eurostat(
    evidence: Evidence, code: str, column: str | None, slug: str
) -> None:
    if column:
        shared = _both().filter(pl.col(column) == code)
    else:
        start, end = code.split("-")
        shared = _both().filter(pl.col("origin") == start, pl.col("destination") == end)
    expected = {
        row["year"]: (row["applications"], row["applicants"])
        for row in shared.group_by("year")
        .agg(pl.col("applications", "applicants").sum())
        .to_dicts()
        if row["applications"] or row["applicants"]
    }
    found = {one.slug: one for one in comparisons(evidence, find_subject(code))}[slug]
    assert {line[0].period.start.year for line in found.lines} == set(expected)
    for first, second, ratio in found.lines:
        unhcr, eurostat = expected[first.period.start.year]
        assert (first.value, second.value) == (unhcr, eurostat)
        assert ratio.measure == "sources_ratio"
        assert ratio.value == (round(unhcr / eurostat, 3) if eurostat else None)
        assert [source.dataset for source in ratio.lineage.sources] == [
            "asylum_applications",
            "asylum_applicants_eu",
        ]
    assert "definitions differ" in found.why[0]


def test_known_values_of_germany(evidence: Evidence) -> None:
    found = {one.slug: one for one in comparisons(evidence, find_place("DEU"))}
    assert [f.value for f in found["applications-here"].newest] == [224_729, 242_970, 0.925]
    assert [f.value for f in found["migration"].newest] == [
        2_021_580,
        1_728_784,
        92_792,
        1_635_992,
        385_588,
    ]


def test_a_count_below_five_withholds_the_ratio_too(tmp_path: Path) -> None:
    opened = open_evidence(tmp_path / "home")
    frame = _table("asylum_applicants_eu").filter(
        ~((pl.col("origin") == "AFG") & (pl.col("destination") == "DEU") & (pl.col("year") == 2024))
    )
    few = {
        "year": [2024],
        "origin": ["AFG"],
        "destination": ["DEU"],
        "sex": ["male"],
        "applicants": [3],
    }
    pl.concat([frame, pl.DataFrame(few, schema=frame.schema)]).write_parquet(tmp_path / "e.parquet")
    store, _ = accept(
        opened.store, propose(opened.store, tmp_path / "e.parquet", "asylum_applicants_eu")
    )
    line = comparisons(Evidence(store), find_subject("AFG-DEU"))[0].newest
    assert line[0].value == 34_149
    assert [line[1].value, line[2].value] == [None, None]
    assert [line[1].status, line[2].status] == ["withheld", "withheld"]
    opened.close()


# --- Net migration and stocks ---------------------------------------------------------------


@pytest.mark.parametrize("code", ["DEU", "TJK", "RUS", "ARE", "SSD", "NRU"])
def test_net_migration_against_the_change_of_stocks(evidence: Evidence, code: str) -> None:
    stock = _table("migrant_stock").with_columns(n=pl.col("female") + pl.col("male"))
    net = dict(
        _table("demography")
        .filter(pl.col("country") == code)
        .select("year", "net_migration")
        .iter_rows()
    )

    def held(column: str) -> dict[int, int]:
        rows = stock.filter(pl.col(column) == code).group_by("year").agg(pl.col("n").sum())
        return dict(rows.iter_rows())

    here, away = held("destination"), held("origin")
    found = next(
        one for one in comparisons(evidence, find_subject(code)) if one.slug == "migration"
    )
    steps = list(pairwise(STEPS["migrant_stock"]))
    assert [str(line[0].period) for line in found.lines] == [f"{a}-{b}" for a, b in steps]
    for (start, end), line in zip(steps, found.lines, strict=True):
        summed, arrived, left, implied, difference = line
        # the trapezoid rule is the same as half of the end years plus the years between
        expected = sum((net[y] + net[y + 1]) / 2 for y in range(start, end))
        assert summed.value == pytest.approx(expected, abs=0.5)
        both_here = start in here and end in here
        both_away = start in away and end in away
        assert arrived.value == (here[end] - here[start] if both_here else None)
        assert left.value == (away[end] - away[start] if both_away else None)
        if both_here and both_away:
            assert implied.value == here[end] - here[start] - away[end] + away[start]
            assert difference.value == summed.value - implied.value
        else:
            assert implied.value is None
            assert difference.status == "not_reported"
    assert "projected" in found.newest[0].note
    assert not found.lines[0][0].note


def test_moves_inside_a_region_cancel(evidence: Evidence) -> None:
    region = find_region("Central Asia")
    codes = [place.code for place in region.members(TODAY)]
    each = [comparisons(evidence, find_place(code))[-1].lines for code in codes]
    lines = comparisons(evidence, region)[-1].lines
    for number, line in enumerate(lines):
        assert line[3].value == sum(one[number][3].value or 0 for one in each)
        assert line[0].value == pytest.approx(
            sum(one[number][0].value or 0 for one in each), abs=len(codes)
        )


@given(st.integers(-10_000, 10_000), st.integers(1990, 2020), st.integers(1, 20))
def test_a_steady_number_adds_up_to_the_years_between(value: int, start: int, years: int) -> None:
    assert between(lambda _: value, start, start + years) == value * years


def test_a_missing_year_gives_no_sum() -> None:
    assert between({2020: 1.0, 2022: 1.0}.get, 2020, 2022) is None


# --- What nobody else measures, what is not there -------------------------------------------


def test_a_corridor_without_second_source_says_so(evidence: Evidence) -> None:
    report = report_on_subject(evidence, find_subject("TJK-RUS"))
    assert report.comparisons == ()
    assert {one.dataset.name for one in report.coverage} == {one.name for one in report.alone}
    assert {"demography", "border_detections_eu"} <= {one.name for one in report.silent}
    assert {one.measure for one in report.findings} == {"coverage", "gaps", "age", "rows"}


@pytest.mark.parametrize("code", [*SUBJECTS, "Central Asia", "ECOWAS", "world"])
def test_every_finding_is_derived_from_named_vintages(evidence: Evidence, code: str) -> None:
    found = quality_of_subject(evidence, find_subject(code))
    assert found
    for one in found:
        assert one.status in ("derived", "not_reported", "withheld")
        assert one.lineage.sources
        assert all(source.vintage <= TODAY for source in one.lineage.sources)
    assert len({one.key for one in found}) == len(found)


def test_the_past_knew_less(tmp_path: Path) -> None:
    past = open_evidence(tmp_path / "home", as_of="2024-12-31")
    names = {one.dataset.name for one in coverage_of(past, find_place("DEU"))}
    assert "demography" in names
    assert not {"migrant_stock", "asylum_applications"} & names
    assert comparisons(past, find_place("DEU")) == []
    past.close()


def test_a_dataset_left_out_is_not_spoken_of(tmp_path: Path) -> None:
    opened = open_evidence(tmp_path / "home")
    left = Evidence(opened.store.leave_out("migrant_stock"))
    assert "migrant_stock" not in {one.dataset.name for one in coverage_of(left, find_place("DEU"))}
    assert "migration" not in {one.slug for one in comparisons(left, find_place("DEU"))}
    with pytest.raises(NotHeld, match="left out"):
        report_on_dataset(left, "migrant_stock")


def test_datasets(evidence: Evidence) -> None:
    found = quality_of_dataset(evidence, "visa_requirements")
    empty = next(one for one in found if one.measure == "cells_empty")
    frame = _table("visa_requirements")
    assert empty.value == round(100 * frame["days"].null_count() / frame.height, 1)
    compared = report_on_dataset(evidence, "asylum_applications").comparisons[0].newest
    shared = _both().filter(pl.col("year") == 2024)
    assert compared[0].value == shared["applications"].sum()
    with pytest.raises(UnknownDataset, match="did you mean migrant_stock"):
        report_on_dataset(evidence, "migrant_stok")


def test_private_datasets_are_hidden_from_pages(tmp_path: Path) -> None:
    opened = open_evidence(tmp_path / "home")
    path = tmp_path / "own.csv"
    path.write_text("country,year,permits\nTJK,2023,7\nTJK,2025,9\n")
    from comity.evidence.own import Provenance

    proposal = propose(opened.store, path, "permits", provenance=Provenance(private=True))
    store, _ = accept(opened.store, proposal)
    mine, pages = Evidence(store), Evidence(store, private=False)
    one = next(c for c in coverage_of(mine, find_place("TJK")) if c.dataset.name == "permits")
    assert one.years == (2023, 2025)
    assert one.missing == (2024,)
    assert "permits" not in {c.dataset.name for c in coverage_of(pages, find_place("TJK"))}
    with pytest.raises(UnknownDataset):
        report_on_dataset(pages, "permits")


# --- How sure ---------------------------------------------------------------------------------


def test_how_sure_answers_in_the_order_asked(evidence: Evidence) -> None:
    asked = ["visa_requirements", "economy:unemployment", "migrant_stock", "demography", "nothing"]
    found = how_sure(evidence, find_place("TJK"), asked)
    assert [entry.name for entry, *_ in found] == [
        "visa_requirements",
        "economy",
        "migrant_stock",
        "demography",
    ]
    assert [str(newest) for _, newest, *_ in found] == ["2025-01-12", "2024", "2024", "2023"]
    assert [c.value if c else None for _, _, c, _ in found] == [None, 100, 100, 100]
    assert all(isinstance(age, Finding) for *_, age in found)


def test_how_sure_of_nothing_is_nothing(evidence: Evidence) -> None:
    assert how_sure(evidence, find_subject("TJK-RUS"), []) == []
    assert how_sure(evidence, find_subject("TJK-RUS"), ["demography"]) == []


@given(st.sets(st.integers(1900, 2050), max_size=40))
def test_spelled_years_can_be_read_back(years: set[int]) -> None:
    told = spelled(sorted(years))
    read: set[int] = set()
    for part in filter(None, told.split(", ")):
        first, *last = part.split(" to ")
        read |= set(range(int(first), int(last[0] if last else first) + 1))
    assert read == years
