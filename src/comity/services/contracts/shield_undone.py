"""What undoes the words of protection: denials that turn out to be against the worker."""

from __future__ import annotations

import re

from comity.services.contracts.shield_words import SECURITY, any_of

_REFUSED = (
    r"worker (?:\w+ly )?(?:shall|may|must|can|will|is|are)(?: (?:have|be))? ?(?:not|never|no)\b "
    r"(?:be )?(?:have |has )?(?:\w+ )?"
)
UNDONE: dict[str, re.Pattern[str]] = {
    "FEE_01": any_of(
        r"worker (?:shall|must|will|has to|agrees to) (?:\w+ )?(?:pay|bear|reimburse|refund|"
        r"repay)\b",
        r"(?:recovered|deducted|repaid|reimbursed) (?:from|by) (?:the )?worker\b",
        r"worker (?:pays?|bears?|refunds?|reimburses|repays?) (?!nothing)",
        r"(?:of|by|from) worker's (?:wage|salary|pay)",
        r"by worker\b|for the account of worker|(?:half|part|share|portion|some|balance)\b",
        r"(?:not|never) (?:be )?(?:paid|reimburs\w+|refunded)\b(?! by worker)",
    ),
    "FEE_02": any_of(
        r"(?:breakages?|broken|crockery|damaged?|absen\w+|loss|lost|tools|sick\w*)\b",
        r"(?:not|no) (?:later|less|more|limited)\b",
        rf"{_REFUSED}(?:object|refuse|claim|oppose|contest|complain)\b",
        r"(?:objection|limit|consent|notice)\b",
        r"until\b",
    ),
    "FEE_03": any_of(
        r"(?:not|never|non|no)-? ?(?:be )?(?:return\w*|refund(?:ed|able)?|releas\w*|given back|"
        r"interest)\b(?! by)(?![^.;]{0,60}\bby (?:worker|her|him)\b)",
        rf"{_REFUSED}(?:leave|resign|object|refuse|terminate|quit|claim|depart|end|demand|go|"
        r"entitled|withdraw|break)\b",
        r"(?:not|no) (?:later|less|more|limited|exceed\w*|only)\b",
        r"without (?:first )?(?:paying|payment|settling|lodging|furnishing|giving)\b",
        r"(?:does|do|did|is|has|have) not (?:\w+ )?(?:complet|finish|serv|work|stay|pass|report|"
        r"renew)\w*",
        r"(?:wages?|salary|pay|bonus)\b[^.;]{0,40}\b(?:not|never) (?:be )?(?:paid|due|payable)\b",
        r"no (?:claim|right|compensation to|compensation from|objection|interest)\b",
        r"or not\b|(?:payable|paid|owed|due) by (?:employer|agency)\b|fails? to\b|before that\b",
        r"(?:applies|due|payable|charged|required) (?:only )?(?:after|once)\b",
        r"(?:nothing|neither|no part)\b[^.;]{0,60}\bto worker\b",
        r"(?:no worker|nobody) (?:may|shall|can|is) ",
        r"(?:is|are|be) (?:withheld|retained|held back|kept)\b|until\b|\d ?%",
        r"worker (?:shall|must|will|has to|agrees to|is to) (?:\w+ )?(?:pay|lodge|sign|deposit|"
        r"forfeit|refund|repay|reimburse|compensate|be fined|be liable|lose)\b",
    ),
    "DOC_01": any_of(
        rf"{_REFUSED}(?:keep|hold|carry|retain|claim|demand|ask|request|have|entitled|object|"
        rf"refuse|"
        r"permitted|allowed)\b",
        r"(?:not|never|refuses? to) (?:be )?(?:return\w*|give back|given back|hand\w* (?:back|"
        r"over)|"
        r"releas\w*)\b",
        r"(?:surrender\w*|hands? (?:over|in)|submits?|deposits?|entrusts?)\b(?![^.;]{0,40}\bto "
        r"worker\b)(?<!to surrender)",
        r"(?:until|till|at the end|on completion|upon completion|for safe|safekeeping|in the "
        r"office|in employer's|with employer|with agency|by employer|by agency)\b",
        r"(?:consent|permission|approval) of employer\b",
        r"(?:for|on) (?:the |any )?worker\b(?!')|worker (?:found|caught|who)\b",
        r"(?:not|never) (?:be |to )?(?:remain|stay|kept|carried|held|left) (?:with|by|in)\b",
        r"(?:not|never) be (?:with|in)\b|not (?:the )?worker\b",
        r"(?:documents|papers) of (?:the )?(?:company|employer)|photograph\w*|confidential|"
        r"company (?:documents|papers)",
        r"(?:prevent\w*|object\w*|oppos\w*|refus\w*|loss|responsib\w*|liab\w*)\b",
    ),
    "MOVE_01": any_of(
        rf"{_REFUSED}(?:leave|go|stay out|exit|allowed|permitted|come|walk|receive|have|absent|"
        rf"sleep)\b",
        r"(?:without|with|only|prior|written|subject to)\b[^.;]{0,30}\b(?:permission|consent|"
        r"approval|pass|escort|accompan\w+)\b",
        r"(?:must|shall|has to|have to|is to|required to) (?:\w+ )?(?:be back|return|remain|stay|"
        r"sleep|be in|report)\b(?<!not required to return)(?<!no duty to return)",
        r"not (?:free|at liberty|leave|go|come)\b",
        r"(?:before|by|until|till|after) \d",
        r"\d+(?::\d+)? ?(?:pm|p\.m|am|a\.m)",
    ),
    "END_02": any_of(
        r"(?:not|never|no) (?:\w+ )?(?:change|transfer|leave|seek|join|take up|move|work)\b",
        r"worker (?:may|shall|can|must|will|is) (?:not|never)\b",
        r"(?:prohibited|forbidden|banned) from\b",
        r"(?:no|neither|nor) (?:transfer|release|change)\b(?! letter| order)",
        r"within employer|another (?:site|location|branch|department)",
    ),
    "END_03": any_of(
        r"(?:not|no|never|only|except|half|part|refund\w*|deduct\w*|repa(?:y|id)\w*|recover\w*)\b",
        r"worker (?:shall |will |must )?(?:pays?|bears?|buys?)\b|start of\b|outward|annual leave",
    ),
    "UNION_01": any_of(
        rf"{_REFUSED}(?:join|belong|form|be a member|allowed|permitted)\b",
        r"(?:no|nobody|neither|nor)\b[^.;]{0,30}\b(?:may|shall|can|is allowed to) (?:join|"
        r"belong)\b",
        r"join no\b|(?:not|never) (?:be )?(?:permitted|allowed)\b|except\b",
    ),
    "DISC_01": any_of(
        rf"{_REFUSED}(?:marry|become|get|bear|have|practi[cs]e|conceive|allowed|permitted|be "
        rf"pregnant)\b",
        r"(?:not|never|no) (?:to )?(?:be |get |become |being )?(?:pregnant|married|marry)\b",
        r"(?:must|shall|will|agrees?|undertakes?) (?:remain|not to|not become|not marry|be "
        r"terminated|be dismissed|undergo|take)\b",
        r"(?:not|no) (?:entitled|leave|benefit|paid|employ\w*|maternity|hire|married|pregnant|"
        r"allowed|permitted|negative)\b",
        r"(?:forbidden|prohibited|exempt\w*|excused|refus\w+|avoid\w*|become pregnant|get married|"
        r"getting married|marry|conceive|negative)\b",
        r"(?:sent home|repatriated|deported)\b",
    ),
    "HOUR_03": any_of(r"(?:leave|paid|refuse|without)\b"),
    "HOUR_04": any_of(r"(?:leave|paid?|pay|sick\w*)\b"),
    "SOC_01": any_of(r"(?:not|no|never|only)\b"),
    "LIVE_01": any_of(r"(?:must|shall|required to) (?:live|reside|stay)\b"),
    "REM_01": any_of(
        r"worker (?:waives?|renounces?|gives up)\b",
        r"(?:no worker|nobody) (?:shall|may|can|will) (?:complain|report|bring|sue|approach)\b",
        rf"{_REFUSED}(?:complain|report|bring|lodge|file|sue|approach|go)\b",
        r"(?:shall|will|must|is|be) (?:dismissed|punished|fined)\b",
    ),
}
"""What turns such words into their contrary."""

