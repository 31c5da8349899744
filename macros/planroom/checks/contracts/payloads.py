"""API046, API047, API050, API055, API062, API065: what requests and responses carry."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import Fact, contract_check, gathered
from planroom.checks.contracts.schemas import described_properties
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.operations import Operation
from planroom.kinds.refs import Resolved
from planroom.wording import nearest, quote

_RESERVED = ("accept", "content-type", "authorization")


@contract_check("API046", Severity.WARNING)
def body_without_meaning(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A request has a body only where its method gives one a meaning.

    RFC 9110, sections 9.3.1, 9.3.2, 9.3.5 and 9.3.8: what is sent with GET, HEAD, DELETE or TRACE has none.
    """
    found: dict[str, list[Fact]] = {method: [] for method in ("GET", "HEAD", "DELETE", "TRACE")}
    for operation in contract.operations:
        if operation.method in found and operation.body is not None:
            found[operation.method].append((operation.call, _body_place(operation)))
    for method, facts in found.items():
        yield from gathered(
            facts,
            ("operation", "operations"),
            f"{{name}} takes a body, which {method} gives no meaning",
            f"{{count}} take a body, which {method} gives no meaning: {{names}}",
            "use query parameters, or `POST`",
            # Many servers read the body of a DELETE; some proxies drop it.
            Severity.INFO if method == "DELETE" else None,
        )


def _body_place(operation: Operation) -> Origin:
    if "requestBody" in operation.value:
        return operation.origin.at("requestBody").key()
    for place in operation.parameter_places:
        if place.followed().text("in") in ("body", "formData"):
            return place.origin
    return operation.origin


@contract_check("API047", Severity.ERROR)
def example_and_examples(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An object has either one `example` or several `examples`."""
    for node in contract.anatomy.holding("examples", "Parameter", "Header", "Media"):
        if "example" in node.value and contract.version_key == "openapi":
            say = "`example` and `examples` stand side by side"
            yield Finding(say, node.origin.at("example").key(), "move `example` in among `examples`")


@contract_check("API050", Severity.WARNING)
def reserved_header(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No header is declared that OpenAPI tells in another way, since its declaration is ignored.

    OpenAPI 3.1, sections 4.8.12.2, 4.8.15.1 and 4.8.17.1.
    """
    if contract.version_key == "swagger":
        return
    facts: list[Fact] = []
    for node in contract.anatomy.holding("in", "Parameter"):
        name = node.value.get("name")
        if node.value["in"] == "header" and isinstance(name, str) and name.lower() in _RESERVED:
            facts.append((name, node.origin.at("name")))
    yield from gathered(
        facts,
        ("header", "headers"),
        "the header parameter {name} is ignored",
        "{count} are ignored as parameters: {names}",
        "tell it by the media types under `content`, or by a security scheme",
    )
    facts = []
    for node in contract.anatomy.holding("headers", "Response", "Encoding"):
        headers = node.value["headers"]
        for name in headers if isinstance(headers, dict) else ():
            if name.lower() == "content-type":
                facts.append((name, node.origin.at("headers", name).key()))
    yield from gathered(
        facts,
        ("header", "headers"),
        "the header {name} is ignored",
        "{count} are ignored: {names}",
        "name the media type as a key of `content`, and remove the header",
    )


@contract_check("API055", Severity.ERROR)
def unknown_encoding_property(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """What an encoding is stated for is a property of the schema (OpenAPI 3.1, section 4.8.14.1)."""
    for node in contract.anatomy.holding("encoding", "Media"):
        encoding, schema = node.value["encoding"], node.value.get("schema")
        if not isinstance(encoding, dict) or not isinstance(schema, dict):
            continue
        known = described_properties(schema, node.origin.at("schema"), contract.documents)
        if not known:
            continue
        answer = contract.documents.follow(node.origin.path, schema, node.origin.at("schema").pointer)
        held = answer.value if isinstance(answer, Resolved) else schema
        if isinstance(held, dict) and held.get("additionalProperties") not in (None, False):
            continue
        for name in encoding:
            if name not in known and not name.startswith("x-"):
                near = nearest(name, sorted(known - encoding.keys()))
                hint = f"write {quote(near)}" if near else "describe it in the schema, or remove it"
                say = f"{quote(name)} has an encoding, but is no property of the schema"
                yield Finding(say, node.origin.at("encoding", name).key(), hint)


@contract_check("API062", Severity.ERROR)
def querystring_beside_query(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A query is described either as a whole or by its parameters (OpenAPI 3.2, section 4.12.1)."""
    for operation in contract.operations if contract.major_minor == "3.2" else ():
        whole = [held for held in operation.parameters if held.where == "querystring"]
        single = next((held for held in operation.parameters if held.where == "query"), None)
        if whole and (single or len(whole) > 1):
            other = single or whole[1]
            say = f"{quote(operation.call)} has `in: querystring` beside another query parameter"
            related = (Related("the other one", other.origin.at("in")),)
            yield Finding(say, whole[0].origin.at("in"), "describe the query in one way", related)


@contract_check("API065", Severity.WARNING)
def content_without_body(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A response has content only where its status admits a body.

    RFC 9110, sections 15.2, 15.3.5, 15.3.6 and 15.4.5: `1xx`, `204`, `205` and `304` have none.
    """
    facts: list[Fact] = []
    for operation in contract.operations:
        for response in operation.responses:
            bare = response.status in ("204", "205", "304") or response.status[:1] == "1"
            if bare and any(media.schema not in (None, {}) for media in response.content):
                facts.append((f"{operation.name} {response.status}", response.origin))
    yield from gathered(
        facts,
        ("response", "responses"),
        "{name} has content, but no body is ever sent with this status",
        "{count} have content, but no body is ever sent with their status: {names}",
        "remove the content, or answer with `200`",
    )
