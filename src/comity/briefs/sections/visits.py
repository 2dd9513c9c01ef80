"""Is there a legal way? Short visits by passport; work and stay are rules the evidence lacks."""

from __future__ import annotations

from comity.briefs.desk import Desk, missing
from comity.briefs.dossier import Section
from comity.briefs.voice import Sentence, Voice
from comity.core.marks import N_
from comity.core.places import Corridor, Place
from comity.evidence.accounts import visits
from comity.evidence.reading import Evidence

_WORK = N_("Work and longer stays need a permit under national rules that are not in the evidence.")
_SAID = {
    "visa required": "For a short stay in {where} citizens of {who} need a visa.",
    "e-visa": "For a short stay in {where} citizens of {who} need an electronic visa.",
    "eta": "For a short stay in {where} citizens of {who} need an electronic travel authorisation.",
    "visa on arrival": "For a short stay in {where} citizens of {who} get a visa on arrival.",
    "no admission": "For a short stay in {where} citizens of {who} are not admitted.",
}


def openness(desk: Desk) -> Section | None:
    """How many borders the passport opens, and how many passports open this border."""
    if not isinstance(desk.subject, Place):
        return None
    voice = desk.voice
    question = voice._("Is there a legal way?")
    if note := desk.missing("visa_requirements"):
        return Section("legal-ways", question, (), (), (note,))
    found = visits.openness(desk.evidence, desk.subject)
    if found is None:
        note = voice._("The table of visa rules has no row for the passport of {place}.").format(
            place=voice.name(desk.subject)
        )
        return Section("legal-ways", question, (), (), (note,))
    out, inward = found
    sentence = voice.say(
        "{out.when} holders of a passport of {place} could visit {out} countries and areas without "
        "applying for a visa before; {place} let in holders of {into} passports so.",
        out=out,
        into=inward,
        place=desk.subject,
    )
    return Section("legal-ways", question, (sentence,), (), (voice._(_WORK),))


def corridor(evidence: Evidence, voice: Voice, pair: Corridor) -> Section:
    """The rule for short visits in both directions."""
    question = voice._("Is there a legal way?")
    if note := missing(evidence, voice, "visa_requirements"):
        return Section("legal-ways", question, (), (), (note,))
    there = visits.rule(evidence, pair)
    back = visits.rule(evidence, pair.reversed())
    if there is None and back is None:
        note = voice._("The table of visa rules has no row for this pair.")
        return Section("legal-ways", question, (), (), (note,))
    return Section("legal-ways", question, tuple(_said(voice, there, back)), (), (voice._(_WORK),))


def _said(voice: Voice, there: visits.Rule | None, back: visits.Rule | None) -> list[Sentence]:
    if there and back and there.free and back.free:
        said = [voice.say("Short stays need no visa in either direction.", about=there.days)]
        lengths = [
            voice.part("{n} days for citizens of {who}", "n", n=rule.days, who=rule.passport)
            for rule in (there, back)
            if rule.days.value is not None
        ]
        return (
            [voice.say("Short stays need no visa in either direction; {list}.", list=lengths)]
            if lengths
            else said
        )
    return [_one(voice, rule) for rule in (there, back) if rule]


def _one(voice: Voice, rule: visits.Rule) -> Sentence:
    if rule.free:
        if rule.days.value is None:
            return voice.say(
                "Citizens of {who} need no visa for short stays in {where}.",
                who=rule.passport,
                where=rule.destination,
                about=rule.days,
            )
        return voice.say(
            "Citizens of {who} need no visa for stays of up to {n} days in {where}.",
            "n",
            who=rule.passport,
            where=rule.destination,
            n=rule.days,
        )
    return voice.say(
        _SAID[rule.category],
        who=rule.passport,
        where=rule.destination,
        about=rule.days,
    )