TAKEN_BACK = re.compile(
    r"\b(?:subject to (?:the )?(?:prior )?(?:consent|approval|payment)|provided (?:that )?worker|"
    r"only (?:if|when|after|against)|as long as|so long as|at (?:the )?(?:sole )?discretion)\b"
)
CONDITION = re.compile(
    r"\b(?:in that case|failing which|or else|in which case) [^.;]{0,80}\b(?:pays?|shall|will|"
    r"must)\b"
)

CONTRARY: dict[str, re.Pattern[str]] = {
    "FEE_01": any_of(
        r"not (?:be )?(?:reimbursed|refunded|repaid)\b[^.;]{0,40}\b(?:fees?|costs?) (?:that|which) "
        r"(?:he|she|worker) (?:has )?paid\b"
    ),
    "FEE_02": any_of(
        r"(?:not|never) (?:deduct|recover|take|subtract|recoup)\b[^.;]{0,20}\bmore than\b"
        r"[^.;]{0,80}\b(?:recruit\w+|visas?|tickets?|hiring|agency|levy|permits?)\b"
    ),
    "FEE_03": any_of(
        r"not entitled to (?:his|her|the|worker's) (?:deposit|bond|guarantee|security)\b",
        r"(?:no (?:worker|person)|nobody|worker (?:may|can|shall|must) not|neither)\b[^.;]{0,60}\b"
        r"without (?:first )?(?:paying|payment of|settling)\b",
        r"no (?:right|claim) to (?:the )?(?:return|refund|repayment) of\b[^.;]{0,20}\b"
        rf"{SECURITY}\b",
        rf"(?:nothing|neither|no part)\b[^.;]{{0,60}}\b(?:refunded|returned|payable|repaid) to "
        rf"worker"
        rf"\b(?=.*\b{SECURITY}\b)|neither the (?:bond|deposit)\b[^.;]{{0,60}}\bto worker\b",
        r"no interest\b[^.;]{0,30}\bon (?:the |this |such )?(?:\w+ )?(?:deposit|bond|guarantee)\b"
        r"[^.;]{0,40}\bworker\b",
    ),
    "DOC_01": any_of(
        r"worker (?:shall|may|must|can) not (?:ask|claim|demand|request)\b[^.;]{0,60}\b"
        r"(?:remains?|stays?|kept|held) (?:with|by) (?:employer|agency)\b"
    ),
    "DISC_01": any_of(
        r"(?:pregnan\w+|marriage|marrying|getting married)\b(?! tests?)(?! "
        r"discrimination)[^.;]{0,60}"
        r"\b(?:is|are) (?:not (?:allowed|permitted)|forbidden|prohibited)\b"
    ),
}
"""What is worded as a denial and is against the worker all the same."""
