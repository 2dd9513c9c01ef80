"""ViEWS: the newest run among a list without order, pages, codes, and runs of another model."""

from pathlib import Path

import pytest

from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, page, stored, told
from tests.evidence.sources.shape_views import FILES, ROWS, RUN, answer


def test_the_newest_run_is_read(tmp_path: Path) -> None:
    """All pages of the last try for the last month of data; Kosovo by its number."""
    release, one = fetched("conflict_forecasts", answer, tmp_path)
    assert [asked.path for asked in one.asked] == ["/", f"/{RUN}/cm/sb", f"/{RUN}/cm/sb"]
    assert [asked.query.get("page") for asked in one.asked] == [None, ["1"], ["2"]]
    assert stored("conflict_forecasts", release).drop("run").rows() == [
        ("SDN", "2026-09", 120.5, 0.9, "forecast"), ("SDN", "2026-10", 110.0, 0.85, "forecast"),
        ("UZB", "2026-09", 0.004, 0.0, "forecast"), ("XKX", "2026-09", 0.01, 0.001, "forecast"),
    ]  # fmt: skip
    assert set(release.frame["run"]) == {RUN}
    assert (release.label, release.released) == (f"run {RUN}", None)
    assert "XYZ" in release.notes[0]


def test_a_file_is_known_by_its_run() -> None:
    """CSV as the tool of ViEWS saves it; a file that names no run is refused."""
    release = brought("conflict_forecasts", *FILES["conflict_forecasts"])
    assert stored("conflict_forecasts", release).rows() == [
        ("UZB", "2024-06", "fatalities002_2024_05_t01", 0.1, 0.01, "forecast")
    ]
    with pytest.raises(BadAnswer, match="0 runs"):
        brought("conflict_forecasts", ("views.csv", FILES["conflict_forecasts"][0][1]))


def test_logarithms_are_not_taken_for_deaths() -> None:
    """Model 001 told sc_cm_sb_main, the logarithm, alone."""
    content = b"isoab,gwcode,year,month,sc_cm_sb_main\nUZB,704,2022,6,0.1\n"
    with pytest.raises(BadAnswer, match="no column 'main_mean'"):
        brought("conflict_forecasts", ("fatalities001_2022_05_t01_cm.csv", content))


@pytest.mark.parametrize(
    ("listing", "rows", "says"),
    [
        ({"runs": ["r_2021_12_01", "fatalities001_2022_00_t01"]}, {}, "lists no run"),
        ({"run": []}, {}, "'runs'"),
        ({"runs": [RUN]}, {"page_count": 10**6, "data": []}, "1000000 pages"),
        ({"runs": [RUN]}, {"page_count": 1, "data": []}, "no forecast"),
        ({"runs": [RUN]}, {"page_count": 1, "data": [{"isoab": "UZB"}]}, "gwcode"),
        ({"runs": [RUN]}, {"page_count": 1, "data": [ROWS[1][0] | {"main_mean": None}]}, "empty"),
    ],
    ids=["old", "list", "pages", "nothing", "field", "gap"],
)
def test_another_shape_is_refused(
    tmp_path: Path,
    listing: dict,
    rows: dict,
    says: str,
) -> None:
    """One sentence that names what is not as documented."""

    def other(question: Question) -> Reply:
        return told(listing if question.path == "/" else rows)

    with pytest.raises(BadAnswer, match=says):
        fetched("conflict_forecasts", other, tmp_path)


def test_a_web_page_is_refused(tmp_path: Path) -> None:
    """With status 200, while the service is mended."""
    with pytest.raises(BadAnswer, match="web page"):
        fetched("conflict_forecasts", lambda _q: page(), tmp_path)
