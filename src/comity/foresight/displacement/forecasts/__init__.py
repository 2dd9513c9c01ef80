"""Where people will be: made of what was known on a day, held against baselines, with bands."""
