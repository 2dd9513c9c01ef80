"""Keys that publishers issue: from the environment or a file that only its owner can read.

A key is handed to the wire and to nobody else; no sentence, log or record ever holds one.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from comity.core.errors import ComityError
from comity.core.files import explained
from comity.evidence.store import default_home

PREFIX = "COMITY_KEY_"
FILE = "COMITY_KEYS"
NAME = "keys.env"
_LINE = re.compile(r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$")


class KeyTrouble(ComityError):
    """The file of keys cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys at hand, by name; they do not show when the object is printed."""

    held: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The names of the keys, which are no secret."""
        return frozenset(self.held)

    @classmethod
    def found(cls, home: Path | None = None) -> Keys:
        """The keys of the file COMITY_KEYS (else `keys.env` in the home), then the environment's.

        Raises `KeyTrouble` where others than its owner may read the file or a line is no
        `NAME=value`.
        """
        chosen = os.environ.get(FILE)
        path = Path(chosen).expanduser() if chosen else (home or default_home()) / NAME
        held = _in_file(path, stated=chosen is not None)
        for name, value in os.environ.items():
            if name.startswith(PREFIX) and value.strip():
                held[name.removeprefix(PREFIX)] = _sound(value.strip(), f"The variable {name}")
        return cls(held)


def _in_file(path: Path, *, stated: bool) -> dict[str, str]:
    with explained(path, "read"):
        if not stated and not path.exists():
            return {}
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            rights = os.fstat(file.fileno()).st_mode
            lines = file.read(65_536).splitlines()
    if rights & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyTrouble(
            f"Others than its owner can read the keys in {path}: run 'chmod 600 "
            f"{shlex.quote(str(path))}', then try again."
        )
    held = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not (match := _LINE.match(line)):
            raise KeyTrouble(f"{path}, line {number}: write NAME=value there, or # before a note.")
        value = match[2].strip("'\"")
        if value:
            name = match[1].removeprefix(PREFIX)
            held[name] = _sound(value, f"{path}, line {number}")
    return held


def _sound(value: str, where: str) -> str:
    if not value.isascii() or not value.isprintable() or len(value) > 8192:
        raise KeyTrouble(f"{where}: the key holds signs that no key has; copy it again.")
    return value
