"""Notice that each side has to give, where one clause speaks of both or of one alone."""

from __future__ import annotations

import re

from comity.services.contracts.families import has

painless = has(
    r"(?:nothing|none|never|nobody|not obliges?)\b[^.;]{0,60}\b(?:damages|forfeit\w*|owe\w*|"
    r"penalt\w+|pay\w*|compensation)\b|no (?:penalt\w+|fine|compensation|damages|charge)\b|"
    r"without (?:any )?penalt\w+|penalt\w+[^.;]{0,20}: none"
)
_GIVERS = (
    re.compile(
        r"\b(?:(?:by|from|of|for) |^)(worker|employer)\b(?!'s)(?: is|:| shall be| gives?)?(?: at "
        r"least)?[ :]{1,3}(\d+ (?:\w+ )?(?:days?|weeks?|months?))"
    ),
    re.compile(
        r"\b(worker|employer)\b(?!'s)(?: ?[:|] ?| with | on | upon | by )(?:at least )?(\d+ "
        r"(?:\w+ )?(?:days?|"
        r"weeks?|months?))\b"
    ),
    re.compile(
        r"\b(worker|employer)\b(?!'s) (?:may|must|shall|will|can|needs?|gives?|"
        r"has)\b(?:(?!\b(?:worker|employer) (?:may|must|shall|will|can|needs?|"
        r"gives?)\b)[^.]){0,70}?\b(\d+ (?:\w+ )?(?:days?|weeks?|months?))\b"
    ),
)

_GIVES = re.compile(
    r"^\W*(?:\d+[.)] )?(?:notice[:.] )?(worker|employer) (?:will|shall|must|needs? to|has to|have "
    r"to|is to) give (?:worker |employer )?(?:at least )?(\d+ (?:\w+ )?(?:days?|weeks?|months?))"
)


def notices_of_both(plain: str) -> dict[str, str]:
    """How much notice each side gives, by the words of one clause that names both; else nothing.

    >>> notices_of_both("notice of employer is 2 months and of worker 1 month")
    {'employer': '2 months', 'worker': '1 month'}
    """
    if "notice" not in plain:
        return {}
    found: dict[str, str] = {}
    for pattern in _GIVERS:
        for one in pattern.finditer(plain):
            found.setdefault(one[1], one[2])
    if len(found) == 2:
        return found
    gives = _GIVES.search(plain)
    return {gives[1]: gives[2]} if gives else {}
