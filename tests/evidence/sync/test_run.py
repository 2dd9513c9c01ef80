"""A sync from its first fetch to its hundredth: what is stored, what waits, what is refused."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from comity.core.errors import ComityError, NotHeld, StoreTrouble
from comity.core.places import places
from comity.evidence.catalogue import catalogue
from comity.evidence.sync.choosing import chosen
from comity.evidence.sync.deciding import confirm, discard
from comity.evidence.sync.holding import Holding
from comity.evidence.sync.journal import folder_of
from comity.evidence.sync.reading import ON_CHANGE, STATED
from comity.evidence.sync.run import alone
from comity.evidence.sync.weighing import weigh
from tests.evidence.sources.loopback import Question, Reply, page, told
from tests.evidence.sync.conftest import NAME, Governance

ROWS = 240
"""Four places, ten years, six indicators."""


def test_a_first_sync_stores_the_release_with_all_that_is_known_of_it(
    governance: Governance,
) -> None:
    """The day, its ground, the last period, the lag, and every answer with its checksum."""
    (one,) = governance.sync()
    assert (one.state, one.rows) == ("stored", ROWS)
    stored = governance.store.vintage(NAME)
    assert stored.vintage == date(2026, 9, 1)
    assert (stored.stated, stored.note, stored.origin) == (True, STATED, "sync")
    assert (stored.covers, stored.lag_days) == (
        "2024",
        (date(2026, 9, 1) - date(2024, 12, 31)).days,
    )
    assert len(stored.received) == 6
    assert stored.received[0].url.startswith("https://api.worldbank.org/v2/country/all/indicator/")
    entry = governance.store.dataset(NAME)
    assert entry.citation == (
        "World Bank (2026). Worldwide Governance Indicators, update of 2026-09-01."
    )


def test_nothing_new_stores_nothing_and_is_remembered(governance: Governance) -> None:
    """A second sync says so, leaves one vintage, and counts as a good try."""
    governance.sync()
    governance.later(days=1)
    (again,) = governance.sync()
    assert again.state == "unchanged"
    assert len(governance.store.manifest.datasets[NAME].vintages) == 1
    assert [entry.state for entry in governance.journal] == ["stored", "unchanged"]


def test_a_new_release_shows_from_its_day_on(governance: Governance) -> None:
    """What was public before stays what reads as of before see."""
    governance.sync()
    governance.years.append(2025)
    governance.changed[("UZB", 2024)] = 1.25
    governance.day = "2026-11-01"
    (one,) = governance.sync()
    assert one.state == "stored"
    assert one.changes is not None
    assert (one.changes.added, one.changes.changed, one.changes.gone) == (24, 6, 0)
    sql = "SELECT DISTINCT value FROM governance WHERE country = 'UZB' AND year = 2024"
    assert governance.evidence().query(sql) == [{"value": 1.25}]
    assert governance.evidence("2026-10-31").query(sql) == [{"value": 1.0}]
    cited = governance.evidence("2026-10-31").datasets[NAME].citation
    assert "update of 2026-09-01" in cited
    with pytest.raises(NotHeld):
        governance.store.vintage(NAME, date(2026, 8, 31))


def test_figures_that_change_under_the_same_day_count_from_today(governance: Governance) -> None:
    """A silent revision was not known before it was found, whatever day the publisher states."""
    governance.sync()
    governance.changed[("TJK", 2020)] = 1.5
    governance.later(days=9)
    governance.sync()
    stored = governance.store.vintage(NAME)
    assert (stored.vintage, stored.stated, stored.note) == (date(2026, 12, 1), False, ON_CHANGE)
    sql = "SELECT DISTINCT value FROM governance WHERE country = 'TJK' AND year = 2020"
    assert governance.evidence("2026-11-30").query(sql) == [{"value": 1.0}]


@pytest.mark.parametrize(
    "what", ["thousandfold", "one cell", "lost country", "new year", "unit", "more countries"]
)
def test_an_absurd_release_waits_for_a_person(governance: Governance, what: str) -> None:
    """It is not stored, the sentence says how to go on, and what is held stays as it was."""
    governance.value = 200.0
    governance.sync()
    governance.day = "2026-11-01"
    match what:
        case "thousandfold":
            governance.value *= 1000
        case "unit":
            governance.value /= 1000
        case "one cell":
            governance.changed[("UZB", 2019)] = 2_000_000.0
        case "lost country":
            governance.places.remove("TJK")
        case "more countries":
            governance.places += ["KAZ", "TKM"]
        case "new year":
            governance.years.append(2025)
            governance.changed |= {(place, 2025): 1900.0 for place in governance.places}
    (one,) = governance.sync()
    assert one.state == "waiting"
    assert one.worries
    assert "--confirm governance" in one.sentence
    assert governance.store.vintage(NAME).vintage == date(2026, 9, 1)
    stored = confirm(governance.store, NAME)
    assert stored.vintage == date(2026, 11, 1)
    assert Holding(governance.home).waiting(NAME) is None
    assert governance.journal[-1].origin == "a person"


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("country", "Gone from country: TJK (60 rows)."),
        ("year", "Gone from year: 2003 (100 rows)."),
        ("thousandfold", "value (gdp_usd) of TJK, 2010 is 50,000,000, before 50,000."),
        ("nothing", "value (gdp_usd) of UZB, 2010 is 0, before 9,000,000."),
        ("empty", "value (gdp_usd) of UZB, 2010 is empty, before 9,000,000."),
    ],
)
def test_what_is_small_in_a_large_table_is_seen(what: str, says: str) -> None:
    """A country, a year or one figure may be lost without moving the totals of sixty years."""
    codes = ["TJK", "UZB", *(code for code in places() if code not in ("TJK", "UZB"))][:100]
    old = pl.DataFrame(
        [
            {"country": code, "year": year, "indicator": "gdp_usd",
             "value": 9e6 if code == "UZB" else 5e4, "flag": None}
            for code in codes
            for year in range(1960, 2020)
        ],
        schema_overrides={"flag": pl.String},
    )  # fmt: skip
    one = (pl.col("country") == ("TJK" if what == "thousandfold" else "UZB")) & (
        pl.col("year") == 2010
    )
    new = {
        "country": old.filter(pl.col("country") != "TJK"),
        "year": old.filter(pl.col("year") != 2003),
        "thousandfold": old.with_columns(value=pl.when(one).then(5e7).otherwise("value")),
        "nothing": old.with_columns(value=pl.when(one).then(0.0).otherwise("value")),
        "empty": old.with_columns(value=pl.when(~one).then("value")),
    }[what]
    assert says in weigh(catalogue()["economy"], old, new).worries


def test_a_waiting_release_can_be_let_go(governance: Governance) -> None:
    """Then nothing waits any more, and there is nothing to confirm."""
    governance.sync()
    governance.places.remove("TJK")
    governance.sync()
    discard(governance.store, NAME)
    for decide in (confirm, discard):
        with pytest.raises(ComityError, match="No release of governance waits"):
            decide(governance.store, NAME)
    assert governance.store.vintage(NAME).rows == ROWS


def test_what_was_confirmed_is_what_was_seen(governance: Governance) -> None:
    """Where another release was stored meanwhile, the confirmation is refused."""
    governance.sync()
    governance.places.remove("TJK")
    governance.sync()
    waiting = Holding(governance.home).waiting(NAME)
    table = Holding(governance.home).table(NAME)
    governance.places.append("TJK")
    governance.changed[("UZB", 2020)] = 1.1
    governance.sync()
    assert waiting is not None
    Holding(governance.home).put_waiting(waiting, table)
    with pytest.raises(ComityError, match="was stored since"):
        confirm(governance.store, NAME)


def test_an_older_release_waits(governance: Governance) -> None:
    """A publisher that goes back to an older release is put before a person."""
    governance.sync()
    governance.changed[("UZB", 2020)] = 1.1
    governance.day = "2025-01-01"
    (one,) = governance.sync()
    assert one.state == "waiting"
    assert "older than the one held" in one.worries[0]


def test_what_cannot_be_read_is_refused_and_kept_with_the_reason(governance: Governance) -> None:
    """The files lie where the note says, so that a person can look; the release held stays."""
    governance.sync()
    before = governance.store.vintage(NAME)
    governance.instead = lambda _q: told([{"pages": 1}, [{"indikator": {"id": "VA.EST"}}]])
    (one,) = governance.sync()
    assert one.state == "refused"
    assert "has no 'indicator'" in one.sentence
    folder = Path(one.notes[0].removeprefix("The files are kept in ").removesuffix("."))
    assert json.loads((folder / "reason.json").read_text())["reason"] == one.sentence
    assert len([*folder.iterdir()]) == 2 + 5
    assert governance.store.vintage(NAME) == before


def test_only_the_newest_refusals_are_kept(governance: Governance) -> None:
    """A publisher that changed its form does not fill the disk."""
    governance.instead = lambda _q: told([{"pages": 1}, ["x"]])
    for _ in range(5):
        governance.sync()
        governance.later(hours=1)
    assert len([*(folder_of(governance.home) / "refused" / NAME).iterdir()]) == 3


def test_one_publisher_that_is_down_does_not_keep_the_others(governance: Governance) -> None:
    """Each dataset fares for itself."""

    def down(question: Question) -> Reply | None:
        return Reply(b"", 500) if question.query["source"] == ["2"] else None

    governance.instead = down
    states = [one.state for one in governance.sync("economy", NAME)]
    assert states == ["unreachable", "stored"]


def test_a_connector_that_fails_unforeseen_stops_nobody(
    governance: Governance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw in one publisher's file is refused like the rest; the next goes on."""
    monkeypatch.setattr("comity.evidence.sources.world_bank._flat", lambda *_: 1 / 0)
    (one,) = governance.sync()
    assert one.state == "refused"
    assert "ZeroDivisionError" in one.sentence


