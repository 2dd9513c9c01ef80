"""HDX HAPI: whole countries only, totals as columns of their own, gaps told from zeros."""

from pathlib import Path
from typing import Any

import pytest

from comity.evidence.sources import hdx
from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, stored, told
from tests.evidence.sources.shape_hdx import FILES, KEYS, answer, events, need, phase, round_

TABLES = {
    "humanitarian_needs_hdx": [
        ("SDN", "2026-01-01", "2026-12-31", "HEA", "Hea", None, None, 200, None, None,
         "not_reported"),
        ("SDN", "2026-01-01", "2026-12-31", "Intersectoral", "Intersectoral", 500, None, 300, None,
         0, "not_reported"),
    ],
    "food_security_hdx": [
        ("SOM", "2026-01-01", "2026-06-30", "current", 100, 40, 30, 20, 10, 0, 30, None),
        ("SOM", "2026-01-01", "2026-06-30", "first_projection", None, None, None, None, None, None,
         35, "not_reported"),
    ],
    "idps_hdx": [
        ("SDN", "2026-03-01", "Armed conflict", 7, "BA", 1000, None),
        ("SDN", "2026-03-01", "Armed conflict", 8, "BA", 1200, None),
    ],
    "returnees_hdx": [
        ("SYR", "SYR", 2025, "returned_idps", 900, None),
        ("SYR", "TUR", 2025, "returned_refugees", 400, None),
    ],
    "conflict_events_hdx": [
        ("ECU", "2026-06", 10, 12, 4, 5, 3, None, "not_reported"),
        ("UZB", "2026-06", None, None, None, None, 0, 0, "not_reported"),
    ],
}  # fmt: skip


def one_page(*rows: dict[str, Any]) -> Any:
    """A publisher that answers every question with these rows."""
    return lambda _question: told({"data": [*rows]})


@pytest.mark.parametrize("dataset", TABLES)
def test_tables_are_read_from_answers_and_from_files(tmp_path: Path, dataset: str) -> None:
    """The same rows from the API and from the CSV file with its tags and marked errors."""
    release, one = fetched(dataset, answer, tmp_path, keys=KEYS[dataset])
    assert stored(dataset, release).rows() == TABLES[dataset]
    assert stored(dataset, brought(dataset, *FILES[dataset])).rows() == TABLES[dataset]
    national = dataset != "returnees_hdx"
    assert one.asked[0].query.get("admin_level") == (["0"] if national else None)
    assert (release.released, release.label) == (None, "as read on 2026-11-22")


def test_what_is_set_aside_is_counted(tmp_path: Path) -> None:
    """Totals of the world, parts of a country, and two figures of the same."""
    keys = KEYS["food_security_hdx"]
    release, _one = fetched("food_security_hdx", answer, tmp_path / "a", keys=keys)
    assert release.notes == ("Set aside: 1 rows that speak of a part of a country.",)
    release, _one = fetched("humanitarian_needs_hdx", answer, tmp_path / "b", keys=keys)
    assert "WLD" in release.notes[0]
    twice = one_page(phase("SOM", "3", 20), phase("SOM", "3", 25), phase("KEN", "3", 7))
    release, _one = fetched("food_security_hdx", twice, tmp_path / "c", keys=keys)
    assert stored("food_security_hdx", release)["country"].to_list() == ["KEN"]
    assert "two figures" in release.notes[0]


def test_the_same_row_twice_is_one_row(tmp_path: Path) -> None:
    """The API repeats rows where pages meet."""
    same = one_page(round_("SDN", 7, 1000), round_("SDN", 7, 1000))
    release, _one = fetched("idps_hdx", same, tmp_path, keys=KEYS["idps_hdx"])
    assert (len(release.frame), release.notes) == (1, ())


def test_pages_follow_until_one_is_not_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The offset grows by the page; the same page again is refused."""
    monkeypatch.setattr(hdx, "PAGE", 2)

    def pages(question: Question) -> Reply:
        first = int(question.query["offset"][0])
        numbers = [number for number in range(5) if first <= number < first + 2]
        return told({"data": [round_("SDN", number, 10) for number in numbers]})

    release, one = fetched("idps_hdx", pages, tmp_path / "a", keys=KEYS["idps_hdx"])
    assert [asked.query["offset"] for asked in one.asked] == [["0"], ["2"], ["4"]]
    assert len(release.frame) == 5
    same = one_page(round_("SDN", 1, 10), round_("SDN", 2, 10))
    with pytest.raises(BadAnswer, match="same page again"):
        fetched("idps_hdx", same, tmp_path / "b", keys=KEYS["idps_hdx"])


def test_since_asks_and_keeps_from_that_year(tmp_path: Path) -> None:
    """A period that began before and reaches in stays with the release held."""
    old = need("SDN", "HEA", "INN", 5) | {"reference_period_start": "2024-07-01T00:00:00"}
    release, one = fetched(
        "humanitarian_needs_hdx",
        one_page(old, need("SDN", "HEA", "INN", 6)),
        tmp_path,
        since=2025,
        keys=KEYS["humanitarian_needs_hdx"],
    )
    assert one.asked[0].query["start_date"] == ["2025-01-01"]
    assert stored("humanitarian_needs_hdx", release)["in_need"].to_list() == [6]
    assert release.since == 2025


@pytest.mark.parametrize(
    ("dataset", "rows", "says"),
    [
        ("food_security_hdx", [phase("SOM", "6", 1)], "unknown ipc_phase, '6'"),
        ("humanitarian_needs_hdx", [need("SDN", "HEA", "XXX", 1)], "unknown population_status"),
        ("conflict_events_hdx", [events("ECU", "riot", 1, 1)], "unknown event_type, 'riot'"),
        ("idps_hdx", [round_("SDN", 1, 5) | {"population": "5.5"}], "'5.5' is no whole number"),
        ("idps_hdx", [{"location_code": "SDN"}], "no field 'reference_period_start'"),
        ("idps_hdx", [round_("XYZ", 1, 5)], "no row for any country"),
        ("idps_hdx", [], "no row for any country"),
    ],
    ids=["phase", "status", "event", "number", "field", "places", "nothing"],
)
def test_another_shape_is_refused(
    tmp_path: Path, dataset: str, rows: list[dict[str, Any]], says: str
) -> None:
    """One sentence that names what is not as documented."""
    with pytest.raises(BadAnswer, match=says):
        fetched(dataset, one_page(*rows), tmp_path, keys=KEYS[dataset])
