"""UCDP: the newest release, numbers of states, candidate events that follow on the last year."""

from datetime import date
from pathlib import Path

import pytest

from comity.core.places import known_place, places, rows_of, special_codes
from comity.evidence.sources.codes import gleditsch_ward
from comity.evidence.sources.contract import BadAnswer
from tests.evidence.sources.loopback import Question, Reply, brought, fetched, page, stored
from tests.evidence.sources.shape_ucdp import (
    CANDIDATES,
    EVENT,
    FILES,
    FINAL,
    YEARS,
    answer,
    by_token,
    csv_bytes,
    event,
    year_row,
    years,
    zipped,
)


def test_every_number_of_a_state_is_a_place() -> None:
    """The list has each state of the table that ships, former ones too, under its own name."""
    rows = rows_of("gleditsch_ward.csv")
    assert len({row["number"] for row in rows}) == len(rows)
    for row in rows:
        assert row["code"] in places() or row["code"] in special_codes()
        place = known_place(row["name"])
        assert (place.code if place else "DDR") == row["code"]
    assert [gleditsch_ward(number) for number in ("2", "265", "347", "365.0", "702", "703")] == [
        "USA", "DDR", "XKX", "RUS", "TJK", "KGZ",
    ]  # fmt: skip
    assert [gleditsch_ward(number) for number in ("970", "971", "972", "990", "999")] == [
        "KIR", "NRU", "TON", "WSM", None,
    ]  # fmt: skip


def test_the_newest_years_are_read(tmp_path: Path) -> None:
    """The newest file is taken, by https; the two Yemens are summed; a zero stays a zero."""
    release, one = fetched("conflict_deaths", answer, tmp_path)
    assert [asked.path for asked in one.asked] == [
        "/downloads/", "/downloads/organizedviolencecy/organizedviolencecy-261-csv.zip",
    ]  # fmt: skip
    frame = stored("conflict_deaths", release)
    assert frame.select("country", "year", "deaths_state_based", "deaths_total_high").rows() == [
        ("DDR", 1989, 0, 1), ("SRB", 2025, 3, 7), ("UZB", 2025, 0, 1), ("VAT", 2025, 0, 1),
        ("XKX", 2025, 2, 5), ("YEM", 1989, 15, 32),
    ]  # fmt: skip
    assert (release.label, release.released, release.notes, release.since) == (
        "26.1", None, (), None,
    )  # fmt: skip


def test_the_headings_of_earlier_releases_are_read() -> None:
    """To 25.1 every heading ended in _cy."""
    release = brought("conflict_deaths", *FILES["conflict_deaths"])
    assert stored("conflict_deaths", release)["deaths_total"].to_list() == [8]
    assert release.label == "25.1"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (years([year_row(704, "Yemen (North Yemen)", 2025, 1)]), "704 .* YEM and not UZB"),
        (years(YEARS).replace(b"sb_total_deaths_low", b"sb_low"), "'sb_total_deaths_low'"),
        (years([YEARS[0] | {"ns_total_deaths_best": "12.5"}]), "'12.5' is no whole number"),
        (years([YEARS[0] | {"ns_total_deaths_best": ""}]), "'ns_total_deaths_best' is empty"),
    ],
    ids=["name", "heading", "fraction", "gap"],
)
def test_other_years_are_refused(content: bytes, says: str) -> None:
    """What is not as it was is refused with the number, heading or cell."""
    with pytest.raises(BadAnswer, match=says):
        brought("conflict_deaths", ("OrganizedViolenceCYDataSet26_1.csv", content))


def test_a_state_that_nobody_knows_is_counted() -> None:
    """A number that is in no list, under a name that is none, is set aside with a note."""
    rows = [YEARS[0], year_row(999, "Atlantis", 2025, 9)]
    release = brought("conflict_deaths", ("OrganizedViolenceCYDataSet26_1.csv", years(rows)))
    assert stored("conflict_deaths", release)["country"].to_list() == ["UZB"]
    assert "1 rows with numbers that are no country or area: 999" in release.notes[0]


