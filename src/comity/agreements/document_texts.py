"""JSON and YAML files become plain values and back: strictly read, and nothing in them is run.

YAML here has text, lists and mappings only: `no`, `on` and `2007-06-01` stay the words they are,
and an unquoted word is a number only where the scenario asks for one. Keys that stand twice,
aliases that contain themselves or unfold without end, and deep nesting are refused.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import yaml

from comity.agreements.document_checks import Written
from comity.agreements.scenario import BadScenario
from comity.core.errors import shown

LARGEST_FILE = 32 * 2**20
DEEPEST = 40
MOST_VALUES = 500_000
"""Bytes of a file, levels of nesting, and values of a YAML document with its aliases unfolded."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def parsed(data: bytes, ending: str, name: str) -> Any:
    """The values in a JSON or YAML file."""
    text = _decoded(data, name)
    if not text.strip():
        raise BadScenario(f"{name} is empty; fill in a scenario, or begin with a template.")
    found = _json(text, name) if ending == ".json" else _yaml(text, name)
    if not isinstance(found, dict):
        raise BadScenario(
            f"{name} holds no names with values at its top; a scenario begins with names such as "
            "parties, issues and utilities."
        )
    return found


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as JSON for people and machines."""
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def yaml_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as YAML, in the order it was built."""
    text: str = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    return text.encode()


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """Write every value where it stands, though it may stand twice."""
        return True


# Marked texts and numbers of arrays are written as the plain ones they are.
_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
_Dumper.add_multi_representer(float, lambda dumper, number: dumper.represent_float(float(number)))


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST_FILE:
        raise BadScenario(
            f"{name} is larger than {LARGEST_FILE // 2**20} MB; a scenario that delegations can "
            "discuss is far smaller, so leave out what is not negotiated."
        )
    try:
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadScenario(
            f"{name}, line {line}: a letter is not in UTF-8; save the file as UTF-8 text."
        ) from error


class _Doubled(dict[str, Any]):
    """A JSON object in which a name stood twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.doubled = Counter(name for name, _ in pairs).most_common(1)[0][0]


def _json(text: str, name: str) -> Any:
    found_twice = []

    def mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        found_twice.append(_Doubled(pairs))
        return found_twice[-1]

    try:
        found = json.loads(text, object_pairs_hook=mapping)
    except json.JSONDecodeError as error:
        raise BadScenario(
            f"{name}, line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}); "
            "look for a missing comma, quotation mark or bracket."
        ) from error
    except RecursionError as error:
        raise BadScenario(
            f"{name} is nested deeper than a scenario can be; look for a bracket that repeats."
        ) from error
    except ValueError as error:  # an integer of thousands of digits
        raise BadScenario(f"{name} holds a number with too many digits; shorten it.") from error
    if found_twice:
        path = _path_to(found, found_twice[0]) or "the top"
        raise BadScenario(
            f"{name}, {path}: '{shown(found_twice[0].doubled)}' stands twice; keep one of them."
        )
    return found


def _path_to(found: object, sought: object, path: str = "") -> str:
    """The path to a value, as faults tell it; empty for the value itself."""
    if isinstance(found, Mapping):
        inside = [(f"{path}.{key}" if path else str(key), one) for key, one in found.items()]
    elif isinstance(found, list):
        inside = [(f"{path}#{number}", one) for number, one in enumerate(found, start=1)]
    else:
        inside = []
    for where, one in inside:
        if one is sought:
            return where
        if deeper := _path_to(one, sought, where):
            return deeper
    return ""


def _yaml(text: str, name: str) -> Any:
    try:
        _bounded(text, name)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f", line {mark.line + 1}" if mark else ""
        raise BadScenario(
            f"{name}{at}: this is not YAML ({error.problem or error.context}); look at the "
            "indentation, colons and quotation marks there."
        ) from error
    except yaml.YAMLError as error:
        raise BadScenario(
            f"{name} holds a sign that YAML does not allow; save it again as plain UTF-8 text."
        ) from error
    if node is None:
        raise BadScenario(f"{name} is empty; fill in a scenario, or begin with a template.")
    return _plain(node, name)


def _bounded(text: str, name: str) -> None:
    """Refuse what would not end or not fit: seen in the events, before anything is built."""
    sizes: dict[str | None, int] = {}
    stack: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        grown = 0
        if isinstance(event, yaml.AliasEvent):
            if event.anchor in [anchor for anchor, _ in stack]:
                raise BadScenario(
                    f"{name}, line {line}: the alias *{shown(event.anchor)} contains itself; "
                    "write out what is meant."
                )
            grown = sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            grown = 1
            sizes.update({event.anchor: 1} if event.anchor else {})
        elif isinstance(event, yaml.CollectionStartEvent):
            stack.append((event.anchor, 1))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, grown = stack.pop()
            sizes.update({anchor: grown} if anchor else {})
        above, size = stack[-1]
        stack[-1] = (above, size + grown)
        if len(stack) > DEEPEST or size + grown > MOST_VALUES:
            raise BadScenario(
                f"{name}, line {line}: the document is deeper or, with its aliases, larger than "
                "a scenario can be; write out only what is negotiated."
            )


def _plain(node: yaml.Node, name: str) -> Any:
    """Text, lists and mappings of a YAML node."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("'", '"', "|", ">"):
            return str(node.value)
        return None if node.value in ("", "~", "null") else Written(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(one, name) for one in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise BadScenario(f"{name}, line {line}: a name must be text, not a list or mapping.")
        if key.value in found:
            raise BadScenario(
                f"{name}, line {line}: '{shown(key.value)}' stands twice; keep one of them."
            )
        found[str(key.value)] = _plain(value, name)
    return found
