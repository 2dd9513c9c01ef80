"""A text is read, or it is said why not: another language, a bad scan, too little of it."""

import random
from pathlib import Path

import pytest

from comity.services.contracts import check, of_text
from comity.services.contracts.legible import language_of, trouble_of

FARM = (Path(__file__).parent / "twelve" / "03_farm_eu_mixed.txt").read_text(encoding="utf-8")
OTHERS = {
    "French": "Le travailleur conserve son passeport. Le logement est fourni par l'employeur.",
    "Spanish": "El patrón paga los gastos de transporte y visa. La jornada es de lunes a viernes.",
    "Portuguese": "O trabalhador não paga nenhuma taxa. A entidade patronal fornece alojamento.",
    "German": "Die Unterkunft wird kostenlos gestellt. Der Reisepass bleibt beim Beschäftigten.",
    "Italian": "Il passaporto resta presso il lavoratore. Nessuna spesa è a carico del dipendente.",
    "Tagalog": "Ang pasaporte ay mananatili sa manggagawa. Hindi siya sisingilin ng anumang bayad.",
    "Indonesian or Malay": "Paspor disimpan oleh pekerja. Biaya tidak dibebankan kepada pekerja.",
    "Turkish": "Pasaport işçide kalır ve konaklama işveren tarafından sağlanır. Ücret ödenir.",
    "Bengali": "নিয়োগকর্তা কর্মীকে প্রতি মাসে বেতন দেবেন। পাসপোর্ট কর্মীর কাছে থাকবে।",
    "Chinese": "雇主每月向工人支付工资。护照由工人自己保管。工人无需支付任何招聘费用。",
    "Amharic": "አሠሪው ለሠራተኛው በየወሩ ደመወዝ ይከፍላል። ፓስፖርቱ በሠራተኛው እጅ ይቆያል።",
}


@pytest.mark.parametrize("language", OTHERS)
def test_another_language_is_named(language: str) -> None:
    assert language_of(OTHERS[language]) == language
    assert language in str(trouble_of(OTHERS[language]))


@pytest.mark.parametrize("language", OTHERS)
def test_beside_another_language_the_english_part_is_read(language: str) -> None:
    report = check(of_text("both.txt", f"{FARM}\n\n{OTHERS[language]}"))
    assert not report.trouble
    assert any(language in str(note) for note in report.notes)


def test_capitals_and_tables_are_no_bad_scan() -> None:
    assert not trouble_of(FARM.upper())
    rows = "Basic wage | JOD 260 monthly\nHours | 8 per day\nRest day | Friday\nFood | 3 meals\n"
    assert not trouble_of(rows * 3)


def _spoilt(text: str, share: float) -> str:
    """The text with a share of its letters read wrongly, as a bad scan gives it."""
    chance = random.Random(1)
    return "".join(
        chance.choice("0|!~^") if c.isalpha() and chance.random() < share else c for c in text
    )


@pytest.mark.parametrize(("share", "lost"), [(0.01, False), (0.03, False), (0.25, True)])
def test_a_scan_is_refused_where_its_words_are_lost(share: float, lost: bool) -> None:
    assert ("scan" in str(trouble_of(_spoilt(FARM, share)))) is lost
