"""A key can be written down by anybody: a small YAML or JSON file, strictly read.

docs/services-sharing.md tells the format and shows one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from comity.core.errors import UnknownPlace, shown
from comity.core.files import read_whole
from comity.core.places import find_place
from comity.services.sharing.key import DIRECTIONS, BadKey, Key, Limit, Part

LARGEST = 2**18
_DEEPEST = 12
ENDINGS = (".yaml", ".yml", ".json")
_KEYS = (
    "name",
    "title",
    "parts",
    "residual",
    "floors",
    "caps",
    "least",
    "most",
    "states",
    "out",
    "tradable",
    "date",
    "sources",
    "standing",
    "words",
    "published",
)
_PART = ("indicator", "weight", "direction", "limit")


def read_key(path: Path, *, data: bytes | None = None) -> Key:
    """The key in a YAML or JSON file; raises `BadKey` in one sentence for what is wrong in it."""
    if path.suffix.lower() not in ENDINGS:
        raise BadKey(f"{path.name}: a key is read from {', '.join(ENDINGS)}; save it as one.")
    data = read_whole(path) if data is None else data
    if len(data) > LARGEST:
        raise BadKey(f"{path.name} is larger than {LARGEST // 1024} KB; a key is far smaller.")
    return key_of(_parsed(data, path), path.name, path.stem)


def key_of(plain: Any, name: str, stem: str = "own") -> Key:
    """The key that plain values say; `name` is how the file is called in sentences on faults."""
    top = _Part(plain, name, "the top")
    top.only(_KEYS)
    return Key(
        name=top.text("name", stem),
        title=top.text("title", stem),
        parts=tuple(_part(one) for one in top.several("parts")),
        residual=_residual(top),
        floors=top.percents("floors"),
        caps=top.percents("caps"),
        least=top.percent(top.plain.get("least", 0), "least"),
        most=top.percent(top.plain.get("most", 100), "most"),
        states=tuple(top.by_state("states")),
        out={code: str(why or "") for code, why in top.by_state("out").items()},
        tradable=top.percent(top.plain.get("tradable", 0), "tradable") / 100,
        date=top.text("date", ""),
        sources=top.texts("sources"),
        standing=top.text("standing", "own"),
        words=top.texts("words"),
        published=top.text("published", ""),
    )


def _part(one: _Part) -> Part:
    one.only(_PART)
    direction = one.text("direction", "direct")
    if direction not in DIRECTIONS:
        raise one.refuse("direction", f"is one of {', '.join(DIRECTIONS)}")
    indicator = one.text("indicator", "")
    if not indicator:
        raise one.refuse("indicator", "is missing; name a column, as in population")
    limit = None
    if one.plain.get("limit") is not None:
        inside = _Part(one.plain["limit"], one.file, f"{one.where}, limit")
        inside.only(("share", "of"))
        limit = Limit(inside.number("share"), inside.factors("of"))
    return Part(indicator, one.number("weight"), direction, limit)


def _residual(top: _Part) -> tuple[tuple[str, float], ...]:
    if top.plain.get("residual") in (None, "proportional"):
        return ()
    found = top.factors("residual")
    whole = sum(factor for _, factor in found)
    if not whole > 0:
        raise top.refuse("residual", "needs a number above zero")
    return tuple((name, factor / whole) for name, factor in found)


class _Part:
    """A mapping in the file, and where it stands."""

    def __init__(self, plain: Any, file: str, where: str) -> None:
        if not isinstance(plain, Mapping):
            raise BadKey(f"{file}, {where}: write names with values there, as in weight: 40.")
        self.plain = plain
        self.file = file
        self.where = where

    def refuse(self, name: str, says: str) -> BadKey:
        """The sentence about one value."""
        return BadKey(f"{self.file}, {self.where}: '{shown(name)}' {says}.")

    def only(self, known: tuple[str, ...]) -> None:
        """Refuse names that nobody reads, for one may be a slip."""
        for name in self.plain:
            if name not in known:
                raise self.refuse(name, f"is not known here; what may stand is {', '.join(known)}")

    def text(self, name: str, otherwise: str) -> str:
        """A text of one line."""
        value = self.plain.get(name)
        return otherwise if value is None else shown(value) if name == "name" else str(value)

    def number(self, name: str) -> float:
        """A number of zero or more."""
        return self.read_number(self.plain.get(name), name)

    def read_number(self, value: Any, name: str) -> float:
        """A value that has to be a number of zero or more."""
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
            raise self.refuse(name, "has to be a number of zero or more")
        return float(value)

    def percent(self, value: Any, name: str) -> float:
        """A value that has to be a number from 0 to 100."""
        found = self.read_number(value, name)
        if found > 100:
            raise self.refuse(name, "is in percent, and cannot be above 100")
        return found

    def several(self, name: str) -> list[_Part]:
        """The mappings of a list."""
        found = self.plain.get(name)
        if not isinstance(found, list) or not found:
            raise self.refuse(name, "has to be a list with at least one entry")
        return [_Part(one, self.file, f"{name} {i}") for i, one in enumerate(found, start=1)]

    def factors(self, name: str) -> tuple[tuple[str, float], ...]:
        """Indicators with the factors that they are multiplied by."""
        inside = _Part(self.plain.get(name), self.file, f"{self.where}, {name}")
        return tuple((str(one), inside.number(one)) for one in inside.plain)

    def by_state(self, name: str) -> dict[str, Any]:
        """Values by alpha-3; a list has no values."""
        found = self.plain.get(name) or {}
        if not isinstance(found, Mapping | list):
            raise self.refuse(name, "has to name states, as in MLT or MLT: 2")
        pairs = found.items() if isinstance(found, Mapping) else [(one, "") for one in found]
        made: dict[str, Any] = {}
        for place, value in pairs:
            if isinstance(place, bool):
                raise self.refuse(name, "has a word that YAML reads as yes or no; write NOR for NO")
            try:
                code = find_place(str(place)).code
            except UnknownPlace as error:
                raise self.refuse(name, f"names '{shown(place)}', no known state") from error
            if code in made:
                raise self.refuse(name, f"names {code} twice")
            made[code] = value
        return made

    def percents(self, name: str) -> dict[str, float]:
        """Percent by alpha-3."""
        return {code: self.percent(value, name) for code, value in self.by_state(name).items()}

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list."""
        found = self.plain.get(name) or []
        if not isinstance(found, list):
            raise self.refuse(name, "has to be a list")
        return tuple(str(one) for one in found)


