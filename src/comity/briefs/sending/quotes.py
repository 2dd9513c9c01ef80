"""What single services asked, where their prices are held: how many, of which kind, and SmaRT."""

from __future__ import annotations

from comity.briefs.dossier import Line, Section, Table
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.regions import Subject
from comity.evidence.indicators.sending import SMART_SERVICES
from comity.evidence.reading import Evidence
from comity.services.remittances.averages import DISCLOSED, SERVICES, Averages, findings

_NOT_HELD = N_(
    "Prices of single services are not held here. Whoever runs this server can bring the workbook "
    "of Remittance Prices Worldwide."
)
_ASKED = N_(
    "{when}, {a.bare} services were asked what they charge, and {b.bare} told their exchange rate."
)
_SMART = N_(
    "The three cheapest services that people can use cost {n} on average. The limit is 5 percent."
)
_SMART_OVER = N_(
    "In a corridor, the three cheapest services that people can use cost {n} on average. The limit "
    "is 5 percent."
)
_FEWER = N_(
    "Fewer than three services are open to people in this way, so the limit of 5 percent is not "
    "met."
)


def of_quotes(
    evidence: Evidence, subject: Subject, found: Averages | None, voice: Voice
) -> Section:
    """The section on services; it says so where no price of a service is held."""
    question = voice._("What did single services ask?")
    if found is None:
        return Section("services", question, (), (), (voice._(_NOT_HELD),))
    told = findings(evidence, subject, found)
    counted = {dict(one.about).get("of"): one for one in told if one.measure == "services_quoted"}
    when = voice.moment(told[0].period, "quarter")
    sentences: list[Sentence] = [
        voice.say(_ASKED, when=when, a=counted[SERVICES], b=counted[DISCLOSED])
    ]
    best = next((one for one in told if one.measure == "remittance_cost_smart"), None)
    if found.corridors == 1 and found.smart_services < SMART_SERVICES:
        sentences.append(voice.say(_FEWER))
    elif best is not None:
        sentences.append(voice.say(_SMART if found.corridors == 1 else _SMART_OVER, n=best))
    kinds = tuple(_kind(told, kind, voice) for kind, _, _ in found.by_type)
    table = Table(
        voice._("Services by kind of firm"),
        voice._("Kind of firm"),
        (voice._("Money services"), voice._("Average cost")),
        kinds,
    )
    means = tuple(one for one in told if "kind" not in dict(one.about))
    averages = Table(
        voice._("Averages of the quarter"),
        voice._("Average"),
        (voice._("Figure"),),
        tuple(
            Line(voice._(one.kind.label), (one,))
            for one in means
            if one.measure != "services_quoted"
        ),
    )
    return Section("services", question, tuple(sentences), (table, averages), (), tuple(told))


def _kind(told: list[Finding], kind: str, voice: Voice) -> Line:
    own = {one.measure: one for one in told if dict(one.about).get("kind") == kind}
    cells = (own.get("services_quoted"), own.get("remittance_cost_services"))
    return Line(voice._(kind), cells)
