"""A part of a scenario document that knows its place, so that a fault in it can be told by it.

`Part` wraps what JSON, YAML or a table said. Asked for a text, a number or a reference, it gives
that or raises `BadScenario` in one sentence: the file, the place, what is wrong, and the remedy.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.agreements.scenario import BadScenario
from comity.core.errors import shown

LARGEST = 1e12
"""No number of a scenario may be larger: points beyond it would drown all others."""

LONGEST_ID = 100
LONGEST_TEXT = 10_000


class Written(str):
    """A cell or an unquoted word: text, unless a number is asked for and it reads as one."""

    __slots__ = ()


@dataclass(frozen=True)
class Source:
    """The file a document came from; `places` names its paths otherwise (row 7, column level)."""

    name: str
    places: Mapping[str, str] = field(default_factory=dict)

    def fault(self, path: str, told: str) -> BadScenario:
        """What is wrong at a path, in one sentence."""
        at = self.places.get(path, path)
        return BadScenario(f"{self.name}, {at}: {told}" if at else f"{self.name}: {told}")


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a document, with the path to it."""

    value: Any
    path: str
    source: Source

    def fault(self, told: str) -> BadScenario:
        """What is wrong here, in one sentence."""
        return self.source.fault(self.path, told)

    def child(self, name: str, value: object) -> Part:
        """What stands under a name of this part."""
        return Part(value, f"{self.path}.{name}" if self.path else name, self.source)

    def entries(self) -> dict[str, Part]:
        """The parts of a mapping by name, but for those that are empty (null)."""
        if not isinstance(self.value, Mapping):
            raise self.fault(f"{_kind(self.value)} stands where names with values belong.")
        found = {}
        for key, value in self.value.items():
            if not isinstance(key, str):
                raise self.fault(f"the name {shown(key)} is not text; put it in quotation marks.")
            if value is not None:
                found[str(key)] = self.child(shown(key), value)
        return found

    def fields(
        self, known: Collection[str], needed: Iterable[str] = (), ignored: Collection[str] = ()
    ) -> dict[str, Part]:
        """The parts of a mapping whose names are fixed."""
        found = self.entries()
        for key, part in found.items():
            if key not in known and key not in ignored:
                near = (
                    f"; {ask}"
                    if (ask := asked(key, known))
                    else (f"; what may stand here is {listed(known)}.")
                )
                raise part.fault(f"'{shown(key)}' is not known here{near}")
        for key in needed:
            if key not in found:
                raise self.fault(f"'{key}' is missing; add it.")
        return found

    def items(self, *, least: int = 0, most: int = 100_000) -> list[Part]:
        """The parts of a list; each is named by its id, or by its number from 1."""
        if not isinstance(self.value, list | tuple):
            raise self.fault(f"{_kind(self.value)} stands where a list belongs.")
        if len(self.value) < least:
            raise self.fault(f"the list has {len(self.value)} entries; it needs {least} or more.")
        if len(self.value) > most:
            raise self.fault(
                f"the list has {len(self.value):,} entries; {most:,} at most can be read."
            )
        return [
            Part(one, self._item(number, one), self.source)
            for number, one in enumerate(self.value, start=1)
        ]

    def _item(self, number: int, one: object) -> str:
        name = one.get("id") if isinstance(one, Mapping) else None
        if isinstance(name, str) and name.strip() and name.isprintable():
            return f"{self.path}.{shown(name)}"
        return f"{self.path}#{number}"

    def text(self) -> str:
        """A text without blanks around it; what no file can hold or page can show is refused."""
        if not isinstance(self.value, str):
            raise self.fault(f"{_kind(self.value)} stands where text belongs; write it in quotes.")
        text = str(self.value).strip()
        if len(text) > LONGEST_TEXT:
            raise self.fault(f"the text is longer than {LONGEST_TEXT} letters; shorten it.")
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            raise self.fault("the text holds a sign that cannot be shown; write it again.")
        return text

    def identity(self) -> str:
        """A text that others refer by: one line, not blank, not long."""
        text = self.text()
        if not text or len(text) > LONGEST_ID or not text.isprintable():
            raise self.fault(f"an id has 1 to {LONGEST_ID} letters on one line; shorten or add it.")
        return text

    def number(self, low: float = -LARGEST, high: float = LARGEST) -> float:
        """A finite number between bounds; truth values and quoted numbers are none."""
        value = self._read_number()
        if not -LARGEST <= value <= LARGEST:
            raise self.fault(
                f"{shown(self.value)} is not a number to compute with; write one between "
                f"{-LARGEST:g} and {LARGEST:g}."
            )
        if not low <= value <= high:
            bounds = f"from {low:g} to {high:g}" if high < LARGEST else f"of {low:g} or more"
            raise self.fault(f"{value:g} stands where a number {bounds} belongs; correct it.")
        return float(value)

    def _read_number(self) -> float:
        value = self.value
        if isinstance(value, Written):
            try:
                return float(value) if "_" not in value else float("nan")
            except ValueError:
                pass
        elif isinstance(value, int | float) and not isinstance(value, bool):
            return value
        raise self.fault(
            f"{_kind(value)} stands where a number belongs; write one such as 2.5, without quotes."
        )

    def whole(self, low: int = 0) -> int:
        """A whole number, not below `low`."""
        value = self.number(low)
        if value != int(value):
            raise self.fault(f"{value:g} stands where a whole number belongs; round it.")
        return int(value)

    def flag(self) -> bool:
        """Yes or no."""
        word = str(self.value).lower() if isinstance(self.value, bool | Written) else ""
        if word in ("true", "yes", "on"):
            return True
        if word in ("false", "no", "off"):
            return False
        raise self.fault(f"{_kind(self.value)} stands where true or false belongs.")

    def one_of(self, names: Collection[str], what: str) -> str:
        """A reference to something that exists, else a suggestion of what may be meant."""
        text = self.text()
        if text in names:
            return text
        raise self.fault(f"'{shown(text)}' is no {what}{_remedy(text, names)}")

    def keyed(self, names: Collection[str], what: str) -> dict[str, Part]:
        """The parts of a mapping whose names refer to something that exists."""
        found = self.entries()
        for key, part in found.items():
            if key not in names:
                raise part.fault(f"'{shown(key)}' is no {what}{_remedy(key, names)}")
        return found

    def numbers(
        self, names: Collection[str], what: str, low: float = -LARGEST, high: float = LARGEST
    ) -> dict[str, float]:
        """Numbers by reference: `keyed` and `number` in one."""
        return {key: part.number(low, high) for key, part in self.keyed(names, what).items()}


def asked(text: str, names: Iterable[str]) -> str:
    """A question after what may be meant, or nothing.

    >>> asked("lable", ["id", "label"])
    "did you mean 'label'?"
    """
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(text[:LONGEST_ID].casefold(), list(folded), n=1, cutoff=0.6)
    return f"did you mean '{folded[near[0]]}'?" if near else ""


def listed(names: Iterable[str], most: int = 12) -> str:
    """The first of some names, and how many more there are.

    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    every = [shown(name) for name in names]
    more = len(every) - most
    return ", ".join(every[:most]) + (f" and {more} more" if more > 0 else "")


def _remedy(text: str, names: Collection[str]) -> str:
    if ask := asked(text, names):
        return f"; {ask}"
    return f"; there is {listed(names)}." if names else "; there is none, so remove it."


def _kind(value: object) -> str:
    """What somebody wrote, as one says it."""
    match value:
        case bool():
            return f"'{str(value).lower()}'"
        case None:
            return "nothing"
        case str():
            return f"the text '{shown(value)}'"
        case int() | float():
            return f"the number {shown(value)}"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
    return f"'{shown(value)}'"
