"""One running Comity and one browser for everything that is tried in a real browser."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from comity.evidence import open_evidence
from comity.evidence.catalogue import catalogue
from comity.web.app import create_app
from tests.browser.pages import LATER, PATIENCE, RELEASED
from tests.foresight.displacement.valley import keep_valley

expect.set_options(timeout=PATIENCE / 3)


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """The application over the embedded figures, and over a second release of one table."""
    home = tmp_path_factory.mktemp("browser-home")
    store = open_evidence(home).store
    rows = store.read(RELEASED).sort(catalogue()[RELEASED].key)
    store.append(catalogue()[RELEASED], rows.head(-3), vintage=LATER, origin="test")
    keep_valley(home)
    app = create_app(home)
    yield app
    app.state.library.close()


@pytest.fixture(scope="session")
def site(application: FastAPI) -> Iterator[str]:
    """The address of the running application."""
    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a large screen, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_navigation_timeout(PATIENCE)
    broken: list[str] = []
    context.on("response", lambda one: broken.append(one.url) if one.status >= 500 else None)
    yield context.new_page()
    context.close()
    assert broken == []
