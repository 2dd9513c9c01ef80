"""Homes for the store, and children that write into them and die."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import comity
from comity.evidence.embedded import load_embedded
from comity.evidence.reading import Evidence
from comity.evidence.store import Store

Orders = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the embedded figures that tests may read and copy, and nobody writes to."""
    home = tmp_path_factory.mktemp("loaded")
    load_embedded(Store.open(home))
    return home


@pytest.fixture(scope="session")
def evidence(loaded_home: Path) -> Iterator[Evidence]:
    """The embedded evidence, for asking."""
    opened = Evidence(Store.open(loaded_home))
    yield opened
    opened.close()


@pytest.fixture
def home(loaded_home: Path, tmp_path: Path) -> Path:
    """A loaded home of the test's own."""
    return Path(shutil.copytree(loaded_home, tmp_path / "home"))


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user of the machine may look into, unlike those of pytest."""
    with tempfile.TemporaryDirectory(prefix="comity-test-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def orders() -> Iterator[Orders]:
    """Run jobs, each in a process of its own, all at the same time; see `children.py`."""
    roots = [str(Path(comity.__file__).parents[1]), str(Path(__file__).parents[2])]
    script = Path(__file__).with_name("children.py")
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(roots)},
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    taker, teller = process.stdin, process.stdout

    def order(*jobs: dict[str, Any]) -> list[dict[str, Any]]:
        taker.write(json.dumps(jobs) + "\n")
        taker.flush()
        ended = json.loads(teller.readline())
        for job, end in zip(jobs, ended, strict=True):
            assert "broke" not in end, f"{job}:\n{end['broke']}"
        return list(ended)

    yield order
    taker.close()
    process.wait(timeout=30)
