"""Sayings on time: hours without a limit, overtime, the day of rest, holidays and illness."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.clauses import Contract
from comity.services.contracts.families import (
    every,
    given_up,
    has,
    lacks,
    punished,
    refused,
    some,
    spared,
)
from comity.services.contracts.judging import Seen
from comity.services.contracts.sayings import Saying, parts, said

_LEAVE_DAYS = has(r"annual|sick|leave\b|vacation|public holidays?|notice|probation")
_OVERTIME = has(
    r"over ?time|over-time|(?:extra|additional|excess|longer|further) (?:\w+ )?(?:hours|work\b|"
    r"time|shifts?|dut(?:y|ies))|(?:hours|work|time)(?: \w+){0,3} (?:beyond|above|after|over|in "
    r"excess of|exceeding) (?:the |these |normal |his |\d|scheduled?|regular|worker's|ordinary)|"
    r"late evenings|(?:all|any) hours|whole of (?:his|her) work|stay (?:on )?after|work late\b|"
    r"outside (?:of )?(?:normal |working )+hours"
)
_WORKING_TIME = has(
    r"(?:hours?|time|times) of work\w*|work(?:ing)? (?:hours?|time|times|day|week|schedule|"
    r"shifts?)|hours\b|schedule|roster|duty|on call|rises?\b|gets up|shifts?\b|worker (?:\w+ "
    r")?works?\b"
)
_NEED = (
    r"(?:needs?|requires?|wants?|wishes|demands?|calls?|decides?|directs?|orders?|asks?|pleases?|"
    r"sees? fit|requirements?|so requires)"
)
_LIMITLESS = has(
    r"(?:does not have|has no|have no|is no|are no|no|without) (?:a |any |fixed |set |daily |"
    r"upper |weekly )*(?:limit\w*|ends?\b|fixed|set|maximum|schedule)|not (?:be )?(?:limited|"
    r"fixed|restricted)|unlimited|(?:at )?any (?:hour|time) of (?:the )?(?:day|night)|day (?:and|"
    r"or) night|(?:a)?round the clock|at all (?:hours|times)|24 hours per day|(?:as|when|"
    r"whenever|if|as long as)(?: and (?:as|when))?(?: is| are)? (?:needed|required|called(?: "
    rf"upon)?|necessary|{_NEED})\b|(?:as and when|when|whenever|as long as) (?:the )?(?:\w+ "
    rf"){{1,2}}{_NEED}\b|(?:as )?(?:required|dictated|determined|decided|fixed|set|governed|"
    r"ordered|chosen) (?:\w+ly )?(?:by|according to) (?:the )?(?:needs?|employer|household|"
    r"family|harvest|operations?|business|workload|season|work|farm|master|vessel)|(?:depend(?:s|"
    r"ing)?|vary|varies) (?:on|according to|with) (?:the )?(?:needs?|employer|household|family|"
    rf"harvest|season|work\w*|weather|catch)|(?:family|household|employer)\b[^.;]{{0,15}}\b(?:has "
    r"|have )?gone to (?:bed|sleep)|until (?:all |the )*(?:work|family|household|job|"
    rf"chores)\b[^.;]{{0,20}}\b(?:done|finished|complete\w*|bed|asleep|sleep)"
)
_OTHER_TIME = has(
    r"office (?:of|is)|hot ?line|help ?line|insur\w+|emergenc\w+|security|cover\b|rest\b|leave\b|"
    r"record|probation|assistance|notice|payment|phone|breaks?\b|permission|consent"
)
HOURS = (
    Saying(
        _WORKING_TIME,
        every(
            _LIMITLESS, lacks(has(r"(?:may|shall|will|must|is|are) not (?:be )?(?:required|asked)"))
        ),
        False,
        N_("Hours have no limit."),
        some(_OTHER_TIME, _OVERTIME),
    ),
)

_NO_PAY = has(
    r"(?:none|not|never)(?: be| \w+ly)? (?:payable|paid|remunerated|compensated)|free of charge|"
    r"unpaid|(?:no|without|neither)(?: any)? (?:(?:additional|extra|further|overtime|separate|"
    r"more) )*(?:pay\w*|compensation|remuneration|wages?|money|allowance|premium)\b|not claim|no "
    r"claim|(?:deemed|considered|regarded|treated)(?: to be| as)? (?:\w+ ){0,3}?(?:compensated|"
    r"included|covered|part of)|part of (?:the |his |worker's )*(?:duties|job|salary|wage|pay|"
    r"package)|(?:already )?(?:includes?|covers?|inclusive of|compensates?|all-in)\b|"
    r"(?:compensated|paid|payable) (?:\w+ )?(?:at|if|in) (?:the )?(?:\w+ )?(?:discretion|"
    r"employer's|employer)|not applicable|no right to|not entitled to|: (?:none|nil|no|unpaid|"
    r"n/a)\b"
)
_FLAT = has(
    r"at (?:the |worker's |his |her |their )?(?:same|normal|basic|ordinary|flat|regular|usual|"
    r"straight)(?: \w+){0,2} "
    r"(?:rates?|wages?|pay)|\b(?:[1-9]\d|100) ?(?:%|per ?cent) of (?:the )?(?:normal|basic|"
    r"ordinary|regular|hourly|usual)"
)
HIGHER = has(
    r"time[- ]and[- ](?:a |a-|1 )?(?:quarter|half|third)|1\.[1-9]\d? ?(?:x|times|%|the|of)|"
    r"1\.[1-9]\d?\b|1[1-9]\d ?(?:%|per ?cent)|200 ?(?:%|per ?cent)|double|twice|(?:higher|premium|"
    r"enhanced|increased|better) (?:\w+ )?(?:rates?|pay|wages?)|(?:premium|supplement|surcharge|"
    r"bonus|increase|addition) of|\d+ ?(?:%|per ?cent) (?:\w+ ){0,2}?(?:additional|surcharge|"
    r"premium|supplement|above|more|higher|extra|on top|is added|added)|(?:plus|additional|extra|"
    r"increased by|add(?:ed)?)(?: of| an| at least)* \d+ ?(?:%|per ?cent)|1 (?:and |& )?(?:a |1 "
    r")?(?:half|quarter)|1-1/2|1 1/2"
)
_FORCED_OVERTIME = N_("Overtime is not the worker's choice.")
_UNPAID_OVERTIME = N_("Overtime is not paid, or not at a higher rate.")
_HIGHER_PAID = N_("Overtime is paid at a higher rate.")
_REFUSING = has(r"refus\w+|declin\w+|reject\w*")
OVERTIME = (
    Saying(
        _OVERTIME,
        some(_NO_PAY, given_up),
        False,
        _UNPAID_OVERTIME,
        some(
            HIGHER,
            has(
                r"no overtime (?:is|will|shall)|unless|never unpaid|not be unpaid|"
                r"without (?:approval|consent|authori)|(?:tax|law)\b"
            ),
        ),
    ),
    Saying(_OVERTIME, _FLAT, False, _UNPAID_OVERTIME, HIGHER),
    Saying(
        has(r"attend\w*|on call|nights?\b|stand-?by|duty|duties|shifts?|hours\b"),
        has(
            r"(?:no|without(?: any)?) (?:additional|extra|further|separate) (?:pay\b|payments?|"
            r"remuneration|compensation|wages?)"
        ),
        False,
        _UNPAID_OVERTIME,
        some(
            HIGHER,
            _LEAVE_DAYS,
            has(r"meals?|breaks?\b|travel\w*|training|not (?:be )?(?:asked|required|obliged|made)"),
        ),
    ),
    Saying(
        _OVERTIME,
        every(_REFUSING, some(punished, has(r"(?:can|may|shall|must|will) not|no right"))),
        False,
        _FORCED_OVERTIME,
        spared,
    ),
    Saying(
        _OVERTIME,
        has(
            r"(?:is|are|be|:) (?:\w+ly )?(?:compulsory|mandatory|obligatory)|(?:obliged|bound|"
            r"compelled|forced) to (?:work|do|perform|accept|stay)|as (?:the )?\w+ (?:demands?|"
            r"requires?|dictates?)|it is (?:mandatory|compulsory|obligatory)"
        ),
        False,
        _FORCED_OVERTIME,
        has(
            r"(?:not|never|nobody|no \w+) (?:\w+ ){0,3}(?:compulsory|mandatory|obligatory|obliged|"
            r"bound|compelled|forced)|voluntar\w+|consent|agree\w*"
        ),
    ),
    Saying(
        _OVERTIME,
        every(
            HIGHER,
            has(
                r"paid|pay|rate|wages?|compensat\w*|remunerat\w*|receiv\w*|premium|surcharge|"
                r"supplement|:|earn\w*|attract\w*|double"
            ),
        ),
        True,
        _HIGHER_PAID,
        has(
            r"(?:not|no|never|nor)\b[^.;]{0,40}\b(?:1\.\d|double|premium|higher|\d+ ?%|supplement|"
            r"surcharge)|night allowance"
        ),
    ),
)

_REST = has(
    r"(?:days?|day's) (?:of (?:weekly )?(?:rest|leisure)|off\b|free\b)|(?:rest|off|free|weekly "
    r"rest|off-)[- ]?days?|weekly (?:rest|holiday|day off|off)|(?:hours|rest)\b[^.;]{0,20}\brest|"
    r"(?:give up|withdraw) (?:the )?(?:rest|day off)|(?:sunday|friday|saturday)s? (?:is |are "
    r")?off|when (?:worker )?can rest"
)
_FEW = N_("There is less than one day of rest in each week.")
_TAKEN_AWAY = N_("The day of rest can be taken away.")
REST = (
    Saying(
        has(r"days? off|rests?\b|free\b|off on|work\w*"),
        has(
            r"days? off (?:once )?(?:per|every|a|each) fortnight|half (?:a |of a |per )?day "
            r"(?:per|each|every)|every day of the week|per day of the week including|(?:rest|off) "
            r"on \w+day afternoons?"
        ),
        False,
        _FEW,
        some(_LEAVE_DAYS, has(r"not work|and (?:1|a full)|1 day and")),
    ),
    Saying(
        has(r"worker"),
        has(
            r"(?:is|are) off on (?:\w+days?)|rests for (?:at least )?(?:24|30|36|48) hours|rests "
            r"from \w+day"
        ),
        True,
        N_("There is at least one day of rest in each week."),
        some(
            _LEAVE_DAYS,
            has(r"not\b|every (?:other|second)|alternate|per month|afternoons?|mornings?"),
        ),
    ),
    Saying(
        _REST,
        has(
            r"(?:accumulat\w+|saved?|saved up|banked|postponed|collected|given "
            r"together)\b[^.;]{0,40}\b(?:end|contract|season|later)|half (?:a |of a )?day|"
            r"half-day|(?:1|2|3) hours|(?:on |in )?(?:sunday|friday|saturday) (?:afternoon|"
            r"morning|evening)s?|no (?:fixed|weekly|regular) |(?:replaced|compensated|bought|"
            r"substituted) (?:by|with|in) (?:\w+ )?(?:payment|money|cash|wages?|usd|eur|"
            r"allowance)|paid in (?:lieu|place|money)|in lieu of|none\b|: (?:no|nil|none)\b|"
            r"without (?:days? off|rest)"
        ),
        False,
        _FEW,
        some(
            _LEAVE_DAYS,
            has(
                r"(?:at least|plus|and a|also|in addition|1 (?:full |whole )?day|may not "
                r"be|shall not be|not be replaced|half day pay|double|another day|"
                r"24 |once weekly|may be (?:saved|accumulated)|over ?time|extra (?:hours|work)|"
                r"breaks?\b|meals?\b|lunch)"
            ),
        ),
    ),
    Saying(
        _REST,
        some(given_up, has(r"(?:give|gives|given|giving) up")),
        False,
        _TAKEN_AWAY,
        _LEAVE_DAYS,
    ),
    Saying(
        _REST,
        every(
            has(
                r"(?:require|order|ask|call|tell|instruct|demand|direct)\b[^.;]{0,40}\bwork|work "
                r"on|withdraw\w*|cancel\w*|refus\w*|decided? by employer|(?:if|when|whenever|"
                r"where)\b[^.;]{0,20}\b(?:workload|work|employer|season|harvest|permits?|allows?)"
            ),
            has(
                r"without (?:giving |granting |any )*(?:another|other|substitute|compensat\w*|"
                r"replacement)|withdraw\w*|cancel\w*|may be refused|decided? by employer|"
                r"(?:workload|work|season|harvest|employer)\b[^.;]{0,12}\b(?:permits?|allows?)"
            ),
        ),
        False,
        _TAKEN_AWAY,
        some(_LEAVE_DAYS, has(r"(?:may|can|shall|must) not|never|not be")),
    ),
    Saying(
        _REST,
        every(refused, lacks(has(r"work\b|rate|paid|pay\b|deduct"))),
        False,
        _FEW,
        some(
            _LEAVE_DAYS,
            has(r"not be (?:required|asked)|may refuse|no (?:deduct\w+|worker|less)|over ?time"),
        ),
    ),
)

_LEAVE = has(
    r"(?:any|no|not any) (?:\w+ )?(?:leave|holidays?|vacation)\b|(?:annual|paid|sick(?:ness)?|"
    r"earned|medical|vacation|home|yearly|statutory)[ -](?:\w+ )?(?:leave|holidays?|vacation|pay|"
    r"days?|absence)\b|leave (?:with|without|entitlement|is |of |nil)|leave:|holidays?\b|"
    r"vacations?\b|sick\b|sickness|illness|falls? ill|\bill\b|unable to work"
)
_NOT_LEAVE = has(
    r"public holidays?|national holidays?|additional|further|leave (?:the )?(?:country|premises|"
    r"house|work\w*|company|site)|maternity|family reasons|unpaid leave (?:may|can|is possible)|"
    r"certificate|unused|carried|notice|without (?:any )?(?:loss|deduction|reduction|medical|"
    r"permission|approval|a doctor)|no (?:loss|deduction)|insurance|leave without|doctor|hospital|"
    r"treatment|medicines?|refused without|liabilit\w+|own risk|unauthori[sz]ed|not be (?:refused|"
    r"deducted|cancelled|replaced)|day of rest|overtime|religious holidays"
)
_NO_LEAVE = N_("Leave is not given, or not paid.")
LEAVE = (
    Saying(
        _LEAVE,
        some(
            refused,
            given_up,
            has(
                r"(?:wages?|pay|salary) (?:will |shall |is |are |be )*(?:stop\w*|suspend\w*|cut|"
                r"withheld|deducted|not)|day's pay (?:is|will be) taken|deducted from (?:wages?|"
                r"salary|pay)|(?:worked|made up) (?:later|again)|no work,? no pay|(?:only )?(?:be "
                r")?(?:granted|given|allowed|available|due) (?:only )?(?:after|upon|on) (?:the "
                r")?(?:completion|end|expiry|finishing|completing)"
            ),
        ),
        False,
        _NO_LEAVE,
        _NOT_LEAVE,
    ),
)

_EVERY_SO_MANY = re.compile(
    r"\b(?:1|a|per) (?:full |free |whole |rest )*(?:day|rest day|off day|day "
    r"off)\b[^.;]{0,25}\b(?:after|for|for per|every|for each|per) (?:each |every |per )?(\d{1,2}) "
    r"(?:\w+ )?days?\b"
)
_SHORT_REST = re.compile(
    r"\b(\d{1,2}) (?:\w+ )?hours (?:of )?(?:\w+ )?rest\b[^.;]{0,20}\b(?:weekly|per week|on "
    r"(?:friday|sunday|saturday))|\brest of (\d{1,2}) (?:\w+ )?hours\b[^.;]{0,25}\b(?:weekly|per "
    r"week)"
)
_REST_FROM = re.compile(
    r"\brest\b[^.;]{0,40}\bfrom (\w+day) (?:at )?(\d{1,2})(?:[:.]\d\d)? ?([ap])\.?m\.?[^.;]{0,10}?"
    r"\b(?:to|until|till) (\w+day) (?:at )?(\d{1,2})(?:[:.]\d\d)? ?([ap])\.?m"
)
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def short_rest(contract: Contract) -> list[Seen]:
    """Rest that is counted, and comes to less than 24 hours in seven days."""
    out: list[Seen] = []
    for clause, part, _around in parts(contract):
        rare = (found := _EVERY_SO_MANY.search(part)) and 7 < int(found[1]) < 60
        brief = (found := _SHORT_REST.search(part)) and int(found[1] or found[2]) < 24
        between = (found := _REST_FROM.search(part)) and 0 < _between(found) < 24
        if (rare or brief or between) and not _LEAVE_DAYS(part):
            out.append(Seen(False, clause, _FEW))
    return out


def _between(found: re.Match[str]) -> int:
    """The hours from one hour of a day of the week to another."""
    if found[1] not in _WEEK or found[4] not in _WEEK:
        return 0
    days = (_WEEK.index(found[4]) - _WEEK.index(found[1])) % 7
    begin = int(found[2]) % 12 + 12 * (found[3] == "p")
    end = int(found[5]) % 12 + 12 * (found[6] == "p")
    return 24 * days + end - begin


def more_rest(contract: Contract) -> list[Seen]:
    """What is said of rest in other words."""
    return [*said(contract, REST), *short_rest(contract)]


_HOLIDAY = has(r"(?:annual |paid |yearly |vacation )*(?:leave|holidays?|vacation)\b")
_ILL = has(r"sick\w*|ill\b|illness|unable to work|doctor's (?:note|certificate)")
_SO_LONG = has(r"\d+(?:\.\d+)? (?:\w+ )?(?:days?|weeks?)|by law|as provided by|statutory")
_WITH_PAY = has(
    r"continued pay|paid\b|(?:full|with|on) pay|in full|pay (?:goes on|continues)|(?:wages?|"
    r"salary) (?:continues?|goes on|is paid|are paid)|continues? to (?:receive|be paid|pay)|"
    r"keeps? paying|sick pay|allowance"
)
_GIVEN = N_("Leave is given, and paid.")
_NO_GIFT = some(
    refused,
    given_up,
    has(r"maternity|public holidays?|deduct\w*|unpaid|home leave|notice|pay in lieu"),
)
HOLIDAYS = (Saying(_HOLIDAY, every(_SO_LONG, _WITH_PAY), True, _GIVEN, some(_NO_GIFT, _ILL)),)
ILLNESS = (
    Saying(_ILL, _WITH_PAY, True, _GIVEN, some(_NO_GIFT, has(r"insur\w+|treatment|hospital"))),
)
