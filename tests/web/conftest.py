"""One application for all tests of the web: reading does not change what it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.foresight.displacement.valley import keep_valley
from tests.web.quiet import quiet_app


@pytest.fixture(scope="session")
def web_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("web-home")
    keep_valley(home)
    return home


@pytest.fixture(scope="session")
def app(web_home: Path) -> Iterator[FastAPI]:
    made = quiet_app(web_home)
    yield made
    made.state.library.close()


@pytest.fixture(scope="session")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)
