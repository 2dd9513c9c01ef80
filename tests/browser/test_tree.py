"""What a screen reader is told: landmarks in order, named figures, tables and fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.looking import unfold

pytestmark = pytest.mark.browser

LINE = re.compile(r"^( *)- '?(?P<role>[a-z]+)(?: \"(?P<name>(?:[^\"\\]|\\.)*)\")?(?P<more>.*)$")


def tree(page: Page) -> list[tuple[str, str, str]]:
    """Role, name and state of everything on the page, in order."""
    found = (LINE.match(line) for line in page.locator("body").aria_snapshot().splitlines())
    return [(m["role"], m["name"] or "", m["more"]) for m in found if m]


def test_a_country_page_is_told_in_order(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    unfold(page)
    told = tree(page)
    roles = [role for role, _, _ in told]
    assert [roles.count(one) for one in ("banner", "main", "contentinfo", "search")] == [1, 1, 1, 1]
    assert roles.index("banner") < roles.index("main") < roles.index("contentinfo")
    around = [name for role, name, _ in told if role == "navigation"]
    assert around == ["Main", "Languages", "You are here", "Questions on this page"]
    named = ("figure", "table", "region", "img", "searchbox", "textbox", "button", "link")
    assert [one for one in told if one[0] in named and not one[1]] == []
    for role, fewest in (("figure", 8), ("table", 10), ("img", 8), ("region", 12)):
        assert roles.count(role) >= fewest, role
    regions = [name for role, name, _ in told if role == "region" and name]
    questions = [name for role, name, _ in told if role == "heading"][1:]
    assert {name for name in questions if name.endswith("?")} <= set(regions)


def test_a_figure_says_in_words_what_it_shows(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    unfold(page)
    alts = page.eval_on_selector_all(
        "figure > picture img, figure > img", "all => all.map(one => one.alt)"
    )
    assert len(set(alts)) == len(alts)
    assert all(re.search(r"\d", alt) and 40 < len(alt) < 700 for alt in alts)


def test_text_in_another_language_says_so(page: Page, site: str) -> None:
    for name, code in (("Français", "fr"), ("العربية", "ar"), ("中文", "zh")):
        page.goto(site + "/countries/UZB")
        page.get_by_role("link", name=name).click()
        assert page.locator("html").get_attribute("lang") == code
        other = page.get_by_role("link", name="English")
        assert other.get_attribute("lang") == other.get_attribute("hreflang") == "en"
