"""Which family finds a place where, so that none is split and no place is overfull.

A problem (`facts`, read by `reading`) becomes numbers once (`programme`). `placing.place` is the
door; every value is worked out again from the placement. `why` tells a family's reasons, `batches`
places people as they arrive, `choosing` is for families and places that both choose, and `checking`
holds predictions against what came. Nothing that is read here is kept.
"""
