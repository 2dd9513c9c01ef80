"""Negotiations of any size, drawn at random: everybody cares about everything."""

import numpy as np

from comity.agreements.scenario import Issue, Option, Party, Scenario


def drawn(parties: int, issues: int, options: int = 5, seed: int = 1) -> Scenario:
    """Points between 0 and 1 divided by the number of issues; nobody has anything elsewhere."""
    rng = np.random.default_rng(seed)
    table = rng.random((parties, issues, options)) / issues
    people = [f"p{n}" for n in range(parties)]
    return Scenario(
        "drawn",
        "drawn",
        tuple(Party(p, p, 0.3) for p in people),
        tuple(
            Issue(f"i{n}", f"issue {n}", tuple(Option(f"o{k}", f"o{k}") for k in range(options)))
            for n in range(issues)
        ),
        {
            p: {
                f"i{n}": {f"o{k}": float(table[row, n, k]) for k in range(options)}
                for n in range(issues)
            }
            for row, p in enumerate(people)
        },
    )
