"""`comity forecast record`: what was forecast, when, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comity.cli.forecast import group
from comity.cli.speaking import (
    AS_OF,
    JSON,
    OUTPUT,
    check_ending,
    print_json,
    print_table,
    read_day,
    say,
    subject_of,
    the_evidence,
    write,
)
from comity.core.errors import ComityError, UnknownPlace

if TYPE_CHECKING:
    from comity.evidence import Evidence
    from comity.foresight.past import Past
    from comity.foresight.record import Record

_ENDINGS = (".csv", ".json", ".xlsx")
_SAID = ("series", "made from", "of", "forecast", "80 of 100", "came", "")
_RIGHT = ("forecast", "80 of 100", "came")


def register(_app: typer.Typer) -> None:
    """Add the command to the family."""
    group.command("record")(record)


def record(
    words: list[str] = typer.Argument(
        None, metavar="[LAYER] [SERIES]", help="A layer, a corridor, a country, or both."
    ),
    most: int = typer.Option(10, "-n", "--most", min=1, metavar="N", help="How many past ones."),
    as_of: str | None = AS_OF,
    output: Path | None = OUTPUT,
    as_json: bool = JSON,
) -> None:
    """Show forecasts beside what came, misses first; without words, list what is archived.

    Reconstructed forecasts were worked out afterwards, archived ones written down when made.

    Example: comity forecast record asylum-corridors AFG-DEU
    """
    read_day(as_of)
    check_ending(output, _ENDINGS, "The record")
    evidence = the_evidence(as_of)
    if not words:
        _show_archive(evidence, output, as_json)
        return
    layer, series = _read(evidence, words)
    if series:
        _show_series(evidence, layer, series, most, output, as_json)
    else:
        _show_layer(evidence, layer[0], most, output, as_json)


def _read(evidence: Evidence, words: Sequence[str]) -> tuple[list[str], str]:
    """The layers and the series that the words name; no series where a layer alone is named."""
    from comity.foresight.layers import layers
    from comity.foresight.record import layers_with

    first = words[0].strip().lower()
    rest = list(words[1:]) if first in layers() else list(words)
    if not rest:
        return [first], ""
    series = " ".join(rest).strip()
    found = layers_with(evidence, series)
    if not found:
        try:
            series = subject_of(rest).code
        except UnknownPlace as error:
            if first in layers():  # the layer itself says what series it has
                return [first], series
            known = ", ".join(layers())
            raise UnknownPlace(f"{error} The layers are {known}.", error.suggestions) from None
        found = layers_with(evidence, series)
    if first in layers():
        return [first], series
    if not found:
        raise ComityError(
            f"No forecast of {series} is archived; series are archived from a mean of 50 a year, "
            "or 20 a month."
        )
    return found, series


def _show_archive(evidence: Evidence, output: Path | None, as_json: bool) -> None:
    from comity.foresight.archive import archive
    from comity.foresight.standing import batches_of

    rows = batches_of(evidence)
    archive(evidence.store)  # raises where a batch was altered
    if written(rows, output) or (as_json and printed({"batches": rows, "intact": True})):
        return
    print_table(
        ("layer", "made on", "made from", "release of", "forecasts", "in time", "digest"),
        [
            (
                row["layer"],
                row["made_on"],
                row["made_from"],
                row["vintage"],
                row["rows"],
                row["in_time"],
                row["digest"][:16],
            )
            for row in rows
        ],
        title="The archive of forecasts",
        right=("forecasts", "in time"),
    )
    say("Every batch agrees with its digest. A digest is no signature: note it to check it later.")


def _show_layer(
    evidence: Evidence, layer: str, most: int, output: Path | None, as_json: bool
) -> None:
    from comity.foresight.standing import misses, outcomes_of, told_inside

    archived = outcomes_of(evidence, layer)
    worst = misses(evidence, layer, most)
    rows = [_row(layer, one) for one in (*archived[:most], *worst)]
    told = told_inside(archived)
    plain = {
        "layer": layer,
        "archived": told,
        "forecasts": rows,
        "sources": _sources([*archived[:most], *worst]),
    }
    if written(rows, output) or (as_json and printed(plain)):
        return
    if archived:
        _table(f"{layer}: archived, misses first", archived[:most])
    say(_outcomes(told))
    _table(f"{layer}: reconstructed, the outcomes farthest outside the 95 % band", worst)


def _outcomes(told: dict[str, int]) -> str:
    if not told["known"]:
        return "Of no archived forecast is the outcome known yet."
    return (
        f"Of {told['known']:,} archived forecasts with an outcome, {told['inside80']:,} lay inside "
        f"the 80 % band and {told['inside95']:,} inside the 95 % band."
    )


def _show_series(
    evidence: Evidence,
    layers: list[str],
    series: str,
    most: int,
    output: Path | None,
    as_json: bool,
) -> None:
    from comity.foresight.record import record as read

    found = [read(evidence, layer, series) for layer in layers]
    rows = [_row(one.layer.name, past) for one in found for past in (*one.ahead, *one.past)]
    if written(rows, output) or (as_json and printed({"records": [_plain(o) for o in found]})):
        return
    for one in found:
        _table(f"{one.layer.title}: {one.series}, {one.layer.unit}", one.ahead)
        kinds = ("archived", one.archived), ("reconstructed", one.reconstructed)
        for kind, past in kinds:
            if past:
                _table(f"{kind.capitalize()} before, misses first", past[:most])


def _plain(one: Record) -> dict[str, Any]:
    return {
        "layer": one.layer.name,
        "series": one.series,
        "unit": one.layer.unit,
        "history": [finding.as_json() for finding in one.history],
        "ahead": [_row(one.layer.name, past) for past in one.ahead],
        "past": [_row(one.layer.name, past) for past in one.past],
        "sources": _sources([*one.ahead, *one.past]),
    }


def _sources(past: Sequence[Past]) -> list[dict[str, str]]:
    from comity.core.findings import sources_of

    return [source.as_json() for source in sources_of(one.said for one in past)]


def _row(layer: str, one: Past) -> dict[str, Any]:
    """A forecast and its outcome as plain data; what is withheld is empty, and says so."""
    outer = one.band("95 %")
    return {
        "layer": layer,
        "series": one.row["series"],
        "kind": one.kind,
        "made_on": one.made_on or None,
        "made": one.timing,
        "made_from": one.made_from,
        "period": str(one.said.period),
        "horizon": one.horizon,
        "last": one.last.value,
        "forecast": one.said.value,
        "low80": one.said.low,
        "high80": one.said.high,
        "low95": outer[0] if outer else None,
        "high95": outer[1] if outer else None,
        "observed": one.outcome.value if one.outcome else None,
        "inside80": one.inside80,
        "inside95": one.inside95,
        "state": one.row.get("state"),
        "status": one.said.status,
        "observed_status": one.outcome.status if one.outcome else None,
    }


def _table(title: str, past: Sequence[Past]) -> None:
    print_table(_SAID, [_line(one) for one in past], title=title, right=_RIGHT)


def _line(one: Past) -> tuple[object, ...]:
    said = one.said
    band = "" if said.low is None else f"{said.low:,.0f} \u2013 {said.high or 0:,.0f}"
    came = "" if one.outcome is None else _told(one.outcome.value, one.outcome.status)
    return (
        one.row["series"],
        one.made_from,
        str(said.period),
        _told(said.value, said.status),
        band,
        came,
        _verdict(one),
    )


def _told(value: float | None, status: str) -> object:
    return status.replace("_", " ") if value is None else round(value)


def _verdict(one: Past) -> str:
    words = [one.row.get("state", "ordinary")] if one.row.get("state") != "ordinary" else []
    if one.made_on and one.timing != "before":
        words.append(f"made {one.timing} the period")
    if one.inside95 is False:
        words.append("outside 95 %")
    elif one.inside80 is False:
        words.append("outside 80 %")
    return ", ".join(word for word in words if word and word != "ordinary")


def written(rows: list[dict[str, Any]], output: Path | None) -> bool:
    """Write the rows to the file that was asked for; whether there was one."""
    if output is None:
        return False
    import polars as pl

    from comity.core.sheets import table_bytes

    frame = pl.DataFrame(rows, infer_schema_length=None)
    write(output, table_bytes(frame, output.suffix.lower()))
    return True


def printed(plain: dict[str, Any]) -> bool:
    """Print plain data as JSON; always true, so that it ends a command as `written` does."""
    print_json(plain)
    return True
