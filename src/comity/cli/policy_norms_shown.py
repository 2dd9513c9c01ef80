"""Norms on a terminal: tables of who is bound by what, and below them what bounds the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from comity.cli.speaking import print_table, say

Plain = Mapping[str, Any]
SIGNS = {
    "party": "P", "signatory": "S", "none": "-", "withdrawn": "W", "unverified": "?",
    "not listed": "..", "not named": "..", "not held": "..", "not open": "x", "no treaty": "",
    "no state": "", "soft law": "",
}  # fmt: skip
"""A status in a cell of a table with many columns."""

_LEGEND = (
    "P party and bound, (P) has consented and is not yet bound, S signed, - not bound, "
    "W withdrawn, ? not verified, .. not in a list that is held, x not open to it; "
    "* by a list read more than a year before, later not known."
)
_LISTED = ("party", "signatory", "withdrawn", "unverified")
_AT_ONCE = 8
"""So many members stand beside each other: a table of 80 columns holds no more."""


def show_place(plain: Plain) -> None:
    """One state: each instrument by theme, counts, compacts, gaps where they were asked for."""
    say(f"{plain['subject']['name']}: what binds it on {plain['as_of']}", "bold")
    for theme in dict.fromkeys(row["theme"] for row in plain["treaties"]):
        rows = [
            [row["short"], _state(row), row["signature_date"] or "",
             _act(row), _start(row), _read(row)]
            for row in plain["treaties"] if row["theme"] == theme
        ]  # fmt: skip
        print_table(["Instrument", "Status", "Signed", "Act", "In force", "List read"], rows,
                    title=_counted(plain, theme))  # fmt: skip
    if plain["compacts"]:
        rows = [[one["compact"], one["vote"], one["resolution"], one["date"]]
                for one in plain["compacts"]]  # fmt: skip
        print_table(["Compact", "Vote", "Resolution", "Date"], rows,
                    title="Votes on the global compacts, which bind nobody")  # fmt: skip
    if "gaps" in plain:
        _gaps(plain)
    _below(plain)


def _counted(plain: Plain, theme: str) -> str:
    found = next((one for one in plain["themes"] if one["theme"] == theme), None)
    if found is None:
        states = {row["status"] for row in plain["treaties"] if row["theme"] == theme}
        early = states & {"no treaty", "no state"}
        why = "nothing to be told of that day" if early else "no list of parties held"
        return f"{theme.capitalize()}: {why}"
    more = f", {found['unverified']} not verified" if found["unverified"] else ""
    more += f", {found['untold']} not told by a list" if found["untold"] else ""
    more += f", {found['left_open']} not bound by an old list" if found["left_open"] else ""
    return f"{found['label']}: {found['in_force']} of {found['told']} in force{more}"


def show_region(plain: Plain) -> None:
    """Instruments against members by their codes, theme by theme, a few members at a time."""
    say(f"{plain['subject']['name']}: who is bound by what on {plain['as_of']}", "bold")
    cells = {(row["party"], row["code"]): _sign(row) for row in plain["treaties"]}
    held = [one for one in plain["instruments"] if one["list_as_of"]]
    members = [one["code"] for one in plain["members"]]
    for theme in dict.fromkeys(one["theme"] for one in held):
        chosen = [one for one in held if one["theme"] == theme]
        for n in range(0, len(members), _AT_ONCE):
            some = members[n : n + _AT_ONCE]
            rows = [[one["code"], *(cells[code, one["code"]] for code in some)] for one in chosen]
            print_table(["", *some], rows, title="" if n else theme.capitalize())
        print_table(["", "Bound", "List read"], [[one["code"], _number(one), _read(one)]
                    for one in chosen])  # fmt: skip
    if "union" in plain:
        print_table(["Instrument", "Status", "Act", "In force"],
                    [[row["short"], _state(row), _act(row), _start(row)] for row in plain["union"]],
                    title="The European Union as a party itself")  # fmt: skip
    say(f"\nMembers: {', '.join(_called(one) for one in plain['members'])}.")
    say(_LEGEND, "dim")
    if plain["unnamed"]:
        say(f"Named in no list: {', '.join(one['name'] for one in plain['unnamed'])}.")
    _below(plain)


def _called(member: Plain) -> str:
    return f"{member['code']} {member['name']}"


def show_instrument(plain: Plain) -> None:
    """One instrument: how many are bound, and everybody whom its list names."""
    one, counted = plain["instrument"], plain["count"]
    say(f"{one['title']} ({one['code']}) on {plain['as_of']}", "bold")
    say(_how_many(counted))
    if plain["recount"]:
        again = plain["recount"]
        say(f"Recount of the register's list of {again['period']}: {again['value']}; not an "
            "official total.")  # fmt: skip
    rows = [
        [_name(row["party"]), _state(row), row["signature_date"] or "", _act(row),
         _start(row)]
        for row in plain["statuses"] if row["status"] in _LISTED
    ]  # fmt: skip
    if rows:
        print_table(["Party", "Status", "Signed", "Act", "In force"], rows)
    _below(plain)


def show_all(plain: Plain) -> None:
    """Every instrument, theme by theme."""
    say(f"Instruments and how many they bind on {plain['as_of']}", "bold")
    for theme, label in plain["themes"].items():
        rows = [
            [one["code"], one["short"], _number(one), _read(one)]
            for one in plain["instruments"] if one["theme"] == theme
        ]  # fmt: skip
        print_table(["Code", "Instrument", "Bound", "List read"], rows, title=label)
    _below(plain)


def show_gaps(plain: Plain) -> None:
    """What binds others and not the state, and what would close it."""
    say(f"{plain['subject']['name']} on {plain['as_of']}", "bold")
    _gaps(plain)
    _below(plain)


def _gaps(plain: Plain) -> None:
    against = plain["against"]
    whom = against["region"]["name"] if against["region"] else "neighbours by land"
    others = ", ".join(one["name"] for one in against["others"])
    say(f"\nBeside {whom}: {others}.")
    rows = [
        [one["short"], one["status"], _others(one), ", ".join(one["bound"]),
         one["list_as_of"] or "", _gap(one)]
        for one in plain["gaps"]
    ]  # fmt: skip
    print_table(
        ["Instrument", "Status", "Others bound", "Who", "List read", ""],
        rows,
        title="Beside others",
    )
    closing = [
        [one["code"], one["act"], one["depositary"], one["would_bind_from"] or "not known",
         f"first {one['first']}" if one["first"] else ""]
        for one in plain["would_close"]
    ]  # fmt: skip
    if closing:
        print_table(
            ["Instrument", "Act", "Left with", "Would bind from", ""], closing,
            title=f"What would close each gap, if done on {plain['as_of']}: options, no advice",
        )  # fmt: skip


def _gap(one: Plain) -> str:
    if one["gap_by_old_list"]:
        return "gap by this list; later not known"
    return "gap" if one["gap"] else ""


def _others(one: Plain) -> str:
    if one["finding"] is None:
        listed = len(one["bound"]) + len(one["not_verified"])
        return f"not verified: {listed or 'none'} listed" if one["list_as_of"] else "not held"
    if one["partial"] and not one["bound"]:
        return "none in a partial list"
    more = f", {len(one['not_verified'])} not verified" if one["not_verified"] else ""
    least = "at least " if one["partial"] else ""
    return f"{least}{one['finding']['value']} of {one['others']}{more}"


def show_timeline(plain: Plain) -> None:
    """What happened, in the order of time."""
    subject = plain["subject"]
    say(f"{subject.get('title') or subject['name']}: what happened until {plain['as_of']}", "bold")
    rows = [
        [one["date"], _name(one["party"]), one["short"], one["event"],
         "" if one["verified"] else "not verified"]
        for one in plain["timeline"]
    ]  # fmt: skip
    print_table(["Date", "Party", "Instrument", "Event", ""], rows)
    years = plain.get("parties_by_year")
    if years:
        print_table(["End of", "Bound"], [[one["period"], one["value"]] for one in years])
    _below(plain)


def _state(row: Plain) -> str:
    if row["status"] == "party" and not row["in_force"]:
        return "has consented, not yet in force"
    if row["status"] == "not open":
        return f"open to members of the {row['open_to']} only"
    if row["presupposed_by"]:
        return f"{row['status']} by the list; {row['presupposed_by']} presupposes it"
    return f"{row['status']} by the list; later not known" if _open(row) else str(row["status"])


def _sign(row: Plain) -> str:
    sign = "(P)" if row["status"] == "party" and not row["in_force"] else SIGNS[row["status"]]
    return f"{sign}*" if _open(row) else sign


def _open(row: Plain) -> bool:
    """Whether an old list does not bind the state, which may be bound by now."""
    return bool(row["later_unknown"]) and row["status"] in ("none", "signatory")


def _act(row: Plain) -> str:
    return f"{row['action']} {row['action_date']}" if row["action_date"] else ""


def _start(row: Plain) -> str:
    if not row["in_force_date"]:
        return ""
    return str(row["in_force_date"]) if row["in_force_exact"] else f"by {row['in_force_date']}"


def _read(row: Plain) -> str:
    return "" if row["kind"] == "soft law" else row["list_as_of"] or "not held"


def _number(one: Plain) -> str:
    if one["kind"] == "soft law":
        return "binds nobody"
    if one["no_such_treaty_yet"]:
        return "no such treaty yet"
    if not one["list_as_of"]:
        return "not held"
    if one["parties"] is None:
        return f"not verified: {one['listed'] or 'none'} listed"
    if one["partial"] and not one["parties"]:
        return "none in a partial list"
    least = "at least " if one["partial"] else ""
    return f"{least}{one['parties']}" + (f" of {one['of']}" if one["of"] is not None else "")


def _how_many(counted: Plain) -> str:
    if counted["parties"] is None:
        why = f" {counted['why_not_held']}" if counted["why_not_held"] else ""
        return f"Bound: {_number(counted)}.{why}"
    union = ", the European Union among them" if counted["with_european_union"] else ""
    more = f"; {counted['not_verified']} listed, not verified" if counted["not_verified"] else ""
    more += f"; list read on {counted['list_as_of']}"
    more += ", later acts known only in part" if counted["later_unknown"] else ""
    return f"Bound: {_number(counted)}{union}{more}."


def _name(code: str) -> str:
    from comity.core.places import places

    found = places().get(code)
    return found.name if found else "European Union" if code == "EUE" else code


def _below(plain: Plain) -> None:
    for note in plain["notes"]:
        say(f"- {note}", "dim")
    for source in plain["sources"]:
        say(f"Source: {source['citation'].rstrip('.')}.", "dim")
