"""Former, split and merged places are one place for a period, and people are told so."""

import polars as pl
import pytest

from comity.evidence.flows import Estimate, estimate
from comity.evidence.flows.naming import coded, together

PEOPLE = 1000.0


def made(
    pairs: list[tuple[str, str]],
    places: list[str],
    *,
    at: dict[tuple[str, str], tuple[float, float]] | None = None,
) -> Estimate:
    """Ten people of every pair at the start and twenty at the end, but as `at` says."""
    counts = dict.fromkeys(pairs, (10.0, 20.0)) | (at or {})
    rows = [(o, d, year, both[when]) for (o, d), both in counts.items()
            for when, year in enumerate((2010, 2015)) if both[when]]  # fmt: skip
    stocks = pl.DataFrame(rows, ["origin", "destination", "year", "stock"], orient="row")
    people = pl.DataFrame({"country": places, "year0": 2010, "births": 50.0, "deaths": 40.0,
                           "pop_start": PEOPLE, "pop_end": PEOPLE + 10})  # fmt: skip
    return estimate(stocks, people, "2010-2015", "closed-minimum")


def says(found: Estimate, kind: str) -> list[str]:
    return [one.says for one in found.adjustments if one.kind == kind]


def ring(*places: str) -> list[tuple[str, str]]:
    return [(a, b) for a in places for b in places if a != b]


@pytest.mark.parametrize(
    ("label", "code"),
    [("SUD", "SDN"), ("SCG", "SRB"), ("YUG", "SRB"), ("ANT", "CUW"), ("CHI", "XCI"),
     ("GGY", "XCI"), ("JEY", "XCI"), ("KSV", "XKX"), ("Others", "OOO"), ("Other South", "OOO"),
     ("République-Unie de Tanzanie", "TZA"), (" tjk ", "TJK"), ("Region 7", "Region 7")],
)  # fmt: skip
def test_labels_are_codes(label: str, code: str) -> None:
    assert coded(label) == code


def test_sudan_is_one_while_a_table_still_counts_it_as_one() -> None:
    """SUD at the start, SDN and SSD apart at the end, and both in the demography."""
    late = {("SDN", "EGY"): (0.0, 15.0), ("SSD", "EGY"): (0.0, 5.0), ("EGY", "SDN"): (0.0, 4.0),
            ("EGY", "SSD"): (0.0, 6.0), ("SSD", "SDN"): (0.0, 300.0)}  # fmt: skip
    pairs = [*ring("SUD", "EGY", "ETH")]
    at = {pair: (10.0, 0.0) for pair in pairs if "SUD" in pair} | late
    at |= {("SDN", "ETH"): (0.0, 20.0), ("ETH", "SDN"): (0.0, 20.0)}
    found = made(pairs, ["SDN", "SSD", "EGY", "ETH"], at=at)
    assert found.places == ("EGY", "ETH", "SDN")
    assert any("SDN and SSD: one country until 9 July 2011" in one for one in says(found, "merged"))
    sudan = found.places.index("SDN")
    assert found.inputs.pop_start[sudan] == 2 * PEOPLE
    assert found.inputs.births[sudan] == 100
    assert found.inputs.end[sudan, 0] == 20  # born in either, in Egypt
    # who was born in one and lives in the other lives where he was born
    assert found.inputs.end[sudan, sudan] == pytest.approx(2 * (PEOPLE + 10) - 10 - 20)


def test_serbia_and_montenegro_are_one_under_their_former_name() -> None:
    at = {("SCG", "AUT"): (10.0, 0.0), ("AUT", "SCG"): (10.0, 0.0)}
    late = {("SRB", "AUT"): (0.0, 8.0), ("MNE", "AUT"): (0.0, 4.0), ("AUT", "SRB"): (0.0, 5.0),
            ("AUT", "MNE"): (0.0, 5.0)}  # fmt: skip
    found = made([], ["SRB", "MNE", "AUT"], at=at | late)
    assert found.places == ("AUT", "SRB")
    assert "SRB stands for SRB and MNE: one country until 3 June 2006." in says(found, "merged")
    assert says(found, "renamed") == ["stocks: SCG is counted as SRB."]
    assert found.inputs.end[1, 0] == 12


def test_the_netherlands_antilles_are_one_where_their_parts_come_and_go() -> None:
    parts = {("NLD", "CUW"): (0.0, 6.0), ("NLD", "SXM"): (0.0, 4.0), ("CUW", "NLD"): (0.0, 9.0),
             ("SXM", "NLD"): (0.0, 3.0), ("ANT", "NLD"): (11.0, 0.0),
             ("NLD", "ANT"): (9.0, 0.0)}  # fmt: skip
    found = made([], ["CUW", "SXM", "NLD"], at=parts)
    assert found.places == ("CUW", "NLD")
    assert any("Netherlands Antilles until 10 October 2010" in one for one in says(found, "merged"))
    assert found.inputs.end[0, 1] == 12
    apart = made(ring("CUW", "SXM", "NLD"), ["CUW", "SXM", "NLD"])
    assert apart.places == ("CUW", "NLD", "SXM")
    assert not says(apart, "merged")


def test_guernsey_and_jersey_are_the_channel_islands() -> None:
    found = made(ring("CHI", "GBR", "FRA"), ["GGY", "JEY", "GBR", "FRA"])
    assert found.places == ("FRA", "GBR", "XCI")
    assert found.inputs.pop_start[2] == 2 * PEOPLE
    assert any("XCI, the Channel Islands" in one for one in says(found, "merged"))


def test_kosovo_is_counted_with_serbia_where_the_stocks_do_so() -> None:
    found = made(ring("SRB", "AUT", "DEU"), ["SRB", "XKX", "AUT", "DEU"])
    assert found.places == ("AUT", "DEU", "SRB")
    assert found.inputs.pop_start[2] == 2 * PEOPLE
    assert any("resolution 1244" in one for one in says(found, "merged"))
    apart = made(ring("SRB", "AUT", "XKX"), ["SRB", "XKX", "AUT"])
    assert apart.places == ("AUT", "SRB", "XKX")


def test_families_that_nobody_names_are_not_merged() -> None:
    assert together(["TJK", "RUS"], {"TJK", "RUS"}, {"TJK", "RUS"}) == []
    assert together(["SDN", "SSD"], {"SDN", "SSD"}, {"SDN", "SSD"}) == []
