"""Sayings on the end of the work: notice, leaving at a price, another employer, the way home."""

from __future__ import annotations

from comity.core.marks import N_
from comity.services.contracts.families import (
    banned,
    employer_pays,
    every,
    free,
    given_up,
    has,
    lacks,
    refused,
    some,
    spared,
    worker_pays,
)
from comity.services.contracts.notices import painless
from comity.services.contracts.sayings import Saying

_UNEQUAL = N_("Notice is not the same for both sides, or one side needs none.")
_TIED_DOWN = N_("The worker cannot end the contract, or only at a price.")
_CAUSE = has(
    r"gross|serious|misconduct|just cause|criminal|for cause|theft|fraud|breach|breaks|"
    r"probation\w*|trial|abuse|violence|unfit|death|bankrupt\w*|negligen\w+|absen\w+|war\b|"
    r"disobe\w+|dishonest\w*|crime|fails? to|incapac\w+|illness|pregnan\w+|complain\w*|union"
)
_DISMISSES = has(
    r"(?:employer|notice)\b[^.;]{0,60}\b(?:terminat\w*|end|ends|dismiss\w*|cancel\w*|dispense "
    r"with|let worker go|lay off|send worker (?:home|away|back)|discharge|release worker|fire|"
    r"remove)|(?:ended|terminated|cancelled|dissolved) by employer|employer: "
)
_AT_WILL = has(
    r"(?:without|no)(?: any| prior| advance| giving| previous| formal)*(?: written)? (?:notice|"
    r"warning)|at (?:any (?:time|moment)|will|once)\b|(?:sole|own|absolute|full) discretion|"
    r"summarily|immediately|with immediate effect|(?:any|no) (?:reason|cause)|on the spot|: "
    r"(?:none|nil|0)\b"
)
_LEAVES = has(
    r"resign\w*|quit\w*|leav(?:e|es|ing) (?:the |his |this |worker's |employer's |employer |our "
    r")*(?:job|employment|service|work|post|position|before|early|employer|company|within|"
    r"during)\b|leaves early|early (?:resignation|termination|departure|leaving)|withdraw\w*|"
    r"abandon\w*|signs? off|breaks? the (?:contract|agreement)|(?:end|ends|terminat\w+|cancels?|"
    r"breaks?|break|broken)\b[^.;]{0,25}\b(?:by worker|contract|agreement|early|employment)|does "
    r"not complete|before (?:the )?(?:end|completi\w+|expiry|season|term|completing)|serve the "
    r"full"
)
_BY_WORKER = has(r"worker\b|resign\w*|early departure|leaving early")
_PRICE = has(
    r"(?:pays?|repays?|owes?|compensates?|refunds?|reimburses?|liable|forfeit\w*|loses?|lost|"
    r"payable|penalt\w+|fined?|damages|compensation|indemnif\w+|deduct\w*|withheld|not be paid|no "
    r"wages?|keeps? (?:the |his |worker's )*(?:wages?|salary|last|bonus))\b"
)
_NO_PRICE = some(
    spared,
    painless,
    has(
        r"(?:passports?|documents?|off-day|island|ferry|never|owes? nothing|without (?:any "
        r")?(?:penalt\w+|cost|charge|compensation|loss)|no (?:penalt\w+|fine|deduction|"
        r"compensation|payment|damages|bond)|not (?:be )?(?:required|liable|obliged|asked|forced|"
        r"have) to|in lieu|employer (?:shall|will|must) (?:pay|compensate|owe)|ticket|flight|"
        r"travel|home\b|passage|keeps? (?:the|his|all) (?:right|claim)|all wages?|accrued|"
        r"outstanding|final (?:wages?|settlement) (?:is|are|will be|shall be) paid|gratuity|"
        r"employer (?:owes|pays))"
    ),
)
NOTICE = (
    Saying(
        _DISMISSES,
        _AT_WILL,
        False,
        _UNEQUAL,
        some(
            _CAUSE,
            has(
                r"each party|worker (?:may|can) (?:also )?(?:resign|end|leave|terminate)|"
                r"(?:not|never|nor) (?:be )?(?:\w+ )?(?:dismiss|terminat|end|cancel|send)|"
                r"worker or employer|employer or worker|pregnan|by worker|: any reason|"
                r"air ticket|air ?fares?|passage|repatriat\w*|flights?|journey"
            ),
        ),
    ),
    Saying(has(r"only employer (?:may|can|has|is)"), _DISMISSES, False, _UNEQUAL),
    Saying(
        every(_LEAVES, _BY_WORKER),
        every(
            some(
                banned,
                has(
                    r"(?:bound|obliged|required|must|shall|has) to? ?(?:complete|serve|finish|"
                    r"work|remain)\b[^.;]{0,40}\b(?:full|months?|years?|term|period)|shall serve "
                    r"the full|only (?:if|with|after|when)\b[^.;]{0,30}\b(?:approv|consent|accept|"
                    r"permission|agree)\w*|(?:accepted|effective|valid) only|only (?:resign|leave|"
                    r"quit|end)\b|unless approved|until the contract is"
                ),
            ),
            lacks(
                has(
                    r"without (?:giving |prior |due |written |any )*(?:notice|\d+)|unless he gives|"
                    r"leave the (?:premises|house|site)"
                )
            ),
        ),
        False,
        _TIED_DOWN,
        some(
            _NO_PRICE,
            has(
                r"employer (?:may|shall|can|must) not|entitled to (?:end|resign)|free to|"
                r"may (?:resign|end|terminate|leave) at any"
            ),
        ),
    ),
    Saying(every(_LEAVES, _BY_WORKER), _PRICE, False, _TIED_DOWN, _NO_PRICE),
)

