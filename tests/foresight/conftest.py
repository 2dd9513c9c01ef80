"""One evidence for all tests of the foresight wing, and the same drawn examples everywhere."""

import os
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import settings

from comity import open_evidence
from comity.evidence import Evidence

MORE = int(os.environ.get("COMITY_EXAMPLES", "0"))

settings.register_profile(
    "comity",
    deadline=None,
    derandomize=not MORE,
    database=None,
    max_examples=MORE or 15,
)
settings.load_profile("comity")


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures in a home of their own, as of a fixed day."""
    store = open_evidence(tmp_path_factory.mktemp("home")).store
    opened = Evidence(store, date(2026, 11, 23), kept=True)
    yield opened
    opened.close()
