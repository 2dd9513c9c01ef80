"""The floors of the house: nothing imports what stands above it, and every room is signposted."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import comity

# Who may import whom. A room may always import itself; `comity` is the front door (version, and
# names that it loads when they are asked for).
ARROWS: dict[str, set[str]] = {
    "core": set(),
    "evidence": {"core"},
    "register": {"core"},
    "policy": {"core", "evidence", "register"},
    "foresight": {"core", "evidence", "register"},
    "services": {"core", "evidence", "register"},
    "agreements": {"core", "evidence", "register"},
}
ARROWS["figures"] = {"core", "evidence", "register", "policy", "foresight", "services"} | {
    "agreements"
}
ARROWS["briefs"] = ARROWS["figures"] | {"figures"}
ARROWS["web"] = ARROWS["briefs"] | {"briefs"}
ARROWS["cli"] = ARROWS["briefs"] | {"briefs"}

# `comity serve` starts the web, which it loads when it is told to serve and not before.
LAZY = {("cli", "comity.web.serve")}

LONGEST = 400
"""Lines of a module."""

ROOT = Path(comity.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Import:
    """One import of something of Comity's own."""

    room: str
    """Who imports: the first folder below `comity`, or "" for the front door."""
    target: str
    """What: a module's full name, with the name that is taken from it."""
    lazy: bool
    """Whether it stands inside a function, or is for type checkers only."""
    line: int

    @property
    def target_room(self) -> str:
        """The first folder below `comity` of what is imported, or ""."""
        return [*self.target.split("."), ""][1]


def room_of(path: Path) -> str:
    """The room in which a module stands."""
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else ""


def for_types_only(node: ast.AST) -> bool:
    """Whether this is `if TYPE_CHECKING:`, which never runs."""
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imports_of(tree: ast.Module, room: str, package: str) -> Iterator[Import]:
    """Every import of Comity's own, also those inside functions and for type checking only."""
    inside = {
        child
        for function in ast.walk(tree)
        if isinstance(function, Function | ast.Lambda) or for_types_only(function)
        for child in ast.walk(function)
        if isinstance(child, ast.Import | ast.ImportFrom)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "comity":
                yield Import(room, name, node in inside, node.lineno)


def breaches(found: Import) -> str:
    """What is wrong with an import, or nothing."""
    here, there = found.room, found.target_room
    if there not in ARROWS or here == there:
        return ""  # the front door's own names, and neighbours in the room
    if here == "":
        return "" if found.lazy else "the front door may only import lazily"
    if here not in ARROWS:
        return f"the room '{here}' is not in the table of arrows"
    if there in ARROWS[here]:
        return ""
    if any(here == room and found.target.startswith(name) for room, name in LAZY):
        return "" if found.lazy else "this may only be imported inside a function"
    return f"{here} may not import {there}"


def public(tree: ast.Module) -> Iterator[tuple[ast.AST, bool]]:
    """Every public function, class and method, and whether it is a method."""
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node, False
            if isinstance(node, ast.ClassDef):
                for member in node.body:
                    hidden = isinstance(member, Function) and member.name.startswith("_")
                    if isinstance(member, Function) and not hidden:
                        yield member, True


@cache
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def named(path: Path) -> str:
    """A module as it is told of: its path below the product."""
    return str(path.relative_to(ROOT))


def package_of(path: Path) -> str:
    """The package in which a module stands."""
    return ".".join(["comity", *path.relative_to(ROOT).parent.parts])


def typed(function: Function, method: bool) -> bool:
    """Whether all arguments and the result are annotated."""
    given = function.args
    taken = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
    static = any(
        isinstance(d, ast.Name) and d.id == "staticmethod" for d in function.decorator_list
    )
    named = [argument for argument in taken if argument is not None]
    if method and not static:
        named = named[1:]
    return function.returns is not None and all(argument.annotation for argument in named)


# --- The floors -------------------------------------------------------------------------------


def test_the_table_is_the_order_of_the_floors() -> None:
    """No arrow points up, wings do not see each other, and the faces do not either."""
    floors = list(ARROWS)
    for room, below in ARROWS.items():
        assert all(floors.index(other) < floors.index(room) for other in below), room
    wings = {"policy", "foresight", "services", "agreements"}
    assert all(not ARROWS[wing] & wings for wing in wings)
    assert "register" not in ARROWS["evidence"]
    assert "evidence" not in ARROWS["register"]
    assert "web" not in ARROWS["cli"]
    assert "cli" not in ARROWS["web"]


def test_every_room_is_in_the_table() -> None:
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and any(path.rglob("*.py"))}
    assert rooms <= set(ARROWS)
    assert {"core", "evidence"} <= rooms


