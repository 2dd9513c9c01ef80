"""How fresh the data are, on pages: before any sync, after one, waiting, refused, not held."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from fastapi.testclient import TestClient

from comity.core.tables import conform
from comity.evidence.catalogue import catalogue
from comity.evidence.manifest import Received
from comity.evidence.store import Store
from comity.evidence.sync.holding import Holding, Waiting
from comity.evidence.sync.journal import Entry, write_entry
from comity.web.library import Library
from comity.web.pages.freshness import WORDS
from tests.web.quiet import quiet_app
from tests.web.reading import Element, read
from tests.web.test_languages import hard_coded, in_marks
from tests.web.test_pages import links, whole

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = NOW.date() - timedelta(days=3)
WORRY = "812 of 9,000 rows are gone."
STATUS, HELD, ABSENT = "/data/status", "/data/economy", "/data/governance"
FETCHED = {name for name, entry in catalogue().items() if entry.fetched}
SHIPPED = {name for name in FETCHED if catalogue()[name].embedded}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    """A site of its own, whose syncs a test tells."""
    app = quiet_app(tmp_path)
    yield TestClient(app, follow_redirects=False)
    app.state.library.close()


def tell(home: Path, name: str, state: Any, sentence: str = "", ago: int = 0) -> None:
    """A try, as a sync remembers it."""
    at = NOW - timedelta(days=ago)
    write_entry(home, Entry(at=at, dataset=name, state=state, sentence=sentence, origin="sync"))


def governance() -> pl.DataFrame:
    """One estimate, as a release of the dataset."""
    row = {"country": "UZB", "year": "2025", "indicator": "rule_of_law", "value": "-0.5"}
    entry = catalogue()["governance"]
    return conform(pl.DataFrame([row | {"flag": ""}]), entry.schema_, "made")


def store(home: Path, name: str, frame: pl.DataFrame, parts: int = 1) -> None:
    """A release, as a sync stores it."""
    received = [
        Received(url=f"https://publisher.example/{number}?key=", sha256="ab" * 32, bytes=9)
        for number in range(parts)
    ]
    Store.open(home).append(
        catalogue()[name],
        frame,
        vintage=DAY,
        origin="sync",
        release="update of the day",
        stated=True,
        note="As stated by the publisher.",
        covers="2025",
        lag_days=(DAY - date(2025, 12, 31)).days,
        received=tuple(received),
    )
    tell(home, name, "stored")


def wait(home: Path, name: str) -> None:
    """A release that waits, as a sync keeps it."""
    told = Waiting(
        dataset=name, vintage=DAY, release="update", stated=True, note="", covers="2025",
        lag_days=9, origin="sync", received=(), notes=(), worries=(WORRY,), against="",
        found_at=NOW,
    )  # fmt: skip
    Holding(home).put_waiting(told, Store.open(home).read(name))
    tell(home, name, "waiting", "It differs more than releases usually do.")


def facts(page: Element) -> dict[str, str]:
    """The freshness of a dataset as its page tells it."""
    told = next(
        one
        for one in page.all("section")
        if one.attributes.get("aria-labelledby") in ("fresh", "fetch")
    )
    names, texts = ([one.text() for one in told.one("dl").all(tag)] for tag in ("dt", "dd"))
    return dict(zip(names, texts, strict=True))


def line(client: TestClient, name: str) -> dict[str, Any]:
    """What the list of all says of one dataset; its page's data say the same."""
    found = next(o for o in client.get(f"{STATUS}.json").json()["datasets"] if o["dataset"] == name)
    own = client.get(f"/data/{name}.json").json()["freshness"]
    own["asked"].pop("tries")
    if own["held"]:
        own["held"].pop("received")
    assert own == found
    return found  # type: ignore[no-any-return]


def test_before_any_sync_all_is_listed_and_nothing_was_asked(site: TestClient) -> None:
    root = whole(site.get(STATUS).text)
    rows = [row for table in root.all("table") for row in table.one("tbody").all("tr")]
    assert len(rows) == len(FETCHED)
    assert all("Never asked yet." in row.text() for row in rows)
    found = site.get(f"{STATUS}.json").json()["datasets"]
    assert {one["dataset"] for one in found} == FETCHED
    assert {one["dataset"] for one in found if one["held"]} == SHIPPED
    told = list(csv.DictReader(io.StringIO(site.get(f"{STATUS}.csv").text)))
    assert [row["dataset"] for row in told] == [one["dataset"] for one in found]
    assert STATUS in links(site.get("/data").text)
    entry = catalogue()["migrant_stock"]
    assert line(site, "migrant_stock")["held"] == {
        "vintage": "2025-01-27", "release": entry.release, "stated": False,
        "note": entry.vintage_note, "covers": "2024",
        "lag_days": (date(2025, 1, 27) - date(2024, 12, 31)).days,
    }  # fmt: skip
    looks_ahead = line(site, "demography")["held"]
    assert (looks_ahead["covers"] >= "2050", looks_ahead["lag_days"]) == (True, None)