def _parsed(data: bytes, path: Path) -> Any:
    import yaml

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadKey(f"{path.name} is not in UTF-8; save it as UTF-8 text.") from error
    try:
        if path.suffix.lower() == ".json":
            return json.loads(text, object_pairs_hook=partial(_single, path.name))
        _bounded(text, path.name)
        return yaml.load(text, Loader=yaml.CSafeLoader)  # the safe one: text, numbers, lists
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = getattr(error, "lineno", None) or (mark.line + 1 if mark else 0)
        at = f", line {line}" if line else ""
        raise BadKey(
            f"{path.name}{at}: this cannot be read; look at indentation, colons and brackets."
        ) from error


def _single(name: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object, in which no name may stand twice."""
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise BadKey(f"{name}: '{shown(key)}' stands twice; keep one of them.")
        seen.add(key)
    return dict(pairs)


def _bounded(text: str, name: str) -> None:
    """Refuse aliases, deep nesting and names that stand twice, before anything is built."""
    import yaml

    seen: list[set[str] | None] = []
    turn: list[bool] = []  # whether a name comes next, level by level
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or len(seen) > _DEEPEST:
            raise BadKey(f"{name} uses an alias (*name) or is nested deeply; write it plainly.")
        if isinstance(event, yaml.CollectionEndEvent):
            seen.pop()
            turn.pop()
            continue
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        names = seen[-1] if seen else None
        if names is not None and turn[-1] and isinstance(event, yaml.ScalarEvent):
            if event.value in names:
                raise BadKey(f"{name}: '{shown(event.value)}' stands twice; keep one of them.")
            names.add(event.value)
        if turn:
            turn[-1] = not turn[-1]
        if isinstance(event, yaml.CollectionStartEvent):
            seen.append(set() if isinstance(event, yaml.MappingStartEvent) else None)
            turn.append(True)
