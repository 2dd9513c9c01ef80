"""Figures: findings in, Vega-Lite out; the same spec gives page, SVG, PNG and print.

Every function here takes findings and returns a `Figure`, which cannot be built without sources.
`svg`, `png` and `pdf` freeze it in this process, offline, with title, sources and licence inside.
"""

from comity.figures.bargain import gains
from comity.figures.camps import camps
from comity.figures.categories import category_map
from comity.figures.chord import chord
from comity.figures.choropleth import choropleth
from comity.figures.comparison import comparison
from comity.figures.exchange import exchange
from comity.figures.fan import fan
from comity.figures.figure import Figure
from comity.figures.flow_map import flow_map, flow_maps
from comity.figures.fonts import font_folders, missing_glyphs
from comity.figures.freeze import frozen, png, svg
from comity.figures.matrix import matrix
from comity.figures.multiples import multiples
from comity.figures.net_gross import net_gross
from comity.figures.network import network
from comity.figures.pdf import pdf
from comity.figures.pyramid import pyramid
from comity.figures.ranking import ranking
from comity.figures.reliability import reliability, spread_of
from comity.figures.series import series
from comity.figures.skill import skill
from comity.figures.stations import stations
from comity.figures.theme import in_theme
from comity.figures.timeline import timeline
from comity.figures.weighing import breaking, chances
from comity.figures.whereabouts import whereabouts
from comity.figures.words import Words

__all__ = [
    "Figure",
    "Words",
    "breaking",
    "camps",
    "category_map",
    "chances",
    "chord",
    "choropleth",
    "comparison",
    "exchange",
    "fan",
    "flow_map",
    "flow_maps",
    "font_folders",
    "frozen",
    "gains",
    "in_theme",
    "matrix",
    "missing_glyphs",
    "multiples",
    "net_gross",
    "network",
    "pdf",
    "png",
    "pyramid",
    "ranking",
    "reliability",
    "series",
    "skill",
    "spread_of",
    "stations",
    "svg",
    "timeline",
    "whereabouts",
]
