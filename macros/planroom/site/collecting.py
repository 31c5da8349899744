"""How often Python looks for garbage: a build makes much and drops little, and to look takes long."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG, _MIDDLE, _OLD = 100_000, 20, 10
"""After so many new objects Python looks at these, after so many such looks at more, then at all."""


@contextmanager
def seldom() -> Iterator[None]:
    """Within it garbage is looked for seldom: that is a tenth of a build, and finds next to nothing."""
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
