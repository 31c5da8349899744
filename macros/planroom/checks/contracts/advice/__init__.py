"""API100 to API110: what a good reviewer says of a contract that is valid; each finding tells it once."""

from __future__ import annotations

from planroom.checks.contracts.advice import access, answers, queries, requests, servers, values

__all__ = ["access", "answers", "queries", "requests", "servers", "values"]
