"""Whose word a connection takes: the system's certificate authorities, and a network's own."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

from comity.evidence.sync.answer import Refused


def trusted() -> ssl.SSLContext:
    """Whom to trust: the system's certificates, or the bundle that the environment names.

    SSL_CERT_FILE, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE (the first that is set) is added to them.
    """
    context = ssl.create_default_context()
    if not context.get_ca_certs() and not os.environ.get("SSL_CERT_DIR"):
        import certifi

        context.load_verify_locations(certifi.where())
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        if path := os.environ.get(name):
            try:
                if Path(path).is_dir():
                    context.load_verify_locations(capath=path)
                else:
                    context.load_verify_locations(cafile=path)
            except (OSError, ssl.SSLError) as error:
                raise Refused(
                    f"The certificates that {name} names ({path}) cannot be read: name a PEM file."
                ) from error
            break
    return context
