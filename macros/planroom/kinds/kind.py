"""What an artifact kind is: how its files are told from others, and how one is read."""

from __future__ import annotations

from collections.abc import Callable

from planroom.records import dataclass
from planroom.room import Artifact
from planroom.source import Source


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of artifact.

    `claims` looks at a file's path and text, cheaply, and says why it is of this kind, or `""`. `parse` reads
    a claimed source; it returns the artifact, or the reason why the file is none after all. `formats` are the
    formats it may be written in. `home` says whether a file of this name in this place was meant to be one,
    so that a file that cannot be read is reported.
    """

    name: str
    type: type[Artifact]
    formats: tuple[str, ...]
    claims: Callable[[Source], str]
    parse: Callable[[Source], Artifact | str]
    home: Callable[[str], bool]
