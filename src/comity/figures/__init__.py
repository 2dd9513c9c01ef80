"""Figures: findings in, Vega-Lite out; frozen to SVG and PNG without a network."""
