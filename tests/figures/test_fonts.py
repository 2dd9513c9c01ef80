"""Fonts: every name in every language but Chinese has its letters in a package; gaps are told."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from comity.core.places import LANGUAGES, places
from comity.figures import Words, font_folders, missing_glyphs, series, svg
from comity.figures import fonts as room
from comity.figures.fonts import clipped, face_for, faces, width_of, wrapped
from comity.figures.theme import ARABIC, SANS, SERIF
from tests.figures.conftest import Made, finding

PACKAGED = {SANS, SERIF, ARABIC}


@pytest.fixture
def no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system without any Chinese font."""
    monkeypatch.setattr(room, "chinese_face", lambda: None)


def test_the_folders_hold_font_files_and_licences() -> None:
    for folder in font_folders():
        assert list(folder.glob("*.ttf"))
        assert "SIL OPEN FONT LICENSE" in (folder.parent / "LICENSE").read_text().upper()


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "zh"])
def test_names_of_places_are_drawn_by_one_packaged_font_each(
    language: str, no_chinese: None
) -> None:
    for place in places().values():
        name = place.name_in(language)
        assert face_for(name).has(name), name
        assert face_for(name, title=True).has(name), name
        assert face_for(name).family in PACKAGED


def test_letters_that_central_asia_and_the_south_need_are_there(no_chinese: None) -> None:
    letters = "ӘәҒғҚқҢңӨөҰұҮүҺһІіӢӣӮӯҶҷҲҳ ЎўЭэЫы ŁłŞşİıĞğẼẽỹ ÇçÑñÕõ ٱإأآءئؤةىپچڤگ ،؛؟ →−–“”«»"
    assert missing_glyphs(letters) == ""


def test_chinese_is_missed_where_the_system_has_no_font(no_chinese: None) -> None:
    assert missing_glyphs("Uzbekistan 乌兹") == "乌兹"
    assert missing_glyphs("Uzbekistan") == ""


def test_a_figure_with_missing_letters_says_so(no_chinese: None, tmp_path: Path) -> None:
    found = [finding("immigrants", year, 1000 + year) for year in (2000, 2001)]
    figure = series({"人": found}, "乌兹别克斯坦", words=Words("zh", str))
    assert "No font here has these characters: U+" in svg(figure, home=tmp_path)
    plain = series({"People": found}, "Uzbekistan", words=Words("en", str))
    assert "No font here" not in svg(plain, home=tmp_path)


def test_chinese_is_drawn_with_the_font_of_the_system(tmp_path: Path) -> None:
    if (face := room.chinese_face()) is None:
        pytest.skip("needs a Chinese font: install one (Debian: apt install fonts-noto-cjk)")
    found = [finding("immigrants", year, 1000 + year) for year in (2000, 2001)]
    picture = svg(series({"人": found}, "乌兹别克斯坦", words=Words("zh")), home=tmp_path)
    assert f"'{face.family}'" in picture
    assert "No font here" not in picture


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_every_text_of_a_frozen_figure_names_a_packaged_font_with_its_letters(
    drawn: Made, home: Path, language: str
) -> None:
    by_family = {face.family: face for face in faces()}
    for kind, figure in drawn(Words(language)).items():
        picture = svg(figure, home=home)
        assert f"font-family=\"'{SANS}', " in picture.split(">", 1)[0]
        texts = re.findall(r"<text\b([^>]*)>([^<]*)</text>", picture)
        assert texts, kind
        for how, text in texts:
            named = re.search(r"font-family=\"'([^']+)'", how)
            face = by_family[named[1] if named else SANS]
            assert face.has(unescape(text)), (kind, text)


def test_widths_are_those_of_the_fonts() -> None:
    assert width_of("", 10) == 0
    assert width_of("MM", 10) == pytest.approx(2 * width_of("M", 10))
    assert width_of("\u2067abc\u2069", 10) == pytest.approx(width_of("abc", 10))
    assert width_of("iii", 10) < width_of("MMM", 10)


def test_texts_are_wrapped_and_clipped_to_a_width() -> None:
    name = places()["GBR"].name
    lines = wrapped(name, 12, 120)
    assert " ".join(lines) == name
    assert all(width_of(line, 12) <= 120 for line in lines)
    assert wrapped("乌兹别克斯坦乌兹别克斯坦", 12, 40)[1:]
    assert clipped(name, 12, 80).endswith("\N{HORIZONTAL ELLIPSIS}")
    assert clipped("Chad", 12, 80) == "Chad"
