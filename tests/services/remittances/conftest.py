"""One evidence for all tests of sending money, and a table of offers to write."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from comity import open_evidence
from comity.evidence import Evidence

Write = Callable[[str], Path]
HEAD = (
    "corridor,provider,service,usd,amount,fee,rate,interbank_rate,speed,transparent,pickup,"
    "coverage,payin,recipient_fee,date\n"
)


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evidence]:
    """The embedded figures in a home of their own, as of a fixed day."""
    store = open_evidence(tmp_path_factory.mktemp("home")).store
    opened = Evidence(store, date(2026, 11, 22), kept=True)
    yield opened
    opened.close()


@pytest.fixture
def offers(tmp_path: Path) -> Write:
    """Write rows of offers to a table."""

    def write(rows: str) -> Path:
        path = tmp_path / "offers.csv"
        path.write_text(HEAD + rows, encoding="utf-8")
        return path

    return write
