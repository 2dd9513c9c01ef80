"""A partnership is read from YAML or JSON, strictly: a fault is told by file and place.

Nothing in a document is run. Aliases and names that stand twice are refused, so that what is read
is what somebody who reads the file sees.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from comity.core.errors import ComityError, shown
from comity.core.files import read_whole
from comity.services.training.addresses import figures_of
from comity.services.training.document import (
    Costs,
    Destination,
    Guard,
    Home,
    Lane,
    Occupation,
    Origin,
    Partnership,
)
from comity.services.training.figures import Figure, Source
from comity.services.training.parties import payers_of
from comity.services.training.possible import impossible

LARGEST = 2**20
"""Bytes of a document."""

READS = (".yaml", ".yml", ".json")


class BadPartnership(ComityError):
    """A document that is no partnership; the sentence names the file, the place and the remedy."""


def read_partnership(path: Path, *, data: bytes | None = None) -> Partnership:
    """The partnership in a file, or in `data` that was sent under its name.

    Raises `BadPartnership` in one sentence, and `FileTrouble` where the file cannot be read.
    """
    if path.suffix.lower() not in READS:
        raise BadPartnership(f"{path.name}: a partnership is read from {', '.join(READS)}.")
    return partnership_of(_parsed(read_whole(path) if data is None else data, path.name), path.name)


def partnership_of(document: Any, name: str) -> Partnership:
    """The partnership that plain data tell of; `name` is what faults call them."""
    try:
        found = Partnership.model_validate(document)
    except ValidationError as error:
        raise BadPartnership(_sentence(error, document, name)) from error
    for path, told in _mistakes(found):
        raise BadPartnership(f"{name}, {path}: {told}.")
    return found


def _parsed(data: bytes, name: str) -> Any:
    if len(data) > LARGEST:
        raise BadPartnership(f"{name} is larger than {LARGEST // 2**20} MB; no partnership is.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPartnership(f"{name} is not in UTF-8; save it as UTF-8 text.") from error
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.CSafeLoader)):
            raise BadPartnership(f"{name} has an alias (*); write the value where it belongs.")
        if tree := yaml.compose(text, yaml.CSafeLoader):
            for key in _doubled(tree):
                line = key.start_mark.line + 1
                raise BadPartnership(
                    f"{name}, line {line}: '{shown(key.value)}' stands twice; keep one of them."
                )
        return yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise BadPartnership(
            f"{name}{line}: this is not YAML; look for a missing blank, bracket or quotation mark."
        ) from error


def _doubled(node: yaml.Node, depth: int = 0) -> Iterator[yaml.ScalarNode]:
    if depth > 20:
        raise RecursionError
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                yield key
            seen.add(getattr(key, "value", None) if isinstance(key, yaml.ScalarNode) else id(key))
            yield from _doubled(value, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled(value, depth + 1)


def _sentence(error: ValidationError, document: Any, name: str) -> str:
    """The first fault in one sentence."""
    first = error.errors()[0]
    spot = [part for part in first["loc"] if part not in ("function-after", "function-before")]
    where = f", {_spot(spot)}" if spot else ""
    match first["type"]:
        case "missing":
            return f"{name}{where}: it is missing; add it."
        case "extra_forbidden":
            return f"{name}{where}: this name is not known here{_near(first, error)}."
        case "model_type" | "dict_type" | "model_attributes_type":
            return f"{name}{where}: {_kind(first['input'])} stands where names with values belong."
        case "float_type" | "float_parsing" | "int_type" | "int_parsing" | "finite_number":
            return f"{name}{where}: '{shown(first['input'])}' stands where a number belongs."
        case "value_error":
            told = str(first["ctx"]["error"])
            return f"{name}{where}: {told}{'' if told.endswith('?') else '.'}"
    told = first["msg"]
    return f"{name}{where}: '{shown(first['input'])}' does not do ({told[:1].lower()}{told[1:]})."


def _spot(spot: Sequence[int | str]) -> str:
    """A place in the document, lists counted from 1: `lanes#1.costs.training`."""
    text = "".join(f"#{p + 1}" if isinstance(p, int) else f".{shown(p)}" for p in spot)
    return text.removeprefix(".").removesuffix(".value")


def _kind(told: Any) -> str:
    return "nothing" if told is None else f"'{shown(told)}'"


def _near(first: Any, error: ValidationError) -> str:
    """A name that may be meant, among all that documents know."""
    missing = [str(one["loc"][-1]) for one in error.errors() if one["type"] == "missing"]
    near = difflib.get_close_matches(str(first["loc"][-1]), [*missing, *_names()], 1, 0.7)
    return f"; did you mean '{near[0]}'" if near else "; remove it"


def _names() -> list[str]:
    parts = (
        Partnership,
        Origin,
        Destination,
        Lane,
        Costs,
        Home,
        Guard,
        Occupation,
        Figure,
        Source,
    )
    return [field.alias or key for one in parts for key, field in one.model_fields.items()]


def _mistakes(told: Partnership) -> Iterator[tuple[str, str]]:
    """What no part of the document can know by itself: a place, and what is wrong there."""
    for what, codes in (
        ("origins", [one.country for one in told.origins]),
        ("destinations", [one.country for one in told.destinations]),
        ("lanes", [one.code for one in told.lanes]),
    ):
        for code in {code for code in codes if codes.count(code) > 1}:
            yield what, f"{code} stands twice; keep one of them"
    for lane in told.lanes:
        if lane.origin not in [one.country for one in told.origins]:
            yield "lanes", f"{lane.origin} is none of the origins; add it to them"
        if lane.destination not in [one.country for one in told.destinations]:
            yield "lanes", f"{lane.destination} is none of the destinations; add it to them"
        if lane.origin == lane.destination:
            yield "lanes", f"{lane.code} leads nowhere; name two countries"
    yield from _figures(told)
    yield from _shares(told)
    yield from impossible(told)


def _figures(told: Partnership) -> Iterator[tuple[str, str]]:
    for path, figure in figures_of(told).items():
        if figure.source is not None and figure.source not in told.sources:
            yield path, f"its source '{shown(figure.source)}' is none of the sources; add it"
        money = (figure.currency or told.currency).upper()
        if money != told.currency and money not in told.rates:
            yield path, f"no rate for {money} is given; add it to the rates"
    for code in told.rates:
        if code == told.currency:
            yield "rates", f"{code} is the currency of the partnership; leave it out"


def _shares(told: Partnership) -> Iterator[tuple[str, str]]:
    if told.shares is None:
        return
    known = payers_of(told)
    for payer in told.shares:
        if payer not in known:
            yield "shares", f"'{shown(payer)}' pays nothing here; who can is {', '.join(known)}"
    total = sum(share.value for share in told.shares.values())
    if abs(total - 1) > 1e-6:
        yield "shares", f"they add up to {total:g}; they must add up to 1"
