"""Addresses that a kernel may pass around without counting who holds an array.

Numba counts references to an array at every call, even to a function that is put into its caller,
and looks at each index for a negative one; in kernels that pass many arrays to many small functions
this took most of the time. What is made here is indexed like an array from 0 on, but knows no
length and is not counted, so it must not outlive the array it is made of.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

__all__ = ["bare", "record", "whole_number"]

whole_number: Any = np.int64
"""The one kind of whole number that kernels are compiled for: each further one takes its time."""

_pointer_to: Any = types.CPointer


def _bare(_context: Any, array: Any) -> Any:
    """Where the numbers of an array stand; only for use inside a kernel that holds it."""

    def made(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return context.make_array(signature.args[0])(context, builder, arguments[0]).data

    return _pointer_to(array.dtype)(array), made


def _record(_context: Any, records: Any, place: Any) -> Any:
    """One of several records: Numba knows each by its address."""

    def made(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.gep(arguments[0], [arguments[1]])

    return records.dtype(records, place), made


bare: Any = intrinsic(_bare)
record: Any = intrinsic(_record)
