"""Pictures of every page on every screen, by day and night, from left and from right.

They are put where COMITY_PICTURES says, to be looked at, and taken only then; what a machine can
see is asserted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looking import Scheme, faults, listening, seen, unfold
from tests.browser.pages import HARD, ORDINARY, PATIENCE, Address

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)
KEPT = bool(os.environ.get("COMITY_PICTURES"))
DIRECTIONS = {"en": "ltr", "ar": "rtl"}
BOTH = 5
SEEN = [
    *((one, "en") for n, one in enumerate(ORDINARY) if n < BOTH or n % 2),
    *((one, "ar") for n, one in enumerate(ORDINARY) if n < BOTH or not n % 2),
    *((one, "en") for one in HARD),
]
"""The first in both directions, the others in turn, by day and by night; hard ones in English."""


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
def test_a_page_looks_right(
    screen: Page, site: str, pictures: Path, address: Address, language: str
) -> None:
    schemes: tuple[Scheme, ...] = ("light",) if address.hard else get_args(Scheme)
    screen.set_viewport_size({"width": WIDTHS[0], "height": 900})
    with listening(screen) as troubles:
        answer = screen.goto(site + address.said_in(language))
        assert answer
        assert answer.status == address.status
        page = screen.locator("html")
        assert page.get_attribute("lang") == language
        assert page.get_attribute("dir") == DIRECTIONS[language]
        found = {}
        for width in WIDTHS:
            for scheme in schemes:
                seen(screen, width, scheme)
                name = f"{address.name}-{width}-{scheme}-{language}.jpeg"
                if KEPT:
                    screen.screenshot(path=pictures / name, full_page=True, type="jpeg", quality=70)
            found[width] = faults(screen)
        assert not any(found.values()), found
        unfold(screen)
        found = {}
        for width in (WIDTHS[0], WIDTHS[-1]):
            seen(screen, width, "light")
            found[width] = faults(screen)
        assert not any(found.values()), found
    assert troubles == []
