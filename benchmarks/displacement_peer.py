"""FLEE on the case of a benchmark: run by file in `.venv-flee`, never imported.

Takes the folder of a case, a file of settings, how many people one agent stands for, and a seed;
prints, as one line of JSON, what FLEE took to move its agents through the whole period (reading
the files and loading FLEE do not count), and how far from the reports they ended.
"""

import contextlib
import io
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import yaml
from flee import InputGeography, flee, spawning
from flee.datamanager import handle_refugee_data, read_period


def read(case: Path, settings: Path, hasten: int) -> tuple:
    """FLEE's own objects for a case, as its run script makes them: world, roads, reports, days."""
    chosen = yaml.safe_load(settings.read_text(encoding="utf-8")) or {}
    chosen["optimisations"] = {"hasten": hasten}
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "simsetting.yml"
        file.write_text(yaml.safe_dump(chosen), encoding="utf-8")
        flee.SimulationSettings.ReadFromYML(str(file))
    files = case / "input"
    flee.SimulationSettings.ConflictInputFile = str(files / "conflicts.csv")
    start, days = read_period.read_conflict_period(str(files / "sim_period.csv"))
    roads = InputGeography.InputGeography()
    roads.ReadConflictInputCSV(flee.SimulationSettings.ConflictInputFile)
    roads.ReadLocationsFromCSV(str(files / "locations.csv"))
    roads.ReadLinksFromCSV(str(files / "routes.csv"))
    roads.ReadClosuresFromCSV(str(files / "closures.csv"))
    world, places = roads.StoreInputGeographyInEcosystem(flee.Ecosystem())
    reports = handle_refugee_data.RefugeeTable(
        csvformat="generic",
        data_directory=str(case / "source"),
        start_date=start,
        data_layout="data_layout.csv",
        population_scaledown_factor=hasten,
    )
    reports.ReadL1Corrections(str(files / "registration_corrections.csv"))
    return world, places, roads, reports, days


def moved(case: Path, settings: Path, hasten: int) -> dict:
    """One run: processor and clock seconds, agents summed over days, and the error."""
    world, places, roads, reports, days = read(case, settings, hasten)
    camps = world.get_camp_names()
    agent_days, errors = 0, []
    processor, clock = time.process_time(), time.perf_counter()
    for name in camps:
        spawning.add_initial_refugees(world, reports, places[name])
    for day in range(days):
        roads.AddNewConflictZones(world, day)
        spawning.spawn_daily_displaced(world, day, reports, SumFromCamps=True)
        spawning.refresh_spawn_weights(world)
        world.enact_border_closures(day)
        world.evolve()
        agent_days += world.numAgents()
        told = np.array([reports.get_field(name, day) for name in camps])
        there = np.array([places[name].numAgents for name in camps])
        errors.append(np.abs(there - told).sum() / max(told.sum(), 1))
    return {
        "processor": time.process_time() - processor,
        "clock": time.perf_counter() - clock,
        "agent_days": agent_days,
        "error": float(np.mean(errors)),
    }


def main(case: str, settings: str, hasten: str, seed: str) -> None:
    """Run FLEE once, its own messages left aside."""
    random.seed(int(seed))
    np.random.seed(int(seed))  # noqa: NPY002 (FLEE draws from here)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        told = moved(Path(case), Path(settings), int(hasten))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
