"""SYS: a design against its contracts, and across services."""

from __future__ import annotations

from planroom.checks.systems import answers, contracts, endpoints, examples, security

__all__ = ["answers", "contracts", "endpoints", "examples", "security"]
