"""The words of protection, check by check: the thing, what is said of it, and what undoes it."""

from __future__ import annotations

import re

_EMP = (
    r"(?:employer|agency|office|farm|home|family|company|hospital|household|management|managers?|"
    r"supervisors?|master|recruiter|intermediary|agents?)"
)
_ANY = rf"(?:(?:neither |any |no |of the )?{_EMP}|nobody|anybody|anyone|any person|any of them)"
_NEG = r"(?:no|not|never|nor|neither|nothing|nobody|none|without|cannot)"
_GAP = (
    r"(?:(?!\b(?:complet|finish|serv(?:e|es|ing)\b|refus|object|obey|return|comply|unless))[^.;:|])"
)
_CRIME = (
    r"(?:offen[cs]e|crime|breach|breaks? (?:this |the )?contract|unlawful|illegal|wrongful|wrong|"
    r"forbidden|prohibited|barred|banned|disciplined|dismissed|punished|not allowed|"
    r"not permitted|not entitled|no right|no business|null|void)"
)

_PAPER = (
    r"(?:passports?|identity|id|papers?|documents?|permits?|pink slip|seaman's book|brp|visas?|"
    r"card)"
)
_HOLD = (
    r"(?:keep\w*|kept|hold\w*|held|retain\w*|retention|take\w*|taking|took|touch\w*|hang\w* on|"
    r"collect\w*|withh[eo]ld\w*|custody|charge of|confiscat\w*|stor(?:e|es|ed|ing)|lock\w*|"
    r"safeguard\w*|possession|demand\w*|ask\w*)"
)
_WITH_WORKER = (
    r"(?:with (?:the )?worker|(?:in|to) (?:worker's|her|his|their|your)(?: own)? "
    r"(?:possession|hands?|keeping|custody|control|cabin(?: safe)?|locker|pocket|room)|"
    r"in the (?:possession|hands?|custody|keeping) of (?:the )?worker)"
)
SECURITY = (
    r"(?:deposits?|bonds?|collaterals?|penalt(?:y|ies)|fines?|suret(?:y|ies)|guarantees?|caution|"
    r"guarantee money|promissory notes?|pledges?|blank cheques?|cheques?|title deeds?|land deeds?|"
    r"bills? of exchange|security|(?:liquidated )?damages|clawbacks?|exit (?:charge|fee|fine)s?|"
    r"debt papers?|forfeit\w*|compensation|trust receipts?|retention)"
)
_OWED = (
    r"(?:owes? (?:nobody|nothing|neither|no ?one)|(?:nothing|no (?:sum|amount|payment|money)|"
    r"(?:does|do) anything) (?:\w+ ){0,2}?(?:is|becomes?|falls?)? ?(?:payable|due|owed|owing)|"
    r"(?:costs?|leaving costs) (?:you|worker|him|her) (?:nothing|no)|loses? nothing|"
    r"claims? nothing|no (?:[\w-]+,? ){0,8}?(?:is|are|shall be|will be|may be|need be) (?:to be )?"
    r"(?:refunded|repaid|reimbursed|paid back|demanded|claimed)(?: back)?(?! to))"
)
_TAKE = (
    r"(?:deduct\w*|subtract\w*|set[- ]?off|set against|recoup\w*|recover(?:ed|y|s)?|"
    r"claw(?:ed|s)?(?: |-)?back|docked|docks?|kept back|keep back|held back|taken (?:back|off|out|"
    r"from)|take back|reduced?|reduction|netted|netting|pass(?:ed|ing)? (?:it |them )?on|"
    r"charged? (?:back|against)|abatement|withh[eo]ld)"
)
_COST = (
    r"(?:recruit\w*|hiring|hire|agency|agent's|agents?|visas?|tickets?|flights?|airfares?|air "
    r"ticket|travel|levy|permits?|placement|expen[sc]es?|outlays?|costs?|charges?|fees?|"
    r"intermediar\w+|spent|spend|bringing|the above|these|such|same)"
)
_PAY = r"(?:wages?|salary|salaries|pay|remuneration|earnings|payslip|dues|pay statement)"
_CHARGED = (
    r"(?:ask\w*|charg\w*|tak(?:e|es|en|ing)|demand\w*|collect\w*|claim\w*|called upon|bill\w*)"
)
_SHUT = (
    r"(?:confin\w*|lock\w*|restrict\w*|detain\w*|imprison\w*|shut|prevent\w*|hinder\w*|stop\w*|"
    r"bound|curfew|gate pass|sign-out|obliged|required?|account for|search|delay\w*|duty)"
)