def test_an_error_page_with_status_200_is_refused(governance: Governance) -> None:
    """And nothing is stored."""
    governance.instead = lambda _q: page()
    (one,) = governance.sync()
    assert one.state == "refused"
    assert "web page" in one.sentence
    assert NAME not in governance.store.manifest.datasets


def test_a_dry_run_says_and_stores_nothing(governance: Governance) -> None:
    """Neither in the store nor in the journal."""
    (one,) = governance.sync(dry=True)
    assert (one.state, one.dry) == ("stored", True)
    assert one.sentence == "Would be stored as the release of 2026-09-01."
    assert governance.store.manifest.datasets == {}
    assert governance.journal == ()


def test_a_dry_run_that_ended_is_no_interrupted_sync(governance: Governance) -> None:
    """The sync after it asks the publisher, who may have changed the table since."""
    governance.sync(dry=True)
    governance.value = 2.0
    governance.sync()
    assert governance.store.read(NAME)["value"].unique().to_list() == [2.0]


def test_since_keeps_what_is_held_from_before(governance: Governance) -> None:
    """Only the years from then on are asked for; those before stay, and are not called gone."""
    governance.sync()
    governance.changed |= {("UZB", 2015): 1.3, ("UZB", 2022): 1.2}
    governance.day = "2026-11-01"
    (one,) = governance.sync(since=2020)
    assert one.changes is not None
    assert (one.changes.added, one.changes.changed, one.changes.gone) == (0, 6, 0)
    assert one.rows == ROWS


