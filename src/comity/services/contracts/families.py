"""Families of words that say the same: forbidden, forced, refused, punished, free, who pays.

A check asks them about a part of a clause in which its subject was found, in whatever words the
subject stands. Each family knows the small words that turn it round ("is not forbidden").
"""

from __future__ import annotations

import re
from collections.abc import Callable

Test = Callable[[str], bool]
"""A question about a part of a clause, in the words of `clauses.Clause.plain`."""

_NEGATED = re.compile(
    r"\b(?:not|never|nobody|no ?one|neither|nor|nothing|no (?:worker|person|helper|clause|rule))\b"
    r"(?: \w+){0,4} ?$|\b(?:without|no) (?:being |any )?$"
)
_RESTRICTING = (
    r"(?:\w+ly )?(?:be |in any (?:way|manner) )?(?:required|obliged|forced|asked|made|compelled|"
    r"charged|prevent|restrict|limit|hinder|stop|forbid|prohibit|confin|lock|punish|penali[sz]|"
    r"dismiss|discriminat|oppos|object|refus|treat|suffer|interfer|obstruct|withh[eo]ld|deduct|"
    r"lose|need|depend|disadvantag|discourag|retaliat|victimi[sz]|subject|terminat|affect|"
    r"block|deny|denied|bar\b|barred|fined?\b|liable|responsible)"
)
_BANNED = re.compile(
    r"\b(?:shall|may|must|can|will|should|is to|are to|worker does|worker do) (?:not|never)\b"
    rf"(?! {_RESTRICTING})"
    r"|\b(?:prohibited|prohibits?|forbidden|forbids?|banned|bans?|barred|disallowed|outlawed)\b"
    r"|\b(?:not|never) (?:be )?(?:allowed|permitted|eligible|accepted|tolerated|acceptable)\b"
    r"|\b(?:agrees?|undertakes?|promises?|pledges?|accepts?|obliged|required) (?:not|never) to\b"
    r"|\b(?:not|never) to (?!exceed)\w+\b|\brefrains?\b|\babstains?\b|\bdesists?\b"
    r"|\b(?:stays?|staying|keeps?|keeping) (?:away|out|clear)\b"
    r"|\b(?:nobody|no ?one|no worker|neither \w+ nor \w+) (?:may|shall|can|is allowed|will)\b"
    rf"(?! {_RESTRICTING})"
    r"|\bno right to\b|\bhas no right\b|\bnot (?:have )?(?:any|the) right\b"
)
_FORCED = re.compile(
    r"\b(?:must|has to|have to|is to|are to|needs? to|(?:is|are|be) (?:\w+ly )?(?:required|obliged|"
    r"bound|expected|forced) to|obliged|compulsory|mandatory|obligatory|"
    r"(?:a |be )?conditions? (?:of|for) (?:the |this |his |worker's |employment|service|keeping)|"
    r"shall|agrees? to|undertakes? to|accepts? to|duty of worker|compelled)\b(?! (?:not|never)\b)"
)
_GIVEN_UP = re.compile(
    r"\b(?:waives?|waived|waiving|renounc\w+|gives? up|given up|forgo(?:es)?|foregoes|"
    r"relinquish\w*|forfeit\w*|surrenders? (?:the |his |any |all )*(?:right|claim)|loses? (?:the |"
    r"his |any |all )*right)\b"
)
_REFUSED = re.compile(
    r"\b(?:none|nil|no|neither|nor)\b(?! (?:cost|charge|expense|deduction|loss|reprisal|"
    r"retaliation|limit|case|restriction|longer|later|objection|difference|less|worse|fault))|"
    r"\bnot (?:be |been )?(?:\w+ly )?(?:given|paid|payable|provided|granted|entitled|covered|"
    r"offered|included|insured|available|supplied|obliged|bound|liable|responsible|enrolled|"
    r"registered|recogni[sz]ed|eligible|compensated|remunerated|accepted|entertained|issued)\b|"
    r"\b(?:shall|will|does|do|is|are|may|has|have|can) not (?:pay|provide|give|grant|have|receive|"
    r"get|bear|cover|insure|offer|include|extend|earn|enjoy|contribute|accept)\b|\bunpaid\b|"
    r"\bwithout (?:any )?(?:pay|payment|salary|wages?|remuneration|compensation)\b|\bexclud(?:es|"
    r"ed)\b|\bexempt\b|\bfree (?:from|of) (?:any |all |every )?(?:obligation|liabilit\w+|"
    r"responsibilit\w+|duty)\b|\bn/a\b|\bnot applicable\b"
)
_PUNISHED = re.compile(
    r"\b(?:dismiss\w*|terminat\w*|deport\w*|repatriat\w+|sent (?:home|back|away)|fined?|fines|"
    r"penal\w+|punish\w*|disciplin\w*|(?:a |serious |regarded as |deemed )breach|blacklist\w*|"
    r"abscond\w*|(?:lose|loses|loss of|forfeits?) (?:the |his |her |any |all )?\w+|cancel\w*|"
    r"disloyal|(?:end|ends|ending|ended|end of) (?:the |worker's |this |his |at )?(?:contract|"
    r"employment|service|job|once)|misconduct|warning|void|invalid|sanction\w*|not (?:be "
    r")?(?:employed|hired|renewed|accepted|kept)|wages? (?:stop|are stopped))\b"
)
_SPARED = re.compile(
    r"\b(?:not|never|nobody|no ?one|nor|neither|without|no)\b[^.;]{0,60}\b(?:dismiss|terminat|"
    r"punish|penal|fine|retaliat|repris|disciplin|victimi|disadvantag|discriminat|suffer|lose|"
    r"ground|reason|treat|cause|deport|repatriat|effect|action|end)\w*|\bprotect(?:ed|ion|s)?\b|"
    r"\b(?:retaliation|reprisals?|discrimination)\b[^.;]{0,20}\b(?:prohibited|forbidden|banned)\b"
)
_FREE = re.compile(
    r"\b(?:free(?:ly)? (?:to|in|choice|at)|(?:is|are) free\b|free choice|at liberty|may|can|"
    r"entitled|(?:the |a )?right (?:to|of)|freedom|welcome|allowed|permitted|no (?:restrictions?|"
    r"limits?|limitation)|recogni[sz]es|respects?|guarantee\w*|need not|enjoys?|freely|wherever|"
    r"where (?:he|worker|you) (?:likes?|wants?|wishes|chooses?)|as (?:he|worker) (?:sees fit|"
    r"likes|wishes|wants|pleases))\b(?! (?:not|never)\b)"
)
_WORKER_PAYS = re.compile(
    r"\bworker\b(?!'s)(?:(?!employer|agency)[^.;|]){0,60}?\b(?:(?<!in )(?<!of )(?<!the )(?<!for "
    r")pays?|bears?|meets?|covers?|buys?|purchases?|reimburses?|repays?|refunds?|settles?|"
    r"shoulders?|finances?|insures? (?:himself|worker|herself)|compensates?|arranges?(?: and "
    r"pays?)? (?:his |her |their |for )?(?:own )?|responsible for|liable for)\b|\b(?:borne|paid|"
    r"covered|met|payable|settled|repaid|reimbursed|funded|financed|arranged|bought|refunded|"
    r"shouldered)(?: back)? (?:for )?by (?:worker|worker's family|the family of worker)\b|\bby "
    r"worker$|[:|] ?(?:by )?worker(?:'s (?:own )?(?:account|cost|expense|charge))?(?=$|[ .|])(?! "
    r"(?:shall|will|may|is|and))|\bat (?:the )?(?:own )?(?:cost|expense|charge|account)s? of "
    r"worker\b|\b(?:at|on|for|to|upon) (?:worker's|his|her|their|his/her) (?:own )?(?:cost|"
    r"expense|account|charge|risk)s?\b|\b(?:for|on|to) (?:the )?(?:own )?account of worker\b|"
    r"\b(?:responsibility|duty|charge) of worker\b|\bworker's (?:own )?(?:responsibility|account|"
    r"cost|expense)\b|\b(?:deducted|taken|recovered|withheld|recouped|charged|set "
    r"off)\b[^.;]{0,25}\b(?:from|against|to) (?:worker|worker's|his|her|the (?:wage|final|salary|"
    r"pay)|wages?|salary|pay|final|dues)\b|\bself-?(?:financed|funded|insured|paid)\b|\bfrom "
    r"(?:his|her|worker's) (?:own )?(?:salary|wages?|pay|pocket|dues)\b"
)
_EMPLOYER_PAYS = re.compile(
    r"\bemployer\b(?!'s)(?:(?!worker\b(?!'s))[^.;|]){0,70}?\b(?:pays?|bears?|meets?|covers?|buys?|"
    r"purchases?|provides?|supplies|finances?|funds?|responsible for|arranges?)\b|\b(?:borne|paid|"
    r"covered|met|payable|provided|arranged|funded|supplied|bought|settled)(?: for)? by "
    r"employer\b|\bat (?:the )?(?:cost|expense|charge)s? of employer\b|\b(?:at|on|for|to) "
    r"(?:employer's|its) (?:own |sole )?(?:cost|expense|account|charge)s?\b|\b(?:for|on|to) "
    r"(?:the )?account of employer\b|\b(?:fall|falls) (?:on|upon) employer\b|\b(?:responsibility|"
    r"duty|charge) of employer\b|[:|] ?(?:by |paid by )?employer(?=$|[ .|])|\bat no (?:cost|"
    r"charge|expense) (?:to|for) worker\b|\bwithout (?:cost|charge|expense) to worker\b|\bfree of "
    r"(?:charge|cost)\b|\bfree (?:\w+ ){0,2}(?:ticket|passage|transport\w*|flight|travel)\b"
)


