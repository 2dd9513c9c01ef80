"""The wire against a publisher that answers badly in every way that publishers do."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from comity.core.errors import ComityError, FileTrouble
from comity.evidence.sources.contract import Ask, BadAnswer, Body, Secret
from comity.evidence.sources.forms import UNPACKED_FREELY, checked_zip, unzipped
from comity.evidence.sync import downloads as downloads_module
from comity.evidence.sync.answer import Refused
from comity.evidence.sync.downloads import Downloads
from comity.evidence.sync.keys import Keys
from comity.evidence.sync.schedule import schedule
from comity.evidence.sync.wire import TRIES, Wire
from tests.evidence.sources.loopback import (
    Answering,
    Publisher,
    Question,
    Reply,
    Rerouted,
    page,
    publisher,
    told,
)

HOST = "api.example.org"
OTHER = "files.example.org"
ASK = Ask(f"https://{HOST}/data", (("year", "2024"),))
MODIFIED = "Mon, 02 Nov 2026 08:00:00 GMT"
BODY = json.dumps({"items": ["x" * 4000, *range(2000)]}).encode()


class Bench:
    """A publisher, the wire to it, and how long the wire waited."""

    def __init__(self, one: Publisher, folder: Path, keys: dict[str, str]) -> None:
        self.publisher = one
        self.waits: list[float] = []
        self.clock = 0.0
        self.wire = self.another(folder, keys)
        self.folder = folder

    def another(self, folder: Path, keys: dict[str, str] | None = None) -> Wire:
        """A wire to the same publisher, as the next sync has it."""
        return Wire(
            {HOST: 2.0, OTHER: 0.0},
            Downloads(folder),
            Keys(keys or {}),
            transport=Rerouted(self.publisher.port),
            sleep=self._wait,
            now=lambda: self.clock,
        )

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.clock += seconds


Benched = Callable[..., Bench]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Benched]:
    """Set up a publisher that answers by a function, or by replies one after the other."""
    opened = []

    def make(*replies: Reply | Answering, keys: dict[str, str] | None = None) -> Bench:
        left = list(replies)

        def answer(question: Question) -> Reply:
            one = left.pop(0) if len(left) > 1 else left[0]
            return one(question) if callable(one) else one

        context = publisher(answer)
        opened.append(context)
        return Bench(context.__enter__(), tmp_path / "downloads", keys or {})

    yield make
    for context in opened:
        context.__exit__(None, None, None)


@pytest.mark.parametrize("bad", [Reply(b"busy", 500), Reply(b"", 503), Reply(BODY, cut=700)])
def test_what_fails_for_a_moment_is_asked_again(bench: Benched, bad: Reply) -> None:
    """A server error and a broken connection are no end; the waits grow, with jitter."""
    one = bench(bad, bad, Reply(BODY))
    assert one.wire.get(ASK).data == BODY
    assert len(one.publisher.asked) == 3
    backoff = [wait for wait in one.waits if wait != 2.0]
    assert 0.5 <= backoff[0] <= 2.5 or one.waits  # between the tries, and never less than the pause


def test_retry_after_is_obeyed_in_seconds_and_as_a_moment(bench: Benched) -> None:
    """429 with Retry-After: 30 waits 30 seconds; a moment in a minute waits about a minute."""
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    one = bench(
        Reply(b"", 429, {"retry-after": "30"}), Reply(b"", 429, {"retry-after": soon}), Reply(BODY)
    )
    one.wire.get(ASK)
    assert max(one.waits) > 50
    assert any(30 <= wait < 31 for wait in one.waits)


def test_after_five_tries_the_sentence_says_so(bench: Benched) -> None:
    """A host that stays down is given up, in one sentence with its name."""
    one = bench(Reply(b"", 500))
    with pytest.raises(Refused, match=rf"{HOST} answered 500\. It was tried {TRIES} times"):
        one.wire.get(ASK)
    assert len(one.publisher.asked) == TRIES


def test_a_host_is_left_its_pause(bench: Benched) -> None:
    """Two questions to a host are as far apart as the catalogue says; another need not wait."""
    one = bench(Reply(BODY))
    one.wire.get(ASK)
    one.wire.get(Ask(f"https://{OTHER}/x"))
    assert one.waits == []
    one.wire.get(Ask(f"https://{HOST}/more"))
    assert one.waits == [2.0]


def test_an_answer_that_has_not_changed_is_not_sent_again(bench: Benched) -> None:
    """The mark of the answer kept goes back; 304 gives the same bytes."""

    def answer(question: Question) -> Reply:
        if question.headers.get("if-none-match") == '"v1"':
            return Reply(b"", 304)
        return Reply(
            BODY, headers={"etag": '"v1"', "last-modified": "Mon, 02 Nov 2026 08:00:00 GMT"}
        )

    one = bench(answer)
    first = one.wire.get(ASK)
    again = one.another(one.folder).get(ASK)
    assert again.data == first.data == BODY
    assert first.day is not None
    assert str(first.day) == "2026-11-02"
    assert again.retrieved_at is not None
    assert first.retrieved_at is not None
    assert again.retrieved_at > first.retrieved_at
    assert one.publisher.asked[1].headers["if-modified-since"] == MODIFIED


def test_what_came_in_part_is_taken_up_where_it_ended(bench: Benched) -> None:
    """A cut file is gone on with by Range and If-Range, and comes out whole."""

    def answer(question: Question) -> Reply:
        asked = question.headers.get("range")
        if asked is None:
            return Reply(BODY, headers={"etag": '"v1"'}, cut=6000)
        assert question.headers["if-range"] == '"v1"'
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        ranged = f"bytes {start}-{len(BODY) - 1}/{len(BODY)}"
        return Reply(BODY[start:], 206, {"etag": '"v1"', "content-range": ranged})

    one = bench(answer)
    assert one.wire.get(ASK).data == BODY
    assert [q.headers.get("range") is None for q in one.publisher.asked][-1] is False


def test_a_file_that_changed_meanwhile_is_fetched_anew(bench: Benched) -> None:
    """Where the mark no longer fits, the publisher sends the whole new file and it replaces all."""
    new = BODY.replace(b"x", b"y")
    replies = [
        Reply(BODY, headers={"etag": '"v1"'}, cut=6000),
        Reply(new, headers={"etag": '"v2"'}),
    ]
    assert bench(*replies).wire.get(ASK).data == new


def test_a_part_without_a_mark_is_never_mixed(bench: Benched) -> None:
    """Nothing says which file the part is of, so it is fetched from its first byte."""
    one = bench(Reply(BODY, cut=6000), Reply(BODY))
    assert one.wire.get(ASK).data == BODY
    assert all("range" not in question.headers for question in one.publisher.asked)


def _sum(algorithm: str, data: bytes) -> str:
    return base64.b64encode(hashlib.new(algorithm, data).digest()).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"content-digest": f"sha-256=:{_sum('sha256', b'else')}:"},
        {"repr-digest": f"sha-512=:{_sum('sha512', b'else')}:"},
        {"digest": f"SHA-256={_sum('sha256', b'else')}"},
        {"content-md5": _sum("md5", b"else")},
        {"x-goog-hash": f"crc32c=AAAAAA==,md5={_sum('md5', b'else')}"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_a_checksum_that_lies_is_found_out(bench: Benched, headers: dict[str, str]) -> None:
    """A stated checksum that is not that of the bytes is refused, and nothing is kept."""
    one = bench(Reply(BODY, headers=headers))
    with pytest.raises(Refused, match="checksum is not the one it states"):
        one.wire.get(ASK)
    assert Downloads(one.folder).slot(ASK).kept() is None


def test_true_checksums_pass(bench: Benched) -> None:
    """The same headers with the true sum are no hindrance."""
    headers = {"repr-digest": f"sha-256=:{_sum('sha256', BODY)}:", "content-md5": _sum("md5", BODY)}
    assert bench(Reply(BODY, headers=headers)).wire.get(ASK).data == BODY


def test_packed_answers_are_unpacked_and_half_ones_refused(bench: Benched) -> None:
    """Content-Encoding: gzip is undone; half a packed answer is asked for again."""
    packed = gzip.compress(BODY)
    said = {"content-encoding": "gzip"}
    half = Reply(packed[: len(packed) // 2], headers=said)
    one = bench(half, Reply(packed, headers=said))
    assert one.wire.get(ASK).data == BODY
    assert len(one.publisher.asked) == 2


def test_a_bomb_is_not_unpacked(bench: Benched) -> None:
    """What unfolds to far more than may come is refused."""
    bomb = gzip.compress(b"[" + b" " * 30_000_000)
    one = bench(Reply(bomb, headers={"content-encoding": "gzip"}))
    with pytest.raises(Refused, match="more than is taken in"):
        one.wire.get(Ask(ASK.url, most=1_000_000))


@pytest.mark.parametrize("headers", [{}, {"connection": "close"}])
def test_an_answer_has_a_largest_size(bench: Benched, headers: dict[str, str]) -> None:
    """Whether the size is stated or not, no more is read than the bound."""
    one = bench(Reply(BODY, headers=headers))
    with pytest.raises(Refused, match="1,000"):
        one.wire.get(Ask(ASK.url, most=1000))


def test_an_answer_has_a_longest_time(bench: Benched, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trickle is ended: the clock is looked at with every piece."""
    one = bench(Reply(BODY))
    monkeypatch.setattr(one.wire, "_now", iter(range(0, 10_000_000, 2000)).__next__)
    with pytest.raises(Refused, match="more than 20 minutes"):
        one.wire.get(ASK)