def test_an_interrupted_sync_is_taken_up(governance: Governance) -> None:
    """What had been fetched within a day is not asked for again; later everything is."""

    def cut(question: Question) -> Reply | None:
        return Reply(b"", 403) if question.path.endswith("RL.EST") else None

    governance.now = datetime.now(UTC)
    governance.instead = cut
    assert governance.sync()[0].state == "unreachable"
    assert governance.server
    asked = len(governance.server.asked)
    governance.instead = lambda _q: None
    assert governance.sync()[0].state == "stored"
    paths = [question.path.rsplit("/", 1)[-1] for question in governance.server.asked[asked:]]
    assert paths == ["RL.EST", "CC.EST"]
    asked = len(governance.server.asked)
    governance.sync()
    assert len(governance.server.asked) - asked == 6


def test_two_syncs_at_once_are_one(governance: Governance) -> None:
    """The second says so in one sentence and leaves everything as it is."""
    with alone(governance.home), pytest.raises(StoreTrouble, match="Another sync is at work"):
        governance.sync()


def test_a_clock_that_went_back_is_told(governance: Governance) -> None:
    """Nothing is fetched, since it would be stored under a day before what is held."""
    governance.sync()
    governance.later(days=-400)
    assert governance.server
    asked = len(governance.server.asked)
    with pytest.raises(StoreTrouble, match="set the clock, then sync again"):
        governance.sync()
    assert len(governance.server.asked) == asked


def test_a_release_of_tomorrow_counts_from_today(governance: Governance) -> None:
    """A day that has not come is not believed."""
    governance.day = "2031-01-01"
    governance.sync()
    stored = governance.store.vintage(NAME)
    assert (stored.vintage, stored.stated) == (governance.now.date(), False)


def test_a_timer_asks_for_what_is_due(governance: Governance) -> None:
    """A good try counts for as long as the catalogue says, a failed one not at all."""

    def due() -> tuple[str, ...]:
        found = chosen(
            [], frozenset(), only_due=True, journal=governance.journal, now=governance.now
        )
        return found.names

    assert NAME in due()
    governance.instead = lambda _q: page()
    governance.sync()
    assert NAME in due()
    governance.instead = lambda _q: None
    governance.sync()
    assert NAME not in due()
    governance.later(days=29, hours=13)
    assert NAME in due()


def test_what_is_left_out_is_fetched_only_by_name() -> None:
    """A table that a deployment leaves out for its licence is not brought in unasked."""
    now = datetime.now(UTC)
    everything = chosen([], frozenset(), left_out=[NAME], now=now)
    assert NAME not in everything.names
    assert (NAME, "governance is left out of this deployment.") in everything.aside
    assert chosen([NAME], frozenset(), left_out=[NAME], now=now).names == (NAME,)


def test_a_damaged_journal_stops_nothing(governance: Governance) -> None:
    """The store does not depend on it."""
    governance.sync()
    (folder_of(governance.home) / "journal.json").write_text("{")
    assert governance.journal == ()
    assert governance.sync()[0].state == "unchanged"


def test_the_age_of_an_unfinished_sync_is_bounded(governance: Governance) -> None:
    """Pages of last week are not mixed with those of today."""
    mark = folder_of(governance.home) / "unfinished" / f"{NAME}.json"
    mark.parent.mkdir(parents=True)
    begun = datetime.now(UTC) - timedelta(days=3)
    mark.write_text(json.dumps({"begun": begun.isoformat()}))
    governance.now = datetime.now(UTC)
    governance.sync()
    assert governance.server
    assert len(governance.server.asked) == 6
