"""Freezing: title, sources and disclaimer inside; nothing from outside; kept, and drawn anew."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import vl_convert

from comity.figures import Figure, Words, frozen, png, series, svg
from comity.figures import freeze as freezing
from comity.figures.sheet import chart_of
from comity.figures.theme import DARK, LIGHT
from tests.figures.conftest import Made, finding
from tests.figures.test_specs import KINDS

LARGEST = {
    "series": 26_000,
    "fan": 26_000,
    "flow": 75_000,
    "flow-world": 145_000,
    "choropleth": 130_000,
    "categories": 130_000,
    "members": 130_000,
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def small() -> Figure:
    found = [finding("immigrants", year, 1000 + year) for year in range(2000, 2006)]
    return series({"People": found}, "People & <places>", caption="Mid-year.", note="Mind this.")


def _text(picture: str) -> str:
    tree = ElementTree.fromstring(picture)
    return " ".join(node.text or "" for node in tree.iter(f"{SVG}text"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_frozen_figure_says_what_it_is_and_who_says_so(
    figures: dict[str, Figure], home: Path, kind: str
) -> None:
    figure = figures[kind]
    picture = svg(figure, home=home)
    tree = ElementTree.fromstring(picture)
    assert tree.get("role") == "img"
    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None
    assert title.text == figure.title
    assert description is not None
    assert figure.alt in (description.text or "")
    said = _text(picture)
    assert figure.title.split()[0] in said
    assert figure.sources[0].short.split()[0] in said
    assert figure.sources[0].licence in said
    if "map" in figure.kind or figure.kind == "choropleth":
        assert "do not imply" in said
    assert len(picture) < LARGEST.get(kind, 60_000)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_by_a_frozen_figure(
    figures: dict[str, Figure], home: Path, kind: str
) -> None:
    picture = svg(figures[kind], home=home)
    assert set(re.findall(r"https?://[^\"' <)]+", picture)) <= {"http://www.w3.org/2000/svg"}
    assert "href" not in picture
    names = set(re.findall(r' id="([^"]+)"', picture))
    asked = set(re.findall(r"url\(([^)]*)\)", picture))
    assert {f"#{name}" for name in names} >= {
        one for one in asked if not one.startswith("data:font/woff;base64,")
    }
    assert all(name.startswith(f"f{figures[kind].key[:10]}") for name in names)
    assert "@import" not in picture
    assert "<script" not in picture


def test_a_host_is_refused_while_drawing() -> None:
    spec = {"data": {"url": "https://example.org/a.json"}, "mark": "point"}
    with pytest.raises(ValueError, match=r"(?i)external data|url|allowed"):
        vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def test_a_png_is_a_png_of_the_size_asked_for(small: Figure, home: Path) -> None:
    one, two = (png(small, scale=scale, home=home) for scale in (1, 2))
    for picture in (one, two):
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert picture.endswith(b"IEND\xaeB`\x82")
    width = [int.from_bytes(picture[16:20]) for picture in (one, two)]
    assert width == [752, 1504]
    assert frozen(small, ".png", home=home) == two
    assert frozen(small, ".svg", home=home).decode() == svg(small, home=home)


def test_the_same_figure_gives_the_same_bytes(small: Figure, tmp_path: Path) -> None:
    made = [
        (svg(small, home=tmp_path / str(n)), png(small, home=tmp_path / str(n))) for n in range(2)
    ]
    assert made[0] == made[1]


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from tests.figures.conftest import finding\n"
        "from comity.figures import svg, series\n"
        "found = [finding('immigrants', year, 1000 + year) for year in (2000, 2001, 2002)]\n"
        "made = svg(series({'People': found}, 'Same'), home=Path(sys.argv[1]))\n"
        "print(hashlib.sha256(made.encode()).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "2" else "2"
    said = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "there")],
        cwd=root,
        env={"PYTHONPATH": f"{root}/src:{root}", "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = [finding("immigrants", year, 1000 + year) for year in (2000, 2001, 2002)]
    here = svg(series({"People": found}, "Same"), home=tmp_path / "here")
    assert said.strip() == hashlib.sha256(here.encode()).hexdigest()


def test_what_was_drawn_is_kept(
    small: Figure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = svg(small, home=tmp_path)
    monkeypatch.setattr(freezing, "_drawn", lambda *_: pytest.fail("drawn again"))
    assert svg(small, home=tmp_path) == first


def test_a_damaged_file_is_drawn_anew(small: Figure, tmp_path: Path) -> None:
    first = svg(small, home=tmp_path)
    held = [path for path in (tmp_path / "figures").rglob("*") if path.is_file()]
    kept = next(path for path in held if path.read_bytes()[64:].startswith(b"<svg"))
    for damage in (b"", kept.read_bytes()[:-9], kept.read_bytes().replace(b"2000", b"3000")):
        kept.write_bytes(damage)
        assert svg(small, home=tmp_path) == first
    assert len(kept.read_bytes()) == 64 + len(first.encode())


def test_a_home_that_cannot_be_written_costs_the_cache_alone(small: Figure, tmp_path: Path) -> None:
    blocked = tmp_path / "home"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    assert svg(small, home=blocked) == svg(small, home=tmp_path / "free")


def test_the_cache_is_cut_oldest_first(tmp_path: Path) -> None:
    folder = tmp_path / "aa"
    folder.mkdir()
    for n in range(10):
        path = folder / f"{n}"
        path.write_bytes(b"x" * 100)
        os.utime(path, (1_000_000 + n, 1_000_000 + n))
    freezing._cut(tmp_path, most=800)
    assert sorted(path.name for path in folder.iterdir()) == ["4", "5", "6", "7", "8", "9"]


def test_dark_and_light_differ_in_colour_alone(small: Figure, home: Path) -> None:
    light, dark = (svg(small, theme=theme, home=home) for theme in ("light", "dark"))  # type: ignore[arg-type]
    assert DARK.card in dark
    assert LIGHT.ink not in dark
    colour = re.compile(r"#[0-9a-f]{6}")
    assert colour.sub("", light) == colour.sub("", dark)


def test_one_picture_can_follow_its_reader(small: Figure, home: Path) -> None:
    picture = svg(small, theme=None, alone=False, home=home)
    assert "prefers-color-scheme:dark" in picture
    assert "prefers-contrast:more" in picture
    mark = re.search(r'id="(f[0-9a-f]{10})"', picture)
    assert mark
    rules = re.findall(r"([^{}]+)\{(?:fill|stroke):", picture)
    assert rules
    assert all(rule.startswith(f"#{mark[1]} ") for rule in rules), "no rule reaches the page"


def test_a_chart_for_a_page_leaves_title_and_sources_to_it(small: Figure, home: Path) -> None:
    said = _text(svg(small, alone=False, home=home))
    assert "Office" not in said
    assert "places" not in said


def test_arabic_sheets_start_on_the_right(drawn: Made, home: Path) -> None:
    figure = drawn(Words("ar"))["flow"]
    picture = svg(figure, home=home)
    assert 'text-anchor="end"' in picture.split("<g", 1)[0]
    assert "أوزبكستان" in picture


def test_the_lean_chart_keeps_lines_of_a_label_apart() -> None:
    plain = (
        '<svg width="9" height="9"><text transform="translate(1,2)" font-family="x" fill="#000">'
        '<tspan>a</tspan><tspan x="0" dy="12">b</tspan></text></svg>'
    )
    chart, width, height = chart_of(plain)
    assert (width, height) == (9, 9)
    assert chart.count("<text") == 2
    assert "translate(1,2) translate(0,12)" in chart
