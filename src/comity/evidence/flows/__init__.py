"""Bilateral migration flows: what stocks, births and deaths say of movements nobody counted."""

from comity.evidence.flows.estimation import METHODS, Estimate, Method, Options, estimate
from comity.evidence.flows.inputs import Adjustment

__all__ = ["METHODS", "Adjustment", "Estimate", "Method", "Options", "estimate"]
