"""SYS: a design against its contracts, and across services."""

from __future__ import annotations

from planroom.checks.systems import answers, contracts, endpoints, examples, requests, security, versions

__all__ = ["answers", "contracts", "endpoints", "examples", "requests", "security", "versions"]
