"""What parties can agree on so that each one gains: the engine of the honest broker.

Countries of origin, transit and destination trade over many issues at once. A scenario
(`scenario.py`) says who wants what; the engine finds packages in which every party is a net gainer,
proves how good they are, and explains them without telling one party what another wants.
"""
