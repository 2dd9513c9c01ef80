"""One small file per publisher: its addresses and quirks, nothing else.

Beside each stands a YAML file of the same name that extends the catalogue: where its datasets are
fetched (hosts, keys, how later releases are cited, how far the form was checked), and the datasets
of which nothing ships with Comity.
"""

from __future__ import annotations

from importlib import import_module

from comity.evidence.catalogue import catalogue
from comity.evidence.sources.contract import Connector


def connector(dataset: str) -> Connector:
    """The way in of a dataset of the catalogue; raises `KeyError` where it is not fetched.

    >>> connector("economy").files
    ('economy*.json', 'API_*.json')
    """
    fetched = catalogue()[dataset].fetched
    if fetched is None:
        raise KeyError(dataset)
    module = import_module(f"{__name__}.{fetched.source}")
    ways: tuple[Connector, ...] = module.CONNECTORS
    return next(one for one in ways if one.dataset == dataset)


def fetchable() -> tuple[str, ...]:
    """The datasets that a publisher can be asked for, in the order of the catalogue.

    >>> "economy" in fetchable(), "treaty_actions" in fetchable()
    (True, False)
    """
    return tuple(name for name, entry in catalogue().items() if entry.fetched)
