"""What the pages of sending money show: a corridor, or a country, a region or the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from comity.briefs.dossier import Dossier
from comity.briefs.render.workbook import findings_workbook
from comity.briefs.sending import history, means, monitor_dossier, sending_dossier
from comity.core.errors import ComityError, shown
from comity.core.places import Corridor
from comity.core.regions import Subject
from comity.core.sheets import table_bytes, workbook_bytes
from comity.evidence.reading import Evidence
from comity.figures import Words
from comity.services.remittances import Monitor, Sending, monitor, sending
from comity.services.remittances.amounts import ASKED, checked_amount
from comity.web.answers import json_bytes
from comity.web.exhibits import Wall
from comity.web.services_urls import service
from comity.web.spoken import Spoken
from comity.web.state import View

NAME = "remittances"


@dataclass(frozen=True)
class Costs(Spoken):
    """What sending money costs: on a corridor (as the money goes), or to or from a place."""

    evidence: Evidence
    subject: Subject
    view: View
    amount: float = ASKED
    side: str = "to"

    @cached_property
    def report(self) -> Sending | Monitor:
        """What is known."""
        if isinstance(self.subject, Corridor):
            return sending(self.evidence, self.subject, self.amount)
        return monitor(self.evidence, self.subject, "sender" if self.side == "from" else "receiver")

    @cached_property
    def dossier(self) -> Dossier:
        """The same in sentences and tables."""
        if isinstance(self.report, Sending):
            return sending_dossier(self.report, self.voice)
        return monitor_dossier(self.report, self.voice)

    @property
    def of(self) -> str:
        """The last part of the address; empty for the world."""
        return "" if self.subject.slug == "world" else self.subject.slug

    def address(self, ending: str = "") -> str:
        """Where this is, with its state."""
        return f"{service(NAME, of=self.of)}{ending}{self.view.query()}"

    @cached_property
    def wall(self) -> Wall:
        """The figure."""
        return Wall(service(NAME, of=self.subject.slug), self.view, self._drawn)

    def _drawn(self, width: int) -> Any:
        how: dict[str, Any] = {"words": Words(self.view.language), "width": width}
        if isinstance(self.report, Sending):
            return history(self.report, self.voice, how)
        return means(self.report, self.voice, how)

    def file(self, ending: str) -> bytes:
        """The data of the page."""
        if ending == ".json":
            return json_bytes(self.report.as_json())
        if ending == ".csv":
            return table_bytes(self.report.parts()[0].frame(), ending)
        if not self.dossier.findings:
            return workbook_bytes({part.title: part.frame() for part in self.report.parts()})
        return findings_workbook(self.dossier.title, self.dossier.findings, self.evidence.today)


def state_of(view: View, subject: Subject, amount: str, side: str) -> tuple[View, float, str]:
    """The state of a page, the amount in US dollars, and whether money goes `to` or `from` it.

    >>> from comity.core.regions import find_subject
    >>> state_of(View(), find_subject("RUS-TJK"), "350", "")[0].query()
    '?amount=350'
    """
    if isinstance(subject, Corridor):
        sent = _amount(amount)
        more = (("amount", f"{sent:g}"),) if sent != ASKED else ()
        return replace(view.alone(), more=more), sent, "to"
    if side not in ("", "to", "from"):
        raise ComityError(f"side={shown(side)} is none of to, from.")
    more = (("side", "from"),) if side == "from" and subject.slug != "world" else ()
    return replace(view.alone(), more=more), ASKED, "from" if more else "to"


def _amount(written: str) -> float:
    if not written.strip():
        return ASKED
    try:
        return checked_amount(float(written))
    except ValueError:
        raise ComityError(
            f"amount={shown(written)} is no number; write US dollars, as in amount=200."
        ) from None
