"""Sayings on rights: a union, pregnancy and faith, a place to complain."""

from __future__ import annotations

from comity.core.marks import N_
from comity.services.contracts.families import (
    banned,
    every,
    free,
    given_up,
    has,
    lacks,
    punished,
    refused,
    some,
    spared,
)
from comity.services.contracts.sayings import Saying

_OTHER_UNION = has(
    r"european union|western union|credit union|union (?:jack|dues|territory|bank)|of the 2 "
    r"companies|employers' association|deliver\w+|force majeure|delayed|housing association|"
    r"homeowners"
)
_ORGANISED = has(
    r"(?:trade |labou?r |seafarers'? |worker's |workers'? |credit )?unions?\b|union-free|itf\b|"
    r"syndicates?|freedom of association|associations?\b|strikes?\b|stoppages?|collective(?:ly)? "
    r"(?:bargain\w*|action|demands?|representation)|organi[sz](?:e|ing|ations? of worker|er)|"
    r"worker(?:'s?)? (?:organi[sz]ations?|committees?|groups?|associations?|associations)|"
    r"industrial action|labou?r (?:organi[sz]ations?|committees?|movement)|"
    r"gather\b[^.;]{0,30}\bdemands"
)
_UNION_GOOD = N_("The worker may join a union.")
_UNION_BAD = N_("Joining a union, or acting together, is forbidden.")
unpunished_union = has(
    r"(?:nothing|not|no|never|nobody|neither|nor)\b[^.;]{0,60}\b(?:restrict\w*|prevent\w*|"
    r"hinder\w*|interfer\w*|punish\w*|penali[sz]\w*|dismiss\w*|denied|refused|discourag\w*|"
    r"disadvantag\w*|discriminat\w*|stop\b|forbid\w*|prohibit\w*|limit\w*|harm\w*|retaliat\w*|"
    r"treat\w*)"
)
UNION_FOR = (
    Saying(_ORGANISED, unpunished_union, True, _UNION_GOOD, some(_OTHER_UNION, given_up)),
    Saying(
        _ORGANISED,
        every(free, lacks(banned), lacks(given_up), lacks(refused)),
        True,
        _UNION_GOOD,
        some(_OTHER_UNION, punished, has(r"without (?:the )?permission|may be delayed|will be")),
    ),
    Saying(
        _ORGANISED,
        has(r"(?:union )?membership: (?:free|allowed|permitted|yes|open)"),
        True,
        _UNION_GOOD,
    ),
)
UNION_AGAINST = (
    Saying(
        _ORGANISED,
        some(
            banned,
            given_up,
            punished,
            has(
                r"union-free|no unions?\b|not recogni[sz]ed|without (?:the |prior )*(?:permission|"
                r"consent|approval)|not be (?:involved|part|a member)|not (?:and will not )?(?:be|"
                r"become)|no association|not a (?:union )?member|given up|(?:warning|dismissal|"
                r"deport\w*)"
            ),
        ),
        False,
        _UNION_BAD,
        some(
            _OTHER_UNION,
            unpunished_union,
            has(r"may not be dismissed|strikes? (?:may|by)|protected"),
        ),
    ),
)

