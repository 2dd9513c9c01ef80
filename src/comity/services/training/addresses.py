"""Where each figure of a partnership stands, by an address that lasts: `lanes.PHL-DEU.remitted`."""

from __future__ import annotations

from collections.abc import Iterator

from comity.services.training.document import Partnership
from comity.services.training.figures import Figure, Strict

MONEY = frozenset(
    {
        "wage_before",
        "wage_home",
        "value_to_others",
        "wage",
        "public_services",
        "post_value",
        "trained_there",
        "cost",
        "training",
        "language",
        "recognition",
        "travel",
        "at_destination",
        "fixed",
    }
)
"""The last words of the addresses at which amounts of money stand."""


def figures_of(told: Partnership) -> dict[str, Figure]:
    """Every figure by its address, in the order of the document; defaults are among them."""
    found = dict(_inside("", told))
    for what, parts in (("origins", told.origins), ("destinations", told.destinations)):
        for one in parts:
            found |= _inside(f"{what}.{one.country}", one)
    for lane in told.lanes:
        found |= _inside(f"lanes.{lane.code}", lane)
    return found


def is_money(address: str) -> bool:
    """Whether an amount of money stands at an address.

    >>> is_money("lanes.PHL-DEU.costs.language"), is_money("lanes.PHL-DEU.recognition_months")
    (True, False)
    """
    return address.rpartition(".")[2] in MONEY


def _inside(path: str, part: Strict) -> Iterator[tuple[str, Figure]]:
    """The figures of a part; lists of parts are named by their countries elsewhere."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        address = f"{path}.{name}" if path else name
        if isinstance(value, Figure):
            yield address, value
        elif isinstance(value, Strict):
            yield from _inside(address, value)
        elif isinstance(value, dict):
            yield from (
                (f"{address}.{key}", one) for key, one in value.items() if isinstance(one, Figure)
            )
