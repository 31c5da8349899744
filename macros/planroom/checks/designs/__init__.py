"""DSN: a design by itself, from its keys to its arithmetic."""

from __future__ import annotations

from planroom.checks.designs import (
    calls,
    chains,
    database,
    decisions,
    events,
    figures,
    files,
    guards,
    latency,
    retries,
    services,
    shape,
    stores,
    targets,
    times,
)

__all__ = [
    "calls",
    "chains",
    "database",
    "decisions",
    "events",
    "figures",
    "files",
    "guards",
    "latency",
    "retries",
    "services",
    "shape",
    "stores",
    "targets",
    "times",
]
