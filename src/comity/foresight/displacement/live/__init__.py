"""Cases as they go on: kept, reported on, forecast anew, and every forecast archived."""
