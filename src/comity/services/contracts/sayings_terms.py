"""Sayings on another contract, on notice, on the journey home, and on time worked late."""

from __future__ import annotations

from comity.core.marks import N_
from comity.services.contracts.families import every, has, lacks, some
from comity.services.contracts.sayings import Saying

_PAPER = (
    r"(?:contract|agreement|letter|paper|terms|replacement|document|nothing that replaces|version)"
)
_ANOTHER = has(
    rf"(?:different|another|other|new|second|later|side|fresh|substitute|further|same) (?:\w+ "
    rf"){{0,2}}?{_PAPER}s?\b|replacement\b|replaces this (?:contract|agreement)|"
    r"no swapping|paper signed"
)
_SAFE_TERMS = N_("The terms cannot be changed for the worse without the worker.")
_SWAPPED = N_("Another contract, signed later, counts more than this one.")
_LESS = r"(?:lower|less|worse|inferior|poorer|smaller)"
SECOND = (
    Saying(
        _ANOTHER,
        every(
            has(r"sign|signs|signed|accept|accepts|enter"),
            has(
                rf"(?:notwithstanding|even if|although|though|whatever|"
                rf"where)\b[^.;]{{0,60}}\b{_LESS}|"
                r"takes? the place of this|(?:this|present) (?:contract|agreement|1) (?:lapses|"
                r"ceases|falls|is void|ends)"
            ),
        ),
        False,
        _SWAPPED,
        has(r"(?:not|never|nobody|no)\b[^.;]{0,40}\b(?:sign|accept|enter|asked|required)"),
    ),
    Saying(
        _ANOTHER,
        has(
            r"worker\b[^.;]{0,20}\b(?:not|never) (?:be )?(?:\w+ly )?(?:presented|handed|given|"
            r"asked|"
            r"required|offered|made|obliged|told|pressed)\b|asked to sign nothing|"
            rf"no (?:\w+ ){{1,6}}?(?:shall|will|may|can) (?:\w+ ){{0,3}}?(?:{_LESS}|reduce|"
            rf"lower|replace)|"
            rf"(?:at|on|with) {_LESS} terms is void"
        ),
        True,
        _SAFE_TERMS,
        has(r"unless|except|copy of"),
    ),
)

_NOTICE = has(r"notice|terminat\w+|(?:end|ends|ending|ended) (?:it|the contract|the agreement)")
NOTICE_OF_EACH = (
    Saying(
        _NOTICE,
        every(
            has(r"\d+ (?:days|weeks|months)|1 (?:month|week)|period"),
            has(
                r"(?:the )?same (?:for|on|to|with) (?:each|both|employer and|(?:the )?\w+ and "
                r"(?:for )?"
                r"worker|worker and)|(?:alike|identical\w*|equal\w*) (?:for|to) (?:each|both)"
            ),
        ),
        True,
        N_("Either side can end the contract with the same notice."),
        has(r"not the same|misconduct|without cause"),
    ),
    Saying(
        _NOTICE,
        every(
            has(r"(?:^|.*\b)each party\b"),
            has(r"\d+ (?:days|weeks|months) (?:before|ahead|in advance)"),
        ),
        True,
        N_("Either side can end the contract with the same notice."),
        has(r"misconduct|cause\b"),
    ),
    Saying(
        has(r"worker"),
        has(
            r"worker (?:has|shall have) no right to (?:leave|quit|resign|end|"
            r"terminate)\b[^.;]{0,50}"
            r"\b(?:until|before|unless)"
        ),
        False,
        N_("The worker cannot end the contract, or only at a price."),
        has(r"premises|camp|house\b|gate"),
    ),
    Saying(
        has(r"discharge|dismiss\w*|dispense with|terminate"),
        has(
            r"(?:employer|master|captain|supervisor) (?:may|can)\b[^.;]{0,60}\b(?:without "
            r"(?:any )?(?:warning|notice)|on the spot)"
        ),
        False,
        N_("Notice is not the same for both sides, or one side needs none."),
        has(r"gross|serious|misconduct|theft|violence|crime|cause\b"),
    ),
)

