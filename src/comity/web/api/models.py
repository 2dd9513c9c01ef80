"""What the API answers, as Pydantic models; their fields are part of the public interface."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from comity.core.findings import Status


class Source(BaseModel):
    """One vintage of one dataset, as it is cited."""

    dataset: str
    vintage: date
    short: str
    citation: str
    licence: str
    url: str


class Subject(BaseModel):
    """A country, a corridor (people's direction) or a region."""

    kind: Literal["country", "corridor", "region"]
    code: str
    name: str
    slug: str = Field(description="How it is written in an address.")


class Vintage(BaseModel):
    """A dataset and the release that was read."""

    name: str
    vintage: date


class Lineage(BaseModel):
    """Where a number comes from."""

    datasets: list[Vintage]
    method: str
    version: str = Field(description="Version of Comity.")
    parameters: dict[str, str] | None = None


class Finding(BaseModel):
    """A number with its unit, period, bounds and lineage."""

    subject: Subject
    measure: str
    label: str
    unit: str
    period: str = Field(description="2024, 2024-05, 2020Q3, 2024-07-01 or 2015-2020.")
    value: int | float | None = Field(description="Null where not reported or withheld.")
    low: int | float | None
    high: int | float | None
    interval: str = Field(description='What low and high are, as in "80 %".')
    status: Status
    about: dict[str, str] = Field(description="What narrows the measure.")
    note: str
    lineage: Lineage


class Sentence(BaseModel):
    """A sentence, the numbers of its findings in the dossier, and the sources it names."""

    text: str
    findings: list[int]
    sources: list[str]


class Row(BaseModel):
    """A row of a table; a cell is the number of a finding, or null where none is reported."""

    heading: str | Subject
    findings: list[int | None]
    words: list[str | None] | None = Field(
        default=None, description="Cells told in words, as a status is; left out where none is."
    )


class Table(BaseModel):
    """A table of a dossier."""

    caption: str
    columns: list[str]
    absent: str = Field(description="What a cell without a finding means.")
    rows: list[Row]


class Section(BaseModel):
    """A question with its answer."""

    id: str
    question: str
    sentences: list[Sentence]
    tables: list[Table]
    notes: list[str]


class Dossier(BaseModel):
    """Everything Comity says about a subject as of a day."""

    subject: Subject
    title: str
    note: str
    as_of: date
    language: str
    comity: str
    sections: list[Section]
    findings: list[Finding]
    sources: list[Source]


class Findings(BaseModel):
    """Findings about a subject, with their sources."""

    subject: Subject
    as_of: date
    count: int
    findings: list[Finding]
    sources: list[Source]


class Place(BaseModel):
    """A country or area, or a region, with its names and where to read about it."""

    kind: Literal["country", "region"]
    code: str
    name: str
    names: dict[str, str] = Field(description="Names in UN languages, where known.")
    page: str = Field(description="Its page.")
    dossier: str = Field(description="Its dossier in the API.")


class Places(BaseModel):
    """Places that go by a name."""

    count: int
    places: list[Place]
    sources: list[str]


class Region(BaseModel):
    """A region and its members on a day."""

    code: str
    slug: str
    name: str
    grouping: str
    members: list[str] = Field(description="ISO 3166-1 alpha-3 codes.")
    unverified: int = Field(description="Rows of the membership list that nobody has checked.")
    source: str
    page: str
    dossier: str


class Regions(BaseModel):
    """Every region."""

    as_of: date
    count: int
    regions: list[Region]
    sources: list[str]


class Measure(BaseModel):
    """A word of the vocabulary: what a finding can measure."""

    code: str
    label: str
    unit: str
    timing: str
    counts_people: bool
    definition: str


class Measures(BaseModel):
    """The vocabulary of measures."""

    count: int
    measures: list[Measure]
    sources: list[str]


class Column(BaseModel):
    """A column of a dataset."""

    name: str
    type: str
    description: str
    unit: str | None = None
    measure: bool


class Dataset(BaseModel):
    """A dataset: who counted what, under which licence, and its newest vintage."""

    name: str
    title: str
    summary: str
    counts: str
    counted: str
    who_counted: str
    frequency: str
    vintage: date
    release: str | None = Field(description="How the publisher calls the release, where known.")
    covers: str | None = Field(description="The last period in it: 2024, 2024-05, 2020Q3.")
    lag_days: int | None = Field(
        description="Days from the end of that period to the release; null where not over by then."
    )
    rows: int
    columns: list[Column]
    caveats: list[str]
    source: Source
    page: str


class Datasets(BaseModel):
    """Every dataset that this deployment shows."""

    as_of: date
    count: int
    datasets: list[Dataset]
    sources: list[Source]


class Rows(BaseModel):
    """Rows of a dataset as published, a part at a time."""

    dataset: str
    columns: list[str]
    total: int = Field(description="Rows that fit the filters.")
    offset: int
    limit: int
    next: str | None = Field(description="Where the rows that follow are.")
    rows: list[dict[str, Any]]
    sources: list[Source]


class Flows(BaseModel):
    """Estimated movement between countries, a part at a time."""

    as_of: date
    periods: list[str] = Field(description="Every period of which flows are estimated.")
    total: int = Field(description="Corridors and periods that fit the filters.")
    offset: int
    limit: int
    next: str | None = Field(description="Where the corridors that follow are.")
    findings: list[Finding]
    sources: list[Source]


class AgreementParty(BaseModel):
    """Who is at the table of a worked example."""

    id: str
    label: str
    country: str | None


class AgreementShort(BaseModel):
    """A worked example in short, with the addresses of its pages."""

    name: str
    title: str
    summary: str
    illustration: str = Field(description="Why the preferences are nobody's.")
    parties: list[AgreementParty]
    issues: int
    options: int
    address: str
    packages: str
    sensitivity: str
    scenario_file: str


class Agreements(BaseModel):
    """Every worked example."""

    title: str
    comity: str
    illustration: str
    agreements: list[AgreementShort]
    sources: list[Source]


class Beside(BaseModel):
    """What bears on an issue: numbers of findings, and what no dataset holds."""

    issue: str
    findings: list[int]
    lacking: list[str]


class Agreement(BaseModel):
    """What is negotiated in a worked example."""

    title: str
    name: str
    comity: str
    illustration: str
    address: str
    summary: str
    rule: str = Field(description="How every weight and value was set.")
    texts: str
    scenario: dict[str, Any] = Field(description="A document of negotiation-scenario/1.")
    removed: list[dict[str, str]] = Field(description="Options that human rights rule out.")
    beside: list[Beside]
    findings: list[Finding]
    sources: list[Source]


class AgreementPackage(BaseModel):
    """The package of one idea of fairness; gains are in each party's own points."""

    concept: str
    scale: str
    status: Literal["optimal", "bounded", "infeasible", "unknown"]
    package: dict[str, str]
    payments: list[dict[str, Any]]
    gains: dict[str, float]
    utilities: dict[str, float]
    outside: dict[str, float]
    ideal: dict[str, float]
    ideal_exact: bool
    scales: dict[str, float]
    least: dict[str, float]
    value: float | None
    bound: float | None
    gap: float | None
    proven: int
    efficient: bool | None
    price_of_fairness: float | None
    diagnosis: dict[str, Any] | None
    label: str
    value_is: str
    shares: dict[str, float]
    made_by: str


class AgreementPackages(BaseModel):
    """Packages side by side, and one of them in detail."""

    title: str
    name: str
    comity: str
    illustration: str
    address: str
    concept: str
    concepts: list[AgreementPackage]
    moves: list[dict[str, Any]] = Field(description="Issues settled otherwise than today.")
    exchanges: dict[str, Any] = Field(description="Who gives whom what, and what that is part of.")
    removed: list[dict[str, str]]
    sources: list[Source]


class Endpoint(BaseModel):
    """One way to ask."""

    path: str
    way: str = Field(description="GET, or POST where something of one's own is sent.")
    summary: str


class Entrance(BaseModel):
    """What there is."""

    name: str
    version: str
    evidence: str = Field(description="Generation of the store, day, version.")
    openapi: str
    endpoints: list[Endpoint]
    terms: str


class Problem(BaseModel):
    """What went wrong, by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    suggestions: list[dict[str, str]] | None = None
