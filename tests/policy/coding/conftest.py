"""Property tests draw the same examples everywhere, as in `tests/core/conftest.py`."""

import os

from hypothesis import settings

MORE = int(os.environ.get("COMITY_EXAMPLES", "0"))

settings.register_profile(
    "comity",
    deadline=None,
    derandomize=not MORE,
    database=None,
    max_examples=MORE or 10,
)
settings.load_profile("comity")
