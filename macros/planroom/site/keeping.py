"""What building a site has made of texts, kept in the room's cache for the next build."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field

from planroom.cache import Cache, digest, program
from planroom.records import dataclass
from planroom.render.memory import MEMORY, Plain

_SHARDS = "0123456789abcdef"
"""Values lie in one file for each first digit of their keys: an edit writes one of them."""


@dataclass
class Keeping:
    """The memory of builds: what is known goes in before each, and what was used is written after it."""

    cache: Cache | None
    _kept: dict[str, frozenset[str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Read what earlier builds have kept; the memory of this process has what its own have."""
        known: dict[str, Plain] = {}
        for shard in _SHARDS:
            if self.cache is not None and shard not in self._kept:
                held = self.cache.get(_name(shard))
                known |= held if isinstance(held, dict) else {}
                self._kept[shard] = frozenset(held if isinstance(held, dict) else ())
        MEMORY.begin(known)

    def end(self) -> None:
        """Keep what this build has used, and nothing else."""
        used: dict[str, dict[str, Plain]] = defaultdict(dict)
        for key, value in MEMORY.end().items():
            used[key[0]][key] = value
        if self.cache is None:
            return
        for shard in _SHARDS:
            if used[shard].keys() != self._kept.get(shard, frozenset()):
                self.cache.put(_name(shard), used[shard])
                self._kept[shard] = frozenset(used[shard])
        self.cache.trim()


def _name(shard: str) -> str:
    return digest("site", program(), shard)