_TICKET = r"(?:tickets?|passage|flight|fare|bus|ferry|train|travel\w*|trip|journey)"
_AT_THE_END = (
    r"(?:expiry|expires|complet\w+|(?:at|on|upon) (?:the )?end|(?:contract|term|engagement|"
    r"agreement) "
    r"(?:ends|has run out|is over|expires)|termination|years are (?:over|completed)|in default|"
    r"in breach|ends worker's service)"
)
_HOMEWARD = every(
    has(rf"{_TICKET}\b"),
    has(_AT_THE_END),
    some(
        has(rf"return {_TICKET}|{_TICKET}s? (?:\w+ )?(?:home|back)|homeward"),
        has(rf"{_TICKET} to (?!work|site|town|the (?:site|work|airport|embassy))[a-z]+"),
    ),
)
_EARLY = has(
    r"resign\w*|(?:if|where|when|should|in case) worker|misconduct|abscond\w*|dismissed for|"
    r"before (?:the )?(?:completion|end|expiry)|early"
)
_NOT_THE_WAY_HOME = has(
    r"home leave|annual leave|vacation|remains\b|death|daily|not (?:pay|provide|bear)"
)
HOMEWARD = (
    Saying(
        _HOMEWARD,
        has(
            r"(?:falls?|lies|rests?|is) (?:on|upon|for) worker\b|(?:borne|paid|met) by worker\b|"
            r"worker (?:pays|bears|buys|meets)|at (?:worker's|his|her) (?:own )?(?:cost|expense)"
        ),
        False,
        N_("The worker pays the journey home."),
        some(_NOT_THE_WAY_HOME, _EARLY, has(r"not (?:be )?(?:fall|borne|paid)")),
    ),
    Saying(
        _HOMEWARD,
        has(
            r"employer (?:shall |will |must |also )?(?:pays?|buys?|supplies|supply|provides?|"
            r"bears?|"
            r"meets?|funds?|gives?|arranges?|covers?)\b|: employer\b|(?:paid|borne|bought|met) "
            r"(?:for )?by employer"
        ),
        True,
        N_("The employer pays the journey home."),
        _NOT_THE_WAY_HOME,
    ),
)

_LATE_WORK = has(
    r"over ?time|(?:time|hours) worked (?:late|longer)|worked late|extra hours|"
    r"hours (?:past|after|over|above|beyond) \d|stay(?:s|ing)? back|additional hours"
)
LATE_WORK = (
    Saying(
        _LATE_WORK,
        some(
            has(r"refusal\b[^.;]{0,60}\b(?:misconduct|breach|penal\w+|fine|punish\w*|dismiss\w*)"),
            has(r"(?:is|are) (?:obliged |bound |required |expected )?to stay (?:back|on|late)"),
            has(r"may not be (?:declined|refused)|may not (?:refuse|decline)"),
        ),
        False,
        N_("Overtime is not the worker's choice."),
        has(r"not treated|no misconduct|not (?:be )?(?:obliged|required|bound)"),
    ),
    Saying(
        _LATE_WORK,
        has(
            r"(?:attracts?|earns?|carries|brings?) no (?:additional |extra |further |more )*"
            r"(?:pay\w*|money|wages?|premium|remuneration)|no (?:premium|additional money) is "
            r"(?:paid|due)|"
            r"straight time only|(?:wage|salary|pay) is (?:all-)?inclusive of"
        ),
        False,
        N_("Overtime is not paid, or not at a higher rate."),
    ),
    Saying(
        every(_LATE_WORK, lacks(has("not"))),
        has(r"paid (?:at )?(?:time and (?:a |1 )(?:half|quarter)|double|1\.[2-9])"),
        True,
        N_("Overtime is paid at a higher rate."),
        has(r"no |never paid"),
    ),
)
