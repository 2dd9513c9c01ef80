"""What `comity services remittances` shows: sentences, tables, and the same for machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.speaking import give, print_table, say

if TYPE_CHECKING:
    from datetime import date

    from comity.briefs.dossier import Dossier
    from comity.core.parts import Part
    from comity.services.remittances import Check, Compared, Monitor, Sending
    from comity.services.remittances.compared import Placed

_LATEST = 8
"""Quarters that a terminal shows; a file has all."""


def give_sending(report: Sending, output: Path | None, *, as_json: bool) -> None:
    """A corridor."""

    def show() -> None:
        from comity.briefs.sending import sending_dossier
        from comity.briefs.voice import Voice

        _told(sending_dossier(report, Voice()))
        for part in report.parts():
            _table(part)

    _give(report, report.parts(), output, show, as_json=as_json)


def give_monitor(found: Monitor, output: Path | None, *, as_json: bool) -> None:
    """A country, a region or the world."""

    def show() -> None:
        from comity.briefs.sending import monitor_dossier
        from comity.briefs.voice import Voice

        _told(monitor_dossier(found, Voice()))
        for part in found.parts():
            _table(part)

    _give(found, found.parts(), output, show, as_json=as_json)


def give_compared(found: Compared, output: Path | None, *, as_json: bool) -> None:
    """Offers side by side."""

    def show() -> None:
        from comity.services.remittances.compared import GROUPS, TITLES

        for one in found.comparisons:
            size = f", {one.usd} US dollars" if one.usd else ""
            say(f"{one.corridor}{size}", "bold")
            for group in GROUPS:
                if placed := one.of(group):
                    _offers(TITLES[group], placed, found.today, ranked=group == "ranked")
            if not one.of("ranked"):
                say("No offer fits of which the whole cost is told.")
        for words in found.notes:
            say(f"- {words}", "dim")

    _give(found, found.parts(), output, show, as_json=as_json)


def give_check(found: Check, output: Path | None, *, as_json: bool) -> None:
    """A price database held against the rules."""

    def show() -> None:
        from comity.services.remittances.rules import NOTE

        (part,) = found.parts()
        rows = [(number, *row) for number, row in enumerate(part.rows, start=1)]
        print_table(("", *part.columns), rows)
        told = found.as_json()
        say(
            f"Met: {told['met']} of {told['rules']}; partly: {told['partly']}; not met: "
            f"{told['not_met']}; not answered: {told['not_answered']}.",
            "bold",
        )
        for one in found.ruled:
            if one.against:
                say(f"- {one.rule.title}: answered yes, but the prices show it {one.seen}.")
        say(f"- {NOTE}", "dim")

    _give(found, found.parts(), output, show, as_json=as_json)


def tell_what_waits() -> None:
    """After an import: that the averages are not in use before a person has looked at them."""
    from comity.cli.speaking import the_store
    from comity.evidence.reading import Evidence
    from comity.services.remittances.held_back import waits

    if waits(Evidence(the_store())):
        say(
            "The averages by corridor are not in use yet: every answer still has the ones from "
            "before. To use them, say 'comity sync --confirm remittance_prices'.",
            "bold",
        )


def _give(
    found: Any, parts: Sequence[Part], output: Path | None, show: Any, *, as_json: bool
) -> None:
    give(
        output,
        as_json=as_json,
        plain=found.as_json() if as_json or output else None,
        sheets=lambda: {part.title: part.frame() for part in parts},
        show=show,
    )


def _told(dossier: Dossier) -> None:
    """The sentences of a dossier, with their sources and what bounds them."""
    say(dossier.title, "bold")
    say(dossier.note)
    for section in dossier.sections:
        if section.sentences or section.notes:
            say(f"\n{section.question}", "italic")
        for sentence in section.sentences:
            named = ", ".join(source.short for source in sentence.sources)
            say(sentence.text, after=f"({named})" if named else "")
        for note in section.notes:
            say(f"- {note}", "dim")


def _table(part: Part) -> None:
    if part.rows:
        rows = part.rows[:_LATEST] if part.columns[0] == "Quarter" else part.rows
        print_table(part.columns, [_short(row) for row in rows], title=part.title, right=part.right)


def _short(row: Sequence[object]) -> list[object]:
    return [round(cell, 2) if isinstance(cell, float) else cell for cell in row]


def _offers(title: str, placed: Sequence[Placed], today: date, *, ranked: bool) -> None:
    columns = [
        "Provider",
        "Service",
        "Cost %",
        "Fee",
        "Margin %",
        "Arrives, fee on top",
        "Arrives, fee inside",
        "Receiver's fee",
        "Days",
        "Asked on",
        "Price",
        "Remarks",
    ]
    rows = []
    for number, one in enumerate(placed, start=1):
        offer, service = one.offer, one.offer.service
        cells = [
            service.provider,
            service.name,
            offer.total_pct,
            offer.fee,
            offer.margin_pct,
            offer.on_top,
            offer.inside,
            service.recipient_fee,
            service.quote.days,
            service.on,
            offer.basis,
            "; ".join(one.remarks(today)),
        ]
        rows.append([number, *_short(cells)] if ranked else _short(cells))
    right = ["", *columns[2:9]] if ranked else columns[2:9]
    print_table(["", *columns] if ranked else columns, rows, title=title, right=right)
