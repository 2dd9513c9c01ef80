"""What settings ask of a case that it does not have, and settings that do nothing."""

from __future__ import annotations

from collections.abc import Iterator

from comity.foresight.displacement.cases.case import Case
from comity.foresight.displacement.cases.listing import listed
from comity.foresight.displacement.cases.settings import Rules, Settings

__all__ = ["setting_errors", "setting_remarks"]

_PERSONAL = {
    "children_avoid_hazards": ("age", "gender"),
    "match_camp_ethnicity": ("ethnicity",),
    "match_town_ethnicity": ("ethnicity",),
    "match_conflict_ethnicity": ("ethnicity",),
    "match_camp_religion": ("religion",),
}
"""What each setting must know about people."""

_OF_HUNGER = ("flee_when_starving", "avoid_food_deprived_locations", "starvation_driven_spawning")


def setting_errors(case: Case, settings: Settings) -> Iterator[str]:
    """Settings that need a file which the case has not."""
    told = {demographic.attribute for demographic in case.demographics}
    for name, needed in _PERSONAL.items():
        for attribute in needed:
            if getattr(settings, name) and attribute not in told:
                yield (
                    f"The setting {name} needs demographics_{attribute}.csv, which the case does "
                    "not have; add it or switch the setting off."
                )
    for name in _OF_HUNGER:
        if getattr(settings, name) and not case.hunger:
            yield (
                f"The setting {name} needs region_attributes_IPC.csv, which the case does not "
                "have; add it or switch the setting off."
            )
    if (settings.flood_driven_spawning or settings.flood_forecaster) and not case.floods:
        yield (
            "The settings of floods need flood_level.csv, which the case does not have; add it or "
            "switch them off."
        )
    if not settings.sum_from_camps and case.total is None and not settings.conflict_driven_spawning:
        yield (
            "The setting sum_from_camps is False, but data_layout.csv has no total; add it as "
            "the first row."
        )


def setting_remarks(case: Case, settings: Settings, rules: Rules, length: int) -> Iterator[str]:
    """Settings that do nothing, or not what their name says."""
    flee = rules == "flee"
    if flee and settings.camps_are_sinks:
        yield "FLEE reads camps_are_sinks only as camps_are_sicks, so camps are no sinks."
    if flee and settings.awareness_level == 0:
        yield "With an awareness_level of 0 nobody ever leaves in FLEE."
    if flee and settings.two_system_decision_making:
        yield "FLEE reads two_system_decision_making but never decides that way."
    if settings.fixed_routes is False and case.major_routes:
        yield "major_routes.csv is read, but counts only with fixed_routes."
    if case.people and not settings.read_from_agents_csv_file:
        yield "agents.csv is read, but its people count only with read_from_agents_csv_file."
    sinks = settings.camps_are_sicks or (settings.camps_are_sinks and not flee)
    if sinks and not _has(case, "deactivation_probability"):
        yield "Camps are sinks, but locations.csv has no deactivation_probability; nothing stops."
    if settings.harvest_months and not _has(case, "farmer_fraction"):
        yield "Months of harvest are set, but locations.csv has no farmer_fraction."
    yield from _hunger(case, settings, length)


def _has(case: Case, attribute: str) -> bool:
    return any(attribute in place.attributes for place in case.places)


def _hunger(case: Case, settings: Settings, length: int) -> Iterator[str]:
    if not case.hunger:
        return
    if not any(getattr(settings, name) for name in _OF_HUNGER):
        yield f"region_attributes_IPC.csv is read, but counts only with {listed(_OF_HUNGER)}."
        return
    days = [day for told in case.hunger.values() for day, _ in told]
    if min(days) > 0 or max(days) < length - 1:
        yield (
            f"region_attributes_IPC.csv lasts from day {min(days)} to day {max(days)} and the run "
            f"from day 0 to day {length - 1}; the nearest of its days counts for the others."
        )
    silent = [
        place.region
        for place in case.places
        if place.region not in case.hunger and place.name not in case.hunger
    ]
    if silent:
        yield (
            f"region_attributes_IPC.csv has no column for the region {listed(silent)}; those "
            "places count as without hunger."
        )
