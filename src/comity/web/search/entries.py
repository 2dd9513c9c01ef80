"""What a search can find: an entry names its page, what it is called and what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comity.core.marks import N_
from comity.web.library import Library
from comity.web.state import View

HEADINGS = {
    "corridor": N_("From one country to another"),
    "comparison": N_("Side by side"),
    "country": N_("Countries and areas"),
    "region": N_("Regions"),
    "measure": N_("What is measured"),
    "forecast": N_("What may come"),
    "policy": N_("Promises and policies"),
    "instrument": N_("Treaties and other instruments"),
    "topic": N_("What treaties oblige to"),
    "indicator": N_("Indicators of the goals"),
    "agreement": N_("Worked examples of agreements"),
    "term": N_("Words and what they mean"),
    "dataset": N_("Datasets"),
    "method": N_("How numbers are made"),
    "page": N_("Other pages"),
}
"""The kinds of entries with their headings; among equals the earlier kind comes first."""

DATED = ("corridor", "comparison", "country", "region", "measure")
"""Kinds whose pages can show some years only."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found; `title` and `hint` are in the language of the reader.

    `names` are what it is called in any language, `words` what else it is found by; `address` is
    that of its page, without state.
    """

    kind: str
    title: str
    address: str
    hint: str = ""
    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


Provider = Callable[[Library, View], Iterable[Entry]]
"""A part of Comity that adds what it holds to the search."""
