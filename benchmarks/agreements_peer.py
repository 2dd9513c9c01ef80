"""NegMAS on the utilities of a benchmark: run by file in `.venv-negmas`, never imported.

Reads a JSON file of points (by party, issue and option) and reservations; prints, as one line of
JSON, how long its Pareto frontier and bargaining points took and what they are: from utility
functions on, as its users call it, and from points that were evaluated before.
"""

import json
import sys
import time
from math import log
from pathlib import Path

import numpy as np
from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
from negmas.preferences import kalai_points, ks_points, nash_points, pareto_frontier
from negmas.preferences.ops import pareto_frontier_numpy


def bargained(frontier: list[tuple[float, ...]], functions: list, space: object) -> tuple:
    """The Nash and Kalai points among outcomes of a frontier; Kalai-Smorodinsky is timed too."""
    nash = nash_points(functions, frontier, outcome_space=space)[0][0]
    kalai = kalai_points(functions, frontier, outcome_space=space)[0][0]
    ks_points(functions, frontier, outcome_space=space)
    return nash, kalai


def main(file: str) -> None:
    """Time both ways."""
    table = json.loads(Path(file).read_text(encoding="utf-8"))
    points, reservations = table["points"], table["reservations"]
    issues = [make_issue(len(by), f"i{i}") for i, by in enumerate(points[0])]
    space = make_os(issues)
    functions = [
        LinearAdditiveUtilityFunction(
            {f"i{i}": dict(enumerate(values)) for i, values in enumerate(own)},
            weights={f"i{i}": 1.0 for i in range(len(own))},
            outcome_space=space,
            reserved_value=reserved,
        )
        for own, reserved in zip(points, reservations, strict=True)
    ]

    start = time.perf_counter()
    frontier, _ = pareto_frontier(functions, issues=issues)
    nash, kalai = bargained(list(frontier), functions, space)
    whole = time.perf_counter() - start

    sums = [sum(np.ix_(*own)).ravel() for own in np.array(points)]
    evaluated = np.stack(sums, axis=1)
    start = time.perf_counter()
    best = pareto_frontier_numpy(evaluated)
    bargained([tuple(one) for one in evaluated[best].tolist()], functions, space)
    quick = time.perf_counter() - start

    gains = [u - r for u, r in zip(nash, reservations, strict=True)]
    least = min(u - r for u, r in zip(kalai, reservations, strict=True))
    told = {"whole": whole, "points": quick, "frontier": len(frontier)}
    told |= {"nash": sum(map(log, gains)), "kalai": least}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
