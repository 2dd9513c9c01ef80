"""Languages: every message has its translation, numbers and dates keep to each language's rules."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from comity.core.marks import N_, Note
from comity.core.periods import Period
from comity.core.places import LANGUAGES
from comity.core.speech import Language, _catalogue
from scripts import messages

OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_the_source_is_translated(language: str) -> None:
    assert messages.faults(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_read_is_what_was_translated(language: str) -> None:
    with messages.path_of(language).open("rb") as file:
        written = read_po(file, locale=language)
    compiled = _catalogue(language)
    for message in written:
        if isinstance(message.id, str) and message.id:
            assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize("language", OTHERS)
def test_translations_are_in_their_own_letters(language: str) -> None:
    """A sentence left in English, or in another language, is no translation."""
    own = {"ru": r"[\u0400-\u04ff]", "ar": r"[\u0600-\u06ff]", "zh": r"[\u4e00-\u9fff]"}
    with messages.path_of(language).open("rb") as file:
        written = read_po(file, locale=language)
    for message in written:
        source = message.id if isinstance(message.id, str) else message.id[0]
        if len(re.findall(r"[a-z]{3,}", re.sub(r"\{[^}]*\}|\S*[./]\S+", "", source))) < 4:
            continue
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in said:
            assert text != source
            if language in own:
                assert re.search(own[language], text), text


@pytest.mark.parametrize("language", OTHERS)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    with messages.path_of(language).open("rb") as file:
        written = read_po(file, locale=language)
    several = [m for m in written if isinstance(m.id, tuple)]
    assert several
    assert Counter(len(m.string) for m in several) == {written.num_plurals: len(several)}
    wanted = len(Locale.parse(language).plural_form.tags) + 1
    assert written.num_plurals >= (1 if language == "zh" else min(wanted, 3))


def test_the_word_for_a_million_follows_the_number_that_is_shown() -> None:
    assert Language("ru").rounded(449_960_000) == ("450 миллионов", True)
    assert Language("ru").rounded(2_510_000) == ("2,5 миллиона", True)
    assert Language("fr").rounded(1_010_000)[0] == "1 million"
    assert Language("fr").rounded(-2_000_000)[0].endswith("millions")
    assert Language("es").rounded(1_010_000)[0].endswith("millón")
    assert Language("en").rounded(999_960) == ("1,000,000", True)


def test_numbers_dates_and_joints_by_language() -> None:
    assert Language("fr").exact(1_154_963.25, 1) == "1\u202f154\u202f963,2"
    assert Language("ar").exact(-3031) == "\u200e\u22123,031"
    assert Language("zh").percent(13.9, 1) == "13.9%"
    assert Language("ru").day(date(2025, 1, 27)) == "27 января 2025"
    assert Language("ru").period(Period.parse("2024-05")) == "май 2024"
    assert Language("ar").apart(["a", "b"]) == "a\u061b b"
    assert Language("es").list(["A", "B", "C"]) == "A, B y C"


def test_a_day_in_a_note_is_written_out_on_pages_only() -> None:
    note = Note("read on {day}", day=date(2015, 3, 14))
    assert note == "read on 2015-03-14"
    assert Language("en").noted(note) == "read on 14 March 2015"


def test_a_note_is_said_again_from_its_parts() -> None:
    note = Note(N_("to {month} only"), month="2026-04")
    assert note == "to 2026-04 only"
    for language in OTHERS:
        said = Language(language).noted(note)
        assert "2026-04" in said
        assert said != note
