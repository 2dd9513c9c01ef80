"""Arrays that a kernel may pass around without counting who holds them.

Numba counts references to an array at every call, with an atomic addition and a subtraction; in
kernels that pass many arrays to many small functions this took most of the time. What is made here
is not counted, so it must not outlive the array it is made of.
"""

from __future__ import annotations

from typing import Any

import numba
from numba import types
from numba.extending import intrinsic

from comity.foresight.displacement.kernels import kernel

__all__ = ["bare"]


def _address(_context: Any, address: Any) -> Any:
    """A number taken for an address."""

    def made(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(address), made


_pointer: Any = intrinsic(_address)
carray: Any = numba.carray  # type: ignore[attr-defined]


@kernel
def bare(array: Any) -> Any:
    """The same numbers, uncounted; only for use inside a kernel that holds `array`."""
    return carray(_pointer(array.ctypes.data), array.shape, array.dtype)
