"""SYS: the examples of a design against the schemas of its contracts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from planroom.checks.check import Scope, check
from planroom.checks.contracts.faults import Fault
from planroom.checks.contracts.samples import Samples
from planroom.checks.contracts.words import sentences
from planroom.diagnostics import Finding, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Media
from planroom.kinds.operations import Operation
from planroom.model import Endpoint, System


@check("SYS040", Severity.ERROR, on=System)
def example_not_in_contract(system: System, scope: Scope) -> Iterator[Finding]:
    """A body that a design shows for an endpoint fits the schema of its operation."""
    for service in system.services:
        for endpoint in service.endpoints:
            if len(endpoint.matches) == 1:
                operation = endpoint.matches[0].operation
                yield from _request(endpoint, operation)
                yield from _response(endpoint, operation)


def body_of(example: Any) -> Any:
    """The JSON value that an example is, also where it is written as a text; `None` for prose."""
    if isinstance(example, dict | list):
        return example
    if isinstance(example, str) and example.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(example)
        except ValueError:
            return None
    return None


def _json(content: tuple[Media, ...]) -> list[Media]:
    kinds = [(media.media_type.lower().split(";")[0].strip(), media) for media in content]
    return [
        media
        for kind, media in kinds
        if kind.endswith(("/json", "+json")) or kind in ("*/*", "application/*")
    ]


def _request(endpoint: Endpoint, operation: Operation) -> Iterator[Finding]:
    body = body_of(endpoint.request_example)
    if body is None:
        return
    if operation.body is None:
        if endpoint.method in ("POST", "PUT", "PATCH"):
            say = f"the design shows a body for `{endpoint.label}`, which takes none in the contract"
            related = (Related("its operation", operation.origin.key()),)
            yield Finding(say, endpoint.at("request_example"), "add `requestBody` to the contract", related)
        return
    content = _json(operation.body.content)
    yield from _fit(endpoint, "request_example", body, content, operation, "request")


def _response(endpoint: Endpoint, operation: Operation) -> Iterator[Finding]:
    body = body_of(endpoint.response_example)
    good = [response for response in operation.responses if response.status[:1] == "2"]
    if body is None or not good:
        return
    content = [media for response in good for media in response.content]
    if not content:
        say = f"the design shows an answer of `{endpoint.label}`, which has no content in the contract"
        related = (Related("its responses", operation.origin.at("responses")),)
        yield Finding(
            say, endpoint.at("response_example"), "add `content` to the response in the contract", related
        )
        return
    yield from _fit(endpoint, "response_example", body, _json(tuple(content)), operation, "response")


def _fit(
    endpoint: Endpoint, key: str, body: Any, content: list[Media], operation: Operation, side: str
) -> Iterator[Finding]:
    """Nothing where the body fits one of the schemas, else what keeps it from fitting the first."""
    samples = _samples(operation.contract, "readOnly" if side == "request" else "writeOnly")
    place = endpoint.at(key)
    verdicts: list[tuple[Media, list[Fault]]] = []
    for media in content:
        found = samples.faults(body, media.schema, place)
        if not found:
            return
        verdicts.append((media, found))
    for media, found in verdicts[:1]:
        for finding in sentences(found, operation.contract):
            say = f"the {side} example of `{endpoint.label}` does not fit the contract: {finding.message}"
            # In a body that is written as a text, there are no places.
            origin = place if isinstance(getattr(endpoint, key), str) else finding.origin
            related = (Related("the schema", media.schema_origin),)
            yield Finding(say, origin, "mend the example, or the contract", related)


@lru_cache(maxsize=16)
def _samples(contract: Contract, one_way: str) -> Samples:
    """One judge for all examples of a contract: making it reads the whole contract."""
    return Samples(contract, (one_way,))
