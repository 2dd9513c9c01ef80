"""The pages, one small module a family."""

from __future__ import annotations

from fastapi import APIRouter

from comity.web.pages import (
    about,
    agreements,
    compare,
    corridors,
    countries,
    data,
    displacement,
    find,
    flows,
    foresight,
    foresight_breaks,
    glossary,
    home,
    measures,
    methods,
    policy,
    policy_coding,
    policy_compacts,
    policy_indicators,
    policy_monitor,
    policy_norms,
    policy_openness,
    policy_topics,
    regions,
    services,
    services_contract,
    services_contract_form,
    services_contract_model,
    services_placement,
    services_recruitment,
    services_remittances,
    services_sharing,
    services_training,
)

FAMILIES = (
    home,
    countries,
    corridors,
    regions,
    flows,
    agreements,
    policy,
    policy_norms,
    policy_coding,
    policy_compacts,
    policy_indicators,
    policy_monitor,
    policy_openness,
    policy_topics,
    foresight_breaks,
    displacement,
    foresight,
    services,
    services_remittances,
    services_recruitment,
    services_contract,
    services_contract_form,
    services_contract_model,
    services_sharing,
    services_placement,
    services_training,
    compare,
    measures,
    data,
    glossary,
    methods,
    find,
    about,
)


def pages() -> APIRouter:
    """Every page of the site; none of them is part of the API."""
    router = APIRouter(include_in_schema=False)
    for family in FAMILIES:
        router.include_router(family.router)
    return router
