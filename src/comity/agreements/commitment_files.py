"""Commitments as files: a table, plain data, or a calendar of their reviews."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from comity.agreements.commitment import MARK, Commitment, later
from comity.core.errors import ComityError
from comity.core.files import write_whole
from comity.core.marks import N_
from comity.core.speech import Language

WRITES = (".csv", ".json", ".xlsx", ".ics")
MINE = N_("Illustration: the preferences are not any state's.")


def export(commitments: Iterable[Commitment], path: Path, language: Language | None = None) -> None:
    """Write commitments as a table (.csv .xlsx), as data (.json) or as dates of review (.ics)."""
    given, ending = list(commitments), path.suffix.lower()
    if ending not in WRITES:
        raise ComityError(
            f"Commitments are written as {', '.join(WRITES)}, not as '{ending}'; give {path.name} "
            "one of these endings."
        )
    if ending == ".json":
        plain = [one.as_json(language) for one in given]
        write_whole(path, (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode())
    elif ending == ".ics":
        write_whole(path, _calendar(given, language or Language()).encode())
    else:
        _write_table(given, path, language)


def _write_table(given: Sequence[Commitment], path: Path, language: Language | None) -> None:
    import polars as pl

    from comity.core.sheets import write_table

    kinds = {"amount": pl.Float64, "starts": pl.Date, "ends": pl.Date}
    schema = {key: kinds.get(key, pl.String) for key in _columns()}
    rows = [_row(one, language) | {"starts": one.starts, "ends": one.ends} for one in given]
    write_table(pl.DataFrame(rows, schema=schema, orient="row"), path)


def _columns() -> list[str]:
    return [
        "id", "givers", "receivers", "payer", "subject", "undertaking", "amount", "unit", "starts",
        "ends", "review", "indicator", "measure", "corridor", "depends_on", "conditions", "text",
        "illustration",
    ]  # fmt: skip


def _row(one: Commitment, language: Language | None) -> dict[str, Any]:
    plain = one.as_json(language)
    return {key: "; ".join(v) if isinstance(v, list) else v for key, v in plain.items()}


def _calendar(given: Sequence[Commitment], speech: Language) -> str:
    """One yearly day of review a commitment, as iCalendar (RFC 5545).

    Where the scenario only illustrates, the calendar bears that name and each event begins with it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Comity//Commitments//EN"]
    if any(one.illustration for one in given):
        name = _escaped(speech.translated(MINE))
        lines += [f"NAME:{name}", f"X-WR-CALNAME:{name}"]  # RFC 7986, and what came before it
    for one in given:
        first = min(later(one.starts, 1), one.ends or date.max)
        until = f";UNTIL={one.ends:%Y%m%d}" if one.ends else ""
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.id}.{one.starts:%Y%m%d}@comity",
            f"DTSTAMP:{one.starts:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"RRULE:FREQ=YEARLY{until}",
            f"SUMMARY:{_escaped(_marked(one, speech, speech.noted(one.subject)))}",
            f"DESCRIPTION:{_escaped(_marked(one, speech, one.text(speech), why=True))}",
            "END:VEVENT",
        ]
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _marked(one: Commitment, speech: Language, words: str, *, why: bool = False) -> str:
    """The words, after the mark of an illustration (and its reason) where it is one."""
    if not one.illustration:
        return words
    told = [speech.translated(MARK), *([speech.noted(one.illustration)] if why else []), words]
    return " ".join(told)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line of at most 75 octets a piece, as calendars want them."""
    pieces, room = [""], 75
    for letter in line:
        if len((pieces[-1] + letter).encode()) > room:
            pieces.append("")
            room = 74
        pieces[-1] += letter
    return "\r\n ".join(pieces) + "\r\n"
