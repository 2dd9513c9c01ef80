"""Whether a text can be read at all: enough of it, in English, and not broken by a bad scan.

What cannot be read is said, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from comity.core.marks import N_, Note
from comity.services.contracts.document import Block, Document

FEWEST_WORDS = 25
"""Words below which a text is no contract."""

_ENGLISH = (
    "the of and to in for be is shall will by or a an on at as with this that not any "
    "from per it are has have may must which "
    "all his her their your you we our he she if no such other under after before "
    "during month year day week hours contract "
    "employer employee worker wage salary work company agreement"
)
_PROFILES = {
    "French": (
        "le la les de des du et en un une est que pour dans par sur au aux sera doit être "
        "travail salaire employeur ou avec ne pas son ce"
    ),
    "Spanish": (
        "el la los las de del y en un una es que por para con se no su al será trabajador "
        "empleador o como sus trabajo salario contrato este a lo le más sin sobre entre esta "
        "hasta desde cuenta días"
    ),
    "Portuguese": (
        "o a os as de do da dos das e em um uma é que por para com se não seu ao será "
        "trabalhador empregador no na pelo pela trabalho"
    ),
    "German": (
        "der die das und in den von zu mit ist auf für des im dem nicht ein eine als auch "
        "es an werden aus er hat dass sie nach arbeitnehmer arbeitgeber wird"
    ),
    "Italian": (
        "il lo la i gli le di del della e in un una è che per con non si al dal sarà lavoratore "
        "datore nel nella dei lavoro contratto a alla delle degli dalla nessuna nessun presso "
        "sono ogni carico"
    ),
    "Vietnamese": (
        "và của các là được cho trong với người lao động công không này theo tại một hợp "
        "đồng phải khi"
    ),
    "Indonesian or Malay": (
        "yang dan di untuk dengan tidak pada dari dalam ini akan pekerja majikan atau oleh "
        "kepada adalah harus gaji bulan hari"
    ),
    "Tagalog": (
        "ang ng mga sa na at ay hindi ito para kung siya dapat o kanyang may manggagawa "
        "bawat lahat nang"
    ),
    "Turkish": (
        "ve bir bu ile için olarak olan işçi işveren da de tarafından ücret iş çalışma "
        "göre sözleşme her veya aylık"
    ),
    "Romanian": (
        "și de la în cu pe un o este nu din pentru care va fi sau al ale lucrător "
        "angajator contract se prin"
    ),
    "Polish": (
        "i w na z do nie się jest o że pracownik pracodawca przez za od po oraz lub dla "
        "umowa pracy przy"
    ),
    "Swahili": (
        "na ya wa kwa ni la katika za kazi mwajiri mfanyakazi au kama hii kila atakuwa mkataba siku"
    ),
    "Uzbek": (
        "va bilan uchun bu ish beruvchi xodim yoki har bir tomonidan boʻyicha shartnoma kun oy"
    ),
}
_SCRIPTS = (
    ("Arabic script", "\u0600", "\u06ff"),
    ("Russian, or another language in Cyrillic letters", "\u0400", "\u04ff"),
    ("Chinese", "\u4e00", "\u9fff"),
    ("Hindi or Nepali", "\u0900", "\u097f"),
    ("Bengali", "\u0980", "\u09ff"),
    ("Tamil", "\u0b80", "\u0bff"),
    ("Sinhala", "\u0d80", "\u0dff"),
    ("Thai", "\u0e00", "\u0e7f"),
    ("Korean", "\uac00", "\ud7af"),
    ("Japanese", "\u3040", "\u30ff"),
    ("Hebrew", "\u0590", "\u05ff"),
    ("Amharic", "\u1200", "\u137f"),
    ("Greek", "\u0370", "\u03ff"),
    ("Georgian", "\u10a0", "\u10ff"),
    ("Burmese", "\u1000", "\u109f"),
    ("Khmer", "\u1780", "\u17ff"),
)
SHORT = N_("There is too little text to be a contract. Bring all pages, or type its clauses.")
FOREIGN = N_(
    "The text seems to be written in {language}. The checks read English only. Ask for "
    "a translation by somebody you trust."
)
GARBLED = N_(
    "Most words cannot be read; the scan seems to be bad. Ask for the contract as a "
    "text, or type its clauses."
)
BILINGUAL = N_(
    "Parts are written in another language ({language}). Only the English part was "
    "read; ask whether both say the same."
)
PARTLY = N_("Some words cannot be read. What is called not stated may stand in those words.")
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def language_of(text: str) -> str:
    """The language a text seems to be written in, by its script and its small words.

    >>> language_of(
    ...     "Le salaire est payé par l'employeur et le travail est dans la ville pour un an"
    ... )
    'French'
    """
    letters = {c: n for c, n in Counter(text[:200_000]).items() if c.isalpha()}
    if not letters:
        return ""
    half = 0.5 * sum(letters.values())
    for name, first, last in _SCRIPTS:
        if sum(n for c, n in letters.items() if first <= c <= last) > half:
            return name
    words = Counter(word.lower() for word in _WORDS.findall(text[:200_000]))
    total = sum(words.values()) or 1
    scores = {name: _share(words, profile, total) for name, profile in _PROFILES.items()}
    scores["English"] = _share(words, _ENGLISH, total)
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 0.12 else ""


def _share(words: Counter[str], profile: str, total: int) -> float:
    return sum(words[word] for word in profile.split()) / total


def trouble_of(text: str) -> str:
    """Why a text cannot be checked, in one or more sentences; empty where it can.

    >>> trouble_of("Salary") == SHORT
    True
    """
    words = _WORDS.findall(text)
    language = language_of(text)
    if (language not in ("", "English") and len(words) >= 6) or _without_spaces(language, text):
        return Note(FOREIGN, language=language)
    if len(words) < FEWEST_WORDS:
        return Note(SHORT)
    if _broken(text, words) > (BROKEN if language == "English" else BROKEN / 2):
        return Note(GARBLED)
    return "" if language == "English" else Note(GARBLED)


def _without_spaces(language: str, text: str) -> bool:
    return language in _BY_SCRIPT and len(text) > 20


BROKEN = 0.25
"""Share of brokenness above which about every second word of a scan is lost."""
_BY_SCRIPT = frozenset(name for name, _first, _last in _SCRIPTS)
_ODD = re.compile(
    r"[A-Za-z]+[0-9|!@$%^*~<>{}\\]+[A-Za-z]+|[|!@$%^*~<>{}\\=]{2,}|\ufffd|Ã.|â€|"
    r"[bcdfghjklmnpqrstvwxz]{6,}",
    re.IGNORECASE,
)
_GLYPHS = re.compile(r"\S+")


def _broken(text: str, words: list[str]) -> float:
    """How much of a text looks broken: letters mixed with signs, lone letters, no small words."""
    glyphs = _GLYPHS.findall(text[:200_000])
    if not glyphs:
        return 1.0
    odd = sum(bool(_ODD.search(one)) for one in glyphs) / len(glyphs)
    small = [word.lower() for word in words]
    lone = sum(len(word) == 1 and word not in ("a", "i", "s") for word in small) / max(
        1, len(small)
    )
    known = frozenset(_ENGLISH.split())
    share = sum(word in known for word in small) / max(1, len(small))
    return min(1.0, 2.2 * odd + 1.5 * max(0.0, lone - 0.08) + 2.0 * max(0.0, 0.2 - share))


def english_part(document: Document) -> Document:
    """The document without the blocks, and the cells, that are written in another script.

    A note names the language; where most of the text cannot be read, `trouble` says why.
    """
    if document.trouble:
        return document
    kept: list[Block] = []
    left: list[str] = []
    for block in document.blocks:
        plain = _without_script(block.text)
        if not re.search(r"\w", plain):
            left.append(block.text)
            continue
        if plain != block.text:
            left.append(block.text)
            cells = tuple(_without_script(cell) for cell in block.cells)
            block = replace(block, text=plain, cells=cells)
        elif _foreign(block.text):
            left.append(block.text)
            continue
        kept.append(block)
    text = "\n".join(block.text for block in kept)
    if trouble := trouble_of(text):
        whole = trouble_of(document.text)
        return replace(document, trouble=whole or trouble)
    notes = list(document.notes)
    if left:
        language = language_of("\n".join(left)) or "another script"
        notes.append(Note(BILINGUAL, language=language))
    if _broken(text, _WORDS.findall(text)) > BROKEN / 5:
        notes.append(Note(PARTLY))
    return replace(document, blocks=tuple(kept), notes=tuple(notes))


def _foreign(text: str) -> bool:
    """Whether a block is a sentence of another language, and no address or list of names."""
    words = [word.lower() for word in _WORDS.findall(text)]
    language = language_of(text) if len(words) >= 7 else ""
    if language in ("", "English"):
        return False
    found = set(words) & set(_PROFILES.get(language, "").split())
    known = (set(words) & set(_ENGLISH.split())) - found
    return language not in _PROFILES or (len(found) >= 3 and len(found) > 2 * len(known))


_OTHER = re.compile(
    r"[\u0370-\u1fff\u2e80-\ud7af\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff][\s\u0370-\u1fff\u2e80-\u"
    r"d7af\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufeff0-9٠-٩:.,()،؛/-]*"
)


def _without_script(text: str) -> str:
    return " ".join(_OTHER.sub(" ", text).split()) if _OTHER.search(text) else text
