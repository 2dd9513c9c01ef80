"""What each method takes for granted, in words, and who proposed it."""

from __future__ import annotations

from dataclasses import dataclass

from comity.evidence.flows.estimation import Method


@dataclass(frozen=True, slots=True)
class About:
    """What a method assumes, and the publication that it follows."""

    assumes: str
    source: str


ABOUT: dict[Method, About] = {
    "closed-minimum": About(
        "Births and deaths explain part of the change of stocks; as few people as possible moved, "
        "all of them between the places.",
        "Abel and Sander (2014), Science 343; Abel (2018), International Migration Review 52(3)",
    ),
    "open-minimum": About(
        "As closed-minimum, but people may leave to, and arrive from, outside the places.",
        "Abel (2013), Demographic Research 28(18)",
    ),
    "independence": About(
        "Where people of a birthplace live at the end does not depend on where they lived at the "
        "start; an upper end, as most people stay.",
        "Azose and Raftery (2019), PNAS 116(1)",
    ),
    "pseudo-bayes": About(
        "Between the two: 0.87 of closed-minimum and 0.13 of independence (--weight).",
        "Azose and Raftery (2019), PNAS 116(1); Abel and Cohen (2019), Scientific Data 6",
    ),
    "difference-drop": About(
        "A stock that grew is movement from the birthplace; one that shrank is nothing.",
        "Abel and Cohen (2019), Scientific Data 6",
    ),
    "difference-reverse": About(
        "A stock that grew is movement from the birthplace; one that shrank is return to it.",
        "Beine and Parsons (2015), Scandinavian Journal of Economics 117(2)",
    ),
    "rate": About(
        "People move as the first stock is spread, as many as net migration adds up to.",
        "Dennett (2016), in Global Migration: Issues and Theories; Abel and Cohen (2019)",
    ),
}
"""The methods in the order of `METHODS`."""
