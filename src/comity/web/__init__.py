"""Comity in a browser: pages rendered from dossiers, their data twins, and the API."""
