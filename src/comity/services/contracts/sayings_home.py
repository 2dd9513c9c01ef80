"""Sayings on where the worker lives and whether the door is open."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.clauses import Contract
from comity.services.contracts.families import (
    banned,
    every,
    forced,
    free,
    has,
    lacks,
    punished,
    refused,
    some,
)
from comity.services.contracts.judging import Seen
from comity.services.contracts.sayings import Saying, parts

_HOUSE = (
    r"(?:accommodations?|housing|lodgings?|dormitor(?:y|ies)|hostel|quarters|barracks|camp|"
    r"caravan|tenancy|room|bed|container|house|residence|household|farm|family|apartment|flat|"
    r"cabin|premises)"
)
_LIVING = has(
    r"(?:reside|resides|residing|residence|live|lives|living|lodge|lodges|lodging|sleeps?|dwell|"
    r"stay|stays|staying|accommodat\w+|housing|tenancy|caravan|dormitor\w+|hostel|barracks|"
    r"quarters|rent)\b"
)
_LIVE_THERE = has(
    r"(?:reside|live|lodge|sleep|stay|dwell|staying|living|residing|residence|tenancy|"
    rf"occup\w+)\b[^.;]{{0,40}}\b(?:in|at|with|on|of)\b[^.;]{{0,40}}\b(?:{_HOUSE}|employer)\b|"
    r"tenancy|(?:accommodation|lodging|housing|live-in|staying|"
    rf"residence)\b[^.;]{{0,45}}\b(?:compulsory|mandatory|obligatory|conditions?)"
)
_ELSEWHERE = has(
    r"(?:elsewhere|anywhere|outside|private|other (?:place|accommodation|housing)|another "
    r"(?:place|room|house)|own (?:accommodation|housing|room|place)|move out|moves? out|moving "
    r"out|choose|change it|room outside)\b"
)
_BOUND = N_("The worker has to live where the employer says.")
_MAY_LEAVE = some(
    has(
        r"optional|voluntar\w+|(?:free|may|can|entitled|wishes|choose|chooses) to (?:live|find|"
        r"rent|reside|stay|move)|may (?:live|rent|choose|find|stay|move)|chooses where|own choice|"
        r"not (?:be )?(?:obliged|required|compulsory|mandatory|bound|forced)|nobody (?:has|is)|"
        r"need not|does not have to|not a condition|documents?|passports?"
    ),
)
LIVING = (
    Saying(
        has(r"accommodation|lodging|housing|hostel|dormitory"),
        every(
            has(r"refus\w+ to (?:occupy|live|stay|move|use)|not (?:occupying|living|staying)"),
            punished,
        ),
        False,
        _BOUND,
    ),
    Saying(
        _LIVING,
        every(_LIVE_THERE, forced),
        False,
        _BOUND,
        some(
            _MAY_LEAVE,
            has(
                r"employer (?:shall|must|will|is)|leave the|clean|vacate|rules?|quiet|"
                r"during (?:training|quarantine)|smok\w+|register|guests?|visitors?|"
                r"address|permit|inform\w*|residence (?:card|permit)|worker lives at"
            ),
        ),
    ),
    Saying(
        _LIVING,
        every(_ELSEWHERE, some(banned, punished, refused)),
        False,
        _BOUND,
        some(
            _MAY_LEAVE,
            has(
                r"prevent|guests?|visitors?|smok\w+|cook\w*|working hours|work outside|"
                r"damage"
            ),
        ),
    ),
    Saying(
        has(r"accommodat\w+|housing|lodging|rent|bed\b|board|meals?|food|dormitor\w+|hostel|room"),
        has(
            r"(?:deduct\w*|charg\w*|rent|price|amount|cost)\b[^.;]{0,70}\b(?:decided|determined|"
            r"fixed|set|considers?|thinks?|sees? fit|discretion|whatever|appropriate|"
            r"changed)\b[^.;]{0,25}(?:\bby employer|\bemployer|appropriate|fit|time to time|"
            r"charged|discretion)|pays? for it whatever"
        ),
        False,
        N_("More is taken for housing and food than is fair, or the sum is left open."),
        has(r"law|agreed|with worker's|consent"),
    ),
)

_PLACES = (
    r"(?:premises|house|household|home|compound|camp|site|accommodation|dormitory|hostel|residence|"
    r"quarters|building|farm|plantation|estate|vessel|ship|villa|factory|room|place|apartment|flat|"
    r"town|it\b)"
)
_GOING = has(
    r"(?:leav(?:e|es|ing)|exit(?:s|ing)?(?: from)?|quit) (?:the |employer's |his |her |that "
    rf")*(?:labou?r |work |worker's )*{_PLACES}|(?:go|goes|going|be|being|step|venture|walk) "
    r"(?:out(?:side)?|ashore|to town|off|anywhere|into town|home late|and come)|(?:come|comes) "
    r"and go|come or go|outside (?:the )?(?:camp|house|dormitory|hostel|farm|premises|"
    r"accommodation)|movements?\b|curfew|shore leave|leaves? it\b|absent (?:himself|herself|"
    r"worker|themselves) from|(?:gates?|doors?)\b|locked|confin\w+|indoors|going out|free time|"
    r"rest time|off duty|days? (?:off|of rest)|rest days?|off-hours|go(?:es)? where|going[- ]out|"
    r"stay out|be back"
)
_UNDER_GUARD = has(
    r"(?:with|without|after|unless|subject to|only|before|needs?|requires?|obtain\w*|ask\w*|prior|"
    r"must|has to)\b[^.;]{0,45}\b(?:permission|consent|approval|authori[sz]ation|gate ?pass|"
    r"pass\b|leave (?:of|from) |warden|approved|allowed by|agreement of employer|being "
    r"accompanied|escort\w*|chaperon\w*|supervision)|(?:only|always|"
    r"not)\b[^.;]{0,40}\b(?:accompan\w+|in (?:(?:the )?company|employer) of|(?:in|as) a group|"
    r"escort\w*|guard\b|on (?:his|her|their|worker's) own|alone)|permission of|in a group "
    r"accompanied|pass issued|only with|accompanied by (?:a )?(?:guard|employer|escort)"
)
_SHUT_IN = has(
    r"locked (?:in|up|inside)|(?:are|is|be|remain) (?:locked(?! away)|confined|restricted|shut)|"
    r"restrict\w*|confin\w+|(?:remain|remains|stay|stays|spent?|spends?|be spent|"
    rf"kept)\b[^.;]{{0,25}}\b(?:within|inside|indoors|in|on|at|aboard|on board)\b(?: (?:the|his|"
    rf"her|employer's|worker's))?(?: \w+)?? ?{_PLACES}|indoors|closed from|nobody may|curfew|"
    rf"(?:be )?(?:back|in|home|return\w*)\b[^.;]{{0,30}}\b(?:by|before|at the latest|until|at) "
    rf"(?:at )?\d|after \d{{1,2}}[:.]?\d* ?(?:pm|p\.m)?[^.;]{{0,20}}\bnot\b|(?:at most|no longer "
    rf"than|not any longer than|longer than) \d hours|shore leave\b[^.;]{{0,40}}\bdiscretion"
)
_CLOSED, _OPEN = (
    N_("Going out in rest time is limited."),
    N_("The worker is free to go out in rest time."),
)
_ELSE = some(
    has(
        r"(?:during|in) (?:the )?(?:working hours|shift|work|hours of work|a shift)|while on duty|"
        r"machine|visitors?|guests?|noise|annual leave|sick leave|government|authorit\w+|"
        r"(?:kingdom|country|state)\b|keys?\b|passports?|documents?|bonus|wages?|paid|payment|"
        r"rate|(?:after|following) (?:the )?(?:end|termination|contract|employment)|leave (?:the "
        r")?(?:job|employment|employer)|absence from work|deduct\w*|gate of|tools|equipment|"
        r"emergency exit|probation|notice|resign|live elsewhere|reside|smok|alcohol|cook|within "
        r"\d+ days|phone|quiet|records?"
    ),
)
_NOT_LIMITED = has(
    r"(?:no|not|never|nobody|nor|neither|without)\b[^.;]{0,60}\b(?:restrict\w*|limit\w*|"
    r"prevent\w*|confin\w*|hinder\w*|lock\w*|stop\w*|curfew|permission|consent|need|obliged|"
    r"required|forbid\w*|deny|denied|prohibit\w*|have to)|need not|whether"
)
MOVING = (
    Saying(
        has(
            r"free time|rest\b|rest days?|off-hours|off duty|time off|outside (?:of )?(?:working|"
            r"work) hours|(?:these|those) hours|not work\w*|after work\w*|days? off"
        ),
        has(
            r"where(?:ver)? worker (?:pleases|likes?|wants?|chooses|wishes)|as worker (?:likes?|"
            r"pleases|wants?|wishes|sees fit)|own affair|spend the night elsewhere"
        ),
        True,
        _OPEN,
        has(r"not\b[^.;]{0,20}\bwhere|only|unless|must not|shall not|may not|except|save that"),
    ),
    Saying(
        has(r"shore leave|going out|(?:gates?|doors?)\b|leave to go out|days? off|outing"),
        has(
            r"privilege|(?:may|can|shall|will) be (?:withheld|withdrawn|revoked|suspended|denied)|"
            r"(?:is|are|be) (?:closed|shut|locked) (?:between|from|at|after)"
        ),
        False,
        _CLOSED,
        has(r"not be|never|factory gates?|office|for (?:cleaning|repair)|annual"),
    ),
    Saying(_GOING, every(_UNDER_GUARD, lacks(_NOT_LIMITED)), False, _CLOSED, _ELSE),
    Saying(
        _GOING,
        every(_SHUT_IN, lacks(_NOT_LIMITED)),
        False,
        _CLOSED,
        some(
            _ELSE,
            every(free, lacks(has(r"only|restrict|closed|save that|longer than|privilege"))),
        ),
    ),
    Saying(
        has(
            rf"(?:leav(?:e|es|ing)|exit) (?:the |employer's )*(?:labou?r |work )*{_PLACES}|"
            r"go(?:ing)? (?:out|ashore)|be outside|absent (?:himself|herself|worker) from"
        ),
        every(banned, lacks(_NOT_LIMITED)),
        False,
        _CLOSED,
        _ELSE,
    ),
    Saying(
        _GOING,
        every(
            has(
                r"(?:go|goes|going|leave|leaves|leaving|come|come and go|out|movement|confine|"
                r"lock\w*|stay|shore leave|curfew|premises|where)\b"
            ),
            some(_NOT_LIMITED, free, has(r"where worker (?:wants?|likes?|pleases|chooses)")),
        ),
        True,
        _OPEN,
        some(
            _ELSE,
            has(
                r"restrict the|right to restrict|privilege|withheld|closed|save that|longer than|"
                r"only|subject to|provided|(?:shall|may|must|can) not (?:leave|go|be out)|rest "
                r"day (?:is|shall)|once|unless|weekly|per week|hours of"
            ),
        ),
    ),
)

_SHARE = re.compile(
    r"\b(\d{2}) ?(?:%|per ?cent) of (?:the |his |her |worker's |monthly |basic |gross )*(?:wages?|"
    r"salary|pay)"
)
_LODGED = has(r"lodging|accommodat\w+|housing|meals?|food|board|rent\b|room")


def large_share(contract: Contract) -> list[Seen]:
    """A part of the wage, above thirty per cent, that is taken for housing and food."""
    told = N_("More is taken for housing and food than is fair, or the sum is left open.")
    return [
        Seen(False, clause, told)
        for clause, part, around in parts(contract)
        if (_LODGED(part) or _LODGED(around))
        and has(r"deduct\w*|taken|withheld|kept")(part)
        and (found := _SHARE.search(part))
        and int(found[1]) > 30
        and not banned(part)
        and not has(r"at most|not|never")(part)
    ]
