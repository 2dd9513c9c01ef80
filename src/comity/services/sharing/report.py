"""All that a key says of a group of states: one report for pages, files and terminals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comity import __version__
from comity.core.brought import own_source
from comity.core.findings import Finding, Lineage, Source, sources_of
from comity.core.marks import N_
from comity.core.periods import Period
from comity.core.places import places
from comity.evidence.reading import Evidence
from comity.services.sharing.actual import KINDS, Actual, actual
from comity.services.sharing.comparing import Beside, beside_annex
from comity.services.sharing.held import Sizes, sizes
from comity.services.sharing.inputs import Inputs
from comity.services.sharing.key import INDICATORS, Key
from comity.services.sharing.money import Rate, rate_for
from comity.services.sharing.remarks import Remark
from comity.services.sharing.rounding import allocate
from comity.services.sharing.sensitivity import DRAWS, SEED, Doubt, Pull, doubt, pulls
from comity.services.sharing.working import Worked, worked

CAVEATS = (
    N_("A key is a rule that states may agree on. It is no law unless they did."),
    N_("Shares say how many. They do not say who, and no person is scored."),
    N_("A formula moves nobody. People and states both have a say."),
    N_("A key does not look at who fled from where. Nobody may be sent back into danger."),
    N_("Other figures or another year give other shares."),
)


@dataclass(frozen=True)
class Report:
    """A key worked out on figures, with all that is said about it."""

    key: Key
    inputs: Inputs
    found: Worked
    persons: int | None
    doubt: Doubt
    pulls: tuple[Pull, ...]
    actual: tuple[Actual, ...]
    beside: Beside | None

    @cached_property
    def allocated(self) -> dict[str, int]:
        """Whole people by state; empty where no number was given."""
        return {} if self.persons is None else allocate(self.found.by_place, self.persons)

    @cached_property
    def sources(self) -> list[Source]:
        """Every source behind the figures."""
        told = [*self.inputs.findings, *(line.count for one in self.actual for line in one.lines)]
        listed = sources_of(told)
        own = self.inputs.sources or (own_source(self.inputs.name),)
        return listed if self.inputs.findings else [*own, *listed]

    @cached_property
    def findings(self) -> list[Finding]:
        """The share of each state with its interval; percent of the whole."""
        year = Period.year(self.inputs.year or date.today().year)
        behind = tuple(self.inputs.sources) or (own_source(self.inputs.name),)
        lineage = Lineage(behind, f"key {self.key.name}", __version__, self._parameters)
        return [
            Finding(
                places()[place],
                "fair_share",
                year,
                100 * share,
                lineage,
                low=100 * self.doubt.low[place],
                high=100 * self.doubt.high[place],
                interval="80 % of draws of the weights",
                status="derived",
                about=(("key", self.key.name),),
            )
            for place, share in self.found.by_place.items()
        ]

    @property
    def _parameters(self) -> tuple[tuple[str, str], ...]:
        weights = zip(self.key.parts, self.key.weights, strict=True)
        told = [(part.indicator, f"{100 * w:g} % {part.direction}") for part, w in weights]
        return (*told, ("draws", str(self.doubt.draws)), ("seed", str(self.doubt.seed)))

    @property
    def remarks(self) -> list[Remark]:
        """What has to be said beside the shares."""
        told = [*self.inputs.remarks]
        for indicator, about in self.found.limited.items():
            if len(about) < len(self.found.places):
                told.append(
                    Remark.of(
                        N_("The part for '{what}' was held at its limit: {places}."),
                        about,
                        what=INDICATORS.get(indicator, indicator),
                    )
                )
        for kind, words in (("floor", _FLOOR), ("cap", _CAP)):
            at_it = [place for place, what in self.found.held.items() if what == kind]
            told += [Remark.of(words, at_it)] if at_it else []
        return told

    @property
    def by_inverse(self) -> list[str]:
        """States that owe half of their share or more to inverse parts, which ignore size."""
        plain = [
            (weight, sub)
            for part, weight, sub in zip(
                self.key.parts, self.key.weights, self.found.subs, strict=True
            )
            if part.direction == "inverse"
        ]
        return [
            place
            for i, place in enumerate(self.found.places)
            if self.found.shares[i]
            and sum(weight * sub[i] for weight, sub in plain) >= 0.5 * self.found.shares[i]
        ]

    def as_json(self) -> dict[str, Any]:
        """The report as plain data; its keys are part of the public interface."""
        from comity.services.sharing.report_rows import plain

        return plain(self)


_FLOOR = N_("Raised to a floor of the key: {places}.")
_CAP = N_("Held at a cap of the key: {places}.")


def report(
    key: Key,
    inputs: Inputs,
    *,
    persons: int | None = None,
    evidence: Evidence | None = None,
    kinds: Sequence[str] = tuple(KINDS),
    year: int | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    rate: Rate | None = None,
) -> Report:
    """Work a key out; with `evidence` the shares are held against what states do today.

    `inputs` hold the states that take part. `rate` is money in place of one person; where None the
    European Union's reference is used for its members, and none for others. Raises `ComityError`
    where it cannot be worked out.
    """
    found = worked(key, inputs.figures)
    if persons is not None:
        allocate(found.by_place, persons)
    beside = _sizes(inputs, evidence, year)
    if rate is None and evidence is not None:
        rate = rate_for(found.places, evidence.today)
    held = (
        []
        if evidence is None
        else [
            actual(
                evidence, found.by_place, kind, year, sizes=beside, tradable=key.tradable, rate=rate
            )
            for kind in kinds
        ]
    )
    return Report(
        key,
        inputs,
        found,
        persons,
        doubt(found, draws, seed),
        tuple(pulls(found)),
        tuple(one for one in held if one),
        beside_annex(found, inputs),
    )


def _sizes(inputs: Inputs, evidence: Evidence | None, year: int | None) -> Sizes | None:
    """Sizes of states from the evidence, for its counts; figures of a table have other units."""
    return sizes(evidence, inputs.figures, inputs.year or year) if evidence else None
