"""Bringing datasets up to date from their publishers: fetch, check, compare, only then store."""
