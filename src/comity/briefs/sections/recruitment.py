"""What getting a job there costs: what is published in months of earnings, and who promised what."""

from __future__ import annotations

from comity.briefs.desk import missing
from comity.briefs.dossier import Section
from comity.briefs.sections.standing import UNTOLD, called, each
from comity.briefs.voice import Sentence, Voice
from comity.core.findings import Finding
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.evidence.reading import Evidence
from comity.policy.instruments import instruments
from comity.policy.norms import Status, standing
from comity.policy.published import in_database
from comity.services.recruitment.told import reported

TREATIES = ("C181", "C097", "C189")
"""Conventions of the ILO on agencies, on migrant workers and on domestic workers."""

_AGENCIES = N_(
    "By the ILO's convention on private agencies they charge workers nothing, apart from narrow "
    "exceptions. This is recalled, and its text was not read again."
)


def published(evidence: Evidence, pair: Corridor) -> list[Finding]:
    """SDG 10.7.1 of both ends, where the UN's database was fetched; by country, not by corridor."""
    ends = (pair.origin, pair.destination)
    return [one for end in ends for one in in_database(evidence, "10.7.1", end)]


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """The published months of either end, and which of three conventions bind each of them."""
    found = published(evidence, pair)
    sentences = [_told(voice, one) for one in _newest(found)]
    notes = [] if found else [nothing(voice, pair)]
    notes += [voice._(words) for words in reported(pair)]
    if note := missing(evidence, voice, "ilo_ratifications"):
        notes.append(note)
    else:
        for end in (pair.origin, pair.destination):
            bound, open_still = _standing(evidence, end)
            sentences += _bound(voice, end, bound)
            notes += _untold(voice, end, open_still)
        notes.append(voice._(_AGENCIES))
    question = voice._("What does getting a job there cost?")
    return Section("recruitment", question, tuple(sentences), (), tuple(notes), tuple(found))


def nothing(voice: Voice, pair: Corridor) -> str:
    """That no figure of what workers pay is in the evidence."""
    return voice._(
        "No figure of what workers from {a} pay for a job in {b} is in the evidence."
    ).format(a=voice.name(pair.origin), b=voice.name(pair.destination))


def _newest(found: list[Finding]) -> list[Finding]:
    """The newest figure of each end for all workers; breakdowns stay in the data."""
    newest: dict[str, Finding] = {}
    for one in sorted(found, key=lambda one: one.period.start):
        if dict(one.about)["breakdown"] == "total" and one.value is not None:
            newest[one.subject.code] = one
    return list(newest.values())


def _told(voice: Voice, one: Finding) -> Sentence:
    return voice.say(
        "{n.when} the UN's database gives {n.exact} months of earnings for {n.subject}, all corridors "
        "together.",
        n=one,
    )


def _standing(evidence: Evidence, end: Place) -> tuple[list[Status], list[Status]]:
    """What binds one end as far as somebody has read it, and what the lists leave open."""
    rows = [standing(evidence, instruments()[code], evidence.today, [end])[0] for code in TREATIES]
    bound = [one for one in rows if one.bound_now]
    return bound, [one for one in rows if one.state in UNTOLD or one.left_open]


def _bound(voice: Voice, end: Place, bound: list[Status]) -> list[Sentence]:
    if not bound:
        return []
    return [
        voice.say(
            "As far as the lists tell, {place} is bound by: {list}.",
            place=end,
            list=each(bound, voice),
        )
    ]


def _untold(voice: Voice, end: Place, left: list[Status]) -> list[str]:
    if not left:
        return []
    names = voice.list([called(one.instrument, voice) for one in left])
    said = voice._(
        "The list is partial, and not all of it is verified: it does not tell whether {place} is "
        "bound by {names}."
    )
    return [said.format(place=voice.name(end), names=names)]
