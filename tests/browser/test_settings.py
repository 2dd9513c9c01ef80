"""However a page is read: without scripts, enlarged, without motion, on paper, in few colours."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.looking import faults, seen, unfold
from tests.browser.pages import ORDINARY, PATIENCE

pytestmark = pytest.mark.browser


def test_it_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()
    page.goto(site + "/")
    page.locator("#q").fill("Tajikistan to Russia")
    page.keyboard.press("Enter")
    page.wait_for_url("**/corridors/TJK-RUS")
    page.get_by_role("link", name="Tajikistan", exact=True).first.click()
    page.wait_for_url("**/countries/TJK")
    page.locator("summary", has_text="Largest").first.click()
    expect(page.locator("details[open] table").first).to_be_visible()
    page.locator("summary", has_text="World").first.click()
    expect(page.locator("details[open] picture img").first).to_be_visible()
    page.get_by_text("Change the view").click()
    page.locator("#compare").fill("Germany")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/countries/TJK?*compare=Germany*")
    expect(page.get_by_text("Compared with Germany")).to_be_visible()
    context.close()


def test_only_the_own_host_is_asked(page: Page, site: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ORDINARY[:5]:
        page.goto(site + address.path, wait_until="networkidle")
    assert len(asked) > 20
    assert all(url.startswith(site) for url in asked)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_lost_at_twice_the_size(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 450}, device_scale_factor=2)
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()
    for address in ORDINARY[:5]:
        page.goto(site + address.said_in(language))
        seen(page, 640, "light")
        assert faults(page) == [], address.path
        entries = page.locator("header nav a")
        assert all(entry.is_visible() for entry in entries.all())
    context.close()


def test_larger_letters_break_nothing(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    for path in ("/", "/countries/UZB", "/measures/displaced"):
        page.goto(site + path)
        page.evaluate("document.documentElement.style.fontSize = '150%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_who_wants_no_motion_sees_none(browser: Browser, site: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()
    for path in ("/", "/countries/UZB"):
        page.goto(site + path)
        unfold(page)
        assert page.evaluate("document.getAnimations().length") == 0
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    context.close()


def test_colours_that_the_system_forces_leave_fields_and_focus(browser: Browser, site: str) -> None:
    context = browser.new_context(forced_colors="active")
    context.set_default_navigation_timeout(PATIENCE)
    page = context.new_page()
    page.goto(site + "/countries/UZB")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert page.evaluate("parseFloat(getComputedStyle(q).borderTopWidth)") >= 1
    context.close()


def test_a_page_prints_whole(page: Page, site: str) -> None:
    page.goto(site + "/countries/UZB")
    seen(page, 1280, "light")
    page.emulate_media(media="print")
    for hidden in ("header.site", ".questions", "#take", ".change"):
        assert not page.locator(hidden).first.is_visible(), hidden
    printed = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = "\n".join(sheet.extract_text() for sheet in printed.pages)
    assert "Largest groups" in text
    assert "13,013" in text, "a table that is folded on the screen"
    for unseen in ("Change the view", "Find", "Français"):
        assert unseen not in text.split("\n"), unseen
    assert 6 <= len(printed.pages) <= 36
    links = [
        note.get_object()["/A"].get_object().get("/URI", "")
        for sheet in printed.pages
        for note in sheet.annotations or []
    ]
    assert any(link.startswith("http") and site not in link for link in links)
    assert any("/corridors/KAZ-UZB" in link for link in links)


def test_an_arrow_points_the_way_people_move_from_right_to_left(page: Page, site: str) -> None:
    for path in ("/", "/corridors", "/find?q=Tajikistan+Russia+money"):
        page.goto(f"{site}{path}{'&' if '?' in path else '?'}lang=ar")
        told = page.locator("main").inner_text()
        assert "\u2190" in told, path
        assert "\u2192" not in told, path