_CHANGE = has(
    r"chang(?:e|es|ing) (?:of )?(?:his |her |the )*(?:employers?|sponsors?|jobs?|employment|"
    r"workplace)|no transfer|(?:another|other|new|different|competing|any other) (?:\w+ "
    r")?(?:employers?|sponsors?|jobs?|company|companies|employment|household|vessel|farm|firm)|"
    r"(?:seek|find|take(?: up)?|accept)\b[^.;]{0,20}\b(?:other |another |new )(?:employment|work|"
    r"job)|transfer (?:of |to |his |sponsorship|worker)|release (?:letter|to|paper|order)|no[- "
    r"]objection|\bnoc\b|(?:chang\w+|switch\w*) jobs?|competitor|transfer:|release\b"
)
_EXIT = has(
    r"(?:final )?exit (?:permits?|visas?|paper|clearance|(?:and )?re-?entry)|final exit|travel "
    r"abroad|(?:leav(?:e|es|ing)|depart\w*(?: from)?|exit(?:s|ing)?) (?:the )?(?:country|kingdom|"
    r"state|territory|emirates?|qatar|oman|kuwait|lebanon|jordan)"
)
_ASKED = has(
    r"(?:only|until|unless|after|subject to|needs?|requires?|required|necessary|must|without|with|"
    r"prior|first|conditional)\b[^.;]{0,50}\b(?:consent\w*|permission|approv\w+|agree\w*|signed|"
    r"authori[sz]\w+|no[- ]objection|noc|clearance|release|exit permit)|approved by employer|"
    r"(?:consent|permission|approval|letter|noc|release)\b[^.;]{0,40}\b(?:required|necessary|"
    r"needed)|(?:employer|agency) (?:must|shall|has to) (?:first )?(?:approve|agree|consent|sign)|"
    r"(?:upon|against|on|after) payment|discretion of employer|employer's discretion"
)
_UNASKED = has(
    r"(?:no(?![- ]objection)|not|never|without|nor|neither|nobody)\b(?:(?! except| unless| "
    r"without| only| with )[^.;]){0,60}\b(?:consent|permission|approval|agreement|permit|needed|"
    r"release (?:from|by|of) (?:employer|agency)|need|necessary|required|require|noc|"
    r"certificate|letter|oppos\w+|prevent\w*|stop|object\w*|"
    r"hinder\w*|block\w*|withh\w+|refus\w+|restrict\w*|obstruct\w*|asking|limit\w*|interfere|"
    r"penali\w+)"
)
_FREE_MOVE = N_("The worker may change employer, or leave the country, without a consent.")
_TIED = N_("A consent is needed, or it is forbidden, to change employer or leave the country.")
_BESIDE = has(
    r"(?:during|for the duration of|while|in|within) (?:the |this |his |worker's |is |under "
    r")*(?:term|period|contract|employment|employed|working|free|rest|agreement)|second job|"
    r"part-time|funds|tools|(?:another|other|different) (?:site|location|branch|department|place)|"
    r"entry visa|passport|employer (?:may|can|shall|will|reserves|has the "
    r"right)[^.;]{0,40}\btransfer|arrives?|employer's name|press release|medical|release of|"
    r"holiday|vacation|annual leave|bank transfer"
)
OPEN_MOVES = (
    Saying(
        some(_CHANGE, _EXIT),
        every(
            _UNASKED,
            lacks(
                has(
                    r"(?:may|shall|can|must|will|is) not\b[^.;]{0,60}\b(?:without|unless)|not "
                    r"(?:be )?(?:allowed|permitted|released|transfer\w*)|(?:prohibited|"
                    r"forbidden)\b|no (?:transfer|release|noc|change)"
                )
            ),
        ),
        True,
        _FREE_MOVE,
        some(
            _BESIDE,
            has(
                r"(?:will|shall|may) not (?:be )?(?:issue|issued|give|given|grant|granted)|"
                r"noc will|be required by employer to|unless|employer's name|if worker leaves"
            ),
        ),
    ),
)

