"""Missing Migrants: incidents become sums by group of routes and month, and nothing else stays."""

from pathlib import Path

import polars as pl
import pytest

from comity.evidence.sources.contract import BadAnswer
from comity.evidence.sources.iom import GROUPS
from tests.evidence.sources.loopback import brought, catalogue, fetched, stored
from tests.evidence.sources.shape_iom import FILES, ROWS, answer, incident, sheet

NAME = "missing_migrants"
TABLE = [
    ("2026-01", "Central Mediterranean Route", 3, 16, 5),
    ("2026-01", "South American Route", 1, 1, 0),
    ("2026-02", "Central American Route", 1, 3, 1000),
    ("2026-02", "Undefined", 2, 3, 0),
    ("2026-03", "EHOA Eastern Route", 1, 20, 0),
]


def test_incidents_are_added_up(tmp_path: Path) -> None:
    """By group and month; a blank route goes by its region; nothing of an incident is kept."""
    release, one = fetched(NAME, answer, tmp_path)
    assert len(one.asked) == 1
    assert stored(NAME, release).rows() == TABLE
    assert (release.label, release.released, release.notes) == ("data to March 2026", None, ())
    names = {column.name for column in catalogue()[NAME].columns}
    assert set(release.frame.columns) <= names


def test_a_file_brought_twice_counts_once() -> None:
    """The workbook and the CSV file hold the same incidents."""
    assert stored(NAME, brought(NAME, *FILES[NAME])).rows() == TABLE
    assert stored(NAME, brought(NAME, FILES[NAME][0])).rows() == TABLE


def test_the_file_of_the_downloads_page_is_read_too() -> None:
    """Its headings differ, and dead and missing are apart."""
    other = {
        "Region of Incident": "Region", "Incident Year": "Year", "Month": "Reported Month",
        "Number of Dead": "Number Dead", "Migration Route": "Migration route",
    }  # fmt: skip
    dropped = "Total Number of Dead and Missing"
    rows = [
        {other.get(name, name): cell for name, cell in row.items() if name != dropped}
        | {"Minimum Estimated Number of Missing": "1"}
        for row in ROWS
    ]
    frame = stored(NAME, brought(NAME, ("MissingMigrants-Global-2026-05-06.csv", sheet(rows))))
    assert frame["dead_missing"].to_list() == [19, 2, 4, 5, 21]
    assert frame.drop("dead_missing").equals(
        pl.DataFrame(TABLE, frame.schema, orient="row").drop("dead_missing")
    )


def test_what_is_not_known_is_named() -> None:
    """A new route is Undefined; an incident without a month is set aside."""
    rows = [
        incident(1, "May", "Atlantis crossing", "Europe", "1"),
        incident(2, "5", "Darien", "Central America", "2"),
        incident(3, "", "Darien", "Central America", "9"),
    ]
    release = brought(NAME, ("allData.csv", sheet(rows)))
    assert stored(NAME, release).rows() == [
        ("2026-05", "Central American Route", 1, 2, 0), ("2026-05", "Undefined", 1, 1, 0),
    ]  # fmt: skip
    assert "Atlantis crossing" in release.notes[0]
    assert release.notes[1] == "Set aside: 1 incidents without a year or a month."


def test_every_group_is_in_the_table() -> None:
    """The groups that routes lead to are those of the release that ships, no other."""
    allowed = next(one.allowed for one in catalogue()[NAME].columns if one.name == "route")
    assert {*GROUPS.values(), "South American Route"} == {*allowed}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (sheet(ROWS).replace(b"Migration Route", b"Way"), "no column 'Migration Route'"),
        (sheet(ROWS).replace(b"January", b"Brumaire"), "'brumaire' is no month"),
        (sheet([incident(1, "May", "Darien", "", "some")]), "'some' is no whole number"),
        (sheet([incident(1, "", "Darien", "", "1")]), "no incident with a month"),
        (b"<html>Just a moment...</html>", "no column 'Incident ID'"),
    ],
    ids=["column", "month", "number", "empty", "page"],
)
def test_another_shape_is_refused(content: bytes, says: str) -> None:
    """What is not as described is refused in one sentence."""
    with pytest.raises(BadAnswer, match=says):
        brought(NAME, ("allData.csv", content))
