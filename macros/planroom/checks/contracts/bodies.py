"""API051 to API053: what a request of OpenAPI 2.0 may carry as its body."""

from __future__ import annotations

from collections.abc import Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.rule import contract_check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place, media_types
from planroom.kinds.operations import Operation
from planroom.wording import quote


def _parameters(operation: Operation) -> list[tuple[Place, Place]]:
    """The entries of an operation's parameters, each with what it refers to."""
    return [(place, place.followed()) for place in operation.parameter_places]


def _place(entry: Place, held: Place) -> Origin:
    return entry.origin.at("in") if held.origin == entry.origin else entry.origin.at("$ref")


@contract_check("API051", Severity.ERROR)
def several_bodies(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A request has one body."""
    reported: set[Origin] = set()
    for operation in contract.operations if contract.version_key == "swagger" else ():
        bodies = [_place(*pair) for pair in _parameters(operation) if pair[1].text("in") == "body"]
        for here in bodies[1:]:
            if here not in reported:
                reported.add(here)
                related = (Related("first here", bodies[0]),)
                say = f"{quote(operation.call)} has a second parameter with `in: body`"
                yield Finding(say, here, "describe one body that holds both", related)


@contract_check("API052", Severity.ERROR)
def body_beside_form(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A request has either a body or form fields."""
    for operation in contract.operations if contract.version_key == "swagger" else ():
        pairs = _parameters(operation)
        body = next((_place(*pair) for pair in pairs if pair[1].text("in") == "body"), None)
        form = next((_place(*pair) for pair in pairs if pair[1].text("in") == "formData"), None)
        if body and form:
            say = f"{quote(operation.call)} has parameters with `in: body` and with `in: formData`"
            yield Finding(say, form, "keep one of the two", (Related("the body", body),))


@contract_check("API053", Severity.ERROR)
def file_without_form(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A file is sent as form data, so the operation must consume a form."""
    for operation in contract.operations if contract.version_key == "swagger" else ():
        place = Place(operation.value, operation.origin, contract.documents)
        consumes = media_types(place, contract.value, "consumes")
        if any("form-data" in kind or "x-www-form-urlencoded" in kind for kind in consumes):
            continue
        for entry, held in _parameters(operation):
            if held.text("type") == "file" and held.text("in") == "formData":
                here = held.origin.at("type") if held.origin == entry.origin else entry.origin.at("$ref")
                say = f"{quote(operation.call)} takes a file, but consumes no form"
                yield Finding(say, here, "add `multipart/form-data` to `consumes`")
