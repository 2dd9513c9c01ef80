"""Tables as a person would write them: a heading and rows of text."""

import polars as pl


def table(text: str) -> pl.DataFrame:
    """The table that lines of cells make, an empty cell being nothing."""
    lines = [line.strip() for line in text.strip().splitlines()]
    names = lines[0].split(",")
    return pl.DataFrame([line.split(",") for line in lines[1:]],
                        schema=dict.fromkeys(names, pl.String), orient="row")  # fmt: skip
