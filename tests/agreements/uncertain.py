"""Negotiations over drawn weights and values, for tests of what uncertainty does to them."""

import numpy as np

from comity.agreements.scenario import Issue, Option, Party, Scenario, Stated


def uncertain(
    parties: int, issues: int, options: int, seed: int, *, spread: float = 0.3, today: bool = True
) -> Scenario:
    """Weights from a flat Dirichlet, values even on -1 to 1; the first option is today's, worth 0.

    With `today` False nothing stands today, the first option is worth something too, and parties
    have a reservation in points.
    """
    rng = np.random.default_rng(seed)
    names = [f"i{i}" for i in range(issues)]
    levels = [f"o{k}" for k in range(options)]
    stated, points = {}, {}
    for p in range(parties):
        weights = rng.dirichlet(np.ones(issues))
        values = rng.uniform(-1, 1, (issues, options))
        values[:, 0] *= 0.0 if today else 1.0
        told = {
            n: dict(zip(levels, row.tolist(), strict=True))
            for n, row in zip(names, values, strict=True)
        }
        worth = dict(zip(names, weights.tolist(), strict=True))
        stated[f"p{p}"] = Stated(worth, told, spread)
        points[f"p{p}"] = {n: {o: worth[n] * v for o, v in told[n].items()} for n in names}
    return Scenario(
        "drawn",
        "Drawn at random",
        tuple(Party(f"p{p}", f"Party {p}", None if today else -0.2) for p in range(parties)),
        tuple(
            Issue(n, n, tuple(Option(o, o) for o in levels), status_quo="o0" if today else None)
            for n in names
        ),
        points,
        stated=stated,
    )
