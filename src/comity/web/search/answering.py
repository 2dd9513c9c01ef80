"""A search from the question to its answer: the places it names first, then all that fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from comity.briefs.voice import Voice
from comity.core.marks import N_
from comity.core.places import Corridor
from comity.core.regions import Subject
from comity.web import urls
from comity.web.library import Library, Recent
from comity.web.search import displacement, foresight, policy
from comity.web.search.entries import DATED, HEADINGS, Entry
from comity.web.search.index import Index
from comity.web.search.naming import BETWEEN, MOVING, Named, named, part_of, people_of
from comity.web.search.providers import PROVIDERS
from comity.web.search.question import Question, exactly, read
from comity.web.search.words import han, words, years
from comity.web.state import View

MOST = 40
"""How many entries of a kind are listed."""

_MOST_COMPARED, _FEW = 8, 3
_SURE = 0.85
"""How alike a misspelt name must be before a question is read as being about the place."""

_indexes: WeakKeyDictionary[Library, Recent] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question leads to: one page exactly, or entries of every kind, best first."""

    asked: str
    view: View
    exact: Subject | None
    entries: tuple[Entry, ...]

    @property
    def groups(self) -> list[tuple[str, list[Entry]]]:
        """Headings with the entries below them, at most `MOST`; the kind of the best one first."""
        kinds = dict.fromkeys(entry.kind for entry in self.entries)
        inside = ((kind, [e for e in self.entries if e.kind == kind][:MOST]) for kind in kinds)
        return [(HEADINGS[kind], found) for kind, found in inside]

    def address(self, entry: Entry) -> str:
        """The page of an entry, in the language and for the years of the question."""
        path, hash_, place = entry.address.partition("#")
        view = self.view if entry.kind in DATED else self.view.alone()
        return f"{path}{view.query()}{hash_}{place}"

    @property
    def page(self) -> str | None:
        """The page that the question names exactly."""
        return urls.to(self.exact, self.view) if self.exact else None


def answer(library: Library, view: View, asked: str) -> Answer:
    """What somebody finds who types this."""
    without, since, until = years(asked)
    dated = replace(view.alone(), since=since, until=until)
    exact = exactly(asked) or (exactly(without) if dated.narrowed else None)
    if displacement.called(library, asked):  # as its country is: a list with both
        exact = None
    if not asked.strip():
        return Answer(asked, dated, None, ())
    index = index_of(library, view)
    question = _read(asked, index)
    ahead = foresight.of_places(question, index, library, view)
    found = [*ahead, *_named(question, index, Voice(view.language)), *_held(question, index)]
    if dated.narrowed:  # a year can be part of a name: the 1951 Convention
        telling = [word for word in words(asked) if word not in BETWEEN]
        found = [*index.called(telling), *found]
    if han(asked) and not question.mentions:
        found = [*index.find(words(asked)), *found]  # a name before it is cut in pieces
    by_address = {entry.address: entry for entry in reversed(found)}
    return Answer(asked, dated, exact, tuple(dict.fromkeys(by_address[e.address] for e in found)))


def index_of(library: Library, view: View) -> Index:
    """The index of this evidence in this language, made once."""
    recent = _indexes.setdefault(library, Recent(18))
    key = (library.stamp, library.cases, view.as_of, view.language)
    return recent.get(
        key, lambda: Index(e for provide in PROVIDERS for e in provide(library, view))
    )


def _read(asked: str, index: Index) -> Question:
    """The question; where it names no pair, with guesses at misspelt and shortened names."""

    def guess(word: str) -> Named | None:
        return people_of(word) or part_of(word) or _misspelt(word, index)

    question = read(asked)
    if question.pair:
        return question
    guessed = read(asked, guess)
    return guessed if guessed.pair else question


def _misspelt(word: str, index: Index) -> Named | None:
    if len(word) < 5 or index.knows(word):
        return None
    return next((place for like in index.alike(word, _SURE) if (place := named((like,)))), None)


def _named(question: Question, index: Index, voice: Voice) -> Iterator[Entry]:
    """The corridor that a question names, both ways, and every place and region in it."""
    if pair := question.pair:
        if MOVING & {*question.words}:
            yield _movement(pair, voice)
        yield _corridor(pair, voice)
        yield _corridor(pair.reversed(), voice)
    yield from policy.of_places(question, voice)
    subjects = question.subjects
    if 2 <= len(subjects) <= _MOST_COMPARED:
        yield _comparison(subjects, voice)
    yield from (index.by_address[urls.to(subject)] for subject in subjects)


def _corridor(pair: Corridor, voice: Voice) -> Entry:
    ends = {"a": pair.origin, "b": pair.destination}
    title = voice._("{a} \u2192 {b}").format(
        **{end: place.name_in(voice.language) for end, place in ends.items()}
    )
    hint = voice._(N_("People who moved this way, and the money that comes back"))
    return Entry("corridor", title, urls.to(pair), hint)


def _movement(pair: Corridor, voice: Voice) -> Entry:
    ends = {
        "a": pair.origin.name_in(voice.language),
        "b": pair.destination.name_in(voice.language),
    }
    title = voice._(N_("Movement: {a} \u2192 {b}")).format(**ends)
    hint = voice._(N_("How many moved in each period, estimated, with ranges"))
    return Entry("corridor", title, urls.flows(pair), hint)


def _comparison(subjects: list[Named], voice: Voice) -> Entry:
    title = voice.list([subject.name_in(voice.language) for subject in subjects])
    return Entry(
        "comparison",
        title,
        urls.compare(subjects),
        voice._(N_("Compared on the measures you choose")),
    )


def _held(question: Question, index: Index) -> list[Entry]:
    """Entries with all words, then those about what is asked of the places named.

    Where that is little, those follow that hold most of the words.
    """
    found = index.find(question.telling)
    long = [word for word in question.rest if len(word) > 3 or han(word)]
    if question.mentions:
        about = index.find(question.rest) or index.find_any(long)
        return found + [entry for entry in about if entry.kind not in ("country", "region")]
    return found if len(found) >= _FEW else found + index.find_any(long)
