"""Rebuild the forecasts that ship with Comity from the figures that ship, and score them anew.

`make forecasts` (`python -m scripts.forecasts`) takes minutes. It adds today's forecasts to the
archive that ships, renews the hindcasts and the scores, and writes the days of what they were made
from into `evidence/catalogue.yaml`. Run it after `make facts` has renewed the figures.

`--made-on DAY` names another day than today, so that a rebuilt table has the same bytes; `--anew`
begins the archive again, which is right only as long as nobody has been given it.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from comity.core.files import read_whole, write_whole
from comity.evidence import open_evidence
from comity.evidence.catalogue import Derived
from comity.foresight.archive import FORECASTS, archive, joined
from comity.foresight.publishing import (
    BACKTEST,
    NAMES,
    SCORES,
    Published,
    derived,
    publish,
    release_of,
)

EVIDENCE = Path(__file__).parents[1] / "src" / "comity" / "evidence"


def rebuilt(day: date, *, anew: bool) -> tuple[Published, dict[str, pl.DataFrame]]:
    """What is published from what ships, in an empty home, and the three tables."""

    def told(layer: str, what: str, done: int, of: int) -> None:
        print(f"{done}/{of} {layer}: {what}", file=sys.stderr)  # noqa: T201

    with tempfile.TemporaryDirectory() as home:
        evidence = open_evidence(home)
        made = publish(
            evidence, made_on=day, scores=True, progress=told, workers=os.cpu_count() or 1
        )
        old = archive(evidence.store)
    rows, _ = joined(old.clear() if anew else old, made.batches)
    whole = {
        name: pl.concat(parts).sort("layer", maintain_order=True)
        for name, parts in ((BACKTEST, made.backtests), (SCORES, made.scores))
    }
    return made, {FORECASTS: rows, **whole}


def retold(text: str, day: date, hows: dict[str, Derived]) -> str:
    """The catalogue's text with the days and the seals of what was made."""
    for name, how in hows.items():
        made = ", ".join(f"{part}: {when}" for part, when in how.made_from.items())
        stated = ", ".join(f'{key}: "{value}"' for key, value in how.parameters.items())
        head, mark, rest = text.partition(f"- name: {name}\n")
        entry, *others = re.split(r"(?m)^(?=- name: )", rest, maxsplit=1)
        entry = re.sub(r"(?m)^  release: .*$", f"  release: {release_of(day)}", entry)
        entry = re.sub(r"(?m)^  vintage: .*$", f"  vintage: {day:%Y-%m-%d}", entry)
        entry = re.sub(r"(?m)^    made_from: .*$", f"    made_from: {{{made}}}", entry)
        entry = re.sub(r"(?m)^    parameters: .*$", f"    parameters: {{{stated}}}", entry)
        text = head + mark + entry + "".join(others)
    return text


def main(arguments: list[str]) -> None:
    """Rebuild, then write: all tables are made before the first is written."""
    asked = argparse.ArgumentParser(prog="python -m scripts.forecasts")
    asked.add_argument("--made-on", type=date.fromisoformat, default=date.today())
    asked.add_argument("--anew", action="store_true")
    given = asked.parse_args(arguments)
    made, tables = rebuilt(given.made_on, anew=given.anew)
    for name in NAMES:
        buffer = io.BytesIO()
        tables[name].write_parquet(buffer, compression="zstd", compression_level=19)
        write_whole(EVIDENCE / "embedded" / f"{name}.parquet", buffer.getvalue())
    hows = {name: derived(name, tables[name], {}, made.made_from) for name in NAMES}
    page = EVIDENCE / "catalogue.yaml"
    write_whole(page, retold(read_whole(page).decode(), given.made_on, hows).encode())
    rows = ", ".join(f"{name} {tables[name].height:,}" for name in NAMES)
    print(f"Rows: {rows}; made on {given.made_on}.")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