_HOMEWARD = (
    r"\b(?:tickets?|flights?|airfares?|passage|fares?|journey)\b(?: (?:back|home|home to|to)\b)"
)
_AT_END = (
    r"\b(?:at the end|upon (?:expiry|completion)|on (?:expiry|completion)|(?:is|are) "
    r"(?:completed|over)|"
    r"when (?:the )?(?:contract|term) (?:ends|is over))\b"
)


_NO_DUTY = (
    r"worker (?:\w+ ){0,3}?(?:under no duty|not (?:be )?(?:required|obliged|asked)) to (?:stay|"
    r"remain|be "
    r"back|account|return)"
)


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern of several, each beginning at a word."""
    return re.compile("|".join(rf"\b(?:{one})" for one in patterns))


ABOUT: dict[str, re.Pattern[str]] = {
    "FEE_01": any_of(
        r"worker\b[^.;]{0,120}\b(?:charged|costs?|fees?|expenses?|commission|levy|visas?|"
        r"flights?)\b",
        r"(?:charged|costs?|fees?|expenses?|commission|levy|visas?|"
        r"flights?)\b[^.;]{0,120}\bworker\b",
        r"(?:deduct\w*|payable|non-?refundable|due|worker (?:re)?pays|worker (?:bears|refunds))\b",
    ),
    "FEE_02": any_of(rf"{_TAKE}\b"),
    "FEE_03": any_of(
        rf"{SECURITY}\b",
        r"(?:refunded|repaid|pay back|repay|compensat\w+|pays?|owes|resigns|"
        rf"withheld|retained|held back|[a-z]{3} \d+)\b",
    ),
    "DOC_01": any_of(rf"{_PAPER}\b", r"(?:they|them|stored|kept|safe|office)\b"),
    "MOVE_01": any_of(
        r"(?:leaves? the|go(?:es)? out|curfew|gates?|locked|confined|premises|stay in|ashore|"
        r"indoors)\b"
    ),
    "END_02": any_of(r"(?:consent|permission|release|exit|transfer|no[- ]objection)\b"),
    "END_03": any_of(r"(?:tickets?|flights?|airfare|passage|repatriat\w+|journey|home)\b"),
    "UNION_01": any_of(r"(?:unions?|associations?)\b"),
    "DISC_01": any_of(r"(?:pregnan\w+|marr\w+|marital)\b"),
    "HOUR_03": any_of(r"(?:works?|rest days? (?:are|is)|no rest)\b"),
    "HOUR_04": any_of(r"(?:annual leave|sick|holidays? (?:are|is))\b"),
    "SOC_01": any_of(r"(?:insur\w+|social security|medical|health)\b"),
    "LIVE_01": any_of(r"(?:lodg\w+|live|room|housing|suite|accommodation)\b"),
    "REM_01": any_of(r"(?:complain\w*|grievance|claims?|recoup)\b"),
}
"""What a part speaks of; where it does and does not protect, the clause protects nobody."""

WORDS: dict[str, re.Pattern[str]] = {
    "FEE_01": any_of(
        r"(?:should|if|where)\b[^.;]{0,60}\b(?:charged|paid|made to pay|taken|claims?|asked|"
        r"pay)\b"
        r"[^.;]{0,80}\b(?:makes? good|refunds?|reimburses?|repays?|gives?|pays?|returns?|"
        r"indemnif\w+)\b",
        rf"{_CRIME}\b[^.;]{{0,30}}\bfor {_ANY} to {_CHARGED}\b[^.;]{{0,20}}\bworker\b",
        rf"(?:agency|agents?|anybody) who (?:takes?|asks?|charges?)\b[^.;]{{0,30}}\b(?:worker|her|"
        rf"him)\b[^.;]{{0,20}}\b{_CRIME}",
        r"worker (?:has |have |had )?(?:paid|pays?|bought|spent|spends?) nothing\b",
        r"(?:did|does|do|has|have|will|shall) not cost worker\b",
        r"(?:not|neither) (?:a|one) (?:cent|penny|rupee|fils|dirham)\b[^.;]{0,20}\bworker\b",
        rf"(?:nobody|neither|nor|no|not) (?:[\w-]+ ){{0,8}}?(?:may|shall|can|will|has)\b"
        rf"(?: \w+){{0,2}} {_CHARGED} (?:worker|her|him)\b(?! to)",
        r"worker (?:\w+ ){0,6}?(?:not|never) (?:\w+ ){0,2}?(?:be |been )?"
        r"(?:called upon|asked|made|required|obliged) (?:for|to (?:pay|bear|contribute))\b"
        r"(?! (?:rent|tax|income|union|for (?:food|rent|meals|board|lodging|housing|accommodation|"
        r"electricity|water|utilities)))",
        r"fee-free\b",
        r"free of any (?:charge|fee|cost) (?:to|for) worker\b",
        rf"{_EMP} (?:has|have) (?:already |itself )?(?:paid|met|settled|borne|"
        rf"covered)\b[^.;]{{0,60}}"
        r"\b(?:permit|visa|flight|ticket|fee|recruit\w+|agency|skills charge|sponsorship)\b",
        rf"(?:permits?|visas?|flights?|tickets?|fees?|charges?|bringing)\b[^.;]{{0,60}}\b(?:met|"
        rf"paid|"
        rf"settled|borne|covered) (?:\w+ ){{0,2}}?by (?:the )?{_EMP}\b",
    ),
    "FEE_02": any_of(
        rf"{_NEG}\b(?![^.;]{{0,20}}\b(?:returned|refunded|paid)\b){_GAP}{{0,90}}?\b{_TAKE}\b"
        rf"{_GAP}{{0,90}}?\b(?:{_COST}|{_PAY})\b",
        rf"{_NEG}\b{_GAP}{{0,60}}?\b{_PAY} (?:{_TAKE})\b",
        rf"{_COST}\b[^.;]{{0,90}}?\b{_NEG}\b[^.;]{{0,40}}?\b{_TAKE}\b",
        rf"{_PAY}\b[^.;]{{0,60}}?\b(?:not|never|nor)\b[^.;]{{0,20}}\b(?:reduced|docked|lowered)\b"
        rf"[^.;]{{0,60}}\b{_COST}\b",
        rf"{_TAKE}\b[^.;]{{0,60}}?\b{_PAY}\b[^.;]{{0,30}}\b(?:is|are|be) (?:not |never )?"
        r"(?:excluded|prohibited|forbidden|barred|allowed|permitted)\b",
        rf"(?:barred|prohibited|forbidden) from\b[^.;]{{0,20}}\b{_TAKE}\b[^.;]{{0,120}}\b{_COST}\b",
        rf"waives?\b[^.;]{{0,30}}\bright to {_TAKE}\b[^.;]{{0,60}}\b{_PAY}\b",
        r"(?:recovery|recoupment|deduction) of (?:the above|\w+ ?costs?|fees?|these|such)"
        r"[^.;]{0,40}\| (?:not permitted|none|not allowed|prohibited|forbidden)\b",
        r"not a (?:cent|penny|fils|rupee)\b[^.;]{0,20}\b(?:kept|held|taken)\b",
    ),
    "FEE_03": any_of(
        rf"{_NEG}\b{_GAP}{{0,90}}?\b{SECURITY}\b",
        rf"{SECURITY}\b[^.;]{{0,50}}?\b(?:is|are|be|was|has been|nor)\b (?:\w+ )?(?:not|never|null|"
        r"void|agreed not)\b",
        _OWED,
        rf"{SECURITY}\b[^.;|]{{0,60}}[|:] ?(?:none|nil|no\b|not (?:applicable|required))",
        rf"{SECURITY}[^.;]{{0,60}}\b(?:is|are) (?:\w+ ){{0,4}}?(?:employer's|company's) alone\b",
        r"worker neither (?:contributes?|pays?|lodges?|gives?|signs?)\b",
        rf"{_CRIME} (?:\w+ ){{0,2}}?(?:to|for)\b[^.;]{{0,40}}\b{SECURITY}\b",
    ),
    "DOC_01": any_of(
        rf"{_CRIME}\b[^.;]{{0,60}}\b{_HOLD}\b[^.;]{{0,60}}",
        rf"(?:keeping|holding|retaining|taking|withholding)\b[^.;]{{0,40}}\b{_PAPER}\b[^.;]{{0,20}}"
        rf"\b(?:is|are) (?:\w+ly )?{_CRIME}\b",
        rf"{_ANY}\b[^.;]{{0,30}}\b(?:found |caught |who )[^.;]{{0,12}}\b{_HOLD}\b[^.;]{{0,80}}\b"
        rf"{_CRIME}",
        rf"{_PAPER}\b[^.;]{{0,60}}\b(?:remains?|stays?|is|are|kept|be|belongs?|held|carried)\b"
        rf"[^.;]{{0,30}}\b(?:{_WITH_WORKER}|by (?:the )?worker\b)",
        rf"{_PAPER}\b[^.;|:]{{0,40}}[|:] ?(?:kept |held |remains? |stays? )?{_WITH_WORKER}",
        rf"(?:worker|you)(?: alone| always| shall| will| may)* (?:keeps?|holds?|carr(?:y|ies)|"
        rf"retains?)\b"
        rf"(?! (?:back|employer))[^.;]{{0,60}}\b{_PAPER}\b",
        rf"keep (?:your|worker's) [^.;]{{0,30}}\b{_PAPER}\b[^.;]{{0,20}}\b(?:with|on) (?:you|"
        rf"worker|"
        rf"yourself)",
        rf"{_ANY}\b[^.;]{{0,60}}\b(?:not|never|no)\b[^.;]{{0,30}}\b{_HOLD}\b",
        rf"(?:neither|nobody|no {_EMP}|nor)\b[^.;]{{0,80}}\b{_HOLD}\b",
        rf"{_PAPER} (?:is|are) (?:worker's|hers|his|theirs|yours)(?: own| alone)*\.?$",
        r"(?:confines? itself|limits? itself) to (?:inspect|look|copy)\w*",
        r"(?:gives?|hands?) (?:it|them|these) (?:straight|immediately|at once)? ?back\b"
        r"(?: the same day| at once)?(?= ?(?:the same|at once|$|\.|,))",
        r"(?:returned|handed back|given back) (?:forthwith|at once|immediately|the same day)\b",
    ),
    "MOVE_01": any_of(
        r"(?:comes?|go|goes|come|enters?) (?:and (?:goes?|leaves?|go) )?(?:in and out |the \w+ |"
        r"out |"
        r"ashore |where )?(?:freely|(?:just )?as (?:worker|he|she|they|it) (?:\w+ )?(?:pleases?|"
        r"likes?|wish\w*)|at any hour|"
        r"(?:worker|he|she) (?:pleases?|likes?|wish\w*))",
        r"(?:at|to) worker's (?:own |free )*disposal\b",
        r"(?:no|not run a|without|there is no) (?:curfew|gate pass|sign-out|closed compound|"
        r"restrictions?)\b",
        rf"worker\b[^.;]{{0,30}}\b(?:not|never|under no)\b (?:to )?(?:be )?(?:\w+ )?{_SHUT}\b",
        r"(?:nor )?need(?:s)? (?:not |worker |she |he |they )+(?:ask|seek|say|tell|report|"
        r"account)\b",
        r"without (?:telling|asking|having to (?:tell|ask))\b",
        rf"(?:nobody|{_EMP}|guards?)\b[^.;]{{0,20}}\b(?:not|never|may|do not|shall not)\b "
        rf"(?:\w+ )?(?:lock|restrict|detain|search|stop|confine|run a curfew|prevent)\b",
        r"(?:gate|door|house|hostel|lodging)s? (?:is|are) never locked\b",
        r"(?:free|time off|rest)[ -]?(?:time|days?|hours?)?\b[^.;]{0,20}\b(?:is|are) "
        r"(?:worker's|wholly hers|his own|her own)\b",
        r"where worker goes\b[^.;]{0,40}\b(?:own affair|own business|no concern)",
        r"no restriction\b",
    ),
    "END_02": any_of(
        r"(?:may|can|free to|right to|at liberty to)\b[^.;]{0,120}\bwithout (?:a |the |any |"
        r"\w+'s )*(?:\w+ )?(?:consent|permission|approval|certificate|asking|no[- ]objection)\b",
        r"(?:consent|permission|approval|agreement|release letter|exit permit|blessing)s?\b"
        r"[^.;]{0,50}\b(?:is|are) (?:not|never) (?:\w+ )?(?:needed|required|called for|"
        r"necessary)\b",
        r"no (?:\w+ ){0,3}?(?:consent|permission|approval|release letter|exit permit|letter of "
        r"consent)\b[^.;]{0,50}\b(?:is|are) (?:needed|required|necessary|called for)\b",
        rf"{_EMP} (?:shall|will|can|may|does|do) ?not (?:\w+ )?(?:stand in the way of|prevent|"
        r"hinder|block|oppose|object to|refuse)\b[^.;]{0,60}\b(?:transfer|another|post|depart\w*|"
        r"quit\w*|leav\w*)\b",
        r"(?:do|does) not need (?:employer's|the employer's)? ?(?:blessing|consent|permission)\b",
    ),
    "END_03": any_of(
        rf"(?:{_EMP}|we) (?:shall |will |also )?(?:pays?|buys?|suppl(?:y|ies)|provides?|bears?|"
        rf"gives?)\b"
        rf"[^.;]{{0,30}}{_HOMEWARD}[^.;]{{0,60}}{_AT_END}",
        rf"{_AT_END}[^.;]{{0,100}}\b(?:{_EMP}|we) (?:shall |will |also )?(?:pays?|buys?|"
        rf"suppl(?:y|ies)|provides?|bears?|gives?)\b[^.;]{{0,30}}{_HOMEWARD}",
    ),
    "UNION_01": any_of(
        r"(?:nothing|nobody) (?:stops?|prevents?|hinders?|keeps?)\b[^.;]{0,60}\b(?:join|belong)\w*",
        r"freedom to (?:enter|join|belong)\b[^.;]{0,60}\b(?:untouched|unaffected|kept|respected|"
        r"guaranteed)\b",
        r"(?:open|welcome) to (?:worker|join)\b",
        r"(?:never|not) (?:prejudice|disadvantage|affect|harm) (?:him|her|worker)\b",
        r"(?:makes? no difference|hold it against)\b",
        r"(?:not|never|cannot) (?:be )?(?:dismissed|punished|sacked|penali[sz]ed) for (?:join|"
        r"belong|being)\w*",
        rf"{_CRIME}\b[^.;]{{0,20}}\bfor {_EMP} to (?:forbid|prevent|ban|hinder)\b",
        r"worker may (?:of course |freely )?(?:belong to|join|be a member of)\b",
        r"may join\b",
    ),
    "DISC_01": any_of(
        r"(?:no|not|never|without|nobody|neither)\b[^.;]{0,60}\b(?:pregnancy|marriage|marital|"
        r"religion|race|sex|childbirth|family plans)\b",
        r"(?:pregnan\w+|marr\w+|marital|childbirth|faith|religion)\b[^.;]{0,60}?\b(?:is|are|shall|"
        r"will|has been|have been|was) (?:\w+ )?(?:abolished|never a|not a|no (?:ground|reason|"
        r"cause|concern|bar)|not (?:be )?(?:a |the |an )?(?:ground|reason|cause|required|asked|"
        r"cost|lead))\b",
        r"whether (?:worker|he|she) marries\b[^.;]{0,60}\bno concern\b",
    ),
    "SOC_01": any_of(
        r"(?:covered|insured|registered|enrolled)\b (?:by|with|in|under|for)\b[^.;]{0,120}\b"
        r"(?:free of charge|free|at employer's cost)\b",
    ),
    "LIVE_01": any_of(
        r"(?:no|not|nothing|without)\b[^.;]{0,40}\b(?:rent|utilities|meals|charge)\b[^.;]{0,40}\b"
        r"(?:taken|charged|deducted|due|payable)\b",
        r"if worker (?:elects|chooses|prefers|wishes|would rather)\b",
        r"not a condition of\b[^.;]{0,60}\blive\b",
        r"may, but need not\b",
        r"lodging is optional\b",
    ),
    "HOUR_03": any_of(rf"{_NO_DUTY}\b"),
    "HOUR_04": any_of(rf"{_NO_DUTY}\b"),
    "REM_01": any_of(
        r"(?:not|never|nobody|no) (?:\w+ ){0,4}?(?:hold|held) (?:it|a complaint|that|this|"
        r"complaints) "
        r"against\b",
        r"(?:no|not|never|without|nobody|cannot)\b[^.;]{0,50}\b(?:suffer|reprisals?|retaliat\w+|"
        r"victimi\w+|punish\w*|dismiss\w*|sacked|penali\w+|measures?) [^.;]{0,30}\b(?:complain\w*|"
        r"for it|so doing|doing so|that account)\b",
        rf"{_EMP} (?:waives?|renounces?|gives? up)\b",
    ),
}
"""What is said of it that protects."""

CALLED_OFF: dict[str, re.Pattern[str]] = {
    "FEE_01": any_of(
        r"(?:fees?|costs?|charg\w+|expens\w+|pay\w*|paid|money|sums?|amounts?|visas?|tickets?|price|"
        r"flights?|air\w*|passage|travel\w*|medicals?|permits?|levy|levies|commissions?|loans?|debt|"
        r"deduct\w*|recover\w*|reimburs\w*|refund\w*|repa\w+|[a-z]{3} \d+|training|uniforms?|tools|"
        r"accounts?|buys?|purchas\w*|borne|bears?|tests?|advanc\w*|owes?|salary|wages?|contribut\w*|"
        r"remit\w*|transfer\w*|placement|recruit\w*|agency|agents?|consideration)\b"
    ),
    "HOUR_01": any_of(
        r"(?:hours?|hrs?|time|times|duty|duties|shifts?|weeks?|work(?:s|ing|ed)?|o'clock|"
        r"clock|a\.m|p\.m|am|pm|nights?|morning|evening|dawn|round)\b"
    ),
    "SOC_01": any_of(
        r"(?:insur\w+|illness\w*|sick\w*|ill|medic\w+|health\w*|hospital\w*|accident\w*|injur\w+|"
        r"treatment|doctor|social (?:security|insurance)(?! card)|pension|cover\w*|clinic|death|"
        r"disab\w+|compensation|contribut\w+|fund|diseases?|liab\w+|responsib\w+|costs?)\b"
    ),
    "REM_01": any_of(
        r"(?:complain\w*|grievances?|disputes?|court\w*|sue|suing|legal|law\w*|claims?|"
        r"proceeding\w*|"
        r"embassy|consul\w*|authorit\w+|labou?r|report\w*|media|police|inspect\w*|union|matters?|"
        r"problems?|objections?|protest\w*|demands?|arbitrat\w*|decision|rights?|tribunal|press|"
        r"outside|third part\w+)\b"
    ),
    "FEE_05": any_of(
        r"(?:loans?|lends?|lent|debts?|advanc\w+|interest|owes?|owed|owing|indebted|credit|"
        r"borrow\w*(?=[^.;]{0,80}(?:money|sum|cost|fee|[a-z]{3} \d|expenses|wage|amount|pay|from))|"
        r"repay\w*|financ\w+|mortgag\w+|money|sums?|amounts?)\b"
    ),
    "MOVE_01": any_of(
        r"(?:leav\w+|go|goes|going|gone|out|outside|outdoors?|indoors?|inside|curfew\w*|gates?|"
        r"doors?|"
        r"premises|house\w*|home|camp|compound|hostel|dorm\w*|rooms?|stay\w*|remain\w*|free\w*|"
        r"mov\w+|"
        r"lock\w*|rest|exit\w*|permission|away|absent|nights?|visit\w*|ship|shore|accommodation|"
        r"quarters|site|return\w*|confin\w+|phones?|pass\b|abroad|farm|vessel|town|escort\w*)\b"
    ),
}
"""What has to be named somewhere in a clause, or in its heading, for the check to fail by it."""

NEEDED: dict[str, re.Pattern[str]] = {
    "FEE_02": any_of(rf"{_PAY}\b", rf"{_COST}\b"),
    "DOC_01": any_of(
        r"(?:passports?|identity|id cards?|personal (?:documents|papers)|travel documents?|"
        r"residence|seaman's books?|(?:his|her|their|worker's|own) (?:own )?(?:papers|documents))\b"
    ),
    "MOVE_01": any_of(
        r"(?:leav\w+|goes|go|out|outside|stay\w*|house|home|premises|gates?|doors?|lodging|hostel|"
        r"quarters|camp|compound|ashore|free time|time off|off[- ]duty|rest (?:days?|time)|free "
        r"hours|curfew|movements?|where|overnight|accommodation)\b"
    ),
    "END_02": any_of(
        r"(?:another|transfer\w*|changing|change|country|abroad|exit|elsewhere|post|job|quit\w*)\b",
        r"leave (?!early\b|work\b)\w+ (?:whenever|at any|without)",
    ),
    "UNION_01": any_of(r"(?:unions?|associations?)\b"),
}
"""What a clause that protects has to name somewhere."""
