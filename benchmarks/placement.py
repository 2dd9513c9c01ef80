"""Placements: 330 families at 20 places beside a plain model, and years beside hindsight.

`python -m benchmarks placement` makes its own families (`comity.services.placement.years`). A peer
hands the same programme (people first, then outcomes) to SciPy's `milp`, which is HiGHS too, with
the same gap and time limit and nothing before it. Years are placed as people come, with prices
from another year, greedily, and in hindsight; all are told as a share of a bound that no placement
of the whole year can pass.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import mean

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from benchmarks.timing import Row
from comity.services.placement.placing import placed
from comity.services.placement.programme import Programme, compile_problem
from comity.services.placement.wish import CONCEPTS, Wish
from comity.services.placement.years import WAYS, Outlook, Year, made_up, years

ALLOWED_SECONDS, ALLOWED_GAP, ALLOWED_RATIO = 10.0, 0.01, 0.97
ROOMS = (1.15, 1.0, 0.9)
SEEDS = range(1, 7)
YEARS = (
    (Outlook(), False),
    (Outlook(room=1.2, contrast=0.6), False),
    (Outlook(families=420, places=10, room=1.05), False),
    (Outlook(room=0.85), True),
)


def season(room: float) -> Programme:
    """330 families at 20 places with so much room for each person."""
    return compile_problem(made_up(Outlook(330, 20, 1, room), 1))


def plain(one: Programme, gap: float, seconds: float) -> float:
    """The sum of outcomes that a plain model reaches: as many people as can be, then outcomes."""
    unit, place = np.nonzero(one.allowed)
    columns = np.arange(len(unit))
    rows, amounts, at, most = [unit], [np.ones(len(unit))], [columns], [np.ones(len(one.units))]
    first = len(one.units)
    for kind in range(one.capacity.shape[1]):
        rows.append(first + place)
        amounts.append(one.sizes[unit, kind])
        at.append(columns)
        most.append(one.capacity[:, kind])
        first += len(one.capacity)
    where = (np.concatenate(rows), np.concatenate(at))
    matrix = csr_matrix((np.concatenate(amounts), where), shape=(first, len(unit)))
    held = [LinearConstraint(matrix, -np.inf, np.concatenate(most))]
    whole, ends = np.ones(len(unit)), time.monotonic() + seconds
    options = {"mip_rel_gap": 1e-6, "time_limit": seconds / 3}
    people = one.people[unit]
    found = milp(-people, constraints=held, integrality=whole, bounds=Bounds(0, 1), options=options)
    held.append(LinearConstraint(people[None, :], -found.fun - 1e-6, np.inf))
    options = {"mip_rel_gap": gap, "time_limit": max(0.1, ends - time.monotonic())}
    value = one.value[unit, place]
    found = milp(-value, constraints=held, integrality=whole, bounds=Bounds(0, 1), options=options)
    return float("nan") if found.x is None else float(value[found.x > 0.5].sum())


def against_plain() -> Iterator[Row | str]:
    """The largest sum for 330 families at 20 places, in both ways."""
    for room in ROOMS:
        one = season(room)
        wish = Wish()
        start = time.perf_counter()
        ours = placed(one, wish)
        seconds = time.perf_counter() - start
        start = time.perf_counter()
        theirs = plain(one, wish.within(one.allowed.size), wish.seconds)
        peer = time.perf_counter() - start
        yield Row(f"330 x 20, room for {room:.0%}", seconds, peer, "SciPy milp, the plain model")
        yield (
            f"  people {ours.people} of {one.problem.people}, outcomes {ours.total:.2f} of at most "
            f"{ours.total_bound or 0:.2f}; the plain model {theirs:.2f}"
        )


def by_concept() -> Iterator[str]:
    """Every concept on 330 families at 20 places, and whether the promise holds."""
    one = season(ROOMS[0])
    for concept in CONCEPTS:
        for over in ("places", "groups"):
            if concept == "efficiency" and over == "groups":
                continue
            start = time.perf_counter()
            found = placed(one, Wish(concept, over))
            seconds = time.perf_counter() - start
            near = (found.gap or 0.0) / (1.0 if concept == "nash" else abs(found.value or 1.0))
            held = concept != "efficiency" or (seconds <= ALLOWED_SECONDS and near <= ALLOWED_GAP)
            yield (
                f"{concept:<11} {over:<7} {found.status:<8} {seconds:>6.2f} s  value "
                f"{found.value:>9.4f}  bound {found.bound:>9.4f}  gap {near:>8.5f}"
                f"{'' if held else '  FAILS'}"
            )


def told(outlook: Outlook, found: list[Year], *, wait: bool) -> str:
    """One line of years: the mean and the least share of the bound, by way."""
    shares = {way: [year.ratio(way) for year in found] for way in WAYS}
    held = mean(shares["prices"]) >= ALLOWED_RATIO
    return (
        f"{outlook.families:>4} x {outlook.places:<3} room {outlook.room:<5} "
        f"contrast {outlook.contrast:<4}{'may wait' if wait else '':<9}"
        + "".join(f"{way} {mean(s):.3f} ({min(s):.3f})  " for way, s in shares.items())
        + ("holds" if held else "FAILS")
    )


def main() -> None:
    """Print the report, and say which of the promises hold."""
    for row in against_plain():
        print(row, flush=True)
    print("\nEvery concept, 330 x 20; the gap of nash is in the sum of logarithms.\n")
    for line in by_concept():
        print(line, flush=True)
    print(f"\n52 batches a year, {len(SEEDS)} years: share of the bound, mean (least).\n")
    for outlook, wait in YEARS:
        start = time.perf_counter()
        found = years(outlook, SEEDS, wait=wait)
        seconds = (time.perf_counter() - start) / len(found)
        print(f"{told(outlook, found, wait=wait)}, {seconds:.1f} s a year", flush=True)


if __name__ == "__main__":
    main()
