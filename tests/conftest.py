"""What every test may rely on: a home of its own, the data mirror, and a browser.

With COMITY_NO_SKIP=1, as in continuous integration, a test that would be skipped fails.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_SKIP = os.environ.get("COMITY_NO_SKIP") == "1"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_not_run: list[str] = []


def _unavailable(sentence: str) -> NoReturn:
    """Skip the test with a sentence, or fail it where nothing may be skipped."""
    if NO_SKIP:
        pytest.fail(f"{sentence} (COMITY_NO_SKIP=1 turns this skip into a failure)", pytrace=False)
    pytest.skip(sentence)


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Keep fixtures of a wide scope, and whatever they start, out of the user's home."""
    home = str(tmp_path_factory.mktemp("session-home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMITY_HOME", home)
        yield home


@pytest.fixture(autouse=True)
def _home(
    _session_home: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give each test an empty COMITY_HOME, unless a wider fixture has chosen one for it."""
    if os.environ.get("COMITY_HOME") == _session_home:
        monkeypatch.setenv("COMITY_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of publishers' files that COMITY_MIRROR names."""
    named = os.environ.get("COMITY_MIRROR")
    if not named:
        _unavailable("needs the mirror: set COMITY_MIRROR")
    folder = Path(named)
    if not folder.is_dir():
        pytest.fail(f"COMITY_MIRROR names {named}, which is not a folder", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's own Chromium or Chrome, for Playwright's `executable_path`."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    _unavailable("needs a browser: install Chromium (Debian: apt install chromium)")


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator["Browser"]:
    """One browser for all tests that need one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield opened
        opened.close()


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped or hasattr(report, "wasxfail"):
        _not_run.append(report.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember tests that were skipped, or were expected to fail."""
    _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember whole modules that were skipped."""
    _note(report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a skip fails the run."""
    if NO_SKIP and _not_run and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why the run failed although no test did."""
    if NO_SKIP and _not_run:
        terminalreporter.section("COMITY_NO_SKIP=1: these were skipped, so the run fails")
        for node in _not_run:
            terminalreporter.line(node)
