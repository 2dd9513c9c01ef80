"""`comity data status`: how fresh each dataset is, what was tried, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from comity.cli.data import group
from comity.cli.speaking import JSON, note, print_json, print_table, say, the_store

if TYPE_CHECKING:
    from comity.evidence.sync.standing import Standing


def register(_app: typer.Typer) -> None:
    """Add the command to the data family."""
    group.command("status")(status)


def status(as_json: bool = JSON) -> None:
    """Say how fresh the datasets are that 'comity sync' brings, and what waits for a person.

    Example: comity data status
    """
    from comity.evidence.sync.standing import standings

    found = standings(the_store())
    if as_json:
        print_json([_plain(one) for one in found])
        return
    rows = [
        [
            one.dataset.name,
            one.held.vintage if one.held else "not held",
            one.held.covers if one.held else "",
            f"{one.last.at:%Y-%m-%d %H:%M}" if one.last else "never",
            one.state if one.last else "",
            one.due or "",
            _key(one),
        ]
        for one in found
    ]
    columns = ["Name", "Released", "Covers to", "Asked (UTC)", "Result", "Next due", "Key"]
    print_table(columns, rows)
    for one in found:
        if one.waiting:
            say(f"\n{one.dataset.name}: a release of {one.waiting.vintage} waits for a person.")
            for worry in one.waiting.worries:
                say(f"  ! {worry}")
        elif one.last and not one.last.settled:
            note(f"{one.dataset.name}: {one.last.sentence}")


def _key(one: Standing) -> str:
    key = one.fetched.key
    if key is None:
        return ""
    return f"{key.name}{'' if key.needed else ' (adds to it)'}"


def _plain(one: Standing) -> dict[str, Any]:
    return {
        "dataset": one.dataset.name,
        "publisher": one.dataset.publisher,
        "hosts": list(one.fetched.hosts),
        "held": one.held.model_dump(mode="json", exclude={"file"}) if one.held else None,
        "state": one.state,
        "asked_at": one.last.at.isoformat() if one.last else None,
        "sentence": one.last.sentence if one.last else None,
        "worries": list(one.waiting.worries) if one.waiting else [],
        "due": one.due.isoformat() if one.due else None,
        "usual_lag": one.fetched.lag,
        "key": one.fetched.key.name if one.fetched.key else None,
    }