def test_a_release_that_a_sync_stored_is_told_with_its_day_its_lag_and_its_files(
    site: TestClient, tmp_path: Path
) -> None:
    for ago in range(12, 0, -1):
        tell(tmp_path, "economy", "unchanged", ago=ago * 7)
    store(tmp_path, "economy", Store.open(tmp_path).read("economy").head(-5), parts=7)
    root = whole(site.get(HELD).text)
    told = facts(root)
    lag = (DAY - date(2025, 12, 31)).days
    assert told["Release held"] == f"update of the day · {DAY}"
    assert told["Its day"] == "stated · As stated by the publisher."
    assert told["Covers to"] == "2025"
    assert told["Days from the end of that period to the release"] == str(lag)
    assert told["Next due"] == str(NOW.date() + timedelta(days=7))
    tries = next(t for t in root.all("table") if t.one("caption").text() == "The newest tries")
    assert len(tries.one("tbody").all("tr")) == 10
    assert WORDS["stored"] in tries.one("tbody").all("tr")[0].text()
    files = [one for one in root.all("details") if one.one("summary").text() == "7 addresses"]
    assert len(files[0].all("a")) == 7
    assert "ab" * 32 in files[0].text()
    assert line(site, "economy")["asked"]["due"] == told["Next due"]
    data = site.get(f"{HELD}.json").json()
    assert len(data["freshness"]["held"]["received"]) == 7
    newest, oldest = data["vintages"][0], data["vintages"][-1]
    assert (newest["release"], newest["stated"]) == ("update of the day", True)
    assert (oldest["release"], oldest["stated"]) == (catalogue()["economy"].release, False)
    answer = site.get("/api/v1/datasets/economy").json()
    assert [answer[name] for name in ("release", "covers", "lag_days")] == [
        "update of the day", "2025", lag,
    ]  # fmt: skip


def test_what_waits_for_a_person_is_told_with_its_worries_until_it_is_let_go(
    site: TestClient, tmp_path: Path
) -> None:
    wait(tmp_path, "economy")
    for path in (STATUS, HELD):
        page = site.get(path).text
        whole(page)
        assert WORRY in page
        assert "comity sync --confirm economy" in page
    told = line(site, "economy")["asked"]
    assert (told["state"], told["waiting"]["worries"]) == ("waiting", [WORRY])
    Holding(tmp_path).forget("economy")
    for path in (STATUS, f"{STATUS}.json", HELD, f"{HELD}.json"):
        assert WORRY not in site.get(path).text


def test_what_was_refused_is_told_with_the_reason(site: TestClient, tmp_path: Path) -> None:
    reason = "The workbook has no sheet 'Table 1' <script>."
    tell(tmp_path, "economy", "stored", ago=30)
    tell(tmp_path, "economy", "refused", reason)
    for path in (STATUS, HELD):
        root = whole(site.get(path).text)
        assert [e for e in root.walk() if e.attributes.get("lang") == "en" and e.text() == reason]
        assert WORDS["refused"] in root.text()
    told = line(site, "economy")
    assert (told["asked"]["sentence"], told["held"]["vintage"]) == (
        reason, str(catalogue()["economy"].vintage),
    )  # fmt: skip
    assert facts(read(site.get(HELD).text))["Next due"] == "now"


def test_a_dataset_that_is_not_held_has_a_page_until_it_is(
    site: TestClient, tmp_path: Path
) -> None:
    entry, page = catalogue()["governance"], site.get(ABSENT)
    assert entry.fetched
    root = whole(page.text)
    assert page.status_code == 200
    for words in ("comity sync governance", "World Bank", "CC BY 4.0", *entry.caveats):
        assert words in root.text()
    assert facts(root)["When releases come"] == entry.fetched.lag
    assert {row.one("th").text() for row in root.all("table")[-1].one("tbody").all("tr")} == {
        column.name for column in entry.columns
    }
    plain = site.get(f"{ABSENT}.json").json()
    assert (plain["vintage"], plain["freshness"]["held"]) == (None, None)
    assert plain["freshness"]["command"] == "comity sync governance"
    for path in (f"{ABSENT}.csv", f"{ABSENT}.atom", f"{ABSENT}.bib", f"{ABSENT}/changes/{DAY}",
                 "/api/v1/datasets/governance", "/api/v1/datasets/governance/rows"):  # fmt: skip
        answer = site.get(path)
        assert answer.status_code == 404
        assert "comity sync governance" in answer.text
    assert ABSENT in links(site.get("/data").text)
    offered = {one["name"] for one in site.get("/data.json").json()["can_be_fetched"]}
    assert offered == FETCHED - SHIPPED
    store(tmp_path, "governance", governance())
    assert "Can be fetched" in site.get("/data").text
    assert site.get(f"{ABSENT}.csv").status_code == 200
    assert facts(whole(site.get(ABSENT).text))["Covers to"] == "2025"
    offered = {one["name"] for one in site.get("/data.json").json()["can_be_fetched"]}
    assert offered == FETCHED - SHIPPED - {"governance"}


