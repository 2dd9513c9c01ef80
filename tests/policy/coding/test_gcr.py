"""Indicators of the compact on refugees: proportions from one source, small counts withheld."""

import json

import pytest

from comity.core.errors import BadTable
from comity.core.places import find_place
from comity.core.regions import regions
from comity.evidence import Evidence
from comity.policy.coding.gcr import Report, indicators, report
from comity.policy.coding.known import hosted, known
from tests.policy.coding.written import table

HEAD = "country,indicator,date,status,value,numerator,denominator,source"


def told(*lines: str) -> Report:
    return report(table("\n".join([HEAD, *lines])), "gcr.csv")


def test_fifteen_indicators_none_of_them_verified() -> None:
    assert len(indicators()) == 15
    assert {one.verification for one in indicators().values()} == {"unverified"}


def test_a_proportion_keeps_its_parts_and_its_source() -> None:
    (one,) = told("KEN,2.2.1,2024-12-31,,,300000,400000,School census 2024").given
    assert one.value.value == 75  # 100 * 300,000 / 400,000
    assert one.numerator is not None
    assert one.denominator is not None
    assert (one.numerator.value, one.denominator.value) == (300_000, 400_000)
    assert one.value.lineage.sources == one.denominator.lineage.sources
    assert one.value.lineage.sources[0].citation == "School census 2024"


def test_a_small_numerator_is_withheld_and_so_is_what_would_tell_it() -> None:
    found = told("KEN,4.2.2,2024-12-31,,,3,400,UNHCR", "KEN,3.1.1,2024-12-31,,4,,,UNHCR")
    assert [one.value.status for one in found.given] == ["withheld", "withheld"]
    plain = json.dumps(found.as_json()["values"])
    assert '"value": 0.75' not in plain
    assert '"value": 3' not in plain
    whole = told("KEN,2.2.1,2024-12-31,,,399998,400000,School census").given[0]
    assert (whole.value.value, whole.numerator and whole.numerator.value) == (None, None)
    zero = told("KEN,4.2.2,2024-12-31,,,0,400,UNHCR").given[0]
    assert zero.value.value == 0


def test_not_available_is_not_zero() -> None:
    (one,) = told("KEN,2.1.1,2024-12-31,not available,,,,Labour force survey").given
    assert (one.value.value, one.value.status, one.availability) == (
        None, "not_reported", "not available",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("KEN,2.1.1,2024-12-31,,40,,,Survey", "column 'value': '40.0' is not asked: 2.1.1 is made"),
        ("KEN,2.1.1,2024-12-31,,,4,,Survey", "column 'denominator': the cell is empty; give it"),
        ("KEN,2.1.1,2024-12-31,,,9,5,Survey", "column 'numerator': '9.0' is larger than"),
        ("KEN,2.1.1,2024-12-31,,,0,0,Survey", "column 'denominator': '0.0' is zero"),
        ("KEN,2.1.1,2024-12-31,,,1.5,5,Survey", "column 'numerator': '1.5' is not a whole number"),
        ("KEN,3.1.1,2024-12-31,not available,7,,,UNHCR", "contradicts the status 'not available'"),
        ("KEN,3.1.1,2024-12-31,,1e308,,,UNHCR", "column 'value': '1e+308' is above 1e+15"),
        ("KEN,5.1.1,2024-12-31,,7,,,UNHCR", "column 'indicator': '5.1.1' is none of: 1.1.1"),
        ("KEN,3.1.1,2999-12-31,,7,,,UNHCR", "column 'date': '2999-12-31' lies in the future"),
        ("KEN,3.1.1,2024-12-31,,7,,,", "column 'source': the cell is empty"),
    ],
)
def test_slips_name_row_and_column(line: str, says: str) -> None:
    with pytest.raises(BadTable, match=r"^gcr\.csv, row 2") as slip:
        told(line)
    assert says in str(slip.value)


def test_what_the_evidence_knows_of_the_world(evidence: Evidence) -> None:
    found = {one.indicator: one for one in known(evidence, regions()["world"])}
    assert list(found) == list(indicators())
    returned = found["4.2.1"].finding
    assert returned is not None
    # the same sum, asked of the table itself
    (row,) = evidence.query(
        """SELECT sum(persons) AS n FROM solutions WHERE solution = 'returned_refugees'
           AND year = (SELECT max(year) FROM solutions WHERE solution = 'returned_refugees')"""
    )
    assert returned.value == row["n"]
    assert found["3.1.1"].basis == "near"
    unknown = [one for one in found.values() if one.finding is None]
    assert len(unknown) == 12
    assert all(one.basis == "none" and one.note for one in unknown)


def test_a_country_has_no_count_of_countries(evidence: Evidence) -> None:
    kenya = find_place("KEN")
    found = {one.indicator: one for one in known(evidence, kenya)}
    assert found["3.1.2"].finding is None
    people = hosted(evidence, kenya)
    assert people is not None
    assert people.measure == "refugees"