@pytest.mark.parametrize(
    ("reply", "form", "says"),
    [
        (page(), "json", "is a web page where data were asked for"),
        (page("\n<html>log in</html>"), "csv", "is a web page"),
        (page(), "xlsx", "is a web page"),
        (Reply(b"not a workbook"), "xlsx", "is no XLSX file"),
        (Reply(b"oops"), "json", "is no JSON"),
        (Reply(b"gone", 404), "json", "has nothing at /data any more"),
        (Reply(b"", 204), "json", "answered 204"),
        (Reply(b"no", 403), "json", "refuses to answer"),
    ],
)  # fmt: skip
def test_what_was_not_asked_for_is_refused(
    bench: Benched, reply: Reply, form: str, says: str
) -> None:
    """An error page with status 200 is no data; neither is it kept for later."""
    one = bench(reply)
    with pytest.raises((BadAnswer, Refused), match=says):
        one.wire.get(Ask(ASK.url, form=form))  # type: ignore[arg-type]
    assert len(one.publisher.asked) == 1
    assert Downloads(one.folder).slot(Ask(ASK.url)).kept() is None


def test_redirects_are_followed_among_the_hosts_of_the_catalogue_only(bench: Benched) -> None:
    """To another host of the catalogue, yes; to a stranger, to http, to this machine, no."""

    def answer(question: Question) -> Reply:
        if question.host == OTHER:
            return told({"from": "files"})
        return Reply(b"", 302, {"location": question.query["to"][0]})

    one = bench(answer)
    ok = Ask(ASK.url, (("to", f"https://{OTHER}/moved"),))
    assert json.loads(one.wire.get(ok).data) == {"from": "files"}
    before = len(one.publisher.asked)
    for target in (
        "https://evil.example.net/", f"http://{HOST}/", "http://127.0.0.1:22/",
        "//evil.example.net",
        f"https://{HOST}:8443/", "file:///etc/passwd", f"https://{HOST}@evil.example.net/",
    ):  # fmt: skip
        with pytest.raises(Refused, match="not followed"):
            one.wire.get(Ask(ASK.url, (("to", target),)))
        before += 1
        assert len(one.publisher.asked) == before


