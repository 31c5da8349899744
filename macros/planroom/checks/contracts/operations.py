"""API011 to API020, API028: operations, their ids, paths, parameters and statuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from planroom.checks.check import Scope, check
from planroom.diagnostics import Finding, Origin, Related, Severity
from planroom.kinds.contract import Contract
from planroom.kinds.messages import Place
from planroom.kinds.operations import Operation
from planroom.wording import quote, quoted

_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def _names(path: str) -> list[str]:
    """The parameters in a path; a mark such as the `+` of `{proxy+}` is no part of the name."""
    return [name.rstrip("+*") for name in _TEMPLATE.findall(path.partition("?")[0])]


def _call(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _path_key(contract: Contract, path: str) -> Origin:
    return contract.at("paths", path).key()


def _by_path(contract: Contract) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = defaultdict(list)
    for operation in contract.operations:
        found[operation.path].append(operation)
    return found


@check("API011", Severity.ERROR, on=Contract)
def duplicate_operation_id(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every operation id of a contract is used once."""
    first: dict[str, Origin] = {}
    for node in contract.anatomy.nodes:
        name = node.value.get("operationId") if node.kind == "Operation" else None
        if not isinstance(name, str) or not name:
            continue
        here = node.origin.at("operationId")
        if first.setdefault(name, here) != here:
            hint = "rename one of them; clients are generated from these names"
            related = (Related("first here", first[name]),)
            yield Finding(f"the operation id {quote(name)} is used twice", here, hint, related)


@check("API012", Severity.INFO, on=Contract)
def missing_operation_id(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every operation has an id, by which designs, decisions and generated clients name it."""
    for operation in contract.operations:
        if "operationId" not in operation.value:
            say = f"{quote(_call(operation))} has no `operationId`"
            yield Finding(say, operation.origin.key(), "add `operationId`, a short verb and noun")


@check("API013", Severity.ERROR, on=Contract)
def undeclared_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every parameter in a path is declared."""
    for path, operations in _by_path(contract).items():
        missing = {operation: _undeclared(operation) for operation in operations}
        for name in dict.fromkeys(_names(path)):
            lacking = [operation for operation in operations if name in missing[operation]]
            hint = f"add a parameter with `name: {name}`, `in: path` and `required: true`"
            if len(lacking) == len(operations):
                yield Finding(f"`{{{name}}}` is not declared as a parameter", _path_key(contract, path), hint)
                continue
            for operation in lacking:
                say = f"{quote(_call(operation))} does not declare `{{{name}}}` as a parameter"
                yield Finding(
                    say, operation.origin.key(), hint, (Related("the path", _path_key(contract, path)),)
                )


def _undeclared(operation: Operation) -> set[str]:
    """The names in the path that no parameter declares; none where a parameter cannot be read."""
    if not all(isinstance(place.followed().value, dict) for place in operation.parameter_places):
        return set()
    declared = {parameter.name for parameter in operation.parameters if parameter.where == "path"}
    return {name for name in _names(operation.path) if name not in declared}


@check("API014", Severity.ERROR, on=Contract)
def unused_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """Every parameter that is declared as part of the path stands in it."""
    reported: set[Origin] = set()
    for operation in contract.operations:
        names = _names(operation.path)
        for place in operation.parameter_places:
            held = place.followed()
            name = held.text("name")
            if (
                held.text("in") != "path"
                or not name
                or name.rstrip("+*") in names
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
            yield Finding(say, here, hint, (Related("the path", _path_key(contract, operation.path)),))


@check("API015", Severity.ERROR, on=Contract)
def duplicate_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No two parameters of one list have the same name and place."""
    for node in contract.anatomy.nodes:
        if node.kind in ("PathItem", "Operation"):
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


@check("API016", Severity.ERROR, on=Contract)
def identical_paths(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """No two paths differ only in the names of their parameters: they are one path to a server."""
    paths = contract.value.get("paths")
    first: dict[str, str] = {}
    for path in paths if isinstance(paths, dict) else ():
        bare = _TEMPLATE.sub("{}", path)
        other = first.setdefault(bare, path)
        if other != path:
            say = f"{quote(path)} is the same path as {quote(other)}"
            related = (Related("first here", _path_key(contract, other)),)
            yield Finding(
                say, _path_key(contract, path), "put the operations of both under one path", related
            )


@check("API017", Severity.ERROR, on=Contract)
def repeated_path_parameter(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A parameter stands once in a path, so that each place of it has a value of its own."""
    paths = contract.value.get("paths")
    for path in paths if isinstance(paths, dict) else ():
        names = _names(path)
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            say = f"`{{{name}}}` stands twice in {quote(path)}"
            yield Finding(say, _path_key(contract, path), "give each place a name of its own")


@check("API018", Severity.WARNING, on=Contract)
def query_in_path(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """A path holds no query; query parameters are declared as such."""
    paths = contract.value.get("paths")
    for path in paths if isinstance(paths, dict) else ():
        if path.startswith("/") and "?" in _TEMPLATE.sub("", path):
            hint = f"write `{path.partition('?')[0]}` and declare what follows as parameters with `in: query`"
            yield Finding(f"the path {quote(path)} holds a query", _path_key(contract, path), hint)


@check("API019", Severity.INFO, on=Contract)
def missing_error_response(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation says what comes back when the request is wrong."""
    for operation, statuses in _with_statuses(contract):
        if not any(status[:1] == "4" or status == "default" for status in statuses):
            say = f"{quote(operation.name)} states no response for a faulty request"
            yield Finding(
                say, operation.origin.at("responses"), "add a response such as `400`, `4XX` or `default`"
            )


@check("API020", Severity.WARNING, on=Contract)
def missing_success_response(contract: Contract, scope: Scope) -> Iterator[Finding]:
    """An operation says what comes back when all goes well."""
    for operation, statuses in _with_statuses(contract):
        if not any(status[:1] in ("1", "2", "3") or status == "default" for status in statuses):
            say = f"{quote(operation.name)} states no response for success"
            yield Finding(say, operation.origin.at("responses"), "add a response such as `200` or `204`")


@check("API028", Severity.ERROR, on=Contract)
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
