"""Sayings on cover and equality: who carries an accident, what nationals get, and age."""

from __future__ import annotations

import re

from comity.core.marks import N_
from comity.services.contracts.clauses import Contract
from comity.services.contracts.families import (
    every,
    given_up,
    has,
    lacks,
    refused,
    some,
    worker_pays,
)
from comity.services.contracts.judging import Seen
from comity.services.contracts.sayings import Saying, parts

_HARM = has(
    r"medical(?: \w+)?|medicines?|treatment\b|doctors?|hospital\w*|health\b|insur\w+|accidents?\b|"
    r"injur\w+|social (?:security|insurance)|(?:occupational )?diseases?|illness|sick\w*|falls? "
    r"ill|disabilit\w+|risks? of|provident fund|pension"
)
_LEFT = N_("The worker is left to pay for illness or accidents.")
_OWN_RISK = has(
    r"(?:at|on|under) (?:worker's |his |her |their )?own risk|accepts? all risks?|holds? \w+ "
    r"harmless|harmless|indemnif\w+ employer|no (?:claims?|right to compensation|compensation)\b|"
    r"not (?:be )?(?:held )?liable|no liability|under no liability|(?:no|any) responsibility for|"
    r"responsible for the consequences|alone (?:is )?responsible|insure (?:himself|herself)|"
    r"worker (?:\w+ ){0,3}?insures? worker|(?:buy|arrange|obtain|purchase|take out) (?:his|"
    r"her|their|worker's) own|gives? no "
    r"right"
)
_NOT_HARM = some(
    has(
        r"examin\w+|pre-?(?:employment|departure)|screening|fit (?:to|for) work|vehicle|sick "
        r"(?:leave|pay|days?)|sickness (?:leave|pay)|days? of illness|(?:wages?|salary|pay) "
        r"(?:will |shall |is |are |be )*(?:not |stop|paid)|dental|cosmetic|contribution of worker|"
        r"worker's (?:share|contribution)|negligence|wilful|deliberate|certificate|first aid|"
        r"avoid accidents|safety rules|medical (?:test|check|report|records?|data)|health and "
        r"safety|training|visa|passport|terminat\w+|dismiss\w*|resign\w*|notify|inform|report|"
        r"paid at|not receive salary|annual leave|security deposit|no wages|(?:sickness|illness) "
        r"(?:is|are) (?:counted|unpaid)|unpaid|accident of birth|hiv|never|nothing|(?:law|laws) "
        r"requires?|employer (?:shall |will |must )?(?:registers?|enrols?|insures?)\b|other than "
        r"tax|absence|contributions? (?:are|is) (?:deducted|taken)|(?:un)?equal treatment|no cost|"
        r"free of|without (?:cost|charge|deduction)|not be deducted|no deduction|both|not (?:be "
        r")?(?:required|asked|have) to pay|worker (?:does|shall|will|pays?) (?:not|nothing)|"
        r"equipment|(?:difference|inequality|equality) (?:of|in) treatment|pregnancy test\w*|"
        r"(?:pays?|"
        r"contributes? to) (?:national insurance|the nhs|socso|epf|cpp|gosi)|paid holiday|pay "
        r"(?:during|"
        r"while|when) (?:ill\w*|sick\w*)|(?:employer|agency) (?:shall |will |must )?(?:\w+ "
        r")?(?:pays?|bears?|provides?|"
        r"covers?|insures?)(?! by|.*repaid)"
    ),
    every(has(r"by employer"), lacks(has(r"neither|nor\b|no\b|not\b|repaid|reimburse"))),
)
COVER = (
    Saying(
        _HARM,
        some(
            worker_pays,
            _OWN_RISK,
            given_up,
            every(
                refused,
                has(
                    r"insur\w+|treatment|social|medical care|hospital\w*|accidents?|injur\w+|"
                    r"diseases?|provident|pension|cover\w*|paid|risk"
                ),
            ),
        ),
        False,
        _LEFT,
        _NOT_HARM,
    ),
)

