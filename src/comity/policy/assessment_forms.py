"""What an assessment is: the answer to a table that somebody brings, with its layers.

What was answered, how it scores, and which category that is
stay apart in the answer, beside the version of the method.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comity.core.findings import Finding
from comity.core.parts import Part


@dataclass(frozen=True, slots=True)
class Assessment:
    """One indicator worked out: `plain` are its layers, `parts` the same as tables.

    `published` are the findings of the evidence that stand beside it, where a country is named.
    """

    indicator: str
    method: str
    plain: Mapping[str, Any]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    headline: str = ""
    findings: tuple[Finding, ...] = ()
    published: tuple[Finding, ...] = ()
    asked: bool = field(default=False)

    def beside(self, published: Sequence[Finding]) -> Assessment:
        """The same with what is published of the country, which may be nothing."""
        return replace(self, published=tuple(published), asked=True)

    def as_json(self) -> dict[str, Any]:
        """The assessment as plain data; its keys are part of the public interface."""
        plain = {"indicator": self.indicator, **self.plain, "method": self.method}
        if self.findings:
            plain["findings"] = [one.as_json() for one in self.findings]
        if self.asked:
            plain["published"] = [one.as_json() for one in self.published]
        return plain | {"notes": list(self.notes)}
