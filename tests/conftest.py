"""What every test may rely on: a home of its own, the data mirror, and a browser.

With COMITY_NO_SKIP=1, as in continuous integration, a test that would be skipped fails.

Where pytest-xdist runs several tests at a time (`-n 2`), a test marked `alone` waits until no other
test runs, and holds the others up until it has ended: whatever looks at a clock bears that mark.
"""

import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_SKIP = os.environ.get("COMITY_NO_SKIP") == "1"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
    "--font-render-hinting=none",
]  # fmt: skip
"""Letters as wide in the shell as they are in the browser, which hints none without a screen."""

SHELL = "chromium-headless-shell"
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell first: the same engine without windows, tabs and icons, at half the work."""

_not_run: list[str] = []
_turns = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each process of pytest-xdist the folder in which they take turns."""
    if _turns not in node.config.stash:
        node.config.stash[_turns] = tempfile.TemporaryDirectory(prefix="comity-turns-")
    node.workerinput["turns"] = node.config.stash[_turns].name


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder when all have ended."""
    if folder := config.stash.get(_turns, None):
        folder.cleanup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep a module in one process: its tests share what takes longer to set up than to ask.

    The tests in a browser are one room too: they share a server and what it has drawn. So are
    those that simulate displacement, for which engines are compiled.
    The groups that pytest-xdist 3.8 knows itself (`loadgroup`) go unheard with pytest 9.2.
    """
    from xdist.scheduler import LoadScopeScheduling

    class Rooms(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith("tests/browser/"):
                return "browser"
            if nodeid.startswith(("tests/foresight/displacement/", "tests/cli/test_displacement")):
                return "displacement"
            return nodeid.partition("::")[0]

    return Rooms(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Import a share of the modules before all are collected, as one of several processes.

    pytest rewrites the assertions of a module when it is first imported, which takes longer than
    all the rest of collecting, and keeps what it wrote: each process finds the work of the others.
    """
    given = getattr(session.config, "workerinput", None)
    if given is None or sys.dont_write_bytecode:
        return
    root = session.config.rootpath
    folders = [path for path in map(Path, session.config.args) if path.is_dir()]
    modules = [path for folder in folders for path in sorted(folder.resolve().rglob("test_*.py"))]
    number = int(given["workerid"].removeprefix("gw"))
    for path in modules[number :: given["workercount"]]:
        name = ".".join(path.relative_to(root).with_suffix("").parts)
        with suppress(Exception, pytest.skip.Exception):  # collecting says what is wrong
            importlib.import_module(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test, with all that it sets up, beside others or alone."""
    given = getattr(item.config, "workerinput", None)
    if given is None:
        return (yield)
    with _turn(Path(given["turns"]), alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def _turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Enter the room; who wants it for himself keeps the door shut until the others have left."""
    with (folder / "door").open("w") as door, (folder / "room").open("w") as room:
        flock(door, LOCK_EX)
        flock(room, LOCK_EX if alone else LOCK_SH)
        flock(door, LOCK_UN)
        try:
            yield
        finally:
            flock(room, LOCK_UN)  # closing would not do: a child may have inherited the file


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
    _unavailable(f"needs a browser: install Chromium (Debian: apt install {SHELL}, or chromium)")


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
