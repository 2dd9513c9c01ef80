"""The entrance to the services: what each works out, and for whom."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from comity.core.marks import N_
from comity.web.answers import html
from comity.web.asking import Books, Seen
from comity.web.services_urls import HOME
from comity.web.templating import render_page

router = APIRouter()
SERVICES = (
    (
        "remittances",
        N_("Sending money home"),
        N_("What it costs from one country to another, and offers side by side."),
    ),
    (
        "recruitment",
        N_("What a job abroad may cost"),
        N_("What you are asked to pay in months of wages, and what you should not pay."),
    ),
    (
        "contract",
        N_("Check a work contract"),
        N_("Thirty-two checks, with the clause, the rule, and what to ask for. Nothing is kept."),
    ),
    (
        "sharing",
        N_("Sharing responsibility fairly"),
        N_("How many people each state would take by a rule that all can read."),
    ),
    (
        "placement",
        N_("Finding places for families"),
        N_("Which place suits which family; no family is split, no place overfull."),
    ),
    (
        "training",
        N_("Training together"),
        N_("Who gains when countries train people, when it pays, and who pays what."),
    ),
)
"""Each service by the last word of its address, its title, and what it does."""


@router.get(HOME)
def index(request: Request, library: Books, view: Seen) -> Response:
    """What the services do, one sentence each."""
    chosen = view.alone()

    def page() -> bytes:
        return render_page(request, "services/index.html", chosen, services=SERVICES)

    return html(library.page((HOME, chosen), page))
