"""The names that a contract gives its parties, and who is behind each: worker, employer, agency.

A name that says it ("the Helper") is believed. For others, what stands beside the name counts, and
what the party does: who pays the wage, who works for whom, who recruits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from comity.services.contracts.party_acts import (
    AGENCY,
    EMPLOYER,
    HIRING,
    SENDING,
    WORKER,
    acts_of,
    cues_in,
    kind_of,
)

_CALLED = (
    r"(?:hereinafter|hereafter|henceforth|in this (?:paper|contract|agreement|deed)|"
    r"(?:called|known|referred to|named)(?: (?:below|here|hereafter|hereinafter))?(?: as)?)"
)
_NAME = r"(?:the )?([a-z][a-z -]{1,28}?[a-z])"
_ORDER = r"first|second|third|1st|2nd|3rd"
NUMBERED = re.compile(
    rf"\b(?:(?:the )?(?:{_ORDER}|1|2) party|party (?:a|b|c|1|2|one|two)|party number (?:1|2|3)|"
    rf"(?:party )?of the (?:first|second|third) part)\b"
)
_DEFINED = (
    re.compile(r"\(([^()\"]{0,60})\"([^\"\n]{2,40})\"[^()\n]{0,60}\)"),
    re.compile(rf"\b({_CALLED})[^\".;\n]{{0,60}}?[\"']([^\"'\n]{{2,40}})[\"']"),
    re.compile(
        rf"\b({_CALLED})(?: (?:as|is|be|to|called|referred to|known)){{0,3}}[:,]{{0,2}} {_NAME}"
        r"(?=[,.;)]| and\b| of\b|$)",
        re.MULTILINE,
    ),
    re.compile(rf"()\({_NAME}\)"),
    re.compile(rf"()\((?:the )?((?:{_ORDER}|1|2) party)\)"),
    re.compile(
        r"(?:^|(?<=\. )|(?<=; ))()(?:the )?((?:implementing|supervising|sending|receiving|host) "
        r"(?:organi[sz]ation|company)|operator|client|contractor|crew|family|household|"
        r"resort|hospital|(?:technical )?intern(?: trainee)?)(?= ?[:|])",
        re.MULTILINE,
    ),
)
"""How a name is given: between quotation marks, in brackets, before a colon."""

_THINGS = re.compile(
    r"\b(?:contract|agreement|part(?:y|ies)|wages?|salary|terms?|period|site|premises|"
    r"programme?|law|act|code|position|services?(?! provider)|job|work|workplace|annex|schedule|"
    r"date|country|house rules|deposit|fee|bond|leave|months?|days?|hours?|weeks?|years?|state|"
    r"fund|plan|visa|passport|only|copy|signature|optional|if any|gross|net|each|total|project|"
    r"accommodation|duties|policy|rules|equipment|allowance|insurance|scheme|region|tax|basic|"
    r"overtime|per|or|and|for|including|place of work|start|language|english)\b"
)
_PLACES = {
    "house",
    "home",
    "resort",
    "hospital",
    "school",
    "centre",
    "center",
    "farm",
    "hotel",
    "vessel",
    "ship",
    "factory",
    "clinic",
    "camp",
    "household",
    "family",
    "villa",
    "yacht",
    "boat",
}
_PERSONAL = re.compile(
    r"^((?:mr\.? |mrs\.? |ms\.? |madame? |mr\.? and mrs\.? |i, )?[a-z]+),? "
    r"(?:employs?|hires?|engages?|takes?) ((?:mr\.? |mrs\.? |ms\.? )?[a-z]{3,})\b"
    r"(?= (?:for|to|in|into|as|from)\b)",
    re.MULTILINE,
)
_LABELLED = re.compile(
    r"(?:^|(?<=\. )|(?<=; ))(?:(?:full )?names? of (?:the )?)?"
    r"(employer|worker|employee|helper|company|maid|seafarer|domestic worker|agency)"
    r"(?:'s)?(?: name)? ?[:|] ?((?:mr\.? |mrs\.? |ms\.? )?[a-z][a-z' -]{4,40})(?=[.,;|\n(]|$)",
    re.MULTILINE,
)
_LEGAL = re.compile(
    r" (?:sdn bhd|pvt ltd|co ltd|ltd|llc|wll|gmbh|inc|co|limited|srl|bv|sl|sa|fze|corp|"
    r"corporation)$"
)
_COMMON = re.compile(
    r"\b(?:the|shall|will|must|is|are|to|pay|pays|and|of|by|name|address|for|not|any|a|an|"
    r"signature|this|same|none|domestic|general|foreign|household)\b"
)
_FIRST = re.compile(r"\b(?:first|1st|a|1|one)\b")
_SECOND = re.compile(r"\b(?:second|2nd|b|2|two)\b")
_SAYS_NOTHING = re.compile(rf"{NUMBERED.pattern}|\bundersigned\b")
_BRACKET, _LABEL, _NUMBER = 3, 5, 6
"""Places in `_DEFINED`: a bare bracket, a word before a colon; and names that are numbers."""

_MOST, _PEOPLE = 60, 16
_READ = 40_000
_BESIDE = 200


@dataclass(slots=True)
class _Named:
    """A name, the words that describe its party, and what speaks for each role."""

    name: str
    start: int
    end: int
    place: int
    weights: Counter[str] = field(default_factory=Counter)

    def best(self, least: int = 2) -> str:
        """The role with most weight, where it leads clearly; empty where it does not."""
        ranked = self.weights.most_common(2)
        if not ranked or ranked[0][1] < least:
            return ""
        return "" if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else ranked[0][0]


def names_of(whole: str, role_in: Callable[[str], str]) -> dict[str, str]:
    """The names that a contract gives its parties, with the role of each.

    `whole` is spelled as `words.spelled` does; `role_in` tells the role that a name itself says.

    >>> names_of('mr ali ("the first party") shall pay ms joy ("the second party")', lambda _: "")
    {'first party': 'employer', 'second party': 'worker'}
    """
    spots = sorted(_spots(whole), key=lambda one: one.start)[:_MOST]
    people: dict[str, _Named] = {}
    label: _Named | None = None
    end = 0
    for spot in spots:
        if spot.place == _NUMBER and spot.name in people:  # a mention, which introduces nobody
            end, label = max(end, spot.end), None
            continue
        spot.weights += _described(whole, spot, end)
        if label and spot.start - label.end < _BESIDE and ". " not in whole[label.end : spot.start]:
            spot.weights[role_in(label.name)] += 8
        label = None if spot.place != _LABEL else spot
        end = max(end, spot.end)
        if spot.name in people:
            people[spot.name].weights |= spot.weights
        elif len(people) < _PEOPLE:
            people[spot.name] = spot
    for one in people.values():
        acts, role = acts_of(one.name, whole[:_READ]), role_in(one.name)
        told = acts or role or kind_of(one.name) or NUMBERED.fullmatch(one.name)
        if one.place == _BRACKET and not told:
            one.weights.clear()
            continue
        one.weights += acts
        if not _SAYS_NOTHING.search(one.name):
            one.weights[role] += 12 if role else 0
            one.weights += kind_of(one.name)
    _verbs_between(whole, [*people.values()])
    roles = {one.name: role for one in people.values() if (role := one.best())}
    roles |= _numbered(people)
    _left_over(people, roles)
    return {name: role for name, role in (roles | _proper(whole)).items() if len(name) > 1}


def _spots(whole: str) -> Iterator[_Named]:
    """Each place where a party seems to get its name."""
    taken: set[int] = set()
    for place, pattern in enumerate(_DEFINED):
        for found in islice(pattern.finditer(whole), _MOST):
            name = re.sub(r"^(?:the|as|a) ", "", found[2].strip(" .,'\""))
            if found.start(2) in taken or _unfit(name, whole):
                continue
            taken.add(found.start(2))
            yield _Named(name, found.start(), found.end(), place)
    for found in islice(NUMBERED.finditer(whole), _MOST):
        if found.start() not in taken:
            yield _Named(_full(found[0]), found.start(), found.end(), _NUMBER)


def _full(numbered: str) -> str:
    """ "Of the first part" is the party of the first part."""
    if numbered.endswith(" part"):
        return f"party of the {numbered.split()[-2]} part"
    return numbered.removeprefix("the ")


def _unfit(name: str, whole: str) -> bool:
    if NUMBERED.fullmatch(name):
        return False
    if len(name) < 2 or len(name.split()) > 4 or _THINGS.search(name):
        return True
    return len(re.findall(rf"\b{re.escape(name)}\b", whole[:20_000])) < 2 and len(name) < 4


def _described(whole: str, spot: _Named, after: int) -> Counter[str]:
    """What the words before a name, or behind it in brackets or after a colon, say of its party."""
    start = max(after, spot.start - _BESIDE)
    before = whole[start : spot.start]
    before = re.split(r"\bbetween\b|\n|; |\b(?:on behalf of|agent for|whereas)\b", before)[-1]
    halves = re.split(rf"{HIRING.pattern}|{SENDING.pattern}", before)
    weights = cues_in(halves[-1])
    near = re.match(r"\W*(?:is (?:an? )?|[:|(-] ?)(.{3,60})", whole[spot.end : spot.end + 70])
    if near:
        weights |= cues_in(re.split(r"[;)\n]|\. |\bhas\b", near[1])[0])
    return weights


def _verbs_between(whole: str, people: list[_Named]) -> None:
    """ "The Ship signs on the AB": who stands before such a verb hires, who stands after works."""
    for one, other in pairwise(people):
        between = whole[one.end : other.start]
        if other.start - one.end > _BESIDE or re.search(r"\. [a-z]", between):
            continue
        if SENDING.search(between):
            one.weights[AGENCY] += 4
        elif HIRING.search(between):
            one.weights[EMPLOYER] += 3
            other.weights[WORKER] += 3


def _numbered(people: dict[str, _Named]) -> dict[str, str]:
    """First and second party together: the one that pays and the one that works."""
    pair = [one for one in people.values() if NUMBERED.fullmatch(one.name) or "part" in one.name]
    roles: dict[str, str] = {}
    for one in pair:
        other = next((two for two in pair if _opposite(one.name, two.name)), None)
        if other is None:
            if (role := one.best(3)) in (WORKER, EMPLOYER) and (name := _swapped(one.name)):
                roles[name] = EMPLOYER if role == WORKER else WORKER
            continue
        if AGENCY in (one.best(4), other.best(4)):
            continue
        first, second = (one, other) if _FIRST.search(one.name) else (other, one)
        straight = first.weights[EMPLOYER] + second.weights[WORKER]
        turned = first.weights[WORKER] + second.weights[EMPLOYER]
        names = (first.name, second.name) if straight >= turned else (second.name, first.name)
        roles |= dict(zip(names, (EMPLOYER, WORKER), strict=True))
    return roles


def _opposite(one: str, other: str) -> bool:
    return other == _swapped(one)


def _swapped(name: str) -> str:
    for one, other in (("first", "second"), ("1st", "2nd"), ("one", "two")):
        for here, there in ((one, other), (other, one)):
            if re.search(rf"\b{here}\b", name):
                return name.replace(here, there)
    for here, there in ((" a", " b"), (" b", " a"), (" 1", " 2"), (" 2", " 1")):
        if name.endswith(here):
            return name.removesuffix(here) + there
    return ""


def _left_over(people: dict[str, _Named], roles: dict[str, str]) -> None:
    """Two parties, of which one is known: the other is the other."""
    known = set(roles.values())
    open_ = [one for one in people.values() if one.name not in roles and one.place != _BRACKET]
    lacking = {WORKER, EMPLOYER} - known
    if len(open_) == 1 and len(lacking) == 1 and known & {WORKER, EMPLOYER}:
        roles[open_[0].name] = lacking.pop()


def _proper(whole: str) -> dict[str, str]:
    """Names of people and firms themselves: "Employer: Mr. Lim", "Huda engages Grace"."""
    found: dict[str, str] = {}
    for match in islice(_LABELLED.finditer(whole), _MOST):
        role = {"employer": EMPLOYER, "company": EMPLOYER, "agency": AGENCY}.get(match[1], WORKER)
        name = match[2].strip()
        if _COMMON.search(name) or " " not in name:
            continue
        for one in (name, _LEGAL.sub("", name)):
            found.setdefault(one, role)
        titled = re.match(r"((?:mr|mrs|ms)\.? )([a-z]+)", name)
        if titled:
            found.setdefault(titled[0], role)
    start = whole[:3000]
    for match in islice(_PERSONAL.finditer(start), 2):
        for name, role in ((match[1].removeprefix("i, "), EMPLOYER), (match[2], WORKER)):
            bare = name.replace("mr. and mrs. ", "")
            if not _COMMON.search(bare) and len(re.findall(rf"\b{bare}\b", whole)) > 1:
                found.setdefault(name, role)
    return found


def pattern_of(name: str) -> str:
    """The name as a pattern; a house is only a party where nobody is in it or leaves it.

    >>> bool(re.search(pattern_of("resort"), "leave the resort"))
    False
    """
    plain = re.escape(name)
    if name not in _PLACES:
        return plain
    away = "".join(
        rf"(?<!\b{word} the )"
        for word in (
            "at",
            "in",
            "inside",
            "within",
            "outside",
            "on",
            "near",
            "into",
            "leave",
            "leaves",
            "leaving",
            "around",
            "enter",
            "aboard",
            "join",
        )
    )
    return rf"(?<=\bthe ){away}{plain}(?! (?:of|members?|rules|house|home)\b)"
