"""IDMC: four figures a country and year, of which any may be missing; pages; the workbook."""

from pathlib import Path

import pytest

from comity.core.errors import ComityError
from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import brought, fetched, stored, told
from tests.evidence.sources.shape_idmc import FILES, HEADINGS, KEYS, ROWS, answer, workbook

NAME = "internal_displacements"


def test_figures_stand_apart_by_cause(tmp_path: Path) -> None:
    """A zero stays, a gap is flagged, a cause without any figure has no row."""
    release, one = fetched(NAME, answer, tmp_path, keys=KEYS[NAME])
    assert [asked.query["offset"] for asked in one.asked] == [["0"], ["3"]]
    assert (one.asked[0].query["start_year"], one.asked[0].query["end_year"]) == (
        ["2008"],
        ["2026"],
    )
    assert stored(NAME, release).rows() == [
        ("AB9", 2025, "conflict", 0, 10, None),
        ("SDN", 2025, "conflict", 9876, 1234, None),
        ("SDN", 2025, "disaster", None, 50, "not_reported"),
        ("UZB", 2025, "disaster", 3, 7, None),
        ("XKX", 2025, "conflict", 16000, None, "not_reported"),
    ]
    assert str(release.released) == "2026-05-12"
    assert release.label == "update of 2026-05-12"
    assert "XYZ" in release.notes[0]


def test_since_asks_for_those_years_only(tmp_path: Path) -> None:
    """The years before are kept from the release held."""
    release, one = fetched(NAME, answer, tmp_path, since=2024, keys=KEYS[NAME])
    assert one.asked[0].query["start_year"] == ["2024"]
    assert release.since == 2024


def test_the_workbook_is_read_by_its_headings() -> None:
    """Exact figures, not the rounded ones beside them, in whatever sheet has the headings."""
    for files in (FILES[NAME], [("IDMC_Internal_Displacement.xlsx", workbook("Renamed"))]):
        release = brought(NAME, *files)
        assert stored(NAME, release).rows() == [
            ("SDN", 2024, "conflict", 9876, 1234, None),
            ("SDN", 2024, "disaster", None, 0, "not_reported"),
        ]
        assert release.released is None
    other = tuple(name.replace(" (Raw)", " (Exact)") for name in HEADINGS)
    with pytest.raises(BadAnswer, match="no sheet with the headings"):
        brought(NAME, ("IDMC_Internal_Displacement.xlsx", workbook(headings=other)))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"count": 1, "results": [{"iso3": "SDN"}]}, "'year'"),
        ({"count": 9, "results": []}, "ends after 0 of 9"),
        ({"results": []}, "'count'"),
        ({"count": 1, "results": [ROWS[0] | {"conflict_new_displacement": "many"}]}, "'many'"),
        ({"count": 1, "results": [ROWS[4]]}, "no country at all"),
    ],
    ids=["field", "short", "count", "number", "places"],
)
def test_another_shape_is_refused(tmp_path: Path, content: object, says: str) -> None:
    """One sentence that names what is not as it was."""
    with pytest.raises(BadAnswer, match=says):
        fetched(NAME, lambda _q: told(content), tmp_path, keys=KEYS[NAME])


def test_the_client_id_stays_on_the_wire(tmp_path: Path) -> None:
    """A refusal names the key, never what it is."""
    with pytest.raises(ComityError, match="IDMC_CLIENT_ID") as refused:
        fetched(NAME, answer, tmp_path, keys={"IDMC_CLIENT_ID": "falsch"})
    assert "falsch" not in str(refused.value)
