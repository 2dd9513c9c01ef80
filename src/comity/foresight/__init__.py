"""What may come, and what it would ask of us: forecasts with honest intervals, and their record."""
