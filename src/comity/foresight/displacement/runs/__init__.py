"""What a run gives: its tables and record, and how far it lay from what was reported."""
