"""Moving people: by person or by cohort, compiled, seeded, many runs side by side."""