def test_endless_redirects_end(bench: Benched) -> None:
    """A publisher that sends in circles is given up."""
    with pytest.raises(Refused, match="sends on and on"):
        bench(Reply(b"", 301, {"location": "/data"})).wire.get(ASK)


def test_a_host_that_is_not_in_the_catalogue_is_not_asked(bench: Benched) -> None:
    """Whatever a connector says."""
    one = bench(Reply(BODY))
    with pytest.raises(Refused, match=r"evil\.example\.net is not a host of the catalogue"):
        one.wire.get(Ask("https://evil.example.net/data"))
    one.wire.turn_to([OTHER])
    with pytest.raises(Refused, match="not a host of the catalogue"):
        one.wire.get(ASK)
    assert one.publisher.asked == []


SECRET = "s3cr3t-0f-a-m1n1stry"


@pytest.mark.parametrize("where", ["header", "query"])
def test_a_key_goes_to_its_host_and_nowhere_else(
    bench: Benched, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is sent; it is in no file, no log, no address that is kept, and not sent on."""

    def answer(question: Question) -> Reply:
        if question.host == OTHER:
            return told([1])
        return Reply(b"", 302, {"location": f"https://{OTHER}/moved"})

    one = bench(answer, keys={"A_KEY": SECRET})
    caplog.set_level("DEBUG")
    secret = Secret("A_KEY", where, "x-token", "Bearer {}")  # type: ignore[arg-type]
    body = one.wire.get(Ask(ASK.url, secret=secret))
    first, second = one.publisher.asked
    sent = first.headers.get("x-token") or first.query["x-token"][0]
    assert sent == f"Bearer {SECRET}"
    assert SECRET not in str(second)
    assert SECRET not in body.url + body.name + repr(one.wire.keys)
    files = [path.read_bytes() for path in one.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(SECRET.encode() in data for data in files)
    assert not any(SECRET in r.getMessage() for r in caplog.records if r.name.startswith("comity"))
    assert not any(SECRET in r.getMessage() for r in caplog.records if r.name.startswith("http"))


def test_a_refused_key_is_named_and_not_shown(bench: Benched) -> None:
    """The sentence says which key, never what it is."""
    one = bench(Reply(b"no", 401), keys={"A_KEY": SECRET})
    ask = Ask(ASK.url, secret=Secret("A_KEY", "query", "key"))
    with pytest.raises(Refused, match="refuses the key A_KEY") as caught:
        one.wire.get(ask)
    assert SECRET not in str(caught.value)


def test_a_full_disk_is_one_sentence_and_the_answer_before_stays(
    bench: Benched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept is still there when the new answer cannot be written."""
    one = bench(Reply(BODY, headers={"etag": '"1"'}), Reply(BODY + b" ", headers={"etag": '"2"'}))
    one.wire.get(ASK)

    def full(_path: Path, _data: bytes, **_more: object) -> None:
        raise FileTrouble("Cannot write there: the disk is full; free some space.")

    monkeypatch.setattr(downloads_module, "write_whole", full)
    with pytest.raises(FileTrouble, match="disk is full"):
        one.another(one.folder).get(ASK)
    monkeypatch.undo()
    kept = Downloads(one.folder).slot(ASK).kept()
    assert kept is not None
    assert kept.data == BODY


def test_a_kept_answer_that_was_altered_is_fetched_again(bench: Benched) -> None:
    """Its checksum no longer holds, so it is not offered as known."""
    one = bench(Reply(BODY, headers={"etag": '"1"'}))
    one.wire.get(ASK)
    body = next(one.folder.rglob("body-*"))
    body.write_bytes(BODY[:-1] + b" ")
    assert one.another(one.folder).get(ASK).data == BODY
    assert "if-none-match" not in one.publisher.asked[-1].headers


def test_a_host_that_cannot_be_reached_is_not_waited_for_twice(tmp_path: Path) -> None:
    """Without a network, the second dataset of a host is told at once."""
    waits: list[float] = []
    wire = Wire(
        {HOST: 0.0}, Downloads(tmp_path), transport=Rerouted(1), sleep=waits.append
    )  # fmt: skip
    for _ in range(2):
        with pytest.raises(ComityError, match="cannot be reached"):
            wire.get(ASK)
    assert len(waits) == TRIES - 1


def test_without_a_network_nobody_waits_for_every_host(tmp_path: Path) -> None:
    """After three hosts that are silent, the others are tried once."""
    hosts = [f"{name}.example.org" for name in "abcdefgh"]
    waits: list[float] = []
    wire = Wire(
        dict.fromkeys(hosts, 0.0), Downloads(tmp_path), transport=Rerouted(1), sleep=waits.append
    )
    for host in hosts:
        with pytest.raises(ComityError, match="cannot be reached"):
            wire.get(Ask(f"https://{host}/"))
    assert len(waits) == 3 * (TRIES - 1)


def test_headers_that_nobody_should_send_are_not_read(bench: Benched) -> None:
    """A number that is none, and a day after the last one that there can be."""
    late = {"last-modified": "Fri, 31 Dec 9999 23:59:59 -2300"}
    one = bench(Reply(b"", 429, {"retry-after": "\u00b2"}), Reply(BODY, 200, late))
    assert one.wire.get(ASK).day is None


@pytest.mark.parametrize("form", ["zip", "gzip"])
def test_a_file_made_to_fill_memory_is_not_unpacked(form: str) -> None:
    """Some kilobytes that unfold to more than tables do."""
    data = bytes(UNPACKED_FREELY + 1)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", data)
    packed = buffer.getvalue() if form == "zip" else gzip.compress(data)
    with pytest.raises(BadAnswer, match="unfolds to"):
        checked_zip(Body("a", packed)) if form == "zip" else unzipped(Body("a", packed))


def test_a_schedule_for_a_folder_with_signs_of_the_shell() -> None:
    """In units % is doubled and $ is not; cron takes \\% and quotes."""
    said = schedule(Path("/opt/comity"), Path('/a b/%i$H"'), None)
    assert r'Environment="COMITY_HOME=/a b/%%i$H\""' in said
    assert said.endswith(r"""COMITY_HOME='/a b/\%i$H"' /opt/comity sync --due""")
