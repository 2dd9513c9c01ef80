"""Dossiers: what the evidence says about a country, a corridor or a region, in sentences."""
