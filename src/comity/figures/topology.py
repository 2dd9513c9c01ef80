"""The shapes of countries: Natural Earth at 1:110 million, or the file that COMITY_TOPOLOGY names.

A TopoJSON file keeps each border once, so that neighbours stay neighbours when it is simplified.
Shapes are joined to places by their ISO numeric code, which is the M49 code. A small table says
with which place the shapes without a code are drawn, following the figures' publishers; a file of
a deployment's own is drawn as it is.
"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.core.errors import ComityError, FileTrouble, shown
from comity.core.files import read_whole
from comity.core.places import places

VARIABLE = "COMITY_TOPOLOGY"
Points = NDArray[np.float64]
Ring = tuple[int, ...]
"""A closed line as the numbers of its arcs; ~n is arc n walked backwards."""


@dataclass(frozen=True)
class Topology:
    """Arcs of longitudes and latitudes, and the rings of each place that has a shape.

    `nameless` holds the rings of shapes that belong to no place.
    """

    arcs: tuple[Points, ...]
    shapes: dict[str, tuple[Ring, ...]]
    nameless: tuple[Ring, ...]
    own: bool = False


def topology() -> Topology:
    """The shapes to draw: the file that COMITY_TOPOLOGY names, else the one that ships.

    Raises `ComityError` in one sentence where the named file cannot be used.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return _shipped()
    path = Path(named).expanduser()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise FileTrouble(
            f"{VARIABLE} names {path}, which cannot be read; name a TopoJSON file or unset it."
        ) from error


@cache
def _shipped() -> Topology:
    folder = files("comity.figures") / "data"
    made = _made(json.loads((folder / "countries-110m.topojson").read_bytes()))
    rows = csv.DictReader((folder / "areas.csv").read_text(encoding="utf-8").splitlines())
    return _assigned(made, json.loads((folder / "countries-110m.topojson").read_bytes()), rows)


@cache
def _read(path: Path, changed: int) -> Topology:
    """A deployment's own file, read again when it has changed."""
    try:
        made = _made(json.loads(read_whole(path)))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise ComityError(
            f"{VARIABLE} names {path}, which is no TopoJSON of countries: {shown(error)}; it needs "
            "'arcs' and an object 'countries' whose geometries have ISO numeric ids."
        ) from error
    if not made.shapes:
        raise ComityError(
            f"{VARIABLE} names {path}, in which no geometry has an id that is an ISO numeric code."
        )
    return Topology(made.arcs, made.shapes, made.nameless, own=True)


def _made(plain: dict[str, Any]) -> Topology:
    codes = {place.m49: place.code for place in places().values() if place.m49}
    shapes: dict[str, tuple[Ring, ...]] = {}
    nameless: list[Ring] = []
    for geometry in plain["objects"]["countries"]["geometries"]:
        number = str(geometry.get("id", "")).zfill(3)
        iso3 = (geometry.get("properties") or {}).get("iso3")
        code = codes.get(number) or (iso3 if iso3 in places() else None)
        if code:
            shapes[code] = (*shapes.get(code, ()), *_rings(geometry))
        else:
            nameless += _rings(geometry)
    return Topology(_arcs(plain), shapes, tuple(nameless))


def _arcs(plain: dict[str, Any]) -> tuple[Points, ...]:
    arcs = [np.array(arc, dtype=np.float64)[:, :2] for arc in plain["arcs"]]
    if "transform" not in plain:
        return tuple(arcs)
    scale, move = (np.array(plain["transform"][part]) for part in ("scale", "translate"))
    return tuple(np.cumsum(arc, axis=0) * scale + move for arc in arcs)


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    """Outer rings and holes alike: holes are other places' land (or a lake) and drawn even-odd."""
    match geometry["type"]:
        case "Polygon":
            return [tuple(ring) for ring in geometry["arcs"]]
        case "MultiPolygon":
            return [tuple(ring) for polygon in geometry["arcs"] for ring in polygon]
    return []


def _assigned(made: Topology, plain: dict[str, Any], rows: Any) -> Topology:
    """The topology with the rings of the table given to the place they are drawn with."""
    shapes = dict(made.shapes)
    nameless = list(made.nameless)
    by_name = {
        (geometry.get("properties") or {}).get("name"): geometry
        for geometry in plain["objects"]["countries"]["geometries"]
    }
    for row in rows:
        moved = _rings(by_name[row["shape"]])
        if row["ring"]:
            box = [float(part) for part in row["ring"].split()]
            moved = [ring for ring in moved if _inside(ring, made.arcs, box)]
        nameless = [ring for ring in nameless if ring not in moved]
        shapes = {
            code: tuple(ring for ring in rings if ring not in moved)
            for code, rings in shapes.items()
        }
        shapes[row["drawn_with"]] = _joined((*shapes[row["drawn_with"]], *moved))
    return Topology(made.arcs, shapes, tuple(nameless))


def _inside(ring: Ring, arcs: tuple[Points, ...], box: list[float]) -> bool:
    points = np.concatenate([arcs[n if n >= 0 else ~n] for n in ring])
    low, high = points.min(axis=0), points.max(axis=0)
    west, south, east, north = box
    return bool(west <= low[0] and south <= low[1] and high[0] <= east and high[1] <= north)


def _joined(rings: tuple[Ring, ...]) -> tuple[Ring, ...]:
    """Rings without the borders between them: an arc walked both ways is inside and falls away."""
    every = [n for ring in rings for n in ring]
    shared = {n for n in every if ~n in every}
    whole = [ring for ring in rings if not shared & set(ring)]
    pieces = [n for ring in rings if shared & set(ring) for n in ring if n not in shared]
    return (*whole, *_stitched(rings, pieces, shared))


def _stitched(rings: tuple[Ring, ...], pieces: list[int], shared: set[int]) -> list[Ring]:
    """The outer line of joined rings: where one ring meets a shared border, the other goes on."""
    after: dict[int, int] = {}
    follows = {a: b for ring in rings for a, b in zip(ring, (*ring[1:], ring[0]), strict=True)}
    for piece in pieces:
        step = follows[piece]
        while step in shared:
            step = follows[~step]
        after[piece] = step
    made: list[Ring] = []
    left = list(pieces)
    while left:
        ring = [left[0]]
        while (step := after[ring[-1]]) != ring[0]:
            ring.append(step)
        made.append(tuple(ring))
        left = [piece for piece in left if piece not in ring]
    return made
