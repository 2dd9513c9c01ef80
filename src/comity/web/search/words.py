"""What somebody types, brought into a form in which words can be compared, in six languages.

Case, accents and punctuation go, as in names of places. Arabic words also lose their article and
two spellings of their last letter; Chinese, which knows no spaces, is cut at names that are known;
Russian words are tried without the endings that a case gives them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from comity.core.places import folded

_HAN = re.compile("[\u3400-\u9fff]+")
_ARABIC = re.compile("[\u0621-\u064a]")
_CYRILLIC = re.compile("[\u0430-\u045f]")
_SPELLINGS = str.maketrans({"\u0629": "\u0647", "\u0649": "\u064a", "\u0640": None})
_ARTICLE = "\u0627\u0644"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?")
_SINCE = re.compile(rf"(?:\b(?:since|depuis|desde|с|منذ) |[自从]){_YEAR.pattern}", re.IGNORECASE)

_NOMINATIVE = tuple(re.findall(r"\w+", "ая яя ое ее ые ие ыи а е и о у ы э ю я ь"))
_OBLIQUE = "ого его ому ему ыми ими ами ями ои еи ою ею ом ем ым им ых их ую юю ам ям ах ях ов ев"
_CASES = (*_NOMINATIVE, *re.findall(r"\w+", _OBLIQUE))
"""Endings of Russian words as `folded` leaves them, which writes short i as i."""


def words(text: str) -> list[str]:
    """The words of a text, ready to be compared.

    >>> words("Côte d’Ivoire, Сирия"), words("في الأردن"), words("在约旦2015")
    (['cote', 'd', 'ivoire', 'сирия'], ['في', 'اردن'], ['在约旦', '2015'])
    """
    apart = _HAN.sub(r" \g<0> ", folded(text))
    return [_arabic(word) if _ARABIC.search(word) else word for word in apart.split()]


def _arabic(word: str) -> str:
    plain = word.translate(_SPELLINGS)
    return plain.removeprefix(_ARTICLE) if len(plain) > 4 else plain


def han(word: str) -> bool:
    """Whether a word is Chinese."""
    return _HAN.fullmatch(word) is not None


def cyrillic(word: str) -> bool:
    """Whether a word is written in Cyrillic."""
    return _CYRILLIC.search(word) is not None


def pieces(word: str) -> list[str]:
    """A word as an index holds it: whole, or, in Chinese, every two signs that touch.

    >>> pieces("refugees"), pieces("塔吉克")
    (['refugees'], ['塔吉', '吉克'])
    """
    if not han(word) or len(word) < 3:
        return [word]
    return [word[at : at + 2] for at in range(len(word) - 1)]


def cut(word: str, names: Collection[str], small: Collection[str], longest: int) -> list[str]:
    """A Chinese word cut where names stand in it, and between these at small words.

    >>> cut("从印度尼西亚来的人口", {"印度", "印度尼西亚"}, {"从", "来", "的", "人"}, 5)
    ['从', '印度尼西亚', '来', '的', '人口']
    """
    found: list[str] = []
    loose, at = "", 0
    while at < len(word):
        sizes = range(min(longest, len(word) - at), 0, -1)
        size = next((n for n in sizes if word[at : at + n] in names), 0)
        if size:
            found += [*_peeled(loose, small), word[at : at + size]]
            loose = ""
        else:
            loose += word[at]
        at += size or 1
    return found + _peeled(loose, small)


def _peeled(loose: str, small: Collection[str]) -> list[str]:
    """Signs between names without the small words at both ends; no single sign is left over."""
    for size in (3, 2, 1):
        head, rest = loose[:size], loose[size:]
        if head in small and (len(rest) != 1 or rest in small):
            return [head, *_peeled(rest, small)]
        rest, tail = loose[:-size], loose[-size:]
        if tail in small and (len(rest) != 1 or rest in small):
            return [*_peeled(rest, small), tail]
    return [loose] if loose else []


def stem(word: str) -> str:
    """A Russian word of a name without its ending; any other word as it is.

    >>> stem("россия"), stem("южная"), stem("вьетнам"), stem("france")
    ('росси', 'южн', 'вьетнам', 'france')
    """
    if not cyrillic(word):
        return word
    ending = next((e for e in _NOMINATIVE if word.endswith(e) and len(word) - len(e) > 2), "")
    return word.removesuffix(ending)


def stems(word: str) -> set[str]:
    """What a Russian word may be a case of, as `stem` writes it.

    >>> sorted(stems("россию")), stems("in")
    (['росси', 'россию'], {'in'})
    """
    if not cyrillic(word):
        return {word}
    fitting = (e for e in _CASES if word.endswith(e) and len(word) - len(e) > 2)
    return {word, *(word.removesuffix(ending) for ending in fitting)}


def years(text: str) -> tuple[str, int | None, int | None]:
    """A text without its years, and the first and the last year asked for.

    >>> years("Syrians in Jordan, 2015")
    ('Syrians in Jordan,', None, 2015)
    >>> years("Jordan 2010-2020")[1:], years("since 2010, Jordan")[1:]
    ((2010, 2020), (2010, None))
    """
    found = [int(year) for year in _YEAR.findall(text)]
    without = " ".join(_YEAR.sub(" ", text).split())
    if not found:
        return without, None, None
    if len(set(found)) > 1:
        return without, min(found), max(found)
    return (without, found[0], None) if _SINCE.search(text) else (without, None, found[0])
