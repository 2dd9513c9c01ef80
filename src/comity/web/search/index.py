"""The index: every word of every entry, found by itself, its beginning, or its likeness."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from comity.web.search.entries import HEADINGS, Entry
from comity.web.search.words import han, pieces, words

EXACT, BEGINNING, INFLECTED, WITHIN, ALIKE = 0, 1, 2, 3, 6
"""How far a word of an entry is from the word typed."""

IN_TEXT = 3
"""How much less a word counts that stands in a description, not in a name."""

NAMESAKE = -10
"""What an entry gains by being called exactly what was typed."""

_SHARED = 0.5
SIMILAR = 0.76
"""Which part of its pairs of letters, and of all its letters, a misspelt word shares."""

_KINDS = {kind: place for place, kind in enumerate(HEADINGS)}


class Index:
    """Entries and the words that they are found by; it never changes once it is made.

    >>> index = Index([Entry("term", "Refugee", "/glossary/refugee", names=("Refugee",))])
    >>> [entry.title for entry in index.find(["refugees"])], index.find(["asylum"])
    (['Refugee'], [])
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._held: dict[str, dict[int, int]] = defaultdict(dict)
        self._namesakes: dict[tuple[str, ...], set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for name in entry.names:
                self._namesakes[tuple(words(name))].add(number)
            self._hold(number, entry.words, IN_TEXT)
            self._hold(number, entry.names, 0)
        self._vocabulary = sorted(self._held)
        self.by_address = {entry.address: entry for entry in self.entries}

    def _hold(self, number: int, texts: Iterable[str], weight: int) -> None:
        for text in texts:
            for word in words(text):
                for piece in pieces(word):
                    self._held[piece][number] = weight

    def find(self, asked: Sequence[str]) -> list[Entry]:
        """The entries that hold all of these words, in any order, the closest first."""
        parts = [piece for word in asked for piece in pieces(word)]
        if not parts:
            return []
        first, *others = [self._distances(part) for part in parts]
        ranked = {
            number: distance + sum(other[number] for other in others)
            for number, distance in first.items()
            if all(number in other for other in others)
        }
        for number in self._namesakes.get(tuple(asked), set()) & ranked.keys():
            ranked[number] += NAMESAKE
        return [
            self.entries[number] for number in sorted(ranked, key=lambda n: self._order(n, ranked))
        ]

    def called(self, asked: Sequence[str]) -> list[Entry]:
        """The entries that are called exactly this."""
        return [self.entries[number] for number in sorted(self._namesakes.get(tuple(asked), ()))]

    def find_any(self, asked: Sequence[str]) -> list[Entry]:
        """The entries that hold most of these words."""
        held = Counter(entry for word in dict.fromkeys(asked) for entry in self.find([word]))
        most = max(held.values(), default=0)
        return [entry for entry, count in held.items() if count == most]

    def _order(self, number: int, ranked: dict[int, int]) -> tuple[int, int, int, str]:
        """The closest first; among equals the shorter title, which is the wider word."""
        entry = self.entries[number]
        return ranked[number], _KINDS[entry.kind], len(entry.title.split()), entry.title

    def _distances(self, word: str) -> dict[int, int]:
        """Every entry that holds the word or one near it, and how far that is."""
        best: dict[int, int] = {}
        for held, distance in self._near(word):
            for number, weight in self._held[held].items():
                best[number] = min(best.get(number, 99), distance + weight)
        return best

    def _near(self, word: str) -> Iterator[tuple[str, int]]:
        known = [*self._known(word)]
        yield from known
        if len(word) > 3 and not han(word):
            inside = [held for held in self._vocabulary if word in held[1:]]
            yield from ((held, WITHIN) for held in inside)
            if not known and not inside:
                yield from ((held, ALIKE) for held in self.alike(word))

    def _known(self, word: str) -> Iterator[tuple[str, int]]:
        """The word itself, longer ones that begin with it, and other forms of it."""
        if word in self._held:
            yield word, EXACT
        if len(word) > 1 or han(word):
            yield from ((held, BEGINNING) for held in self._beginning(word) if held != word)
        if len(word) > 4:
            stem = word[: -1 if len(word) < 7 else -2]
            others = self._beginning(stem)
            yield from ((h, INFLECTED) for h in others if len(h) <= len(word) + 1)

    def knows(self, word: str) -> bool:
        """Whether any entry holds the word, its beginning or another form of it."""
        return next(self._known(word), None) is not None

    def _beginning(self, letters: str) -> list[str]:
        start = bisect_left(self._vocabulary, letters)
        return self._vocabulary[start : bisect_left(self._vocabulary, letters + "\U0010ffff")]

    @cached_property
    def _pairs(self) -> dict[str, list[str]]:
        """For two letters that touch, the words that hold them."""
        found: dict[str, list[str]] = defaultdict(list)
        for word in self._vocabulary:
            for pair in _paired(word):
                found[pair].append(word)
        return found

    def alike(self, word: str, least: float = SIMILAR) -> list[str]:
        """Words held that look like a misspelt one, the likeliest first."""
        own = _paired(word)
        shared = Counter(held for pair in own for held in self._pairs.get(pair, ()))
        near = [
            (SequenceMatcher(None, word, held).ratio(), held)
            for held, count in shared.most_common(24)
            if 2 * count / (len(own) + len(_paired(held))) >= _SHARED
        ]
        return [held for likeness, held in sorted(near, reverse=True) if likeness >= least]


def _paired(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}
