"""A figure: a Vega-Lite spec made of findings, which cannot be built without its sources."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from comity.core.errors import ComityError
from comity.core.findings import Finding, Source, sources_of
from comity.figures.theme import config
from comity.figures.words import ENGLISH, Words

Cell = str | int | float | None
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""What the spec says it is; nobody fetches this address."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Numbers that are no findings, for they tell of no place: gains at a table, chances of a deal.

    `names` head the columns in files, `heads` where people read; the first cell of a row names it.
    Readers are shown rounded numbers; files have every digit.
    """

    names: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def as_json(self) -> list[dict[str, Cell]]:
        """The rows by the names of their columns."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Figure:
    """One picture: a spec that draws it, what it says in a sentence, and who says so.

    `name` is its part of an address; figures that follow each other with a `tab` are views of the
    same thing. `note` holds what bounds the picture (a borders disclaimer, what was left out). The
    spec is made when it is first asked for: a page says what a figure shows, and shows it later. A
    figure without findings has its numbers in `plain`, and names its sources itself.
    """

    kind: str
    name: str
    title: str
    draw: Callable[[], Mapping[str, Any]] = field(compare=False)
    findings: tuple[Finding, ...]
    alt: str
    caption: str = ""
    note: str = ""
    tab: str = ""
    words: Words = field(default=ENGLISH, compare=False)
    sources: tuple[Source, ...] = ()
    extent: tuple[int, int] | None = None
    plain: Plain | None = None

    def __post_init__(self) -> None:
        if not self.sources:
            object.__setattr__(self, "sources", tuple(sources_of(self.findings)))
        if not self.sources:
            raise ValueError(f"the figure '{self.title}' has no sources, so it cannot be shown")

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        """The Vega-Lite specification, with title and sources inside."""
        about = {
            "title": self.title,
            "caption": self.caption,
            "note": self.note,
            "sources": [source.as_json() for source in self.sources],
        }
        return {
            "$schema": SCHEMA,
            "description": self.alt,
            "usermeta": {"comity": about},
            "config": config(),
            **self.draw(),
        }

    @cached_property
    def key(self) -> str:
        """What the picture depends on: the spec, its words, and the vintages behind it."""
        said = [self.title, self.caption, self.note, self.alt, self.words.language]
        plain = [self.spec, said, [source.as_json() for source in self.sources]]
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def size(self) -> tuple[int, int] | None:
        """Width and height of the bare chart in pixels, where it is known before it is drawn."""
        if self.extent:
            return self.extent
        padding = self.spec.get("padding", 0)
        if self.spec.get("autosize") != "none":
            return None
        sides = padding if isinstance(padding, dict) else {}
        wide = self.spec["width"] + sides.get("left", 0) + sides.get("right", 0)
        high = self.spec["height"] + sides.get("top", 0) + sides.get("bottom", 0)
        return round(wide), round(high)

    @cached_property
    def cited(self) -> str:
        """The sources as they stand below the picture, each with its licence."""
        say = self.words.noted
        said = dict.fromkeys(f"{say(one.short)} ({say(one.licence)})" for one in self.sources)
        label = self.words.say("Source:") if len(said) == 1 else self.words.say("Sources:")
        return f"{label} {self.words.apart([*said])}."

    def as_json(self) -> dict[str, Any]:
        """The figure as plain data: its spec, and all that a page needs to stand beside it."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title,
            "caption": self.caption,
            "alt": self.alt,
            "note": self.note,
            "tab": self.tab,
            "key": self.key,
            "sources": [source.as_json() for source in self.sources],
            "spec": self.spec,
            **({"rows": self.plain.as_json()} if self.plain else {}),
        }


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, with each of its intervals, in the order they came."""
    return list({(finding.key, finding.interval): finding for finding in findings}.values())


def one_unit(title: str, findings: Iterable[Finding]) -> None:
    """Refuse, in one sentence, to draw what has several units, or no value at all."""
    known = [finding for finding in findings if finding.value is not None]
    if not known:
        raise ComityError(f"'{title}' cannot be drawn: no finding of it has a value.")
    if len({finding.unit for finding in known}) > 1:
        raise ComityError(f"'{title}' mixes units; draw one figure for each.")


def built(
    kind: str,
    title: str,
    draw: Callable[[], Mapping[str, Any]],
    findings: Iterable[Finding],
    alt: str,
    *,
    words: Words,
    name: str = "",
    caption: str = "",
    note: str = "",
    tab: str = "",
    extent: tuple[int, int] | None = None,
    sources: Iterable[Source] = (),
    plain: Plain | None = None,
) -> Figure:
    """A figure of these findings, each once; `draw` makes what is particular in its spec.

    Without findings `plain` holds its numbers, and `sources` names who says them.
    """
    return Figure(
        kind,
        name or kind,
        title,
        draw,
        tuple(once(findings)),
        alt,
        caption,
        note,
        tab,
        words,
        tuple(sources),
        extent,
        plain,
    )
