"""Ways to say where a series will stand: each gives the middle of a forecast for every cell."""

from comity.foresight.methods.boosted import Boosted
from comity.foresight.methods.held import Held
from comity.foresight.methods.last import LastValue
from comity.foresight.methods.method import Method
from comity.foresight.methods.pooled import Pooled

__all__ = ["Boosted", "Held", "LastValue", "Method", "Pooled"]
