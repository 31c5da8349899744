"""What planroom runs on, for `planroom --version --verbose`."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import yaml

from planroom.checks.contracts.published import published_on, stated_id
from planroom.checks.contracts.quick import library
from planroom.kinds.contract import VERSIONS


def versions() -> Iterator[str]:
    """One line each: Python, the readers and validators in use, and the schema of each OpenAPI version."""
    yield f"Python {platform.python_version()}"
    yield f"PyYAML {_version('PyYAML')}, {'with' if hasattr(yaml, 'CSafeLoader') else 'without'} libyaml"
    quick = f"jsonschema-rs {_version('jsonschema-rs')}, then " if library() else ""
    yield f"schemas judged by {quick}jsonschema {_version('jsonschema')}"
    for known in VERSIONS:
        yield f"OpenAPI {known} by the schema of {published_on(known)}: {stated_id(known)}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(version unknown)"
