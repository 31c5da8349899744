"""API011 to API015, API019, API020, API028: operations, their ids, parameters and statuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from planroom.checks.check import Scope
from planroom.checks.contracts.paths import parameter_names, path_key
from planroom.checks.contracts.rule import contract_check, gathered
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place
from planroom.kinds.operations import Operation
from planroom.wording import quote, quoted


def _by_path(contract: Contract) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations:
        found[operation.path].append(operation)
    return found


@contract_check("API011", Severity.ERROR)
def duplicate_operation_id(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every operation id of a contract is used once."""
    first: dict[str, Origin] = {}
    for node in contract.anatomy.holding("operationId", "Operation"):
        name = node.value["operationId"]
        if not isinstance(name, str) or not name:
            continue
        here = node.origin.at("operationId")
        if first.setdefault(name, here) != here:
            hint = "rename one of them; clients are generated from these names"
            related = (Related("first here", first[name]),)
            yield Finding(f"the operation id {quote(name)} is used twice", here, hint, related)


@contract_check("API012", Severity.INFO)
def missing_operation_id(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every operation has an id, by which designs, decisions and generated clients name it."""
    yield from gathered(
        (
            (operation.call, operation.origin.key())
            for operation in contract.operations
            if "operationId" not in operation.value
        ),
        ("operation", "operations"),
        "{name} has no `operationId`",
        "{count} have no `operationId`: {names}",
        "add `operationId`, a short verb and noun",
    )


@contract_check("API013", Severity.ERROR)
def undeclared_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every parameter in a path is declared."""
    for path, operations in _by_path(contract).items():
        missing = {operation: _undeclared(operation) for operation in operations}
        for name in dict.fromkeys(parameter_names(path)):
            lacking = [operation for operation in operations if name in missing[operation]]
            hint = f"add a parameter with `name: {name}`, `in: path` and `required: true`"
            if len(lacking) == len(operations):
                yield Finding(f"`{{{name}}}` is not declared as a parameter", path_key(contract, path), hint)
                continue
            for operation in lacking:
                say = f"{quote(operation.call)} does not declare `{{{name}}}` as a parameter"
                yield Finding(
                    say, operation.origin.key(), hint, (Related("the path", path_key(contract, path)),)
                )


def _undeclared(operation: Operation) -> set[str]:
    """The names in the path that no parameter declares; none where a parameter cannot be read."""
    if not all(isinstance(place.followed().value, dict) for place in operation.parameter_places):
        return set()
    declared = {parameter.name for parameter in operation.parameters if parameter.where == "path"}
    return {name for name in parameter_names(operation.path) if name not in declared}


@contract_check("API014", Severity.ERROR)
def unused_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every parameter that is declared as part of the path stands in it."""
    reported: set[Origin] = set()
    for operation in contract.operations:
        names = parameter_names(operation.path)
        for place in operation.parameter_places:
            held = place.followed()
            name = held.text("name")
            if (
                held.text("in") != "path"
                or not name
                or name.rstrip("+*") in names
                or f"{{{name}}}" in operation.path  # behind a `?`, which a check of its own finds
                or place.origin in reported
            ):
                continue
            reported.add(place.origin)
            say = f"the path parameter {quote(name)} does not stand in {quote(operation.path)}"
            hint = (
                f"write {quoted(names, 'or')}"
                if names
                else f"add `{{{name}}}` to the path, or remove the parameter"
            )
            here = held.origin.at("name") if held.origin == place.origin else place.origin.at("$ref")
            yield Finding(say, here, hint, (Related("the path", path_key(contract, operation.path)),))


@contract_check("API015", Severity.ERROR)
def duplicate_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No two parameters of one list have the same name and place."""
    for node in contract.anatomy.holding("parameters", "PathItem", "Operation"):
        place = Place(node.value, node.origin, contract.documents)
        yield from _twice(place.at("parameters").items())


def _twice(places: Iterable[Place]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Origin] = {}
    for place in places:
        held = place.followed()
        key = (held.text("name"), held.text("in"))
        if not all(key) or key[1] == "body":
            continue
        here = place.origin.at("name") if held.origin == place.origin else place.origin.at("$ref")
        if first.setdefault(key, here) != here:
            say = f"the {key[1]} parameter {quote(key[0])} is declared twice"
            yield Finding(say, here, "remove one of them", (Related("first here", first[key]),))


@contract_check("API019", Severity.INFO)
def missing_error_response(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation says what comes back when the request is wrong."""
    yield from gathered(
        (
            (operation.name, operation.origin.at("responses"))
            for operation, statuses in _with_statuses(contract)
            if not any(status[:1] == "4" or status == "default" for status in statuses)
        ),
        ("operation", "operations"),
        "{name} states no response for a faulty request",
        "{count} state no response for a faulty request: {names}",
        "add a response such as `400`, `4XX` or `default`",
    )


@contract_check("API020", Severity.WARNING)
def missing_success_response(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation says what comes back when all goes well."""
    for operation, statuses in _with_statuses(contract):
        if not any(status[:1] in ("1", "2", "3") or status == "default" for status in statuses):
            say = f"{quote(operation.name)} states no response for success"
            yield Finding(say, operation.origin.at("responses"), "add a response such as `200` or `204`")


@contract_check("API028", Severity.ERROR)
def impossible_status(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A response has a status that HTTP can send: 100 to 599."""
    # From 3.0 on, the published schema says so itself.
    for operation, statuses in _with_statuses(contract) if contract.version_key == "swagger" else ():
        for status in statuses:
            if status.isdecimal() and len(status) == 3 and not "100" <= status <= "599":
                here = operation.origin.at("responses", status).key()
                yield Finding(f"`{status}` is no status of HTTP", here, "write one from `100` to `599`")


def _with_statuses(contract: Contract) -> Iterator[tuple[Operation, list[str]]]:
    for operation in contract.operations:
        responses = operation.value.get("responses")
        if isinstance(responses, dict) and responses:
            yield operation, [status for status in responses if not status.startswith("x-")]
