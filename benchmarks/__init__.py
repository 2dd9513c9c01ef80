"""How fast Comity is, as ratios to the same work in pandas; run by `make bench`."""
