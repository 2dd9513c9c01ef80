"""What can go wrong is said plainly: one sentence that names the thing and how to mend it."""

from __future__ import annotations


class ComityError(Exception):
    """Anything a person can get wrong or the machine can refuse; its text is one sentence.

    The command line prints it and exits with status 2; the API answers problem details (RFC 9457).
    """


class UnknownPlace(ComityError):
    """No country, corridor or region goes by that name or code; `suggestions` may be meant."""

    def __init__(self, message: str, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.suggestions = suggestions


class BadPeriod(ComityError):
    """A text that is no day, month, quarter, year or span of years."""


class BadTable(ComityError):
    """A table that breaks its schema; the sentence names file, row, column and remedy."""


class FileTrouble(ComityError):
    """A file that could not be read or written; nothing was half written."""


class StoreTrouble(ComityError):
    """The evidence store cannot be opened, read or added to."""


class UnknownDataset(ComityError):
    """No dataset of that name is in the catalogue or the store."""


class NotHeld(ComityError):
    """The dataset is known, but this store does not hold it: left out, or not yet released."""


class NoSuchFigure(ComityError):
    """A page has no figure of that name; `names` are those that it has."""

    def __init__(self, message: str, names: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.names = names


def shown(text: object) -> str:
    """What somebody wrote, fit to be quoted in a sentence: one line, short, nothing invisible.

    >>> shown("Uzbe\\n kistan"), len(shown("x" * 1000))
    ('Uzbe kistan', 60)
    """
    plain = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return plain if len(plain) <= 60 else f"{plain[:59]}…"