def test_imports_point_down() -> None:
    wrong = [
        f"{named(path)}, line {found.line}: {found.target}: {reason}"
        for path in MODULES
        for found in imports_of(parse(path), room_of(path), package_of(path))
        if (reason := breaches(found))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("room", "line", "reason"),
    [
        ("core", "from comity.evidence import Store", "core may not import evidence"),
        ("evidence", "import comity.policy", "evidence may not import policy"),
        ("evidence", "from comity.register import x", "evidence may not import register"),
        ("policy", "from comity.foresight import x", "policy may not import foresight"),
        ("briefs", "from comity.web.urls import x", "briefs may not import web"),
        ("web", "from comity.cli import main", "web may not import cli"),
        ("web", "def f():\n    from comity.cli import main", "web may not import cli"),
        ("cli", "from comity.web import serve", "this may only be imported inside a function"),
        ("cli", "def f():\n    from comity.web.app import x", "cli may not import web"),
        ("core", "from ..evidence import x", "core may not import evidence"),
        ("", "from comity.evidence import x", "the front door may only import lazily"),
        ("attic", "from comity.core import x", "the room 'attic' is not in the table of arrows"),
        ("cli", "def f():\n    from comity.web.serve import serve", ""),
        ("cli", "def f():\n    from comity.web import serve", ""),
        ("evidence", "from comity import __version__", ""),
        ("evidence", "from comity.core.places import find_place", ""),
        ("evidence", "from . import store", ""),
        ("", "def f():\n    from comity.evidence import x", ""),
        ("", "if TYPE_CHECKING:\n    from comity.evidence import x", ""),
        ("core", "if TYPE_CHECKING:\n    import comity.web", "core may not import web"),
        ("core", "import polars", ""),
    ],
)
def test_this_test_sees_what_is_wrong(room: str, line: str, reason: str) -> None:
    package = f"comity.{room}".rstrip(".")
    assert [breaches(found) for found in imports_of(ast.parse(line), room, package)] in (
        [reason],
        [] if not reason else None,
    )


# --- The signposts ----------------------------------------------------------------------------


def unsigned(path: Path) -> Iterator[str]:
    """What is wrong with the length and the first sentence of a module."""
    told = ast.get_docstring(parse(path)) or ""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > LONGEST:
        yield f"{named(path)} has {lines} lines; at most {LONGEST}"
    whole = told and told.splitlines()[0].rstrip().endswith((".", ":", "?", ",", ";"))
    if not whole and len(told) <= 80:
        yield f"{named(path)} does not open with a sentence"


def unexplained(path: Path) -> Iterator[str]:
    """The public names of a module without a docstring or without types."""
    for node, method in public(parse(path)):
        assert isinstance(node, Function | ast.ClassDef)
        if not ast.get_docstring(node):
            yield f"{named(path)}, line {node.lineno}: {node.name} has no docstring"
        if isinstance(node, Function) and not typed(node, method):
            yield f"{named(path)}, line {node.lineno}: {node.name} is not fully annotated"


def test_modules_are_short_and_open_with_a_sentence() -> None:
    assert [fault for path in MODULES for fault in unsigned(path)] == []


def test_public_names_are_explained_and_typed() -> None:
    assert [fault for path in MODULES for fault in unexplained(path)] == []


@pytest.mark.parametrize(
    ("source", "typed_in_full"),
    [
        ("def f(a: int, *b: int, c: int = 1, **d: int) -> None: ...", True),
        ("def f(a: int, b) -> None: ...", False),
        ("def f(a: int, *b) -> None: ...", False),
        ("def f(*, c=1) -> None: ...", False),
        ("def f(**d) -> None: ...", False),
        ("def f(a: int): ...", False),
        ("async def f(a) -> None: ...", False),
    ],
)
def test_this_test_sees_what_is_not_annotated(source: str, typed_in_full: bool) -> None:
    (function,) = ast.parse(source).body
    assert isinstance(function, Function)
    assert typed(function, method=False) is typed_in_full
