"""What a page on norms is asked: the day in law, with whom to compare, and whether to count doubts.

In the address `as_of` is the day in law here, and not the day of the evidence: the lists of parties
are always the newest. It belongs to these pages alone, so the links to other pages leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from comity.core.errors import ComityError
from comity.policy.days import day_in_law
from comity.web.state import View


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about norms; `view` writes it into addresses."""

    view: View
    day: date
    against: str
    unverified: bool

    @classmethod
    def read(cls, parameters: Mapping[str, str]) -> Asked:
        """What the parameters of an address ask; raises `ComityError` for a day to come.

        >>> Asked.read({"as_of": "1996", "against": "neighbours"}).view.query()
        '?as_of=1996-12-31&against=neighbours'
        """
        written = parameters.get("as_of", "").strip()
        day = day_in_law(written)
        against = parameters.get("against", "").strip()[:80]
        flag = parameters.get("unverified", "")
        if flag not in ("", "0", "1"):
            raise ComityError(f"unverified={flag[:12]} is none of 0, 1.")
        given = written.lower() not in ("", "latest")
        state = {
            "as_of": day.isoformat() if given else "",
            "against": against,
            "unverified": "1" if flag == "1" else "",
        }
        language = View.read({"lang": parameters.get("lang", "")}).language
        more = tuple((name, text) for name, text in state.items() if text)
        return cls(View(language=language, more=more), day, against, flag == "1")

    @property
    def chosen(self) -> bool:
        """Whether the address names the day."""
        return "as_of" in dict(self.view.more)

    def within(self, *names: str) -> View:
        """The view with only these parts of what was asked."""
        kept = tuple((name, text) for name, text in self.view.more if name in names)
        return replace(self.view, more=kept)

    def counting(self, *, unverified: bool) -> View:
        """The same view that counts those not verified too, or does not."""
        rest = tuple(pair for pair in self.view.more if pair[0] != "unverified")
        return replace(self.view, more=(*rest, ("unverified", "1")) if unverified else rest)


def _asked(request: Request) -> Asked:
    return Asked.read(request.query_params)


Question = Annotated[Asked, Depends(_asked)]
"""What the address of a page on norms asks."""