_PRIVATE = has(
    r"pregnan\w+|marr(?:y|ies|ied|iage|ying)|unmarried|remain single|stay single|be single|hiv\b|"
    r"aids\b|contracepti\w+|birth control|with child|conceiv\w+|children until|have children|"
    r"without children|mother(?:hood)?\b|maternity|relationships?|boyfriend|sexual|(?:muslim|"
    r"christian|hindu|buddhist|jewish|catholic)\b|religio\w+|faith\b|pray\w*|worship|(?:male|"
    r"female|men|women)\b(?: \w+)? only|only (?:male|female|men|women)|marital status|because of "
    r"(?:his |her |their |worker's )*age|(?:female|male|women|men|females|"
    r"males)\b[^.;]{0,30}\b(?:paid|wages?|receive|rate)"
)
_UNFAIR_WHY = N_("A rule on pregnancy, marriage, belief or private life binds the worker.")
_FAIR_WHY = N_("Discrimination, or such a test, is excluded.")
_UNTOUCHED = has(
    r"(?:no|not|never|nobody|neither|nor|without|nothing|no one)\b[^.;]{0,70}\b(?:test\w*|"
    r"dismiss\w*|terminat\w*|ground|reason|punish\w*|treat\w*|discriminat\w*|effect|concern|"
    r"penal\w*|asked|require\w*|matter|disadvantage\w*|distinction|refus\w*|screen\w*|cause|"
    r"affect\w*|regard)|never (?:required|asked)|not (?:required|asked|done|made)|: (?:no|none|"
    r"not|never)\b|free to (?:marry|practi[sc]e|worship|pray|have)|freely|regardless|irrespective|"
    r"respects?|prohibit\w* discriminat\w*|changes nothing|may (?:marry|become pregnant)"
)
_FAMILY_FACTS = has(
    r"maternity (?:leave|pay|benefit|protection)|marriage leave|marital status: (?:un)?(?:married|"
    r"single|widow\w*|divorced)\b|lighter dut\w+|religious (?:holidays|festivals|day)|paid "
    r"maternity|working relationship|relationship between|employment relationship|good "
    r"relationship|labou?r relations|contractual relationship|industrial relations|is married|"
    r"husband|changing rooms|contact|protection of|sexual (?:harassment|abuse)|days? of worship|"
    r"time (?:off )?(?:for|to) (?:prayer|pray)|toilets?|dormitor\w+"
)
_UNFAIR_SAYS = some(
    banned,
    punished,
    has(
        r"test\w*|screen\w*|check(?:s|ed)?\b|examin\w+|must be (?:of )?(?:the )?(?:muslim|"
        r"christian|hindu|buddhist|male|female|single|unmarried)|(?:male|female|men|women)(?: "
        r"\w+)? only|only (?:\w+ )?(?:muslim|christian|hindu|male|female|men|women|catholic)|"
        r"remain (?:single|unmarried)|stay (?:single|unmarried)|shall (?:use|be single)|prefers?|"
        r"not to (?:marry|become|have)|negative|(?:repatriated|sent home|deported)|agrees not|"
        r"\b(?:[1-9]\d) ?% of|less than men|loses"
    ),
)
PRIVATE = (
    Saying(
        _PRIVATE,
        _UNFAIR_SAYS,
        False,
        _UNFAIR_WHY,
        some(_UNTOUCHED, _FAMILY_FACTS, has(r"discriminat\w*")),
    ),
    Saying(
        _PRIVATE,
        _UNTOUCHED,
        True,
        _FAIR_WHY,
        some(
            _FAMILY_FACTS,
            has(
                r"(?:shall|may|must|can|is) not (?:be |become |get )?(?:\w+ )?(?:marr\w+|"
                r"pregnan\w+|practi[sc]e|pray|allowed|permitted)|not allowed|prohibited|forbidden|"
                r"not to (?:marry|become)|not be renewed|no relationship"
            ),
        ),
    ),
    Saying(
        has(
            r"equal (?:treatment|opportunit\w+)|without (?:any )?(?:distinction|discrimination|"
            r"regard)|regardless of|irrespective of|treats all|no distinction|discriminat\w+"
        ),
        every(
            has(
                r"sex\b|gender|race\b|religio\w+|faith|origin|colour|age\b|any (?:ground|kind|"
                r"form)|equal opportunit\w+|ethnic\w+"
            ),
            lacks(has(r"may discriminat\w*")),
        ),
        True,
        _FAIR_WHY,
        has(r"not (?:apply|equal)|equal opportunity is not"),
    ),
)

