"""Bilateral migration flows: what stocks, births and deaths say of movements nobody counted.

`estimate` makes one table, `spread` its intervals, `annual_world` its years. The fitting kernels
beneath (`fit_…`) are public: proportional fitting of tables and cubes, with stayers fixed, to
blocks, and to net totals.

>>> from comity.evidence.flows import fit_margins
>>> fit_margins([[1, 2], [3, 4]], [10, 10], [8, 12]).values.round(3).tolist()
[[3.515, 6.485], [4.485, 5.515]]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.evidence.flows.adjustments import Adjustment
    from comity.evidence.flows.annual import Annual, annual_world
    from comity.evidence.flows.cubes import fit_blocks, fit_cube, fit_cube_stayers, fit_types
    from comity.evidence.flows.estimation import METHODS, Estimate, Method, Options, estimate
    from comity.evidence.flows.feasible import InfeasibleMargins
    from comity.evidence.flows.fitting import Fit, InconsistentMargins, fit_margins
    from comity.evidence.flows.nets import (
        balance_net,
        fit_net,
        fit_net_and_total,
        whole_numbers,
    )
    from comity.evidence.flows.uncertainty import Spread, spread

_HOMES = {
    "annual": ("Annual", "annual_world"),
    "cubes": ("fit_blocks", "fit_cube", "fit_cube_stayers", "fit_types"),
    "estimation": ("METHODS", "Estimate", "Method", "Options", "estimate"),
    "feasible": ("InfeasibleMargins",),
    "fitting": ("Fit", "InconsistentMargins", "fit_margins"),
    "adjustments": ("Adjustment",),
    "nets": ("balance_net", "fit_net", "fit_net_and_total", "whole_numbers"),
    "uncertainty": ("Spread", "spread"),
}
__all__ = [
    "METHODS",
    "Adjustment",
    "Annual",
    "Estimate",
    "Fit",
    "InconsistentMargins",
    "InfeasibleMargins",
    "Method",
    "Options",
    "Spread",
    "annual_world",
    "balance_net",
    "estimate",
    "fit_blocks",
    "fit_cube",
    "fit_cube_stayers",
    "fit_margins",
    "fit_net",
    "fit_net_and_total",
    "fit_types",
    "spread",
    "whole_numbers",
]


def __getattr__(name: str) -> Any:
    """Load a name where it is asked for: SciPy takes its time, and pages need none of it."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"comity.evidence.flows.{home}"), name)
    raise AttributeError(f"module 'comity.evidence.flows' has no attribute '{name}'")
