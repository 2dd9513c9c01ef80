"""Tables that somebody brings: headings of many kinds, and what cannot be used told by its row."""

from pathlib import Path

import pytest

from comity.core.errors import BadTable, ComityError
from comity.core.templates import template_bytes
from comity.services.sharing import known_key, read_inputs, worked
from comity.services.sharing.inputs import template

MAY, HALVES = known_key("eu-2015-may"), known_key("population-gdp")
HEAD = "iso3,pop_2014_m,gdp_2013_eur_bn,unemp_2014_pct,asylum_resettled_per_million_2010_14"


def shares(text: str, key: str = "population-gdp") -> dict[str, float]:
    made = read_inputs(Path("a.csv"), known_key(key), data=text.encode())
    return worked(known_key(key), made.figures).by_place


def test_headings_of_other_years_and_plain_ones_mean_the_same() -> None:
    plain = shares("iso3,population,gdp\nKGZ,7,12\nTJK,10,12\n")
    assert plain == shares(
        "Country,pop_2023_m,gdp_2022_usd_bn\nTajikistan,10,12\nKyrgyzstan,7,12\n"
    )
    assert plain["KGZ"] == pytest.approx(0.5 * 7 / 17 + 0.25)


def test_capacity_needs_population_and_gdp_only() -> None:
    key = known_key("unhcr-capacity")
    data = b"iso3,population,gdp\nKGZ,7,12\nTJK,10,12\n"
    made = read_inputs(Path("a.csv"), key, data=data)
    assert made.figures["KGZ"]["area"] == pytest.approx(199_951, rel=0.02)
    assert made.figures["TJK"]["gdp_per_person"] == 1.2
    told = " ".join(map(str, made.remarks))
    assert "own list of countries" in told
    assert "not at purchasing-power parity" in told


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("AUT,8,322,0,2095", "row 2, column 'unemp_2014_pct': is 0, and the key divides by it"),
        ("AUT,8,322,5,", "row 2, column 'asylum_resettled_per_million_2010_14': is empty"),
        ("AUT,-8,322,5,1", "row 2, column 'pop_2014_m': '-8.0' is below 0"),
        ("AUT,0,322,5,1", "a state has inhabitants"),
        ("AUT,x,322,5,1", "row 2, column 'pop_2014_m': 'x' is not a number"),
        ("AUT,1e300,322,5,1", "is above"),
        ("Atlantis,8,322,5,1", "no known country"),
        ("BEL,8,322,5,1", "rows 2 and 3: both speak of iso3 BEL"),
        ("AUT,1e-12,322,5,1", "too small a number"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_row(row: str, says: str) -> None:
    text = f"{HEAD}\n{row}\nBEL,11.2,395,8.5,2300\n"
    with pytest.raises(BadTable) as told:
        read_inputs(Path("a.csv"), MAY, data=text.encode())
    assert says in str(told.value)


def test_a_table_with_decimal_commas_gives_the_same_and_says_so() -> None:
    """Spreadsheets of much of Europe write semicolons between cells and commas in numbers."""
    made = read_inputs(
        Path("a.csv"), HALVES, data=b"iso3;pop_m;gdp\nAUT;8,51;322,6\nBEL;11,203;395\n"
    )
    assert made.figures["BEL"] == {"population": 11.203, "gdp": 395}
    assert "Commas were read as decimal points." in [str(one) for one in made.remarks]
    with pytest.raises(
        BadTable, match="row 2, column 'pop_m': '8,510' is not a number with a point"
    ):
        read_inputs(Path("a.csv"), HALVES, data=b"iso3;pop_m;gdp\nAUT;8,510;322\nBEL;11;395\n")


def test_the_heading_of_the_file_is_named_for_states_too() -> None:
    with pytest.raises(BadTable, match="row 2, column 'Country': 'Atlantis'"):
        read_inputs(Path("a.csv"), HALVES, data=b"Country,pop,gdp\nAtlantis,8,322\n")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("iso3,population\nAUT,8\n", "no column 'gdp'"),
        ("population,gdp\n8,9\n", "no column 'iso3'"),
        ("iso3,population,pop_2014_m,gdp\nAUT,8,8,9\n", "two columns for 'population'"),
        ("iso3,population,gdp\n", "no rows"),
    ],
)
def test_columns_that_lack_or_double_are_told(text: str, says: str) -> None:
    with pytest.raises(BadTable, match=says):
        read_inputs(Path("a.csv"), HALVES, data=text.encode())


def test_a_gap_of_a_state_that_takes_no_part_is_no_fault() -> None:
    text = f"{HEAD}\nDNK,,,,\nAUT,8,322,5,1\nBEL,11,395,8,2\n".encode()
    made = read_inputs(Path("a.csv"), MAY, data=text)
    assert [*made.taking_part(MAY).figures] == ["AUT", "BEL"]
    with pytest.raises(BadTable, match="row 2"):
        read_inputs(Path("a.csv"), MAY, data=text, include=["DNK"])
    with pytest.raises(ComityError, match="Sweden is to be included"):
        made.taking_part(MAY, ["SWE"])


def test_a_column_of_ones_own_can_be_a_part() -> None:
    from comity.services.sharing import Key, Part

    key = Key("k", "k", (Part("hospital_beds", 1),))
    made = read_inputs(Path("a.csv"), key, data=b"iso3,Hospital beds\nAUT,30\nBEL,10\n")
    assert worked(key, made.figures).shares == (0.75, 0.25)


def test_the_template_comes_back_filled_in() -> None:
    """Columns that were left empty are no columns: area and output per person are worked out."""
    empty = template_bytes(template(), ".csv").decode()
    assert empty.splitlines()[0].startswith("iso3,population,gdp")
    filled = f"{empty}AUT,8.5,320,5.6,2095,,,\nBEL,11,395,8.5,2300,,,\n".encode()
    for name in ("eu-2015-may", "unhcr-capacity"):
        made = read_inputs(Path("a.csv"), known_key(name), data=filled)
        assert [*made.figures] == ["AUT", "BEL"]
    with pytest.raises(BadTable, match="no row"):
        read_inputs(Path("a.csv"), HALVES, data=empty.encode())
