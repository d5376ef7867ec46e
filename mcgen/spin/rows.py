"""Rows that come out the same, bit for bit, whatever stands beside them.

numpy multiplies complex arrays with fused multiply-add instructions where the processor has them, but an array of a
single element takes another path, without them, and rounds differently. Real arithmetic has no such difference. So a
kernel that multiplies complex numbers is never run on one row: the row is doubled, and one of the two results dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import numpy as np

__all__ = ["never_one_row"]

P = ParamSpec("P")
R = TypeVar("R")


def _doubled(argument: Any) -> Any:
    if isinstance(argument, np.ndarray) and argument.dtype.kind in "fc" and argument.shape[-1:] == (1,):
        return np.concatenate([argument, argument], axis=-1)
    if isinstance(argument, (list, tuple)):
        return type(argument)(_doubled(item) for item in argument)
    return argument


def never_one_row(kernel: Callable[P, R]) -> Callable[P, R]:
    """Decorate a kernel: one row is computed as two.

    The first argument is an array with rows last. Real and complex arrays among the arguments (also inside lists and
    tuples) whose last axis has length 1 are taken as rows; boolean ones are left alone. The result is one array.
    """

    @wraps(kernel)
    def safe(*args: P.args, **kwargs: P.kwargs) -> R:
        first: Any = args[0]
        if first.shape[-1] != 1:
            return kernel(*args, **kwargs)
        double: Any = kernel(*_doubled(args), **{name: _doubled(value) for name, value in kwargs.items()})
        one: R = double[..., :1]
        return one

    return safe