def test_events_become_months(tmp_path: Path) -> None:
    """Candidates count after the last full year, none twice, a later file before an earlier."""
    release, one = fetched("conflict_deaths_monthly", answer, tmp_path)
    assert [asked.path.rsplit("/", 1)[-1] for asked in one.asked] == [
        "", "ged261-csv.zip", "GEDEvent_v26_01_26_06.csv", "GEDEvent_v26_0_7.csv",
        "GEDEvent_v26_0_8.csv",
    ]  # fmt: skip
    assert stored("conflict_deaths_monthly", release).rows() == [
        ("ISR", "2025-12", "state_based", 100, 95, 105, 1, None),
        ("ISR", "2026-01", "state_based", 20, 15, 25, 1, "provisional"),
        ("ISR", "2026-06", "state_based", 30, 25, 35, 1, "provisional"),
        ("ISR", "2026-07", "non_state", 45, 40, 50, 1, "provisional"),
        ("MMR", "2025-11", "one_sided", 10, 5, 15, 1, None),
        ("MMR", "2025-11", "state_based", 20, 10, 30, 2, None),
        ("MMR", "2026-08", "one_sided", 50, 45, 55, 1, "provisional"),
    ]
    assert release.label == "26.1 with candidate events to August 2026"


def test_the_api_is_asked_where_the_page_has_no_candidates(tmp_path: Path) -> None:
    """Each answer names the next page; months that are not out yet end the questions."""
    token = {"UCDP_TOKEN": "geheim"}
    release, one = fetched(
        "conflict_deaths_monthly", by_token, tmp_path, keys=token, today=date(2026, 4, 20)
    )
    frame = stored("conflict_deaths_monthly", release).filter(flag="provisional")
    assert frame.select("month", "deaths").rows() == [("2026-01", 20), ("2026-02", 20)]
    assert [asked.path[-6:] for asked in one.asked[2:]] == ["26.0.1"] * 2 + ["26.0.2"] * 2 + [
        "26.0.3"
    ]


def test_without_a_token_the_yearly_release_stands_alone(tmp_path: Path) -> None:
    """No candidate files and no token: the years to the last full one."""
    release, _one = fetched("conflict_deaths_monthly", by_token, tmp_path)
    assert stored("conflict_deaths_monthly", release)["flag"].null_count() == 3
    assert release.label == "26.1"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([("GEDEvent_v26_0_1.csv", csv_bytes(EVENT, [event(1, 2, "", "2026-01-01")]))], "add UCDP"),
        (
            [
                ("GEDEvent_v26_1.csv", csv_bytes(EVENT, FINAL)),
                ("GEDEvent_v26_0_8.csv", csv_bytes(EVENT, CANDIDATES["GEDEvent_v26_0_8.csv"])),
            ],
            "leaves out 2026-01",
        ),
        ([("GEDEvent_v26_1.csv", csv_bytes(EVENT, []))], "no event at all"),
        ([("GEDEvent_v26_1.csv", csv_bytes(EVENT, FINAL)[60:])], "has no column"),
        (
            [("GEDEvent_v26_1.csv", csv_bytes(EVENT, [event(1, 2, "", "2025-01-01", 4)]))],
            "type of violence, '4'",
        ),
        (
            [("GEDEvent_v26_1.csv", csv_bytes(EVENT, [event(1, 2, "", "2025/01/31")]))],
            "'2025/01/31.* is no day",
        ),
    ],
    ids=["alone", "gap", "empty", "heading", "type", "day"],
)
def test_other_events_are_refused(files: list[tuple[str, bytes]], says: str) -> None:
    """A month between that is lacking would look like peace; the rest is no known form."""
    with pytest.raises(BadAnswer, match=says):
        brought("conflict_deaths_monthly", *files)


def test_a_page_without_links_is_refused(tmp_path: Path) -> None:
    """A page that was made anew says so, instead of bringing the release of another year."""
    with pytest.raises(BadAnswer, match="no link to a file ged"):
        fetched("conflict_deaths_monthly", lambda _q: page(), tmp_path)


def test_pages_that_do_not_add_up_are_refused(tmp_path: Path) -> None:
    """An answer that ends early is told from one that is whole."""

    def short(question: Question) -> Reply:
        reply = by_token(question)
        return Reply(reply.body.replace(b'"TotalCount": 2', b'"TotalCount": 9'), reply.status)

    with pytest.raises(BadAnswer, match="2 events where it speaks of 9"):
        fetched("conflict_deaths_monthly", short, tmp_path, keys={"UCDP_TOKEN": "geheim"})


def test_an_archive_with_two_tables_is_refused() -> None:
    """Nobody guesses which of two files is meant."""
    with pytest.raises(BadAnswer, match="0 files like"):
        brought("conflict_deaths", ("organizedviolencecy-261-csv.zip", zipped("a.txt", b"x")))
