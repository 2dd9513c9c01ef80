"""Who would take how many people by a rule that all can read, and how far today is from it."""

from __future__ import annotations

from comity.services.sharing.inputs import Inputs, read_inputs
from comity.services.sharing.key import Key, Limit, Part
from comity.services.sharing.known import known_key, known_keys, published
from comity.services.sharing.rounding import allocate
from comity.services.sharing.working import Worked, worked

__all__ = [
    "Inputs",
    "Key",
    "Limit",
    "Part",
    "Worked",
    "allocate",
    "known_key",
    "known_keys",
    "published",
    "read_inputs",
    "worked",
]
