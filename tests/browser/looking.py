"""Looking at a page as a critical reader does: all is loaded, nothing cut off or overlapping."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from playwright.sync_api import ConsoleMessage, Page, Request, Response

Scheme = Literal["light", "dark"]


@contextmanager
def listening(page: Page) -> Iterator[list[str]]:
    """What goes wrong while a page is open: failed requests, errors of the console or a script."""
    troubles: list[str] = []

    def answered(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            troubles.append(f"{response.status} {response.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up for a picture of another width
            troubles.append(f"{request.failure} {request.url}")

    def told(message: ConsoleMessage) -> None:
        if "the server responded with a status of" not in message.text:  # counted by `answered`
            troubles.append(message.text)

    heard = {"response": answered, "requestfailed": failed, "console": told}
    for event, hear in heard.items():
        page.on(event, hear)  # type: ignore[call-overload]
    yield troubles
    for event, hear in heard.items():
        page.remove_listener(event, hear)


def seen(page: Page, width: int, scheme: Scheme) -> None:
    """Show the open page at a width and in light or dark, with every picture loaded."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate(_LOAD)


def unfold(page: Page) -> None:
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def faults(page: Page) -> list[str]:
    """What is wrong with the layout of the open page, in words."""
    found: list[str] = page.evaluate(_FAULTS)
    return found


_LOAD = """async () => {
  document.querySelectorAll('img').forEach(i => i.loading = 'eager');
  await new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)));
  const loaded = () => [...document.images].every(i => i.complete);
  while (!loaded()) await new Promise(go => setTimeout(go, 20));
  await Promise.all([...document.images].map(i => i.decode().catch(() => 0)));
  await document.fonts.ready;
}"""

_FAULTS = """() => {
  const found = [];
  const all = css => [...document.querySelectorAll(css)].filter(one =>
    one.checkVisibility() && getComputedStyle(one).clipPath === 'none');
  const said = one => one.tagName + ' ' + (one.alt || one.textContent).trim().slice(0, 50);
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`sideways: ${root.scrollWidth} of ${innerWidth}`);
  for (const one of all('img'))
    if (!(one.complete && one.naturalWidth)) found.push('broken: ' + said(one));
  for (const one of all('h1, h2, h3, h4, figcaption, caption, button, nav a, summary, dt, label'))
    if (one.clientWidth && one.scrollWidth > one.clientWidth + 1)
      found.push('cut off: ' + said(one));
  for (const one of all('.scroll caption')) {
    const hole = one.closest('.scroll').getBoundingClientRect(), box = one.getBoundingClientRect();
    if (box.left < hole.left - 1 || box.right > hole.right + 1) found.push('cut off: ' + said(one));
  }
  for (const one of all('figure, figure img')) {
    const column = one.parentElement.getBoundingClientRect(), box = one.getBoundingClientRect();
    if (box.left < column.left - 1 || box.right > column.right + 1)
      found.push('wide: ' + said(one));
  }
  const marks = all('header a, nav a, h1, h2, h3, figure, .scroll, button, input, .leads > div')
    .filter(one => !one.closest('.questions') && !one.closest('details:not([open])'));
  const boxes = marks.flatMap(one => [...one.getClientRects()].map(box => [one, box]));
  for (const [i, [one, a]] of boxes.entries())
    for (const [other, b] of boxes.slice(i + 1)) {
      if (b.top > a.bottom + 400) break;
      if (one.contains(other) || other.contains(one)) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 2 && down > 2) found.push(`overlap: ${said(one)} | ${said(other)}`);
    }
  return [...new Set(found)];
}"""
