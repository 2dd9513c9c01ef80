"""Rebuild the estimated flows that ship with Comity from the stocks and demography that ship.

`make flows` (`python -m scripts.flows [DRAWS]`) estimates every period with 1,000 draws, which
takes minutes, and writes the three tables into `evidence/embedded` and the days of what they were
made from into `evidence/catalogue.yaml`. Run it after `make facts` has renewed either of the two.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from comity.core.files import read_whole, write_whole
from comity.evidence import open_evidence
from comity.evidence.flows.world import NAMES, World, build

EVIDENCE = Path(__file__).parents[1] / "src" / "comity" / "evidence"
DRAWS = 1000


def rebuilt(draws: int) -> World:
    """The world's flows from what ships, in an empty home."""

    def told(period: str, done: int, of: int) -> None:
        print(f"\r{period}: {done} of {of} draws", end="", file=sys.stderr)  # noqa: T201

    with tempfile.TemporaryDirectory() as home:
        return build(open_evidence(home), draws=draws, progress=told)


def retold(text: str, world: World) -> str:
    """The catalogue's text with the days and the parameters of what the flows were made from."""
    made = ", ".join(f"{name}: {day}" for name, day in world.derived.made_from.items())
    stated = ", ".join(f'{name}: "{value}"' for name, value in world.derived.parameters.items())
    for name in NAMES:
        head, mark, rest = text.partition(f"- name: {name}\n")
        entry, *others = re.split(r"(?m)^(?=- name: )", rest, maxsplit=1)
        entry = re.sub(r"(?m)^  vintage: .*$", f"  vintage: {world.vintage:%Y-%m-%d}", entry)
        entry = re.sub(r"(?m)^    made_from: .*$", f"    made_from: {{{made}}}", entry)
        entry = re.sub(r"(?m)^    parameters: .*$", f"    parameters: {{{stated}}}", entry)
        text = head + mark + entry + "".join(others)
    return text


def main(arguments: list[str]) -> None:
    """Rebuild, then write: all tables are made before the first is written."""
    world = rebuilt(int(arguments[0]) if arguments else DRAWS)
    for name in NAMES:
        buffer = io.BytesIO()
        world.tables[name].write_parquet(buffer, compression="zstd", compression_level=19)
        write_whole(EVIDENCE / "embedded" / f"{name}.parquet", buffer.getvalue())
    page = EVIDENCE / "catalogue.yaml"
    write_whole(page, retold(read_whole(page).decode(), world).encode())
    rows = ", ".join(f"{name} {world.tables[name].height:,}" for name in NAMES)
    print(f"Rows: {rows}; of {max(world.derived.made_from.values(), default=date.min)}.")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
