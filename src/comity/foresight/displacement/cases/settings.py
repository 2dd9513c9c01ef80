"""How people decide and travel: the numbers of a simulation, named as in FLEE's `simsetting.yml`.

Source: FLEE 3 (djgroen/flee), whose defaults these are. Read from a file they are checked; nothing
here is global, so that runs with different settings stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Rules", "Settings"]

Rules = Literal["flee", "comity"]
"""`flee` keeps the quirks of FLEE 3; `comity` mends its defects."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One setting a field, as in `simsetting.yml`; distances in km, speeds in km a day."""

    max_move_speed: float = 360.0
    max_walk_speed: float = 35.0
    foreign_weight: float = 1.0
    camp_weight: float = 1.0
    conflict_weight: float = 0.25
    conflict_movechance: float = 1.0
    camp_movechance: float = 0.001
    idpcamp_movechance: float = 0.1
    default_movechance: float = 0.3
    awareness_level: int = 1
    capacity_buffer: float = 0.9
    capacity_scaling: float = 1.0
    softening: float = 10.0
    weight_softening: float = 0.0
    distance_power: float = 1.0
    weight_power: float = 1.0
    pruning_threshold: float = 1.0
    movechance_pop_base: float = 10_000.0
    movechance_pop_scale_factor: float = 0.0
    use_pop_for_loc_weight: bool = False
    pop_power_for_loc_weight: float = 0.1
    stay_close_to_home: bool = False
    home_distance_power: float = 0.5
    avoid_short_stints: bool = False
    start_on_foot: bool = False
    avg_religion_fraction: float = 0.25
    fixed_routes: bool = False
    two_system_decision_making: bool = False
    use_economic_pull: bool = False
    flee_when_starving: bool = False
    avoid_food_deprived_locations: bool = False
    children_avoid_hazards: bool = False
    boys_take_risk: bool = False
    match_camp_ethnicity: bool = False
    match_camp_religion: bool = False
    match_town_ethnicity: bool = False
    match_conflict_ethnicity: bool = False
    camps_are_sinks: bool = False
    camps_are_sicks: bool = False
    """What FLEE reads instead of `camps_are_sinks`."""
    take_from_population: bool = False
    insert_day0: bool = True
    empty_camps_on_day0: bool = False
    conflict_zone_spawning_only: bool = True
    sum_from_camps: bool = True
    starvation_driven_spawning: bool = False
    conflict_driven_spawning: str = ""
    displaced_per_conflict_day: float = 500.0
    displacement_rate: float = 0.01
    flood_driven_spawning: str = ""
    flood_spawn: tuple[float, ...] = ()
    flood_movechances: tuple[float, ...] = ()
    flood_loc_weights: tuple[float, ...] = ()
    flood_forecaster: bool = False
    flood_forecaster_weights: tuple[float, ...] = ()
    flood_forecaster_timescale: int = 0
    flood_forecaster_end_time: int = 0
    flood_awareness_weights: tuple[float, ...] = ()
    """By level of awareness, the attribute `floodawareness` of a person."""
    conflict_spawn_decay: tuple[float, ...] = ()
    conflict_spawn_decay_interval: int = 30
    default_conflict_intensity: float = 1.0
    harvest_months: tuple[int, ...] = ()
    read_from_agents_csv_file: bool = False
    hasten: float = 1.0
    remarks: tuple[str, ...] = ()
    """Sentences on what was noticed in the file."""