UNHINDERED = (
    Saying(
        some(_CHANGE, _EXIT),
        has(
            r"(?:neither|not|never|nobody)\b[^.;]{0,45}\b(?:stop|prevent|oppose|hinder|block|"
            r"obstruct|object to|interfere)\w*"
        ),
        True,
        _FREE_MOVE,
        has(r"worker (?:shall|will|may|must) not|unless|promises"),
    ),
)
MOVES = (
    Saying(
        some(_CHANGE, _EXIT),
        every(some(_ASKED, given_up, has(r"tied to")), lacks(_UNASKED)),
        False,
        _TIED,
        some(
            has(
                r"employer (?:shall|will|must|agrees to|undertakes to)\b[^.;]{0,30}\b(?:provide|"
                r"give|issue|grant|arrange|obtain)"
            ),
            has(r"passport|funds|change of address"),
        ),
    ),
    Saying(
        some(_CHANGE, _EXIT),
        some(banned, every(refused, has(r"release|transfer|noc|letter|change"))),
        False,
        _TIED,
        some(
            _UNASKED,
            has(r"employer's name|funds|tools|passport to|change of address"),
            every(
                _BESIDE,
                lacks(
                    has(
                        r"(?:after|following) (?:leaving|the end|termination)|chang\w+|\bexit|"
                        r"release letter|leav\w+ the (?:country|kingdom)|transfer"
                    )
                ),
            ),
            every(
                has(r"work for|job|employment"),
                lacks(
                    has(
                        r"chang\w+|mov\w+|transfer\w*|join\w*|after|months|years|"
                        r"competitor|seek|released?|sponsors?|switch"
                    )
                ),
            ),
        ),
    ),
    Saying(
        some(_CHANGE, _EXIT),
        has(r"\bban\b|blacklist\w*|abscond\w*|regarded as"),
        False,
        _TIED,
        spared,
    ),
)