def has(pattern: str) -> Test:
    """Whether a part has some words.

    >>> has(r"day off")("one day off")
    True
    """
    words = re.compile(rf"\b(?:{pattern})")
    return lambda part: bool(words.search(part))


def every(*tests: Test) -> Test:
    """Whether all of several hold."""
    return lambda part: all(test(part) for test in tests)


def some(*tests: Test) -> Test:
    """Whether one of several holds."""
    return lambda part: any(test(part) for test in tests)


def lacks(test: Test) -> Test:
    """Whether something does not hold."""
    return lambda part: not test(part)


def _affirmed(pattern: re.Pattern[str]) -> Test:
    """Whether words stand in a part and are not denied just before."""
    return lambda part: any(
        not _NEGATED.search(part[max(0, found.start() - 45) : found.start()])
        for found in pattern.finditer(part)
    )


banned: Test = _affirmed(_BANNED)
forced: Test = _affirmed(_FORCED)
given_up: Test = _affirmed(_GIVEN_UP)
worker_pays: Test = _affirmed(_WORKER_PAYS)
employer_pays: Test = _affirmed(_EMPLOYER_PAYS)
free: Test = _affirmed(_FREE)


def refused(part: str) -> bool:
    """Whether something is not given, or not paid.

    >>> refused("sick leave: none"), refused("no deduction is made for sick leave")
    (True, False)
    """
    return bool(_REFUSED.search(part))


def spared(part: str) -> bool:
    """Whether a part says that nobody is punished, or that something has no effect."""
    return bool(_SPARED.search(part))


def punished(part: str) -> bool:
    """Whether something has a bad end for the worker: dismissal, a fine, a loss.

    >>> punished("worker who complains shall be fined"), punished("nobody is dismissed for it")
    (True, False)
    """
    return bool(_PUNISHED.search(part)) and not spared(part)
