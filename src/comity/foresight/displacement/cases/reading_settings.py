"""Settings are read from FLEE's `simsetting.yml`, every key of it, and checked as they are read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from comity.core.errors import BadTable, ComityError
from comity.core.files import read_whole
from comity.foresight.displacement.cases.settings import Settings

__all__ = ["read_settings"]

CONFLICT_WEIGHT = 1.0 / 3.16227766017
"""Where a file is silent on it; the settings that come with FLEE say 0.25."""

V1 = {
    "max_move_speed": 200.0,
    "start_on_foot": False,
    "avoid_short_stints": False,
    "camp_weight": 2.0,
    "conflict_weight": 0.25,
}
"""What `use_v1_rules` puts in the place of whatever else a file says."""

_GROUPS = ("spawn_rules", "move_rules", "optimisations", "flood_rules")
_OF_NO_EFFECT = {
    "log_levels",
    "number_of_steps",
    "conflict_input_file",
    "max_crossing_speed",
    "average_social_connectivity",
    "max_flood_level",
    "flood_link_weights",
    "use_v1_rules",
    "flood_zone_spawning_only",
}
_WRITTEN = {
    "ChildrenAvoidHazards": "children_avoid_hazards",
    "BoysTakeRisk": "boys_take_risk",
    "MatchCampEthnicity": "match_camp_ethnicity",
    "MatchCampReligion": "match_camp_religion",
    "MatchTownEthnicity": "match_town_ethnicity",
    "MatchConflictEthnicity": "match_conflict_ethnicity",
}
_MODES = {"constant": "constant", "poisson": "poisson", "pop_ratio": "pop_ratio"}
_FLOOD_SPAWN = {"pop_ratio": (0.0, 0.1, 0.2, 0.5, 0.9)}
_ABOVE_ZERO = (
    "max_move_speed",
    "max_walk_speed",
    "hasten",
    "conflict_spawn_decay_interval",
    "avg_religion_fraction",
    "movechance_pop_base",
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key of the file with the value it has there."""

    key: str
    value: Any
    file: str

    def refuse(self, what: str) -> ComityError:
        return BadTable(f"{self.file}, {self.key}: {what}.")


def read_settings(path: Path | None = None) -> Settings:
    """The settings of a file, or those that come with FLEE where none is given.

    Keys that are not known are told in `Settings.remarks`; raises `BadTable` on a wrong value.

    >>> read_settings().conflict_weight
    0.25
    """
    if path is None:
        return Settings()
    document = _document(path)
    found: dict[str, Any] = {"conflict_weight": CONFLICT_WEIGHT}
    remarks: list[str] = []
    switches: dict[str, bool] = {}
    for entry in _entries(document, path.name):
        if entry.key in ("use_v1_rules", "flood_zone_spawning_only"):
            switches[entry.key] = _flag(entry)
        elif entry.key in ("conflict_driven_spawning", "flood_driven_spawning"):
            found |= _spawning(entry)
        elif entry.key in _FIELDS:
            found[entry.key] = _value(entry)
        elif entry.key not in _OF_NO_EFFECT:
            remarks.append(f"{path.name} has '{entry.key}', which nothing reads; is it misspelt?")
    found |= _flooded(found, path.name, on=switches.get("flood_zone_spawning_only", False))
    if switches.get("use_v1_rules"):
        found |= V1
    return replace(Settings(**found), remarks=tuple(remarks))


_FIELDS = {field.name: field.type for field in fields(Settings) if field.name != "remarks"}


