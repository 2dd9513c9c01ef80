"""Partnerships that ship with Comity: worked examples, each figure cited or marked an assumption.

They show the method on programmes that exist. Where no public figure was found the number is
Comity's own, with its reason; no government, agency or employer has stated or approved it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from comity.core.errors import ComityError, shown
from comity.services.training.addresses import figures_of
from comity.services.training.document import Partnership
from comity.services.training.reading import read_partnership

NAMES = ("palim", "triple-win", "triple-win-home-track")


class NoSuchExample(ComityError):
    """No example has this name."""


def text(name: str) -> bytes:
    """The document of an example, as it ships; `template` is one to fill in."""
    if name not in (*NAMES, "template"):
        raise NoSuchExample(f"'{shown(name)}' is no example; there are {', '.join(NAMES)}.")
    return (files("comity.services.training.examples") / f"{name}.yaml").read_bytes()


@cache
def load(name: str) -> Partnership:
    """An example by name; raises `NoSuchExample`.

    >>> load("palim").occupation.label
    'Software developers'
    """
    return read_partnership(Path(f"{name}.yaml"), data=text(name))


def messages() -> Iterator[str]:
    """Every text of the examples that people read, for the catalogues of the languages."""
    told = [load(name) for name in NAMES]
    texts: list[str] = []
    for one in told:
        texts += [one.title, one.about, one.illustration, one.occupation.label]
        texts += [source.note for source in one.sources.values()]
        for figure in figures_of(one).values():
            texts += [figure.assumption or "", figure.note]
    yield from dict.fromkeys(text for text in texts if text)
