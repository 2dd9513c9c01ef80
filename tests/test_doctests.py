"""Every example in the documentation of the code runs and gives what it says."""

import doctest
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import comity
from comity import open_evidence
from comity.evidence import Evidence

ROOT = Path(comity.__file__).parent
WITH_EXAMPLES = sorted(
    path for path in ROOT.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """What `evidence` stands for in examples: the embedded figures in a home of their own."""
    opened = open_evidence(tmp_path_factory.mktemp("doctests"))
    yield opened
    opened.close()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_lowest_floors_have_examples() -> None:
    named = {module_name(path) for path in WITH_EXAMPLES}
    assert {
        "comity",
        "comity.core.measures",
        "comity.core.periods",
        "comity.core.places",
        "comity.core.regions",
        "comity.core.tables",
        "comity.evidence.catalogue",
        "comity.evidence.reading",
        "comity.evidence.store",
    } <= named


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=module_name)
def test_examples_give_what_they_say(
    path: Path, evidence: Evidence, capsys: pytest.CaptureFixture[str]
) -> None:
    module = importlib.import_module(module_name(path))
    globals_ = dict(vars(module))
    if not isinstance(globals_.get("evidence"), type(comity)):
        globals_["evidence"] = evidence
    results = doctest.testmod(module, globs=globals_, optionflags=doctest.ELLIPSIS)
    assert results.failed == 0, capsys.readouterr().out
    written = re.findall(r"^\s*>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert results.attempted == len(written), "an example that nobody runs is no example"
