"""This repository's own room, read once by a process: whoever looks at it changes nothing in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from planroom.load import load
from planroom.room import Room

ROOT = Path(__file__).resolve().parent.parent


@cache
def own_room() -> Room:
    """What lies in this repository."""
    return load(ROOT)
