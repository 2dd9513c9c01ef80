"""Every dataset that is fetched, against a publisher that fails in each of the known ways.

The shapes are those of the publishers' documentation, named in each `shape_*.py`; what a connector
must do with them is in its own test. Here each one meets what no publisher documents.
"""

import gzip
import importlib
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from comity.core.errors import ComityError
from comity.evidence.catalogue import catalogue
from comity.evidence.sources import connector, fetchable
from comity.evidence.sources.contract import Body, Wanted
from comity.evidence.sync.answer import Refused
from comity.evidence.sync.reading import checked
from tests.evidence.sources.loopback import (
    TODAY,
    Answering,
    Question,
    Reply,
    page,
    publisher,
    wire_to,
)

SHAPES = sorted(path.stem for path in Path(__file__).parent.glob("shape_*.py"))


@cache
def shapes() -> tuple[dict[str, Answering], dict[str, dict[str, str]], dict[str, Any]]:
    """What every publisher answers by dataset, the keys it wants, and what a person downloads."""
    answers: dict[str, Answering] = {}
    keys: dict[str, dict[str, str]] = {}
    files: dict[str, Any] = {}
    for name in SHAPES:
        module = importlib.import_module(f"tests.evidence.sources.{name}")
        answers |= module.SHAPES
        keys |= getattr(module, "KEYS", {})
        files |= getattr(module, "FILES", {})
    return answers, keys, files


every = pytest.mark.parametrize("dataset", fetchable())


def collected(dataset: str, answer: Answering, folder: Path) -> tuple[Wanted, list[Body], int]:
    """What a connector is answered through the real wire, and how often it asked."""
    keys = shapes()[1].get(dataset, {})
    wanted = Wanted(catalogue()[dataset], TODAY, None, frozenset(keys))
    with publisher(answer) as one, wire_to(one, folder, dataset, keys) as wire:
        bodies = [*connector(dataset).collect(wanted, wire.get)]
        return wanted, bodies, len(one.asked)


@cache
def whole(dataset: str, folder: Path) -> tuple[Wanted, list[Body], int]:
    """The same where nothing fails; asked once."""
    return collected(dataset, shapes()[0][dataset], folder)


@pytest.fixture(scope="module")
def once(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], tuple[Wanted, list[Body], int]]:
    """A dataset's answers where nothing fails."""
    folder = tmp_path_factory.mktemp("answers")
    return lambda dataset: whole(dataset, folder / dataset)


def table(wanted: Wanted, bodies: list[Body]) -> pl.DataFrame:
    """What would be stored of these answers."""
    release = connector(wanted.dataset.name).read(wanted, bodies)
    return checked(wanted.dataset, release, bodies, old=None, today=TODAY).frame


@every
def test_the_documented_shape_becomes_a_release(dataset: str, once: Any) -> None:
    """It fulfils the catalogue's schema, knows its period, and reads well where it is cited."""
    wanted, bodies, _ = once(dataset)
    release = connector(dataset).read(wanted, bodies)
    found = checked(wanted.dataset, release, bodies, old=None, today=TODAY)
    assert found.frame.height > 1
    assert found.vintage <= TODAY
    issued = wanted.dataset.issued(found.vintage, found.release, stated=found.stated, note="")
    assert "{" not in issued.citation + issued.short
    assert found.release
    flags = wanted.dataset.fetched.flags if wanted.dataset.fetched else ()
    measures = [one.name for one in wanted.dataset.columns if one.measure]
    if "flag" in found.frame.columns:
        empty = found.frame.filter(
            pl.all_horizontal(pl.col(measures).is_null()), pl.col("flag").is_null()
        ).height
        assert empty == 0, "every figure that is missing says why"
        assert set(found.frame["flag"].drop_nulls()) <= set(flags)


@every
def test_what_fails_for_a_moment_changes_nothing(dataset: str, once: Any, tmp_path: Path) -> None:
    """429, 500, a cut connection and half a file, at random questions: the same table comes out."""
    wanted, bodies, _ = once(dataset)
    chance = random.Random(dataset)
    failed: Counter[str] = Counter()
    real = shapes()[0][dataset]
    bad = [
        lambda _r: Reply(b"", 429, {"retry-after": "1"}),
        lambda _r: Reply(b"oops", 500),
        lambda r: Reply(r.body, r.status, r.headers, cut=len(r.body) // 2),
    ]

    def answer(question: Question) -> Reply:
        reply = real(question)
        asked = f"{question.path} {question.query}"
        if failed[asked] < 3 and (not failed or chance.random() < 0.5):
            failed[asked] += 1
            return chance.choice(bad)(reply)
        return reply

    _, again, _ = collected(dataset, answer, tmp_path)
    assert table(wanted, again).equals(table(wanted, bodies))
    assert failed.total() > 0


@every
@pytest.mark.parametrize("fault", ["web page", "redirect", "half a file", "500"])
def test_what_stays_wrong_is_one_sentence(dataset: str, fault: str, tmp_path: Path) -> None:
    """And nothing comes out."""
    real = shapes()[0][dataset]

    def answer(question: Question) -> Reply:
        match fault:
            case "web page":
                return page()
            case "redirect":
                return Reply(b"", 302, {"location": "https://stranger.example.net/data"})
            case "500":
                return Reply(b"", 500)
        reply = real(question)
        half = reply.body[: len(reply.body) // 2]
        return Reply(half, reply.status, reply.headers)

    def sync() -> None:
        wanted, bodies, _ = collected(dataset, answer, tmp_path)
        table(wanted, bodies)

    with pytest.raises(ComityError) as caught:
        sync()
    sentence = str(caught.value)
    assert len(sentence) < 500
    assert "\n" not in sentence
    if fault == "redirect":
        assert isinstance(caught.value, Refused)
        assert "stranger.example.net" in sentence


@every
def test_gzip_without_a_header_is_undone_or_refused(
    dataset: str, once: Any, tmp_path: Path
) -> None:
    """Some publishers pack without saying so; no connector takes the packing for data."""
    wanted, bodies, _ = once(dataset)
    real = shapes()[0][dataset]

    def answer(question: Question) -> Reply:
        reply = real(question)
        if reply.status != 200 or reply.body.startswith((b"PK", b"\x1f\x8b")):
            return reply
        return Reply(gzip.compress(reply.body), 200, reply.headers)

    try:
        _, again, _ = collected(dataset, answer, tmp_path)
        made = table(wanted, again)
    except ComityError:
        return
    assert made.equals(table(wanted, bodies))


@every
def test_files_that_a_person_downloaded_give_the_same_kind_of_table(dataset: str) -> None:
    """Under the names that the connector knows, and without a network."""
    files = shapes()[2].get(dataset)
    assert files, f"no FILES for {dataset}"
    bodies = [Body(name, data) for name, data in files]
    wanted = Wanted(catalogue()[dataset], TODAY)
    found = checked(
        wanted.dataset, connector(dataset).read(wanted, bodies), bodies, old=None, today=TODAY
    )
    assert found.frame.height > 0