_JOURNEY = has(
    r"repatriat\w*|(?:costs?|expenses?) of (?:the |worker's )?(?:return|journey|travel|"
    r"homeward)|(?:return|homebound|homeward|back)\b[^.;]{0,25}\b(?:travel|ticket|flight|"
    r"journey|passage|fare|air ticket|trip|transport\w*|costs?)|(?:travel|ticket|flight|journey|"
    r"passage|fare|trip|transport\w*|way)s?\b(?: costs?| expenses)?[^.;]{0,30}\b(?:home\b|"
    r"homeland|back\b|(?:his|her|the|worker's|your) (?:own )?(?:home |country|place of origin|"
    r"point of origin|point of hire)|return)|(?:go|goes|going|return\w*|sent|send|bring|brought|"
    r"fl(?:y|ies|own))\b[^.;]{0,30}\b(?:home|homeland|back to|country of origin|his country|her "
    r"country|home country|place of origin|point of origin)|(?:contract (?:finish|end)\w*|"
    r"completion|expiry)\b[^.;]{0,50}\bticket"
)
_PAID_HOME, _UNPAID_HOME = (
    N_("The employer pays the journey home."),
    N_("The worker pays the journey home."),
)
_NOT_HOME = some(
    has(
        r"home leave|annual leave|vacation|remains\b|body\b|death|mortal|remittance|to work|tools|"
        r"notice|money home|each working day|hostel|daily|documents|passports?|break\b|deposit of|"
        r"levy"
    ),
)
_EARLY = has(
    r"resign\w*|(?:if|where|when|should|in case) worker|misconduct|abscond\w*|breach by worker|"
    r"worker (?:breaks|terminates|ends|leaves|quits|cancels)|voluntar\w+|own (?:request|will|"
    r"choice)|before (?:the )?(?:completi\w+|end|expiry|\d)|early|dismiss\w*"
)
HOME = (
    Saying(
        _JOURNEY,
        has(r"employer (?:\w+ )?(?:bears?|pays?|accepts?|assumes?|covers?) (?:no|nothing|none)\b"),
        False,
        N_("The employer does not pay the journey home."),
        some(_NOT_HOME, _EARLY),
    ),
    Saying(
        _JOURNEY,
        every(
            refused,
            lacks(
                has(
                    r"no cost to|not (?:be )?(?:deduct|charged|borne by worker|"
                    r"required|have to|asked)|worker (?:shall|will|does|must|"
                    r"pays?) (?:not|no)|not (?:later|pay) |nothing"
                )
            ),
        ),
        False,
        N_("The employer does not pay the journey home."),
        some(_NOT_HOME, _EARLY, has(r"not (?:be )?(?:paid|borne|covered) by worker")),
    ),
    Saying(
        _JOURNEY,
        some(
            worker_pays,
            has(
                r"(?:deposit|send) money|(?:expenses?|costs?) recovered|"
                r"reimburse\w* employer|by worker"
            ),
        ),
        False,
        _UNPAID_HOME,
        some(
            _NOT_HOME,
            _EARLY,
            has(
                r"(?:not|never|nothing|without|no)\b[^.;]{0,40}\b(?:deduct\w*|"
                r"recover\w*|worker|borne|charged|pay|cost)|employer (?:\w+ )?"
                r"(?:pays?|bears?|provides?|reimburses?|arranges?|buys?|shall|will)"
            ),
        ),
    ),
    Saying(
        _JOURNEY,
        every(employer_pays, lacks(refused)),
        True,
        _PAID_HOME,
        some(_NOT_HOME, worker_pays, has(r"not (?:pay|provide|bear|cover)|only\b")),
    ),
)

STAYING_FREE = (
    Saying(
        has(r"by either|from either|either of|(?:by|from) each party|same for (?:both|each)"),
        every(has(r"notice"), has(r"\d|same for|per (?:month|week)")),
        True,
        N_("Either side can end the contract with the same notice."),
        has(r"gross|serious|misconduct|cause|not the same"),
    ),
    Saying(
        has(
            r"each party|either of employer|(?:employer|worker) or (?:by )?(?:the )?(?:employer|"
            r"worker)|both (?:sides|parties)|by either"
        ),
        every(
            has(r"(?:end|ends|ended|terminat\w*|dissolv\w*|cancel\w*)\b"),
            has(r"notice"),
            has(r"\d|per (?:month|week)'s"),
            free,
        ),
        True,
        N_("Either side can end the contract with the same notice."),
        _CAUSE,
    ),
    Saying(
        has(
            r"terminat\w* by employer or by worker|terminat\w* by worker or by employer|either of "
            r"employer|the party (?:that|who|which)"
        ),
        every(has(r"notice"), has(r"\d|per (?:month|week)'s")),
        True,
        N_("Either side can end the contract with the same notice."),
        _CAUSE,
    ),
)
