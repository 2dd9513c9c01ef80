"""Every name and code that a place or region goes by, as words, to be recognised inside a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product

from comity.core.places import Place, places
from comity.core.regions import Region, regions
from comity.web.search.words import cyrillic, han, stem, stems, words

Named = Place | Region
Key = tuple[str, ...]

FROM = frozenset(words("from de du des d desde del из с от من 从 自 来自"))
"""Words before where people come from."""

TO = frozenset(
    words("to in into a au aux vers en dans hacia в во на к الى في نحو 到 至 在 往 向 赴 去")
)
"""Words before where people go or live."""

TURNING = FROM | {"的"}
"""Words between two names after which people come from the second."""

_OTHER = frozenset(
    words("of the la le les l el los las y and et e и و 的 和 与 人 между entre between")
)
BETWEEN = FROM | TO | _OTHER
"""Words that may stand around two names without asking for more."""

ASKING = frozenset(
    words(
        "of how many much what which who where when why is are was were did do does live lives "
        "there year number total since people "
        "combien quel quels quelle quelles est sont depuis gens nombre annee "
        "cuantos cuantas cuanto cual cuales es son desde personas numero ano "
        "сколько какие где кто человек людеи живет живут число год году года "
        "كم ما هو هي اين يعيش عدد منذ عام سنه "
        "多少 几 有 谁 哪里 人数 年"
    )
)
"""Words that only ask, and say nothing of what is asked for."""

MOVING = frozenset(
    words(
        "flow flows moved moving movement movements flux mouvement mouvements "
        "flujo flujos movimiento movimientos поток потоки перемещения "
        "تدفق تدفقات 流动 流量"
    )
)
"""Words that ask how many moved, and not how many live there."""

TREATIES = frozenset(
    words(
        "treaty treaties norm norms convention conventions ratified ratification ratifications "
        "signed bound obligation obligations promise promises promised commitments "
        "traite traites norme normes ratifie ratification engagements "
        "tratado tratados convenio convenios convencion convenciones normas ratificado "
        "договор договоры договоров конвенция конвенции конвенций нормы ратификация обязательства "
        "معاهدة معاهدات المعاهدات اتفاقية اتفاقيات الاتفاقيات التزامات 条约 公约 规范 批准"
    )
)
"""Words that ask what a state has promised."""

VISAS = frozenset(
    words(
        "visa visas openness reciprocity ouverture reciprocite visado visados apertura "
        "reciprocidad виза визы виз открытость взаимность تأشيرة تأشيرات التأشيرات 签证 开放"
    )
)
"""Words that ask how open a state is."""

GOALS = frozenset(
    words(
        "sdg sdgs goal goals target targets objective objectives monitor progress "
        "odd objectif objectifs cibles ods objetivo objetivos metas "
        "цур цели целей задачи أهداف الأهداف 目标 指标"
    )
)
"""Words that ask what is known of targets and objectives."""

_DEMONYMS = tuple(
    words(
        "s n ns an ans ian ians ean eans ese i is ish ic "
        "en ens enne ennes ien iens ienne iennes ain ains ais aise aises ois "
        "o os as no nos na nas ano anos ana anas eno enos "
        "ец цы цев йцы йцев нцы нцев цам йцам ки ов "
        "ي ون ين يون يين يه يات"
    )
)
"""Endings that turn the name of a country into a word for its people; a guess, never more."""

_VOWELS = "aeiouyаеиоуыэюя\u0627\u064a"


@cache
def names() -> dict[Key, Named]:
    """Every name in every language to what goes by it; official names win, places over regions."""
    found: dict[Key, Named] = {}
    everywhere = places().values()
    for place in everywhere:
        for name in (*place.names, place.in_sentence):
            found.setdefault(tuple(words(name)), place)
    for place in everywhere:
        for name in place.other_names:
            found.setdefault(tuple(words(name)), place)
    for region in regions().values():
        short = tuple(code for code in (region.code, region.slug) if len(code) > 3)
        for name in (*region.every_name, *short):
            found.setdefault(tuple(words(name)), region)
    found.pop((), None)
    return found


@cache
def codes() -> dict[str, Named]:
    """Every code of letters to what goes by it; a place's code wins."""
    found: dict[str, Named] = {}
    for place in places().values():
        found |= {place.code.casefold(): place, place.iso2.casefold(): place}
    for region in regions().values():
        found.setdefault(region.code.casefold(), region)
    return found


@cache
def longest() -> int:
    """How many words the longest name has."""
    return max(map(len, names()))


@cache
def _bare() -> dict[Key, set[Named]]:
    found: dict[Key, set[Named]] = defaultdict(set)
    for key, subject in names().items():
        if any(map(cyrillic, key)):
            found[tuple(map(stem, key))].add(subject)
    return found


def named(key: Key) -> Named | None:
    """What goes by these words, in any case of Russian; None where nothing or several do.

    >>> [named(tuple(words(text))).slug for text in ("Центральной Азии", "Нигерии", "Нигера")]
    ['central-asia', 'NGA', 'NER']
    """
    if exact := names().get(key):
        return exact
    found = set().union(*(_bare().get(bare, ()) for bare in product(*map(stems, key))))
    return found.pop() if len(found) == 1 else None


@cache
def _peoples() -> dict[str, set[Named]]:
    """The beginnings of what peoples are called, from the names of their countries."""
    found: dict[str, set[Named]] = defaultdict(set)
    for key, place in names().items():
        if len(key) == 1 and isinstance(place, Place) and not han(key[0]):
            for beginning in _beginnings(key[0]):
                found[beginning].add(place)
    return found


@cache
def _parts() -> dict[str, set[Named]]:
    """Long words of longer names and what they are part of."""
    found: dict[str, set[Named]] = defaultdict(set)
    for key, subject in names().items():
        for word in key if len(key) > 1 else ():
            if len(word) > 4 and not han(word):
                found[word].add(subject)
    return found


def _beginnings(name: str) -> Iterator[str]:
    if len(name) > 3:
        yield name
    shorter = {name[:-1], name.rstrip(_VOWELS)} if name[-1] in _VOWELS else set()
    shorter |= {name.removesuffix(land) for land in ("istan", "stan", "истан", "стан")}
    yield from (one for one in shorter - {name} if len(one) > 3 and one not in _parts())


def people_of(word: str) -> Named | None:
    """The country whose people a word seems to mean; the data know no such words, so it is a guess.

    >>> [people_of(words(word)[0]).code for word in ("Syrians", "Afghans", "сирийцев")]
    ['SYR', 'AFG', 'SYR']
    >>> people_of("children")
    """
    endings = ("", *(ending for ending in _DEMONYMS if word.endswith(ending)))
    for ending in sorted(endings, key=len):
        if country := _only(_peoples().get(word.removesuffix(ending))):
            return country
    return None


def part_of(word: str) -> Named | None:
    """The one country in whose longer names a word stands: "Saudi", "Herzegovina".

    >>> part_of("saudi").code, part_of("guinea")
    ('SAU', None)
    """
    country = _only(_parts().get(word) or _parts().get(word[:-1]))
    return country if isinstance(country, Place) else None


def _only(found: set[Named] | None) -> Named | None:
    return next(iter(found)) if found and len(found) == 1 else None


@cache
def signs() -> frozenset[str]:
    """Names in Chinese, at which a text is cut."""
    return frozenset(word for key in names() for word in key if han(word))


SMALL_SIGNS = frozenset(word for word in BETWEEN | ASKING if han(word))
"""Words in Chinese that stand between names or only ask."""


@cache
def longest_sign() -> int:
    """How many signs the longest name has."""
    return max(map(len, signs()))
