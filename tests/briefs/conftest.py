"""One evidence for all tests of dossiers: reading does not change it."""

from collections.abc import Iterator
from datetime import date

import pytest

from comity import open_evidence
from comity.evidence import Evidence


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures in a home of their own, as of a fixed day."""
    store = open_evidence(tmp_path_factory.mktemp("home")).store
    opened = Evidence(store, date(2026, 11, 23), kept=True)
    yield opened
    opened.close()
