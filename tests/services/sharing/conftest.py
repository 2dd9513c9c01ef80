"""One evidence for all tests of sharing, and the example of 2015 in the columns it was given in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from comity import open_evidence
from comity.evidence import Evidence
from comity.services.sharing.known import example_bytes


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures in a home of their own, as of a fixed day."""
    store = open_evidence(tmp_path_factory.mktemp("home")).store
    opened = Evidence(store, date(2026, 11, 22), kept=True)
    yield opened
    opened.close()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The figures of 2015 as a file."""
    path = tmp_path / "inputs.csv"
    path.write_bytes(example_bytes())
    return path
