"""A question as somebody types it: the places it names, in which direction, and which years.

"Syrians in Jordan 2015" names a people, a place and a year; what is left are words to look up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from comity.core.errors import UnknownPlace
from comity.core.places import Corridor, Place, known_place
from comity.core.regions import Subject, find_subject
from comity.web.search.naming import (
    ASKING,
    BETWEEN,
    FROM,
    SMALL_SIGNS,
    TO,
    TURNING,
    Named,
    codes,
    longest,
    longest_sign,
    named,
    names,
    people_of,
    signs,
)
from comity.web.search.words import cut, han, words, years

_CAPITALS = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
_ARROWS = re.compile("[\u2190-\u21ff>]|->")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place or region named by the words from `start` to before `end`."""

    subject: Named
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, taken apart, without its years."""

    words: tuple[str, ...]
    mentions: tuple[Mention, ...]

    @property
    def subjects(self) -> list[Named]:
        """Places and regions, in the order in which they are named."""
        return list(dict.fromkeys(mention.subject for mention in self.mentions))

    @property
    def rest(self) -> tuple[str, ...]:
        """Words that are part of no name, and neither small words nor words that only ask."""
        inside = {at for one in self.mentions for at in range(one.start, one.end)}
        loose = (word for at, word in enumerate(self.words) if at not in inside)
        return tuple(word for word in loose if word not in BETWEEN | ASKING)

    @property
    def telling(self) -> tuple[str, ...]:
        """All words but those that say nothing alone; those too where there are no others."""
        return tuple(word for word in self.words if word not in BETWEEN | ASKING) or self.words

    @property
    def pair(self) -> Corridor | None:
        """The corridor between the two countries named, in the direction that the words tell."""
        countries = [one for one in self.mentions if isinstance(one.subject, Place)]
        if len(countries) != 2 or countries[0].subject == countries[1].subject:
            return None
        first, second = countries
        turned = self._turned(first, second)
        origin, destination = (second, first) if turned else (first, second)
        assert isinstance(origin.subject, Place)
        assert isinstance(destination.subject, Place)
        return Corridor(origin.subject, destination.subject)

    def _turned(self, first: Mention, second: Mention) -> bool:
        """Whether the second place is where people come from, as in "in Jordan from Syria"."""
        before = set(self.words[max(0, first.start - 2) : first.start])
        between = set(self.words[max(first.end, second.start - 2) : second.start])
        if between & TURNING:
            return not before & FROM and not between & TO
        return bool(before & TO) and not between & TO


Guess = Callable[[str], Named | None]


def read(text: str, guess: Guess = people_of) -> Question:
    """Take a question apart; `guess` says which place a word may mean that is no name.

    >>> asked = read("How many Syrians were in Jordan in 2015?")
    >>> asked.pair.code, asked.words[-1], asked.rest
    ('SYR-JOR', 'in', ())
    >>> read("约旦的叙利亚难民").pair.code, read("из Таджикистана в Россию").pair.code
    ('SYR-JOR', 'TJK-RUS')
    """
    without, *_ = years(text)
    asked = _taken_apart(without)
    return Question(tuple(asked), tuple(_mentions(asked, _capitals(without), guess)))


def _taken_apart(text: str) -> list[str]:
    """The words of a question, Chinese cut at names, an arrow as a word."""
    found: list[str] = []
    for word in words(_ARROWS.sub(" to ", text)):
        found += cut(word, signs(), SMALL_SIGNS, longest_sign()) if han(word) else [word]
    return found


def _capitals(text: str) -> set[str]:
    """Words in capitals, which may be codes; none where all is written in capitals."""
    return set() if text.isupper() else {one.casefold() for one in _CAPITALS.findall(text)}


def _mentions(asked: Sequence[str], capitals: set[str], guess: Guess) -> Iterator[Mention]:
    at = 0
    while at < len(asked):
        found = _mention(asked, at, capitals, guess)
        if found:
            yield found
        at = found.end if found else at + 1


def _mention(asked: Sequence[str], at: int, capitals: set[str], guess: Guess) -> Mention | None:
    for end in range(min(len(asked), at + longest()), at, -1):
        if subject := named(tuple(asked[at:end])):
            return Mention(subject, at, end)
    word = asked[at]
    code = codes().get(word) if word in capitals else None
    subject = code or (None if word in BETWEEN | ASKING else guess(word))
    return Mention(subject, at, at + 1) if subject else None


def exactly(text: str) -> Subject | None:
    """The one subject that goes by this name or code, or the pair "A to B"; None where unsure.

    >>> exactly("tj ru").code, exactly("de Siria a Jordania").code, exactly("India to")
    ('TJK-RUS', 'SYR-JOR', None)
    """
    if _may_be_known(text):
        with suppress(UnknownPlace):  # AU is Australia, or the African Union
            return find_subject(text)
    return _exact_pair(_taken_apart(text))


def _may_be_known(text: str) -> bool:
    """Whether it is worth asking: a name that nobody goes by is compared with all there are."""
    key = tuple(words(text))
    known = key in names() or " ".join(key) in codes() or known_place(text)
    return bool(known) or text.strip().isdigit()


def _exact_pair(asked: Sequence[str]) -> Corridor | None:
    """Two countries and nothing but small words around them."""
    for middle in range(1, len(asked)):
        for before, first, behind in _trimmed(asked[:middle]):
            for ahead, second, _ in _trimmed(asked[middle:]):
                if pair := _both(first, second):
                    turned = {*behind, *ahead} & TURNING and not set(before) & FROM
                    return pair.reversed() if turned else pair
    return None


Trimmed = tuple[Sequence[str], Sequence[str], Sequence[str]]


def _trimmed(part: Sequence[str]) -> Iterator[Trimmed]:
    """A part of a question without more and more of the small words at its ends."""
    first = next((at for at, word in enumerate(part) if word not in BETWEEN), len(part))
    last = next((at for at in range(len(part), 0, -1) if part[at - 1] not in BETWEEN), 0)
    for start in range(first + 1):
        for end in range(len(part), last - 1, -1):
            if start < end:
                yield part[:start], part[start:end], part[end:]


def _both(first: Sequence[str], second: Sequence[str]) -> Corridor | None:
    """The pair of two names, or of two codes; a small word is a code only beside a code."""
    origin, destination = named(tuple(first)), named(tuple(second))
    if not (origin and destination):
        by_code = [codes().get(" ".join(part)) for part in (first, second)]
        small = [" ".join(part) in BETWEEN for part in (first, second)]
        if any(small) and not all(by_code):
            return None
        origin, destination = origin or by_code[0], destination or by_code[1]
    pair = isinstance(origin, Place) and isinstance(destination, Place) and origin != destination
    return Corridor(origin, destination) if pair else None  # type: ignore[arg-type]
