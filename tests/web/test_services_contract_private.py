"""What somebody sends about a contract is found nowhere afterwards: no file, log, cache or memory.

Words that stand nowhere else are planted in texts, names of files and fields; then everything that
could hold them is searched, down to the bytes of the store and the objects of the process.
"""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import comity.services.contracts as contracts
from comity.web.library import Library
from tests.cli.speaker import environment
from tests.services.contracts.papers import SCAN, column, pdf, word
from tests.web.watching import files_with, kept_in_memory, watched

HERE, API = "/services/contract", "/api/v1/services/contract"
TURNED = "7x2kqz-detnalp"
"""The planted word with its end first: as it is, it stands nowhere in this file."""

Sent = dict[str, Any]


def planted(kind: str) -> str:
    return f"{TURNED[::-1]}-{kind}"


def contract(kind: str) -> str:
    told = planted(kind)
    return (
        f"EMPLOYMENT CONTRACT\n1. The Employer is {told} Ltd of {told} Street. The Employee is "
        f"{told}.\n2. The Employer shall keep the passport of {told}.\n3. The salary of the "
        f"Employee is USD 400 a month, paid every month into the account of {told}.\n4. The "
        "Employee shall work eight hours a day, six days a week, and has one day of rest.\n"
    )


def everything() -> Iterator[tuple[str, Sent]]:
    """Each way to send something about a contract, those that go wrong among them."""
    name = f"{planted('name')}.pdf"
    whole = pdf([column(contract("pdf"))])
    broken = whole[:400] + planted("broken").encode() + whole[500:]
    facts = {one: (None, planted(one)) for one in ("occupation", "worker_languages")}
    for address in (HERE, API):
        yield address, {"files": facts | {"text": (None, contract("text"))}}
        yield address, {"data": {"text": contract("urlencoded")}}
        yield address, {"files": {"file": (name, whole)}}
        yield address, {"files": {"file": (name, broken)}}
        yield address, {"files": {"file": (name, b"%PDF-1.7\n" + planted("nopdf").encode())}}
        yield address, {"files": {"file": (name, pdf([SCAN]))}}
        yield address, {"files": {"file": (planted("name"), word())}}
        yield address, {"files": {"file": (f"{planted('name')}.exe", planted("exe").encode())}}
        yield address, {"files": {"file": (name, planted("large").encode() * 500_000)}}
        yield address, {"files": {"text": (None, contract("a")), "file": (name, whole)}}
        yield address, {"files": {"text": (None, contract("b")), "origin": (None, planted("c"))}}
        yield address, {"files": {"text": (None, contract("d")), "adult": (None, planted("e"))}}
        yield (
            address,
            {"files": {"text": (None, contract("f")), "minimum_wage": (None, planted("g"))}},
        )
        yield address, {"content": contract("h"), "headers": {"content-type": "text/plain"}}
        yield (
            address,
            {
                "content": contract("i"),
                "headers": {"content-type": "multipart/form-data; boundary=x"},
            },
        )
    yield API, {"json": {"text": contract("json"), "case": {"occupation": planted("job")}}}
    yield API, {"content": contract("nojson"), "headers": {"content-type": "application/json"}}
    yield HERE, {"files": {"text": (None, contract("csv")), "answer": (None, "csv")}}
    form = f"{HERE}/form"
    yield form, {"files": {"worker": (None, planted("worker")), "passport": (None, "employer")}}
    yield form, {"files": {"passport": (None, planted("answer"))}}
    table = f"field,value\nworker,{planted('cell')}\n".encode()
    yield form, {"files": {"table": (f"{planted('table')}.csv", table)}}
    yield form, {"files": {"table": (f"{planted('table')}.xlsx", table)}}
    yield f"{HERE}/model", {"files": {"worker_name": (None, planted("worker"))}}
    yield f"{HERE}/model", {"files": {planted("field"): (None, planted("value"))}}


@contextmanager
def breaking() -> Iterator[None]:
    """The checks fail with an error that quotes the whole contract."""
    with pytest.MonkeyPatch.context() as patch:

        def fail(document: Any, case: Any, **_more: Any) -> None:
            try:
                {}[document.blocks[0].text]
            except KeyError as error:
                raise ValueError(f"cannot check {document} {case}") from error

        patch.setattr(contracts, "check", fail)
        yield


