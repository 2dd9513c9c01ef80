"""Whether a clause says that something is done or is not: negation, prohibition, exception.

No word alone decides. Each word that turns the sense round is counted between the start of the
phrase and the act, so that "shall not object to the keeping" is a keeping; what stands after
the act ("is prohibited", ": none") turns it round too.
"""

from __future__ import annotations

import re

_CUT = re.compile(
    r"[;:]|, and (?=\d)|\band (?=(?:no|nothing|nobody|this contract|this agreement)\b)|"
    r"(?<!incl)(?<!dec)(?<!jan)(?<!etc)\.\s|\s\|\s|\bbut\b|\bhowever\b|"
    r"\balthough\b|\buntil\b|, such\b|"
    r"\bwhile\b|"
    r"\bwhereas\b|\bprovided that\b|"
    r"\bexcept\b|\bunless\b|\bsave (?:that|where|for)\b|"
    r"\b(?:and|or|,) (?:subject )?(?:(?:the )?(?:worker|employer|agency|each party) )?"
    r"(?:shall|will|must|may|is|are|can|has|have|agrees?|undertakes?|hereby)\b|"
    r"\band (?:worker|employer|agency) (?=(?:owes?|pays?|bears?|keeps?|receives?|gets?)\b)|"
    r", and (?:it|they|worker|employer|agency|each party) |\b(?:all|each|both|any) of "
    r"(?:which|whom)\b|\b(?:and|,) (?:it|they) (?:shall|will|must|may|is|are)\b|"
    r"\b(?:if|when|where|once|until|before|after|in case|in the event|should) [^,;]{3,90},|"
    r"\b(?:if|in case|in the event|should) [^,;]{3,110}?(?= (?:worker|employer|agency) (?:shall|"
    r"will|must|"
    r"may|has to|have to)\b)"
)
_TURN = re.compile(
    r"\bnot\b(?! even\b)|\bno\b|\bnever\b|\bnothing\b|\bneither\b|\bnor\b|\bnone\b|\bno ?one\b|"
    r"\bnobody\b|"
    r"\bprohibit(?:ed|s)? (?:from|to)\b|\bprohibit(?:ed|s)?\b|\bforb(?:idd?en|ids?)\b|"
    r"\bbarred from\b|"
    r"\bbann?(?:ed|s)?\b|\bunlawful\b|\billegal\b|\brefrains? from\b|\babstains? from\b|"
    r"\bobject(?:s|ing)? to\b|\bobjection (?:to|that|if|against)\b|\boppos(?:e|es|ing)\b|"
    r"\brefus(?:e|es|ing|al) (?:to|of)\b|\bdeclines? to\b|\bfail(?:s|ure|ing)? (?:to|of)\b|"
    r"\bprevent(?:s|ed|ing)?\b(?! (?:loss|theft|damage|abuse|misuse|accidents?))|\bexempt(?:ed)? "
    r"from\b|\bfree (?:from|of)\b|\bwaives?\b|"
    r"\bforfeits? (?:the |any |all )?right\b|\bloses? (?:the |any |all )?right\b|"
    r"\bwithout (?:any |being |having )?(?=(?:\w+ ){0,2}\w*$)|\babsence of\b|\binstead of\b|"
    r"\brather than\b|\bdiscourag\w+\b|\babsolutely exclud\w+|\bnot? any more\b|\bavoid\w*\b|"
    r"\bfree to refuse\b|\bnil\b"
)
_AFTER = re.compile(
    r"^[^;.|]{0,90}?\b(?:(?:is|are|be|being|remains?) (?:\w+ly |hereby |absolutely )?"
    r"(?:prohibited|forbidden|banned|void|null|unlawful|illegal|excluded|waived|"
    r"not (?:allowed|permitted|required|acceptable|applicable|charged|taken|levied|"
    r"payable|held|made"
    r"|collected|demanded|imposed|asked|sought|requested|expected|needed|given))|(?:has|have) no "
    r"place|not (?:required|applicable|permitted|allowed))\b"
    r"|^ ?(?:for |back )?(?:(?:to )?(?:worker|employer|agency) )?"
    r"(?:no|nothing|none|neither|not any)\b(?! (?:later|more|less|longer|fewer)\b)"
    r"|^\W{0,4}(?:\w+ ){0,5}?\w* ?[:|=-]\s*(?:none|nil|no\b|n/a|not applicable|zero|0\b|-\s*$)"
)
_CONTINUES = ("nor", "neither")


def window(segment: str, start: int) -> str:
    """The words of a segment before `start`, from where the phrase begins."""
    before = segment[max(0, start - 260) : start]
    last = None
    for found in _CUT.finditer(before):
        last = found
    if last is None:
        return before
    if re.match(r"and |or |,", last[0]):  # what stands there belongs to the phrase itself
        return before[last.start() :]
    return before[last.end() :]


def turned(segment: str, start: int, end: int) -> bool:
    """Whether the act at `start:end` of a segment is denied.

    >>> turned("employer shall not keep the passport", 19, 23)
    True
    >>> turned("worker shall not object to employer keeping the passport", 36, 43)
    False
    >>> turned("keeping of passports is strictly prohibited", 0, 7)
    True
    """
    words = [found[0].strip() for found in _TURN.finditer(window(segment, start))]
    count = 0
    for place, word in enumerate(words):
        if word in _CONTINUES and place and words[place - 1] in ("not", "no", "never", *_CONTINUES):
            continue
        count += 1
    if _AFTER.match(segment[end : end + 160]):
        count += 1
    return count % 2 == 1


_PARTY = re.compile(r"\b(worker|employer|agency|each party)\b(?!'s)")


def subject(segment: str, start: int) -> str:
    """The party that acts: the last one named before `start` in the phrase, or empty."""
    found = ""
    before = segment[max(0, start - 260) : start]
    for match in _PARTY.finditer(before):
        lead = before[max(0, match.start() - 4) : match.start()]
        if re.search(r"\b(?:of|to|by|for)\s$", lead) and found:
            continue
        found = match[1]
    return found


def doer(segment: str, end: int) -> str:
    """The party named after a passive ("… by the employer"), or empty."""
    found = re.match(
        r"[^;.]{0,120}?\bby (?:\w+ ){0,2}?(worker|employer|agency|each party)\b(?!'s)",
        segment[end:],
    )
    return found[1] if found else ""


_EXCEPTION = re.compile(
    r"\b(?:except|unless|save (?:that|where|for|as|when|in)|other than|apart from|with "
    r"the exception of)\b(.{0,200})"
)
_HARMLESS = re.compile(
    r"\b(?:law|legal|legally|court|tax|taxes|social security|social insurance|statutory|"
    r"authorit|government|immigration|"
    r"renew|registration|visa stamping|official|visa processing|for processing|residence permit|"
    r"at the (?:written )?request of worker|worker (?:so )?(?:requests?|asks?|wishes|"
    r"agrees|consents)|"
    r"worker's (?:own )?(?:written |free |express |prior )*(?:consent|request|"
    r"agreement)|consent of worker|"
    r"cop(?:y|ies|ied|ying)\b|photocop|inspect|scan|"
    r"emergenc|illness|absence|gross misconduct|serious misconduct|union dues)"
)


def excepted(segment: str, end: int) -> str:
    """The exception that follows the act, where it gives back what was denied; empty otherwise.

    An exception for what the law, an authority or the worker asks is harmless.
    """
    found = _EXCEPTION.search(segment[end:])
    return "" if found is None or _HARMLESS.search(found[1]) else found[0]
