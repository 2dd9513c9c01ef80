"""Two parties over two issues, small enough to be checked by hand: a gain of 2 and one of 2.5."""

from pathlib import Path

TALKS = """
id: talks
title: Talks between Aland and Bland
parties:
- {id: A, label: Aland, reservation: 0}
- {id: B, label: Bland, reservation: %s}
issues:
- id: visas
  label: Visas of Bland's people
  giver: A
  receiver: B
  status_quo: none
  options:
  - {id: none, label: As today}
  - {id: some, label: 1 000 a year}
  - {id: sold, label: Sold to whoever pays, inadmissible: It breaks a convention.}
- id: return
  label: Return of Bland's nationals
  giver: B
  receiver: A
  status_quo: slow
  options:
  - {id: slow, label: As today}
  - {id: quick, label: Within 15 days}
utilities:
  A: {visas: {none: 0, some: -1, sold: 100}, return: {slow: 0, quick: 3}}
  B: {visas: {none: 0, some: 4, sold: 100}, return: {slow: 0, quick: -1.5}}
"""


def written(folder: Path, outside: str = "0") -> Path:
    """The scenario as a file; with an `outside` of 3 or more for Bland there is no deal."""
    path = folder / "talks.yaml"
    path.write_text(TALKS % outside, encoding="utf-8")
    return path
