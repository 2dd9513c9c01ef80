"""A package on a terminal: what was agreed, who gains how much, and how sure that is.

The whole is for the broker: it shows every party's gain. What a party may read is another paper
(`comity agreements explain SCENARIO --for PARTY`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from comity import __version__
from comity.cli.speaking import print_table, say, text

if TYPE_CHECKING:
    from comity.agreements.packages import Package, Payment
    from comity.agreements.scenario import Issue, Scenario

ABSENT = "\u2013"
NAMES = {
    "nash": "Nash",
    "leximin": "leximin",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "utilitarian": "largest sum",
    "minimal-regret": "minimal regret",
}
_AIMS = {
    "nash": "a larger product of gains",
    "leximin": "larger smallest gains",
    "kalai-smorodinsky": "larger smallest shares of the ideal gains",
    "utilitarian": "a larger sum of gains",
    "minimal-regret": "smaller largest regrets",
}


def show(found: Package) -> None:
    """Print a package, or why there is none."""
    head(found.scenario)
    if not found.package:
        _refused(found)
    else:
        say(_headline(found), "bold")
        _settled(found)
        _paid(found)
        _gains(found)
        for sentence in certainty(found):
            say(sentence)
        _next_best(found)
    _remarks(found)
    say(f"Source: {source(found)}.", "dim")
    if found.package:
        say("For the broker: it shows what each party gains.", "dim")


def head(scenario: Scenario) -> None:
    """The title, and that an illustration is one."""
    say(scenario.title, "bold")
    if scenario.illustration:
        say(f"An illustration: {scenario.illustration}", "italic")


def source(found: Package) -> str:
    """Where the numbers are from: scenario, method with its parameters, version."""
    wish = found.wish
    least = "1 % of each ideal gain" if wish.eps is None else str(wish.eps)
    weights = ", ".join(f"{party}={weight:g}" for party, weight in wish.weights.items())
    kind = "illustration" if found.scenario.illustration else "scenario"
    return (
        f"{kind} {found.scenario.id}; {NAMES[wish.concept]} on the scale {scale_of(found)}, gap "
        f"{wish.gap:g}, least gain {least}{f', weights {weights}' if weights else ''}; "
        f"Comity {__version__}"
    )


def scale_of(found: Package) -> str:
    """The scale that a package was sought on."""
    return "ideal" if found.wish.concept == "kalai-smorodinsky" else found.wish.scale


def _headline(found: Package) -> str:
    name = NAMES[found.wish.concept]
    if found.status == "optimal":
        near = "as near to the best as was asked for" if _near(found) else "the best of its kind"
        return f"A package in which {_who(found)} ({name}), proven to be {near}."
    return f"A package in which {_who(found)} ({name}), not proven to be the best of its kind."


def all_gain(found: Package) -> bool:
    """Whether each party had to gain; with no least gain, some may stay as well off as they are."""
    return found.wish.concept == "nash" or min(found.least.values(), default=0.0) > 0


def _who(found: Package) -> str:
    return "every party gains" if all_gain(found) else "no party is worse off"


def certainty(found: Package) -> list[str]:
    """How sure a package is, in sentences: bound, gap, efficiency, price of fairness."""
    told = [_proof(found)]
    told.append(
        {
            True: "Efficient: no other package gives one party more and none less.",
            False: "Not efficient: another package gives one party more and none less.",
            None: "Whether another package gives one party more and none less was not settled in "
            "the time.",
        }[found.efficient]
    )
    price = found.price_of_fairness
    if price is not None:
        told.append(
            f"Price of fairness: on the scale {scale_of(found)}, the sum of gains is "
            f"{100 * price:.1f} % below the largest in which {_who(found)}."
            if price > 5e-4
            else f"Price of fairness: none; no package in which {_who(found)} has a larger sum "
            f"on the scale {scale_of(found)}."
        )
    return told


def _proof(found: Package) -> str:
    aim, gap = _AIMS[found.wish.concept], found.gap
    numbers = f"(value {_exact(found.value)}, bound {_exact(found.bound)}, gap {_exact(gap)})"
    if found.status == "optimal":
        more = " by more than the gap" if _near(found) else ""
        return f"Proven: no package in which {_who(found)} has {aim}{more} {numbers}."
    if gap is None or not math.isfinite(gap):
        return f"Nothing is proven about how much better another package could be {numbers}."
    if found.wish.concept == "nash":
        most = math.expm1(gap / len(found.gains))
        return (
            "Not proven in the time: another package could raise the geometric mean of gains by "
            f"{100 * most:.2g} % at most {numbers}."
        )
    if found.wish.concept == "utilitarian":
        return (
            f"Not proven in the time: another package could raise the sum of gains by {gap:.3g} "
            f"at most {numbers}."
        )
    if not found.proven:
        return (
            "Not proven in the time: another package could leave the party that is worst off "
            f"better by {gap:.3g} at most {numbers}."
        )
    return (
        f"Proven for the {found.proven} of {len(found.gains)} parties that are worst off, not for "
        f"the rest {numbers}."
    )


def _near(found: Package) -> bool:
    """Whether the proof leaves a gap that is more than rounding."""
    return found.gap is not None and found.gap > 1e-6


def _exact(number: float | None) -> str:
    if number is None or not math.isfinite(number):
        return "not known"
    return f"{number if abs(number) >= 1e-12 else 0.0:.6g}".replace("-", "\u2212")


def _settled(found: Package) -> None:
    rows = []
    for issue in found.scenario.issues:
        chosen = found.package[issue.id]
        today = ABSENT if issue.status_quo is None else issue.option(issue.status_quo).label
        same = "as today" if chosen == issue.status_quo else today
        rows.append([issue.label, issue.option(chosen).label, same, _roles(found.scenario, issue)])
    columns = ["Issue", "Settled as", "Today", "Who gives to whom"]
    known = [k for k in range(len(columns)) if any(row[k] != ABSENT for row in rows)]
    told = [[row[k] for k in known] for row in rows]
    print_table([columns[k] for k in known], told, title="The package")


def _roles(scenario: Scenario, issue: Issue) -> str:
    giver, receiver = (
        scenario.party(one).label if one else "" for one in (issue.giver, issue.receiver)
    )
    told = f"{giver or ABSENT} to {receiver or ABSENT}" if giver or receiver else ABSENT
    return f"{told}; {scenario.party(issue.payer).label} pays" if issue.payer else told


def _paid(found: Package) -> None:
    if not found.payments:
        return
    unit = found.scenario.payments.unit
    rows = [
        [label(found.scenario, p.payer), _receiver(found.scenario, p), p.amount, p.purpose]
        for p in found.payments
    ]
    columns = ["From", "To", f"Amount ({unit})" if unit else "Amount", "For"]
    print_table(columns, rows, title="Payments", right=[columns[2]])


def _receiver(scenario: Scenario, one: Payment) -> str:
    return label(scenario, one.receiver) if one.receiver else "lost on the way"


def label(scenario: Scenario, party: str) -> str:
    """A party as a table names it."""
    return scenario.party(party).label


def _gains(found: Package) -> None:
    shares = found.shares()
    rows = [
        [
            party.label, found.outside[party.id], found.utilities[party.id], found.gains[party.id],
            percent(shares.get(party.id)),
        ]
        for party in found.scenario.parties
    ]  # fmt: skip
    columns = ["Party", "Without a deal", "With it", "Gain", "Share of its ideal"]
    print_table(columns, rows, title="What each party gains, in points", right=columns[1:])
    if shares and not found.ideal_exact:
        say("The ideal gains were not all proven in the time; the shares are approximate.", "dim")


def percent(share: float | None) -> str:
    """A share in percent.

    >>> percent(0.416), percent(None)
    ('41.6 %', '–')
    """
    return ABSENT if share is None else f"{100 * share:.1f} %"


def _next_best(found: Package) -> None:
    if not found.alternatives:
        return
    rows = []
    for other in found.alternatives:
        changed = [i for i in found.scenario.issues if other.package[i.id] != found.package[i.id]]
        words = "; ".join(f"{i.label}: {i.option(other.package[i.id]).label}" for i in changed)
        known = "proven next" if other.proven else "found nearby"
        rows.append([words, _exact(other.value), min(other.gains.values()), known])
    columns = ["What would be otherwise", "Value", "Smallest gain", "How sure"]
    print_table(columns, rows, title="Next best", right=columns[1:3])


def _refused(found: Package) -> None:
    if found.status != "infeasible":
        say(
            f"No package was found within {found.wish.time_limit:g} seconds; that there is none is "
            "not proven. Give more time with --time-limit.",
            "bold",
        )
        return
    from comity.cli.agreements_refused import show_diagnosis

    show_diagnosis(found)


def _remarks(found: Package) -> None:
    removed = found.scenario.inadmissible
    if removed:
        say("\nRemoved by the human-rights floor before any trade-off:")
    for issue, option in removed:
        say(f"- {issue.label}: {option.label} ({option.inadmissible.rstrip('.')}).")
    for warning in found.scenario.warnings:
        say(f"- {warning}", "dim")


def show_compared(packages: Sequence[Package]) -> None:
    """Print packages side by side: what each party gains, how sure each is, where they differ."""
    scenario = packages[0].scenario
    head(scenario)
    names = _columns(packages)
    rows = [
        [party.label, *(_gain(one, party.id) for one in packages)] for party in scenario.parties
    ]
    title = "What each party gains, in points (share of its ideal)"
    print_table(["Party", *names], rows, title=title, right=names)
    facts: list[list[object]] = [
        ["Status", *(one.status for one in packages)],
        ["Efficient", *(_yes(one.efficient) for one in packages)],
        ["Smallest gain", *(min(one.gains.values(), default=ABSENT) for one in packages)],
        ["Sum of gains", *(sum(one.gains.values()) if one.gains else ABSENT for one in packages)],
        ["Price of fairness, on its scale", *(percent(one.price_of_fairness) for one in packages)],
        ["Gap to the bound", *(_exact(one.gap) for one in packages)],
    ]
    print_table(["", *names], facts, title="How each stands", right=names)
    _differences(scenario, names, packages)
    for one in packages:
        say(f"Source: {source(one)}.", "dim")
    if not any(one.package for one in packages):
        say("No package lets every party gain; 'comity agreements solve' says why.")


def _columns(packages: Sequence[Package]) -> list[str]:
    return [
        f"{NAMES[one.wish.concept]}{', weighted' if one.wish.weights else ''}" for one in packages
    ]


def _gain(found: Package, party: str) -> str:
    if not found.package:
        return ABSENT
    share = found.shares().get(party)
    own = text(found.gains[party])
    return own if share is None else f"{own} ({percent(share)})"


def _yes(known: bool | None) -> str:
    return {True: "yes", False: "no", None: "not settled"}[known]


def _differences(scenario: Scenario, names: Sequence[str], packages: Sequence[Package]) -> None:
    rows = []
    for issue in scenario.issues:
        chosen = [one.package.get(issue.id) for one in packages]
        if len({*chosen} - {None}) > 1:
            rows.append([issue.label, *(issue.option(c).label if c else ABSENT for c in chosen)])
    if rows:
        print_table(["Issue", *names], rows, title="Where they differ")
    elif any(one.package for one in packages):
        say("All of them are the same package.")