_FOREIGN = (
    r"(?:foreign(?:ers?)?|migrants?|expatriates?|non-(?:nationals?|citizens?)|from abroad|others)"
)
_NATIONAL = (
    r"(?:nationals?|citizens?|locals?|local (?:workers?|worker|staff|colleagues|employees|labour)|"
    r"resident (?:staff|worker)|native\w*|domestic worker|u\.?s\.? worker|national (?:workers?|"
    r"worker|staff))"
)
_NATIONALITY = r"(?:nationality|country of origin|citizenship|origin)"
_COMPARED = has(
    rf"{_FOREIGN}\b|{_NATIONAL}\b|{_NATIONALITY}\b|(?:by|with) passport|equal (?:pay|"
    r"treatment)|equality"
)
_PAY = has(
    r"pay\b|paid|wages?|salary|rates?|scale|remuneration|conditions|terms|benefits?|bonus\w*|"
    r"increments?|premium|rights|treat\w+|earn\w*|receives?|get\b|grade|pension|collective "
    r"agreement|entitled|equal\w*|minimum"
)
_WORSE = has(
    r"(?:less|lower|below|worse|inferior|reduced|smaller)\b|\d+ ?(?:%|per ?cent) (?:of|lower|"
    r"less)|(?:2 thirds|2/3|half|3 quarters) (?:of )?|not (?:be )?(?:payable|paid|given|"
    r"extend\w*|apply|applicable|available|eligible|entitled|compare)\b|(?:only|reserved|"
    rf"restricted|limited) (?:to |for )?(?:the )?{_NATIONAL}|{_NATIONAL} (?:workers? |staff |"
    r"employees )?only|but not (?:to |for )?|excluded|(?:according to|depend\w* on|var(?:y|ies) "
    rf"(?:with|by|according to)|by|per|based on) (?:the )?(?:worker's |his )?(?:{_NATIONALITY}|"
    r"passport)|not claim|no right to|accepts? a lower|more for the same|different wage|which is "
    rf"for {_NATIONAL}"
)
_NO_WORSE = has(
    r"(?:not|no|never|nor|neither|without)\b[^.;]{0,30}\b(?:less|lower|below|worse|inferior|"
    r"difference|discriminat\w+|distinction)|regardless|irrespective|no difference"
)
_AS_GOOD = has(
    r"(?:same|equal\w*|identical|equivalent)\b|on a par|at par|not inferior|no (?:worse|less|"
    r"different)|not (?:be )?(?:worse|lower|less|inferior)|no difference|as favou?rable|at least "
    r"(?:as|the|equal)|regardless of nationality|irrespective of nationality"
)
_AS_NATIONALS = N_("Pay and conditions are as for nationals.")
_BELOW = N_("Pay or conditions are below those of nationals.")
_NOT_COMPARED = has(
    r"national (?:holidays?|insurance|law|id|identity|minimum wage act)|local (?:transport|law|"
    r"office|authorit\w+|currency|time)|levy|is a (?:national|citizen)|citizen of|national of "
    r"[a-z]+$|priority in hiring|nationality:|remains|repatriat\w*|passport (?:number|no)|below "
    r"the (?:age|limit)|union|sex|fees?\b|equal to \d|penalt\w+|damages|deposit"
)
EQUALITY = (
    Saying(
        every(_COMPARED, _PAY),
        every(_WORSE, lacks(_NO_WORSE)),
        False,
        _BELOW,
        some(
            _NOT_COMPARED, every(_AS_GOOD, lacks(has(r"equality|same (?:work|job|post)|not claim")))
        ),
    ),
    Saying(
        every(_COMPARED, _PAY),
        some(_AS_GOOD, _NO_WORSE),
        True,
        _AS_NATIONALS,
        some(
            _NOT_COMPARED,
            has(
                r"not (?:be )?(?:the same|equal|covered|claim|compare)|not applicable|do not "
                r"apply|lower wage|same (?:work|job|post)\b[^.;]{0,40}\bmore"
            ),
        ),
    ),
    Saying(
        has(r"equal (?:pay|treatment)|same pay"),
        has(r"not applicable|does not apply|: no\b|excluded"),
        False,
        _BELOW,
    ),
)
_SUMS = re.compile(rf"\b({_NATIONAL}|{_FOREIGN}|worker)\b(?!'s)[^.\d]{{0,40}}?(\d+(?:\.\d+)?)")


