"""API: what is wrong, risky or unstated in an OpenAPI contract."""

from __future__ import annotations

from planroom.checks.contracts import (
    bodies,
    components,
    examples,
    names,
    operations,
    references,
    schema,
    schemas,
)

__all__ = ["bodies", "components", "examples", "names", "operations", "references", "schema", "schemas"]