_COMPLAINT = has(
    r"complain\w*|grievances?|disputes?\b|(?:legal|court) (?:action|case|proceedings?|claims?|"
    r"recourse)|(?:case|cases|claims?|action|suit|proceedings?)\b[^.;]{0,30}\b(?:against|before|"
    r"with|to) (?:the )?(?:employer|agency|vessel|court|ministry|labou?r|any|authorit\w+)|sue\b|"
    r"appeal\b|recourse|to (?:a |any |the )?(?:courts?|tribunal|law)\b|court\b|authorit(?:y|"
    r"ies)\b|embassy|consulate|labou?r (?:office|inspect\w+|department|court|ministry)|police|"
    r"lawyers?|ngos?\b|organi[sz]ation for help|media|right to (?:legal|claim|complain)|file (?:a "
    r"|any )?(?:case|claim|complaint)|report (?:problems?|to|abuse|employer)|"
    r"speak\b[^.;]{0,30}\b(?:authorit\w+|press|outside)"
)
_NOT_COMPLAINT = some(
    has(
        r"customers?|guests?|tax\b|accidents?\b|court of the|immigration authorit|permits?\b|"
        r"licen[cs]e|visa|certificate|confidential|trade secret|governed by|police clearance|"
        r"illness|absence|travel expenses|sports|deduct\w* as required|port authority clearance|"
        r"false (?:statement|document)"
    ),
)
_SILENCE = N_("Complaining is forbidden, punished, or decided by the employer alone.")
_NOT_TOUCHED = has(
    r"(?:no|not|never|nobody|nothing|neither|nor|without)\b[^.;]{0,60}\b(?:retaliat\w*|repris\w*|"
    r"punish\w*|dismiss\w*|penal\w*|disadvantag\w*|victimi[sz]\w*|lose|suffer|treat\w*|"
    r"disciplin\w*|waive\w*|prevent\w*|limit\w*|affect\w*|restrict\w*|against (?:worker|him|them)|"
    r"hinder\w*|fear)|(?:reprisals?|retaliation|victimi[sz]ation|punish\w+|"
    r"penalt\w+|dismissal)\b[^.;]{0,80}\b(?:is|are|be) (?:\w+ )?(?:prohibited|forbidden|"
    r"banned|excluded|"
    r"barred|unlawful)|right to (?:complain|appeal)\b[^.;]{0,20}\b(?:is|shall be) (?:not|"
    r"guaranteed)|protected"
)
COMPLAINING = (
    Saying(
        _COMPLAINT,
        every(
            has(
                r"free\b|no (?:cost|charge|fee)|without (?:any )?(?:charge|cost|paying|payment|"
                r"fee)|costs? nothing|nothing to pay"
            ),
            has(
                r"may\b|can\b|raise\w*|go to|goes to|contact\w*|tell\b|report\w*|call\b|take\w*|"
                r"lodge\w*|file\w*|with\b|hot ?line|help ?line|\d{4,}|inspect\w+|council|"
                r"complaints:|open to|mechanism|access"
            ),
        ),
        True,
        N_("A place to complain is named."),
        has(r"customers?|guests?|sports|deposit|training|accommodat\w+"),
    ),
    Saying(
        _COMPLAINT,
        some(
            banned,
            given_up,
            punished,
            has(
                r"no (?:complaints?|grievances?|right|recourse|claims?|legal|case|appeal|"
                r"action)\b|not be (?:entertained|heard|accepted|considered|taken|brought|opened|"
                r"raised|filed|made)|(?:can|may|shall|will) not (?:be )?(?:opened|brought|taken|"
                r"filed|sue|complain)|end worker's contract|(?:whose|employer's) (?:ruling|"
                r"decision)|decision of employer\b[^.;]{0,40}\b(?:final|binding|conclusive)|"
                r"settled by employer|(?:ruling|decision) binds|binds worker"
            ),
        ),
        False,
        _SILENCE,
        some(
            _NOT_COMPLAINT,
            _NOT_TOUCHED,
            spared,
            has(
                r"(?:may|can|free to|right to|entitled to) (?:\w+ )?(?:complain|appeal|sue|go|"
                r"contact|report|lodge|file|bring|raise)\b|employer (?:shall|may|must|will) not|"
                r"each party|amicabl\w+|not (?:resolved|settled)|can not be (?:resolved|settled)|"
                r"terminated? by (?:the )?court|if the dispute|where (?:a|the) dispute|labou?r "
                r"court|by (?:the )?(?:labou?r|ministry)|permission from the authorit|not "
                r"(?:legally )?(?:allowed|permitted) by"
            ),
        ),
    ),
    Saying(
        _COMPLAINT,
        has(
            r"worker\b(?!'s)[^.;]{0,25}\b(?:pays?|bears?)\b[^.;]{0,25}\b(?:costs?|fees?|expenses)|"
            r"(?:fee|charge|fine) of \w+ \d|pay(?:s)? the costs|fee\b[^.;]{0,20}\bcharged for"
        ),
        False,
        N_("Complaining costs the worker money."),
        some(_NOT_COMPLAINT, has(r"no (?:fee|charge)|free|not (?:pay|bear)")),
    ),
)


def untouched(part: str) -> bool:
    """Whether a part says that pregnancy, marriage or faith has no bad end."""
    denied = has(
        r"(?:shall|may|must|can) not (?:be(?:come)? )?(?:\w+ )?(?:marr\w+|pregnan\w+)|not to \w+"
    )
    return _PRIVATE(part) and _UNTOUCHED(part) and not denied(part) and not banned(part)