def _document(path: Path) -> Mapping[str, Any]:
    try:
        found = yaml.load(read_whole(path), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", row {mark.line + 1}" if mark else ""
        raise BadTable(f"{path.name}{where}: this is not YAML; mend it there.") from error
    if not isinstance(found or {}, dict):
        raise BadTable(f"{path.name} is no list of settings; write them as key: value.")
    return found or {}


def _entries(document: Mapping[str, Any], file: str) -> Iterator[_Entry]:
    """All keys of the file; those of groups, and of groups within them, as if they stood alone."""
    for key, value in document.items():
        if key in _GROUPS:
            if not isinstance(value or {}, dict):
                raise BadTable(f"{file}, {key}: this is a group; write its keys below it.")
            yield from _entries(value or {}, file)
        else:
            yield _Entry(_WRITTEN.get(str(key), str(key)), value, file)


def _value(entry: _Entry) -> Any:
    kind = _FIELDS[entry.key]
    if kind == "bool":
        return _flag(entry)
    if kind.startswith("tuple"):
        numbers = tuple(_number(entry, one) for one in _listed(entry))
        return tuple(map(int, numbers)) if "int" in kind else numbers
    number = _number(entry, entry.value)
    if entry.key in _ABOVE_ZERO and number <= 0:
        raise entry.refuse(f"{number:g} is not above 0; write a number above it")
    if entry.key == "hasten" and number < 1:
        raise entry.refuse(f"{number:g} is below 1; one person in so many is simulated")
    if entry.key.endswith("movechance") and not 0 <= number <= 1:
        raise entry.refuse(f"{number:g} is no probability; write a number from 0 to 1")
    if kind == "int":
        if number != int(number):
            raise entry.refuse(f"{number:g} is no whole number; round it")
        return int(number)
    return number


def _flag(entry: _Entry) -> bool:
    value = entry.value
    if value in (0, 1):
        return bool(value)
    raise entry.refuse(f"'{value}' is neither True nor False; write one of them")


def _number(entry: _Entry, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise entry.refuse(f"'{value}' is no number; write one")
    return float(value)


def _listed(entry: _Entry) -> list[Any]:
    """The members of a list, or of a table from 0 up; none where nothing is set."""
    value = entry.value
    if value is None:
        return []
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value)]
    if not isinstance(value, list):
        raise entry.refuse(f"'{value}' is no list; write it as [1.0, 0.5]")
    return value


def _spawning(entry: _Entry) -> dict[str, Any]:
    """How many flee each day from a conflict or a flood, where reports do not say it."""
    told = entry.value if isinstance(entry.value, dict) else {}
    if entry.value not in (None, False) and not isinstance(entry.value, dict):
        raise entry.refuse("this is a group; write spawn_mode below it")
    if entry.value in (None, False):
        return {}
    flood = entry.key.startswith("flood")
    mode = _MODES.get(str(told.get("spawn_mode", "pop_ratio" if flood else "constant")).lower())
    if mode is None:
        raise entry.refuse(
            f"spawn_mode has '{told['spawn_mode']}'; write constant, pop_ratio or poisson"
        )
    if flood:
        per_day = told.get("displaced_per_flood_day")
        table = _listed(_Entry(entry.key, per_day, entry.file))
        numbers = tuple(_number(entry, one) for one in table)
        default = _FLOOD_SPAWN.get(mode, (0.0, 100.0, 200.0, 300.0, 500.0))
        return {entry.key: mode, "flood_spawn": numbers or default}
    default_number = 0.01 if mode == "pop_ratio" else 500.0
    number = _number(entry, told.get("displaced_per_conflict_day", default_number))
    if number < 0:
        raise entry.refuse(f"displaced_per_conflict_day has {number:g}; nobody can flee back")
    name = "displacement_rate" if mode == "pop_ratio" else "displaced_per_conflict_day"
    return {entry.key: mode, name: number}


def _flooded(found: Mapping[str, Any], file: str, *, on: bool) -> dict[str, Any]:
    """Floods drive people out only under `flood_zone_spawning_only`; conflict only without it."""
    if not on:
        return {"flood_driven_spawning": ""}
    if found.get("conflict_zone_spawning_only", True):
        raise BadTable(
            f"{file}: conflict_zone_spawning_only and flood_zone_spawning_only are both True; "
            "set the one you do not mean to False."
        )
    if found.get("flood_driven_spawning") and not found.get("take_from_population"):
        raise BadTable(
            f"{file}: flood_driven_spawning empties places of more people than live there; set "
            "take_from_population to True."
        )
    return {"conflict_driven_spawning": ""}
