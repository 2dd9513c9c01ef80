"""What somebody does in a contract tells who it is: who pays the wage, who works, who recruits."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

WORKER, EMPLOYER, AGENCY = "worker", "employer", "agency"

CUES = {
    WORKER: (
        (6, r"employee|worker|helper|maid|seafarer|fisher|crew|labourer|trainee|candidate"),
        (
            3,
            r"nationality|passport (?:number|no)|hold(?:er|ing)|citizen|national of|born|"
            r"carpenter|mason|cleaner|driver|welder|cook|nurse|following person|person named|"
            r"below person|nepali|kenyan|indian|filipin[oa]|indonesian|ethiopian|ghanaian",
        ),
        (1, r"mr|mrs|ms|miss"),
    ),
    EMPLOYER: (
        (6, r"employer|sponsor|shipowner"),
        (
            4,
            r"company|llc|l\.l\.c|ltd|limited|w\.l\.l|wll|co|inc|corporation|establishment|est|"
            r"trading|contracting|gmbh|s\.r\.l|srl|sarl|bhd|ag|oü|bv|sl|sa|fze|group|hotels?|"
            r"farm|hospital|resort|school|cr number|commercial registration|owner|"
            r"represented by|association|university|"
            r"work for|employed by|centre|center|clinic",
        ),
        (2, r"resident of|householder|mr\. and mrs|road|street|villa|block|sheikha?"),
    ),
    AGENCY: (
        (6, r"agency|recruiter|recruitment office|manpower|broker|manning|supervising"),
        (3, r"recruitment|licen[cs]ed|bureau|cooperative|staffing"),
    ),
}
"""Words about a party beside its name, with their weight."""

_KINDS = {
    WORKER: r"jobholder|au pair|service provider|volunteer|participant|servant|girl|houseworker|"
    r"guest worker|crew|seasonal|domestic|teacher|temp|fellow|artisan|apprentice|sponsored person",
    EMPLOYER: r"undertaking|enterprise|business|firm|centre|center|house|home|family|household|"
    r"hospital|resort|hotel|school|clinic|farm|factory|client|beneficiary|patron|line|ship|vessel|"
    r"yard|university|institution|institute|association|cooperative|client|customer|user|host",
    AGENCY: r"bureau|office|sender|dispatcher|provider|intermediary|partner office",
}
"""What a name of a party is likely to mean, where it is given as one and nothing else tells."""

_CUES = {
    role: tuple((weight, re.compile(rf"\b(?:{words})(?!\w)")) for weight, words in cues)
    for role, cues in CUES.items()
}
_AUX = (
    r"(?:,? (?:shall|will|must|may|hereby|agrees? to|undertakes? to|wishes to|is to|accepts? to|"
    r"promises? to|also|then|has|have))*"
)
_WAGE = r"wages?|salary|salaries|remuneration|month|monthly|hour|hourly|week|weekly"
_TASKS = (
    r"works?|performs?|serves?|cleans?|cooks?|drives?|cares? for|looks? after|keeps? watch|picks?|"
    r"sews?|nurses?|teach(?:es)?|(?:is|be) (?:employed|paid|hired|engaged|appointed)|receives?|"
    r"gets?|earns?|resigns?|arrives?|lives? in|(?:is|be) entitled to|offered (?:his|her)|"
    r"was recruited|reports? for"
)
_HIRES = (
    r"employ|employs|hires?|engages?|appoints?|takes? on|takes?|signs? on|remunerates?|recruits?|"
    r"will employ"
)
HIRING = re.compile(rf"\b(?:{_HIRES}|offers?)\b")
SENDING = re.compile(r"\b(?:sends?|suppl(?:y|ies)|introduces?|deploys?|refers?)\b")
_OF_WORKER = r"duties|services|salary|salaries|wages?|rest day|nationality|repatriation|passport"
_OF_EMPLOYER = r"house|home|residence|premises|household|business|workplace|project|children"
_ACTS = {
    WORKER: (
        (3, rf"NAME{_AUX} (?:{_TASKS})\b"),
        (3, rf"\b(?:{_HIRES}) (?:the )?NAME"),
        (3, rf"\b(?:pays?|gives?)(?: to)? (?:the )?NAME[^.;\n]{{0,60}}\b(?:{_WAGE})\b"),
        (3, rf"\b(?:{_OF_WORKER}) of (?:the )?NAME|NAME's (?:{_OF_WORKER})\b"),
    ),
    EMPLOYER: (
        (
            3,
            rf"NAME{_AUX} (?:pays?|gives?)\b(?![^.;\n]{{0,40}}\bfees?\b)[^.;\n]{{0,60}}"
            rf"\b(?:{_WAGE})\b",
        ),
        (3, rf"NAME{_AUX} (?:{_HIRES})\b"),
        (
            3,
            r"\b(?:work\w*|serves?|service|employed|hired|engaged|cook\w*|clean\w*)"
            r"(?: [\w']+){0,4} (?:for|by|with) (?:the )?NAME",
        ),
        (3, rf"\b(?:{_WAGE})\b[^.;\n]{{0,50}}\b(?:paid|payable) by (?:the )?NAME"),
        (2, rf"\b(?:{_OF_EMPLOYER}) of (?:the )?NAME|NAME's (?:{_OF_EMPLOYER})\b"),
    ),
    AGENCY: (
        (4, r"\brecruited (?:by|through) (?:the )?NAME"),
        (4, rf"NAME{_AUX} (?:sends?|suppl(?:y|ies)|introduces?|deploys?)\b"),
    ),
}
_MOST = 4


def cues_in(text: str) -> Counter[str]:
    """The weight of each role in the words about a party.

    >>> cues_in("al noor trading wll, the employer").most_common(1)
    [('employer', 10)]
    """
    found: Counter[str] = Counter()
    for role, cues in _CUES.items():
        for weight, cue in cues:
            found[role] += weight if cue.search(text) else 0
    return found


def kind_of(name: str) -> Counter[str]:
    """What the name of a party is likely to mean.

    >>> kind_of("hospital")
    Counter({'employer': 3})
    """
    kinds = (role for role, words in _KINDS.items() if re.search(rf"\b(?:{words})\b", name))
    return Counter(dict.fromkeys(kinds, 3))


def acts_of(name: str, whole: str) -> Counter[str]:
    """The weight of each role in what the party of that name does in the whole text.

    >>> acts_of("second party", "the first party shall pay the second party a wage")
    Counter({'worker': 3})
    """
    found: Counter[str] = Counter()
    for role, acts in _ACTS.items():
        for weight, act in acts:
            pattern = act.replace("NAME", rf"\b{re.escape(name)}\b")
            seen = len([*islice(re.finditer(pattern, whole), _MOST)])
            if seen:
                found[role] += weight * seen
    return found
