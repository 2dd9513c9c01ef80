"""Words about what a job costs: names of costs, of paying, of taking, and of who bears them."""

from __future__ import annotations

import re

_MONEY = r"(?:fees?|costs?|charges?|expenses?|dues|payments?|amounts?|recover(?:y|ies)|surcharges?)"
ITEMS: dict[str, str] = {
    "recruitment": rf"(?:recruitment|recruiting|placement|agency|agency's|processing|documentation|"
    rf"service|file|dossier|dispatch|handling|arrangement|matching|finder's|sending|sender's|job|"
    rf"registration|facilitation|sourcing|consultancy|mobili[sz]ation|manpower|hiring|introduction|"
    rf"administration|administrative|deployment|brokerage|procurement|onboarding|sponsorship|"
    rf"sending employer's|sub-?agent's|joining)"
    rf"(?:-related| and related| related| service|,? (?:and|or) (?:visa|travel|placement|agency|"
    rf"processing|documentation|recruitment))* {_MONEY}"
    rf"|{_MONEY} (?:of|for|from|in|related to|relating to|connected with|arising from|"
    rf"associated with|incurred (?:in|for|during)|in connection with)"
    r" (?:\w+(?:'s)? ){0,4}?(?:recruit\w*|hiring|hired|placement|deployment|bringing|brought|"
    r"getting|found|finding|mobili[sz]\w+)"
    r"|recruitment-related|recruitment (?:or|and) (?:placement|related)|"
    r"recruitment (?:is|shall be|will be|remains) (?:entirely |fully )?(?=free|without|at no)|"
    r"commissions?\b|brokerage|mobili[sz]ation\b(?! (?:date|period))|"
    r"(?:this|the|worker's|his|her|getting a) job(?= (?:is|at no|costs? nothing)\b|[:,.]|$)|"
    r"costs? (?:it )?worker to get|for getting the job|(?:pay|paid|charged?) for (?:the |his |"
    r"their |worker's )?(?:recruitment|job|"
    r"placement|hiring)\b"
    r"|(?:fees?|costs?|charges?) (?:or|and|,) (?:related )?(?:fees?|costs?|charges?)|"
    r"fees? (?:of any kind|whatsoever|to (?:any )?agency)"
    r"|(?:any|no|a|all) fees?\b|employer[- ]pays principle",
    "visa": r"visas?\b(?! (?:holder|number|status|type|processing time))|work permits?|"
    r"residence permits?|worker's permits?|permit(?= and\b)|"
    r"residency|entry permits?|certificates? of sponsorship|(?:immigration )?skills charge|"
    r"(?:immigration )?health surcharge|emirates id|civil id (?:fee|cost)|"
    r"(?:foreign worker |government )?lev(?:y|ies)\b(?! (?:a|any) )|iqama|emigration clearance|"
    r"exit clearance|quota|labou?r cards?|"
    r"immigration (?:fees?|costs?|charges?)|employment pass|legali[sz]ation|attestation|"
    r"police clearances?|"
    r"(?:work|employment) (?:visa|permit)|permit (?:fees?|costs?)|passport (?:fees?|"
    r"costs?|charges?|renewal|issuance)|costs? of (?:\w+ ){0,3}?passports?",
    "medical": r"(?:pre-?(?:employment|departure) )?(?:medical|health) (?:examinations?|exams?|"
    r"tests?|checks?(?:-?ups?)?|screenings?|fitness|fees?|certificates?)|medicals?\b"
    r"(?= (?:and|or|fee|cost)|[,.;|:]|$)|vaccinations?|fit-?to-?work|gamca|quarantine",
    "travel": r"air ticket|air travel|air passage|"
    r"(?:one-?way |joining |outward |inbound |incoming |coming |economy |round[- ]trip )+"
    r"(?:tickets?|expenses|travel|flights?)|(?:own|flight) tickets?|"
    r"travel (?:costs?|expenses?|ticket)|travel\b(?= (?:and|or)\b|,)|(?:cost of )?"
    r"(?:international )?(?:flights?|airfare)\b|passage\b|"
    r"travels? (?:to|from) \w+|(?:transport|transportation|travel|journey) (?:costs? "
    r")?(?:to|from) (?:the )?(?:country|destination|home|place of (?:origin|employment)|"
    r"point of hire|(?:work ?|job )?site|farm|border|\w+ (?:to|and))|transport\b(?= (?:to the "
    r"country|[a-z]{3} \d))",
    "training": r"(?:pre-departure |skills? |language |safety |induction |orientation )?"
    r"(?:training|orientation|course|classes) (?:fees?|costs?|charges?|expenses?)|"
    r"(?:pre-departure|orientation) (?:orientation|training|course)|"
    r"(?:[a-z]+ese|language|training) (?:classes|courses?)|"
    r"(?:skills?|trade|language) (?:tests?|"
    r"assessments?)|costs? of (?:\w+ )?(?:training|orientation)",
    "equipment": r"uniforms?|work ?wear|work clothes|working clothes|tools\b|safety (?:shoes|gear|"
    r"equipment|boots|clothing)|protective (?:clothing|equipment)|"
    r"personal protective|\bppe\b|oilskins|overalls",
}
"""Words for the groups of costs that no worker should pay."""

