"""Displacement: where people go when they must leave, simulated, checked and forecast by camp."""
