"""The OpenAPI description: problems carry their own media type, and the site's terms are told."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from comity import __version__

TEXT = (
    "Everything that Comity's pages show, as data. Every number is a finding with its unit, "
    "period, bounds and lineage; every answer names its sources. Reading needs no key. `as_of` "
    "reads what was public by a day, so that an answer can be repeated."
)


def describe(app: FastAPI) -> None:
    """Make the application describe itself, once, when first asked."""

    def description() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title="Comity",
                version=__version__,
                summary="Evidence on migration that several sides can trust.",
                description=TEXT,
                license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
                routes=app.routes,
            )
            _name_problems(made)
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = description  # type: ignore[method-assign]


def _name_problems(made: dict[str, Any]) -> None:
    for ways in made["paths"].values():
        for way in ways.values():
            content = way["responses"].get("default", {}).get("content", {})
            if "application/json" in content:
                content["application/problem+json"] = content.pop("application/json")
