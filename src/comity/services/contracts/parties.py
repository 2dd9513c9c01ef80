"""Who is meant: whatever a contract calls its parties, they are worker, employer and agency here.

A contract defines its own names ("hereinafter the Second Party"); a letter says "you" and "we".
"""

from __future__ import annotations

import re
from collections.abc import Callable

WORKER, EMPLOYER, AGENCY = "worker", "employer", "agency"
_KNOWN = {
    WORKER: (
        "migrant worker|domestic worker|household worker|foreign worker|seasonal worker|"
        "foreign domestic helper|domestic helper|household service worker|"
        "employee|worker|labourer|laborer|helper|housemaid|maid|nanny|housekeeper|seafarer|seaman|"
        "crew ?member|crewman|fisherman|fisher|deckhand|candidate|jobseeker|job seeker|"
        "job applicant|"
        "applicant|trainee|appointee|staff member|caregiver|carer|workman|workmen|staff|operative|"
        "picker|personnel|intern|nurse|undersigned|workers? himself|hired person|"
        "cook|driver|cleaner|(?<=the )recruit"
    ),
    EMPLOYER: (
        "prospective employer|foreign employer|employing company|host company|employer|"
        "company|sponsor|kafeel|kafil|hirer|shipowner|ship owner|vessel owner|boat owner|"
        "owner of the vessel|owners?|skipper|captain|grower|farmer|establishment|firm|"
        "foreign principal|principal|management|householder|household head|head of the "
        "household|head of household|"
        "madam|host company|trust|enterprise|employer's family|end user|user undertaking|"
        "hr department|hr office|human resources department|human resources office|"
        "human resources|personnel office|"
        "supervisor|manager|foreman|mistress of the house|proprietor|organi[sz]ation"
    ),
    AGENCY: (
        "private employment agency|private recruitment agency|overseas recruitment agency|"
        "overseas employment agency|employment agency|recruitment agency|recruiting agency|"
        "manning agency|placement agency|foreign recruitment agency|labou?r agency|"
        "recruitment agent|recruiting agent|manning agent|labou?r supplier|outsourcing agent|"
        "sub-?agent|agency|recruiter|broker|agent|licensee|labou?r recruiter|middleman|intermediary"
    ),
}
_CUES = {
    WORKER: re.compile(
        r"\b(?:employee|worker|helper|maid|seafarer|fisher|nationality|passport "
        r"(?:number|no)|holder of|"
        r"holding|mr|mrs|ms|miss|citizen|national of|crew|labourer|trainee|candidate|born)\b"
    ),
    EMPLOYER: re.compile(
        r"\b(?:employer|company|sponsor|llc|l\.l\.c|ltd|limited|w\.l\.l|wll|co\b|inc|corporation|"
        r"establishment|trading|contracting|est\b|gmbh|s\.r\.l|bhd|cr number|commercial "
        r"registration|"
        r"shipowner|owner|farm|hospital|represented by)\b"
    ),
    AGENCY: re.compile(r"\b(?:agency|recruiter|recruitment|manpower|licen[cs]ed|broker)\b"),
}
_NAMED = re.compile(
    r"(?:\((?:hereinafter|hereafter|henceforth)?[^()\"]{0,50}\"([^\"]{2,40})\"[^()]{0,60}\)"
    r"|(?:hereinafter|hereafter|henceforth)[^\"]{0,60}\"([^\"]{2,40})\""
    r"|(?:hereinafter|hereafter|henceforth),? (?:is |be )?(?:called|referred to as|known as|the)"
    r" (?:the )?([a-z][a-z ]{2,24}?)(?=[,.;)]| and\b| of\b|$))"
)
_NUMBERED = re.compile(
    r"\b(?:(?:the )?(?:first|second|third|1st|2nd|3rd|1|2) party|party (?:a|b|c|1|2|one|two)|"
    r"party of the (?:first|second|third) part)\b"
)
_DEFAULT = {
    "first": EMPLOYER,
    "1st": EMPLOYER,
    "a": EMPLOYER,
    "one": EMPLOYER,
    "1": EMPLOYER,
    "second": WORKER,
    "2nd": WORKER,
    "b": WORKER,
    "two": WORKER,
    "2": WORKER,
    "third": AGENCY,
    "3rd": AGENCY,
    "c": AGENCY,
}


