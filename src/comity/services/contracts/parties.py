"""Who is meant: whatever a contract calls its parties, they are worker, employer and agency here.

A contract defines its own names ("hereinafter the Second Party"); a letter says "you" and "we".
"""

from __future__ import annotations

import re
from collections.abc import Callable

from comity.services.contracts.party_acts import AGENCY, EMPLOYER, WORKER
from comity.services.contracts.party_names import NUMBERED, names_of, pattern_of

_KNOWN = {
    WORKER: (
        "migrant worker|domestic worker|household worker|foreign worker|seasonal worker|"
        "foreign domestic helper|domestic helper|household service worker|"
        "employee|worker|labourer|laborer|helper|housemaid|maid|nanny|housekeeper|seafarer|seaman|"
        "crew ?member|crewman|fisherman|fisher|deckhand|candidate|jobseeker|job seeker|"
        "job applicant|"
        "applicant|trainee|appointee|staff member|caregiver|carer|workman|workmen|staff|operative|"
        "picker|personnel(?! department)(?! office)|intern|nurse|undersigned|"
        "workers? himself|hired person|"
        "cook|driver|cleaner|(?<=the )recruit"
    ),
    EMPLOYER: (
        "prospective employer|foreign employer|employing company|host company|employer|"
        "company|sponsor|kafeel|kafil|hirer|shipowner|ship owner|vessel owner|boat owner|"
        "owner of the vessel|owners?|skipper|captain|grower|farmer|establishment|firm|"
        "foreign principal|principal|management|householder|household head|head of the "
        "household|head of household|"
        "madam|host company|trust|enterprise|employer's family|end user|user undertaking|"
        "hr department|personnel department|hr office|"
        "human resources department|human resources office|"
        "human resources|personnel office|"
        "supervisor|manager|foreman|mistress of the house|proprietor|"
        "(?<!workers' )(?<!worker's )organi[sz]ation(?!s? of workers)(?! for help)"
    ),
    AGENCY: (
        "sending organi[sz]ation|supervising organi[sz]ation|"
        "private employment agency|private recruitment agency|overseas recruitment agency|"
        "overseas employment agency|employment agency|recruitment agency|recruiting agency|"
        "manning agency|placement agency|foreign recruitment agency|labou?r agency|"
        "recruitment agent|recruiting agent|manning agent|labou?r supplier|outsourcing agent|"
        "sub-?agent|agency|recruiter|broker|agent|licensee|labou?r recruiter|middleman|intermediary"
    ),
}
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


def _is_letter(whole: str) -> bool:
    """Whether "you" is the worker: it is said often, or beside "we", or is defined."""
    often = len(re.findall(r"\byou(?:r|rs|rself)?\b", whole))
    return often >= 4 or (often > 0 and bool(re.search(r"\b(?:we|us|our|dear)\b|\"you\"", whole)))


def renamer(whole: str) -> Callable[[str], str]:
    """What puts `worker`, `employer` and `agency` in place of a contract's names for them.

    `whole` is the whole text, spelled as `words.spelled` does.

    >>> renamer('gulf co. ("the first party") and mr rai ("the second party")')(
    ...     "the second party's passport and its first party"
    ... )
    "worker's passport and its employer"
    """
    own = names_of(whole, _role_in)
    letter = _is_letter(whole)
    spoken = len(re.findall(r"\b(?:i|my)\b (?!\))", whole)) >= 3
    groups = _groups(own)
    every = re.compile(
        r"(?:\b(?:the|said|such|each|every|any|an|a|this|our) )*\b(?:"
        + "|".join(f"(?P<{group}>{words})" for group, words in groups.items())
        + r")(?P<own>'s|s'|(?<=[a-z])s\b(?:')?)?(?![\w-])"
    )

    def role_of(found: re.Match[str]) -> str:
        role = next(group for group in groups if found[group])
        role = role.removeprefix("own_")
        return role + ("'s" if found["own"] in ("'s", "s'", "s'") else "")

    def renamed(plain: str) -> str:
        told = plain.replace("recruitment agency fee", "agency fee")
        if not own or not any(NUMBERED.search(name) for name in own):
            told = NUMBERED.sub(_by_default, told)
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


def _groups(own: dict[str, str]) -> dict[str, str]:
    """The names for each role as patterns: a contract's own, then those that are ours."""
    known = {words for group in _KNOWN.values() for words in group.split("|")}
    groups: dict[str, list[str]] = {}
    for name, role in own.items():
        if name not in known:
            groups.setdefault(f"own_{role}", []).append(pattern_of(name))
    for role in (AGENCY, WORKER, EMPLOYER):
        words = [one for one in _KNOWN[role].split("|") if own.get(one, role) == role]
        groups[role] = words + [one for one, meant in own.items() if meant == role and one in known]
    return {
        group: "|".join(sorted(names, key=len, reverse=True)) for group, names in groups.items()
    }


def _role_in(name: str) -> str:
    for role in (AGENCY, WORKER, EMPLOYER):
        if re.search(rf"\b(?:{_KNOWN[role]})s?\b", name):
            return role
    return ""
