"""What the members of an ensemble share: the arrays of one plan, made once and read by all."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from comity.foresight.displacement.plans.plan import Plan

__all__ = ["Shared"]

World = TypeVar("World")


class Shared(Generic[World]):
    """What `make` makes of the plan asked for last; threads that ask meanwhile wait for it."""

    def __init__(self, make: Callable[[Plan], World]) -> None:
        self._make = make
        self._lock = Lock()
        self._last: tuple[Plan, World] | None = None

    def of(self, plan: Plan) -> World:
        """What was made of this plan."""
        with self._lock:
            if self._last is None or self._last[0] is not plan:
                self._last = plan, self._make(plan)
            return self._last[1]
