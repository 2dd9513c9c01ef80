"""A placement as tables that are written to files: families, places, groups, proof."""

from __future__ import annotations

from typing import Any

import polars as pl

from comity.services.placement.placing import Placement


def sheets(found: Placement) -> dict[str, pl.DataFrame]:
    """The tables of a placement by their names; the first says who is where."""
    return {
        "Placement": pl.DataFrame(family_rows(found), infer_schema_length=None),
        "Places": pl.DataFrame(place_rows(found), infer_schema_length=None),
        "Groups": pl.DataFrame(found.by_group() if found.assignment else []),
        "Proof": pl.DataFrame(proof_rows(found), infer_schema_length=None),
    }


def family_rows(found: Placement) -> list[dict[str, Any]]:
    """A row a family: its place, what is predicted there, which wish it is, or why none."""
    reasons = {row["family"]: row["reason"] for row in found.unplaced()} if found.assignment else {}
    rows = []
    for family in found.problem.families:
        if not found.assignment:
            continue
        where = found.assignment[family.key]
        rows.append(
            {
                "family": family.key,
                "people": family.people,
                "place": where,
                "outcome": found.outcome(family.key) if where is not None else None,
                "wish": family.top.index(where) + 1 if where in family.top else None,
                "reason": reasons.get(family.key),
            }
        )
    return rows


def place_rows(found: Placement) -> list[dict[str, Any]]:
    """A row a place: families, outcomes, and room used and there by type."""
    if not found.assignment:
        return []
    return [
        {
            "place": row["place"],
            "families": row["families"],
            "outcome": row["outcome"],
            "measured_by": row["measured_by"],
            "minimum": row["minimum"],
            **{
                f"{part}_{kind}": room[part]
                for kind, room in row["room"].items()
                for part in ("used", "room")
            },
        }
        for row in found.by_place()
    ]


def proof_rows(found: Placement) -> list[dict[str, Any]]:
    """What was sought, its value, its bound, and what is said beside it."""
    plain = found.as_json()
    rows = [
        {"name": name, "value": str(plain[name])}
        for name in (
            "concept",
            "over",
            "first",
            "status",
            "objective",
            "bound",
            "gap",
            "gap_absolute",
            "total_outcome",
            "total_bound",
            "most_placed",
        )
        if plain[name] is not None
    ]
    rows += [
        {"name": f"cannot be kept: {name}", "value": f"short by {gap:g}"}
        for name, gap in found.short.items()
    ]
    return [*rows, *({"name": "note", "value": note} for note in plain["notes"])]
