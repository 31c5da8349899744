"""The data that come with planroom, read as any other file."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.files import shipped
from planroom.source import Source

_FOLDER = "data"


def shipped_data(name: str) -> Source:
    """A file of `data/` by its name; `planroom/` stands for that folder in messages."""
    return Source(f"planroom/{name}", shipped(_FOLDER, name).read_text("utf-8"), "yaml")


def each_shipped(folder: str) -> Iterator[Source]:
    """Every file of a folder of `data/`, by name."""
    for file in sorted(shipped(_FOLDER, folder).glob("*.yaml")):
        yield shipped_data(f"{folder}/{file.name}")
