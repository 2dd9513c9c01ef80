"""A country's own coding of its policies, put together in the manner of known schemes.

`mipex`, `impic`, `demig` and `mgi` each have `code(table, file)`; `compare` sets two codings side
by side; `gcm` and `gcr` are about the two global compacts, `votes` about who voted how on them.
The schemes belong to their authors; what is computed here is the user's own coding, not their
published results. `SCHEMAS` says which columns each file has.
"""

from comity.core.tables import Schema
from comity.policy.coding import demig, gcm, gcr, impic, mgi, mipex

__all__ = ["SCHEMAS"]

SCHEMAS: dict[str, Schema] = {
    one.SCHEMA.name: one.SCHEMA for one in (mipex, impic, demig, mgi, gcm, gcr)
}
"""The columns of each file that a user fills in, by the name of its scheme."""