def renamer(whole: str) -> Callable[[str], str]:
    """What puts `worker`, `employer` and `agency` in place of a contract's names for them.

    `whole` is the whole text, spelled as `words.spelled` does.

    >>> renamer('gulf co. ("the first party") and mr rai ("the second party")')(
    ...     "the second party's passport and its first party"
    ... )
    "worker's passport and its employer"
    """
    own = _defined(whole)
    letter = len(re.findall(r"\b(?:you|your)\b", whole)) >= 4
    spoken = len(re.findall(r"\b(?:i|my)\b (?!\))", whole)) >= 3
    table: list[tuple[str, str]] = [(re.escape(name), role) for name, role in own.items()]
    table += [(words, role) for role, words in _KNOWN.items()]
    groups = {
        role: "|".join(
            sorted(
                (w for words, r in table if r == role for w in words.split("|")),
                key=len,
                reverse=True,
            )
        )
        for role in (AGENCY, WORKER, EMPLOYER)
    }
    every = re.compile(
        r"(?:\b(?:the|said|such|each|every|any|an|a|this|our) )*\b(?:"
        + "|".join(f"(?P<{role}>{words})" for role, words in groups.items())
        + r")(?P<own>'s|s'|(?<=[a-z])s\b(?:')?)?(?![\w-])"
    )

    def role_of(found: re.Match[str]) -> str:
        role = next(r for r in (AGENCY, WORKER, EMPLOYER) if found[r])
        return role + ("'s" if found["own"] in ("'s", "s'", "s'") else "")

    def renamed(plain: str) -> str:
        told = plain.replace("recruitment agency fee", "agency fee")
        if not own or not any(_NUMBERED.search(name) for name in own):
            told = _NUMBERED.sub(_by_default, told)
        told = re.sub(
            r"\b(?:either|both|any|each|neither)(?: of the)? (?:part(?:y|ies)|sides?)\b",
            "each party",
            told,
        )
        told = re.sub(
            r"\b(?:either|both|neither)(?: the)? (?:employer|company|sponsor)(?:,? (?:or|and|nor))"
            r"(?: the)? (?:employee|worker|helper|seafarer)\b",
            "each party",
            told,
        )
        told = every.sub(role_of, told)
        if letter:
            told = re.sub(r"\byour own\b|\byours?\b", "worker's", told)
            told = re.sub(r"\byou(?:rself)?\b", WORKER, told)
        if letter or spoken:
            told = re.sub(r"\bour\b", "employer's", told)
            told = re.sub(r"\b(?:we|us)\b", EMPLOYER, told)
        if spoken:
            told = re.sub(r"\bmy\b", "worker's", told)
            told = re.sub(r"(?<![(\w.])(?:i|me|myself)(?![).\w])", WORKER, told)
        told = re.sub(
            r"\b(?:he/she|she/he|s/he|he or she|she or he|him/her|him or her|him/ her)\b",
            WORKER,
            told,
        )
        told = re.sub(r"\b(?:he|she)\b", WORKER, told)
        told = re.sub(r"\b(?:his/her|her/his|his or her)\b", "his", told)
        return told.replace("worker/worker", WORKER).replace("employer/employer", EMPLOYER)

    return renamed


def _by_default(found: re.Match[str]) -> str:
    words = found[0].removeprefix("the ").replace("party of the ", "").split()
    key = next((word for word in words if word in _DEFAULT), "")
    return _DEFAULT.get(key, found[0])


def _defined(whole: str) -> dict[str, str]:
    """The names that the contract gives its parties, with the role of each."""
    found: dict[str, str] = {}
    for match in _NAMED.finditer(whole):
        name = next(group for group in match.groups() if group).strip()
        name = re.sub(r"^the ", "", name)
        if role := _role_in(name) or _role_around(whole, match.start(), match.end(), name):
            found[name] = role
    for match in _NUMBERED.finditer(whole):
        name = match[0].removeprefix("the ")
        if name in found:
            continue
        near = whole[match.end() : match.end() + 25]
        lead = whole[max(0, match.start() - 25) : match.start()]
        role = _role_in(re.split(r"[.;]", near)[0]) if re.match(r"\W*\(|\W*[-:,]", near) else ""
        role = role or (_role_in(lead) if re.search(r"\(\W*$|\bas (?:the )?$", lead) else "")
        if role and name not in found:
            found[name] = role
    for match in re.finditer(
        r"\bthe (\w{4,20}) (?:is|shall be) (?:hereby )?(?:hired|engaged|employed)\b", whole
    ):
        found.setdefault(match[1], WORKER)
    numbered = {name: role for name, role in found.items() if _NUMBERED.fullmatch(name)}
    if len(numbered) == 1:
        ((name, role),) = numbered.items()
        for word, other in (("first", "second"), ("second", "first"), (" a", " b"), (" b", " a")):
            if word in name and role in (WORKER, EMPLOYER):
                found[name.replace(word, other)] = EMPLOYER if role == WORKER else WORKER
                break
    return {name: role for name, role in found.items() if len(name) > 2}


def _role_in(name: str) -> str:
    for role in (AGENCY, WORKER, EMPLOYER):
        if re.search(rf"\b(?:{_KNOWN[role]})s?\b", name):
            return role
    return ""


def _role_around(whole: str, start: int, end: int, name: str) -> str:
    """Whose name it is by the words before it; empty where they do not tell."""
    before = whole[max(0, start - 220) : start]
    before = re.split(r'"\)|\band between\b|\n', before)[-1]
    if _NUMBERED.fullmatch(name) and not before.strip():
        return ""
    best, where = "", -1
    for role, cue in _CUES.items():
        for match in cue.finditer(before):
            if match.start() > where:
                best, where = role, match.start()
    if (
        best == WORKER
        and re.search(r"\brepresented by\b", before)
        and _CUES[EMPLOYER].search(before)
    ):
        best = EMPLOYER
    return best
