"""What the search knows of the services: their pages, by what people call what they look for."""

from __future__ import annotations

from collections.abc import Iterator

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.web import services_urls
from comity.web.library import Library
from comity.web.pages.services import SERVICES
from comity.web.search.entries import Entry
from comity.web.search.saying import said
from comity.web.state import View

_HOME = N_("Services")
_ABOUT = N_("Costs, contracts, fair shares, places and training, worked out and not kept")
_WORDS: dict[str, tuple[str, ...]] = {
    "remittances": (
        N_("Remittances"),
        N_("Cost of sending USD 200"),
        N_("Money transfer"),
        N_("Compare offers to send money"),
        N_("Check a price database"),
    ),
    "recruitment": (N_("Recruitment fee"), N_("Recruitment costs"), N_("Employment agency")),
    "contract": (
        N_("Work contract"),
        N_("Passport kept by the employer"),
        N_("Model contract"),
        N_("Employment contract"),
        N_("Before you sign"),
    ),
    "sharing": (N_("Responsibility sharing"), N_("Relocation key"), N_("Fair share")),
    "placement": (N_("Resettlement places"), N_("Matching families and places")),
    "training": (N_("Skills partnership"), N_("Training of nurses"), N_("Brain drain")),
}


def pages(library: Library, view: View) -> Iterator[Entry]:
    """The page of each service, and that of all."""
    voice = Voice(view.language)
    yield Entry(
        "page", voice._(_HOME), services_urls.HOME, voice._(_ABOUT), said(_HOME), said(_ABOUT)
    )
    for name, title, hint in SERVICES:
        more = [text for words in _WORDS[name] for text in said(words)]
        yield Entry(
            "page",
            voice._(title),
            services_urls.service(name),
            voice._(hint),
            (*said(title), *more),
            said(hint),
        )
