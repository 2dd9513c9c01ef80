"""A partnership whose accounts can be done on the back of an envelope, and changes to it."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from comity.services.training.document import Partnership
from comity.services.training.reading import partnership_of

SMALL: dict[str, Any] = {
    "schema": "training-partnership/1",
    "id": "small",
    "title": "Ten leave, five stay",
    "occupation": {"isco": "7411", "label": "Electricians"},
    "currency": "EUR",
    "prices_of": 2025,
    "years": 2,
    "intakes": 1,
    "discount": 0,
    "origins": [
        {
            "country": "GEO",
            "wage_before": 10,
            "wage_home": 14,
            "tax": 0.1,
            "spending_tax": 0.1,
            "home": {"trainees": 5, "months": 6, "cost": 2},
        }
    ],
    "destinations": [{"country": "AUT", "wage": 50, "tax": 0.2, "post_value": 20}],
    "lanes": [
        {
            "from": "GEO",
            "to": "AUT",
            "trainees": 10,
            "months": 0,
            "costs": {"training": 3, "language": 1},
            "remitted": 0.5,
            "sending_cost": 0.1,
            "prices": 2,
        }
    ],
    "fixed": 6,
}
GUARD = {
    "population": 1_000_000,
    "practitioners": 5000,
    "graduates": 0,
    "exits": 0,
    "threshold": 60,
}


def small(**changes: Any) -> Partnership:
    """The small partnership with changes, by address: `lanes__0__trainees=0`."""
    return partnership_of(document(**changes), "small.yaml")


def document(**changes: Any) -> dict[str, Any]:
    """Its document, with changes."""
    made = deepcopy(SMALL)
    for address, value in changes.items():
        *path, last = address.split("__")
        spot: Any = made
        for part in path:
            spot = spot[int(part)] if part.isdigit() else spot.setdefault(part, {})
        if value is None:
            del spot[last]
        else:
            spot[int(last) if last.isdigit() else last] = value
    return made
