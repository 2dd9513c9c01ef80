"""Numbers that the methods take for granted; pages tell them without loading the methods."""

STAYERS_WEIGHT = 0.87
"""The weight of the table with most stayers in the pseudo-Bayesian mixture."""

BOYS_PER_GIRL = 1.05
"""The sex ratio at birth."""
