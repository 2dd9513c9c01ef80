"""What a section hangs its figures with: its findings, its words, and the frames it uses most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.briefs.dossier import Dossier, Section
from comity.briefs.voice import Voice
from comity.core.findings import Finding
from comity.core.places import Corridor, Place
from comity.figures import Figure, Words, flow_maps, series


@dataclass(frozen=True)
class Hanger:
    """A section to hang figures in: its findings, and the words to label them with."""

    dossier: Dossier
    section: Section
    width: int

    @cached_property
    def voice(self) -> Voice:
        """The voice of the dossier."""
        return Voice(self.dossier.language)

    @cached_property
    def words(self) -> Words:
        """The words to label figures with."""
        return Words(self.dossier.language, self.voice.translated)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every finding of the section once, of the years that the dossier shows."""
        span = self.dossier.span
        return list({f.key: f for f in self.section.findings() if f in span}.values())

    @property
    def place(self) -> str:
        """The subject as it stands in a title."""
        return self.voice.name(self.dossier.subject)

    def title(self, text: str) -> str:
        """A title with `{place}`, or with `{a}` and `{b}` for the two ends of a corridor."""
        pair = self.dossier.subject
        if isinstance(pair, Corridor):
            ends = {"a": self.voice.name(pair.origin), "b": self.voice.name(pair.destination)}
            return self.voice._(text).format(**ends)
        return self.voice._(text).format(place=self.place)

    def own(self, measure: str, *about: tuple[str, str]) -> list[Finding]:
        """The findings about the subject itself, narrowed in exactly this way."""
        return [
            f
            for f in self.findings
            if f.measure == measure
            and f.subject.code == self.dossier.subject.code
            and f.about == about
        ]

    def flows(self, measure: str) -> list[Finding]:
        """The findings about corridors other than the subject."""
        return [
            f
            for f in self.findings
            if f.measure == measure and isinstance(f.subject, Corridor) and f.value
        ]

    def series(
        self,
        lines: Mapping[str, Sequence[Finding]],
        title: str,
        caption: str = "",
        name: str = "",
        rule: tuple[float, str] | None = None,
    ) -> list[Figure]:
        """A series of the lines that have two values, where there is one."""
        told = {
            self.voice._(label): found
            for label, found in lines.items()
            if len({f.period for f in found if f.value is not None}) > 1
        }
        if not told:
            return []
        return [
            series(
                told,
                title,
                caption=caption,
                name=name or self.section.slug,
                words=self.words,
                width=self.width,
                rule=rule,
            )
        ]

    def map(self, measure: str, title: str, caption: str = "") -> list[Figure]:
        """Flow maps of the largest corridors of a measure, where there are two."""
        return self.curves(self.flows(measure), title, caption)

    def curves(self, found: Sequence[Finding], title: str, caption: str = "") -> list[Figure]:
        """Flow maps of these corridors, where there are two."""
        if len(found) < 2:
            return []
        subject = self.dossier.subject
        return flow_maps(
            found,
            title,
            focus=subject if isinstance(subject, Place) else None,
            caption=caption,
            name=f"{self.section.slug}-map",
            words=self.words,
            width=self.width,
        )

    def when(self, found: Sequence[Finding]) -> str:
        """When flows were counted: "In mid-2024."."""
        if not found:
            return ""
        text = self.voice.moment(found[0].period, found[0].kind.timing)
        return self.voice._("{when}.").format(when=text[:1].upper() + text[1:])