def two_rates(contract: Contract) -> list[Seen]:
    """Clauses that give two rates of pay, the lower one to workers from abroad."""
    out: list[Seen] = []
    for clause in contract.clauses:
        plain = clause.plain
        if not has(_NATIONAL)(plain) or not has(r"rate|wages?|paid|receives?|pay|salary|earn")(
            plain
        ):
            continue
        sums: dict[bool, float] = {}
        for found in _SUMS.finditer(plain):
            sums.setdefault(bool(re.match(_NATIONAL, found[1])), float(found[2]))
        if len(sums) == 2 and sums[False] < sums[True]:
            out.append(Seen(False, clause, _BELOW))
    return out


_MINOR = has(
    r"minor\b|(?:not (?:yet )?(?:reached|completed|attained)|under|below) (?:the age of )?18|"
    r"parents? sign\w*|guardian\b|age (?:on|in) (?:the |his |her )?passport (?:shall|will|is to) "
    r"be (?:changed|altered|raised)|children of worker may|child labour"
)
_TAKEN_ON = has(
    r"represented|sign\w*|(?:can|may|will|are|is) (?:be )?(?:hired|employed|engaged|accepted|help|"
    r"recruited)|changed|altered|raised|consent of (?:the )?parents|not (?:yet )?reached|is a "
    r"minor|help in"
)
AGE = (
    Saying(
        _MINOR,
        _TAKEN_ON,
        False,
        N_("By what was told, the worker is under 18."),
        has(
            r"(?:nobody|no (?:worker|person|one|child\w*)|not|never)\b[^.;]{0,30}\b(?:hire\w*|"
            r"employ\w*|engag\w*|accept\w*|recruit\w*|minor\b)|looks? after|care (?:of|for)"
        ),
    ),
)
_BETWEEN = re.compile(
    r"\b(?:between|from|aged) (\d{2}) (?:and|to) \d{2}\b(?: years)?|\bfrom (\d{2}) years|\bworker "
    r"(?:is|aged|,) (\d{2})(?: and| years|,|\.|$)"
)
_AGED = re.compile(
    r"\b(?:age|minimum age)\b[^.;:\d]{0,25}: ?(\d{2})\b|"
    r"\b(?:girl|boy|adult|man|woman|person|youth|lad) of (\d{2})\b(?! (?:hours|days))"
)
_NOBODY_UNDER = re.compile(
    r"\b(?:nobody|no (?:worker|person|one)|not (?:employ|hire|engage|recruit|"
    r"accept))\b[^.;]{0,40}\b(?:under|below|younger than) (?:the age of )?(\d{2})\b"
)


def ages(contract: Contract) -> list[Seen]:
    """Ages that a contract sets for its workers: the youngest that is taken on."""
    out: list[Seen] = []
    for clause, part, _around in parts(contract):
        if has(r"hours|usd|days|months|child|children|looks? after|elderly|%|experience|working")(
            part
        ):
            continue
        if found := _NOBODY_UNDER.search(part):
            out.append(Seen(int(found[1]) >= 18, clause, f"An age of {found[1]} is written."))
        elif found := _AGED.search(part):
            value = int(found[1] or found[2])
            out.append(Seen(value >= 18, clause, f"An age of {value} is written."))
        elif (found := _BETWEEN.search(part)) and has(
            r"worker|accepted|aged?\b|years|candidates?|employed|hired"
        )(part):
            value = next(int(group) for group in found.groups() if group)
            out.append(Seen(value >= 18, clause, f"An age of {value} is written."))
    return out
