"""No answer, however broken, gets past a connector as anything but a table or one sentence.

`python -m tests.evidence.sources.test_fuzz 600` goes on for so many seconds and counts.
"""

import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from comity.core.errors import ComityError
from comity.evidence.catalogue import catalogue
from comity.evidence.sources import connector, fetchable
from comity.evidence.sources.contract import Body, Wanted
from comity.evidence.sync.reading import checked
from tests.evidence.sources.loopback import TODAY
from tests.evidence.sources.test_faults import collected, shapes

WORDS = (
    *(
        word.encode("utf-8", "surrogatepass")
        for word in (
            "null", "true", "-1", "1e999", "NaN", '"-"', '""', "{}", "[]", "[[]]", "\x00", "9" * 20,
            "-", "*", ":", "1,5", "2024-13", "\n", '"', ",", ";", "<html>", "1e308", "0x10",
            "\u0663", "\u2028", "\ud800", '{"a":', "}", "]",
        )
    ),
    b"\xff",
    b"\xc3",
)  # fmt: skip
"""What is put into an answer: values of other kinds, signs that mean something, broken letters."""


def broken(data: bytes, chance: random.Random) -> bytes:
    """The answer with a few things changed: bytes, pieces, words, numbers, its end."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(7):
            case 0:
                made[at : at + chance.randint(0, 3)] = chance.choice(WORDS)
            case 1:
                del made[at : at + chance.randint(1, 1 + len(made) // 4)]
            case 2:
                made[at:at] = made[at : at + chance.randint(1, 200)]
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 4:
                word = _token(made, chance)
                made[word[0] : word[1]] = chance.choice(WORDS)
            case 5:
                one, two = _token(made, chance), _token(made, chance)
                made[one[0] : one[1]] = bytes(made[two[0] : two[1]])
            case 6:
                del made[at:]
    return bytes(made)


def _token(data: bytearray, chance: random.Random) -> tuple[int, int]:
    """Where some value or name stands: letters, digits and what goes with them."""
    if not data:
        return 0, 0
    at = chance.randrange(len(data))
    first = last = at
    inside = b"0123456789.-_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    while first > 0 and data[first - 1] in inside and at - first < 40:
        first -= 1
    while last < len(data) and data[last] in inside and last - at < 40:
        last += 1
    return first, max(last, first + 1)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """The answer broken inside its packing: what is read there is broken, not the packing."""
    import gzip
    import io
    import zipfile

    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(broken(gzip.decompress(data), chance), 1)
    if not data.startswith(b"PK") or chance.random() < 0.2:
        return broken(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        inner = [n for n in names if "sheet" in n or n.endswith((".csv", "Strings.xml"))] or names
        chosen = chance.choice(inner)
        for name in names:
            piece = old.read(name)
            new.writestr(name, broken(piece, chance) if name == chosen else piece)
    return out.getvalue()


def tried(dataset: str, wanted: Wanted, bodies: list[Body], chance: random.Random) -> str:
    """Read the answers with one of them broken: `table`, `refused`, or it raises."""
    number = chance.randrange(len(bodies))
    made = [*bodies]
    made[number] = replace(bodies[number], data=repacked(bodies[number].data, chance))
    try:
        release = connector(dataset).read(wanted, made)
        checked(wanted.dataset, release, made, old=None, today=TODAY)
    except ComityError as error:
        sentence = str(error)
        assert "\n" not in sentence, sentence
        assert len(sentence) < 1200, sentence
        return "refused"
    return "table"


@cache
def answered(dataset: str) -> tuple[Wanted, list[Body], int]:
    """What the publisher of a dataset answers in its documented shape."""
    with tempfile.TemporaryDirectory() as folder:
        return collected(dataset, shapes()[0][dataset], Path(folder))


@pytest.mark.parametrize("dataset", fetchable())
@settings(max_examples=15, deadline=None, database=None, derandomize=True, phases=[Phase.generate])
@given(chance=st.randoms(use_true_random=False))
def test_broken_answers_are_refused_in_one_sentence(dataset: str, chance: random.Random) -> None:
    """Fifteen broken answers each; run as a program, this tries for as long as one likes."""
    wanted, bodies, _ = answered(dataset)
    tried(dataset, wanted, bodies, chance)


def main(seconds: float) -> None:
    """Break answers of every dataset in turn and say what was found."""
    started = time.monotonic()
    seed = int(time.time())
    found: dict[str, Any] = {}
    ends: Counter[str] = Counter()
    while time.monotonic() - started < seconds:
        for name in fetchable():
            wanted, bodies, _ = answered(name)
            try:
                ends[tried(name, wanted, bodies, random.Random(seed))] += 1
            except Exception as error:  # noqa: BLE001 - a crash is what is looked for
                place = traceback.extract_tb(error.__traceback__)[-1]
                crash = f"{name}: {type(error).__name__} at {place.name}:{place.lineno}"
                found.setdefault(crash, (seed, str(error)[:200]))
            seed += 1
    print(f"{ends.total():,} broken answers: {dict(ends)}; crashes: {len(found)}")
    for crash, (number, words) in found.items():
        print(f"  {crash} (seed {number}): {words}")


if __name__ == "__main__":
    assert catalogue()
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
