"""The World Bank's API: pages, gaps, totals among states, and errors with status 200."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from comity.evidence.sources.world_bank import INDICATORS
from tests.evidence.sources.loopback import fetched, stored, told
from tests.evidence.sources.shape_world_bank import PAGES, answer, row


def test_states_are_read_and_totals_set_aside(tmp_path: Path) -> None:
    """Every page of every indicator is read; a gap is a row that says so; the day is stated."""
    release, one = fetched("economy", answer, tmp_path)
    assert len(one.asked) == PAGES * len(INDICATORS)
    assert one.asked[0].query["date"] == ["1960:2026"]
    frame = stored("economy", release)
    assert frame.filter(indicator="unemployment").drop("year", "indicator").rows() == [
        ("UZB", 8.5, None), ("WLD", 5.0, "estimated"), ("XKX", None, "not_reported"),
    ]  # fmt: skip
    assert str(release.released) == "2026-10-14"
    assert "SSF" in release.notes[0]


def test_since_asks_for_those_years_only(tmp_path: Path) -> None:
    """The years before are kept from the release held."""
    release, one = fetched("economy", answer, tmp_path, since=2020)
    assert one.asked[0].query["date"] == ["2020:2026"]
    assert release.since == 2020


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ([{"message": [{"id": "120", "key": "Invalid value", "value": "Not valid"}]}], "Not valid"),
        ([{"pages": 1}, [{"indicator": "X"}]], "indicator"),
        ([{"pages": 1}, [row("X", "UZB", 2024, 1)]], "X, which was not asked"),
        ([{"page": 1}, []], "pages"),
        ([{"pages": 10**9}, []], "1,000,000,000 pages, more than can be"),
        ([{"pages": 1, "total": 9}, [row("SL.UEM.TOTL.ZS", "UZB", 2024, 1)]], "rows short of"),
        ([{"pages": 1}, [row("SL.UEM.TOTL.ZS", "UZB", 2024, 1)]], "no answer on NY.GDP"),
        ({"items": []}, "form has changed"),
    ],
    ids=["error", "row", "other", "pages", "endless", "short", "one", "shape"],
)
def test_another_shape_is_refused(tmp_path: Path, content: object, says: str) -> None:
    """Errors come with status 200; what is not as documented is refused in one sentence."""
    with pytest.raises(BadAnswer, match=says):
        fetched("economy", lambda _q: told(content), tmp_path)
