"""The pages on obligations: articles, what binds a country, their twins and their API."""

import csv
import io
import re
from pathlib import Path

from fastapi.testclient import TestClient

from comity.briefs.voice import Voice
from comity.evidence import Evidence, Store
from comity.policy.instruments import find_instrument
from comity.policy.obligations import find_topic, topics
from comity.policy.texts import Article, import_texts, texts
from comity.web import policy_duties, policy_urls
from comity.web.api.policy_topics import PolicyTopic, PolicyTopics
from comity.web.state import LATEST
from comity.web.templating import environment


def test_every_topic_is_listed_and_leads_to_its_page(client: TestClient) -> None:
    page = client.get("/policy/topics").text
    assert re.findall(
        r'<th scope="row" class="method"><a href="/policy/topics/([a-z-]+)"', page
    ) == [*topics()]
    assert "an index of rules is none of practice" in page
    bound = client.get("/policy/topics?place=kyrgyzstan&as_of=1996-12-31").text
    assert 'href="/policy/topics/documents?as_of=1996-12-31&amp;place=KGZ"' in bound
    assert 'style="' not in page + bound
    kenya = client.get("/policy/topics?place=KEN").text  # bound by C143, or by a part of it
    assert "A state may leave out Part I" in kenya
    assert "A state may leave out Part I" not in bound


def test_a_topic_tells_what_binds_the_country(client: TestClient) -> None:
    page = client.get("/policy/topics/documents?place=KGZ").text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == len(find_topic("documents").obligations)
    row = next(r for r in rows if "Refugee Convention</a> <small>article 28<" in r)
    assert "<strong>binds it</strong> <small>in force from 6 January 1997</small>" in row
    assert "read in full" in row
    recalled = next(r for r in rows if "ILO C189" in r)
    assert "not in a partial list" in recalled
    assert "recalled; check before use" in recalled
    early = client.get("/policy/topics/documents?place=KGZ&as_of=1993-01-01").text
    assert "no treaty of this list is known to bind Kyrgyzstan on this topic" in early


def test_twins_and_the_api_say_the_same(client: TestClient) -> None:
    query = "?place=KGZ&as_of=2026-02-10"
    plain = client.get(f"/policy/topics/fees.json{query}").json()
    answer = client.get(f"/api/v1/policy/topics/fees{query}")
    assert answer.json() == plain
    PolicyTopic.model_validate_json(answer.content, extra="forbid")
    every = client.get(f"/api/v1/policy/topics{query}")
    PolicyTopics.model_validate_json(every.content, extra="forbid")
    assert every.json() == client.get(f"/policy/topics.json{query}").json()
    rows = [*csv.DictReader(io.StringIO(client.get(f"/policy/topics/fees.csv{query}").text))]
    assert [row["summary"] for row in rows] == [one["summary"] for one in plain["obligations"]]
    assert client.get("/policy/topics/fees.xlsx").content[:2] == b"PK"


def test_addresses_last_and_slips_are_told(client: TestClient) -> None:
    moved = client.get("/policy/topics/Family unity.csv?lang=fr")
    assert (moved.status_code, moved.headers["location"]) == (
        308,
        "/policy/topics/family.csv?lang=fr",
    )
    assert client.get("/policy/topics/nothing").status_code == 404
    assert client.get("/policy/topics?place=nowhere").status_code == 404
    region = client.get("/policy/topics?place=central-asia")
    assert (region.status_code, "Central Asia is a region" in region.text) == (400, True)
    assert client.get("/policy/topics/fees?as_of=2999").status_code == 400


def _articles(held: dict[tuple[str, str], Article]) -> str:
    page = environment().from_string(
        '{% from "policy/articles.html" import articles %}'
        "{{ articles(groups, said, held, policy_urls, voice, view, _) }}"
    )
    return page.render(
        groups=policy_duties.by_topic(find_instrument("OPCAT")), said=policy_duties, held=held,
        policy_urls=policy_urls, voice=Voice(), view=LATEST,
    )  # fmt: skip


def test_articles_for_the_page_of_an_instrument() -> None:
    shown = _articles({})
    assert 'rowspan="2"><a href="/policy/topics/detention">Detention</a>' in shown
    assert "article 17" in shown
    assert "<details>" not in shown


def test_what_was_brought_is_shown(tmp_path: Path) -> None:
    files = {
        "texts.csv": "treaty_code,article,title,text\nOPCAT_2002,4,Visits,<b>Let</b> them.\n",
        "said.csv": "treaty_code,country,text,as_of\nREFUGEE_CONV_1951,KGZ,Subject to,2015-03-14\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    store, _ = import_texts(Store.open(tmp_path), [tmp_path / name for name in files])
    evidence = Evidence(store)
    assert "<p>&lt;b&gt;Let&lt;/b&gt; them.</p>" in _articles(texts(evidence))
    question = policy_duties.Question.read({"place": "KGZ"})
    told = policy_duties.Told(evidence, find_topic("documents"), question)
    assert [(one.short, made.text) for one, made in told.reservations] == [
        ("Refugee Convention", "Subject to")
    ]
    assert told.declared.startswith(
        "Kyrgyzstan made reservations or declarations to these instruments: Refugee Convention."
    )
    assert any("may include objections by other states" in note for note in told.notes)
    assert [source.dataset for source in told.sources] == ["treaty_reservations"]
