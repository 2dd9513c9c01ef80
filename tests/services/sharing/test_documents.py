"""A key that somebody wrote down: what it may say, and what is told of what it may not."""

from pathlib import Path

import pytest

from comity.services.sharing import known_key, known_keys
from comity.services.sharing.documents import read_key
from comity.services.sharing.key import BadKey

WHOLE = b"""
title: A key for four states
parts:
  - {indicator: population, weight: 40}
  - {indicator: gdp, weight: 40}
  - indicator: effort
    weight: 20
    direction: inverse-size-adjusted
    limit: {share: 0.3, of: {population: 1, gdp: 1}}
residual: {population: 1, gdp: 1}
floors: {Malta: 1}
caps: {DEU: 25}
least: 0.1
out: {DNK: by its own choice}
tradable: 50
"""


def test_a_key_is_read_whole() -> None:
    key = read_key(Path("ours.yaml"), data=WHOLE)
    assert key.name == "ours"
    assert key.weights == (0.4, 0.4, 0.2)
    assert key.parts[2].limit is not None
    assert key.residual == (("population", 0.5), ("gdp", 0.5))
    assert key.bounds("MLT") == (0.01, 1.0)
    assert key.bounds("DEU") == (0.001, 0.25)
    assert not key.takes("DNK")
    assert key.takes("DNK", frozenset({"DNK"}))
    assert key.tradable == 0.5


def test_json_says_the_same() -> None:
    data = b'{"parts": [{"indicator": "population", "weight": 1}], "states": ["KGZ", "Tajikistan"]}'
    key = read_key(Path("ours.json"), data=data)
    assert key.states == ("KGZ", "TJK")
    assert not key.takes("UZB")


PART = b"parts: [{indicator: population, weight: 1}]\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "write names with values"),
        (b"parts: []", "at least one entry"),
        (b"parts: [{indicator: population, weight: 0}]", "weight above zero"),
        (b"parts: [{indicator: population, weight: -1}]", "zero or more"),
        (b"parts: [{indicator: population, weight: .nan}]", "zero or more"),
        (b"parts: [{indicator: population, weight: yes}]", "zero or more"),
        (b"parts: [{weight: 1}]", "name a column"),
        (b"parts: [{indicator: gdp, weight: 1, direction: up}]", "inverse-size-adjusted"),
        (b"parts: [{indicator: gdp, weight: 1, wieght: 2}]", "'wieght' is not known here"),
        (b"parts: [{indicator: gdp, weight: 1}, {indicator: gdp, weight: 2}]", "twice"),
        (PART + PART, "'parts' stands twice"),
        (PART + b"floors: {Atlantis: 1}", "no known state"),
        (PART + b"floors: {NO: 1}", "write NOR"),
        (PART + b"floors: {AUT: 101}", "above 100"),
        (PART + b"floors: {AUT: 1, Austria: 2}", "AUT twice"),
        (PART + b"floors: 3", "name states"),
        (PART + b"residual: {gdp: 0}", "above zero"),
        (PART + b"sources: text", "has to be a list"),
        (PART + b"words: &a [x]\nsources: *a", "alias"),
        (b"[" * 5000, "nested deeply"),
        (b"parts: [\n  {indicator", "line "),
        (b"\xff\xfe", "UTF-8"),
        (b" " * 300_000, "far smaller"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(BadKey, match=says) as told:
        read_key(Path("ours.yaml"), data=data)
    assert str(told.value).endswith(".")
    assert "\n" not in str(told.value)


def test_other_files_are_refused() -> None:
    with pytest.raises(BadKey, match=r"ours\.txt"):
        read_key(Path("ours.txt"), data=PART)
    with pytest.raises(BadKey, match="stands twice"):
        read_key(Path("ours.json"), data=b'{"parts": [], "parts": []}')


def test_every_known_key_is_dated_and_cited_and_says_how_sure_it_is() -> None:
    for name, key in known_keys().items():
        assert key.sources, name
        assert key.standing in ("recalled", "checked", "ours")
        assert key.date or key.standing == "ours"
    assert known_key("eu-2015-september").out.keys() - known_key("eu-2015-may").out.keys() == {
        "HUN"
    }
    assert known_key("population-gdp").weights == (0.5, 0.5)
