"""How placements look on a terminal, and the tables that are written of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.speaking import note, print_table, say

if TYPE_CHECKING:
    import polars as pl

    from comity.services.placement.checking import Check
    from comity.services.placement.choosing import Chosen
    from comity.services.placement.placing import Placement
    from comity.services.placement.why import Why
    from comity.services.placement.years import Year


def show(found: Placement) -> None:
    """Who is where, places, groups, the proof, and what is said beside it."""
    from comity.services.placement.notes import STATUSES
    from comity.services.placement.telling import family_rows

    plain = found.as_json()
    say(STATUSES[found.status], "bold")
    if not found.assignment:
        for name, gap in found.short.items():
            say(f"Short by {gap:.3g}: {name}.")
        return
    print_table(
        ("family", "people", "place", "outcome", "wish"),
        [
            [
                r["family"],
                r["people"],
                r["place"] or "no place",
                "–" if r["outcome"] is None else r["outcome"],
                r["wish"] or "–",
            ]
            for r in family_rows(found)
        ],
        title="Families",
        right=("people", "outcome", "wish"),
    )
    kinds = found.problem.types
    print_table(
        ("place", "families", "outcome", *kinds),
        [
            [
                row["place"],
                row["families"],
                row["outcome"],
                *(f"{row['room'][k]['used']} of {_limit(row['room'][k]['room'])}" for k in kinds),
            ]
            for row in plain["places"]
        ],
        title="Places: room used",
        right=("families", "outcome", *kinds),
    )
    if plain["groups"]:
        print_table(
            ("group", "families", "placed", "mean outcome", "floor"),
            [
                [
                    g["group"],
                    g["families"],
                    g["placed"],
                    g["mean_outcome"],
                    "–" if g["floor"] is None else g["floor"],
                ]
                for g in plain["groups"]
            ],
            title="Groups",
            right=("families", "placed", "mean outcome", "floor"),
        )
    for row in plain["unplaced"]:
        say(f"{row['family']}: {row['reason']}")
    people, wishes = plain["people"], plain["wishes"]
    say(
        f"\nPeople with a place: {people['placed']:,} of {people['all']:,}. Sum of predicted "
        f"outcomes: {plain['total_outcome']:,.3f}."
    )
    if wishes["families"]:
        say(
            f"At one of their first {wishes['first']} wishes: {wishes['met']} of "
            f"{wishes['families']} families that name any."
        )
    share = "" if found.gap_share is None else f" (gap {found.gap_share:.2g})"
    say(
        f"Value of '{found.wish.concept}': {found.value:,.4f}; no placement is above "
        f"{found.bound:,.4f}{share}."
    )
    if found.wish.over == "places" and found.wish.concept != "efficiency":
        by = ", ".join(f"{row['place']} {row['measured_by']:,.0f}" for row in plain["places"])
        say(f"Outcomes at a place are divided by people: {by}.")
    for line in plain["notes"]:
        note(line)


def _limit(room: int | None) -> str:
    return "no limit" if room is None else f"{room:,}"


def show_why(found: Why) -> None:
    """One family: its place, the others, what would change it."""
    say(f"{found.family}: {found.place or 'no place'}. {found.reason}", "bold")
    for one in found.others:
        outcome = "" if one.outcome is None else f" (predicted {one.outcome:.2f})"
        say(f"\n{one.place}{outcome}: {'; '.join(one.stands)}")
        for line in (one.cost, one.change):
            if line:
                say(f"  {line}")


def show_year(found: Year) -> None:
    """Ways of placing people as they come, beside hindsight."""
    sums = {"hindsight": found.hindsight} | found.outcomes
    rows = [
        [way, round(value, 2), round(100 * value / (found.bound or 1), 1), found.people[way]]
        for way, value in sums.items()
    ]
    print_table(
        ("way", "sum of outcomes", "% of the bound", "people placed"),
        rows,
        title=f"{found.people['all']:,} people; no placement of the year is above "
        f"{found.bound:,.2f}",
        right=("sum of outcomes", "% of the bound", "people placed"),
    )
    for line in found.notes:
        say(line)


def year_sheet(found: Year) -> pl.DataFrame:
    """The same as a table."""
    import polars as pl

    return pl.DataFrame(
        [
            {"way": way, "outcome": value, "ratio": found.ratio(way), "people": found.people[way]}
            for way, value in found.outcomes.items()
        ]
        + [
            {
                "way": "hindsight",
                "outcome": found.hindsight,
                "ratio": found.hindsight / (found.bound or 1),
                "people": found.people["hindsight"],
            }
        ]
    )


def show_chosen(found: Chosen) -> None:
    """Who is where, and what remains to object to."""
    print_table(
        ("family", "place", "its wish"),
        [
            [key, where or "no place", found.ranks[key] or "–"]
            for key, where in found.assignment.items()
        ],
        title=f"Rule: {found.rule}",
        right=("its wish",),
    )
    say(
        f"\nEnvy that a place would agree with: {found.counted('envy')}. Room that somebody would "
        f"rather have: {found.counted('room')}."
    )
    for one in found.objections:
        say(f"  {one.family} would rather be at {one.place} ({one.kind}).")


def chosen_sheets(found: Chosen) -> dict[str, pl.DataFrame]:
    """The same as tables."""
    import polars as pl

    placed = [
        {"family": key, "place": where, "wish": found.ranks[key]}
        for key, where in found.assignment.items()
    ]
    left = [one.as_json() for one in found.objections]
    return {
        "Placement": pl.DataFrame(placed, infer_schema_length=None),
        "Objections": pl.DataFrame(left),
    }


def show_check(found: Check) -> None:
    """Predictions beside what came."""
    for title, levels in (("By level", (found.all, *found.levels)), ("By group", found.groups)):
        if levels:
            print_table(
                ("which", "families", "predicted", "observed", "80 in 100 lie between", "gap"),
                [
                    [one.name, "–", *["withheld"] * 4]
                    if one.withheld
                    else [
                        one.name,
                        one.families,
                        one.predicted,
                        one.observed,
                        f"{one.low:.3f} and {one.high:.3f}",
                        one.gap,
                    ]
                    for one in levels
                ],
                title=title,
                right=("families", "predicted", "observed", "gap"),
            )
    if found.brier is not None:
        say(f"\nMean squared error (Brier): {found.brier:.3f}.")
    for line in found.notes:
        note(line)


def check_sheet(found: Check) -> dict[str, pl.DataFrame]:
    """The same as a table."""
    import polars as pl

    rows = [
        {"by": by, **one.as_json()}
        for by, levels in (("all", (found.all,)), ("level", found.levels), ("group", found.groups))
        for one in levels
    ]
    return {"Check": pl.DataFrame(rows, infer_schema_length=None)}
