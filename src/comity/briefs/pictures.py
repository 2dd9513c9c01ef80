"""Which figures stand in a dossier: for each section the few that answer its question.

They are made of the findings that the dossier already carries, and of nothing else. A series needs
two values, a map two flows; where there are fewer, the sentences and tables say what there is.
"""

from __future__ import annotations

from collections.abc import Callable

from comity.briefs.dossier import Dossier
from comity.briefs.fans import fans
from comity.briefs.hanging import Hanger
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.core.regions import Subject
from comity.evidence.accounts.flows import WIDEST
from comity.figures import Figure, choropleth, matrix, multiples, ranking
from comity.figures.theme import WIDTH
from comity.figures.words import sentence

_GROUPS = {
    "refugees": N_("Refugees"),
    "asylum_seekers": N_("Seeking asylum"),
    "others_in_need": N_("Others in need of protection"),
}
_TARGET = 3.0


def figures_for(dossier: Dossier, *, width: int = WIDTH) -> dict[str, list[Figure]]:
    """The figures of each section that has any, by the slug of the section.

    Figures that follow each other with a `tab` are views of the same thing.
    """
    made: dict[str, list[Figure]] = {}
    for section in dossier.sections:
        make = _MADE.get(section.slug)
        if make and (found := make(Hanger(dossier, section, width))):
            made[section.slug] = found
    return made


def _living_here(wall: Hanger) -> list[Figure]:
    own, flows = wall.own("immigrants"), wall.flows("migrant_stock")
    everywhere = wall.dossier.subject.slug == "world"
    title = N_("People from other countries living in {place}")
    if everywhere:
        title = N_("People living in a country other than the one they came from")
    made = wall.series({N_("People"): own}, wall.title(title), wall.voice._("Mid-year."))
    title = N_("Where the largest groups in {place} came from")
    if not isinstance(wall.dossier.subject, Place):
        title = N_("The largest groups: where they came from and where they live")
    return made + wall.map("migrant_stock", wall.title(title), wall.when(flows))


def _living_abroad(wall: Hanger) -> list[Figure]:
    title = N_("Where people from {place} live")
    return wall.map("migrant_stock", wall.title(title), wall.when(wall.flows("migrant_stock")))


def _movement(wall: Hanger) -> list[Figure]:
    """Movement by period with its interval, and the largest movements as curves."""
    voice = wall.voice
    shaded = sentence(
        voice._("Estimates, mid-year to mid-year; the last period has four years."), _shading(wall)
    )
    subject = wall.dossier.subject
    method = ("method", "pseudo-bayes")
    if isinstance(subject, Corridor):
        back = [
            f
            for f in wall.findings
            if f.subject == subject.reversed() and f.measure == "estimated_flow"
        ]
        lines = {N_("There"): wall.own("estimated_flow", method), N_("Back"): back}
        title = wall.title(N_("People who moved from {a} to {b}, and back"))
        return wall.series(lines, title, shaded)
    lines = {
        N_("Came"): wall.own("estimated_arrivals", method),
        N_("Left"): wall.own("estimated_departures", method),
    }
    title = wall.title(N_("People who came to live in {place}, and who left"))
    if subject.slug == "world":
        title = voice._("People who moved from one country to another")
    into = [f for f in wall.flows("estimated_flow") if not _left(f, subject, wall)]
    of_map = wall.title(N_("The largest movements to {place}, estimated"))
    if subject.slug == "world":
        of_map = voice._("The largest movements between countries, estimated")
    return wall.series(lines, title, shaded) + wall.curves(into, of_map, wall.when(into))


def _left(flow: Finding, subject: Subject, wall: Hanger) -> bool:
    """Whether a flow leads out of the place or the region in question."""
    inside = [subject] if isinstance(subject, Place) else wall.dossier.related
    ends = _ends(flow)
    return bool(ends) and ends[0] in inside and ends[1] not in inside


def _displaced(wall: Hanger, role: str, title: str, of_map: str) -> list[Figure]:
    lines = {label: wall.own(measure, ("role", role)) for measure, label in _GROUPS.items()}
    made = wall.series(lines, wall.title(title), wall.voice._("End of year."))
    return made + wall.map("displaced", wall.title(of_map), wall.when(wall.flows("displaced")))


def _refuge(wall: Hanger) -> list[Figure]:
    made = _displaced(
        wall,
        "hosted",
        N_("People who found refuge in {place}"),
        N_("Where people who found refuge in {place} came from"),
    )
    title = wall.title(N_("People displaced inside {place} by conflict"))
    if wall.dossier.subject.slug == "world":
        title = wall.voice._("People displaced by conflict inside their own countries")
    inside = wall.series(
        {N_("People"): wall.own("idps")}, title, wall.voice._("End of year."), "refuge-inside"
    )
    return made + inside


