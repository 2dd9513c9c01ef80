"""Finding anything by what somebody types, in any UN language."""

from comity.web.search.likeness import named_like, near
from comity.web.search.question import exactly

__all__ = ["exactly", "named_like", "near"]
