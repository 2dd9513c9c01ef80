"""The tables that a user fills in: families, places, outcomes, choices, results."""

from __future__ import annotations

from collections.abc import Iterator

from comity.core.errors import ComityError, shown
from comity.core.marks import N_
from comity.core.templates import Field, Template

FAMILIES = Template(
    "families",
    N_("Families, one a row"),
    (
        Field("family", N_("A key of your own. No names."), "F001"),
        Field("people", N_("How many people it is."), "4"),
        Field(
            "size_school",
            N_(
                "Room of another kind that it takes, here school places. Name such "
                "columns as you like: size_X goes with cap_X of the places."
            ),
            "2",
            optional=True,
        ),
        Field(
            "needs",
            N_("What the place has to offer, apart by semicolons."),
            "hospital; ramp",
            optional=True,
        ),
        Field(
            "languages",
            N_("Languages that it speaks, apart by semicolons."),
            "arabic; french",
            optional=True,
        ),
        Field(
            "tie_place",
            N_("The only place that it may go to, as where relatives live."),
            "",
            optional=True,
        ),
        Field("tie_family", N_("A family that has to be at the same place."), "", optional=True),
        Field(
            "excluded", N_("Places where it must not go, apart by semicolons."), "", optional=True
        ),
        Field(
            "group",
            N_("A group, to keep floors and to look for gaps. No part of an outcome."),
            "a",
            optional=True,
        ),
        Field(
            "top",
            N_("Places that it would like, the first choice first, apart by semicolons."),
            "Alder; Birch",
            optional=True,
        ),
        Field(
            "batch",
            N_("When it arrives: families with the same number come together."),
            "1",
            optional=True,
        ),
    ),
)
PLACES = Template(
    "places",
    N_("Places, one a row"),
    (
        Field("place", N_("The name of the place."), "Alder"),
        Field(
            "cap_people", N_("People for whom there is room. Empty: no limit."), "60", optional=True
        ),
        Field(
            "cap_school",
            N_("Room of another kind, here school places. Empty: no limit."),
            "20",
            optional=True,
        ),
        Field(
            "offers",
            N_("What the place offers, apart by semicolons."),
            "hospital; ramp",
            optional=True,
        ),
        Field(
            "languages",
            N_("Languages spoken there. Empty: none is asked for."),
            "arabic",
            optional=True,
        ),
        Field("minimum", N_("People that it has to receive at least."), "10", optional=True),
    ),
)
OUTCOMES = Template(
    "outcomes",
    N_("Predicted outcomes, one row for each family at each place"),
    (
        Field("family", N_("The key of the family."), "F001"),
        Field("place", N_("The name of the place."), "Alder"),
        Field(
            "value",
            N_(
                "Your own prediction, as the chance that an adult finds work, or how "
                "many do. Not below zero. No row: not considered."
            ),
            "0.42",
        ),
    ),
)
CHOICES = Template(
    "choices",
    N_("Who would like whom: one row for each family and place that would take each other"),
    (
        Field("family", N_("The key of the family."), "F001"),
        Field("place", N_("The name of the place."), "Alder"),
        Field("family_rank", N_("1 is the place that this family would like most."), "1"),
        Field("place_rank", N_("1 is the family that this place would take first."), "3"),
    ),
)
RESULTS = Template(
    "results",
    N_("What was predicted and what came, one family a row"),
    (
        Field("family", N_("The key of the family."), "F001"),
        Field("predicted", N_("What was predicted for it where it went."), "0.42"),
        Field("observed", N_("What came, in the same unit."), "1"),
        Field("group", N_("A group, to look for gaps."), "a", optional=True),
    ),
)
FORMS = {one.name: one for one in (FAMILIES, PLACES, OUTCOMES, CHOICES, RESULTS)}


def form(name: str) -> Template:
    """A table to fill in by its name; raises `ComityError` with those there are."""
    if name not in FORMS:
        raise ComityError(f"There is no table '{shown(name)}'; one of {', '.join(FORMS)}.")
    return FORMS[name]


def messages() -> Iterator[str]:
    """What the tables say to people, for the catalogues of the languages."""
    for one in FORMS.values():
        yield one.title
        yield from (field.description for field in one.fields)
