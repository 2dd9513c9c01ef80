"""DTM: countries are asked one by one, with a key; parts of a round are added up."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, stored, told
from tests.evidence.sources.shape_iom_dtm import (
    COUNTRIES,
    FILES,
    KEYS,
    ROWS,
    answer,
    envelope,
)

NAME = "idps_dtm"
TABLE = [
    ("BHS", "Hurricane", "BA", 1, "2026-06-30", None, "not_reported"),
    ("SDN", "Clashes", "BA", 8, "2026-06-30", 1500, None),
    ("SDN", "Clashes (Overview)", "BA", 8, "2026-06-30", 1500, None),
    ("SDN", "Darfur", "not stated", 0, "2026-06-30", 0, None),
]


def test_rounds_are_read(tmp_path: Path) -> None:
    """Reasons of one round are added up, operations are not; a gap says so; zero is zero."""
    release, one = fetched(NAME, answer, tmp_path, keys=KEYS[NAME])
    assert [question.query.get("Admin0Pcode") for question in one.asked] == [None, ["BHS"], ["SDN"]]
    assert stored(NAME, release).rows() == TABLE
    assert (release.label, release.since) == ("rounds reported to 2026-06-30", None)
    assert "XX" in release.notes[0]


def test_the_file_that_needs_no_key_is_read() -> None:
    """Of its levels the countries alone are taken, and the row of tags is left out."""
    assert stored(NAME, brought(NAME, *FILES[NAME])).rows() == TABLE


@pytest.mark.parametrize(
    ("listed", "rows", "says"),
    [
        ({"isSuccess": False, "errorMessages": ["No operation"]}, {}, "refuses.*No operation"),
        (envelope([]), {}, "lists 0 countries"),
        (envelope([{"name": "Sudan"}]), {}, "no field 'admin0Pcode'"),
        (envelope(COUNTRIES * 99 + [{"admin0Pcode": f"C{n}"} for n in range(300)]), {}, "302"),
        (envelope(COUNTRIES), {"isSuccess": True}, "no 'result'"),
        (envelope(COUNTRIES), envelope([{"admin0Pcode": "SDN"}]), "no field 'operation'"),
        (envelope(COUNTRIES), envelope([]), "hold no round"),
        (envelope(COUNTRIES), envelope([ROWS["SDN"][0] | {"numPresentIdpInd": "n"}]), "'n' is no"),
    ],
    ids=["refused", "none", "list", "many", "envelope", "field", "empty", "number"],
)
def test_another_shape_is_refused(tmp_path: Path, listed: object, rows: object, says: str) -> None:
    """A refusal comes with status 200; what is not as documented is refused in one sentence."""

    def told_so(question: Question) -> Reply:
        return told(listed if question.path.endswith("country-list") else rows)

    with pytest.raises(BadAnswer, match=says):
        fetched(NAME, told_so, tmp_path, keys=KEYS[NAME])