def _flight(wall: Hanger) -> list[Figure]:
    return _displaced(
        wall,
        "from here",
        N_("People from {place} who found refuge elsewhere"),
        N_("Where people displaced from {place} live"),
    )


def _asylum(wall: Hanger) -> list[Figure]:
    if isinstance(wall.dossier.subject, Corridor):
        title = wall.title(N_("Asylum applications by people from {a} in {b}"))
        return wall.series({N_("Applications"): wall.own("applications")}, title)
    lines = {
        N_("Lodged here"): wall.own("applications", ("role", "lodged here")),
        N_("By people from here"): wall.own("applications", ("role", "by people from here")),
    }
    caption = wall.voice._("New applications in the year, in persons.")
    title = wall.title(N_("Asylum applications: {place}"))
    return wall.series(lines, title, caption) + _rates(wall)


def _rates(wall: Hanger) -> list[Figure]:
    rates = wall.flows("protection_rate")
    if len(rates) < 2:
        return []
    decided = {f.subject.code: f for f in wall.flows("decisions")}

    def destination(finding: Finding) -> str:
        pair = finding.subject
        return wall.words.name(pair.destination if isinstance(pair, Corridor) else pair)

    title = N_("Decisions on people from {place} that granted protection, by destination")
    caption = N_("First instance, destinations with at least a hundred decisions.")
    return [
        ranking(
            rates,
            wall.title(title),
            caption=f"{wall.when(rates)} {wall.voice._(caption)}",
            name="asylum-rates",
            words=wall.words,
            width=wall.width,
            label=destination,
            beside=decided,
        )
    ]


def _shading(wall: Hanger) -> str:
    """What the shading around an estimate holds."""
    shaded = (f for f in wall.findings if f.measure.startswith("estimated_"))
    if any(f.interval == WIDEST for f in shaded):
        return wall.voice._("Shading: sum of the bounds of the countries, wider than 80 %.")
    return wall.voice._("Shading: the range in which 80 in 100 outcomes are expected.")


def _mixed(wall: Hanger) -> list[Figure]:
    """Registrations of people in need of protection beside the estimate of all movement."""
    subject = wall.dossier.subject
    if isinstance(subject, Corridor):
        title = N_("Protection-related movement from {a} to {b}, and all movement")
        return _registered(wall, "estimated_flow", "", title)
    if subject.slug == "world":
        title = N_("Protection-related movement between countries, and all movement")
        return _registered(wall, "estimated_arrivals", "arriving", title)
    come = N_("Protection-related movement to {place}, and all movement")
    go = N_("Protection-related movement from {place}, and all movement")
    return [
        *_registered(wall, "estimated_arrivals", "arriving", come),
        *_registered(wall, "estimated_departures", "leaving", go, "mixed-leaving"),
    ]


def _registered(
    wall: Hanger, measure: str, role: str, title: str, name: str = "mixed"
) -> list[Figure]:
    about = (("role", role),) if role else ()
    lines = {
        N_("All movement (estimated)"): wall.own(measure, ("method", "pseudo-bayes")),
        N_("Protection-related"): wall.own("protection_movement", *about),
    }
    apart = N_("Mid-year to mid-year. Registrations and estimates have different definitions.")
    caption = sentence(wall.voice._(apart), _shading(wall))
    return wall.series(lines, wall.title(title), caption, name)


def _hosting(wall: Hanger) -> list[Figure]:
    title = wall.title(N_("People who found refuge in {place}, per 1,000 inhabitants"))
    return wall.series(
        {N_("Per 1,000 inhabitants"): wall.own("per_thousand")},
        title,
        wall.voice._("Refugees, people seeking asylum and others in need of protection."),
    )


def _remittances(wall: Hanger) -> list[Figure]:
    lines = {
        N_("Received"): wall.own("remittances_received"),
        N_("Paid"): wall.own("remittances_paid"),
    }
    caption = wall.voice._("Current US dollars.")
    made = wall.series(lines, wall.title(N_("Remittances: {place}")), caption)
    title = wall.title(N_("Remittances received as a share of the economy of {place}"))
    share = {N_("Share of the economy"): wall.own("remittances_gdp")}
    return made + wall.series(share, title, name="remittances-share")


def _dependence(wall: Hanger) -> list[Figure]:
    """The share of the origin's economy, which is said of the country and not of the corridor."""
    found = [f for f in wall.findings if f.measure == "remittances_gdp"]
    title = wall.title(N_("Remittances received as a share of the economy of {a}"))
    return wall.series({N_("Share of the economy"): found}, title)


