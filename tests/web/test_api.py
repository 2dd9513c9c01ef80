"""The API: described whole, answers as described, sources always, problems as problem details."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pydantic import BaseModel

from comity.web.api import (
    displacement,
    models,
    services_contract,
    services_placement,
    services_recruitment,
    services_remittances,
    services_sharing,
    services_training,
)

ANSWERS: list[tuple[str, type[BaseModel]]] = [
    ("/api/v1", models.Entrance),
    ("/api/v1/places", models.Places),
    ("/api/v1/places?q=korea", models.Places),
    ("/api/v1/regions", models.Regions),
    ("/api/v1/measures", models.Measures),
    ("/api/v1/datasets", models.Datasets),
    ("/api/v1/datasets/migrant_stock", models.Dataset),
    ("/api/v1/datasets/migrant_stock/rows", models.Rows),
    ("/api/v1/dossiers/UZB", models.Dossier),
    ("/api/v1/dossiers/TJK-RUS", models.Dossier),
    ("/api/v1/dossiers/central-asia?as_of=2025", models.Dossier),
    ("/api/v1/flows?origin=TJK&destination=RUS&method=all", models.Flows),
    ("/api/v1/agreements", models.Agreements),
    ("/api/v1/agreements/triangle", models.Agreement),
    ("/api/v1/agreements/triangle/packages?concept=leximin", models.AgreementPackages),
    ("/api/v1/findings?subject=UZB&measure=emigrants&from=2010&to=2020", models.Findings),
    ("/api/v1/foresight/displacement", displacement.Displacement),
    ("/api/v1/foresight/displacement/scores", displacement.DisplacementScores),
    ("/api/v1/foresight/displacement/valley", displacement.DisplacementCase),
    ("/api/v1/foresight/displacement/valley/runs/sample?day=30", displacement.DisplacementRun),
    (
        "/api/v1/foresight/displacement/valley/runs/sample/rows?place=Oak&limit=5",
        displacement.DisplacementRows,
    ),
    ("/api/v1/services/contract", services_contract.ContractChecks),
    ("/api/v1/services/placement", services_placement.PlacementAnswer),
    ("/api/v1/services/recruitment", services_recruitment.RecruitmentItems),
    ("/api/v1/services/training", services_training.TrainingExamples),
    ("/api/v1/services/training/palim", services_training.TrainingPartnership),
    ("/api/v1/services/remittances?place=TJK", services_remittances.SendingMonitor),
    ("/api/v1/services/remittances/RUS-TJK", services_remittances.SendingCost),
    ("/api/v1/services/sharing?group=central-asia", services_sharing.SharingReport),
]


@pytest.mark.parametrize(("address", "model"), ANSWERS)
def test_an_answer_is_as_described_and_names_sources(
    client: TestClient, address: str, model: type[BaseModel]
) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    model.model_validate_json(answer.content, strict=False, extra="forbid")
    plain = answer.json()
    assert plain.get("sources") or plain.get("source") or plain.get("terms")


def test_the_description_is_whole(client: TestClient) -> None:
    made = client.get("/api/v1/openapi.json").json()
    assert made["openapi"].startswith("3.1")
    assert all(path.startswith("/api/v1") for path in made["paths"])
    assert len(made["paths"]) == 42
    for path, ways in made["paths"].items():
        assert set(ways) in ({"get"}, {"get", "post"}), path
        assert "/services/" in path or "post" not in ways, path
        for way in ways.values():
            described_whole(way)
    assert not missing_references(made)


def described_whole(way: dict[str, Any]) -> None:
    assert way["summary"]
    assert len(way["description"]) > 30
    assert "$ref" in way["responses"]["200"]["content"]["application/json"]["schema"]
    assert "application/problem+json" in way["responses"]["default"]["content"]
    assert "422" not in way["responses"]
    assert all("schema" in parameter for parameter in way.get("parameters", []))


def missing_references(made: dict[str, Any]) -> set[str]:
    asked = set(re.findall(r"'#/components/schemas/(\w+)'", str(made)))
    return asked - made["components"]["schemas"].keys()


def test_every_path_stands_in_the_entrance_and_only_the_api_is_described(
    app: FastAPI, client: TestClient
) -> None:
    told = {one["path"] for one in client.get("/api/v1").json()["endpoints"]}
    assert told == set(client.get("/api/v1/openapi.json").json()["paths"])
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    sent = {route.path for route in routes if route.methods == {"POST"}}
    assert all(route.methods in ({"GET"}, {"POST"}) for route in routes)
    assert all("/services/" in path for path in sent)  # only there is anything sent


def test_no_page_of_anybody_else_is_asked_for(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/api/v1/docs"):
        assert client.get(path).status_code == 404


def test_a_dossier_is_the_twin_of_its_page(client: TestClient) -> None:
    twin = client.get("/countries/UZB.json?compare=DEU").content
    assert client.get("/api/v1/dossiers/uzbekistan?compare=DEU").content == twin


def test_findings_are_narrowed(client: TestClient) -> None:
    asked = "/api/v1/findings?subject=TJK-RUS&measure=migrant_stock"
    every = client.get(asked).json()
    assert [f["period"] for f in every["findings"]][:1] == ["2024"]
    some = client.get(f"{asked}&from=2000&to=2010").json()["findings"]
    assert {finding["period"] for finding in some} == {"2000", "2005", "2010"}
    assert {f["lineage"]["datasets"][0]["name"] for f in some} == {"migrant_stock"}


def test_rows_are_narrowed_and_paged(client: TestClient) -> None:
    asked = "/api/v1/datasets/migrant_stock/rows?origin=Tajikistan&destination=rus"
    plain = client.get(asked).json()
    assert plain["total"] == len(plain["rows"]) == 8
    assert plain["rows"][-1] == {
        "origin": "TJK", "destination": "RUS", "year": 2024, "female": 169_322, "male": 246_354,
    }  # fmt: skip
    assert client.get(f"{asked}&from=2010&to=2020").json()["total"] == 3
    first = client.get(f"{asked}&limit=3").json()
    seen = list(first["rows"])
    following = first["next"]
    while following:
        part = client.get(following).json()
        seen += part["rows"]
        following = part["next"]
    assert seen == plain["rows"]
    months = client.get("/api/v1/datasets/border_encounters_us/rows?from=2024-01&to=2024-02")
    assert {row["month"] for row in months.json()["rows"]} <= {"2024-01", "2024-02"}
    quarters = client.get("/api/v1/datasets/remittance_prices/rows?from=2020Q1&to=2020")
    assert {row["quarter"] for row in quarters.json()["rows"]} <= {"2020Q1", "2020Q2", "2020Q3"}
    stateless = client.get("/api/v1/datasets/displaced_stock/rows?origin=XXA").json()
    assert stateless["total"] > 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/dossiers/UZX", 404),
        ("/api/v1/findings?subject=Atlantis", 404),
        ("/api/v1/findings", 400),
        ("/api/v1/agreements/atlantis", 404),
        ("/api/v1/agreements/triangle/packages?concept=banana", 400),
        ("/api/v1/findings?subject=UZB&measure=emigrant", 400),
        ("/api/v1/findings?subject=UZB&from=yesterday", 400),
        ("/api/v1/dossiers/UZB?as_of=yesterday", 400),
        ("/api/v1/datasets/migrant_stok", 404),
        ("/api/v1/datasets/migrant_stock/rows?limit=0", 400),
        ("/api/v1/datasets/migrant_stock/rows?limit=x", 400),
        ("/api/v1/datasets/migrant_stock/rows?country=UZB", 400),
        ("/api/v1/datasets/dyads/rows?from=2000", 400),
        ("/api/v1/datasets/dyads/rows?origin=' OR 1=1 --", 404),
        ("/api/v1/nothing", 404),
        ("/api", 404),
    ],
)
def test_problems_are_problem_details(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = models.Problem.model_validate_json(answer.content)
    assert problem.status == status
    assert problem.detail.endswith((".", "?"))
    assert "\n" not in problem.detail


def test_suggestions_come_with_addresses(client: TestClient) -> None:
    details = client.get("/api/v1/dossiers/Uzbekistn").json()
    assert details["suggestions"][0]["address"] == "/countries/UZB"
    assert "did you mean migrant_stock" in client.get("/api/v1/datasets/migrant_stok").text
    assert (
        "did you mean emigrants" in client.get("/api/v1/findings?subject=UZB&measure=emigrant").text
    )


def test_anybody_may_read_the_data_from_a_page_of_their_own(client: TestClient) -> None:
    assert client.get("/api/v1/measures").headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in client.get("/").headers
