"""Every page on every screen, by day and night, from left and from right, in one visit.

What a machine can see is asserted: layout, how the page is built, and what axe-core finds serious.
Pictures are put where COMITY_PICTURES says, to be looked at, and taken only then, by day and night;
otherwise every second page is seen by night where axe looks at it.

Of the eight ways to see a page (language, width, light) axe tries four, so chosen that every pair
of them occurs; they take turns over the ordinary pages, which are made of the same few templates,
and every third of the hard ones is tried in the hardest. Figures that stand alone, and
those that are shown in other sites, are looked at on the smallest screen but for the first. Before
axe looks, long tables are cut: their other rows are made by the same template.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import Scheme, faults, listening, seen, unfold
from tests.browser.pages import HARD, ORDINARY, PATIENCE, Address

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)
KEPT = bool(os.environ.get("COMITY_PICTURES"))
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
BOTH = 2
SEEN = [
    *((one, "en") for n, one in enumerate(ORDINARY) if n < BOTH or n % 2),
    *((one, "ar") for n, one in enumerate(ORDINARY) if n < BOTH or not n % 2),
    *((one, "en") for one in HARD),
]
"""The first in both directions, the others in turn, hard ones in English."""

WAYS: dict[str, tuple[tuple[int, Scheme], ...]] = {
    "en": ((1280, "light"), (360, "dark")),
    "ar": ((1280, "dark"), (360, "light")),
}
"""What axe tries in a language."""
HARDEST = 1
"""The way in which the hard addresses are tried."""

ROWS = 3
CUT = f"document.querySelectorAll('tbody tr:nth-child(n + {ROWS + 1})').forEach(r => r.remove())"
RUN = "axe.run({resultTypes: ['violations']}).then(results => results.violations)"
LEVELS = "[...document.querySelectorAll('h1, h2, h3, h4, h5')].map(h => Number(h.tagName[1]))"
UNSOUND = (
    "script, [style], [onclick], [onload], style",
    "table:not(:has(> caption:not(:empty)))",
    "th:not([scope])",
    "img:not([alt])",
    "[tabindex]:not([tabindex='0'], [tabindex='-1'])",
    "[autofocus], [accesskey]",
)
"""What no page holds."""
HOLDS = "held => held.filter(one => document.querySelector(one))"


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core as its package ships it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder for the pictures."""
    named = os.environ.get("COMITY_PICTURES")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def screen(browser: Browser) -> Iterator[Page]:
    """One page for all pictures: styles and letters are fetched once."""
    context = browser.new_context()
    context.set_default_navigation_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("address", "language"), SEEN, ids=[f"{one.name}-{language}" for one, language in SEEN]
)
def test_a_page_looks_right_and_keeps_nobody_out(
    screen: Page, site: str, pictures: Path, axe: str, address: Address, language: str
) -> None:
    schemes: tuple[Scheme, ...] = get_args(Scheme) if KEPT and not address.hard else ("light",)
    widths = WIDTHS[:1] if address.alike and not KEPT else WIDTHS
    screen.set_viewport_size({"width": WIDTHS[0], "height": 900})
    with listening(screen) as troubles:
        answer = screen.goto(site + address.said_in(language))
        assert answer
        assert answer.status == address.status
        page = screen.locator("html")
        assert page.get_attribute("lang") == language
        assert page.get_attribute("dir") == DIRECTIONS[language]
        assert unsound(screen) == []
        found = {}
        for width in widths:
            for scheme in schemes:
                seen(screen, width, scheme)
                name = f"{address.name}-{width}-{scheme}-{language}.jpeg"
                if KEPT:
                    screen.screenshot(path=pictures / name, full_page=True, type="jpeg", quality=70)
            found[width] = faults(screen)
        assert not any(found.values()), found
        unfold(screen)
        found = {}
        for width in {widths[0], widths[-1]}:
            seen(screen, width, "light")
            found[width] = faults(screen)
        assert not any(found.values()), found
    assert troubles == []
    if not address.alike and (not address.hard or HARD.index(address) % 3 == 0):
        assert barriers(screen, axe, address, language) == []


def unsound(page: Page) -> list[str]:
    """What is wrong with how the open page is built: headings, and what no page may hold."""
    levels = page.evaluate(LEVELS)
    skipped = levels.count(1) != 1 or any(low > high + 1 for high, low in pairwise([0, *levels]))
    held: list[str] = page.evaluate(HOLDS, UNSOUND)
    return [f"headings {levels}", *held] if skipped else held


def barriers(page: Page, axe: str, address: Address, language: str) -> list[str]:
    """What axe finds serious, and where; a frame needs no landmarks of a whole page."""
    turn = HARDEST if address.hard else ORDINARY.index(address) // 2 % 2
    width, scheme = WAYS[language][turn]
    seen(page, width, scheme)
    page.evaluate(CUT)
    page.evaluate(axe)
    violations: list[dict[str, Any]] = page.evaluate(RUN)
    return [
        f"{one['id']}: {one['nodes'][0]['target']} and {len(one['nodes']) - 1} more"
        for one in violations
        if one["impact"] in ("serious", "critical")
        or (one["impact"] == "moderate" and not address.framed)
    ]