ITEM = re.compile("|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in ITEMS.items()))
NOT_THIS = re.compile(
    r"\b(?:return|repatriat\w+|homeward|home leave|annual leave|vacation|going home|"
    r"back home|end of (?:the )?contract|"
    r"completion|remittance|bank|transfer|monthly union|leave ticket)\b"
)
LOST = re.compile(r"\b(?:lost|loses|loss of|damage\w*|replacement|replaces?|misuse|broken)\b")

PAY = (
    r"(?:pay(?:s|ing)?(?: for| out| over| off)?|paid|bears?(?! in mind)|borne|bearing|covers?|"
    r"covering|meets?|provides?|providing|"
    r"(?:is|be|are) (?:solely |fully |alone )?(?:responsible|liable|answerable) for|"
    r"financ(?:e|es)|funds?|reimburses?|reimbursing|refunds?|repay(?:s|ing)?|"
    r"settl(?:e|es|ing)|contributes?|absorbs?|purchas(?:e|es|ing)|buy(?:s|ing)?|shoulders?|"
    r"assumes?|suppl(?:y|ies)|furnish(?:es)?|gives?|arranges?(?: for)?(?: and pays?(?: "
    r"for)?)?|compensates?|undertakes? the cost of|owes?|sponsors?|remits?|defrays?|"
    r"hands? over|transfers?|discharges?|disburses?|clears?|makes? (?:a |the )?payment of)"
)
MODAL = (
    r"(?:(?!worker|employer|agency|each party|the sender|if\b|when\b|where\b|unless\b|until\b|"
    r"that\b|which\b|who\b|until\b|while\b|receiv|entitle|paid\b|for\b|by\b|in\b(?! full|"
    r" no event| advance))"
    r"[a-z'-]+,? ){0,7}?"
)
ACTIVE = re.compile(
    rf"\b(worker|employer|agency)\b(?!'s) ?,? ?(?:(?:confirms?|acknowledges?|declares?|"
    rf"agrees?|accepts?) that worker )?{MODAL}\b{PAY}\b"
)
PASSIVE = re.compile(r"\b(?:is|are|be|been|being|was|were|get|gets)(?: not)? (?:\w+ly )?paid$")
TO_AGENCY = re.compile(
    r"^(?:(?!worker|employer)[^;]){0,70}?\b(?:to|from) (?:the )?(?:agency|sender|sub-?agents?|"
    r"office|recruiter|sending \w+)\b|"
    r"^ (?:the )?(?:agency|sender|office)(?!'s)\b"
)
"""What follows "worker pays" where it is the agency that gets the money."""
TAKE = re.compile(
    r"\b(?:charg(?:e(?!s\b)|ed|ing)|(?:(?<=employer )|(?<=agency ))charges(?= (?:worker|no|any|a|"
    r"the|"
    r"nothing)\b)|collect(?:s|ed|ing)?|demand(?:s|ed|ing)?|levy(?= (?:any|no|a|on|from|such)\b)|"
    r"levied|"
    r"recover(?:s|ed|able|ing|y)?|recoup(?:s|ed)?|"
    r"reclaim(?:s|ed|able)?|claw(?:s|ed)? back|recuperat\w+|win back|get(?:s)? back|dock(?:ed)?|"
    r"amorti[sz]ed|claim(?:s|ed)? back|debit(?:s|ed)?|deduct(?:s|ed|ing|ions?|ible)?|withh(?:old|"
    r"olds|eld|olding)|imposed?|invoiced?|bill(?:s|ed)|pass(?:ed)? on|"
    r"re-?charged?|subtracted|set[- ]off|solicit(?:ed)?|request(?:ed)?|require[sd]? "
    r"payment|receive[sd]?|accept(?:ed)?|ask(?:ed)? for|taken)\b"
)
BY = re.compile(
    r"\b(?:(?:paid|borne|bourne|covered|met|provided|payable|reimbursed|reimbursable|"
    r"financed|advanced and recovered|shouldered|absorbed|funded|settled|supplied|"
    r"refunded|repaid|purchased|assumed|"
    r"arranged and paid|arranged)(?: for)?(?: (?:in full|entirely|solely|fully|"
    r"exclusively|directly|initially|100%|equally|half|upfront|in advance))*(?: and "
    r"\w+)? by|"
    r"(?:for|on|to) the account of|(?:the )?(?:sole |full )?(?:responsibility|liability|"
    r"account) of|at the (?:sole |full )?(?:own )?(?:expense|cost|charge) of|"
    r"(?:charged|chargeable|re-?charged|debited|passed on|billed|transferred|"
    r"invoiced)(?: back)?(?: on)? to|(?:recovered|recoverable|collected|claimed|"
    r"deducted|deductible|demanded|levied|due|taken|received|requested|accepted|"
    r"solicited) (?:back )?from|"
    r"(?:charged|imposed|levied) (?:on|upon|against)|"
    r"(?:is|are|be|falls?|lies?|rests?|remains?|stands?|being) (?:\w+ly )?(?:on|upon|for|with)|"
    r"(?:is|are|become|becomes) (?:re)?payable (?:on \w+ )?by|payer:?|paid by:?|borne by:?) "
    r"?(?:the )?(worker|"
    r"employer|agency)\b('s)?"
)
AT = re.compile(
    r"\b(?:(?:at|on|to|from|out of|with) (worker's|employer's|agency's|his|her|their|its) ?(?:own |"
    r"sole |full |personal )*(?:costs?|expenses?|account|charge|pockets?|funds|money|means)|"
    r"(?:(?:is|are|be|remains?|:) )(worker's|employer's)(?: (?:own |sole |full )*"
    r"(?:responsibility|liability|account|expense|cost|burden|charge|concern)\b|(?=[.,;]|$)| to "
    r"(?:bear|pay|meet|carry)\b))"
)
FREE = re.compile(
    r"\b(?:free of (?:charge|cost)|at no (?:charge|cost|expense)(?: to worker)?|without "
    r"(?:any )?(?:charge|cost|fee|payment)|"
    r"cost-?free|for free|\bfree\b(?= (?:visa|air ticket|uniform|tools|recruitment|work "
    r"permit))|zero[- ](?:cost|fee))"
)
WAGE = (
    r"(?:wages?|salar(?:y|ies)|pay\b|earnings|remuneration|payroll|pay ?slips?|"
    r"instal?lments?|first (?:month|3 months)|monthly)"
)
FROM_WAGE = re.compile(
    rf"\b(?:deduct\w*|recover\w*|recoup\w*|withh[oe]ld\w*|set[- ]?off|instal?lments?|"
    rf"repa(?:y|id)\w*|taken|subtracted|debited|reimbursed|cut|stopped|"
    rf"advance[sd]?)\b.{{0,160}}?\b{WAGE}|\b{WAGE}.{{0,120}}?\b(?:deduct\w*|recover\w*|"
    rf"recoup\w*|withh[oe]ld|subtracted|set[- ]?off)\b|\b(?:deduct(?:ed|ions?|s|ible)?|"
    rf"instal?lments?)\b"
)
PAYER_HEAD = re.compile(
    r"\b(?:paid by|payer|payable by|borne by|who pays|responsib\w*|charged to|account|"
    r"party|cost to|by whom|pays)\b"
)
DUE = re.compile(
    r"\b(?:is|are|becomes?|shall be|will be|must be|being)? ?(?:\w+ly )?(?:due|payable|collected|"
    r"charged|required|levied|applied|applies|non-?refundable|not refundable)\b|"
    r"\bsubject to (?:an? |the )?(?=[a-z]+ (?:fee|charge))"
)
"""That a fee is to be paid, where it is not said by whom."""
NO_FEE = re.compile(r"\bno (?:\w+ ){0,4}?(?:fees?|charges?|costs?|commissions?)\b")
NOTHING = re.compile(
    r"^(?:-+|0(?:\.0+)?|nil|none|no|n/a|free|not applicable|x?|usd 0|\w{3,6} 0|not charged|waived)$"
)
