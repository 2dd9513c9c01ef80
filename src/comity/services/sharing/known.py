"""The keys that stand in laws, proposals and yearbooks, and the shares published with them.

Rules and figures are dated, cited and say whether anybody read them again. A published share is
what an annex printed; it is set beside what the formula gives, and never takes its place.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.resources import files

from comity.core.errors import ComityError
from comity.core.findings import Source
from comity.core.marks import N_
from comity.services.sharing.documents import key_of
from comity.services.sharing.key import Key

EXAMPLE = "eu-2015-example"
"""The group of states and figures that ship as an example."""

STANDINGS = {
    "checked": N_("Read in an official text."),
    "recalled": N_("Known from the publications named; parts of it were not read again."),
    "ours": N_("A choice of Comity, and no rule of anybody."),
    "own": N_("Your own rule."),
}
"""How sure the wording of a key is."""

_PROPOSALS = {"eu-2015-may": "COM(2015) 286", "eu-2015-september": "COM(2015) 451"}


@dataclass(frozen=True, slots=True)
class Published:
    """A key as an annex printed it: people and percent by alpha-3, and how that was checked."""

    name: str
    proposal: str
    persons: dict[str, int]
    percent: dict[str, Fraction]
    provenance: str

    @property
    def checked(self) -> bool:
        """Whether the figures were read in a page of the annex."""
        return self.provenance == "page_excerpt"


def _text(name: str) -> str:
    return (files("comity.services.sharing") / "data" / name).read_text(encoding="utf-8")


@cache
def known_keys() -> dict[str, Key]:
    """Every key that is known by name.

    >>> [*known_keys()]
    ['eu-2015-may', 'eu-2015-september', 'population-gdp', 'unhcr-capacity']
    """
    import yaml

    listed = yaml.load(_text("keys.yaml"), Loader=yaml.CSafeLoader)
    return {one["name"]: key_of(one, "keys.yaml") for one in listed}


def known_key(name: str) -> Key:
    """The key of this name; raises `ComityError` with the names that are known."""
    if name not in known_keys():
        raise ComityError(
            f"No key is called '{name[:40]}'; use one of {', '.join(known_keys())}, or a file."
        )
    return known_keys()[name]


@cache
def published(name: str) -> Published:
    """What was published with a key; raises `ComityError` where nothing was.

    >>> published("eu-2015-may").persons["DEU"], float(published("eu-2015-may").percent["DEU"])
    (5258, 21.91)
    """
    if name not in _PROPOSALS:
        raise ComityError(f"No shares were published with '{name[:40]}' that Comity holds.")
    rows = csv.DictReader(_text("published_keys.csv").splitlines())
    own = [row for row in rows if row["proposal"].startswith(_PROPOSALS[name])]
    return Published(
        name,
        own[0]["proposal"],
        {row["iso3"]: int(row["persons"]) for row in own},
        {row["iso3"]: Fraction(row["key_pct"]) for row in own},
        own[0]["provenance"],
    )


EXAMPLE_SOURCE = Source(
    "sharing_example",
    date(2026, 11, 23),
    N_("Example of 2015, recalled"),
    N_("Figures of 2010 to 2014 as recalled from Eurostat: an example, no official figures"),
    "CC0",
    "",
    listed=False,
)
"""How the example is cited."""


def example_bytes() -> bytes:
    """The example figures of 2015: approximate and recalled, marked so in every row."""
    return _text("example_inputs.csv").encode()


def messages() -> Iterator[str]:
    """What pages say of these keys, for the catalogues."""
    for key in known_keys().values():
        yield key.title
        yield from key.words
        yield from key.out.values()
    rows = csv.DictReader(_text("example_inputs.csv").splitlines())
    yield from dict.fromkeys(row["provenance"] for row in rows)
