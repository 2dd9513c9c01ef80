"""Templates for what a country sends to the policy wing, by the name by which each is asked for.

How a template is written and read back is told in `core/templates.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from comity.core.errors import ComityError, shown
from comity.core.templates import Template


@cache
def templates() -> dict[str, Template]:
    """Every template by its name, in the order of the areas.

    >>> templates()["10.7.2"].names
    ['domain', 'item', 'answer', 'comment']
    """
    from comity.policy import indicator_templates, party_import
    from comity.policy.coding import forms

    # an area adds the tuple of its templates here
    areas = (indicator_templates.TEMPLATES, forms.TEMPLATES, (party_import.TEMPLATE,))
    return {one.name: one for area in areas for one in area}


def messages() -> Iterator[str]:
    """What the templates say to people, for the catalogues of the languages."""
    for one in templates().values():
        yield one.title
        yield from (field.description for field in one.fields)


def template(name: str) -> Template:
    """The template of a name; raises `ComityError` with those there are."""
    found = templates().get(name.strip().lower())
    if found is None:
        known = ", ".join(templates())
        raise ComityError(f"There is no template '{shown(name)}'; one of {known}.")
    return found
