"""`comity data status`: how fresh each dataset is, what was tried, and what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from comity.cli.data import group
from comity.cli.speaking import JSON, note, print_json, print_table, say, the_store
from comity.core.errors import ComityError

if TYPE_CHECKING:
    from comity.evidence.sync.standing import Standing


def register(_app: typer.Typer) -> None:
    """Add the command to the data family."""
    group.command("status")(status)


def status(
    name: str | None = typer.Argument(
        None, metavar="[NAME]", help="One dataset, with every try that is remembered."
    ),
    as_json: bool = JSON,
) -> None:
    """Say how fresh the datasets are that 'comity sync' brings, and what waits for a person.

    Example: comity data status economy
    """
    from comity.evidence.derivation import outdated
    from comity.evidence.sync.standing import standing, standings

    store = the_store()
    if name is not None:
        one = standing(store, name)
        if one is None:
            store.dataset(name)
            raise ComityError(
                f"{name} is not fetched by Comity; 'comity data history {name}' tells more."
            )
        print_json(_plain(one) | {"tries": _tries(one)}) if as_json else _tell_one(one)
        return
    found = standings(store)
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
    for made in outdated(store):
        note(made.sentence)


def _tell_one(one: Standing) -> None:
    held = one.held
    known = [
        ("Publisher", one.dataset.publisher),
        ("Asked at", ", ".join(one.fetched.hosts)),
        ("Held", f"release of {held.vintage}, {held.rows:,} rows" if held else "nothing yet"),
        ("Covers to", held.covers if held else ""),
        ("Came out", f"{held.lag_days} days after that" if held and held.lag_days else ""),
        ("Usual lag", one.fetched.lag),
        ("Asked every", f"{one.fetched.every_days} days; next from {one.due or 'now'}"),
        ("Form", f"{one.fetched.checked}: {one.fetched.layout}"),
        ("Key", f"{_key(one)}: {one.fetched.key.obtain}" if one.fetched.key else ""),
        ("Result", one.last.sentence if one.last else "never asked"),
    ]
    print_table(["", ""], [pair for pair in known if pair[1]])
    for worry in one.waiting.worries if one.waiting else ():
        say(f"  ! {worry}")
    rows = [
        [f"{t.at:%Y-%m-%d %H:%M}", t.state, t.origin, t.vintage, t.seconds, t.sentence]
        for t in reversed(one.tries)
    ]
    if rows:
        columns = ["Asked (UTC)", "Result", "By", "Released", "Seconds", "Said"]
        print_table(columns, rows, title="Tries", right=["Seconds"])


def _tries(one: Standing) -> list[dict[str, Any]]:
    return [entry.model_dump(mode="json") for entry in one.tries]


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