@pytest.fixture
def workshop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Path:
    """A fresh folder for temporary files; all loggers speak as much as they can."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    caplog.set_level(logging.DEBUG)
    return folder


def test_nothing_that_is_sent_is_found_in_a_file_a_log_or_a_cache(
    client: TestClient,
    app: FastAPI,
    web_home: Path,
    workshop: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    client.post(HERE, files={"text": (None, "warm")})
    client.post(f"{HERE}/model", files={"answer": (None, "docx")})
    statuses = []
    with watched() as writes:
        for address, sent in everything():
            statuses.append(client.post(address, **sent).status_code)
        with breaking():
            bug = {"text": (None, contract("bug"))}
            statuses += [client.post(one, files=bug).status_code for one in (HERE, API)]
    assert writes == []
    assert {200, 400, 413, 415, 500} <= {*statuses}
    assert statuses.count(500) == 2
    needle = TURNED[::-1]
    assert needle not in caplog.text
    assert not any(needle in str(record.__dict__) for record in caplog.records)
    assert needle not in "".join(capfd.readouterr())
    assert files_with([needle.encode()], web_home, workshop) == []
    assert list(workshop.iterdir()) == []
    library: Library = app.state.library
    for kept in (library._pages, library._dossiers, library._walls, library._evidence):
        assert needle not in repr(kept._kept)


def test_no_object_of_the_process_remembers_it(client: TestClient) -> None:
    for address, sent in everything():
        client.post(address, **sent)
    del address, sent
    with breaking():
        client.post(HERE, files={"text": (None, contract("bug"))})
    client.get("/services")
    assert kept_in_memory(TURNED) == []


_kept: list[object] = []


def test_the_search_of_the_memory_finds_what_is_kept() -> None:
    _kept.append({"page": contract("kept").encode()})
    assert kept_in_memory(TURNED)
    _kept.clear()


RUNNER = """
import sys
import comity.services.contracts as contracts
from comity.cli import main
from comity.web.library import Library

checked = contracts.check


def check(document, case, **more):
    if "explode" in document.blocks[0].text:
        raise ValueError(f"cannot check {document} {case}")
    return checked(document, case, **more)


contracts.check = check
Library.warm = lambda self: None
main(["serve", "--port", "0"])
"""


def test_a_real_server_writes_nothing_of_it_down(web_home: Path, tmp_path: Path) -> None:
    folder, log = tmp_path / "temporary", tmp_path / "log"
    folder.mkdir()
    with (
        log.open("w") as out,
        subprocess.Popen(
            [sys.executable, "-c", RUNNER],
            env=environment(COMITY_HOME=str(web_home), TMPDIR=str(folder), PYTHONUNBUFFERED="1"),
            stdout=out,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            address = _answering(log, server)
            statuses = [_posted(address, *one) for one in _raw()]
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    assert statuses == [200, 400, 413, 400, 500]
    said = log.read_text()
    assert "Unforeseen" in said
    assert "ValueError" in said
    assert TURNED[::-1] not in said
    assert files_with([TURNED[::-1].encode()], web_home, tmp_path) == []


def _answering(log: Path, server: subprocess.Popen[bytes]) -> str:
    import time

    for _ in range(600):
        if found := re.search(r"http://[\d.]+:\d+", log.read_text()):
            return found[0]
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def _raw() -> Iterator[tuple[str, bytes, str]]:
    """Bodies as a browser sends them: good, wrong, too large, broken, and one that explodes."""
    form = "multipart/form-data; boundary=xyz"

    def text(said: str) -> bytes:
        head = '--xyz\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
        return f"{head}{said}\r\n--xyz--\r\n".encode()

    yield f"{HERE}?lang=fr", text(contract("served")), form
    yield HERE, text(contract("cut"))[:-20], form
    yield API, planted("much").encode() * 500_000, "application/json"
    yield API, contract("nojson").encode(), "application/json"
    yield HERE, text(f"explode {contract('explode')}"), form


def _posted(address: str, path: str, body: bytes, kind: str) -> int:
    asked = urllib.request.Request(
        f"{address}{path}", body, {"Content-Type": kind, "Referer": planted("referer")}
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code
