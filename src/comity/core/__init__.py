"""The words every wing shares: places, periods, findings, tables, and what can go wrong."""
