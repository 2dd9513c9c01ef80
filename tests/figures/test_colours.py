"""Colours: enough contrast by WCAG 2, and told apart by people who see colours differently.

Colour blindness is simulated at full severity (Machado, Oliveira and Fernandes 2009), distances
are in CIELAB; 2.3 is a just noticeable difference.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from comity.figures.theme import CONTRAST, DARK, LIGHT, THEMES, Colours, exchange

SEEN = {
    "everybody": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
PAPER = {"light": "#fbfaf6", "dark": "#14181d", "contrast": "#ffffff"}
"""The page around a figure's card."""


def _linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _contrast(one: str, other: str) -> float:
    bright = sorted(float(_linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (one, other))
    return (bright[1] + 0.05) / (bright[0] + 0.05)


def _lab(colour: str, seen: str) -> np.ndarray:
    linear = np.clip(np.array(SEEN[seen]) @ _linear(colour), 0, 1)
    xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    ) @ linear / [0.95047, 1, 1.08883]  # fmt: skip
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def _apart(one: str, other: str, seen: str) -> float:
    return float(np.linalg.norm(_lab(one, seen) - _lab(other, seen)))


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_text_can_be_read_on_everything_it_stands_on(name: str) -> None:
    theme = THEMES[name]  # type: ignore[index]
    for ground in (theme.card, PAPER[name], theme.sea, theme.land):
        assert _contrast(theme.ink, ground) >= 7
        assert _contrast(theme.soft, ground) >= 4.5
    assert _contrast(theme.ink, theme.ramp[0]) >= 4.5
    assert _contrast(theme.ink, theme.ramp[1]) >= 4.5
    assert _contrast(theme.card, theme.ramp[4]) >= 4.5


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_lines_and_bars_stand_out_from_both_grounds(name: str) -> None:
    theme = THEMES[name]  # type: ignore[index]
    for colour in theme.lines:
        assert _contrast(colour, theme.card) >= 3
        assert _contrast(colour, PAPER[name]) >= 3
    assert _contrast(theme.lines[1], theme.land) >= 3, "arcs on land"
    assert _contrast(theme.lines[1], theme.sea) >= 3, "arcs on the sea"


def test_high_contrast_deserves_its_name() -> None:
    assert all(_contrast(colour, CONTRAST.card) >= 4.5 for colour in CONTRAST.lines)
    assert _contrast(CONTRAST.soft, CONTRAST.card) >= 7


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_categories_are_told_apart_by_everybody(theme: Colours, seen: str) -> None:
    for one, other in combinations(theme.lines, 2):
        assert _apart(one, other, seen) >= 15, (one, other)
    for one, other in combinations(theme.lines[:2], 2):
        assert _apart(one, other, seen) >= 30, "the two that are used most"


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_steps_of_the_ramp_and_land_are_told_apart(theme: Colours, seen: str) -> None:
    for one, other in pairwise((theme.land, *theme.ramp)):
        assert _apart(one, other, seen) >= 11, (one, other)


@pytest.mark.parametrize("theme", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_the_ramp_goes_one_way_in_brightness(theme: Colours) -> None:
    bright = [_lab(colour, "everybody")[0] for colour in theme.ramp]
    assert bright in (sorted(bright), sorted(bright, reverse=True))


def test_no_two_roles_share_a_colour_so_that_exchange_is_exact() -> None:
    assert len(set(LIGHT.every())) == len(LIGHT.every())
    for name in THEMES:
        assert len(exchange(name)) == len(LIGHT.every())
