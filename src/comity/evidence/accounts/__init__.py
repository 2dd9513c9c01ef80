"""What the evidence says about a place or region, question by question, as findings."""
