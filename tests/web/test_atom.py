"""The feeds of releases hold to RFC 4287, and their ids stay what they were."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from fastapi.testclient import TestClient

from comity.evidence import open_evidence
from comity.evidence.catalogue import catalogue
from comity.evidence.store import Store
from comity.web import atom
from comity.web.state import LATEST
from tests.web.quiet import quiet_app
from tests.web.reading import read

NS = {"a": atom.ATOM}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:/data/\S+")


def checked(content: bytes) -> ET.Element:
    """The feed, after what the standard asks of every feed and entry."""
    root = ET.fromstring(content)
    assert root.tag == f"{{{atom.ATOM}}}feed"
    entries = root.findall("a:entry", NS)
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", NS)) == 1
            assert (one.findtext(f"a:{name}", namespaces=NS) or "").strip()
        assert MOMENT.fullmatch(one.findtext("a:updated", "", NS))
        assert one.findall("a:link[@rel='alternate']", NS)
    assert root.findall("a:link[@rel='self']", NS)
    ids = [one.findtext("a:id", "", NS) for one in entries]
    assert len(ids) == len(set(ids))
    for one, tag in zip(entries, ids, strict=True):
        assert TAG.fullmatch(tag)
        assert one.findtext("a:author/a:name", "", NS)
        assert one.findtext("a:summary", "", NS)
        assert MOMENT.fullmatch(one.findtext("a:published", "", NS))
    times = [one.findtext("a:updated", "", NS) for one in entries]
    assert times == sorted(times, reverse=True)
    assert root.findtext("a:updated", "", NS) == max(times)
    return root


def test_every_release_of_every_dataset_is_an_entry(client: TestClient) -> None:
    answer = client.get("/data.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = checked(answer.content)
    named = {one.attrib["term"] for one in root.findall("a:entry/a:category", NS)}
    assert named == {name for name, entry in catalogue().items() if entry.embedded}
    for link in root.findall("a:entry/a:link", NS)[:6]:
        address = link.attrib["href"].removeprefix("http://testserver")
        assert client.head(address).status_code == 200


def test_a_new_release_is_added_and_the_old_ids_stay(tmp_path: Path) -> None:
    client = TestClient(quiet_app(tmp_path))
    path = "/data/youth_share.atom"
    before = checked(client.get(path).content)
    store = Store.open(tmp_path)
    entry, frame = catalogue()["youth_share"], store.read("youth_share")
    store.append(entry, frame.head(frame.height - 3), vintage=date(2026, 1, 2), origin="test")
    after = checked(client.get(path).content)
    old = [one.findtext("a:id", "", NS) for one in before.findall("a:entry", NS)]
    new = [one.findtext("a:id", "", NS) for one in after.findall("a:entry", NS)]
    assert (len(old), new[1:]) == (1, old)
    newest = after.find("a:entry", NS)
    assert newest is not None
    assert "gone: 3" in newest.findtext("a:summary", "", NS)
    assert checked(client.get(f"{path}?as_of=2025-12-31").content).findall("a:entry", NS)
    earlier = checked(client.get(f"{path}?as_of=2025-12-31").content)
    assert [one.findtext("a:id", "", NS) for one in earlier.findall("a:entry", NS)] == old


def test_pages_name_their_feed(client: TestClient) -> None:
    for path in ("/data", "/data/economy"):
        links = read(client.get(path).text).all("link", type="application/atom+xml")
        assert [link.attributes["href"] for link in links] == [f"{path}.atom"]
        assert client.get(f"{path}.atom").status_code == 200


def test_hostile_names_make_no_broken_feed(tmp_path: Path) -> None:
    evidence = open_evidence(tmp_path)
    entry = catalogue()["compact_votes"].model_copy(
        update={"title": "<b>&\x00\x0b\ufffe]]>", "publisher": "A & <B>"}
    )
    one = evidence.store.vintage("compact_votes")
    for base in ("http://x", "http://[::1]:8000", "http://ex%3Cample"):
        root = checked(atom.feed(base, "/data", "<&>\x1f", [(entry, one)], LATEST))
        assert "<b>&" in root.findtext("a:entry/a:title", "", NS)


def test_a_moment_is_told_in_universal_time() -> None:
    root = ET.fromstring(atom.feed("http://x", "/data", "none", [], LATEST))
    told = root.findtext("a:updated", "", NS)
    assert told == datetime(1970, 1, 1, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
