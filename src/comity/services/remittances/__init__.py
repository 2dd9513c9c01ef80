"""Sending money home: what it costs on a corridor, offers side by side, and how far targets are.

`sending` tells of a corridor, `monitor` of a country, a region or the world; `compare` ranks offers
that somebody asked for; `checked` holds a price database against the rules for one.
"""

from comity.services.remittances.compared import Compared, compare
from comity.services.remittances.corridor import Sending, money_pair, sending
from comity.services.remittances.monitor import Monitor, monitor
from comity.services.remittances.rules import Check, checked

__all__ = [
    "Check",
    "Compared",
    "Monitor",
    "Sending",
    "checked",
    "compare",
    "money_pair",
    "monitor",
    "sending",
]
