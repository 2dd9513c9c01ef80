"""Bilateral migration flows: what stocks, births and deaths say of movements nobody counted."""
