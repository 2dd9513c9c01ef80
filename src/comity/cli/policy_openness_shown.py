"""How the commands on openness look on a terminal: tables in the order of the alphabet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity.cli.speaking import print_table, say

if TYPE_CHECKING:
    from comity.core.findings import Finding
    from comity.core.places import Place
    from comity.evidence.accounts.visits import Rule
    from comity.evidence.openness import Course
    from comity.policy.openness import Balance, Beside, Citizenship, Claims, Matrix
    from comity.policy.openness.asylum_law import Year
    from comity.policy.openness.changes import Changes


def show_beside(members: Sequence[Beside]) -> None:
    """Openness beside pressure, a row a country."""
    from comity.policy.openness.beside import COLUMNS

    rows = [[one.place.name, *map(_shown, one.cells)] for one in members]
    print_table(["Country", *COLUMNS.values()], rows, right=[*COLUMNS.values()],
                title="Openness beside pressure")  # fmt: skip


def _shown(finding: Finding | None) -> str:
    if finding is None or finding.value is None:
        return "not reported"
    return f"{finding.value:.1f}" + (" %" if finding.unit == "percent" else "")


def show_pairs(found: Balance, *, lists: bool) -> None:
    """How many partners differ in which way, and who they are."""
    from comity.policy.openness import KINDS

    rows: list[list[object]] = [[label, len(found.of(kind))] for kind, label in KINDS.items()]
    rows.append(["The same rule and days", found.same])
    print_table(["Rules both ways", "Partners"], rows, right=["Partners"],
                title=f"Reciprocity with {len(found.pairs)} partners")  # fmt: skip
    for kind, label in KINDS.items() if lists else ():
        pairs = [[pair.partner.name, rule_text(pair.inward), rule_text(pair.outward)]
                 for pair in found.of(kind)]  # fmt: skip
        if pairs:
            name = found.place.name
            print_table(["Partner", f"Their nationals in {name}", f"Nationals of {name} there"],
                        pairs, title=label)  # fmt: skip


def rule_text(rule: Rule | None) -> str:
    """A rule with its days: "visa free, 60 days"."""
    if rule is None:
        return "no rule in the table"
    return told(rule.category, rule.days)


def told(category: str, days: Finding) -> str:
    """A kind of rule, with the days where there are some."""
    kind = category.removesuffix(" (days)")
    return f"{kind}, {days.value} days" if days.value else kind


def show_claims(place: Place, found: Claims) -> None:
    """Who asks for asylum there, and which rule for visits holds for them."""
    from comity.policy.openness.claims import CAVEATS, SHOWN

    rows = [
        [one.origin.name, rule_text(one.rule), _count(one.claims),
         _shown(one.rate) if one.rate else "fewer than 100 decisions"]
        for one in found.largest
    ]  # fmt: skip
    year, unit = found.origins[0].claims.period, found.origins[0].claims.unit
    title = f"Asylum claims in {place.name}, {year}, in {unit}; up to {SHOWN} origins with most"
    columns = ["Origin", "Rule for visits", "Claims", "Protection rate"]
    print_table(columns, rows, title=title, right=["Claims", "Protection rate"])
    if found.share:
        say(f"{found.share.kind.label}: {_shown(found.share)} of claims by people whose rule is "
            f"known ({found.share.period}).")  # fmt: skip
    for caveat in CAVEATS:
        say(f"- {caveat}", "dim")


def _count(finding: Finding) -> str:
    return finding.note or "not reported" if finding.value is None else f"{finding.value:,}"


def show_asylum_law(years: Sequence[Year]) -> None:
    """Measures in asylum law, every fifth year and the last."""
    from comity.policy.openness.asylum_law import ANSWERS, CAVEATS

    shown = [one for one in years if one.year % 5 == 0 or one is years[-1]]
    rows = [[str(one.year), *(found.value for found in one.findings)] for one in shown]
    if rows:
        columns = [label.capitalize() for label in ANSWERS.values()]
        print_table(["Year", *columns], rows, right=columns, title="Measures in asylum law (APLA)")
        for caveat in CAVEATS:
            say(f"- {caveat}", "dim")


def show_course(found: Course) -> None:
    """The index by snapshot, the first and the last of each year."""
    from comity.evidence.openness.history import CAVEATS

    bans = {str(one.period): one.value for one in found.bans}
    ends = {one.period.start.year: one for one in found.values}
    rows = [[str(one.period), _shown(one), bans.get(str(one.period), 0)] for one in ends.values()]
    if rows:
        print_table(["Last snapshot of the year", "Openness", "Bans of the pandemic"], rows,
                    right=["Openness", "Bans of the pandemic"], title="Through time")  # fmt: skip
    if found.unclear:
        say(f"Left out as unclear: {found.unclear} snapshots before November 2020.")
    for caveat in CAVEATS:
        say(f"- {caveat}", "dim")


def show_changes(found: Changes) -> None:
    """The rules of a corridor now, and one after the other where the history was brought."""
    from comity.evidence.openness.history import CAVEATS

    say(f"{found.corridor.name}: rules for short visits", "bold")
    say(f"Now: {rule_text(found.rule)}" + (f" ({found.rule.days.period})." if found.rule else "."))
    say(f"In the other direction: {rule_text(found.back)}.")
    if found.spells is None:
        say("The history of visa rules was not imported; 'comity policy import visa-history FILE' "
            "brings it.")  # fmt: skip
        return
    if not found.spells:
        say(f"No history is held for {found.corridor.code} in the table that was imported.")
        return
    rows = [[told(one.category, one.days), one.first, one.last] for one in found.spells]
    print_table(["Rule", "First seen", "Last seen"], rows, title="Through time")
    for caveat in CAVEATS:
        say(f"- {caveat}", "dim")
    sources([one.days for one in found.spells])


def show_matrix(found: Matrix) -> None:
    """Passports line by line, destinations in columns; a legend above."""
    from comity.policy.openness.matrix import SHORT, short

    say(f"{found.region.name}: who may visit whom", "bold")
    marks = ", ".join(f"{mark}: {kind}" for kind, mark in SHORT.items())
    say(f"Lines: passports. Columns: destinations. A number: visa free for so many days; {marks}.")
    rows = [
        [one.code, *(short(found.rule(one, other)) if one != other else "" for other in
                     found.members)]
        for one in found.members
    ]  # fmt: skip
    print_table(["", *(one.code for one in found.members)], rows)
    counted = [[kind, count] for kind, count in found.counts.items() if count]
    print_table(["Rule", "Pairs"], counted, right=["Pairs"], title="Counted")
    if found.silent:
        say(f"Not in the table of rules: {', '.join(one.name for one in found.silent)}.")


def show_citizenship(laws: Sequence[Citizenship], *, held: bool) -> None:
    """The ways to citizenship, a row a country, and dual citizenship through time for one alone."""
    rows = [
        [one.place.name, one.year, one.residence,
         one.years.value or "not coded", one.birth, one.dual]
        for one in laws
    ]  # fmt: skip
    columns = ["Country", "Year", "By residence", "Years asked", "Birth in the country",
               "Dual citizenship"]  # fmt: skip
    if rows:
        shown = [[name, str(year), *more] for name, year, *more in rows]
        print_table(columns, shown, title="Citizenship access")
    if held and len(laws) == 1:
        spells = [[f"{one.first}-{one.last}", one.says] for one in laws[0].course]
        print_table(["Years", "Dual citizenship"], spells, title="Through time")


def sources(findings: Sequence[Finding]) -> None:
    """Who says so, each once."""
    named = dict.fromkeys(one.citation for f in findings for one in f.lineage.sources)
    for citation in named:
        say(f"Source: {citation.rstrip('.')}.", "dim")