def _population(wall: Hanger) -> list[Figure]:
    dashed = wall.voice._("Dashed: projected.")
    title = wall.title(N_("Population of {place}"))
    if wall.dossier.subject.slug == "world":
        title = wall.voice._("Population of the world")
    people = wall.series({N_("People"): wall.own("population")}, title, dashed, "population")
    if wall.dossier.subject.slug == "world":
        return people
    net = wall.own("net_migration")
    caption = dashed
    if any(f.low is not None for f in net):
        shade = wall.voice._("Shading: the range in which 80 in 100 outcomes are expected.")
        caption = f"{dashed} {shade}"
    title = wall.title(N_("Net migration: people who arrived in {place} minus people who left"))
    return people + wall.series({N_("People"): net}, title, caption, "population-migration")


def _routes(wall: Hanger) -> list[Figure]:
    panels: dict[str, list[Finding]] = {}
    for finding in wall.findings:
        if finding.measure == "deaths_route":
            route = dict(finding.about).get("route", "")
            panels.setdefault(wall.voice._(route), []).append(finding)
    told = {name: found for name, found in panels.items() if len(found) > 1}
    if not told:
        return []
    caption = N_("Minimum counts, on one scale. A pale column is a year that is not complete.")
    return [
        multiples(
            told,
            wall.voice._("Deaths and disappearances by route"),
            caption=wall.voice._(caption),
            name="routes",
            words=wall.words,
            width=wall.width,
        )
    ]


def _members(wall: Hanger) -> list[Figure]:
    def of(measure: str) -> list[Finding]:
        found = [f for f in wall.findings if f.measure == measure and isinstance(f.subject, Place)]
        return found if sum(f.value is not None for f in found) > 1 else []

    subject = wall.dossier.subject
    made: list[Figure] = []
    if shares := of("remittances_gdp"):
        inside = [place for place in wall.dossier.related if isinstance(place, Place)]
        made.append(
            choropleth(
                shares,
                wall.voice._("Remittances received as a share of the economy"),
                within=None if subject.slug == "world" else inside,
                caption=wall.voice._("Newest year of each country."),
                name="members-map",
                words=wall.words,
                width=wall.width,
            )
        )
    if people := of("immigrants"):
        made.append(
            ranking(
                people,
                wall.voice._("People from other countries living in each member"),
                caption=wall.when(people),
                name="members",
                words=wall.words,
                width=wall.width,
            )
        )
    flows = wall.flows("migrant_stock")
    if len({f.subject for f in flows}) > 2:
        shown = {end for f in flows for end in _ends(f)}
        rest = len(wall.dossier.related) > len(shown)
        only = wall.voice._("Members with many people living in each other's countries.")
        made.append(
            matrix(
                flows,
                wall.voice._("People from each member living in each other member"),
                caption=f"{wall.when(flows)} {only}" if rest else wall.when(flows),
                name="members-matrix",
                words=wall.words,
                width=wall.width,
            )
        )
    return made


def _ends(flow: Finding) -> tuple[Place, ...]:
    pair = flow.subject
    return (pair.origin, pair.destination) if isinstance(pair, Corridor) else ()


def _living_there(wall: Hanger) -> list[Figure]:
    lines = {
        N_("All"): wall.own("migrant_stock"),
        N_("Women and girls"): wall.own("women"),
        N_("Men and boys"): wall.own("men"),
    }
    return wall.series(
        lines, wall.title(N_("People from {a} living in {b}")), wall.voice._("Mid-year.")
    )


def _cost(wall: Hanger) -> list[Figure]:
    title = wall.title(N_("What sending 200 US dollars from {b} to {a} costs"))
    target = (_TARGET, wall.voice._("target for 2030"))
    caption = wall.voice._("Average of the quoted services, percent of the sum sent.")
    lines = {N_("Cost"): wall.own("remittance_cost")}
    return wall.series(lines, title, caption, rule=target)


def _displacement(wall: Hanger) -> list[Figure]:
    lines = {label: wall.own(measure) for measure, label in _GROUPS.items()}
    title = wall.title(N_("People displaced from {a} in {b}"))
    return wall.series(lines, title, wall.voice._("End of year."))


_MADE: dict[str, Callable[[Hanger], list[Figure]]] = {
    "living-here": _living_here,
    "living-abroad": _living_abroad,
    "movement": _movement,
    "refuge": _refuge,
    "flight": _flight,
    "asylum": _asylum,
    "mixed": _mixed,
    "hosting": _hosting,
    "remittances": _remittances,
    "population": _population,
    "routes": _routes,
    "members": _members,
    "living-there": _living_there,
    "dependence": _dependence,
    "cost": _cost,
    "displacement": _displacement,
    "ahead": fans,
    "ahead-away": fans,
}
