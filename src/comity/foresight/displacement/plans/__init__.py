"""A case under rules and settings: checked, and made ready day by day for an engine."""
