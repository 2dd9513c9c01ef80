"""What people, employers, cities and officers use: services that compute and keep nothing.

Each service is a room of its own: `remittances`, `recruitment`, `contracts`, `sharing`,
`placement`, `training`. What somebody gives to a service stays in the run unless it is saved.
"""
