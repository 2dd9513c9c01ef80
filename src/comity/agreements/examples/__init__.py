"""Three worked examples that ship with Comity: a corridor, a seasonal scheme, and a triangle.

They show the methods on issues that states do negotiate, beside real evidence. The preferences are
not any state's: no state has stated, seen or approved them. One rule, told in each file, sets every
number of every party alike (docs/agreements-examples.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from comity.agreements.scenario import BadScenario
from comity.core.errors import shown

if TYPE_CHECKING:
    from comity.agreements.scenario import Scenario

NAMES = ("central-asia", "pacific", "triangle")


@dataclass(frozen=True)
class About:
    """What a reader should know of an example before its numbers."""

    name: str
    title: str
    summary: str
    illustration: str
    """Why the preferences are nobody's."""
    rule: str
    """How every weight and value was set."""
    texts: str
    """Which public texts the issues and reference points come from."""
    parties: Mapping[str, str]
    """By party, which issues weigh most in the example, and why."""


def names() -> tuple[str, ...]:
    """The names of the examples.

    >>> names()
    ('central-asia', 'pacific', 'triangle')
    """
    return NAMES


def load(name: str) -> Scenario:
    """The scenario of an example.

    >>> [party.label for party in load("triangle").parties]
    ['Morocco', 'Senegal', 'Spain']
    """
    from comity.agreements.documents import read_scenario

    with as_file(_file(name)) as path:
        return read_scenario(path)


def about(name: str) -> About:
    """What to say of an example before its numbers.

    >>> about("pacific").title
    'Seasonal work in the Pacific'
    """
    document = _document(name)
    told = document["provenance"]
    return About(
        name,
        document["title"],
        told["summary"],
        document["illustration"],
        told["rule"],
        told["texts"],
        {party: one["method"] for party, one in document["preferences"].items()},
    )


def messages() -> Iterator[str]:
    """Every text of the examples that people read, for the catalogues of the languages.

    Names of parties are not among them: each is a place, which has its name in every language.
    """
    seen = dict.fromkeys(text for name in NAMES for text in _texts(_document(name)))
    yield from (text for text in seen if text)


def _texts(document: Mapping[str, Any]) -> Iterator[str]:
    yield from (document["title"], document["illustration"])
    yield from (document["provenance"][key] for key in ("summary", "rule", "texts", "source"))
    for issue in document["issues"]:
        yield from (issue["label"], issue.get("unit", ""), *issue.get("anchors", ()))
        if " " in issue["indicator"]:  # words; else a measure of the vocabulary
            yield issue["indicator"]
        for option in issue["options"]:
            yield from (option["label"], option.get("inadmissible", ""))
    yield from (one["method"] for one in document["preferences"].values())
    yield from (
        text for row in document["constraints"] for text in (row["label"], row.get("unit", ""))
    )
    for fund in document.get("payments", {}).get("funds", ()):
        yield from (fund["purpose"], fund["unit"])


def _document(name: str) -> dict[str, Any]:
    import yaml

    with _file(name).open(encoding="utf-8") as text:
        found: dict[str, Any] = yaml.load(text, yaml.CBaseLoader)
    return found


def _file(name: str) -> Any:
    if name not in NAMES:
        raise BadScenario(f"'{shown(name)}' is no example; there are {', '.join(NAMES)}.")
    return files("comity.agreements.examples") / f"{name}.yaml"
