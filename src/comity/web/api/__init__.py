"""The API: what the pages show, as data with its sources, described by OpenAPI."""

from __future__ import annotations

from fastapi import APIRouter

from comity.web.api import (
    agreements,
    datasets,
    displacement,
    dossiers,
    entrance,
    flows,
    foresight,
    foresight_breaks,
    places,
    policy_compacts,
    policy_indicators,
    policy_monitor,
    policy_norms,
    policy_openness,
    policy_topics,
    services_contract,
    services_placement,
    services_recruitment,
    services_remittances,
    services_sharing,
    services_training,
)
from comity.web.api.models import Problem
from comity.web.urls import API


def api() -> APIRouter:
    """Every endpoint of version 1."""
    router = APIRouter(
        responses={"default": {"model": Problem, "description": "What went wrong (RFC 9457)."}}
    )
    for part in (
        entrance,
        places,
        dossiers,
        flows,
        foresight_breaks,
        displacement,
        foresight,
        agreements,
        policy_compacts,
        policy_indicators,
        policy_norms,
        policy_monitor,
        policy_topics,
        policy_openness,
        services_remittances,
        services_recruitment,
        services_contract,
        services_sharing,
        services_placement,
        services_training,
        datasets,
    ):
        router.include_router(part.router, prefix=API)
    return router
