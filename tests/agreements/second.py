"""The Nash package by another solver: SCIP, with the logarithm itself instead of tangents."""

import itertools

import numpy as np
from pyscipopt import Model, quicksum
from pyscipopt import log as scip_log

from comity.agreements.scenario import Scenario
from tests.agreements.brute import outside


def nash_by_scip(scenario: Scenario, weights: np.ndarray, floor: float = 1e-3) -> float | None:
    """The largest weighted sum of log gains above `floor`; None: no package. No payments."""
    model = Model()
    model.hideOutput()
    model.setParam("limits/gap", 1e-9)
    model.setParam("numerics/feastol", 1e-9)
    x = {
        (issue.id, option.id): model.addVar(vtype="B", ub=0.0 if option.inadmissible else 1.0)
        for issue, option in scenario.options()
    }
    for issue in scenario.issues:
        model.addCons(quicksum(x[issue.id, option.id] for option in issue.options) == 1)
    for row in scenario.constraints:
        total = quicksum(amount * x[pair] for pair, amount in row.amounts.items())
        if row.low > float("-inf"):
            model.addCons(total >= row.low)
        if row.high < float("inf"):
            model.addCons(total <= row.high)
    bonus: dict[str, list] = {party.id: [] for party in scenario.parties}
    for one in scenario.interactions:
        held = [quicksum(x[c.issue, o] for o in c.options) for c in one.all_of]
        met = model.addVar(vtype="B")
        for each in held:
            model.addCons(met <= each)
        model.addCons(met >= quicksum(held) - len(held) + 1)
        bonus[one.party].append(one.value * met)
    logs = []
    for party, base in zip(scenario.parties, outside(scenario), strict=True):
        own = scenario.points.get(party.id, {})
        terms = [own.get(i, {}).get(o, 0.0) * x[i, o] for i, o in x]
        gain = model.addVar(lb=floor, ub=1e4)
        model.addCons(gain == quicksum(itertools.chain(terms, bonus[party.id])) - float(base))
        worth = model.addVar(lb=-1e3, ub=1e3)
        model.addCons(worth <= scip_log(gain))
        logs.append(worth)
    model.setObjective(quicksum(w * t for w, t in zip(weights, logs, strict=True)), "maximize")
    model.optimize()
    return model.getObjVal() if model.getStatus() in ("optimal", "gaplimit") else None