def test_no_answer_is_stale_and_none_is_made_twice(site: TestClient, tmp_path: Path) -> None:
    paths = (STATUS, f"{STATUS}.json", f"{STATUS}.csv", HELD, f"{HELD}.json", ABSENT, "/about")
    tags = {path: site.get(path).headers["etag"] for path in paths}

    def again() -> dict[str, int]:
        asked = {path: {"If-None-Match": tag} for path, tag in tags.items()}
        return {path: site.get(path, headers=head).status_code for path, head in asked.items()}

    assert set(again().values()) == {304}
    tell(tmp_path, "economy", "unreachable", "The publisher is down.")
    tell(tmp_path, "governance", "refused", "The publisher has moved.")
    assert again() == dict.fromkeys(paths, 200) | {"/about": 304}
    assert "The publisher is down." in site.get(HELD).text
    assert "The publisher has moved." in site.get(ABSENT).text
    for path in paths[:3]:
        assert "The publisher is down." in site.get(path).text


def test_an_earlier_day_has_its_release_but_no_tries(site: TestClient, tmp_path: Path) -> None:
    store(tmp_path, "economy", Store.open(tmp_path).read("economy").head(-5))
    shipped = catalogue()["economy"].vintage
    told = facts(whole(site.get(f"{HELD}?as_of={DAY - timedelta(days=1)}").text))
    assert told["Release held"].endswith(str(shipped))
    assert "Last asked (UTC)" not in told
    past = site.get(f"{HELD}.json?as_of={DAY - timedelta(days=1)}").json()["freshness"]
    assert (past["asked"], past["held"]["vintage"]) == (None, str(shipped))
    page = site.get(f"{STATUS}?as_of=2025-12-31").text
    assert "This page speaks of today" in page
    assert "As known on" not in page
    assert str(DAY) in page


def test_what_is_left_out_or_private_is_not_listed(site: TestClient, tmp_path: Path) -> None:
    entry = catalogue()["compact_votes"].model_copy(update={"name": "our_own", "private": True})
    held = Store.open(tmp_path)
    held.append(entry, held.read("compact_votes"), vintage=DAY, origin="test")
    Store.open(tmp_path).leave_out("economy")
    wait(tmp_path, "youth_share")
    for ending in ("", ".json", ".csv"):
        text = site.get(STATUS + ending).text
        assert "our_own" not in text
        assert re.search(r"[/ ]economy\b", text) is None
        assert "youth_share" in text
    assert site.get(HELD).status_code == 404


def test_somebodys_own_dataset_may_be_called_status(site: TestClient, tmp_path: Path) -> None:
    entry = catalogue()["compact_votes"].model_copy(update={"name": "status"})
    held = Store.open(tmp_path)
    held.append(entry, held.read("compact_votes"), vintage=DAY, origin="test")
    assert "How fresh the data are" in site.get(STATUS).text
    own = site.get("/data/~status")
    assert "/data/~status.csv" in links(own.text)
    assert site.get("/data/~status.csv").status_code == 200
    assert "/data/~status" in links(site.get("/data").text)
    assert site.get("/data/~economy").headers["location"] == HELD


def test_a_damaged_note_takes_no_dataset_down(site: TestClient, tmp_path: Path) -> None:
    wait(tmp_path, "economy")
    (tmp_path / "sync" / "waiting" / "economy" / "about.json").write_text("{", encoding="utf-8")
    assert "What was tried cannot be read" in site.get("/data/migrant_stock").text
    assert site.get(STATUS).status_code == 503


def test_all_states_can_be_said_in_another_language(tmp_path: Path) -> None:
    Library(tmp_path).close()
    store(tmp_path, "economy", Store.open(tmp_path).read("economy").head(-5), parts=8)
    for state in ("unchanged", "refused", "unreachable", "discarded"):
        tell(tmp_path, "economy", state, "In English.")
    wait(tmp_path, "economy")
    with in_marks(tmp_path) as client:
        for path in (STATUS, HELD, f"{HELD}?as_of=2025-12-31", ABSENT, f"{STATUS}?as_of=2025"):
            assert not hard_coded(client, path), path
