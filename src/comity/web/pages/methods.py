"""How numbers are made and checked: the rules, with thresholds from the code that applies them."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from comity import __version__
from comity.briefs.render.counted import TIMINGS
from comity.briefs.render.layout import FRESH
from comity.briefs.workings import WORKINGS
from comity.core.findings import SMALLEST_COUNT
from comity.core.glossary import term_for
from comity.core.marks import N_
from comity.core.measures import measures
from comity.core.regions import regions
from comity.evidence.accounts import flow_records
from comity.evidence.accounts.area import ESTIMATE_ENDS
from comity.evidence.accounts.asylum import FEWEST_DECISIONS
from comity.evidence.accounts.flows import FLOWS, METHOD_NAMES
from comity.evidence.accounts.flows import METHODS as FLOW_METHODS
from comity.evidence.accounts.money import TARGET
from comity.evidence.reading import Evidence
from comity.web.answers import html, json_bytes, moved, twin
from comity.web.asking import Books, Seen
from comity.web.library import Library
from comity.web.state import View
from comity.web.templating import render_page
from comity.web.urls import split_ending

router = APIRouter()
PAGES = {
    "findings": (
        N_("What a number carries"),
        N_("Whom it is about, when, how sure, and where it comes from."),
    ),
    "missing": (
        N_("What is missing, and what is withheld"),
        N_("Zero, not reported and withheld stay apart; small counts of people are never shown."),
    ),
    "releases": (
        N_("Releases, and what was known then"),
        N_("Every release is kept, so that a page can be read as of any day."),
    ),
    "quality": (
        N_("How complete, how old"),
        N_("Coverage, gaps and age, and when a page warns of old figures."),
    ),
    "disagreement": (
        N_("Where two sources differ"),
        N_("Two comparisons, what each leaves out, and why a difference is no error."),
    ),
    "flows": (
        N_("How movement is estimated"),
        N_(
            "From two stocks, births and deaths; which method, which range, and what it cannot say."
        ),
    ),
    "forecasts": (
        N_("How forecasts are made"),
        N_("The last value as the bar, bands that keep their word, what was tried, what failed."),
    ),
    "displacement": (
        N_("How displacement is simulated and forecast"),
        N_("Rules of movement, two engines, forecasts by camp, what they were checked against."),
    ),
    "agreements": (
        N_("How packages are found"),
        N_("Gains, ideas of fairness, what is proven, and what no method can know."),
    ),
    "services": (
        N_("How the services work things out"),
        N_("Costs, contracts, shares, places and training: rules, limits, and what is not kept."),
    ),
    "policy": (
        N_("How promises and indicators are told"),
        N_("Who is bound on which day, what is not counted, and which formulas are used."),
    ),
    "regions": (
        N_("Regions, and sums over them"),
        N_("Who is a member on which day, and what is added up."),
    ),
    "figures": (
        N_("Figures, maps and colours"),
        N_("Projections, borders, colours, and what a picture leaves out."),
    ),
    "workings": (
        N_("How each number was worked out"),
        N_("Every method that a lineage names, in words."),
    ),
    "measures": (
        N_("What is measured"),
        N_("Every measure with its unit, its date and its definition."),
    ),
}
OLD_AFTER = 3
"""Years after which `Voice.aged` warns that no newer figure is there; a test holds it."""


@cache
def thresholds() -> dict[str, float]:
    """Every number that decides what is shown, where the code that decides has it."""
    from comity.agreements.robust import PROVEN
    from comity.agreements.wish import SHARE
    from comity.evidence.flows.assumed import BOYS_PER_GIRL, STAYERS_WEIGHT
    from comity.figures.flow_map import MOST as LINES
    from comity.figures.frames import CARRIED
    from comity.figures.maps import SMALL
    from comity.figures.network import MOST as LINKS
    from comity.figures.ranking import MOST as RANKS
    from comity.foresight.panel import MONTHLY, YEARLY
    from comity.web.listings import LARGEST
    from comity.web.talks import DRAWS

    return {
        "smallest_count_shown": SMALLEST_COUNT,
        "years_until_a_sentence_warns": OLD_AFTER,
        "years_until_a_number_leaves_the_head": FRESH,
        "fewest_decisions_for_a_rate": FEWEST_DECISIONS,
        "last_year_estimated_population": ESTIMATE_ENDS,
        "remittance_cost_target_percent": TARGET,
        "corridors_listed": LARGEST,
        "flows_on_a_map": LINES,
        "percent_of_people_in_a_frame": round(100 * CARRIED),
        "square_pixels_of_a_small_place": SMALL,
        "rows_of_a_ranking": RANKS,
        "links_of_a_network": LINKS,
        "weight_of_most_staying": STAYERS_WEIGHT,
        "boys_for_a_girl": BOYS_PER_GIRL,
        "least_gain_share": SHARE,
        "draws_of_weights": DRAWS,
        "uncertain_weights_proven": PROVEN,
        "forecast_floor_a_year": YEARLY.floor,
        "forecast_floor_a_month": MONTHLY.floor,
    }


@router.get("/methods")
def index(request: Request, view: Seen) -> Response:
    """All pages on methods."""
    return html(render_page(request, "methods/index.html", view, pages=PAGES))


@router.get("/methods.json")
def data() -> Response:
    """Thresholds, measures and methods as data."""
    plain = {
        "title": "Methods",
        "comity": __version__,
        "thresholds": thresholds(),
        "methods": [{"method": one.method, "meaning": one.meaning} for one in WORKINGS],
        "measures": [asdict(measure) for measure in measures().values()],
        "regions": [
            {"slug": one.slug, "memberships": len(one.spells), "unverified": one.unverified}
            for one in regions().values()
        ],
    }
    return twin(json_bytes(plain), ".json", "/methods")


@router.get("/methods/{slug}")
def method(request: Request, library: Books, view: Seen, slug: str) -> Response:
    """One page on methods; its data are those of all of them."""
    name, ending = split_ending(slug, (".json",))
    if name not in PAGES:
        raise HTTPException(404)
    if ending:
        return moved(request, "/methods.json")
    title, summary = PAGES[name]
    context: dict[str, Any] = {"slug": name, "title": title, "summary": summary, "pages": PAGES}
    return html(
        render_page(request, f"methods/{name}.html", view, **context, **_shown(library, view, name))
    )


def _shown(library: Library, view: View, name: str) -> dict[str, Any]:
    """What the page of this name needs beside its text."""
    match name:
        case "flows":
            return _flows(library.evidence(view.as_of))
        case "agreements":
            from comity.web.talks import LABELS, MEANINGS

            return {"bound": thresholds(), "labels": LABELS, "meanings": MEANINGS}
        case "displacement":
            from comity.foresight.displacement.cases.settings import Settings

            return {"bound": thresholds(), "usual": Settings()}
        case "services":
            from comity.evidence.indicators import AVERAGE_TARGET

            return {"target": AVERAGE_TARGET}
        case "workings":
            return {"workings": WORKINGS}
        case "measures":
            rows = [(one, term_for(one.code)) for one in measures().values()]
            return {"rows": rows, "timings": TIMINGS}
        case "regions":
            unsure = [one for one in regions().values() if one.unverified]
            return {"unsure": unsure, "bound": thresholds()}
    return {"bound": thresholds()}


def _flows(evidence: Evidence) -> dict[str, Any]:
    """The methods, how the ranges were drawn, and what was adjusted."""
    entry = evidence.datasets.get(FLOWS)
    stated = entry.derived.parameters if entry and entry.derived else {}
    return {
        "bound": thresholds(),
        "methods": [METHOD_NAMES[code] for code in FLOW_METHODS],
        "draws": stated.get("draws", ""),
        "share": round(100 * float(stated.get("level", 0))),
        "records": flow_records.records(evidence),
        "source": flow_records.source(evidence),
    }
